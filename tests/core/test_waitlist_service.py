"""Waiting for a time: it is kept for one by the guard that bookings have, and is never lost or given twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random

import pytest
from tests.core.booking_desk import make_desk, within_transaction
from tests.core.test_bookings_races import assert_sound
from tests.core.waiting_room import Room, make_room
from tests.factories import make_booking, make_practitioner, make_service, writing

from chatbookr_core.bookings import service as bookings
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import InvalidInput, NotFound, SlotTaken
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Hold, Job, WaitlistEntry, WaitlistOffer
from chatbookr_core.waitlist.entries import Wanted, join
from chatbookr_core.waitlist.errors import AlreadyOffered, NotWaiting, OfferOver
from chatbookr_core.waitlist.owing import END_JOB, LOOK_JOB
from chatbookr_core.waitlist.rules import Wish


@pytest.fixture
async def room(database: Database, vault: Vault, clock: TurnableClock, random: Random) -> Room:
    return await make_room(await make_desk(vault, clock, random), vault)


async def looks() -> int:
    return await Job.filter(kind=LOOK_JOB).count()


# --- joining and leaving ------------------------------------------------------------------------------------------


async def test_who_joins_twice_keeps_their_place_with_the_wish_as_it_is_now(room: Room) -> None:
    first = await room.joins(0)
    room.desk.clock.turn(timedelta(days=1))

    again = await room.joins(0, Wish(day_parts=1))

    assert (again.id, again.since) == (first.id, first.since)
    assert (again.version, again.day_parts) == (2, 1)
    assert await WaitlistEntry.all().count() == 1
    assert await looks() == 2


async def test_who_left_comes_back_at_the_end(room: Room) -> None:
    first = await room.joins(0)
    await room.leave(first)
    assert (await room.leave(first)).state == "left"

    room.desk.clock.turn(timedelta(minutes=1))
    again = await room.joins(0)

    assert again.id != first.id
    assert again.since > first.since


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish(last_day=date(2020, 1, 1)), "lastDay"),
        (Wish(first_day=date(2099, 1, 2), last_day=date(2099, 1, 1)), "lastDay"),
        (Wish(starts_before=datetime(2020, 1, 1, tzinfo=UTC)), "startsBefore"),
        (Wish(weekdays=0), "weekdays"),
        (Wish(weekdays=128), "weekdays"),
        (Wish(day_parts=8), "dayParts"),
    ],
)
async def test_a_wish_nobody_can_have_is_refused(room: Room, wish: Wish, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await room.joins(0, wish)

    assert refused.value.field == field
    assert await WaitlistEntry.all().count() == 0


async def test_what_is_not_the_clinics_or_the_patients_is_not_waited_for(room: Room, vault: Vault) -> None:
    desk = room.desk
    other = await make_desk(vault, desk.clock, desk.random)
    someone, _ = room.people[0]
    theirs = await make_booking(
        other.patient, other.service, other.practitioner, other.location, starts_at=desk.at(0).starts_at
    )
    wrong = (
        Wanted(other.service.id),
        Wanted(desk.service.id, other.practitioner.id),
        Wanted(desk.service.id, None, other.location.id),
        Wanted(desk.service.id, booking_id=theirs.id),
    )
    for wanted in wrong:
        with pytest.raises(NotFound):
            await within_transaction(partial(join, desk.clinic, someone.id, wanted, by="staff", clock=desk.clock))
    with pytest.raises(NotFound):
        await within_transaction(
            lambda: join(desk.clinic, other.patient.id, Wanted(desk.service.id), by="staff", clock=desk.clock)
        )
    with pytest.raises(InvalidInput):
        await within_transaction(
            lambda: join(
                desk.clinic, someone.id, Wanted(desk.service.id, duration_minutes=7), by="staff", clock=desk.clock
            )
        )

    assert await WaitlistEntry.all().count() == 0


async def test_a_clinic_without_a_waitlist_puts_nobody_on_it(room: Room) -> None:
    room.desk.clinic.waitlist_minutes = 0

    with pytest.raises(InvalidInput):
        await room.joins(0)


# --- what falls free ----------------------------------------------------------------------------------------------


async def test_what_is_cancelled_moved_or_not_confirmed_is_looked_at_once_each(room: Room) -> None:
    desk = room.desk
    await room.joins(0)
    booking = await desk.book(desk.at(0))
    before = await looks()

    moved = await desk.reschedule(booking, desk.at(60))
    after_move = await looks()
    await desk.cancel(moved)
    after_cancel = await looks()
    await desk.hold(desk.at(120), minutes=10)
    desk.clock.turn(timedelta(minutes=11))
    await within_transaction(lambda: bookings.expire_holds(clock=desk.clock))

    assert (after_move - before, after_cancel - before, await looks() - before) == (1, 2, 3)


async def test_where_nobody_waits_nothing_is_looked_at(room: Room) -> None:
    desk = room.desk

    await desk.cancel(await desk.book(desk.at(0)))

    assert await looks() == 0


async def test_who_has_waited_longest_is_next_and_a_full_day_offers_nothing(room: Room) -> None:
    entries = await room.all_join()

    async with writing():
        await Clinic.filter(id=room.desk.clinic.id).update(horizon_days=0)
    assert await room.next_up() == []

    async with writing():
        await Clinic.filter(id=room.desk.clinic.id).update(horizon_days=42)
    assert [one.id for one in await room.next_up()] == [one.id for one in entries]


async def test_who_may_not_move_their_booking_any_more_is_passed_over(room: Room) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    booking = await make_booking(
        patient, desk.service, desk.practitioner, desk.location, starts_at=desk.at(60 * 24 * 5).starts_at
    )
    await room.joins(0, booking=booking)
    assert len(await room.next_up()) == 1

    desk.clinic.cutoff_minutes = 60 * 24 * 30
    assert await room.next_up() == []


# --- offers -------------------------------------------------------------------------------------------------------


async def test_what_is_offered_is_taken_for_everyone_else_until_its_minutes_pass(room: Room) -> None:
    desk, (entry, *_) = room.desk, await room.all_join()
    offer = await room.offer(entry, desk.at(0))

    with pytest.raises(SlotTaken):
        await desk.book(desk.at(0))
    with pytest.raises(SlotTaken):
        await desk.hold(desk.at(15))
    desk.clock.turn(offer.offered_until - desk.clock.now())
    await desk.book(desk.at(0))  # the hold is over at that instant, whether or not a job has looked

    assert offer.offered_until - offer.offered_at == timedelta(minutes=15)
    with pytest.raises(OfferOver):
        await room.take(offer)
    assert await Job.filter(kind=END_JOB, subject_id=offer.id, due_at=offer.offered_until).count() == 1


async def test_a_taken_offer_is_a_booking_and_the_same_one_the_second_time(room: Room) -> None:
    desk, (entry, *_) = room.desk, await room.all_join()
    offer = await room.offer(entry, desk.at(0))

    taken = await room.take(offer)
    again = await room.take(offer)

    assert (taken.is_new, taken.is_moved, again.is_new) == (True, False, False)
    assert taken.booking.id == again.booking.id
    assert (taken.booking.status, taken.booking.created_by) == ("confirmed", "patient")
    assert taken.booking.patient_id == entry.patient_id
    await entry.refresh_from_db()
    await offer.refresh_from_db()
    assert (entry.state, offer.state, offer.booking_id) == ("taken", "taken", taken.booking.id)
    assert offer.open_patient_id is None
    assert not await room.decline(offer)
    await assert_sound()


@pytest.mark.parametrize("is_named", [False, True])
async def test_what_is_taken_says_whether_anybody_would_have_done(room: Room, is_named: bool) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    wanted = Wanted(desk.service.id, desk.practitioner.id if is_named else None)
    entry = await within_transaction(lambda: join(desk.clinic, patient.id, wanted, by="staff", clock=desk.clock))

    taken = await room.take(await room.offer(entry, desk.at(0)))

    assert (await Booking.get(id=taken.booking.id)).is_for_anybody is not is_named


async def test_an_offer_moves_the_booking_that_waits_and_frees_its_old_time(room: Room) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    other = replace(desk, patient=patient)
    booking = await other.book(desk.at(300))
    entry = await room.joins(0, booking=booking)
    offer = await room.offer(entry, desk.at(0))
    before = await looks()

    taken = await room.take(offer)

    assert (taken.booking.id, taken.is_moved, taken.booking.version) == (booking.id, True, 2)
    assert taken.booking.starts_at == desk.at(0).starts_at
    assert await desk.taken() == [(0, 30)]
    assert await Booking.all().count() == 1
    assert await looks() == before  # nobody else waits
    await assert_sound()


async def test_the_old_time_goes_to_who_is_next(room: Room) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    booking = await replace(desk, patient=patient).book(desk.at(300))
    entry = await room.joins(0, booking=booking)
    await room.joins(1)
    offer = await room.offer(entry, desk.at(0))
    before = await looks()

    await room.take(offer)

    assert await looks() == before + 1


async def test_where_the_booking_is_gone_meanwhile_a_new_one_is_made(room: Room) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    booking = await replace(desk, patient=patient).book(desk.at(300))
    offer = await room.offer(await room.joins(0, booking=booking), desk.at(0))
    await desk.cancel(booking)

    taken = await room.take(offer)

    assert (taken.is_moved, taken.booking.id != booking.id) == (False, True)
    await assert_sound()


@pytest.mark.parametrize("how", ["decline", "expire"])
async def test_a_time_is_passed_on_and_the_place_is_kept(room: Room, how: str) -> None:
    desk, (entry, following, _) = room.desk, await room.all_join()
    offer = await room.offer(entry, desk.at(0))
    before = await looks()
    if how == "expire":
        assert not await room.expire(offer)  # not before its time
        desk.clock.turn(timedelta(minutes=15))

    assert await getattr(room, how)(offer)
    assert not await getattr(room, how)(offer)

    await entry.refresh_from_db()
    assert (entry.state, await looks()) == ("waiting", before + 1)
    assert await desk.taken() == []
    with pytest.raises(AlreadyOffered):
        await room.offer(entry, desk.at(0))
    with pytest.raises(AlreadyOffered):
        await room.offer(entry, desk.at(15))
    assert (await room.offer(following, desk.at(0))).state == "open"
    assert (await room.offer(entry, desk.at(60))).state == "open"
    await assert_sound()


async def test_nobody_has_two_offers_at_once(room: Room, vault: Vault) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    other = await make_service(desk.clinic, desk.practitioner)
    first = await room.joins(0)
    second = await within_transaction(
        lambda: join(desk.clinic, patient.id, Wanted(other.id), by="staff", clock=desk.clock)
    )
    await room.offer(first, desk.at(0))

    with pytest.raises(NotWaiting):
        await room.offer(first, desk.at(60))
    with pytest.raises(AlreadyOffered):
        await room.offer(second, replace(desk.at(60), service_id=other.id))

    assert await Hold.filter(state="held").count() == 1
    assert await room.next_up() == []
    await assert_sound()


async def test_who_leaves_gives_back_what_is_kept_for_them(room: Room) -> None:
    desk, (entry, *_) = room.desk, await room.all_join()
    offer = await room.offer(entry, desk.at(0))

    await room.leave(entry)

    await offer.refresh_from_db()
    assert (offer.state, await desk.taken()) == ("withdrawn", [])
    with pytest.raises(OfferOver):
        await room.take(offer)
    with pytest.raises(NotWaiting):
        await room.offer(entry, desk.at(60))


async def test_somebody_elses_offer_is_not_there(room: Room) -> None:
    desk, (entry, other, _) = room.desk, await room.all_join()
    offer = await room.offer(entry, desk.at(0))
    offer.patient_id = other.patient_id

    with pytest.raises(NotFound):
        await room.take(offer)


# --- what happens to bookings meanwhile ---------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "state", "is_bound"), [("patient", "left", True), ("staff", "waiting", False)])
async def test_a_cancelled_booking_ends_the_wait_of_whoever_cancelled_it(
    room: Room, by: str, state: str, is_bound: bool
) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    booking = await replace(desk, patient=patient).book(desk.at(60 * 24 * 4))
    entry = await room.joins(0, booking=booking)
    async with writing():
        await Booking.filter(id=booking.id).update(status="cancelled", cancelled_by=by)

    await room.settle()

    await entry.refresh_from_db()
    assert (entry.state, entry.booking_id is not None) == (state, is_bound)


async def test_who_gets_a_booking_meanwhile_waits_for_an_earlier_time_than_that(room: Room) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    entry = await room.joins(0)
    desk.clock.turn(timedelta(minutes=1))
    booking = await replace(desk, patient=patient).book(desk.at(0))

    await room.settle()

    await entry.refresh_from_db()
    assert (entry.state, entry.booking_id) == ("waiting", booking.id)


async def test_a_wish_that_is_over_has_expired(room: Room) -> None:
    desk = room.desk
    entry = await room.joins(0, Wish(last_day=desk.clock.now().date() + timedelta(days=1)))
    still = await room.joins(1)
    desk.clock.turn(timedelta(days=3))

    await room.settle()

    await entry.refresh_from_db()
    await still.refresh_from_db()
    assert (entry.state, still.state) == ("expired", "waiting")
    assert entry.ended_at == desk.clock.now()


async def test_a_practitioner_who_is_wished_for_is_waited_for(room: Room) -> None:
    desk, (patient, _) = room.desk, room.people[0]
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    await within_transaction(
        lambda: join(desk.clinic, patient.id, Wanted(desk.service.id, other.id), by="staff", clock=desk.clock)
    )
    assert len(await room.next_up()) == 1

    async with writing():
        await other.filter(id=other.id).update(is_active=False)

    assert await room.next_up() == []


async def test_offers_are_counted_by_the_day(room: Room) -> None:
    desk, entry = room.desk, await room.joins(0)
    for number in range(3):
        await room.decline(await room.offer(entry, desk.at(60 * number)))

    assert await room.next_up() == []
    desk.clock.turn(timedelta(days=1))
    assert [one.id for one in await room.next_up()] == [entry.id]
    assert await WaitlistOffer.filter(state="declined").count() == 3
