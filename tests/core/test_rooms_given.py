"""Rooms that do not do any more: who had one gets another that is free, under the guard, and is displaced else."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from tests.api.clients import make_deployment
from tests.core.booking_desk import Desk, make_desk, within_transaction
from tests.core.test_bookings_races import CONNECTIONS, OVERLAPS, outcomes
from tests.factories import make_location, make_practitioner, make_resource, make_service, writing

from chatbookr_core.bookings.displacing import look_again
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.standing import clinics_lacking
from chatbookr_core.bookings.upholding import uphold_booking
from chatbookr_core.clinics.arranging import set_days, set_resource_hours
from chatbookr_core.clinics.arranging_rules import Window
from chatbookr_core.clinics.premises import ResourceDraft, save_resource
from chatbookr_core.clinics.rules import ServiceDraft
from chatbookr_core.clinics.service import save_service
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import fetch, opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import HoldExpired
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Practitioner, Resource, Service, ServiceResource, StaffTask
from chatbookr_permissions.actor import SystemActor

HOST = SystemActor("tests")
WEEK = 7 * 1440


@pytest.fixture
async def desk(database_url: str, vault: Vault, clock: TurnableClock, random: Random) -> AsyncIterator[Desk]:
    """Take bookings over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        yield await make_desk(vault, clock, random)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def laser(desk: Desk, people: int = 1, **fields: Any) -> tuple[Service, list[Practitioner]]:
    """Offer what takes a laser, with somebody of its own for each of several at once."""
    gives = [await make_practitioner(desk.clinic, desk.location) for _ in range(people)]
    service = await make_service(desk.clinic, *gives, **fields)
    async with writing():
        await ServiceResource.create(clinic_id=desk.clinic.id, service_id=service.id, resource_kind="laser")
    return service, gives


def at(desk: Desk, service: Service, who: Practitioner, minutes: int) -> SlotRequest:
    return replace(desk.at(minutes), service_id=service.id, practitioner_id=who.id)


async def closed(deployment: Deployment, desk: Desk, room: Resource, day: date, *, is_closed: bool = True) -> None:
    windows = () if is_closed else None
    await within_transaction(
        lambda: set_days(deployment, HOST, desk.clinic.id, first=day, last=day, windows=windows, resource_id=room.id)
    )


async def kept(deployment: Deployment, desk: Desk, room: Resource, *, is_active: bool) -> None:
    draft = ResourceDraft(room.name, "laser", is_active)
    await within_transaction(lambda: save_resource(deployment, HOST, desk.location.id, draft, room.id))


async def room_of(booking: Booking) -> UUID:
    """Say which room or device a booking has; it has one."""
    rooms = await Resource.filter(clinic_id=booking.clinic_id).values_list("id", flat=True)
    taken = Allocation.filter(booking_id=booking.id, is_active=True, subject_id__in=rooms)
    (found,) = await taken.values_list("subject_id", flat=True)
    assert isinstance(found, UUID)
    return found


async def is_displaced(booking: Booking) -> bool:
    return (await Booking.get(id=booking.id)).displaced_at is not None


async def tasks(desk: Desk) -> list[tuple[str, int | None]]:
    rows = await StaffTask.filter(clinic_id=desk.clinic.id, kind="bookings_displaced").order_by("id")
    return [(one.state, one.booking_count) for one in rows]


async def test_a_closed_room_is_exchanged_for_a_free_one_and_nobody_is_told(deployment: Deployment, desk: Desk) -> None:
    service, (who,) = await laser(desk)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(2)]
    booking = await desk.book(at(desk, service, who, 0))
    had = await room_of(booking)
    first, second = sorted(rooms, key=lambda one: one.id != had)

    await closed(deployment, desk, first, booking.starts_at.date())

    assert (had, await room_of(booking)) == (first.id, second.id)
    after = await Booking.get(id=booking.id)
    assert (after.version, after.displaced_at, after.announced_version) == (1, None, booking.announced_version)
    assert await tasks(desk) == []
    assert await Allocation.filter(booking_id=booking.id, is_active=True).count() == 2


