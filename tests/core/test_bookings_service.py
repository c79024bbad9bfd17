from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from tests.core.booking_desk import Desk, make_desk
from tests.core.bookings_desk import desk as desk
from tests.core.bookings_desk import look_before_the_others
from tests.core.test_listener import listener, real_changes
from tests.factories import (
    make_booking,
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_resource,
    make_service,
)

from chatbookr_core.assistant.person import person_of
from chatbookr_core.bookings import service
from chatbookr_core.bookings.queries import busy_minutes
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import (
    HoldExpired,
    InvalidInput,
    NotFound,
    SlotNotOffered,
    SlotTaken,
)
from chatbookr_core.events import Change, listening
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Hold, Job
from chatbookr_core.models import Service as ServiceRow

# --- holding and confirming ---------------------------------------------------------------------------------------


async def test_a_held_time_is_taken_for_everyone_else(desk: Desk) -> None:
    await desk.hold(desk.at(0))

    with pytest.raises(SlotTaken):
        await desk.hold(desk.at(15))

    assert await desk.taken() == [(0, 30)]
    assert await Hold.all().count() == 1


async def test_a_confirmed_hold_is_a_booking_with_its_time(desk: Desk) -> None:
    kept = await desk.hold(desk.at(0))

    booking = await desk.confirm(kept.id)

    assert (booking.status, booking.version, booking.wants_reminders) == ("confirmed", 1, True)
    assert (booking.starts_at, booking.ends_at) == (kept.starts_at, kept.ends_at)
    assert booking.conversation_id == desk.conversation.id
    allocation = await Allocation.get()
    assert (allocation.booking_id, allocation.hold_id, allocation.is_active) == (booking.id, None, True)


async def test_a_hold_is_confirmed_once(desk: Desk) -> None:
    kept = await desk.hold(desk.at(0))
    await desk.confirm(kept.id)

    with pytest.raises(HoldExpired):
        await desk.confirm(kept.id)

    assert await Booking.all().count() == 1


async def test_a_hold_that_has_run_out_cannot_be_confirmed(desk: Desk) -> None:
    kept = await desk.hold(desk.at(0), minutes=10)
    desk.clock.turn(timedelta(minutes=10))

    with pytest.raises(HoldExpired):
        await desk.confirm(kept.id)

    assert await Booking.all().count() == 0


async def test_another_conversations_hold_cannot_be_confirmed(desk: Desk, vault: Vault) -> None:
    kept = await desk.hold(desk.at(0))
    other = await make_conversation(desk.patient, await make_connection(desk.clinic))

    with pytest.raises(NotFound):
        await desk.confirm(kept.id, other.id)


async def test_an_expired_hold_in_the_way_is_released(desk: Desk) -> None:
    kept = await desk.hold(desk.at(0), minutes=10)
    desk.clock.turn(timedelta(minutes=11))

    booking = await desk.book(desk.at(0))

    await kept.refresh_from_db()
    assert kept.state == "expired"
    assert await Allocation.filter(is_active=True).values_list("booking_id", flat=True) == [booking.id]


async def test_a_released_hold_frees_its_time_at_once(desk: Desk) -> None:
    kept = await desk.hold(desk.at(0))

    async with transaction():
        first = await service.release(kept.id, clinic_id=desk.clinic.id)
    async with transaction():
        second = await service.release(kept.id, clinic_id=desk.clinic.id)

    assert (first, second) == (True, False)
    assert await desk.taken() == []


async def test_overdue_holds_are_swept_even_when_nobody_wants_their_time(desk: Desk) -> None:
    await desk.hold(desk.at(0), minutes=5)
    await desk.hold(desk.at(60), minutes=20)
    desk.clock.turn(timedelta(minutes=5))

    async with transaction():
        count = await service.expire_holds(clock=desk.clock)

    assert count == 1
    assert await desk.taken() == [(60, 90)]


# --- booking ------------------------------------------------------------------------------------------------------


async def test_buffers_are_part_of_what_is_taken(desk: Desk) -> None:
    await ServiceRow.filter(id=desk.service.id).update(buffer_before_minutes=5, buffer_after_minutes=10)
    await desk.book(desk.at(0))

    with pytest.raises(SlotTaken):
        await desk.book(desk.at(40))
    await desk.book(desk.at(45))

    assert await desk.taken() == [(-5, 40), (40, 85)]


