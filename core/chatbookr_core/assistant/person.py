"""Reads what the dialogue sees of a patient, in one statement: what stands between them and the clinic now.

Who books for others, or waits for a time, is looked at once more for that: few do.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from chatbookr_core.bookings.rules import STANDING, minutes_of
from chatbookr_core.consents.rules import Entry, Standing, replay
from chatbookr_core.db import JSON_ROWS, current_database, fetch, instant_of
from chatbookr_core.dialogue import BookingSummary
from chatbookr_core.models import Booking, Patient
from chatbookr_core.waitlist.rules import ACTIVE

UPCOMING: Final = 9  # what fits one list beside the way back
MOST_STANDING: Final = 100
"""So much of what is booked for whom somebody books is looked through for what they have at one time already."""
PERSON: Final = """
SELECT
    (SELECT CAST(booking.practitioner_id AS TEXT) || '|' || CAST(booking.service_id AS TEXT) || '|'
        || CAST(booking.location_id AS TEXT) || '|' || CAST(booking.starts_at AS TEXT) || '|'
        || CAST(booking.ends_at AS TEXT) FROM booking WHERE booking.clinic_id = $1 AND booking.patient_id = $2
        ORDER BY COALESCE(booking.created_at, $3) DESC LIMIT 1) AS had_last,
    (SELECT {rows}(said.id, said.purpose, said.decision, said.recorded_at, said.wording, said.language)) FROM (
        SELECT consent.* FROM consent WHERE consent.clinic_id = $1 AND consent.patient_id = $2
        UNION ALL SELECT consent.* FROM patient AS merged CROSS JOIN consent
        WHERE merged.clinic_id = $1 AND merged.merged_into_id = $2
            AND consent.clinic_id = $1 AND consent.patient_id = merged.id) AS said) AS consents,
    (SELECT {rows}(one.id, one.reference, one.starts_at, one.ends_at, one.zone, one.service_id, one.practitioner_id,
        one.location_id, one.version, one.wants_reminders, one.is_for_anybody, one.status, one.displaced_at,
        one.series_ordinal, one.series_length))
        FROM booking AS one WHERE one.clinic_id = $1 AND one.patient_id = $2 AND one.starts_at > $3
            AND one.status IN ($4, $5)) AS upcoming,
    EXISTS (SELECT 1 FROM related_person WHERE related_person.clinic_id = $1
        AND related_person.contact_id = $2) AS has_relatives,
    EXISTS (SELECT 1 FROM waitlist_entry WHERE waitlist_entry.clinic_id = $1 AND waitlist_entry.patient_id = $2
        AND waitlist_entry.state IN ($6, $7)) AS is_waiting
"""
"""Of a clinic's many rows only the patient's are looked at: what is ordered by is no column that has an index of the
clinic's, and those merged into the patient come before their entries (SQLite keeps to the order of a CROSS JOIN)."""


class _Booked(NamedTuple):
    """A booking as far as the dialogue tells of it."""

    id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    version: int
    wants_reminders: bool
    is_for_anybody: bool
    status: str
    displaced_at: str | None
    series_ordinal: int | None
    series_length: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """What stands of a patient: what they had last, what they agreed to, what they have booked for themselves."""

    last_practitioner_id: UUID | None
    last_service_id: UUID | None
    last_location_id: UUID | None
    last_minutes: int | None
    consents: Mapping[str, Standing]
    bookings: tuple[BookingSummary, ...]
    has_relatives: bool
    is_waiting: bool


async def person_of(patient: Patient, *, now: datetime, cutoff: timedelta) -> Person:
    """Read a patient as they are now; `cutoff`: so long before it begins they may change what they have booked."""
    sql = PERSON.format(rows=JSON_ROWS[current_database().dialect])
    (row,) = await fetch(sql, asked_of(patient, now))
    return person_in(row, now=now, cutoff=cutoff)


def asked_of(patient: Patient, now: datetime) -> tuple[object, ...]:
    """List the values of PERSON."""
    return (patient.clinic_id, patient.id, now, *STANDING, *ACTIVE)


def person_in(row: Mapping[str, Any], *, now: datetime, cutoff: timedelta) -> Person:
    """Make a patient of what PERSON found, whatever else was read with it."""
    upcoming = sorted(
        _booked(json.loads(row["upcoming"] or "[]"), now, cutoff), key=lambda one: (one.starts_at, one.id)
    )
    return Person(
        *_had_last(row["had_last"]),
        replay(_entries(json.loads(row["consents"] or "[]"))),
        tuple(upcoming),
        bool(row["has_relatives"]),
        bool(row["is_waiting"]),
    )


def _had_last(written: str | None) -> tuple[UUID | None, UUID | None, UUID | None, int | None]:
    """Read with whom, of what and where the last booking was, and how many minutes it took."""
    if written is None:
        return None, None, None, None
    who, service, where, starts, ends = written.split("|")
    return UUID(who), UUID(service), UUID(where), minutes_of(_instant(starts), _instant(ends))


def _entries(rows: Sequence[Sequence[Any]]) -> Iterator[Entry]:
    for entry_id, purpose, decision, recorded_at, wording, language in rows:
        yield Entry(UUID(entry_id), purpose, decision, _instant(recorded_at), wording, language)


def _booked(rows: Sequence[Sequence[Any]], now: datetime, cutoff: timedelta) -> Iterator[BookingSummary]:
    for key, reference, starts, ends, zone, service, who, where, version, reminds, anybody, *rest in rows:
        ids, when = (UUID(service), UUID(who), UUID(where)), (_instant(starts), _instant(ends), zone)
        booked = _Booked(UUID(key), reference, *when, *ids, version, bool(reminds), bool(anybody), *rest)
        yield summary_in(booked, cutoff, now)


def _instant(written: str) -> datetime:
    """Read an instant out of JSON: PostgreSQL writes it in the session's zone."""
    return instant_of(written).astimezone(UTC)


def summary_in(
    booking: Booking | _Booked, cutoff: timedelta, now: datetime, person: str | None = None
) -> BookingSummary:
    """Say of a booking what the dialogue may tell whoever arranged it; `person`: who comes, where that is another."""
    change_until, ordinal, length = booking.starts_at - cutoff, booking.series_ordinal, booking.series_length
    return BookingSummary(
        id=booking.id,
        reference=booking.reference,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        zone=booking.zone,
        service_id=booking.service_id,
        practitioner_id=booking.practitioner_id,
        location_id=booking.location_id,
        version=booking.version,
        is_inside_cutoff=now >= change_until,
        change_until=change_until,
        wants_reminders=booking.wants_reminders,
        is_requested=booking.status == "requested",
        is_for_anybody=booking.is_for_anybody,
        is_displaced=booking.displaced_at is not None,
        person=person,
        series=(ordinal, length) if ordinal is not None and length is not None else None,
    )
