"""What a reading of a calendar changes in what is kept of it: pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.bookings.rules import booking_named_by
from chatbookr_core.clock import epoch_minute, epoch_minute_ceiling
from chatbookr_sdk import Busy, ChangedEvent

CANCELLED, MISSING, FREE_BUSY = "cancelled", "missing", "free_busy"
LONGEST_EVENT_ID, LONGEST_ETAG, LONGEST_KIND = 1060, 120, 24


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event as it is kept; `starts` and `ends` are epoch minutes UTC, rounded outward."""

    event_id: str
    etag: str
    status: str
    kind: str
    blocks: bool
    is_all_day: bool
    starts: int
    ends: int
    series_id: str | None
    original_starts_at: datetime | None
    booking_id: UUID | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one calendar: all that meets [since, until) or, not `is_full`, what changed of it."""

    events: tuple[ChangedEvent, ...]
    is_full: bool
    sync_token: str | None
    since: datetime
    until: datetime
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to write and what to delete; `booking_ids`: whose events are not what they were."""

    written: tuple[KeptEvent, ...]
    deleted: tuple[str, ...]
    booking_ids: frozenset[UUID]

    @property
    def is_empty(self) -> bool:
        """Tell whether everything stays as it is."""
        return not self.written and not self.deleted


def settle(reading: Reading, known: Mapping[str, KeptEvent]) -> Settlement:
    """Compare a reading with what is kept: `known` holds all of it for a full reading, else what the reading names.

    A cancelled series cancels its occurrences; an event of which occurrences are told is no single one any more. The
    event of a booking stays when it is cancelled, made a series, or missing from a full reading, without taking time:
    what becomes of the booking is for people to say.
    """
    told = _last_told(reading)
    series = {event.series_id for event in told.values()}
    after: dict[str, KeptEvent | None] = {}
    for event_id, row in known.items():
        is_dropped = row.series_id in told and told[row.series_id].status == CANCELLED
        if (reading.is_full or is_dropped or event_id in series) and event_id not in told:
            after[event_id] = _without_time(row, CANCELLED if is_dropped else MISSING, reading)
    for event_id, event in told.items():
        after[event_id] = _kept(event, known.get(event_id), reading)
    written = [row for event_id, row in after.items() if row is not None and known.get(event_id) != row]
    deleted = [event_id for event_id, row in after.items() if row is None and event_id in known]
    touched = [*written, *(known[row.event_id] for row in written if row.event_id in known)]
    touched += [known[event_id] for event_id in deleted]
    ids = {row.booking_id for row in touched if row.booking_id is not None}
    ids |= {one for event_id in _gone_unseen(told, known) if (one := booking_named_by(event_id)) is not None}
    return Settlement(tuple(written), tuple(deleted), frozenset(ids))


def _gone_unseen(told: Mapping[str, ChangedEvent], known: Mapping[str, KeptEvent]) -> list[str]:
    """List events that were deleted before anybody read of them: all that is told is the id."""
    return [event_id for event_id, event in told.items() if event.status == CANCELLED and event_id not in known]


def named_by(events: Iterable[ChangedEvent]) -> tuple[list[str], list[str]]:
    """Return the ids a reading of changes names, its series' too, and those of the series it cancels."""
    by_id = {event.event_id: event for event in events}
    series = {event.series_id: None for event in by_id.values() if event.series_id is not None}
    return list({**by_id, **series}), [event_id for event_id, event in by_id.items() if event.status == CANCELLED]


def stretches(busy: Sequence[Busy]) -> tuple[ChangedEvent, ...]:
    """Write an answer of free/busy as events of which nothing else is known."""
    return tuple(
        ChangedEvent(
            event_id=f"{span.starts_at.timestamp():.0f}-{span.ends_at.timestamp():.0f}",
            etag="",
            status="confirmed",
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            blocks=True,
            kind=FREE_BUSY,
        )
        for span in busy
    )


def _last_told(reading: Reading) -> dict[str, ChangedEvent]:
    """Keep one of each id: pages may name an event twice where it changed between them, the later is the newer."""
    return {event.event_id: event for event in reading.events if len(event.event_id) <= LONGEST_EVENT_ID}


def _kept(event: ChangedEvent, before: KeptEvent | None, reading: Reading) -> KeptEvent | None:
    """Return how an event is kept; None for one that takes no time here and stands for no booking."""
    if event.status == CANCELLED or event.starts_at is None or event.ends_at is None:
        return _without_time(before, CANCELLED, reading) if before is not None else None
    own = _booking_of(event)
    if own is None and (not event.blocks or event.ends_at <= reading.since or event.starts_at >= reading.until):
        return None
    return KeptEvent(
        event_id=event.event_id,
        etag=event.etag[:LONGEST_ETAG],
        status=event.status,
        kind=event.kind[:LONGEST_KIND],
        blocks=event.blocks,
        is_all_day=event.is_all_day,
        starts=epoch_minute(event.starts_at),
        ends=epoch_minute_ceiling(event.ends_at),
        series_id=event.series_id,
        original_starts_at=event.original_starts_at,
        booking_id=own,
    )


def _without_time(row: KeptEvent, status: str, reading: Reading) -> KeptEvent | None:
    if row.booking_id is None or row.ends <= epoch_minute(reading.since):
        return None
    if row.status in (CANCELLED, MISSING):
        return row
    return KeptEvent(
        row.event_id,
        row.etag,
        status,
        row.kind,
        False,
        row.is_all_day,
        row.starts,
        row.ends,
        row.series_id,
        row.original_starts_at,
        row.booking_id,
    )


def _booking_of(event: ChangedEvent) -> UUID | None:
    """Return the booking an event stands for: a copy somebody made names it too, but has another id."""
    try:
        booking_id = UUID(event.booking_id or "")
    except ValueError:
        return None
    return booking_id if booking_named_by(event.event_id) == booking_id else None
