"""Reads facts out of an opened delivery; whatever is not understood is kept whole, nothing raises.

Shapes: Meta, "Webhooks reference: messages"; identity: "Business-scoped user ids".
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chatbookr_sdk import (
    Account,
    Content,
    DeliveryStatus,
    Fact,
    MessageReceived,
    OptionChosen,
    OtherContent,
    Sender,
    StatusReported,
    TextReceived,
    UnknownFact,
)

_ID_CHARS = 255
_DETAIL_CHARS = 500
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_KIND = re.compile(r"[A-Za-z0-9_.-]{1,48}")
_PHONE = re.compile(r"\+?([0-9]{5,15})")
_SECONDS = re.compile(r"[0-9]{9,11}")
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
"""WhatsApp's first year: what claims to be older is garbage."""
_CLOCK_SKEW = timedelta(days=1)
_STATUSES = frozenset(DeliveryStatus)
_KNOWN_KEYS = frozenset({"messaging_product", "metadata", "contacts"})

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of the field `messages`, and what its messages need to be understood."""

    account: Account | None
    contacts: list[Json]
    now: datetime


def facts_of(payload: Json, *, now: datetime) -> Iterator[Fact]:
    """Yield the facts of every entry, change, message and status, in Meta's order.

    `now` stands in for a timestamp that is missing or absurd.
    """
    entries = payload.get("entry")
    if not isinstance(entries, list):
        yield UnknownFact(None, "payload", _raw(payload))
        return
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("changes"), list):
            yield UnknownFact(None, "entry", _raw(entry))
            continue
        for change in entry["changes"]:
            yield from _facts_of_change(entry, change, now)


def _facts_of_change(entry: Json, change: object, now: datetime) -> Iterator[Fact]:
    field = _dict(change).get("field")
    value = _dict(change).get("value")
    account = _account(entry, _dict(value))
    if field != "messages" or not isinstance(value, dict):
        yield UnknownFact(account, _kind(field), _raw_change(entry, change))
        return
    context = _Change(account, [c for c in _list(value.get("contacts")) if isinstance(c, dict)], now)
    facts = [fact for key, items in value.items() if key not in _KNOWN_KEYS for fact in _facts_of(context, key, items)]
    yield from facts or [UnknownFact(account, "messages", _raw_change(entry, change))]


def _facts_of(change: _Change, key: str, items: object) -> Iterator[Fact]:
    if key == "messages" and isinstance(items, list):
        yield from (_message(change, item) for item in items)
    elif key == "statuses" and isinstance(items, list):
        yield from (_status(change, item) for item in items)
    else:
        yield UnknownFact(change.account, _kind(f"messages.{key}"), _raw(items))


def _message(change: _Change, item: object) -> Fact:
    message = _dict(item)
    external_id = _word(message.get("id"))
    sender = _sender(message, change.contacts)
    kind = _kind(message.get("type"))
    # A notice of WhatsApp's is not written by a person, and what is said in a group is not said to the clinic alone:
    # neither must be answered as if it were.
    not_personal = kind == "system" or "group_id" in message
    if change.account is None or external_id is None or sender is None or not_personal:
        return UnknownFact(change.account, f"messages.{kind}", _raw(item))
    return MessageReceived(
        account=change.account,
        external_id=external_id,
        sender=sender,
        sent_at=_instant(message.get("timestamp"), change.now),
        content=_content(kind, message),
        reply_to_external_id=_word(_dict(message.get("context")).get("id")),
    )


def _content(kind: str, message: Json) -> Content:
    part = _dict(message.get(kind))
    if kind == "text" and isinstance(body := part.get("body"), str):
        return TextReceived(_legible(body))
    if kind == "button" and (chosen := _option(part.get("payload"), part.get("text"))):
        return chosen
    if kind == "interactive":
        kind = _kind(f"interactive.{part.get('type')}") if isinstance(part.get("type"), str) else kind
        reply = _dict(part.get(str(part.get("type"))))
        is_choice = part.get("type") in ("button_reply", "list_reply")
        if is_choice and (chosen := _option(reply.get("id"), reply.get("title"))):
            return chosen
    return OtherContent(kind, _raw(message))


def _option(option_id: object, title: object) -> OptionChosen | None:
    if not isinstance(option_id, str) or not option_id:
        return None
    return OptionChosen(_legible(option_id), _legible(title) if isinstance(title, str) else "")


def _sender(message: Json, contacts: list[Json]) -> Sender | None:
    """Know who wrote by the business-scoped user id where Meta gives one, else by the WhatsApp id.

    A contact is taken only where it names the same person: a batch may hold several.
    """
    wa_id, user_id = _word(message.get("from")), _word(message.get("from_user_id"))
    contact = next((c for c in contacts if _is_same_person(c, wa_id, user_id)), {})
    user_id = user_id or _word(contact.get("user_id"))
    wa_id = wa_id or _word(contact.get("wa_id"))
    known_by = user_id or wa_id
    if known_by is None:
        return None
    phone = _PHONE.fullmatch(wa_id or "")
    name = _dict(contact.get("profile")).get("name")
    return Sender(
        user_id=known_by,
        phone=phone[1] if phone else None,
        name=(_legible(name).strip() or None) if isinstance(name, str) else None,
    )


def _is_same_person(contact: Json, wa_id: str | None, user_id: str | None) -> bool:
    contact_user_id = _word(contact.get("user_id"))
    if user_id is not None and contact_user_id is not None:
        return user_id == contact_user_id
    return wa_id is not None and _word(contact.get("wa_id")) == wa_id


def _status(change: _Change, item: object) -> Fact:
    report = _dict(item)
    external_id = _word(report.get("id"))
    status = report.get("status")
    if change.account is None or external_id is None or not isinstance(status, str) or status not in _STATUSES:
        return UnknownFact(change.account, _kind(f"statuses.{status}"), _raw(item))
    error = next((e for e in _list(report.get("errors")) if isinstance(e, dict)), {})
    details = (_dict(error.get("error_data")).get("details"), error.get("message"), error.get("title"))
    detail = next((d for d in details if isinstance(d, str) and d), None)
    return StatusReported(
        account=change.account,
        external_id=external_id,
        status=DeliveryStatus(status),
        at=_instant(report.get("timestamp"), change.now),
        error_code=_word(error.get("code")),
        error_detail=_legible(detail)[:_DETAIL_CHARS] if detail else None,
        correlation=_word(report.get("biz_opaque_callback_data")),
    )


def _account(entry: Json, value: Json) -> Account | None:
    phone_number_id = _word(_dict(value.get("metadata")).get("phone_number_id"))
    return Account(phone_number_id, _word(entry.get("id"))) if phone_number_id else None


def _instant(value: object, now: datetime) -> datetime:
    text = _word(value)
    if text is None or not _SECONDS.fullmatch(text):
        return now
    instant = datetime.fromtimestamp(int(text), UTC)
    return instant if _EARLIEST <= instant <= now + _CLOCK_SKEW else now


def _legible(text: str) -> str:
    """Replace what databases refuse in text: NUL and lone surrogates."""
    return _UNSTORABLE.sub("\ufffd", text)


def _word(value: object) -> str | None:
    """Read an id, which Meta writes as a string or, at times, as a number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    return _legible(text) if 0 < len(text) <= _ID_CHARS else None


def _kind(value: object) -> str:
    return value if isinstance(value, str) and _KIND.fullmatch(value) else "unknown"


def _raw(value: object) -> str:
    """Write JSON back in ASCII alone: whole, and storable whatever it holds."""
    return json.dumps(value, separators=(",", ":"))


def _raw_change(entry: Json, change: object) -> str:
    """Keep the entry's id beside the change: account-wide notices name their account nowhere else."""
    return _raw({**entry, "changes": [change]})


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
