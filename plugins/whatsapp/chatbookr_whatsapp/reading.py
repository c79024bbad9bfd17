"""Reads single values out of Meta's JSON; whatever has another shape than expected reads as absent, nothing raises."""

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chatbookr_sdk import Account, Sender

_ID_CHARS = 200
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_KIND = re.compile(r"[A-Za-z0-9_.-]{1,48}")
_PHONE = re.compile(r"\+?([0-9]{5,15})")
_SECONDS = re.compile(r"[0-9]{9,11}")
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)
"""WhatsApp's first year: what claims to be older is garbage."""
_CLOCK_SKEW = timedelta(days=1)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an entry, and what its items need to be understood."""

    account: Account | None
    group_id: str | None
    contacts: list[Json]
    now: datetime


def legible(text: str) -> str:
    """Replace what databases refuse in text: NUL and lone surrogates."""
    if text.isascii() and "\x00" not in text:
        return text  # as all ids are
    return _UNSTORABLE.sub("\ufffd", text)


def text(value: object) -> str | None:
    """Read what a person wrote; None where it is no text, or none at all."""
    return legible(value) if isinstance(value, str) and value else None


def word(value: object) -> str | None:
    """Read an id, which Meta writes as a string or, at times, as a number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        written = str(value)
    except ValueError:  # an int of more digits than Python writes
        return None
    return legible(written) if 0 < len(written) <= _ID_CHARS else None


def code(value: object) -> str:
    """Read a code; what is none is `unknown`."""
    return value if isinstance(value, str) and _KIND.fullmatch(value) else "unknown"


def number(value: object) -> float | None:
    """Read a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def dict_of(value: object) -> Json:
    """Return an object, empty where it is none."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[Any]:
    """Return an array, empty where it is none."""
    return value if isinstance(value, list) else []


def raw(value: object) -> str:
    """Write JSON back in ASCII alone: whole, and storable whatever it holds."""
    return json.dumps(value, separators=(",", ":"))


def instant(value: object, now: datetime, *, ahead: timedelta = _CLOCK_SKEW) -> datetime:
    """Read seconds since 1970; what is missing or absurd, or further `ahead` than that, is `now`."""
    written = word(value)
    if written is None or not _SECONDS.fullmatch(written):
        return now
    read = datetime.fromtimestamp(int(written), UTC)
    return read if _EARLIEST <= read <= now + ahead else now


def person(wa_id: object, user_id: object, contacts: list[Json]) -> Sender | None:
    """Know somebody by the business-scoped user id where Meta gives one, else by the WhatsApp id.

    A contact is taken only where it names the same person: a batch may hold several.
    """
    wa_id, user_id = word(wa_id), word(user_id)
    contact = next((c for c in contacts if _is_same_person(c, wa_id, user_id)), {})
    user_id = user_id or word(contact.get("user_id"))
    wa_id = wa_id or word(contact.get("wa_id"))
    known_by = user_id or wa_id
    if known_by is None:
        return None
    phone = _PHONE.fullmatch(wa_id or "")
    return Sender(user_id=known_by, phone=phone[1] if phone else None, name=_name(dict_of(contact.get("profile"))))


def _name(profile: Json) -> str | None:
    """Call somebody by the name they give, else by their username: without a number there is nothing else to see."""
    name, username = profile.get("name"), word(profile.get("username"))
    given = legible(name).strip() if isinstance(name, str) else ""
    return given or (f"@{username}" if username else None)


def _is_same_person(contact: Json, wa_id: str | None, user_id: str | None) -> bool:
    contact_user_id = word(contact.get("user_id"))
    if user_id is not None and contact_user_id is not None:
        return user_id == contact_user_id
    return wa_id is not None and word(contact.get("wa_id")) == wa_id
