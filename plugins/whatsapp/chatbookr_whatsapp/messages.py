"""Reads messages that people send: what is said, taken back, put to it; and what WhatsApp says of people.

Shapes: Meta, "Webhooks reference: messages"; identity: "Business-scoped user ids" and "System messages".
"""

from datetime import datetime

from chatbookr_sdk import (
    Account,
    Fact,
    IdentityChanged,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    Reacted,
    Sender,
    UnknownFact,
)
from chatbookr_whatsapp.reading import Change, Json, code, dict_of, instant, legible, person, raw, text, word
from chatbookr_whatsapp.received import content_of, referral_of

_NEW_NUMBER = frozenset({"user_changed_number", "customer_changed_number"})
_NEW_USER_ID = "user_changed_user_id"
_NEW_DEVICE = "customer_identity_changed"
"""The same person with other keys: another phone, WhatsApp installed anew."""


def message_fact(change: Change, item: object) -> Fact:
    """Read one item of `messages`."""
    message = dict_of(item)
    external_id = word(message.get("id"))
    sender = person(message.get("from"), message.get("from_user_id"), change.contacts)
    kind = code(message.get("type"))
    unknown = UnknownFact(change.account, f"messages.{kind}", raw(item))
    if change.account is None or external_id is None or sender is None:
        return unknown
    at = instant(message.get("timestamp"), change.now)
    if kind == "system":
        return _identity(change, message, external_id, sender) or unknown
    found = about_message(change.account, external_id, sender, at, message, is_from_clinic=False)
    if found is not None:
        return found
    context = dict_of(message.get("context"))
    return MessageReceived(
        account=change.account,
        external_id=external_id,
        sender=sender,
        sent_at=at,
        content=content_of(message),
        reply_to_external_id=word(context.get("id")),
        chat_group_id=(word(message.get("group_id")) or "unknown") if "group_id" in message else None,
        is_forwarded=context.get("forwarded") is True or context.get("frequently_forwarded") is True,
        referral=referral_of(message),
        product_id=word(dict_of(context.get("referred_product")).get("product_retailer_id")),
    )


def about_message(
    account: Account, external_id: str, who: Sender, at: datetime, message: Json, *, is_from_clinic: bool
) -> Fact | None:
    """Read a reaction, an edit or a revocation: what is said about another message; None for a message of its own."""
    kind = code(message.get("type"))
    part = dict_of(message.get(kind))
    target = word(part.get("message_id" if kind == "reaction" else "original_message_id"))
    if target is None:
        return None
    if kind == "reaction":
        emoji = part.get("emoji")
        if emoji is not None and not isinstance(emoji, str):
            return None
        put = legible(emoji) if emoji else None
        return Reacted(account, external_id, who, at, target, put, is_from_clinic)
    if kind == "edit":
        content = content_of(dict_of(part.get("message")))
        return MessageEdited(account, external_id, who, at, target, content, is_from_clinic)
    if kind == "revoke":
        return MessageRevoked(account, external_id, who, at, target, is_from_clinic)
    return None


def _identity(change: Change, message: Json, external_id: str, sender: Sender) -> IdentityChanged | None:
    """Read who somebody is from now on: a new number brings a new user id, a new user id may come alone."""
    system = dict_of(message.get("system"))
    kind = code(system.get("type"))
    wa_id = word(system.get("wa_id")) or word(system.get("new_wa_id"))
    user_id = word(system.get("user_id")) or word(system.get("new_user_id"))
    at = instant(message.get("timestamp"), change.now)
    if kind == _NEW_DEVICE and change.account is not None:
        return IdentityChanged(change.account, external_id, sender, sender, at, text(system.get("body")))
    is_known = (kind in _NEW_NUMBER and wa_id is not None) or (kind == _NEW_USER_ID and user_id is not None)
    if change.account is None or not is_known:
        return None
    before = person(message.get("from"), system.get("previous_user_id"), change.contacts) or sender
    after = person(wa_id if kind in _NEW_NUMBER else before.phone, user_id, [])
    if after is None:
        return None
    return IdentityChanged(change.account, external_id, before, after, at, text(system.get("body")))
