"""Erases what is there of a patient: portion by portion what may be much, then the rest at once, with its proof.

Everything but the last step may be done again; the last is one transaction, so a process that dies leaves an erasure
that either goes on or is over.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.allocation import end_holds
from chatbookr_core.bookings.rules import STANDING, make_reference
from chatbookr_core.calendars.places import account_with
from chatbookr_core.db import current_transaction, fetch, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import ApiKey, Booking, Consent, Erasure, ErasureDuty, Patient, WaitlistEntry
from chatbookr_core.patients.addresses import UNHEARD
from chatbookr_core.patients.belongings import BELONGINGS, Belonging
from chatbookr_core.patients.stubs import stubs_of
from chatbookr_core.retention.nights import days_of
from chatbookr_core.retention.rules import RetainedClass
from chatbookr_core.waitlist.owing import owe_look
from chatbookr_permissions.actions import Permission

CALENDAR: Final = "erasure.calendar"
GIVE_UP_AFTER: Final = timedelta(days=30)
REFERENCE_LENGTH: Final = 12
WRITING: Final = timedelta(seconds=60)  # a process that writes the event at this moment has ended by then
NO_LIMIT: Final = 2**31 - 1
TOLD: Final = frozenset(
    one.value
    for one in (
        Permission.PATIENT_READ,
        Permission.BOOKING_READ,
        Permission.CONVERSATION_READ,
        Permission.MESSAGE_READ,
    )
)
"""Whoever holds one of these may have copies."""


async def erase_portion(erasure_id: UUID, *, clinic_id: UUID, limit: int) -> bool:
    """Delete up to `limit` rows about the patient; False where only the last step is left. Needs a transaction."""
    erasure = await Erasure.filter(id=erasure_id, clinic_id=clinic_id).select_for_update().get()
    if erasure.state != "running":
        return False
    for belonging in BELONGINGS:
        if belonging.fate == "deleted" and await _delete(erasure, belonging, min(limit, belonging.portion)):
            await erasure.save(update_fields=["counts"])
            return True
    return False


async def finish_erasing(deployment: Deployment, erasure_id: UUID, *, clinic_id: UUID) -> Erasure:
    """Destroy the key, erase the rest, empty what stays, note whose work is waited for. Needs a transaction."""
    erasure = await Erasure.filter(id=erasure_id, clinic_id=clinic_id).select_for_update().get()
    if erasure.state != "running":
        return erasure
    await deployment.vault.destroy_patient_key(clinic_id, erasure.patient_id)  # waits for whoever seals; before the row
    stubs = await _destroy_stubs(deployment, erasure)
    patient = await Patient.filter(id=erasure.patient_id, clinic_id=clinic_id).select_for_update().get()
    now = deployment.clock.now()
    await _cancel_what_is_to_come(deployment, patient, now)
    for belonging in BELONGINGS:
        if belonging.fate == "deleted":
            await _delete(erasure, belonging, NO_LIMIT)
    kept = await _empty_bookings(deployment, erasure)
    await _part_from_others(erasure)
    erasure.consents_until = await _empty_consents(erasure, stubs)
    for one in (patient, *stubs):
        await _empty_patient(one, now)
    await _ask_partners(erasure)
    erasure.kept_until = await _kept_until(clinic_id, kept)
    await owe_look(clinic_id, because=f"erasure:{erasure.id}", now=now)  # what was held for them is free
    _count(erasure, "patient", 1)
    erasure.state, erasure.erased_at = "erased", now
    await erasure.save()
    current_transaction().tell(Change("erasure", clinic_id, erasure.id))
    return erasure


def _count(erasure: Erasure, table: str, number: int) -> None:
    if number:
        erasure.counts = {**erasure.counts, table: erasure.counts.get(table, 0) + number}


async def _delete(erasure: Erasure, belonging: Belonging, limit: int) -> int:
    """Delete up to `limit` rows and count them; the job of the erasure itself stays until it is done."""
    own = " AND kind <> 'patient.erase'" if belonging.table == "job" else ""
    tx = current_transaction()
    if belonging.table == "hold":
        await _give_back_times(erasure, belonging)
    gone = await tx.fetch(
        f"DELETE FROM {belonging.table} WHERE id IN (SELECT id FROM {belonging.table}"  # noqa: S608  # our own names
        f" WHERE {belonging.condition}{own} LIMIT $3) RETURNING id",
        (erasure.clinic_id, erasure.patient_id, limit),
    )
    _count(erasure, belonging.table, len(gone))
    if belonging.table == "conversation":
        for row in gone:
            tx.tell(Change("conversation", erasure.clinic_id, uuid_of(row["id"])))
    return len(gone)


async def _give_back_times(erasure: Erasure, holds: Belonging) -> None:
    """End what is held for them: without the hold's row nobody would know whose the time is, and nobody free it."""
    tx = current_transaction()
    rows = await tx.fetch(
        f"SELECT id FROM hold WHERE {holds.condition} AND state = 'held'",  # noqa: S608  # our own names
        (erasure.clinic_id, erasure.patient_id),
    )
    await end_holds(tx, [uuid_of(row["id"]) for row in rows], state="released")


async def _cancel_what_is_to_come(deployment: Deployment, patient: Patient, now: datetime) -> None:
    """Free the times of somebody who cannot be expected any longer."""
    coming = Booking.filter(clinic_id=patient.clinic_id, patient_id=patient.id, status__in=STANDING, starts_at__gt=now)
    for booking in await coming:
        await bookings.cancel(booking.id, clinic_id=patient.clinic_id, by="staff", clock=deployment.clock)


