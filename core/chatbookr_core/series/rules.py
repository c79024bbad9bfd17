"""When the appointments of a series are: a recurrence by RFC 5545, laid out in the local time of the place. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from chatbookr_core.bookings.rules import REACH
from chatbookr_core.clock import YEARS
from chatbookr_core.errors import InvalidInput

MOST: Final = 52
"""So many appointments a series has at most."""
FEWEST: Final = 2
RECURRENCE_CHARS: Final = 120
FIELD: Final = "recurrence"
FREQUENCIES: Final[Mapping[str, int]] = MappingProxyType({"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY})
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALLOWED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "DAILY": frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}),
        "WEEKLY": frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"}),
        "MONTHLY": frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY"}),
    }
)
"""What means something to a calendar of appointments, and ends: a rule that matches no day would be sought for ever."""
PART: Final = re.compile(r"([A-Z]+)=([A-Z0-9,+-]+)")
NUMBER: Final = re.compile(r"[1-9][0-9]?")
UNTIL: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
DAY: Final = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
MONTH_DAY: Final = re.compile(r"[+-]?(?:[1-9]|[12][0-9]|3[01])")

Scope = Literal["this_and_following", "all"]


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much appointments move: so many local days, to a time so many minutes later on the clock."""

    days: int
    minutes: int


def occurrences(recurrence: str, starts_at: datetime, zone: str) -> list[datetime]:
    """List the instants (aware, UTC) at which a series takes place whose first one is at `starts_at`.

    Each has the local time of the first, whatever the clock does between them. A time that is skipped on a day is as
    much later as the clock jumps, one that is lived twice is the first of the two: both as RFC 5545 says (3.3.5).
    `starts_at` must be one of them. Raises InvalidInput, whose field is `recurrence` or `startsAt`.
    """
    if starts_at.second or starts_at.microsecond or starts_at.year not in YEARS:
        raise InvalidInput(f"A series begins at a whole minute from {YEARS[0]} to {YEARS[-1]}.", field="startsAt")
    first = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    parts = _parts(recurrence)
    until = min(_until(parts.get("UNTIL"), first, zone), first + REACH)
    if until < first:
        raise InvalidInput("UNTIL lies before the first appointment.", field=FIELD)
    found = rrule(
        FREQUENCIES[parts["FREQ"]],
        dtstart=first,
        interval=_number(parts, "INTERVAL") or 1,
        wkst=WEEKDAYS.index(parts.get("WKST", "MO")),
        byweekday=_days(parts) or None,
        bymonthday=_month_days(parts) or None,
        until=until,
    )
    count = _number(parts, "COUNT")
    wanted = list(islice(found, MOST + 1 if count is None else count))
    _check(wanted, first, count)
    return [starts_at.astimezone(UTC), *(instant_at(local, zone) for local in wanted[1:])]


def plain(recurrence: str) -> str:
    """Write a recurrence as it is kept: in capitals, without what it may be headed by."""
    return recurrence.strip().upper().removeprefix("RRULE:")


def instant_at(local: datetime, zone: str) -> datetime:
    """Return the instant (UTC) of a local wall time, as RFC 5545 reads one that is skipped, or lived twice."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def shift_between(before: datetime, after: datetime, zone: str) -> Shift:
    """Tell how an appointment moves on the calendar and the clock of its place. Raises InvalidInput."""
    if after.year not in YEARS:
        raise InvalidInput(f"Give a time from the year {YEARS[0]} to {YEARS[-1]}.", field="startsAt")
    old, new = (one.astimezone(ZoneInfo(zone)) for one in (before, after))
    minutes = (new.hour - old.hour) * 60 + new.minute - old.minute
    return Shift((new.date() - old.date()).days, minutes)


def shifted(starts_at: datetime, shift: Shift, zone: str) -> datetime:
    """Move an appointment like another one of its series, by the local calendar and clock."""
    local = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return instant_at(local + timedelta(days=shift.days, minutes=shift.minutes), zone)


def _parts(recurrence: str) -> dict[str, str]:
    text = plain(recurrence)
    if len(text) > RECURRENCE_CHARS:
        raise InvalidInput(f"A recurrence has at most {RECURRENCE_CHARS} characters.", field=FIELD)
    found = [PART.fullmatch(part) for part in text.split(";")]
    parts = {one[1]: one[2] for one in found if one is not None}
    if None in found or len(parts) < len(found):
        raise InvalidInput("A recurrence reads like FREQ=WEEKLY;COUNT=10, each part once.", field=FIELD)
    allowed = ALLOWED.get(parts.get("FREQ", ""))
    if allowed is None:
        raise InvalidInput("A series is DAILY, WEEKLY or MONTHLY.", field=FIELD)
    if unknown := sorted(parts.keys() - allowed):
        raise InvalidInput(f"{unknown[0]} is not taken with FREQ={parts['FREQ']}.", field=FIELD)
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise InvalidInput("Say either how often (COUNT) or until when (UNTIL).", field=FIELD)
    if parts.get("WKST", "MO") not in WEEKDAYS:
        raise InvalidInput("WKST is a day like MO.", field=FIELD)
    if "BYDAY" in parts and "BYMONTHDAY" in parts:
        raise InvalidInput("Say either BYDAY or BYMONTHDAY.", field=FIELD)
    return parts


def _number(parts: Mapping[str, str], name: str) -> int | None:
    text = parts.get(name)
    if text is None:
        return None
    if not NUMBER.fullmatch(text) or int(text) > MOST:
        raise InvalidInput(f"{name} is a number from 1 to {MOST}.", field=FIELD)
    return int(text)


def _until(text: str | None, first: datetime, zone: str) -> datetime:
    """Read a last local date, or a last instant: with Z in UTC, else on the clock of the place."""
    if text is None:
        return first + REACH
    found = UNTIL.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return datetime.combine(day, time(23, 59, 59))
        last = datetime.combine(day, time(int(found[4]), int(found[5]), int(found[6])))
        if found[7]:
            last = last.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise InvalidInput("UNTIL is a date like 20270331, or an instant like 20270331T220000Z.", field=FIELD) from None
    return last


def _days(parts: Mapping[str, str]) -> list[weekday]:
    days: list[weekday] = []
    for text in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        found = DAY.fullmatch(text)
        if found is None or (found[1] and parts["FREQ"] != "MONTHLY"):
            raise InvalidInput("BYDAY is days like TU,TH; of a month also 1TU or -1FR.", field=FIELD)
        days.append(weekday(WEEKDAYS.index(found[2]), int(found[1]) if found[1] else None))
    return days


def _month_days(parts: Mapping[str, str]) -> list[int]:
    texts = parts["BYMONTHDAY"].split(",") if "BYMONTHDAY" in parts else []
    if not all(MONTH_DAY.fullmatch(text) for text in texts):
        raise InvalidInput("BYMONTHDAY is days like 1,15 or -1.", field=FIELD)
    return [int(text) for text in texts]


def _check(wanted: Sequence[datetime], first: datetime, count: int | None) -> None:
    if not wanted or wanted[0] != first:
        raise InvalidInput("The first appointment is not on a day of the recurrence.", field="startsAt")
    if len(wanted) > MOST or (count or FEWEST) < FEWEST or (count is None and len(wanted) < FEWEST):
        raise InvalidInput(f"A series has {FEWEST} to {MOST} appointments.", field=FIELD)
    if count is not None and len(wanted) < count:
        raise InvalidInput(f"A series goes on for {REACH.days} days at most.", field=FIELD)