async def test_where_none_is_free_it_keeps_its_room_needs_another_time_and_gets_both_back(
    deployment: Deployment, desk: Desk
) -> None:
    service, (one, other) = await laser(desk, 2)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(2)]
    first, second = await desk.book(at(desk, service, one, 0)), await desk.book(at(desk, service, other, 15))
    had = await room_of(first)
    room = next(one for one in rooms if one.id == had)

    await closed(deployment, desk, room, first.starts_at.date())
    taken = (await is_displaced(first), await is_displaced(second), await room_of(first))
    opened = await tasks(desk)
    await closed(deployment, desk, room, first.starts_at.date(), is_closed=False)

    assert (taken, opened) == ((True, False, room.id), [("open", 1)])
    assert (await is_displaced(first), await tasks(desk)) == (False, [("done", 0)])
    assert await room_of(first) == room.id


@pytest.mark.parametrize("how", ["opened", "added"])
async def test_another_room_that_opens_or_is_new_is_taken_by_who_lacks_one(
    deployment: Deployment, desk: Desk, how: str
) -> None:
    service, (who,) = await laser(desk)
    room = await make_resource(desk.location, kind="laser")
    spare = await make_resource(desk.location, kind="laser", is_active=False)
    booking = await desk.book(at(desk, service, who, 0))
    await closed(deployment, desk, room, booking.starts_at.date())

    draft = ResourceDraft("Laser again", "laser")
    known = spare.id if how == "opened" else None
    await within_transaction(lambda: save_resource(deployment, HOST, desk.location.id, draft, known))

    assert not await is_displaced(booking)
    assert await room_of(booking) != room.id
    assert await tasks(desk) == [("done", 0)]


@pytest.mark.parametrize("how", ["inactive", "elsewhere", "another kind", "other hours"])
async def test_a_room_that_is_not_there_any_more_displaces_until_it_is_as_it_was(
    deployment: Deployment, desk: Desk, how: str
) -> None:
    service, (who,) = await laser(desk)
    room = await make_resource(desk.location, kind="laser")
    booking = await desk.book(at(desk, service, who, 0))
    mornings = [Window(day, 0, 60) for day in range(1, 8)]
    place = desk.location if how != "elsewhere" else await make_location(desk.clinic)
    changed = ResourceDraft(room.name, "lamp" if how == "another kind" else "laser", how != "inactive")

    async def change(draft: ResourceDraft, location_id: UUID, hours: Sequence[Window]) -> None:
        await save_resource(deployment, HOST, location_id, draft, room.id)
        await set_resource_hours(deployment, HOST, resource_id=room.id, hours=hours)

    await within_transaction(lambda: change(changed, place.id, mornings if how == "other hours" else ()))
    taken = await is_displaced(booking)
    await within_transaction(lambda: change(ResourceDraft(room.name, "laser"), desk.location.id, ()))

    assert (taken, await is_displaced(booking), await room_of(booking)) == (True, False, room.id)


async def test_all_of_a_group_go_into_another_room_or_none_of_them(deployment: Deployment, desk: Desk) -> None:
    service, (who,) = await laser(desk, seats=3)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(2)]
    seats = [await desk.book(at(desk, service, who, 0)) for _ in range(3)]
    day = seats[0].starts_at.date()

    async def rooms_taken() -> list[UUID]:
        taken = Allocation.filter(clinic_id=desk.clinic.id, is_active=True, subject_id__in=[one.id for one in rooms])
        return [one.subject_id for one in await taken]

    (had,) = await rooms_taken()
    first, second = sorted(rooms, key=lambda one: one.id != had)
    await closed(deployment, desk, first, day)
    moved, displaced = await rooms_taken(), [await is_displaced(one) for one in seats]
    await closed(deployment, desk, second, day)

    assert (moved, displaced) == ([second.id], [False] * 3)
    assert [await is_displaced(one) for one in seats] == [True] * 3
    assert (await rooms_taken(), await tasks(desk)) == ([second.id], [("open", 3)])


async def test_what_a_service_takes_from_now_on_is_taken_for_what_is_booked_and_named_where_there_is_none(
    deployment: Deployment, desk: Desk
) -> None:
    people = [desk.practitioner, await make_practitioner(desk.clinic, desk.location, services=[desk.service])]
    first = await desk.book(desk.at(0))
    second = await desk.book(replace(desk.at(0), practitioner_id=people[1].id))
    lamp = await make_resource(desk.location, kind="lamp")
    draft = ServiceDraft(desk.service.title, desk.service.short_title, 30, resource_kinds=("lamp",))

    async def save(draft: ServiceDraft) -> None:
        await save_service(deployment, HOST, clinic_id=desk.clinic.id, draft=draft, service_id=desk.service.id)

    await within_transaction(lambda: save(draft))
    displaced = [await is_displaced(one) for one in (first, second)]
    has = await room_of(first if displaced[1] else second)
    await within_transaction(lambda: save(replace(draft, resource_kinds=())))

    assert (sorted(displaced), has) == ([False, True], lamp.id)
    assert [await is_displaced(one) for one in (first, second)] == [False, False]


