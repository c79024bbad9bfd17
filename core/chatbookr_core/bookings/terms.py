"""What a booking must agree with: the service's terms, who gives it where, the patient, the calendar."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from chatbookr_core.availability.engagements import Bounds, Limits
from chatbookr_core.bookings.agreements import SIGHT, Agreement, agreement_seen, forget, remember
from chatbookr_core.bookings.allocation import Met
from chatbookr_core.bookings.arranging import arranger_of, contact_of
from chatbookr_core.bookings.reminder_times import ReminderRules
from chatbookr_core.bookings.rules import BLOCK_MINUTES, CalendarState, SlotRequest, block_for
from chatbookr_core.bookings.sight import Asked, look
from chatbookr_core.channels.connections import IN_USE_SQL
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import JSON_ROWS, Dialect, current_database, fetch, uuid_of
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Booking

TERMS = """
SELECT s.duration_minutes, s.other_durations, s.buffer_before_minutes, s.buffer_after_minutes, s.is_on_request, s.seats,
    s.is_active, s.bookings_per_day AS service_day, s.bookings_per_week AS service_week, p.bookings_per_day AS own_day,
    p.bookings_per_week AS own_week, c.zone AS clinic_zone, c.travel_minutes, c.sends_reminders, c.reminder_hours,
    c.last_reminder_hours, c.quiet_from_minute, c.quiet_until_minute, p.id AS practitioner, l.zone, sp.id AS gives,
    (SELECT count(*) FROM working_hours w WHERE w.clinic_id = s.clinic_id
        AND w.practitioner_id = p.id AND w.location_id = l.id) AS hours,
    (SELECT count(*) FROM calendar_connection k WHERE k.clinic_id = s.clinic_id AND k.practitioner_id = p.id
        AND k.state IN {in_use}) AS calendars,
    (SELECT count(*) FROM patient a WHERE a.clinic_id = s.clinic_id AND a.id = $5 AND a.merged_into_id IS NULL)
        AS patients,
    {contact} AS contact_id,
    (SELECT {rows}(sr.resource_kind, r.id, h.weekday, h.start_minute, h.end_minute, h.valid_from, h.valid_until))
        FROM service_resource sr
        LEFT JOIN resource r ON r.clinic_id = sr.clinic_id AND r.location_id = $4 AND r.kind = sr.resource_kind
            AND r.is_active
        LEFT JOIN resource_hours h ON h.clinic_id = r.clinic_id AND h.resource_id = r.id
        WHERE sr.clinic_id = s.clinic_id AND sr.service_id = s.id) AS rooms,
    (SELECT {rows}(e.resource_id, e.day, e.windows))
        FROM service_resource sr
        JOIN resource r ON r.clinic_id = sr.clinic_id AND r.location_id = $4 AND r.kind = sr.resource_kind
            AND r.is_active
        JOIN working_exception e ON e.clinic_id = r.clinic_id AND e.resource_id = r.id
        WHERE sr.clinic_id = s.clinic_id AND sr.service_id = s.id AND e.day BETWEEN $7 AND $8) AS room_days,
    (SELECT {rows}(a.subject_id, a.booking_id, a.hold_id, a.group_id, b.state, b.expires_at, a.starts_minute,
            a.ends_minute))
        FROM (SELECT $9 - s.buffer_before_minutes - $11 AS since, $9 - s.buffer_before_minutes AS starts,
            $9 + COALESCE($10, s.duration_minutes) + s.buffer_after_minutes AS ends LIMIT 1) AS block
        CROSS JOIN (SELECT p.id AS id UNION ALL SELECT r.id FROM service_resource sr
            JOIN resource r ON r.clinic_id = sr.clinic_id AND r.location_id = $4 AND r.kind = sr.resource_kind
            WHERE sr.clinic_id = s.clinic_id AND sr.service_id = s.id) AS subject
        CROSS JOIN {times} LEFT JOIN hold b ON b.id = a.hold_id{is_of_subject}) AS met{sight}
FROM service s JOIN clinic c ON c.id = s.clinic_id
LEFT JOIN practitioner p ON p.id = $3 AND p.clinic_id = s.clinic_id AND p.is_active
LEFT JOIN location l ON l.id = $4 AND l.clinic_id = s.clinic_id AND l.is_active
LEFT JOIN service_practitioner sp ON sp.clinic_id = s.clinic_id AND sp.service_id = s.id AND sp.practitioner_id = p.id
WHERE s.clinic_id = $1 AND s.id = $2
"""
OF_SUBJECT: Final = """
a.clinic_id = s.clinic_id AND a.subject_id = subject.id AND a.is_active AND a.starts_minute > block.since
    AND a.starts_minute < block.ends AND a.ends_minute > block.starts"""
LATERAL: Final = f"LATERAL (SELECT * FROM allocation a WHERE {OF_SUBJECT} OFFSET 0) AS a"  # noqa: S608  # the above
TIMES: Final = {
    "postgres": {"times": LATERAL, "is_of_subject": ""},
    "sqlite": {"times": "allocation a", "is_of_subject": f" WHERE {OF_SUBJECT}"},
}
"""Looks for times subject by subject, so that a clinic's others are not read, whatever statistics there are.

