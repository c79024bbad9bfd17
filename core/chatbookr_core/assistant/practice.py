"""Reads what the dialogue sees of a clinic, in one statement: how its assistant is set up, and what can be booked.

Every turn of every dialogue asks for it, and it seldom changes: what is offered is made of its text once, and found
again by that text as long as the clinic stays as it is.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from chatbookr_core.bookings.reminder_times import rules_in
from chatbookr_core.consents.rules import Mode
from chatbookr_core.db import JSON_ROWS, by_language, current_database, fetch, listed
from chatbookr_core.dialogue import DurationView, LocationView, PatientView, PractitionerView, ServiceView, View
from chatbookr_core.errors import NotFound
from chatbookr_sdk import MessageLimits

CLINICS_REMEMBERED: Final = 512
PRACTICE: Final = """
SELECT clinic.name, clinic.privacy_url, clinic.phone, clinic.emergency_number, clinic.opening_text,
    clinic.opening_texts, clinic.zone,
    clinic.horizon_days, clinic.cutoff_minutes, clinic.hold_minutes, clinic.nudge_minutes, clinic.consent_mode,
    clinic.books_for_others, clinic.asks_birth_date, clinic.waitlist_minutes, clinic.locale,
    clinic.zone AS clinic_zone, clinic.sends_reminders, clinic.reminder_hours, clinic.last_reminder_hours,
    clinic.quiet_from_minute, clinic.quiet_until_minute,
    (SELECT channel.plugin FROM channel_connection AS channel
        WHERE channel.clinic_id = clinic.id AND channel.id = {through}) AS plugin,
    (SELECT {rows}(place.practitioner_id, place.location_id)) FROM (
        SELECT DISTINCT working_hours.practitioner_id, working_hours.location_id
        FROM working_hours JOIN location ON location.id = working_hours.location_id AND location.clinic_id = $1
        WHERE working_hours.clinic_id = $1 AND location.is_active
        ORDER BY working_hours.location_id) AS place) AS places,
    (SELECT {rows}(giver.service_id, giver.practitioner_id)) FROM (
        SELECT service_practitioner.service_id, service_practitioner.practitioner_id FROM service_practitioner
        JOIN practitioner ON practitioner.id = service_practitioner.practitioner_id AND practitioner.clinic_id = $1
        WHERE service_practitioner.clinic_id = $1 AND practitioner.is_active
        ORDER BY service_practitioner.practitioner_id) AS giver) AS givers,
    (SELECT {rows}(one.id, one.short_title, one.duration_minutes, one.price_minor_units, one.currency,
        one.other_durations, one.is_active)) FROM (
        SELECT * FROM service WHERE clinic_id = $1 ORDER BY id) AS one) AS services,
    (SELECT {rows}(one.id, one.short_name)) FROM (
        SELECT * FROM practitioner WHERE clinic_id = $1 AND is_active ORDER BY full_name, id) AS one) AS practitioners,
    (SELECT {rows}(one.id, one.name, one.address, one.zone)) FROM (
        SELECT * FROM location WHERE clinic_id = $1 AND is_active ORDER BY name, id) AS one) AS locations