async def test_who_has_a_service_no_more_or_offers_it_no_more_keeps_what_is_booked(
    deployment: Deployment, desk: Desk
) -> None:
    booking = await desk.book(desk.at(0))
    other = await make_practitioner(desk.clinic, desk.location)
    draft = ServiceDraft(
        desk.service.title,
        desk.service.short_title,
        30,
        is_active=False,
        practitioner_ids=(other.id,),
        resource_kinds=(),
    )

    await within_transaction(
        lambda: save_service(deployment, HOST, clinic_id=desk.clinic.id, draft=draft, service_id=desk.service.id)
    )

    assert not await is_displaced(booking)
    assert await tasks(desk) == []


async def test_who_is_about_to_book_a_room_that_is_closed_meanwhile_is_told_that_it_has_gone(
    deployment: Deployment, desk: Desk
) -> None:
    service, (who,) = await laser(desk)
    room = await make_resource(desk.location, kind="laser")
    lost, kept = await desk.hold(at(desk, service, who, 0)), await desk.hold(at(desk, service, who, 1440))

    await closed(deployment, desk, room, lost.starts_at.date())

    with pytest.raises(HoldExpired):
        await desk.confirm(lost.id)
    assert await room_of(await desk.confirm(kept.id)) == room.id


async def test_a_day_that_is_given_back_gives_no_room_back_that_is_closed_still(
    deployment: Deployment, desk: Desk
) -> None:
    service, (who,) = await laser(desk)
    room = await make_resource(desk.location, kind="laser")
    booking = await desk.book(at(desk, service, who, 0))
    day = booking.starts_at.date()

    async def clinic(windows: Sequence[tuple[int, int]] | None) -> bool:
        await within_transaction(
            lambda: set_days(deployment, HOST, desk.clinic.id, first=day, last=day, windows=windows)
        )
        return await is_displaced(booking)

    await closed(deployment, desk, room, day)
    both, room_alone = await clinic(()), await clinic(None)
    await closed(deployment, desk, room, day, is_closed=False)

    assert (both, room_alone, await is_displaced(booking)) == (True, True, False)


@pytest.mark.integration  # speaks over sockets
async def test_rooms_that_close_while_others_book_move_and_cancel_leave_each_booking_one_room_and_no_room_two(
    deployment: Deployment, desk: Desk
) -> None:
    service, people = await laser(desk, 3)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(4)]
    booked = [await desk.book(at(desk, service, who, 30 * place)) for who in people for place in range(4)]
    day = booked[0].starts_at.date()
    away, gone, stay = booked[0::3], booked[1::3], booked[2::3]

    await outcomes(
        [
            closed(deployment, desk, rooms[0], day),
            *(desk.reschedule(one, at(desk, service, people[0], WEEK + 30 * n)) for n, one in enumerate(away)),
            closed(deployment, desk, rooms[1], day),
            *(desk.cancel(one) for one in gone),
            closed(deployment, desk, rooms[2], day),
            *(desk.book(at(desk, service, who, 150)) for who in people),
        ]
    )

    (pairs,) = await fetch(OVERLAPS)
    assert pairs["pairs"] == 0
    for one in await Booking.filter(clinic_id=desk.clinic.id).exclude(status="cancelled"):
        await room_of(one)
    assert not await Allocation.filter(booking_id__in=[one.id for one in gone], is_active=True).exists()
    for one in away:
        assert not await is_displaced(one)
    assert len(stay) == 4


