"""Own agendas and sealed patients in SQL: what each asker comes upon is what a plain model of the rules says."""

from collections.abc import Awaitable
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

from chatbookr_core.bookings.agenda import BOOKING_ORDERS, BookingFilter, bookings_by_id, bookings_where
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.conversations.queries import (
    CONVERSATION_ORDERS,
    MESSAGE_ORDERS,
    TASK_ORDERS,
    ConversationFilter,
    MessageFilter,
    TaskFilter,
    conversations_by_id,
    conversations_where,
    messages_by_id,
    messages_where,
    tasks_by_id,
    tasks_where,
)
from chatbookr_core.conversations.service import mark_read, send_message, take_over
from chatbookr_core.conversations.states import close
from chatbookr_core.conversations.ticking import tick_off
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, SlotNotOffered
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keyset import PageRequest, count_of, page_of
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
from chatbookr_core.patients.queries import PATIENT_ORDERS, PatientFilter, patients_by_id, patients_where
from chatbookr_core.patients.registering import register_patient
from chatbookr_core.patients.sealing import set_sealed
from chatbookr_core.reach import Reach, reach_in, reach_of, reachable
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_of
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
EVERYTHING = PageRequest(100)
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


async def seen(reach: Reach, house: House) -> dict[str, set[UUID]]:
    """List what is come upon by page, and see that counting and looking up by id agree."""
    orders = (BOOKING_ORDERS["starts_at"], CONVERSATION_ORDERS["created_at"], PATIENT_ORDERS["created_at"])
    pages = {
        "booking": bookings_where(reach, BookingFilter(), orders[0]),
        "conversation": conversations_where(reach, ConversationFilter(), orders[1]),
        "message": messages_where(reach, MessageFilter(), MESSAGE_ORDERS["sent_at"]),
        "patient": patients_where(reach, PatientFilter(), orders[2]),
        "staff_task": tasks_where(reach, TaskFilter(), TASK_ORDERS["created_at"]),
    }
    found: dict[str, set[UUID]] = {}
    for table, selection in pages.items():
        rows = (await page_of(selection, EVERYTHING)).rows  # type: ignore[var-annotated, arg-type]  # of any record
        found[table] = {(row[0] if isinstance(row, tuple) else row).id for row in rows}
        assert await count_of(selection) == len(found[table])  # type: ignore[arg-type]  # likewise
    by_id = {
        "booking": set(await bookings_by_id(reach, [one.id for one in house.bookings])),
        "conversation": set(await conversations_by_id(reach, [one.id for one in house.conversations])),
        "message": set(await messages_by_id(reach, [one.id for one in house.messages])),
        "patient": set(await patients_by_id(reach, [one.id for one in house.patients])),
        "staff_task": set(await tasks_by_id(reach, [one.id for one in house.tasks])),
    }
    assert by_id == found
    return found


LIMITS = (Permission.BOOKING_ALL_READ, Permission.CONVERSATION_ALL_READ, Permission.PATIENT_SEALED_READ)


async def test_everybody_comes_upon_what_the_rules_say_and_nothing_else(house: House) -> None:
    for lacks in product((False, True), repeat=3):
        for doctor, user in product((None, 0, 1), (0, 1)):
            place = house.place(doctor, *(one for one, is_lacking in zip(LIMITS, lacks, strict=True) if is_lacking))
            expected = house.expected(place, house.users[user])

            found = await seen(reach_of(house.actor(place, user)), house)

            assert found == expected, (lacks, doctor, user)


async def test_somebody_of_two_clinics_is_in_each_what_they_are_there(
    house: House, vault: Vault, random: Random
) -> None:
    other, me = await make_house(vault, random), house.users[0]
    both = StaffActor(me.id, uuid4(), {house.clinic.id: Membership(Role.PRACTITIONER, house.doctors[0].id)})
    owner_there = StaffActor(me.id, uuid4(), {**both.memberships, other.clinic.id: Membership(Role.OWNER)})
    auditor_here = StaffActor(
        me.id, uuid4(), {house.clinic.id: Membership(Role.AUDITOR), other.clinic.id: Membership(Role.OWNER)}
    )

    for actor in (owner_there, auditor_here):
        here = house.expected(actor.memberships[house.clinic.id], me)
        there = other.expected(actor.memberships[other.clinic.id], me)
        everything = House(
            house.clinic,
            house.location,
            house.doctors,
            house.users,
            [*house.patients, *other.patients],
            [*house.bookings, *other.bookings],
            [*house.conversations, *other.conversations],
            [*house.messages, *other.messages],
            [*house.tasks, *other.tasks],
        )
        reach = reach_of(actor)
        assert set(await bookings_by_id(reach, [one.id for one in everything.bookings])) == (
            here["booking"] | there["booking"]
        )
        assert set(await patients_by_id(reach, [one.id for one in everything.patients])) == (
            here["patient"] | there["patient"]
        )
        assert set(await messages_by_id(reach, [one.id for one in everything.messages])) == (
            here["message"] | there["message"]
        )
        assert set(await tasks_by_id(reach, [one.id for one in everything.tasks])) == (
            here["staff_task"] | there["staff_task"]
        )


