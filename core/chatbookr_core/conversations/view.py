"""Builds what the dialogue sees: the clinic as it is now, and what this patient has booked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Mode
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    BookingSummary,
    LocationView,
    PatientView,
    PractitionerView,
    ServiceView,
    View,
)
from chatbookr_core.errors import ChannelUnavailable
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import (
    Booking,
    ChannelConnection,
    Clinic,
    Conversation,
    Patient,
)
from chatbookr_sdk import MessageLimits

UPCOMING = 9  # what fits one list beside the way back
# by hand: every turn of every dialogue reads these, and to write them by Tortoise takes longer than to run them
PLACES = """
SELECT DISTINCT working_hours.practitioner_id, working_hours.location_id
FROM working_hours JOIN location ON location.id = working_hours.location_id AND location.clinic_id = $1
WHERE working_hours.clinic_id = $1 AND location.is_active ORDER BY working_hours.location_id
"""
GIVERS = """
SELECT service_practitioner.service_id, service_practitioner.practitioner_id
FROM service_practitioner
JOIN practitioner ON practitioner.id = service_practitioner.practitioner_id AND practitioner.clinic_id = $1
WHERE service_practitioner.clinic_id = $1 AND practitioner.is_active ORDER BY service_practitioner.practitioner_id
"""
SERVICES = """
SELECT id, short_title, duration_minutes, price_minor_units, currency FROM service
WHERE clinic_id = $1 AND is_active ORDER BY id
"""
PRACTITIONERS = "SELECT id, short_name FROM practitioner WHERE clinic_id = $1 AND is_active ORDER BY full_name, id"
LOCATIONS = "SELECT id, name, address, zone FROM location WHERE clinic_id = $1 AND is_active ORDER BY name, id"


async def view_of(
    deployment: Deployment, conversation: Conversation, patient: Patient, keys: PatientKeys, *, is_first: bool
) -> View:
    """Read the clinic and the patient for one turn of the dialogue. Raises ChannelUnavailable."""
    clinic = await Clinic.get(id=conversation.clinic_id)
    connections = ChannelConnection.filter(id=conversation.connection_id, clinic_id=clinic.id)
    plugin = str(await connections.get().values_list("plugin", flat=True))
    return await view_of_clinic(
        deployment,
        clinic,
        patient=await _patient(patient, keys, is_first=is_first),
        upcoming=await upcoming_of(deployment, clinic, patient),
        limits=limits_of(deployment, plugin),
    )


async def seen_again(
    view: View, deployment: Deployment, patient: Patient, keys: PatientKeys, *, is_first: bool
) -> View:
    """Read again what a turn of the dialogue may have changed: what the patient has booked and agreed to."""
    cutoff = timedelta(minutes=view.cutoff_minutes)
    return replace(
        view,
        patient=await _patient(patient, keys, is_first=is_first),
        upcoming=await _upcoming(deployment, patient, cutoff),
        now=deployment.clock.now(),
    )


async def view_of_clinic(
    deployment: Deployment,
    clinic: Clinic,
    *,
    patient: PatientView,
    limits: MessageLimits,
    upcoming: tuple[BookingSummary, ...] = (),
) -> View:
    """Read the clinic as it is now, for a patient who need not be anybody."""
    places = await _places(clinic.id)
    return View(
        clinic_name=clinic.name,
        privacy_url=clinic.privacy_url,
        phone=clinic.phone,
        emergency_number=clinic.emergency_number,
        opening_text=clinic.opening_text,
        zone=clinic.zone,
        services=await _services(clinic.id, places),
        practitioners=await _practitioners(clinic.id, places),
        locations=await _locations(clinic.id),
        patient=patient,
        upcoming=upcoming,
        limits=limits,
        language=clinic.locale,
        now=deployment.clock.now(),
        horizon_days=clinic.horizon_days,
        cutoff_minutes=clinic.cutoff_minutes,
        asks_consent=clinic.consent_mode == Mode.EXPLICIT_FIRST,
    )


def limits_of(deployment: Deployment, plugin: str) -> MessageLimits:
    """Return what a channel can show. Raises ChannelUnavailable."""
    _, channel = deployment.plugins.messaging_for(plugin)
    if channel.manifest.limits is None:
        raise ChannelUnavailable()
    return channel.manifest.limits


async def _places(clinic_id: UUID) -> dict[UUID, list[UUID]]:
    """List where each practitioner works."""
    places: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await fetch(PLACES, (clinic_id,)):
        places[uuid_of(row["practitioner_id"])].append(uuid_of(row["location_id"]))
    return places


async def _services(clinic_id: UUID, places: Mapping[UUID, Sequence[UUID]]) -> tuple[ServiceView, ...]:
    people: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await fetch(GIVERS, (clinic_id,)):
        people[uuid_of(row["service_id"])].append(uuid_of(row["practitioner_id"]))
    found: list[ServiceView] = []
    for row in await fetch(SERVICES, (clinic_id,)):
        service_id = uuid_of(row["id"])
        givers = tuple(one for one in people[service_id] if places.get(one))
        if givers:
            where = dict.fromkeys(place for one in givers for place in places[one])
            price = _price(row["price_minor_units"], row["currency"])
            facts = row["short_title"], row["duration_minutes"], price
            found.append(ServiceView(service_id, *facts, givers, tuple(where)))
    return tuple(found)


def _price(minor_units: int | None, currency: str | None) -> str | None:
    if minor_units is None or currency is None:
        return None
    units, cents = divmod(minor_units, 100)
    return f"{currency} {units}" + (f".{cents:02}" if cents else "")


async def _practitioners(clinic_id: UUID, places: Mapping[UUID, Sequence[UUID]]) -> tuple[PractitionerView, ...]:
    rows = [(uuid_of(row["id"]), row["short_name"]) for row in await fetch(PRACTITIONERS, (clinic_id,))]
    return tuple(PractitionerView(one, name, tuple(places.get(one, ()))) for one, name in rows)


async def _locations(clinic_id: UUID) -> tuple[LocationView, ...]:
    rows = await fetch(LOCATIONS, (clinic_id,))
    return tuple(LocationView(uuid_of(row["id"]), row["name"], row["address"], row["zone"]) for row in rows)


async def _patient(patient: Patient, keys: PatientKeys, *, is_first: bool) -> PatientView:
    name = None
    if patient.name_sealed is not None:
        name = keys.open_text(columns.PATIENT_NAME, patient.id, patient.name_sealed)
    latest = await Booking.filter(clinic_id=patient.clinic_id, patient_id=patient.id).order_by("-created_at").first()
    consents = await standings_of(patient.clinic_id, patient.id)
    return PatientView(name, latest.practitioner_id if latest else None, is_first, consents, patient.language)


async def upcoming_of(deployment: Deployment, clinic: Clinic, patient: Patient) -> tuple[BookingSummary, ...]:
    """List the patient's bookings still to come, soonest first."""
    return await _upcoming(deployment, patient, timedelta(minutes=clinic.cutoff_minutes))


async def _upcoming(deployment: Deployment, patient: Patient, cutoff: timedelta) -> tuple[BookingSummary, ...]:
    now = deployment.clock.now()
    rows = Booking.filter(clinic_id=patient.clinic_id, patient_id=patient.id, status__in=STANDING, starts_at__gt=now)
    return tuple(_summary_of(row, cutoff, now) for row in await rows.order_by("starts_at").limit(UPCOMING))


def summary_of(booking: Booking, clinic: Clinic, deployment: Deployment) -> BookingSummary:
    """Say of a booking what the dialogue may tell its patient."""
    return _summary_of(booking, timedelta(minutes=clinic.cutoff_minutes), deployment.clock.now())


def _summary_of(booking: Booking, cutoff: timedelta, now: datetime) -> BookingSummary:
    change_until = booking.starts_at - cutoff
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
    )