@pytest.mark.integration  # speaks over sockets
async def test_who_cancels_while_a_room_is_exchanged_waits_and_leaves_none_taken(
    deployment: Deployment, desk: Desk
) -> None:
    service, (who,) = await laser(desk)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(2)]
    booking, day = await desk.book(at(desk, service, who, 0)), desk.at(0).starts_at.date()
    had, is_exchanged = await room_of(booking), asyncio.Event()

    async def close() -> None:
        async with transaction():
            whose = next(room.id for room in rooms if room.id == had)
            await set_days(deployment, HOST, desk.clinic.id, first=day, last=day, windows=(), resource_id=whose)
            is_exchanged.set()
            await asyncio.sleep(0.2)  # whoever does not wait for the commit is done by then

    async def cancel() -> None:
        await is_exchanged.wait()
        await desk.cancel(booking)

    await asyncio.gather(close(), cancel())

    assert not await Allocation.filter(booking_id=booking.id, is_active=True).exists()


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_closes_and_opens_each_booking_has_one_room_that_does_or_none_was_free(
    deployment: Deployment, desk: Desk, seed: int
) -> None:
    """An oracle of its own: a room does where it is in use and not closed on that day, and nobody else has it then."""
    random = Random(seed)  # noqa: S311  # no secret
    service, people = await laser(desk, 3, duration_minutes=45)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(4)]
    times = [(who, 1440 * day + 60 * hour) for who in people for day in range(2) for hour in range(4)]
    booked = [await desk.book(at(desk, service, *one)) for one in random.sample(times, 14)]
    days = sorted({one.starts_at.date() for one in booked})
    shut: set[tuple[UUID, date]] = set()
    idle: set[UUID] = set()

    for _ in range(8):
        room, day = random.choice(rooms), random.choice(days)
        if random.random() < 0.3:
            await kept(deployment, desk, room, is_active=room.id in idle)
            idle ^= {room.id}
        else:
            await closed(deployment, desk, room, day, is_closed=(room.id, day) not in shut)
            shut ^= {(room.id, day)}
        await agree(desk, booked, rooms, shut, idle)


async def agree(
    desk: Desk, booked: Sequence[Booking], rooms: Sequence[Resource], shut: set[tuple[UUID, date]], idle: set[UUID]
) -> None:
    now = [await Booking.get(id=one.id) for one in booked]
    has = {one.id: await room_of(one) for one in now}
    waiting = 0
    for one in now:
        does = [room.id for room in rooms if room.id not in idle and (room.id, one.starts_at.date()) not in shut]
        taken = {has[other.id] for other in now if other.starts_at == one.starts_at and other.id != one.id}
        assert has[one.id] not in taken
        assert (one.displaced_at is None) == (has[one.id] in does)
        assert one.displaced_at is None or set(does) <= taken
        waiting += one.displaced_at is not None
    counted = await StaffTask.get_or_none(clinic_id=desk.clinic.id, kind="bookings_displaced", state="open")
    assert (counted.booking_count if counted else 0) == waiting


async def test_a_room_that_falls_free_is_given_to_who_lacks_one(deployment: Deployment, desk: Desk) -> None:
    service, (one, other) = await laser(desk, 2)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(2)]
    first, second = await desk.book(at(desk, service, one, 0)), await desk.book(at(desk, service, other, 15))
    had = await room_of(first)
    await closed(deployment, desk, next(room for room in rooms if room.id == had), first.starts_at.date())

    await within_transaction(lambda: look_again(desk.clinic.id, desk.clock.now()))
    before = await is_displaced(first)
    await desk.cancel(second)
    await within_transaction(lambda: look_again(desk.clinic.id, desk.clock.now()))

    assert (before, await is_displaced(first)) == (True, False)
    assert await room_of(first) != had
    assert await tasks(desk) == [("done", 0)]


async def test_who_takes_place_all_the_same_gets_the_room_that_falls_free(deployment: Deployment, desk: Desk) -> None:
    service, (one, other) = await laser(desk, 2)
    rooms = [await make_resource(desk.location, kind="laser") for _ in range(2)]
    first, second = await desk.book(at(desk, service, one, 0)), await desk.book(at(desk, service, other, 15))
    had = await room_of(first)
    await closed(deployment, desk, next(room for room in rooms if room.id == had), first.starts_at.date())
    await within_transaction(lambda: uphold_booking(deployment, HOST, first.id))
    assert await clinics_lacking(desk.clock.now()) == [desk.clinic.id]

    await desk.cancel(second)
    await within_transaction(lambda: look_again(desk.clinic.id, desk.clock.now()))

    after = await Booking.get(id=first.id)
    assert await room_of(first) != had
    assert (after.displaced_at, after.upheld_at is not None) == (None, True)  # its hours may be missing still