async def test_a_key_sees_no_sealed_patient(house: House) -> None:
    key = KeyActor(uuid4(), house.clinic.id, EVERY - {Permission.PATIENT_SEALED_READ})

    found = await seen(reach_of(key), house)

    open_ones = {one.id for one in house.patients if not one.is_sealed}
    assert found["patient"] == open_ones
    assert found["conversation"] == {one.id for one in house.conversations if one.patient_id in open_ones}
    assert found["booking"] == {one.id for one in house.bookings}


async def test_a_sealed_patient_leads_to_no_booking_and_no_booking_to_them(house: House) -> None:
    reach = reach_of(house.actor(Membership(Role.RECEPTIONIST), 1))
    order = BOOKING_ORDERS["starts_at"]
    me = house.users[1]

    for patient in house.patients:
        asked = bookings_where(reach, BookingFilter(patient_id=patient.id), order)
        rows = (await page_of(asked, EVERYTHING)).rows
        is_hidden = house.is_hidden(patient.id, Membership(Role.RECEPTIONIST), me)
        of_patient = [one for one in house.bookings if one.patient_id == patient.id]
        assert len(rows) == (0 if is_hidden else len(of_patient))
    along = bookings_where(reach, BookingFilter(), order, including=("patient_id", "conversation_id"))
    for record, companions in (await page_of(along, EVERYTHING)).rows:
        patient = next(one for one in house.patients if one.id == record.patient_id)
        assert ("patient_id" in companions) is ("conversation_id" in companions) is not patient.is_sealed


async def test_notes_on_a_sealed_patients_booking_are_their_practitioners_and_the_holders(
    house: House, vault: Vault, random: Random
) -> None:
    async with writing():
        await Booking.all().update(notes_sealed=b"notes")
    other = await make_house(vault, random)
    order = BOOKING_ORDERS["starts_at"]
    for doctor in (None, 0, 1):
        for place in (house.place(doctor, Permission.PATIENT_SEALED_READ), house.place(doctor)):
            me = house.actor(place)
            both = StaffActor(me.user_id, uuid4(), {**me.memberships, other.clinic.id: Membership(Role.OWNER)})
            may_read = Permission.PATIENT_SEALED_READ in permissions_of(place)
            sealed = {one.id for one in house.patients if one.is_sealed}
            shown = {
                one.id: may_read or one.patient_id not in sealed or one.practitioner_id == place.practitioner_id
                for one in house.bookings
            }

            page = await page_of(bookings_where(reach_of(me), BookingFilter(), order), EVERYTHING)
            by_id = await bookings_by_id(reach_of(both), list(shown))

            assert {record.id: record.notes_sealed is not None for record, _ in page.rows} == shown
            assert {key: record.notes_sealed is not None for key, record in by_id.items()} == shown


def test_whoever_sees_everything_is_asked_by_the_same_statements_as_ever() -> None:
    """Nothing is joined, and no condition added, for holders of what lifts the limits."""
    clinic_id = uuid4()
    owner = StaffActor(uuid4(), uuid4(), {clinic_id: Membership(Role.OWNER)})
    receptionist = StaffActor(uuid4(), uuid4(), {clinic_id: Membership(Role.RECEPTIONIST)})

    for table in ("booking", "conversation", "message", "patient", "staff_task"):
        assert reachable(table, reach_of(owner)).text == f"{table}.clinic_id = $1"
    assert reachable("booking", reach_of(receptionist)).text == "booking.clinic_id = $1"


# --- changing -----------------------------------------------------------------------------------------------------


async def refused(kind: type[Exception], work: Awaitable[object]) -> None:
    with pytest.raises(kind):
        async with transaction():
            await work


async def test_who_sees_their_own_alone_changes_nothing_of_others(house: House, deployment: Deployment) -> None:
    place = Membership(Role.PRACTITIONER, house.doctors[0].id)
    actor, expected = house.actor(place), house.expected(place, house.users[0])
    before = await Booking.all().order_by("id").values(), await Conversation.all().order_by("id").values()

    for booking in house.bookings:
        if booking.id not in expected["booking"]:
            await refused(NotFound, cancel_booking(deployment, actor, booking.id))
            await refused(NotFound, move_booking(deployment, actor, booking.id, starts_at=NINE))
    for talk in house.conversations:
        if talk.id not in expected["conversation"]:
            await refused(NotFound, take_over(deployment, actor, talk.id))
            await refused(NotFound, send_message(deployment, actor, talk.id, "Hello"))
            await refused(NotFound, close(deployment, actor, talk.id))
            await refused(NotFound, mark_read(actor, talk.id))
    for task in house.tasks:
        if task.id not in expected["staff_task"]:
            await refused(NotFound, tick_off(deployment, actor, task.id))
    assert before == (await Booking.all().order_by("id").values(), await Conversation.all().order_by("id").values())
    assert await StaffTask.filter(state="done").count() == 0