FROM clinic WHERE clinic.id = $1
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be booked, with whom and where; `former` services are given to who has them booked alone."""

    services: tuple[ServiceView, ...]
    former: tuple[ServiceView, ...]
    practitioners: tuple[PractitionerView, ...]
    locations: tuple[LocationView, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """A clinic as it is now; `plugin` is that of the channel that was asked for."""

    row: Mapping[str, Any]
    offered: Offered

    @property
    def plugin(self) -> str | None:
        return None if self.row["plugin"] is None else str(self.row["plugin"])

    def view(self, patient: PatientView, limits: MessageLimits, now: datetime) -> View:
        """Show it to the dialogue, for a patient who has booked nothing."""
        row = self.row
        return View(
            clinic_name=row["name"],
            privacy_url=row["privacy_url"],
            phone=row["phone"],
            emergency_number=row["emergency_number"],
            opening_text=row["opening_text"],
            opening_texts=by_language(row["opening_texts"]),
            zone=row["zone"],
            horizon_days=row["horizon_days"],
            cutoff_minutes=row["cutoff_minutes"],
            hold_minutes=row["hold_minutes"],
            nudge_minutes=row["nudge_minutes"],
            asks_consent=row["consent_mode"] == Mode.EXPLICIT_FIRST,
            books_for_others=bool(row["books_for_others"]),
            asks_birth_date=bool(row["asks_birth_date"]),
            has_waitlist=row["waitlist_minutes"] > 0,
            reminders=rules_in(row),
            services=self.offered.services,
            former=self.offered.former,
            practitioners=self.offered.practitioners,
            locations=self.offered.locations,
            patient=patient,
            upcoming=(),
            limits=limits,
            language=row["locale"],
            now=now,
        )


async def practice_of(clinic_id: UUID, *, through: UUID | None = None) -> Practice:
    """Read a clinic as it is now, and what the channel `through` which it speaks is of. Raises NotFound."""
    sql = PRACTICE.format(rows=JSON_ROWS[current_database().dialect], through="$2")
    return practice_in(await fetch(sql, (clinic_id, through)))


def practice_in(rows: Sequence[Mapping[str, Any]]) -> Practice:
    """Make a clinic of what PRACTICE found, whatever else was read with it. Raises NotFound."""
    if not rows:
        raise NotFound()
    row = rows[0]
    offered = (row["places"], row["givers"], row["services"], row["practitioners"], row["locations"])
    return Practice(row, _offered(*(one or "[]" for one in offered)))


@lru_cache(CLINICS_REMEMBERED)
def _offered(places: str, givers: str, services: str, practitioners: str, locations: str) -> Offered:
    """Make what is offered of its rows as the database wrote them: the same text is the same offer."""
    works: dict[UUID, list[UUID]] = defaultdict(list)
    for practitioner_id, location_id in json.loads(places):
        works[UUID(practitioner_id)].append(UUID(location_id))
    gives: dict[UUID, list[UUID]] = defaultdict(list)
    for service_id, practitioner_id in json.loads(givers):
        gives[UUID(service_id)].append(UUID(practitioner_id))
    rows: dict[bool, list[Sequence[Any]]] = {True: [], False: []}
    for *row, is_active in json.loads(services):
        rows[bool(is_active)].append(row)
    people = [(UUID(one), name) for one, name in json.loads(practitioners)]
    return Offered(
        _services(rows[True], gives, works),
        _services(rows[False], gives, works),
        tuple(PractitionerView(one, name, tuple(works.get(one, ()))) for one, name in people),
        tuple(LocationView(UUID(one), name, address, zone) for one, name, address, zone in json.loads(locations)),
    )


def _services(
    rows: Sequence[Sequence[Any]], gives: Mapping[UUID, Sequence[UUID]], works: Mapping[UUID, Sequence[UUID]]
) -> tuple[ServiceView, ...]:
    """List what somebody gives somewhere."""
    found: list[ServiceView] = []
    for written, title, minutes, price, currency, durations in rows:
        service_id = UUID(written)
        givers = tuple(one for one in gives.get(service_id, ()) if works.get(one))
        if givers:
            where = tuple(dict.fromkeys(place for one in givers for place in works[one]))
            others = _durations(durations)
            found.append(ServiceView(service_id, title, minutes, _price(price, currency), givers, where, others))
    return tuple(found)


def _durations(written: object) -> tuple[DurationView, ...]:
    """List what else a service can take; what that costs is not written down anywhere."""
    return tuple(DurationView(int(minutes)) for minutes in listed(written) or ())


def _price(minor_units: int | None, currency: str | None) -> str | None:
    if minor_units is None or currency is None:
        return None
    units, cents = divmod(minor_units, 100)
    return f"{currency} {units}" + (f".{cents:02}" if cents else "")