async def test_bookings_one_after_the_other_do_not_meet(desk: Desk) -> None:
    await desk.book(desk.at(0))
    await desk.book(desk.at(30))

    assert await desk.taken() == [(0, 30), (30, 60)]


async def test_a_refused_booking_leaves_no_row_where_the_transaction_goes_on(desk: Desk) -> None:
    await desk.book(desk.at(0))

    async with transaction():
        with pytest.raises(SlotTaken):
            await service.book(
                desk.at(0),
                clinic_id=desk.clinic.id,
                patient_id=desk.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=desk.clock,
                random=desk.random,
            )

    assert await Booking.all().count() == 1
    assert await Allocation.all().count() == 1
    assert await Job.all().count() == 0


async def test_who_comes_a_moment_late_leaves_nothing_and_may_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.book(desk.at(0))
    booking = await desk.book(desk.at(60))
    look_before_the_others(monkeypatch)

    async with transaction():
        with pytest.raises(SlotTaken):
            await service.hold(desk.clinic.id, desk.at(15), conversation_id=None, clock=desk.clock, minutes=10)
        with pytest.raises(SlotTaken):
            await service.reschedule(booking.id, clinic_id=desk.clinic.id, to=desk.at(15), clock=desk.clock)
        with pytest.raises(SlotTaken):
            await service.book(
                desk.at(15),
                clinic_id=desk.clinic.id,
                patient_id=desk.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=desk.clock,
                random=desk.random,
            )
        kept = await service.hold(desk.clinic.id, desk.at(120), conversation_id=None, clock=desk.clock, minutes=10)

    assert await Hold.all().values_list("id", flat=True) == [kept.id]
    assert await desk.taken() == [(0, 30), (60, 90), (120, 150)]
    assert await Allocation.all().count() == 3
    assert await Booking.all().count() == 2


