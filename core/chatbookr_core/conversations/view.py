"""Builds what the dialogue sees: the clinic as it is now, and what this patient has booked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Mode
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
    Location,
    Patient,
    Practitioner,
    Service,
    ServicePractitioner,
    WaitlistEntry,
    WaitlistOffer,
    WorkingHours,
)
from chatbookr_core.relatives.queries import first_names_in, relatives_of, spoken_for
from chatbookr_core.waitlist.rules import ACTIVE
from chatbookr_sdk import MessageLimits

UPCOMING = 9  # what fits one list beside the way back


async def view_of(
    deployment: Deployment, conversation: Conversation, patient: Patient, keys: PatientKeys, *, is_first: bool
) -> View:
    """Read the clinic and the patient for one turn of the dialogue. Raises ChannelUnavailable."""
    clinic = await Clinic.get(id=conversation.clinic_id)
    connection = await ChannelConnection.get(id=conversation.connection_id, clinic_id=clinic.id)
    view = await view_of_clinic(
        deployment,
        clinic,
        patient=await _patient(deployment, patient, keys, is_first=is_first),
        upcoming=await upcoming_of(deployment, clinic, patient),
        limits=limits_of(deployment, connection.plugin),
    )
    return await _with_waitlist(view, clinic, patient)


async def _with_waitlist(view: View, clinic: Clinic, patient: Patient) -> View:
    """Add what the patient waits for, and the time that is kept for them."""
    rows = WaitlistEntry.filter(clinic_id=clinic.id, patient_id=patient.id, state__in=ACTIVE)
    entries = {one.id: one for one in await rows.order_by("since", "id").limit(UPCOMING)}
    waiting = tuple(WaitingSummary(one.id, one.service_id, one.booking_id) for one in entries.values())
    if not any(one.state == "offered" for one in entries.values()):
        return replace(view, waiting=waiting)
    offer = await WaitlistOffer.filter(clinic_id=clinic.id, open_patient_id=patient.id).first()
    if offer is None or offer.offered_until <= view.now or offer.entry_id not in entries:
        return replace(view, waiting=waiting)
    zone = next((one.zone for one in view.locations if one.id == offer.location_id), None) or view.zone
    return replace(view, waiting=waiting, offer=offer_of(offer, entries[offer.entry_id], zone))


def offer_of(offer: WaitlistOffer, entry: WaitlistEntry, zone: str) -> OfferSummary:
    """Say of an offer what the dialogue may tell its patient."""
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
        books_for_others=clinic.books_for_others,
        asks_birth_date=clinic.asks_birth_date,
        hold_minutes=clinic.hold_minutes,
        nudge_minutes=clinic.nudge_minutes,
        has_waitlist=clinic.waitlist_minutes > 0,
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
    hours = WorkingHours.filter(clinic_id=clinic_id, location__is_active=True).order_by("location_id").distinct()
    for practitioner_id, location_id in await hours.values_list("practitioner_id", "location_id"):
        places[practitioner_id].append(location_id)
    return places


async def _services(clinic_id: UUID, places: Mapping[UUID, Sequence[UUID]]) -> tuple[ServiceView, ...]:
    people: dict[UUID, list[UUID]] = defaultdict(list)
    links = ServicePractitioner.filter(clinic_id=clinic_id, practitioner__is_active=True).order_by("practitioner_id")
    for service_id, practitioner_id in await links.values_list("service_id", "practitioner_id"):
        people[service_id].append(practitioner_id)
    found: list[ServiceView] = []
    for row in await Service.filter(clinic_id=clinic_id, is_active=True).order_by("id"):
        givers = tuple(one for one in people[row.id] if places.get(one))
        if givers:
            where = dict.fromkeys(place for one in givers for place in places[one])
            price = _price(row.price_minor_units, row.currency)
            usual = ServiceView(row.id, row.short_title, row.duration_minutes, price, givers, tuple(where))
            found.append(replace(usual, other_durations=_other_durations(row)))
    return tuple(found)


def _other_durations(service: Service) -> tuple[DurationView, ...]:
    """List what else it can take; what that costs is not written down anywhere."""
    return tuple(DurationView(int(minutes)) for minutes in service.other_durations or ())


def _price(minor_units: int | None, currency: str | None) -> str | None:
    if minor_units is None or currency is None:
        return None
    units, cents = divmod(minor_units, 100)
    return f"{currency} {units}" + (f".{cents:02}" if cents else "")


async def _practitioners(clinic_id: UUID, places: Mapping[UUID, Sequence[UUID]]) -> tuple[PractitionerView, ...]:
    rows = Practitioner.filter(clinic_id=clinic_id, is_active=True).order_by("full_name", "id")
    return tuple(PractitionerView(row.id, row.short_name, tuple(places.get(row.id, ()))) for row in await rows)


async def _locations(clinic_id: UUID) -> tuple[LocationView, ...]:
    rows = Location.filter(clinic_id=clinic_id, is_active=True).order_by("name", "id")
    return tuple(LocationView(row.id, row.name, row.address, row.zone) for row in await rows)


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
    now = deployment.clock.now()
    theirs = await spoken_for(clinic_id=clinic.id, contact_id=patient.id)
    rows = Booking.filter(theirs, clinic_id=clinic.id, status__in=STANDING, starts_at__gt=now)
    found = await rows.order_by("starts_at", "id").limit(UPCOMING)
    names = await first_names_in(deployment, found, patient.id)
    return tuple(summary_of(row, clinic, deployment, person=names.get(row.patient_id)) for row in found)


def summary_of(
    booking: Booking, clinic: Clinic, deployment: Deployment, *, person: str | None = None
) -> BookingSummary:
    """Say of a booking what the dialogue may tell whoever arranged it; `person`: who comes, where that is another."""
    change_until = booking.starts_at - timedelta(minutes=clinic.cutoff_minutes)
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
        is_inside_cutoff=deployment.clock.now() >= change_until,
        change_until=change_until,
        wants_reminders=booking.wants_reminders,
        is_requested=booking.status == "requested",
        person=person,
        series=_place_in_series(booking),
    )


def _place_in_series(booking: Booking) -> tuple[int, int] | None:
    ordinal, length = booking.series_ordinal, booking.series_length
    return (ordinal, length) if ordinal is not None and length is not None else None