PostgreSQL is kept from turning it around by OFFSET 0, SQLite by CROSS JOIN (https://sqlite.org/optoverview.html). LIMIT
keeps the sums out of the conditions: where there are policies, no index is looked into by what could fail.
"""
CONTACT: Final = contact_of(clinic="s.clinic_id", patient="$5", conversation="$6")
ROOM_DAYS = timedelta(days=2)
"""A room's days are read for so long before and after a start: the longest block, and any zone."""
LAST_DAY = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a service takes, in which zone, and which groups of rooms and devices can serve it at the place then.

    `bounds` and the practitioner's own `limits` say how many bookings are enough; of what is on request staff confirm
    what patients ask for. `met` is what was in the way of the practitioner, the rooms and devices as this was read (or
    None: nobody looked), and `arranged_by_id` who books for the patient, where the conversation is with another.
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
    has_calendar: bool
    reminders: ReminderRules
    met: tuple[Met, ...] | None
    arranged_by_id: UUID | None


@cache
def terms_sql(dialect: Dialect) -> str:
    """Write the statement that reads all that a booking must agree with."""
    return TERMS.format(
        rows=JSON_ROWS[dialect], sight=SIGHT[dialect], in_use=IN_USE_SQL, contact=CONTACT, **TIMES[dialect]
    )


async def terms_for(
    clinic_id: UUID, request: SlotRequest, *, patient_id: UUID | None = None, conversation_id: UUID | None = None
) -> Terms:
    """Return the terms of a request, for a patient and in a conversation of theirs where these are given.

    Raises NotFound where something is not the clinic's or not active (a move keeps a service that is not offered any
    more), InvalidInput where the practitioner does not give the service (any more, unless they keep what is moved) or
    does not work at the place, or the service does not take that long.
    """
    day, dialect = request.starts_at.astimezone(UTC).date(), current_database().dialect
    if dialect == "sqlite":
        known = await _terms_seen(request, Asked(clinic_id, request.practitioner_id, patient_id, conversation_id))
        if known is not None:
            return known
    asked = (clinic_id, request.service_id, request.practitioner_id, request.location_id, patient_id, conversation_id)
    when = (epoch_minute(request.starts_at), request.duration_minutes, BLOCK_MINUTES)
    rows = await fetch(terms_sql(dialect), (*asked, day - ROOM_DAYS, LAST_DAY, *when))  # remembered for any later day
    if not rows or not (rows[0]["is_active"] or request.kept_by):
        if patient_id is not None:
            await arranger_of(patient_id, clinic_id=clinic_id, conversation_id=conversation_id)
        raise NotFound(field="service_id")
    row = rows[0]
    if patient_id is not None and not (row["patients"] and (conversation_id is None or row["contact_id"])):
        raise NotFound(field="patient_id")
    _require_agreement(row, keeps=request.kept_by == request.practitioner_id)
    agreement = Agreement.of(row, request.service_id)
    remember(clinic_id, request, agreement, row, day)
    contact_id = uuid_of(row["contact_id"]) if row["contact_id"] is not None else None
    met = tuple(map(Met.of, json.loads(row["met"] or "[]")))
    return terms_of(agreement, request, met, None if contact_id == patient_id else contact_id)


async def _terms_seen(request: SlotRequest, asked: Asked) -> Terms | None:
    """Return, on SQLite, what is remembered of a request where it is still so; it is forgotten where it is not."""
    seen = agreement_seen(asked.clinic_id, request)
    if seen is None:
        return None
    agreement = seen.agreement
    try:
        block = block_for(
            request.starts_at,
            duration_minutes=agreement.minutes_of(request),
            buffer_before_minutes=agreement.buffer_before_minutes,
            buffer_after_minutes=agreement.buffer_after_minutes,
        )
    except InvalidInput:
        return None  # it may be otherwise by now
    looked = await look(seen, asked, block)
    if looked is None:
        forget(asked.clinic_id, request)
        return None
    arranger = None if looked.contact_id == asked.patient_id else looked.contact_id
    return terms_of(agreement, request, looked.met, arranger)


def terms_of(
    agreement: Agreement, request: SlotRequest, met: tuple[Met, ...] | None = None, arranged_by_id: UUID | None = None
) -> Terms:
    """Return what an agreement means for a request. Raises InvalidInput where the service does not take that long."""
    minutes = agreement.minutes_of(request)
    return Terms(
        minutes,
        agreement.buffer_before_minutes,
        agreement.buffer_after_minutes,
        agreement.zone,
        agreement.groups_at(request.starts_at, minutes),
        agreement.bounds,
        agreement.limits,
        agreement.is_on_request,
        agreement.seats,
        agreement.has_calendar,
        agreement.reminders,
        met,
        arranged_by_id,
    )


def _require_agreement(row: Mapping[str, Any], *, keeps: bool) -> None:
    """Raise NotFound or InvalidInput where the practitioner and the place are not for the service."""
    if row["practitioner"] is None or row["zone"] is None:
        raise NotFound(field="practitioner_id" if row["practitioner"] is None else "location_id")
    if row["gives"] is None and not keeps:
        raise InvalidInput("That practitioner does not give that service.", field="practitionerId")
    if not row["hours"]:
        raise InvalidInput("That practitioner does not work at that place.", field="locationId")


async def calendar_state_of(booking: Booking, terms: Terms | None = None) -> CalendarState:
    """Tell whether a booking is to be written to its practitioner's calendar: a request is not, until it stands.

    `terms`: those of its practitioner, where they were read in this transaction.
    """
    if booking.status != "confirmed":
        return "none"
    is_written = terms.has_calendar if terms else await has_calendar(booking.clinic_id, booking.practitioner_id)
    return "pending" if is_written else "none"


async def has_calendar(clinic_id: UUID, practitioner_id: UUID) -> bool:
    """Tell whether bookings of a practitioner are written to a calendar, now or once it is connected again."""
    rows = await fetch(
        "SELECT 1 FROM calendar_connection WHERE clinic_id = $1 AND practitioner_id = $2"  # noqa: S608  # states
        f" AND state IN {IN_USE_SQL} LIMIT 1",
        (clinic_id, practitioner_id),
    )
    return bool(rows)
