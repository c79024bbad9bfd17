"""What a booking must agree with: the service's terms, who gives it where, the patient, the calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatbookr_core.availability.engagements import Bounds, Limits
from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, always_open, is_open
from chatbookr_core.availability.offering import hours_in
from chatbookr_core.bookings.rules import CalendarState, SlotRequest, ends_at
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import fetch, listed, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import WorkingException

TERMS = """
SELECT s.duration_minutes, s.other_durations, s.buffer_before_minutes, s.buffer_after_minutes, s.is_on_request, s.seats,
    s.bookings_per_day AS service_day, s.bookings_per_week AS service_week, p.bookings_per_day AS own_day,
    p.bookings_per_week AS own_week, c.zone AS clinic_zone, c.travel_minutes, p.id AS practitioner, l.zone,
    sp.id AS gives, (SELECT count(*) FROM working_hours w WHERE w.clinic_id = s.clinic_id
        AND w.practitioner_id = p.id AND w.location_id = l.id) AS hours
FROM service s JOIN clinic c ON c.id = s.clinic_id
LEFT JOIN practitioner p ON p.id = $3 AND p.clinic_id = s.clinic_id AND p.is_active
LEFT JOIN location l ON l.id = $4 AND l.clinic_id = s.clinic_id AND l.is_active
LEFT JOIN service_practitioner sp ON sp.clinic_id = s.clinic_id AND sp.service_id = s.id AND sp.practitioner_id = p.id
WHERE s.clinic_id = $1 AND s.id = $2 AND s.is_active
"""
GROUPS = """
SELECT sr.resource_kind AS kind, r.id, h.weekday, h.start_minute, h.end_minute, h.valid_from, h.valid_until
FROM service_resource sr
LEFT JOIN resource r ON r.clinic_id = sr.clinic_id AND r.location_id = $3 AND r.kind = sr.resource_kind AND r.is_active
LEFT JOIN resource_hours h ON h.clinic_id = r.clinic_id AND h.resource_id = r.id
WHERE sr.clinic_id = $1 AND sr.service_id = $2 ORDER BY sr.resource_kind, r.id
"""
ARRANGER = """
SELECT (SELECT conversation.patient_id FROM conversation WHERE conversation.id = $3 AND conversation.clinic_id = $2
    AND (conversation.patient_id = $1 OR EXISTS (SELECT 1 FROM related_person WHERE related_person.clinic_id = $2
        AND related_person.patient_id = $1 AND related_person.contact_id = conversation.patient_id))) AS contact_id
