"""Instants and dates as Calendar v3 writes them (RFC 3339), and what span of time an event covers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open [start, end) in UTC."""

    start: datetime
    end: datetime

    def meets(self, other: "Span") -> bool:
        """Say whether the two share any instant; an empty span meets what it lies inside."""
        return self.start < other.end and other.start < self.end


def zone_for(name: str) -> ZoneInfo:
    """Return the IANA zone. Raises ValueError for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error


def instant_from(text: str) -> datetime:
    """Read an RFC 3339 timestamp with its mandatory offset as UTC. Raises ValueError."""
    read = date_time_from(text)
    if read.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return read.astimezone(UTC)


def date_time_from(text: str) -> datetime:
    """Read a timestamp whose offset may be missing (then naive). Raises ValueError."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"not a timestamp: {text!r}")
    day, clock_time, fraction, offset = found.groups()
    seconds = clock_time if len(clock_time) == 8 else f"{clock_time}:00"
    micros = (fraction or "0")[:6].ljust(6, "0")
    return datetime.fromisoformat(f"{day}T{seconds}.{micros}{(offset or '').upper()}")


def date_from(text: str) -> date:
    """Read `YYYY-MM-DD`. Raises ValueError."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is None:
        raise ValueError(f"not a date: {text!r}")
    return date.fromisoformat(text)


def written(instant: datetime, zone: ZoneInfo) -> str:
    """Write an instant with the zone's offset, UTC as `Z`, as Google does in events."""
    local = instant.astimezone(zone).replace(microsecond=0)
    return local.isoformat().replace("+00:00", "Z") if zone.key == "UTC" else local.isoformat()


def written_with_milliseconds(instant: datetime) -> str:
    """Write `2026-03-01T10:00:00.000Z`, as Google does in `created` and `updated`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins; where midnight is skipped, the first instant after it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def instant_of(moment: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    """Read an EventDateTime that has been settled: a day begins at midnight in the calendar's zone."""
    if "date" in moment:
        return midnight(date_from(moment["date"]), zone)
    return instant_from(moment["dateTime"])


def span_of(event: Mapping[str, Any], zone: ZoneInfo) -> Span:
    """Return what an event covers; an all-day one covers the calendar's local days."""
    return Span(instant_of(event["start"], zone), instant_of(event["end"], zone))