async def _empty_bookings(deployment: Deployment, erasure: Erasure) -> Sequence[Booking]:
    """Take from bookings what leads to a person; the calendars' events go too, with all that was written into them."""
    found = await Booking.filter(clinic_id=erasure.clinic_id, patient_id=erasure.patient_id)
    for booking in found:
        if booking.calendar_state != "none":
            await _owe_removal(erasure, booking, deployment.clock.now())
        booking.notes_sealed = booking.cancel_reason = booking.conversation_id = booking.arranged_by_id = None
        booking.reference = make_reference(deployment.random, length=REFERENCE_LENGTH)
        booking.wants_reminders, booking.calendar_state = False, "none"
        await booking.save()
        current_transaction().tell(Change("booking", erasure.clinic_id, booking.id))
    _count(erasure, "booking", len(found))
    return found


async def _part_from_others(erasure: Erasure) -> None:
    """Leave to others what was booked for them, and their places on the waitlist, without who asked for it."""
    clinic_id, tx = erasure.clinic_id, current_transaction()
    arranged = Booking.filter(clinic_id=clinic_id, arranged_by_id=erasure.patient_id)
    for key in await arranged.values_list("id", flat=True):
        tx.tell(Change("booking", clinic_id, uuid_of(key)))
    await arranged.update(arranged_by_id=None)
    waiting = WaitlistEntry.filter(clinic_id=clinic_id, arranged_by_id=erasure.patient_id)
    for key in await waiting.values_list("id", flat=True):
        tx.tell(Change("waitlist", clinic_id, uuid_of(key)))
    await waiting.update(arranged_by_id=None)


async def _destroy_stubs(deployment: Deployment, erasure: Erasure) -> Sequence[Patient]:
    """Destroy the keys of those who were merged into them: something may lie under them still."""
    stubs = await stubs_of(erasure.clinic_id, erasure.patient_id)
    for one in stubs:
        await deployment.vault.destroy_patient_key(erasure.clinic_id, one.id)
    return stubs


async def _empty_consents(erasure: Erasure, stubs: Sequence[Patient]) -> datetime | None:
    """Take the notes from the ledger, and return when the last of its entries goes; None where there is none."""
    of_patient = Consent.filter(
        clinic_id=erasure.clinic_id, patient_id__in=[erasure.patient_id, *(one.id for one in stubs)]
    )
    latest = await of_patient.order_by("-recorded_at").first()
    if latest is None:
        return None
    _count(erasure, "consent", await of_patient.exclude(note_sealed=None).update(note_sealed=None))
    return latest.recorded_at + timedelta(days=(await days_of(erasure.clinic_id))[RetainedClass.CONSENT])


async def _owe_removal(erasure: Erasure, booking: Booking, now: datetime) -> None:
    is_reachable = await account_with(booking, booking.practitioner_id, clinic_id=erasure.clinic_id) is not None
    duty = await ErasureDuty.create(
        clinic_id=erasure.clinic_id,
        erasure_id=erasure.id,
        kind="calendar",
        subject_id=booking.id,
        practitioner_id=booking.practitioner_id,
        state="pending" if is_reachable else "unreachable",
        settled_at=None if is_reachable else now,
    )
    if is_reachable:
        await enqueue(
            CALENDAR,
            clinic_id=erasure.clinic_id,
            subject_id=duty.id,
            due_at=now + WRITING if booking.calendar_state == "pending" else now,
            now=now,
            dedupe_key=f"{CALENDAR}:{duty.id}",
            give_up_after=GIVE_UP_AFTER,
        )


async def _empty_patient(patient: Patient, now: datetime) -> None:
    patient.channel, patient.provider_user_hash = UNHEARD, f"erased:{patient.id}"
    patient.provider_user_sealed, patient.is_sealed = b"", False
    patient.phone_hash = patient.phone_sealed = patient.name_sealed = patient.language = patient.created_by_id = None
    patient.birth_date_sealed = None
    patient.erased_at = now
    await patient.save()


async def _ask_partners(erasure: Erasure) -> None:
    """Wait for the word of every program that can have read of them."""
    for key in await ApiKey.filter(clinic_id=erasure.clinic_id, revoked_at=None):
        if TOLD & set(key.scopes):
            await ErasureDuty.create(
                clinic_id=erasure.clinic_id,
                erasure_id=erasure.id,
                kind="partner",
                subject_id=key.id,
                state="pending",
            )


async def _kept_until(clinic_id: UUID, kept: Sequence[Booking]) -> datetime | None:
    if not kept:
        return None
    days = (await days_of(clinic_id))[RetainedClass.BOOKINGS]
    return max(one.starts_at for one in kept) + timedelta(days=days)


async def is_anything_left(erasure: Erasure) -> list[str]:
    """Name the tables in which something of the patient is left that should be gone."""
    left = []
    for belonging in BELONGINGS:
        if belonging.fate == "deleted" and belonging.table != "job":
            rows = await fetch(
                f"SELECT id FROM {belonging.table} WHERE {belonging.condition} LIMIT 1",  # noqa: S608  # our own names
                (erasure.clinic_id, erasure.patient_id),
            )
            left += [belonging.table for row in rows if uuid_of(row["id"])]
    return left
