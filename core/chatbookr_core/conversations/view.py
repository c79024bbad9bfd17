"""Builds what the dialogue sees: the clinic as it is now, and what this patient has booked."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.conversations.person import UPCOMING, Person, person_of, summary_in
from chatbookr_core.conversations.practice import practice_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import BookingSummary, OfferSummary, PatientView, RelativeView, View, WaitingSummary
from chatbookr_core.errors import ChannelUnavailable
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Booking, Clinic, Conversation, Patient, WaitlistEntry, WaitlistOffer
from chatbookr_core.relatives.queries import first_names_in, relatives_of, spoken_for
from chatbookr_core.waitlist.rules import ACTIVE
from chatbookr_sdk import MessageLimits


async def view_of(
    deployment: Deployment, conversation: Conversation, patient: Patient, keys: PatientKeys, *, is_first: bool
) -> View:
    """Read the clinic and the patient for one turn of the dialogue. Raises ChannelUnavailable."""
    practice = await practice_of(conversation.clinic_id, through=conversation.connection_id)
    limits = limits_of(deployment, practice.plugin)
    view = practice.view(PatientView(), limits, deployment.clock.now())
    return await seen_again(view, deployment, patient, keys, is_first=is_first)


async def seen_again(
    view: View, deployment: Deployment, patient: Patient, keys: PatientKeys, *, is_first: bool
) -> View:
    """Read again what a turn of the dialogue may have changed: what the patient has booked, waits for and agreed to."""
    now = deployment.clock.now()
    person = await person_of(patient, now=now, cutoff=timedelta(minutes=view.cutoff_minutes))
    shown = _patient(patient, person, keys, is_first=is_first)
    seen = replace(view, patient=shown, upcoming=person.bookings, waiting=(), offer=None, now=now)
    if person.has_relatives:
        seen = await _with_relatives(seen, deployment, patient)
    return await _with_waitlist(seen, patient) if person.is_waiting else seen


async def _with_relatives(view: View, deployment: Deployment, patient: Patient) -> View:
    """Add whom the patient books for, and what is booked for them."""
    clinic_id = patient.clinic_id
    known = await relatives_of(deployment, clinic_id=clinic_id, contact_id=patient.id)
    theirs = await spoken_for(clinic_id=clinic_id, contact_id=patient.id)
    rows = Booking.filter(theirs, clinic_id=clinic_id, status__in=STANDING, starts_at__gt=view.now)
    found = await rows.order_by("starts_at", "id").limit(UPCOMING)
    names = await first_names_in(deployment, found, patient.id)
    cutoff = timedelta(minutes=view.cutoff_minutes)
    relatives = tuple(RelativeView(one.id, one.name) for one in known if one.name)
    return replace(
        view,
        patient=replace(view.patient, relatives=relatives),
        upcoming=tuple(summary_in(row, cutoff, view.now, names.get(row.patient_id)) for row in found),
    )


async def _with_waitlist(view: View, patient: Patient) -> View:
    """Add what the patient waits for, and the time that is kept for them."""
    rows = WaitlistEntry.filter(clinic_id=patient.clinic_id, patient_id=patient.id, state__in=ACTIVE)
    entries = {one.id: one for one in await rows.order_by("since", "id").limit(UPCOMING)}
    waiting = tuple(WaitingSummary(one.id, one.service_id, one.booking_id) for one in entries.values())
    if not any(one.state == "offered" for one in entries.values()):
        return replace(view, waiting=waiting)
    offer = await WaitlistOffer.filter(clinic_id=patient.clinic_id, open_patient_id=patient.id).first()
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
    deployment: Deployment, clinic_id: UUID, *, patient: PatientView, limits: MessageLimits
) -> View:
    """Read the clinic as it is now, for a patient who need not be anybody. Raises NotFound."""
    return (await practice_of(clinic_id)).view(patient, limits, deployment.clock.now())


def limits_of(deployment: Deployment, plugin: str | None) -> MessageLimits:
    """Return what a channel can show. Raises ChannelUnavailable."""
    if plugin is None:
        raise ChannelUnavailable()
    _, channel = deployment.plugins.messaging_for(plugin)
    if channel.manifest.limits is None:
        raise ChannelUnavailable()
    return channel.manifest.limits


def _patient(patient: Patient, person: Person, keys: PatientKeys, *, is_first: bool) -> PatientView:
    sealed = patient.name_sealed
    return PatientView(
        None if sealed is None else keys.open_text(columns.PATIENT_NAME, patient.id, sealed),
        person.last_practitioner_id,
        is_first,
        person.consents,
        patient.language,
        is_birth_date_known=patient.birth_date_sealed is not None,
    )


def summary_of(
    booking: Booking, clinic: Clinic | View, deployment: Deployment, *, person: str | None = None
) -> BookingSummary:
    """Say of a booking what the dialogue may tell whoever arranged it; `person`: who comes, where that is another."""
    return summary_in(booking, timedelta(minutes=clinic.cutoff_minutes), deployment.clock.now(), person)
