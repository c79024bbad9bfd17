"""What is remembered of how a clinic works is never booked by once it is otherwise, whoever changed it, and when."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from tests.core.booking_desk import Desk, make_desk
from tests.factories import (
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_conversation,
    make_patient,
    make_practitioner,
    make_resource,
)

from chatbookr_core.bookings import agreements, service
from chatbookr_core.bookings.agreements import agreement_seen
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, savepoint, transaction
from chatbookr_core.errors import ChatbookrError, NotFound, SlotNotOffered, SlotTaken
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Job, Practitioner, Resource, WorkingHours
from chatbookr_core.models import Service as ServiceRow


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock, random: Random) -> Desk:
    """Open a clinic of which a booking has been made already: it is remembered."""
    desk = await make_desk(vault, clock, random)
    await desk.book(desk.at(0))
    assert agreement_seen(desk.clinic.id, desk.at(60)) is not None
    return desk


def minutes_of(booking: Booking) -> float:
    return (booking.ends_at - booking.starts_at).total_seconds() / 60


async def book(desk: Desk, minutes: int, **changes: Any) -> Booking:
    """Book within the transaction under way."""
    wanted = {"patient_id": desk.patient.id, "conversation_id": None, "created_by": "staff", **changes}
    return await service.book(
        desk.at(minutes), clinic_id=desk.clinic.id, clock=desk.clock, random=desk.random, **wanted
    )


async def take_longer(desk: Desk, minutes: int = 45) -> None:
    await ServiceRow.filter(id=desk.service.id).update(duration_minutes=minutes)


async def test_what_is_remembered_books_as_what_is_read(desk: Desk) -> None:
    week = 7 * 24 * 60
    agreements.forget(desk.clinic.id, desk.at(0))
    read = await Booking.get(id=(await desk.book(desk.at(week))).id)

    seen = await Booking.get(id=(await desk.book(desk.at(week + 30))).id)

    own = {"id", "reference", "starts_at", "ends_at"}
    columns = Booking._meta.db_fields - own
    assert [getattr(seen, name) for name in columns] == [getattr(read, name) for name in columns]
    assert await desk.taken() == [(0, 30), (week, week + 30), (week + 30, week + 60)]
    jobs = [Job.filter(subject_id=one.id).order_by("due_at").values_list("kind", flat=True) for one in (read, seen)]
    owed = [await one for one in jobs]
    assert owed[0] == owed[1] != []


async def test_a_service_that_takes_longer_now_takes_longer(desk: Desk) -> None:
    await take_longer(desk)

    assert minutes_of(await desk.book(desk.at(60))) == 45


async def test_what_is_not_offered_any_more_is_not_booked(desk: Desk) -> None:
    await WorkingHours.filter(practitioner_id=desk.practitioner.id).delete()
    with pytest.raises(ChatbookrError, match="does not work"):
        await desk.book(desk.at(60))

    await Practitioner.filter(id=desk.practitioner.id).update(is_active=False)
    with pytest.raises(NotFound):
        await desk.book(desk.at(60))

    assert await Booking.all().count() == 1


async def test_a_room_that_is_needed_since_is_taken_or_missed(desk: Desk) -> None:
    room = await make_resource(desk.location, services=[desk.service])

    booking = await desk.book(desk.at(60))
    await Resource.filter(id=room.id).update(is_active=False)

    assert await Allocation.filter(booking_id=booking.id, subject_id=room.id).exists()
    with pytest.raises(SlotNotOffered):
        await desk.book(desk.at(120))


async def test_a_calendar_connected_since_gets_the_event(desk: Desk, vault: Vault) -> None:
    await make_calendar_connection(desk.practitioner, vault)

    booking = await desk.book(desk.at(60))

    assert booking.calendar_state == "pending"
    assert await Job.filter(kind="calendar.put", subject_id=booking.id).exists()


async def test_only_the_clinics_patients_are_booked_for(desk: Desk, vault: Vault) -> None:
    stranger = await make_patient(await make_clinic(vault), vault)
    other = await make_patient(desk.clinic, vault)
    theirs = await make_conversation(other, await make_connection(desk.clinic))

    for wrong in ({"patient_id": stranger.id}, {"conversation_id": theirs.id}):
        with pytest.raises(NotFound):
            async with transaction():
                await book(desk, 60, **wrong)

    assert await Booking.all().count() == 1


async def test_what_a_transaction_changed_and_took_back_is_not_remembered(desk: Desk) -> None:
    async def change_and_fail() -> None:
        async with transaction():
            await take_longer(desk)
            assert minutes_of(await book(desk, 60)) == 45
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        await change_and_fail()

    assert minutes_of(await desk.book(desk.at(60))) == 30


async def test_what_a_transaction_changes_after_it_booked_holds(desk: Desk) -> None:
    agreements.forget(desk.clinic.id, desk.at(0))
    async with transaction():
        await book(desk, 60)
        await book(desk, 120)
        await take_longer(desk)
        assert minutes_of(await book(desk, 180)) == 45

    assert minutes_of(await desk.book(desk.at(240))) == 45


@pytest.mark.postgres
async def test_a_change_that_commits_after_the_reading_is_not_missed(
    postgres_database: Database, vault: Vault, clock: TurnableClock, random: Random
) -> None:
    desk = await make_desk(vault, clock, random)
    has_changed, may_commit = asyncio.Event(), asyncio.Event()

    async def change() -> None:
        async with transaction():
            await take_longer(desk)
            has_changed.set()
            await may_commit.wait()

    changing = asyncio.create_task(change())
    await has_changed.wait()
    before = [minutes_of(await desk.book(desk.at(minutes))) for minutes in (0, 30)]
    may_commit.set()
    await changing

    assert before == [30, 30]
    assert minutes_of(await desk.book(desk.at(60))) == 45


async def test_what_is_remembered_serves_till_notes_may_have_been_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = agreement_seen(desk.clinic.id, desk.at(60))
    await desk.book(desk.at(60))
    assert agreement_seen(desk.clinic.id, desk.at(120)) is first
    monkeypatch.setattr(agreements, "STALE_AFTER", timedelta())
    agreements.forget(desk.clinic.id, desk.at(0))
    await desk.book(desk.at(120))
    stale = agreement_seen(desk.clinic.id, desk.at(180))

    await desk.book(desk.at(180))

    assert stale is not None
    assert agreement_seen(desk.clinic.id, desk.at(240)) is not stale


async def test_what_was_read_after_a_backup_is_not_gone_on_from(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, random: Random
) -> None:
    desk = await make_desk(vault, clock, random)
    await desk.book(desk.at(0))
    seen = agreement_seen(desk.clinic.id, desk.at(60))
    async with transaction() as tx:
        await tx.execute("UPDATE sqlite_sequence SET seq = seq - 3 WHERE name = 'slot_change'")

    await desk.book(desk.at(60))

    assert seen is not None
    assert agreement_seen(desk.clinic.id, desk.at(120)) is not seen


async def test_what_is_read_within_a_block_that_is_undone_is_not_remembered(desk: Desk) -> None:
    agreements.forget(desk.clinic.id, desk.at(0))

    async def change_and_fail() -> None:
        async with savepoint():
            await take_longer(desk)
            assert minutes_of(await book(desk, 60)) == 45
            raise RuntimeError("enough")

    async with transaction():
        with pytest.raises(RuntimeError, match="enough"):
            await change_and_fail()
        assert minutes_of(await book(desk, 60)) == 30

    assert minutes_of(await desk.book(desk.at(120))) == 30


async def test_a_hold_or_a_move_goes_by_what_is_so_now(desk: Desk) -> None:
    booking = await desk.book(desk.at(600))
    await take_longer(desk)

    held = await desk.hold(desk.at(60), minutes=5)
    async with transaction():
        moved = await service.reschedule(booking.id, clinic_id=desk.clinic.id, to=desk.at(120), clock=desk.clock)

    assert held.ends_at - held.starts_at == moved.ends_at - moved.starts_at == timedelta(minutes=45)


async def test_the_first_room_that_is_free_is_taken(desk: Desk) -> None:
    rooms = [await make_resource(desk.location, services=[desk.service]) for _ in range(2)]
    people = [desk.practitioner]
    people += [await make_practitioner(desk.clinic, desk.location, services=[desk.service]) for _ in range(2)]
    for number, one in enumerate(people):  # each is remembered
        await desk.book(replace(desk.at(600 + 60 * number), practitioner_id=one.id))

    first, second = [await desk.book(replace(desk.at(120), practitioner_id=one.id)) for one in people[:2]]
    with pytest.raises(SlotTaken):
        await desk.book(replace(desk.at(135), practitioner_id=people[2].id))

    each = [Allocation.filter(booking_id=one.id).values_list("subject_id", flat=True) for one in (first, second)]
    taken = [set(await one) for one in each]
    assert [len(one) for one in taken] == [2, 2]
    assert taken[0] | taken[1] == {room.id for room in rooms} | {one.id for one in people[:2]}


async def test_of_two_at_once_one_gets_it_and_nothing_is_left_of_the_other(desk: Desk) -> None:
    room = await make_resource(desk.location, services=[desk.service])
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    asked = [desk.at(120), replace(desk.at(135), practitioner_id=other.id)]
    for number, one in enumerate(asked):
        await desk.book(replace(one, starts_at=desk.at(600 + 60 * number).starts_at))

    ended = await asyncio.gather(*(desk.book(one) for one in asked), return_exceptions=True)

    (booked,) = (one for one in ended if isinstance(one, Booking))
    assert [type(one) for one in ended if not isinstance(one, Booking)] == [SlotTaken]
    at_noon = Allocation.filter(subject_id__in=[room.id, desk.practitioner.id, other.id], booking_id=booked.id)
    assert await at_noon.count() == 2
    assert await Booking.all().count() == 4
    assert await Allocation.all().count() == 7
    assert not await Job.filter(subject_id__not_in=await Booking.all().values_list("id", flat=True)).exists()


async def test_a_hold_that_ran_out_is_not_in_the_way(desk: Desk) -> None:
    await desk.hold(desk.at(60), minutes=5)
    with pytest.raises(SlotTaken):
        await desk.book(desk.at(60))

    desk.clock.turn(timedelta(minutes=6))

    assert (await desk.book(desk.at(60))).status == "confirmed"


async def test_a_reference_given_already_is_followed_by_a_longer_one(desk: Desk) -> None:
    first = await replace(desk, random=Random(7)).book(desk.at(60))  # noqa: S311  # the same references twice
    second, third = [
        await replace(desk, random=Random(7)).book(desk.at(minutes))  # noqa: S311  # as above
        for minutes in (120, 180)
    ]

    assert len({first.reference, second.reference, third.reference}) == 3
