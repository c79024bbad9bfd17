"""Recurring events: daily and weekly rules of RFC 5545 with their exceptions; anything else is refused by name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chatbookr_sandbox.google.times import zone_for

REACH_YEARS = 100
"""How far a rule without an end is followed: one that never meets its weekday has to end too."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_RULE_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})


class InvalidRecurrence(ValueError):
    """The lines are not RFC 5545."""


class UnsupportedRecurrence(ValueError):
    """The lines are right, and more than the sandbox can lay out."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule in the local wall time of its event; `step_days` is 1 for daily and 7 for weekly rules."""

    step_days: int
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    weekdays: tuple[int, ...] = ()
    week_start: int = 0
    excluded: frozenset[datetime] = field(default_factory=frozenset)

    def starts(self, first: datetime) -> Iterator[datetime]:
        """Yield the local starts in order; the event's own start is the first of them (RFC 5545, 3.8.2.4)."""
        for number, start in enumerate(self._counted_from(first)):
            if (self.count is not None and number >= self.count) or (self.until is not None and start > self.until):
                return
            if start not in self.excluded:
                yield start

    def _counted_from(self, first: datetime) -> Iterator[datetime]:
        yield first
        yield from (start for start in self._pattern(first) if start > first)

    def _pattern(self, first: datetime) -> Iterator[datetime]:
        if self.step_days == 1:
            yield from self._days(first)
            return
        offsets = sorted((day - self.week_start) % 7 for day in self.weekdays or (first.weekday(),))
        week = first - timedelta(days=(first.weekday() - self.week_start) % 7)
        while week.year < first.year + REACH_YEARS:
            for offset in offsets:
                yield week + timedelta(days=offset)
            week += timedelta(weeks=self.interval)

    def _days(self, first: datetime) -> Iterator[datetime]:
        start = first
        while start.year < first.year + REACH_YEARS:
            if not self.weekdays or start.weekday() in self.weekdays:
                yield start
            start += timedelta(days=self.interval)


def recurrence_from(lines: Sequence[str], zone: ZoneInfo) -> Recurrence:
    """Read an event's `recurrence`. Raises InvalidRecurrence or UnsupportedRecurrence."""
    rules: list[str] = []
    excluded: set[datetime] = set()
    for line in lines:
        name, _, value = line.partition(":")
        match name.split(";")[0].upper():
            case "RRULE":
                rules.append(value)
            case "EXDATE":
                excluded.update(_excluded(name, value, zone))
            case "RDATE" | "EXRULE":
                raise UnsupportedRecurrence(f"{name} is beyond the sandbox")
            case _:
                raise InvalidRecurrence(f"{name!r} is no recurrence property")
    if len(rules) != 1:
        raise UnsupportedRecurrence("exactly one RRULE is within the sandbox's reach")
    return _rule(rules[0], zone, frozenset(excluded))


def _rule(text: str, zone: ZoneInfo, excluded: frozenset[datetime]) -> Recurrence:
    pairs = [part.partition("=") for part in text.upper().split(";")]
    parts = {name: value for name, _, value in pairs}
    if "FREQ" not in parts or len(parts) != len(pairs) or not all(parts.values()):
        raise InvalidRecurrence(f"not a rule: {text!r}")
    if parts["FREQ"] not in ("DAILY", "WEEKLY") or parts.keys() - _RULE_PARTS:
        raise UnsupportedRecurrence(f"{text!r} is beyond the sandbox")
    if "COUNT" in parts and "UNTIL" in parts:
        raise InvalidRecurrence("COUNT and UNTIL exclude each other")
    return Recurrence(
        step_days=1 if parts["FREQ"] == "DAILY" else 7,
        interval=_positive(parts.get("INTERVAL", "1")),
        count=_positive(parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
        weekdays=tuple(_weekday(day) for day in parts["BYDAY"].split(",")) if "BYDAY" in parts else (),
        week_start=_weekday(parts.get("WKST", "MO")),
        excluded=excluded,
    )


def _positive(text: str) -> int:
    if re.fullmatch(r"[1-9]\d{0,5}", text, re.ASCII) is None:
        raise InvalidRecurrence(f"not a positive whole number: {text!r}")
    return int(text)


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise InvalidRecurrence(f"not a weekday: {text!r}")
    return WEEKDAYS.index(text)


def _until(text: str, zone: ZoneInfo) -> datetime:
    local, is_date = _local_from(text, zone)
    return datetime.combine(local, time.max) if is_date else local


def _excluded(name: str, value: str, zone: ZoneInfo) -> list[datetime]:
    named = re.search(r"TZID=([^;:]+)", name)
    try:
        own_zone = zone_for(named[1]) if named else zone
    except ValueError as error:
        raise InvalidRecurrence(str(error)) from error
    locals_there = [_local_from(text, own_zone)[0] for text in value.split(",")]
    return [local.replace(tzinfo=own_zone).astimezone(zone).replace(tzinfo=None) for local in locals_there]


def _local_from(text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        raise InvalidRecurrence(f"not a date or time: {text!r}")
    numbers = [int(group or 0) for group in found.groups()[:6]]
    try:
        # A wall time on purpose: rules are laid out on the clock on the wall.
        local = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - six whole numbers, a local wall time
    except ValueError as error:
        raise InvalidRecurrence(f"not a date or time: {text!r}") from error
    if found[7]:
        local = local.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return local, found[4] is None
