"""A front desk with people who wait, for tests: the verbs of the waitlist, each in a transaction of its own."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tests.core.booking_desk import Desk, within_transaction
from tests.factories import make_connection, make_conversation, make_patient

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Conversation, Patient, WaitlistEntry, WaitlistOffer
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import Wanted, join, settle
from chatbookr_core.waitlist.looking import find_matches
from chatbookr_core.waitlist.offers import Taken, Taker
from chatbookr_core.waitlist.rules import Free, Wish

EVERY = Wish()


@dataclass(frozen=True, slots=True)
class Room:
    """Who waits at a desk."""

    desk: Desk
    people: list[tuple[Patient, Conversation]]

    async def joins(self, number: int, wish: Wish = EVERY, booking: Booking | None = None) -> WaitlistEntry:
        """Let the number-th patient wait for the desk's service, as of now."""
        desk, (patient, _) = self.desk, self.people[number]
        wanted = Wanted(desk.service.id, wish=wish, booking_id=booking.id if booking else None)
        return await within_transaction(
            lambda: join(desk.clinic, patient.id, wanted, by="staff", clock=desk.clock),
        )

    async def all_join(self) -> list[WaitlistEntry]:
        """Let everybody come, a minute after each other."""
        found = []
        for number in range(len(self.people)):
            found.append(await self.joins(number))
            self.desk.clock.turn(timedelta(minutes=1))
        return found

    def free(self, request: SlotRequest) -> Free:
        ends_at = request.starts_at + timedelta(minutes=30)
        return Free(request.starts_at, ends_at, request.practitioner_id, request.location_id, "Europe/Berlin")

    async def offer(self, entry: WaitlistEntry, request: SlotRequest) -> WaitlistOffer:
        conversation = next(talk for patient, talk in self.people if patient.id == entry.patient_id)
        desk, free = self.desk, self.free(request)
        return await within_transaction(
            lambda: offers.keep_for(desk.clinic, entry.id, free, conversation_id=conversation.id, clock=desk.clock)
        )

    async def take(self, offer: WaitlistOffer) -> Taken:
        desk = self.desk
        return await within_transaction(
            lambda: offers.take(
                offer.id,
                Taker("patient", offer.patient_id),
                clinic_id=desk.clinic.id,
                clock=desk.clock,
                random=desk.random,
            )
        )

    async def decline(self, offer: WaitlistOffer) -> UUID | None:
        desk = self.desk
        return await within_transaction(lambda: offers.decline(offer.id, clinic_id=desk.clinic.id, clock=desk.clock))

    async def expire(self, offer: WaitlistOffer) -> bool:
        desk = self.desk
        return await within_transaction(lambda: offers.expire(offer.id, clinic_id=desk.clinic.id, clock=desk.clock))

    async def leave(self, entry: WaitlistEntry) -> WaitlistEntry:
        desk = self.desk
        return await within_transaction(lambda: offers.leave(entry.id, clinic_id=desk.clinic.id, clock=desk.clock))

    async def settle(self) -> None:
        await within_transaction(lambda: settle(self.desk.clinic, clock=self.desk.clock))

    async def next_up(self) -> list[WaitlistEntry]:
        """Say who would be offered something now, in their turn."""
        found = await find_matches(self.desk.clinic, now=self.desk.clock.now())
        rows = {one.id: one for one in await WaitlistEntry.all()}
        return [rows[match.waiting.id] for match in found]


async def make_room(desk: Desk, vault: Vault, *, people: int = 3) -> Room:
    """Let some patients, who have all written before, stand at a desk."""
    connection, found = await make_connection(desk.clinic), []
    for number in range(people):
        patient = await make_patient(desk.clinic, vault, phone=f"+4915112346{number:03}")
        found.append((patient, await make_conversation(patient, connection)))
    return Room(desk, found)