FROM patient WHERE patient.id = $1 AND patient.clinic_id = $2 AND patient.merged_into_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a service takes, in which zone, and which groups of rooms and devices can serve it at the place then.

    `bounds` and the practitioner's own `limits` say how many bookings are enough; of what is on request staff confirm
    what patients ask for.
    """

    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    zone: str
    groups: tuple[tuple[UUID, ...], ...]
    bounds: Bounds
    limits: Limits
    is_on_request: bool
    seats: int


async def terms_for(clinic_id: UUID, request: SlotRequest) -> Terms:
    """Return the terms of a request.

    Raises NotFound where something is not the clinic's or not active, InvalidInput where the practitioner does not give
    the service or does not work at the place, or the service does not take that long.
    """
    rows = await fetch(TERMS, (clinic_id, request.service_id, request.practitioner_id, request.location_id))
    if not rows:
        raise NotFound(field="service_id")
    row = rows[0]
    if row["practitioner"] is None or row["zone"] is None:
        raise NotFound(field="practitioner_id" if row["practitioner"] is None else "location_id")
    if row["gives"] is None:
        raise InvalidInput("That practitioner does not give that service.", field="practitionerId")
    if not row["hours"]:
        raise InvalidInput("That practitioner does not work at that place.", field="locationId")
    duration = _duration(row, request)
    service_limits = Limits(row["service_day"], row["service_week"])
    return Terms(
        duration,
        row["buffer_before_minutes"],
        row["buffer_after_minutes"],
        row["zone"],
        await _groups(clinic_id, request, row["zone"], duration),
        Bounds(row["clinic_zone"], request.service_id, service_limits, row["travel_minutes"]),
        Limits(row["own_day"], row["own_week"]),
        bool(row["is_on_request"]),
        row["seats"],
    )


def _duration(row: Mapping[str, Any], request: SlotRequest) -> int:
    usual: int = row["duration_minutes"]
    wanted = request.duration_minutes
    if wanted in (None, usual):
        return usual
    if not request.is_kept_length and wanted not in [int(one) for one in listed(row["other_durations"]) or ()]:
        raise InvalidInput("The service does not take that long.", field="durationMinutes")
    return wanted or usual


async def _groups(clinic_id: UUID, request: SlotRequest, zone: str, duration: int) -> tuple[tuple[UUID, ...], ...]:
    """List the members of each kind that can be used then; what has taken them is for the guard to say."""
    rows = await fetch(GROUPS, (clinic_id, request.service_id, request.location_id))
    groups: dict[str, dict[UUID, list[WeeklyHours]]] = {}
    for row in rows:
        members = groups.setdefault(row["kind"], {})
        if row["id"] is not None:
            hours = members.setdefault(uuid_of(row["id"]), [])
            if row["weekday"] is not None:
                hours.append(hours_in(row))
    days = await _days_of_resources(clinic_id, [room for members in groups.values() for room in members])
    start = epoch_minute(request.starts_at)
    end = epoch_minute(ends_at(request.starts_at, duration_minutes=duration))
    return tuple(
        tuple(
            room
            for room, weekly in members.items()
            if is_open(Schedule(zone, tuple(weekly) or always_open(zone).weekly, tuple(days.get(room, ()))), start, end)
        )
        for members in groups.values()
    )


async def _days_of_resources(clinic_id: UUID, resources: Sequence[UUID]) -> dict[UUID, list[DayException]]:
    days: dict[UUID, list[DayException]] = {}
    if resources:
        for row in await WorkingException.filter(clinic_id=clinic_id, resource_id__in=list(resources)):
            windows = tuple((start, end) for start, end in row.windows)
            days.setdefault(row.resource_id or clinic_id, []).append(DayException(row.day, windows))
    return days


async def arranger_of(patient_id: UUID, *, clinic_id: UUID, conversation_id: UUID | None) -> UUID | None:
    """Say who arranges it, where the conversation is with another than the patient: somebody who books for them.

    Raises NotFound unless the patient, and the conversation where there is one, are the clinic's, and belong together.
    """
    rows = await fetch(ARRANGER, (patient_id, clinic_id, conversation_id))
    contact_id = uuid_of(rows[0]["contact_id"]) if rows and rows[0]["contact_id"] is not None else None
    if not rows or (conversation_id is not None and contact_id is None):
        raise NotFound(field="patient_id")
    return None if contact_id == patient_id else contact_id


async def is_on_request(clinic_id: UUID, service_id: UUID) -> bool:
    """Tell whether staff confirm what others ask for of a service."""
    rows = await fetch("SELECT is_on_request FROM service WHERE clinic_id = $1 AND id = $2", (clinic_id, service_id))
    return bool(rows and rows[0]["is_on_request"])


async def calendar_state_of(clinic_id: UUID, practitioner_id: UUID, status: str) -> CalendarState:
    """Tell whether a booking is to be written to the practitioner's calendar: a request is not, until it stands."""
    return "pending" if status == "confirmed" and await has_calendar(clinic_id, practitioner_id) else "none"


async def has_calendar(clinic_id: UUID, practitioner_id: UUID) -> bool:
    """Tell whether bookings of a practitioner are written to a calendar, now or once it is connected again."""
    rows = await fetch(
        "SELECT 1 FROM calendar_connection WHERE clinic_id = $1 AND practitioner_id = $2"
        " AND state IN ('connected', 'needs_reconnect') LIMIT 1",
        (clinic_id, practitioner_id),
    )
    return bool(rows)
