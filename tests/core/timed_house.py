"""A clinic of which hours, rooms and ways are told, for tests of what it offers."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from tests.factories import (
    make_clinic,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)

from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.queries import SlotSearch, days_for, find_slots, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    Clinic,
    Location,
    Patient,
    Practitioner,
    Service,
)

TUESDAY = date(2027, 3, 2)
NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
HALF_HOUR = timedelta(minutes=30)
MORNING = ((9 * 60, 12 * 60),)


@dataclass
class House:
    """One practitioner who works in the mornings, half an hour at a time, and the verbs."""

    clinic: Clinic
    location: Location
    practitioner: Practitioner
    service: Service
    patient: Patient
    clock: TurnableClock
    random: Random = field(default_factory=lambda: Random(3))  # noqa: S311  # references

    async def offers(
        self, day: date = TUESDAY, *, service: Service | None = None, minutes: int | None = None
    ) -> list[int]:
        """List a day's starts in minutes after nine in Berlin (UTC+1); every way of asking gives the same."""
        wanted = service or self.service
        nine = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
        since, until = nine - timedelta(hours=9), nine + timedelta(hours=15)
        search = SlotSearch(wanted.id, self.practitioner.id, None, since, until, minutes)
        now = self.clock.now()
        found = await slots_for(self.clinic.id, search, now=now)
        async with transaction():
            assert await slots_for(self.clinic.id, search, now=now) == found
        assert sum(one.count for one in await days_for(self.clinic.id, search, now=now)) == len(found)
        starts = {slot.starts_at for slot in found}
        for number in range(6):
            await self._agrees(
                nine + number * HALF_HOUR, wanted, minutes, is_offered=nine + number * HALF_HOUR in starts
            )
        return [int((slot.starts_at - nine).total_seconds() // 60) for slot in found]

    async def _agrees(self, start: datetime, service: Service, minutes: int | None, *, is_offered: bool) -> None:
        here = SlotSearch(service.id, self.practitioner.id, self.location.id, duration_minutes=minutes)
        again = await find_slots(self.clinic.id, here, start, now=self.clock.now())
        reasons = await self.why(start, service, minutes)
        assert (bool(again), reasons == []) == (is_offered, is_offered), (start, reasons)

    async def why(self, start: datetime, service: Service | None = None, minutes: int | None = None) -> list[Reason]:
        wanted = (service or self.service).id
        here = SlotSearch(wanted, self.practitioner.id, self.location.id, duration_minutes=minutes)
        return await reasons_for(self.clinic.id, here, start, now=self.clock.now())

    async def books(
        self,
        starts_at: datetime,
        *,
        service: Service | None = None,
        practitioner: Practitioner | None = None,
        location: Location | None = None,
        minutes: int | None = None,
    ) -> Booking:
        request = SlotRequest(
            (service or self.service).id,
            (practitioner or self.practitioner).id,
            (location or self.location).id,
            starts_at,
            minutes,
        )
        async with transaction():
            return await bookings.book(
                request,
                clinic_id=self.clinic.id,
                patient_id=self.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=self.clock,
                random=self.random,
            )

    async def cancels(self, booking: Booking) -> None:
        async with transaction():
            await bookings.cancel(booking.id, clinic_id=self.clinic.id, by="staff", clock=self.clock)


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock) -> House:
    clinic = await make_clinic(vault)
    location = await make_location(clinic)
    practitioner = await make_practitioner(clinic, location, hours=MORNING)
    service = await make_service(clinic, practitioner, step_minutes=30)
    return House(clinic, location, practitioner, service, await make_patient(clinic, vault), clock)


ALL = [0, 30, 60, 90, 120, 150]
