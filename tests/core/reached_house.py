"""A clinic whose people reach one part of it each, for tests of what they see and change."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from uuid import UUID, uuid4

import pytest
from tests.factories import (
    make_booking,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
    make_user,
    writing,
)
from tests.schema.desk import make_message

from chatbookr_core.db import Database
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    Clinic,
    Conversation,
    Location,
    Message,
    Patient,
    Practitioner,
    StaffTask,
    User,
)
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.policy import permissions_of
from chatbookr_permissions.roles import Role

NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
EVERY = frozenset(Permission)


@dataclass
class House:
    """A clinic with two doctors, two colleagues and some patients, among them sealed ones."""

    clinic: Clinic
    location: Location
    doctors: list[Practitioner]
    users: list[User]
    patients: list[Patient] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    tasks: list[StaffTask] = field(default_factory=list)

    def place(self, doctor: int | None, *lacking: Permission) -> Membership:
        """Make a place that grants all but some permissions."""
        practitioner_id = None if doctor is None else self.doctors[doctor].id
        return Membership(Role.CUSTOM, practitioner_id, EVERY - set(lacking))

    def actor(self, place: Membership, user: int = 0) -> StaffActor:
        return StaffActor(self.users[user].id, uuid4(), {self.clinic.id: place})

    # what the rules say, in plain Python

    def own_conversation(self, conversation: Conversation, place: Membership, user: User) -> bool:
        return conversation.assignee_id == user.id or self.is_with(conversation.patient_id, place)

    def is_with(self, patient_id: UUID, place: Membership) -> bool:
        return any(
            one.patient_id == patient_id and one.practitioner_id == place.practitioner_id for one in self.bookings
        )

    def is_hidden(self, patient_id: UUID, place: Membership, user: User) -> bool:
        patient = next(one for one in self.patients if one.id == patient_id)
        is_taken = any(one.patient_id == patient_id and one.assignee_id == user.id for one in self.conversations)
        may_read = Permission.PATIENT_SEALED_READ in permissions_of(place)
        return patient.is_sealed and not (may_read or is_taken or self.is_with(patient_id, place))

    def expected(self, place: Membership, user: User) -> dict[str, set[UUID]]:
        held = permissions_of(place)
        own_bookings = Permission.BOOKING_ALL_READ not in held
        own_talks = Permission.CONVERSATION_ALL_READ not in held
        bookings = {one.id for one in self.bookings if not own_bookings or one.practitioner_id == place.practitioner_id}
        talks = {
            one.id
            for one in self.conversations
            if (not own_talks or self.own_conversation(one, place, user))
            and not self.is_hidden(one.patient_id, place, user)
        }
        return {
            "booking": bookings,
            "conversation": talks,
            "message": {one.id for one in self.messages if one.conversation_id in talks},
            "patient": {
                one.id
                for one in self.patients
                if not self.is_hidden(one.id, place, user)
                and (
                    not (own_bookings and own_talks)
                    or one.created_by_id == user.id
                    or self.is_with(one.id, place)
                    or any(talk.patient_id == one.id and talk.assignee_id == user.id for talk in self.conversations)
                )
            },
            "staff_task": {
                one.id
                for one in self.tasks
                if (one.booking_id is None or one.booking_id in bookings)
                and (one.conversation_id is None or one.conversation_id in talks)
            },
        }


async def make_house(vault: Vault, chance: Random) -> House:
    """Make a clinic in which everything that can go together does somewhere."""
    clinic = await make_clinic(vault)
    location, channel = await make_location(clinic), await make_connection(clinic, vault)
    doctors = [await make_practitioner(clinic, location) for _ in range(2)]
    service = await make_service(clinic, *doctors)
    house = House(clinic, location, doctors, [await make_user() for _ in range(2)])
    day = NINE
    for is_sealed, is_made, assignee, booked in product((False, True), (False, True), (None, 0, 1), (None, 0, 1)):
        maker = house.users[0].id if is_made else None
        patient = await make_patient(clinic, vault, is_sealed=is_sealed, created_by_id=maker)
        house.patients.append(patient)
        taker = None if assignee is None else house.users[assignee].id
        talk = await make_conversation(patient, channel, assignee_id=taker, last_inbound_at=NINE)
        house.conversations.append(talk)
        house.messages.append(await make_message(talk, vault))
        booking = None
        if booked is not None:
            day += timedelta(days=1)
            status = chance.choice(["confirmed", "cancelled"])
            booking = await make_booking(
                patient, service, doctors[booked], location, starts_at=day, status=status, conversation_id=talk.id
            )
            house.bookings.append(booking)
        house.tasks.append(await make_task(talk, booking))
    house.tasks.append(await make_task(None, None, clinic))
    return house


async def make_task(talk: Conversation | None, booking: Booking | None, clinic: Clinic | None = None) -> StaffTask:
    async with writing():
        return await StaffTask.create(
            id=new_id(),
            clinic_id=talk.clinic_id if talk else clinic.id if clinic else None,
            kind="handed_over",
            conversation_id=talk.id if talk else None,
            booking_id=booking.id if booking else None,
            dedupe_key=str(uuid4()),
            created_at=NINE,
        )


@pytest.fixture
async def house(database: Database, vault: Vault, random: Random) -> House:
    return await make_house(vault, random)
