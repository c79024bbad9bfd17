"""What a booking must agree with: the service's terms, who gives it where, the patient, the calendar."""

from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound

TERMS = """
SELECT s.duration_minutes, s.buffer_before_minutes, s.buffer_after_minutes, p.id AS practitioner, l.zone,
    sp.id AS gives, (SELECT count(*) FROM working_hours w WHERE w.clinic_id = s.clinic_id
        AND w.practitioner_id = p.id AND w.location_id = l.id) AS hours
FROM service s
LEFT JOIN practitioner p ON p.id = $3 AND p.clinic_id = s.clinic_id AND p.is_active
LEFT JOIN location l ON l.id = $4 AND l.clinic_id = s.clinic_id AND l.is_active
LEFT JOIN service_practitioner sp ON sp.clinic_id = s.clinic_id AND sp.service_id = s.id AND sp.practitioner_id = p.id
WHERE s.clinic_id = $1 AND s.id = $2 AND s.is_active
"""
GROUPS = """
SELECT sr.resource_kind AS kind, r.id FROM service_resource sr
LEFT JOIN resource r ON r.clinic_id = sr.clinic_id AND r.location_id = $3 AND r.kind = sr.resource_kind AND r.is_active
WHERE sr.clinic_id = $1 AND sr.service_id = $2 ORDER BY sr.resource_kind, r.id
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a service takes, in which zone, and which groups of rooms and devices can serve it at the place."""

    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    zone: str
    groups: tuple[tuple[UUID, ...], ...]


async def terms_for(clinic_id: UUID, request: SlotRequest) -> Terms:
    """Return the terms of a request.

    Raises NotFound where something is not the clinic's or not active, InvalidInput where the practitioner does not give
    the service or does not work at the place.
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
    return Terms(
        row["duration_minutes"],
        row["buffer_before_minutes"],
        row["buffer_after_minutes"],
        row["zone"],
        await _groups(clinic_id, request),
    )


async def _groups(clinic_id: UUID, request: SlotRequest) -> tuple[tuple[UUID, ...], ...]:
    groups: dict[str, list[UUID]] = {}
    for row in await fetch(GROUPS, (clinic_id, request.service_id, request.location_id)):
        members = groups.setdefault(row["kind"], [])
        if row["id"] is not None:
            members.append(uuid_of(row["id"]))
    return tuple(tuple(members) for members in groups.values())


async def require_patient(patient_id: UUID, *, clinic_id: UUID, conversation_id: UUID | None) -> None:
    """Raise NotFound unless the patient, and the conversation where there is one, are the clinic's."""
    rows = await fetch(
        "SELECT (SELECT count(*) FROM patient WHERE id = $1 AND clinic_id = $2) AS patients,"
        " (SELECT count(*) FROM conversation WHERE id = $3 AND clinic_id = $2 AND patient_id = $1) AS conversations",
        (patient_id, clinic_id, conversation_id),
    )
    if not rows[0]["patients"] or (conversation_id is not None and not rows[0]["conversations"]):
        raise NotFound(field="patient_id")


async def has_calendar(clinic_id: UUID, practitioner_id: UUID) -> bool:
    """Tell whether bookings of a practitioner are written to a calendar, now or once it is connected again."""
    rows = await fetch(
        "SELECT 1 FROM calendar_connection WHERE clinic_id = $1 AND practitioner_id = $2"
        " AND state IN ('connected', 'needs_reconnect') LIMIT 1",
        (clinic_id, practitioner_id),
    )
    return bool(rows)
