"""A front desk for tests: one clinic, and the booking verbs, each in a transaction of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from tests.factories import (
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)

from chatbookr_core.bookings import service
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Clinic, Conversation, Hold, Location, Patient, Practitioner
from chatbookr_core.models import Service as ServiceRow

T = TypeVar("T")


async def within_transaction(use_case: Callable[[], Awaitable[T]]) -> T:
    """Run a use case as the edges do: in a transaction, tried again where it was ended to break a deadlock."""

    async def work() -> T:
        async with transaction():
            return await use_case()

    return await with_retry(work)


@dataclass(frozen=True, slots=True)
class Desk:
    """A clinic with one of everything, and the verbs of its front desk, each in a transaction of its own."""

    clinic: Clinic
    location: Location
    practitioner: Practitioner
    service: ServiceRow
    patient: Patient
    conversation: Conversation
    clock: TurnableClock
    random: Random

    def at(self, minutes: int) -> SlotRequest:
        """Ask for the time that many minutes after tomorrow, 10:00 UTC."""
        starts_at = self.clock.now().replace(hour=10, minute=0) + timedelta(days=1, minutes=minutes)
        return SlotRequest(self.service.id, self.practitioner.id, self.location.id, starts_at)

    async def hold(self, request: SlotRequest, minutes: int = 10) -> Hold:
        return await within_transaction(
            lambda: service.hold(
                self.clinic.id, request, conversation_id=self.conversation.id, clock=self.clock, minutes=minutes
            )
        )

    async def confirm(self, hold_id: UUID, conversation_id: UUID | None = None) -> Booking:
        return await within_transaction(
            lambda: service.confirm(
                hold_id,
                patient_id=self.patient.id,
                clinic_id=self.clinic.id,
                conversation_id=conversation_id or self.conversation.id,
                wants_reminders=True,
                created_by="patient",
                clock=self.clock,
                random=self.random,
            )
        )

    async def book(self, request: SlotRequest) -> Booking:
        return await within_transaction(
            lambda: service.book(
                request,
                clinic_id=self.clinic.id,
                patient_id=self.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=self.clock,
                random=self.random,
            )
        )

    async def reschedule(self, booking: Booking, to: SlotRequest | UUID, version: int | None = None) -> Booking:
        return await within_transaction(
            lambda: service.reschedule(
                booking.id, clinic_id=self.clinic.id, to=to, expected_version=version, clock=self.clock
            )
        )

    async def cancel(self, booking: Booking, version: int | None = None) -> Booking:
        return await within_transaction(
            lambda: service.cancel(
                booking.id,
                clinic_id=self.clinic.id,
                by="staff",
                reason="ill",
                expected_version=version,
                clock=self.clock,
            )
        )

    async def taken(self) -> list[tuple[int, int]]:
        """List the practitioner's active blocks as minutes since tomorrow, 10:00 UTC."""
        zero = epoch_minute(self.at(0).starts_at)
        rows = Allocation.filter(subject_id=self.practitioner.id, is_active=True).order_by("starts_minute")
        return [(start - zero, end - zero) for start, end in await rows.values_list("starts_minute", "ends_minute")]


async def make_desk(vault: Vault, clock: TurnableClock, random: Random) -> Desk:
    """Open a clinic with one of everything."""
    clinic = await make_clinic(vault)
    location = await make_location(clinic)
    practitioner = await make_practitioner(clinic, location)
    offered = await make_service(clinic, practitioner)
    patient = await make_patient(clinic, vault)
    conversation = await make_conversation(patient, await make_connection(clinic))
    return Desk(clinic, location, practitioner, offered, patient, conversation, clock, random)