async def test_a_practitioner_books_with_themselves_whom_they_reach(house: House, deployment: Deployment) -> None:
    place = Membership(Role.PRACTITIONER, house.doctors[0].id)
    actor, expected = house.actor(place), house.expected(place, house.users[0])
    service_id = house.bookings[0].service_id
    reached = next(one for one in house.patients if one.id in expected["patient"])
    foreign = next(one for one in house.patients if one.id not in expected["patient"])

    def asked(doctor: int, patient: Patient) -> BookingRequest:
        return BookingRequest(house.clinic.id, service_id, house.doctors[doctor].id, NINE, patient.id)

    await refused(SlotNotOffered, book_for_patient(deployment, actor, asked(1, reached)))
    await refused(NotFound, book_for_patient(deployment, actor, asked(0, foreign)))
    async with transaction():
        made = await book_for_patient(deployment, actor, asked(0, reached))
    other = house.doctors[1].id
    await refused(SlotNotOffered, move_booking(deployment, actor, made, starts_at=NINE, practitioner_id=other))
    assert (await Booking.get(id=made)).practitioner_id == house.doctors[0].id


async def test_nobody_makes_a_sealed_patient_theirs_by_moving_a_booking(house: House, deployment: Deployment) -> None:
    place = Membership(Role.CUSTOM, house.doctors[0].id, EVERY - {Permission.PATIENT_SEALED_READ})
    actor, sealed = house.actor(place), {one.id for one in house.patients if one.is_sealed}
    hidden = {one for one in sealed if house.is_hidden(one, place, house.users[0])}
    booking = next(one for one in house.bookings if one.patient_id in hidden)
    async with writing():
        await Booking.filter(id=booking.id).update(status="confirmed")

    to_self = house.doctors[0].id
    await refused(NotFound, move_booking(deployment, actor, booking.id, starts_at=NINE, practitioner_id=to_self))

    assert (await Booking.get(id=booking.id)).practitioner_id == house.doctors[1].id


async def test_only_who_sees_a_patient_seals_or_unseals_them(house: House, deployment: Deployment) -> None:
    manager = house.actor(Membership(Role.MANAGER), 1)
    receptionist = house.actor(Membership(Role.RECEPTIONIST), 1)
    hidden = next(one for one in house.patients if house.is_hidden(one.id, Membership(Role.MANAGER), house.users[1]))
    plain = next(one for one in house.patients if not one.is_sealed)

    await refused(NotFound, set_sealed(manager, hidden.id, is_sealed=False))
    await refused(NotFound, set_sealed(manager, uuid4(), is_sealed=False))
    await refused(PermissionDenied, set_sealed(receptionist, plain.id, is_sealed=True))
    assert (await Patient.get(id=hidden.id)).is_sealed
    assert not (await Patient.get(id=plain.id)).is_sealed
    async with transaction():
        await set_sealed(manager, plain.id, is_sealed=True)
    assert (await Patient.get(id=plain.id)).is_sealed


@pytest.mark.checklist(11)
async def test_a_phone_of_somebody_out_of_reach_tells_nothing(
    house: House, deployment: Deployment, vault: Vault
) -> None:
    """Who asks with the number of a patient they may not know gets somebody new, and the same again the next time."""
    receptionist = house.actor(Membership(Role.RECEPTIONIST), 1)
    sealed = await make_patient(house.clinic, vault, phone="4915100000077", is_sealed=True, name=None)
    known = await make_patient(house.clinic, vault, phone="4915100000078")

    async def asked(phone: str) -> UUID:
        async with transaction():
            return await register_patient(deployment, receptionist, clinic_id=house.clinic.id, name="Ada", phone=phone)

    first, again = await asked("+4915100000077"), await asked("+4915100000077")

    assert first == again != sealed.id
    assert await asked("+4915100000078") == known.id
    assert (await Patient.get(id=sealed.id)).name_sealed is None
    assert set(await patients_by_id(reach_in(receptionist, house.clinic.id), [first, sealed.id])) == {first}


def test_the_roles_that_see_everybodys_are_those_of_the_front_desk() -> None:
    sees_all = {role for role in Role if Permission.BOOKING_ALL_READ in ROLE_PERMISSIONS[role]}

    assert sees_all == {Role.OWNER, Role.MANAGER, Role.RECEPTIONIST, Role.AUDITOR}
