"""Walks an opened delivery and yields its facts; whatever is not understood is kept whole, nothing raises."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from chatbookr_sdk import Account, DeliveryStatus, Fact, PreferenceChanged, PriceClass, StatusReported, UnknownFact
from chatbookr_whatsapp.messages import message_fact
from chatbookr_whatsapp.notices import FIELDS, GROUP_FIELDS, account_notice, error_notice, group_notices
from chatbookr_whatsapp.phone_app import address_book_fact, call_fact, echo_fact, history_facts, past_fact
from chatbookr_whatsapp.reading import Change, Json, code, dict_of, instant, legible, list_of, person, raw, word
from chatbookr_whatsapp.refusals import reason_of

_DETAIL_CHARS = 500
_FREE_ENTRY_POINT = "free_entry_point"
_LONGEST_FREE = timedelta(hours=72)
_STATUSES = frozenset(DeliveryStatus)
_KNOWN_KEYS = frozenset({"messaging_product", "metadata", "contacts"})
_SAID = frozenset({"messages", "calls", "history", "smb_message_echoes", "smb_app_state_sync", "user_preferences"})
"""The fields that concern persons: of each, `value` holds lists of items beside the account's name."""


def facts_of(payload: Json, *, now: datetime) -> Iterator[Fact]:
    """Yield the facts of every entry, change, message and status, in Meta's order.

    `now` stands in for a timestamp that is missing or absurd.
    """
    entries = payload.get("entry")
    if not isinstance(entries, list):
        yield UnknownFact(None, "payload", raw(payload))
        return
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("changes"), list):
            yield UnknownFact(None, "entry", raw(entry))
            continue
        for change in entry["changes"]:
            yield from _facts_of_change(entry, change, now)


def accounts_of(payload: Json) -> list[Account]:
    """Name the accounts that the facts will name, each once, and read nothing else."""
    changes = [
        (entry, dict_of(dict_of(change).get("value")))
        for entry in list_of(payload.get("entry"))
        if isinstance(entry, dict)
        for change in list_of(entry.get("changes"))
    ]
    found = [_account(entry, value) for entry, value in changes]
    return list(dict.fromkeys(account for account in found if account is not None))


def _facts_of_change(entry: Json, item: object, now: datetime) -> Iterator[Fact]:
    field = dict_of(item).get("field")
    value = dict_of(item).get("value")
    contacts = [one for one in list_of(dict_of(value).get("contacts")) if isinstance(one, dict)]
    change = Change(_account(entry, dict_of(value)), word(entry.get("id")), contacts, now)
    facts: list[Fact] = []
    if not isinstance(field, str) or not isinstance(value, dict) or not value:
        pass
    elif field in FIELDS and change.group_id is not None:
        facts = [account_notice(change, field, value)]
    elif field in GROUP_FIELDS:
        facts = group_notices(change, field, value)
    elif field in _SAID:
        facts = [
            fact
            for key, items in value.items()
            if key not in _KNOWN_KEYS
            for fact in _facts_of(change, field, code(key), items)
        ]
    yield from facts or [UnknownFact(change.account, code(field), _raw_change(entry, item))]


def _facts_of(change: Change, field: str, key: str, items: object) -> Iterator[Fact]:
    if not isinstance(items, list) or not items:
        yield UnknownFact(change.account, code(f"{field}.{key}"), raw(items))
    elif (field, key) == ("smb_app_state_sync", "state_sync"):
        yield address_book_fact(change, items)
    elif (field, key) == ("history", "history"):
        for item in items:
            yield from history_facts(change, item)
    elif (read := _READERS.get((field, key))) is not None:
        yield from (read(change, item) for item in items)
    else:
        yield UnknownFact(change.account, code(f"{field}.{key}"), raw(items))


def _status(change: Change, item: object) -> Fact:
    report = dict_of(item)
    external_id = word(report.get("id"))
    status = report.get("status")
    if change.account is None or external_id is None or not isinstance(status, str) or status not in _STATUSES:
        return UnknownFact(change.account, code(f"statuses.{status}"), raw(item))
    error = next((e for e in list_of(report.get("errors")) if isinstance(e, dict)), {})
    details = (dict_of(error.get("error_data")).get("details"), error.get("message"), error.get("title"))
    detail = next((d for d in details if isinstance(d, str) and d), None)
    return StatusReported(
        account=change.account,
        external_id=external_id,
        status=DeliveryStatus(status),
        at=instant(report.get("timestamp"), change.now),
        error_code=word(error.get("code")),
        error_detail=legible(detail)[:_DETAIL_CHARS] if detail else None,
        correlation=word(report.get("biz_opaque_callback_data")),
        error_reason=reason_of(word(error.get("code"))),
        price=_price(report, change.now),
    )


def _price(report: Json, now: datetime) -> PriceClass | None:
    """Read how a message is counted (Meta, "Pricing", `pricing` and `conversation` of a status)."""
    pricing, conversation = dict_of(report.get("pricing")), dict_of(report.get("conversation"))
    category = pricing.get("category")
    if not isinstance(category, str):
        return None
    kind = code(pricing.get("type")) if "type" in pricing else None
    origin = dict_of(conversation.get("origin")).get("type")
    is_free_entry = kind == _FREE_ENTRY_POINT or origin == "referral_conversion"
    until = conversation.get("expiration_timestamp")
    billable = pricing.get("billable")
    return PriceClass(
        category=code(category),
        kind=_FREE_ENTRY_POINT if kind is None and is_free_entry else kind,
        model=code(pricing.get("pricing_model")),
        is_billable=billable if isinstance(billable, bool) else None,
        free_until=instant(until, now, ahead=_LONGEST_FREE) if is_free_entry and until is not None else None,
    )


def _preference(change: Change, item: object) -> Fact:
    told = dict_of(item)
    who = person(told.get("wa_id"), told.get("user_id"), change.contacts)
    value = told.get("value")
    is_understood = told.get("category") == "marketing_messages" and value in ("stop", "resume")
    if change.account is None or who is None or not is_understood:
        return UnknownFact(change.account, f"user_preferences.{code(told.get('category'))}"[:48], raw(item))
    at = instant(told.get("timestamp"), change.now)
    return PreferenceChanged(change.account, who, "marketing", value == "resume", at)


_READERS: dict[tuple[str, str], Callable[[Change, object], Fact]] = {
    ("messages", "messages"): message_fact,
    ("messages", "statuses"): _status,
    ("messages", "errors"): error_notice,
    ("calls", "calls"): call_fact,
    ("calls", "statuses"): call_fact,
    ("calls", "errors"): error_notice,
    ("smb_message_echoes", "errors"): error_notice,
    ("smb_message_echoes", "message_echoes"): echo_fact,
    # Files of the phone's past follow on their own, without a thread around them.
    ("history", "messages"): lambda change, item: past_fact(change, item, 0, {}),
    ("history", "message_echoes"): lambda change, item: past_fact(change, item, 0, {}),
    ("user_preferences", "user_preferences"): _preference,
}


def _account(entry: Json, value: Json) -> Account | None:
    phone_number_id = word(dict_of(value.get("metadata")).get("phone_number_id"))
    return Account(phone_number_id, word(entry.get("id"))) if phone_number_id else None


def _raw_change(entry: Json, change: object) -> str:
    """Keep the entry's id beside the change: account-wide notices name their account nowhere else."""
    return raw({**entry, "changes": [change]})
