"""Own agendas and sealed patients in SQL: what each asker comes upon is what a plain model of the rules says."""

from itertools import product
from random import Random
from uuid import UUID, uuid4

from tests.core.reached_house import EVERY, House, make_house
from tests.core.reached_house import house as house
from tests.factories import (
    writing,
)

from chatbookr_core.bookings.agenda import BOOKING_ORDERS, BookingFilter, bookings_by_id, bookings_where
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
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keyset import PageRequest, count_of, page_of
from chatbookr_core.models import (
    Booking,
)
from chatbookr_core.patients.queries import PATIENT_ORDERS, PatientFilter, patients_by_id, patients_where
from chatbookr_core.reach import Reach, reach_of, reachable
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, StaffActor
from chatbookr_permissions.policy import permissions_of
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

EVERYTHING = PageRequest(100)


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


def test_the_roles_that_see_everybodys_are_those_of_the_front_desk() -> None:
    sees_all = {role for role in Role if Permission.BOOKING_ALL_READ in ROLE_PERMISSIONS[role]}

    assert sees_all == {Role.OWNER, Role.MANAGER, Role.RECEPTIONIST, Role.AUDITOR}
