"""Figures about agendas: how much of the open time was booked, and how many did not come. Sums, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from chatbookr_core.agendas.opening import days_otherwise, local_span, open_spans, practitioners_open_or_booked
from chatbookr_core.agendas.sheets import Seen
from chatbookr_core.clock import epoch_minute
from chatbookr_core.conditions import Conditions
from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.models import Clinic
from chatbookr_core.reach import Reach, reachable

LONGEST_DAYS: Final = 92
MOST: Final = 200
By = Literal["practitioner", "service", "week"]
BOOKED_MINUTES = """
SELECT subject_id, SUM(ends_minute - starts_minute) AS minutes FROM allocation
WHERE clinic_id = $1 AND is_active AND starts_minute >= $2 AND starts_minute < $3
    AND ((booking_id IS NOT NULL AND group_id IS NULL) OR (group_id IS NOT NULL AND booking_id IS NULL
        AND hold_id IS NULL))
    AND subject_id IN ({subjects}) GROUP BY subject_id
"""
"""A group appointment takes its practitioner once, however many seats of it are booked."""
NO_SHOWS = """
SELECT {key} AS key, COUNT(*) AS bookings,
    SUM(CASE WHEN booking.status = 'no_show' OR booking.cancel_reason = 'no_show' THEN 1 ELSE 0 END) AS missed
FROM booking WHERE {conditions}
    AND booking.status <> 'requested' AND (booking.status <> 'cancelled' OR booking.cancel_reason = 'no_show')
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Utilisation:
    """What of a practitioner's open minutes was taken by bookings, buffers inside."""

    practitioner_id: UUID
    open_minutes: int
    booked_minutes: int

    @property
    def share(self) -> float | None:
        """Return the part; None where nothing was open, and more than 1 where more was booked than open."""
        return self.booked_minutes / self.open_minutes if self.open_minutes else None


@dataclass(frozen=True, slots=True)
class NoShows:
    """Of the bookings that were due, how many did not come: of one practitioner, service or week."""

    practitioner_id: UUID | None
    service_id: UUID | None
    week: date | None
    bookings: int
    missed: int

    @property
    def rate(self) -> float:
        """Return the part that did not come."""
        return self.missed / self.bookings


async def utilisation_of(clinic_id: UUID, first: date, days: int, *, is_with: Seen) -> list[Utilisation]:
    """Compare what was booked with what was open on so many local days; four statements, whatever their number.

    Whoever is not there any more is among them where they had bookings then, by the hours that are known of them.
    """
    clinic = await Clinic.get(id=clinic_id)
    span = local_span(clinic.zone, first, days)
    people = [one for one in await practitioners_open_or_booked(clinic_id, span) if is_with(one.id)][:MOST]
    otherwise = await days_otherwise(clinic_id, span)
    booked = await _booked_minutes(clinic_id, [one.id for one in people], span)
    return [
        Utilisation(
            one.id,
            sum(epoch_minute(end) - epoch_minute(start) for _, start, end in open_spans(one, otherwise, span)),
            booked.get(one.id, 0),
        )
        for one in people
    ]


async def _booked_minutes(clinic_id: UUID, people: Sequence[UUID], span: tuple[datetime, datetime]) -> dict[UUID, int]:
    if not people:
        return {}
    sql = BOOKED_MINUTES.format(subjects=numbered(len(people), since=4))
    rows = await fetch(sql, (clinic_id, epoch_minute(span[0]), epoch_minute(span[1]), *people))
    return {uuid_of(row["subject_id"]): int(row["minutes"]) for row in rows}


async def no_shows_of(reach: Reach, clinic_id: UUID, first: date, days: int, *, by: By, now: datetime) -> list[NoShows]:
    """Count who did not come on so many local days, up to now, within what the asker reaches; two statements.

    Who did not come is a booking of the status `no_show`, or one that was cancelled with that reason. Weeks begin on
    Monday, by the clinic's clock; those with no booking are not among the answers.
    """
    clinic = await Clinic.get(id=clinic_id)
    since, until = local_span(clinic.zone, first, days)
    conditions = (
        reachable("booking", reach).where("booking.starts_at >=", since).where("booking.starts_at <", min(until, now))
    )
    weeks = _weeks(first, days)
    key, conditions = _week_of(conditions, clinic.zone, weeks) if by == "week" else (f"booking.{by}_id", conditions)
    rows = await fetch(NO_SHOWS.format(key=key, conditions=conditions.text), conditions.values)
    return [_counted(row, by, weeks) for row in rows[:MOST]]


def _weeks(first: date, days: int) -> list[date]:
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(days=7 * number) for number in range((first - monday).days // 7 + days // 7 + 2)]


def _week_of(conditions: Conditions, zone: str, weeks: Sequence[date]) -> tuple[str, Conditions]:
    """Number the week of each booking; the ends of weeks stand in a condition that always holds, and so are known."""
    ends = [local_span(zone, week, 7)[1] for week in weeks]
    since = len(conditions.values) + 1
    places = numbered(len(ends), since=since)
    cases = " ".join(f"WHEN booking.starts_at < ${since + number} THEN {number}" for number in range(len(ends)))
    return f"CASE {cases} END", conditions.numbered(f"(booking.starts_at NOT IN ({places}) OR TRUE)", *ends)


def _counted(row: Any, by: By, weeks: Sequence[date]) -> NoShows:
    key, counts = row["key"], (int(row["bookings"]), int(row["missed"]))
    if by == "week":
        return NoShows(None, None, weeks[int(key)], *counts)
    whose = uuid_of(key)
    return NoShows(whose if by == "practitioner" else None, whose if by == "service" else None, None, *counts)