@pytest.mark.postgres
async def test_a_room_lost_at_the_last_moment_is_replaced_by_the_next(
    postgres_database: Database,
    vault: Vault,
    clock: TurnableClock,
    random: Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = await make_desk(vault, clock, random)
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    rooms = {(await make_resource(desk.location, services=[desk.service])).id for _ in range(2)}
    await desk.book(desk.at(0))
    look_before_the_others(monkeypatch)

    await desk.book(replace(desk.at(0), practitioner_id=other.id))

    taken = await Allocation.filter(subject_id__in=list(rooms)).values_list("subject_id", flat=True)
    assert sorted(taken) == sorted(rooms)


async def test_the_first_free_room_is_taken_and_the_last_one_ends_the_offer(desk: Desk) -> None:
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    third = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    rooms = {(await make_resource(desk.location, services=[desk.service])).id for _ in range(2)}

    await desk.book(desk.at(0))
    await desk.book(replace(desk.at(0), practitioner_id=other.id))
    with pytest.raises(SlotTaken):
        await desk.book(replace(desk.at(0), practitioner_id=third.id))

    taken = await Allocation.filter(subject_id__in=list(rooms)).values_list("subject_id", flat=True)
    assert set(taken) == rooms


async def test_a_place_without_the_needed_kind_of_room_offers_nothing(desk: Desk) -> None:
    elsewhere = await make_location(desk.clinic)
    await make_resource(elsewhere, services=[desk.service])

    with pytest.raises(SlotNotOffered):
        await desk.book(desk.at(0))


async def test_what_does_not_fit_together_is_refused(desk: Desk) -> None:
    stranger = await make_practitioner(desk.clinic, desk.location)
    elsewhere = await make_location(desk.clinic)

    for field, request in {
        "practitionerId": replace(desk.at(0), practitioner_id=stranger.id),
        "locationId": replace(desk.at(0), location_id=elsewhere.id),
        "startsAt": replace(desk.at(0), starts_at=desk.at(0).starts_at + timedelta(seconds=30)),
    }.items():
        with pytest.raises(InvalidInput) as refused:
            await desk.book(request)
        assert refused.value.field == field

    assert await Booking.all().count() == 0


async def test_what_is_not_the_clinics_or_not_active_is_not_found(desk: Desk, vault: Vault) -> None:
    foreign = await make_clinic(vault)
    theirs = await make_location(foreign)
    someone = await make_practitioner(foreign, theirs, services=[])
    asleep = await make_service(desk.clinic, desk.practitioner, is_active=False)

    for request in (
        replace(desk.at(0), location_id=theirs.id),
        replace(desk.at(0), practitioner_id=someone.id),
        replace(desk.at(0), service_id=asleep.id),
        replace(desk.at(0), service_id=new_id()),
    ):
        with pytest.raises(NotFound):
            await desk.book(request)

    assert await Booking.all().count() == 0


async def test_another_clinics_patient_cannot_be_booked(desk: Desk, vault: Vault) -> None:
    foreign = await make_patient(await make_clinic(vault), vault)

    with pytest.raises(NotFound):
        await replace(desk, patient=foreign).book(desk.at(0))

    assert await Booking.all().count() == 0


async def test_a_reference_in_use_is_not_given_twice(desk: Desk) -> None:
    state = desk.random.getstate()
    first = await desk.book(desk.at(0))
    desk.random.setstate(state)
    second = await desk.book(desk.at(60))

    assert first.reference != second.reference


# --- what is owed to calendars and listeners ----------------------------------------------------------------------


async def test_every_version_is_owed_to_a_connected_calendar_once(desk: Desk) -> None:
    await make_calendar_connection(desk.practitioner)

    booking = await desk.book(desk.at(0))
    await desk.reschedule(booking, desk.at(60))
    await desk.cancel(booking)

    jobs = await Job.filter(kind__startswith="calendar.").order_by("id").values_list("kind", "subject_id", "arguments")
    assert jobs == [
        ("calendar.put", booking.id, {"version": 1}),
        ("calendar.put", booking.id, {"version": 2}),
        ("calendar.delete", booking.id, {"version": 3, "practitioner_id": str(desk.practitioner.id)}),
    ]
    assert booking.calendar_state == "pending"


async def test_a_practitioner_without_calendar_owes_nothing(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    await desk.cancel(booking)

    assert booking.calendar_state == "none"
    assert await Job.all().count() == 0


async def test_a_booking_that_changes_hands_leaves_the_old_calendar(desk: Desk) -> None:
    await make_calendar_connection(desk.practitioner)
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    booking = await desk.book(desk.at(0))

    moved = await desk.reschedule(booking, replace(desk.at(0), practitioner_id=other.id))

    assert moved.calendar_state == "none"
    removal = await Job.get(kind="calendar.delete")
    assert removal.arguments["practitioner_id"] == str(desk.practitioner.id)
    assert await desk.taken() == []


async def test_listeners_hear_of_a_booking_once_it_stands(desk: Desk, database: Database) -> None:
    async with AsyncExitStack() as stack:
        ear = await stack.enter_async_context(listening())
        if database.dialect == "postgres":  # there changes are read from the log, as those of any process
            await stack.enter_async_context(listener(database.url))

        booking = await desk.book(desk.at(0))

        assert await real_changes(ear, 1) == [Change("booking", desk.clinic.id, booking.id)]


# --- reading ------------------------------------------------------------------------------------------------------


async def test_a_patients_coming_bookings_are_listed_in_order(desk: Desk) -> None:
    later = await desk.book(desk.at(60))
    sooner = await desk.book(desk.at(0))
    cancelled = await desk.book(desk.at(120))
    await desk.cancel(cancelled)

    listed = await person_of(desk.patient, now=desk.clock.now(), cutoff=timedelta())
    over = await person_of(desk.patient, now=later.ends_at, cutoff=timedelta())

    assert [one.id for one in listed.bookings] == [sooner.id, later.id]
    assert over.bookings == ()


async def test_busy_minutes_know_bookings_and_standing_holds(desk: Desk) -> None:
    await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=desk.at(0).starts_at)
    await desk.hold(desk.at(60), minutes=5)
    zero = epoch_minute(desk.at(0).starts_at)

    async def busy() -> list[tuple[int, int]]:
        found = await busy_minutes(
            desk.clinic.id,
            [desk.practitioner.id],
            since_minute=zero - 60,
            until_minute=zero + 300,
            now=desk.clock.now(),
        )
        return [(start - zero, end - zero) for _, start, end in found]

    before = await busy()
    desk.clock.turn(timedelta(minutes=5))
    after = await busy()

    assert before == [(0, 30), (60, 90)]
    assert after == [(0, 30)]
