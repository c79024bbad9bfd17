"""Dates as patients read them: the weekday always, the 24-hour clock, the offset on the day of a clock change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

TITLE_CHARS = 24
"""What a list row's title holds on the strictest channel known; every date here fits it in every language."""
DAYS_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class _Patterns:
    """CLDR date patterns (UTS 35): written out, abbreviated, and in figures where nothing else fits."""

    long: str
    short: str
    figures: str


_PATTERNS = {
    "en": _Patterns(long="EEEE d MMMM", short="EEE d MMM", figures="EEE d/M"),
    "de": _Patterns(long="EEEE, d. MMMM", short="EEE d. MMM", figures="EEE d.M."),
    "fr": _Patterns(long="EEEE d MMMM", short="EEE d MMM", figures="EEE d/M"),
    "es": _Patterns(long="EEEE, d 'de' MMMM", short="EEE d MMM", figures="EEE d/M"),
    "it": _Patterns(long="EEEE d MMMM", short="EEE d MMM", figures="EEE d/M"),
    "pt": _Patterns(long="EEEE, d 'de' MMMM", short="EEE d MMM", figures="EEE d/M"),
    "nl": _Patterns(long="EEEE d MMMM", short="EEE d MMM", figures="EEE d-M"),
}


def local_day(at: datetime, zone: str) -> date:
    """Tell the date on which an instant falls in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def local_time(at: datetime, zone: str) -> time:
    """Tell the wall time at which an instant falls in a zone."""
    return at.astimezone(ZoneInfo(zone)).time()


def instant_at(day: date, at: time, zone: str) -> datetime:
    """Tell the instant (UTC) of a local wall time; a skipped one is read with the offset before the gap."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def clock(at: datetime, zone: str) -> str:
    """Write the local time, as "09:30"; on the day of a clock change as "09:30 UTC+2"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M}{_offset_note(local)}"


def moment(at: datetime, zone: str, language: str) -> str:
    """Write an instant within TITLE_CHARS, as "Tue 13 Oct 09:30"."""
    local = at.astimezone(ZoneInfo(zone))
    note = _offset_note(local)
    notes = (note, note.replace("UTC", ""))
    return _fitting(f"{day} {local:%H:%M}{one}" for one in notes for day in _days(local.date(), language))


def day_title(day: date, language: str) -> str:
    """Write a date within TITLE_CHARS, as "Tue 13 Oct"."""
    return _fitting(_days(day, language))


def long_day(day: date, language: str) -> str:
    """Write a date out, as "Tuesday 13 October"."""
    return _written(day, _PATTERNS[language].long, language)


def span(starts_at: datetime, ends_at: datetime, zone: str, language: str) -> str:
    """Write a whole appointment, as "Tuesday 13 October, 09:30–10:00"."""
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (starts_at, ends_at))
    first = f"{start:%H:%M}" if start.utcoffset() == end.utcoffset() else clock(starts_at, zone)
    return f"{long_day(start.date(), language)}, {first}–{clock(ends_at, zone)}"


def _days(day: date, language: str) -> Iterator[str]:
    patterns = _PATTERNS[language]
    for pattern in (patterns.short, patterns.figures):
        yield _written(day, pattern, language)


@lru_cache(maxsize=DAYS_REMEMBERED)
def _written(day: date, pattern: str, language: str) -> str:
    """Write a date; everybody is offered the same few days."""
    from babel.dates import format_date  # half a megabyte, for the process that writes dates

    return format_date(day, pattern, locale=language)


def _fitting(candidates: Iterator[str]) -> str:
    written = ""
    for written in candidates:
        if len(written) <= TITLE_CHARS:
            return written
    return written


def _offset_note(local: datetime) -> str:
    """Name the offset where the local date has more than one, for then "02:30" may mean two instants."""
    offset = local.utcoffset()
    if offset is None or not isinstance(local.tzinfo, ZoneInfo) or not _has_change(local.date(), local.tzinfo):
        return ""
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f" UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


@lru_cache(maxsize=DAYS_REMEMBERED)
def _has_change(day: date, zone: ZoneInfo) -> bool:
    midnight = datetime.combine(day, time(), zone)
    return len({(midnight + timedelta(hours=hours)).utcoffset() for hours in range(25)}) > 1
