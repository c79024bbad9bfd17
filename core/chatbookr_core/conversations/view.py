"""Builds what the dialogue sees: the clinic as it is now, and what this patient has booked."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Mode
from chatbookr_core.conversations.suiting import suiting_of
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    BookingSummary,
    DurationView,
    LocationView,
    OfferSummary,
    PatientView,
    PractitionerView,
    RelativeView,
    ServiceView,
    View,
    WaitingSummary,
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
    WaitlistEntry,
    WaitlistOffer,
)
from chatbookr_core.relatives.queries import first_names_in, relatives_of, spoken_for
from chatbookr_core.relatives.rules import first_name
from chatbookr_core.waitlist.rules import ACTIVE
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
SELECT id, short_title, duration_minutes, price_minor_units, currency, other_durations FROM service
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
    view = await view_of_clinic(
        deployment,
        clinic,
        patient=await _patient(deployment, patient, keys, is_first=is_first),
        upcoming=await upcoming_of(deployment, clinic, patient),
        limits=limits_of(deployment, plugin),
    )
    return await _with_waitlist(view, patient)


async def seen_again(
    view: View, deployment: Deployment, patient: Patient, keys: PatientKeys, *, is_first: bool
) -> View:
    """Read again what a turn of the dialogue may have changed: what the patient has booked, waits for and agreed to."""
    cutoff = timedelta(minutes=view.cutoff_minutes)
    seen = replace(
        view,
        patient=await _patient(deployment, patient, keys, is_first=is_first),
        upcoming=await _upcoming(deployment, patient, cutoff),
        waiting=(),
        offer=None,
        now=deployment.clock.now(),
    )
    return await _with_waitlist(seen, patient)


async def _with_waitlist(view: View, patient: Patient) -> View:
    """Add what the patient and whom they book for wait for, and the time that was kept for one of them last."""
    theirs, people = Q(patient_id=patient.id), {one.id: first_name(one.name) for one in view.patient.relatives}
    if people:
        theirs = await spoken_for(clinic_id=patient.clinic_id, contact_id=patient.id)
    rows = WaitlistEntry.filter(theirs, clinic_id=patient.clinic_id, state__in=ACTIVE)
    entries = {one.id: one for one in await rows.order_by("since", "id").limit(UPCOMING)}
    waiting = tuple(_waiting_of(one, people, patient.id) for one in entries.values())
    offered = [one.id for one in entries.values() if one.state == "offered"]
    if not offered:
        return replace(view, waiting=waiting)
    kept = WaitlistOffer.filter(clinic_id=patient.clinic_id, entry_id__in=offered, state="open")
    offer = await kept.filter(offered_until__gt=view.now).order_by("-offered_at").first()
    if offer is None:
        return replace(view, waiting=waiting)
    zone = next((one.zone for one in view.locations if one.id == offer.location_id), None) or view.zone
    shown = offer_of(offer, entries[offer.entry_id], zone, person=people.get(offer.patient_id))
    return replace(view, waiting=waiting, offer=shown)


def _waiting_of(entry: WaitlistEntry, people: Mapping[UUID, str], contact_id: UUID) -> WaitingSummary:
    relative_id = entry.patient_id if entry.patient_id != contact_id else None
    person = people.get(entry.patient_id)
    return WaitingSummary(entry.id, entry.service_id, entry.booking_id, relative_id, person, suiting_of(entry))


def offer_of(offer: WaitlistOffer, entry: WaitlistEntry, zone: str, *, person: str | None = None) -> OfferSummary:
    """Say of an offer what the dialogue may tell; `person`: who waits, where that is another than who reads it."""
    return OfferSummary(
        id=offer.id,
        service_id=entry.service_id,
        practitioner_id=offer.practitioner_id,
        location_id=offer.location_id,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        zone=zone,
        until=offer.offered_until,
        booking_id=entry.booking_id,
        is_earlier=entry.booking_id is not None or entry.starts_before is not None,
        person=person,
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
    return replace(
        _set_up(clinic, patient, limits, deployment.clock.now()),
        services=await _services(clinic.id, places),
        practitioners=await _practitioners(clinic.id, places),
        locations=await _locations(clinic.id),
        upcoming=upcoming,
    )


def _set_up(clinic: Clinic, patient: PatientView, limits: MessageLimits, now: datetime) -> View:
    """Say how a clinic has set its assistant up, without what it offers."""
    return View(
        clinic_name=clinic.name,
        privacy_url=clinic.privacy_url,
        phone=clinic.phone,
        emergency_number=clinic.emergency_number,
        opening_text=clinic.opening_text,
        zone=clinic.zone,
        horizon_days=clinic.horizon_days,
        cutoff_minutes=clinic.cutoff_minutes,
        hold_minutes=clinic.hold_minutes,
        nudge_minutes=clinic.nudge_minutes,
        asks_consent=clinic.consent_mode == Mode.EXPLICIT_FIRST,
        books_for_others=clinic.books_for_others,
        asks_birth_date=clinic.asks_birth_date,
        has_waitlist=clinic.waitlist_minutes > 0,
        services=(),
        practitioners=(),
        locations=(),
        patient=patient,
        upcoming=(),
        limits=limits,
        language=clinic.locale,
        now=now,
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
            usual = ServiceView(service_id, *facts, givers, tuple(where))
            found.append(replace(usual, other_durations=_durations(row["other_durations"])))
    return tuple(found)


def _durations(written: str | None) -> tuple[DurationView, ...]:
    """List what else a service can take; what that costs is not written down anywhere."""
    return tuple(DurationView(int(minutes)) for minutes in json.loads(written or "[]"))


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


async def _patient(deployment: Deployment, patient: Patient, keys: PatientKeys, *, is_first: bool) -> PatientView:
    name = None
    if patient.name_sealed is not None:
        name = keys.open_text(columns.PATIENT_NAME, patient.id, patient.name_sealed)
    latest = await Booking.filter(clinic_id=patient.clinic_id, patient_id=patient.id).order_by("-created_at").first()
    consents = await standings_of(patient.clinic_id, patient.id)
    known = await relatives_of(deployment, clinic_id=patient.clinic_id, contact_id=patient.id)
    return PatientView(
        name,
        latest.practitioner_id if latest else None,
        is_first,
        consents,
        patient.language,
        tuple(RelativeView(one.id, one.name) for one in known if one.name),
        is_birth_date_known=patient.birth_date_sealed is not None,
    )


async def upcoming_of(deployment: Deployment, clinic: Clinic, patient: Patient) -> tuple[BookingSummary, ...]:
    """List the bookings still to come of the patient and of whom they book for, soonest first."""
    return await _upcoming(deployment, patient, timedelta(minutes=clinic.cutoff_minutes))


async def _upcoming(deployment: Deployment, patient: Patient, cutoff: timedelta) -> tuple[BookingSummary, ...]:
    now, clinic_id = deployment.clock.now(), patient.clinic_id
    theirs = await spoken_for(clinic_id=clinic_id, contact_id=patient.id)
    rows = Booking.filter(theirs, clinic_id=clinic_id, status__in=STANDING, starts_at__gt=now)
    found = await rows.order_by("starts_at", "id").limit(UPCOMING)
    names = await first_names_in(deployment, found, patient.id)
    return tuple(_summary_of(row, cutoff, now, names.get(row.patient_id)) for row in found)


def summary_of(
    booking: Booking, clinic: Clinic, deployment: Deployment, *, person: str | None = None
) -> BookingSummary:
    """Say of a booking what the dialogue may tell whoever arranged it; `person`: who comes, where that is another."""
    return _summary_of(booking, timedelta(minutes=clinic.cutoff_minutes), deployment.clock.now(), person)


def _summary_of(booking: Booking, cutoff: timedelta, now: datetime, person: str | None) -> BookingSummary:
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
        person=person,
        series=_place_in_series(booking),
    )


def _place_in_series(booking: Booking) -> tuple[int, int] | None:
    ordinal, length = booking.series_ordinal, booking.series_length
    return (ordinal, length) if ordinal is not None and length is not None else None
