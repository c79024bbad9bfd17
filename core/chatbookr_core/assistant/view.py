"""Builds what the dialogue sees: the clinic as it is now, and what this patient has booked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.agenda_feeds.appointment_links import address_of, is_reachable
from chatbookr_core.assistant.person import (
    MOST_STANDING,
    PERSON,
    UPCOMING,
    Person,
    asked_of,
    person_in,
    person_of,
    summary_in,
)
from chatbookr_core.assistant.practice import PRACTICE, practice_in, practice_of
from chatbookr_core.assistant.suiting import suiting_of
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.db import JSON_ROWS, current_database, fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import BookingSummary, OfferSummary, PatientView, RelativeView, View, WaitingSummary
from chatbookr_core.errors import ChannelUnavailable
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Booking, Clinic, Conversation, Patient, WaitlistEntry, WaitlistOffer
from chatbookr_core.relatives.queries import first_names_in, relatives_of, spoken_for
from chatbookr_core.relatives.rules import first_name
from chatbookr_core.waitlist.rules import ACTIVE
from chatbookr_sdk import MessageLimits

TOGETHER: Final = f"""
SELECT practice.*, person.* FROM ({PRACTICE}) AS practice CROSS JOIN ({PERSON}) AS person
"""  # noqa: S608  # the two
"""The clinic and the patient by one statement, for most turns of most dialogues ask for both."""


async def view_of(deployment: Deployment, conversation: Conversation, patient: Patient, keys: PatientKeys) -> View:
    """Read the clinic and the patient for one turn of the dialogue. Raises ChannelUnavailable."""
    now, sql = deployment.clock.now(), TOGETHER.format(rows=JSON_ROWS[current_database().dialect], through="$8")
    rows = await fetch(sql, (*asked_of(patient, now), conversation.connection_id))
    practice = practice_in(rows)
    view = practice.view(PatientView(), limits_of(deployment, practice.plugin), now)
    public_url = deployment.settings.public_url
    if is_reachable(public_url):
        view = replace(view, calendar_file_of=partial(address_of, public_url, keys))
    person = person_in(rows[0], now=now, cutoff=timedelta(minutes=view.cutoff_minutes))
    return await _seen(view, person, deployment, patient, keys)


async def seen_again(view: View, deployment: Deployment, patient: Patient, keys: PatientKeys) -> View:
    """Read again what a turn of the dialogue may have changed: what the patient has booked, waits for and agreed to."""
    now = deployment.clock.now()
    person = await person_of(patient, now=now, cutoff=timedelta(minutes=view.cutoff_minutes))
    return await _seen(replace(view, now=now), person, deployment, patient, keys)


async def _seen(view: View, person: Person, deployment: Deployment, patient: Patient, keys: PatientKeys) -> View:
    """Add what stands of the patient, and what concerns those they book for."""
    shown = _patient(patient, person, keys)
    listed, later = person.bookings[:UPCOMING], person.bookings[UPCOMING:]
    seen = replace(view, patient=shown, upcoming=listed, later=later, waiting=(), offer=None)
    if person.has_relatives:
        seen = await _with_relatives(seen, deployment, patient)
    waits = person.is_waiting or seen.patient.relatives  # one of whom may wait
    return await _with_waitlist(seen, patient) if waits else seen


async def _with_relatives(view: View, deployment: Deployment, patient: Patient) -> View:
    """Add whom the patient books for, and what is booked for them."""
    clinic_id = patient.clinic_id
    known = await relatives_of(deployment, clinic_id=clinic_id, contact_id=patient.id)
    theirs = await spoken_for(clinic_id=clinic_id, contact_id=patient.id)
    rows = Booking.filter(theirs, clinic_id=clinic_id, status__in=STANDING, starts_at__gt=view.now)
    found = await rows.order_by("starts_at", "id").limit(MOST_STANDING)
    names = await first_names_in(deployment, found, patient.id)
    cutoff = timedelta(minutes=view.cutoff_minutes)
    relatives = tuple(RelativeView(one.id, one.name) for one in known if one.name)
    booked = tuple(
        replace(
            summary_in(row, cutoff, view.now, names.get(row.patient_id)),
            relative_id=row.patient_id if row.patient_id != patient.id else None,
        )
        for row in found
    )
    spoken_to = replace(view.patient, relatives=relatives)
    return replace(view, patient=spoken_to, upcoming=booked[:UPCOMING], later=booked[UPCOMING:])


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


def _patient(patient: Patient, person: Person, keys: PatientKeys) -> PatientView:
    sealed = patient.name_sealed
    return PatientView(
        None if sealed is None else keys.open_text(columns.PATIENT_NAME, patient.id, sealed),
        person.last_practitioner_id,
        person.consents,
        patient.language,
        is_birth_date_known=patient.birth_date_sealed is not None,
        last_service_id=person.last_service_id,
        last_location_id=person.last_location_id,
        last_minutes=person.last_minutes,
    )


def summary_of(
    booking: Booking, clinic: Clinic | View, deployment: Deployment, *, person: str | None = None
) -> BookingSummary:
    """Say of a booking what the dialogue may tell whoever arranged it; `person`: who comes, where that is another."""
    return summary_in(booking, timedelta(minutes=clinic.cutoff_minutes), deployment.clock.now(), person)
