"""What needs another time takes place all the same, by staff's word, until something else comes over it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from tests.factories import make_resource, writing
from tests.schema.desk import Desk, ask
from tests.schema.test_displaced_bookings import (
    CANCEL,
    CLOSED,
    DAY,
    HOUR,
    MOVE,
    REOPENED,
    TEN,
    arranged,
    booked,
    days,
    deployment,
    desk,
    task_of,
    tasks,
    work,
)
from tests.schema.test_displaced_premises import person as one_of_them
from tests.schema.test_displaced_premises import saved

from chatbookr_core.bookings.reminding import REMIND_JOB
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import (
    Allocation,
    AuditEntry,
    Booking,
    Job,
    LoggedChange,
    ServiceResource,
    StaffTask,
)
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

__all__ = ["deployment", "desk"]
UPHOLD = """mutation ($id: ID!, $version: Int!) { bookingUphold(bookingId: $id, version: $version) {
  booking { id version displacedAt upheldAt reminderHeldAt } userErrors { code } } }"""
SHORT = [{"startMinute": 780, "endMinute": 1020}]


async def uphold(
    deployment: Deployment, desk: Desk, booking_id: str | None = None, *, version: int = 1, who: Principal | None = None
) -> dict[str, Any]:
    values = {"id": booking_id or desk.id_of("Booking"), "version": version}
    answer = await ask(deployment, who or desk.actor(Role.RECEPTIONIST), UPHOLD, values)
    assert answer.errors == []
    found: dict[str, Any] = answer.data["bookingUphold"]
    return found


async def told(desk: Desk) -> int:
    return await LoggedChange.filter(kind="booking", subject_id=desk.booking.id).count()


async def refused(
    deployment: Deployment, desk: Desk, *, version: int = 1, booking_id: str | None = None
) -> tuple[list[str], bool]:
    """Say with which codes it is refused, and whether that left everything as it was."""
    before = [await Booking.all().order_by("id").values(), await StaffTask.all().order_by("id").values()]
    done = await uphold(deployment, desk, booking_id, version=version)
    after = [await Booking.all().order_by("id").values(), await StaffTask.all().order_by("id").values()]
    return [one["code"] for one in done["userErrors"]], done["booking"] is None and before == after


async def test_what_takes_place_all_the_same_is_unmarked_counted_no_more_audited_and_told_of(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    other = await booked(desk, TEN + HOUR)
    await days(deployment, desk, **CLOSED)
    before = await told(desk)

    done = await uphold(deployment, desk)
    one_left = await tasks(deployment, desk)
    await uphold(deployment, desk, other)

    assert done["userErrors"] == []
    shown = {"version": 1, "displacedAt": None, "upheldAt": clock.now().isoformat(), "reminderHeldAt": None}
    assert done["booking"] == {"id": desk.id_of("Booking"), **shown}
    assert (one_left, await tasks(deployment, desk)) == ([task_of(1)], [task_of(0, "DONE")])
    assert await told(desk) == before + 1
    entries = await AuditEntry.filter(action="bookingUphold", outcome="done").order_by("id")
    assert [one.subject_id == desk.booking.id for one in entries] == [True, False]


async def test_said_twice_it_stands_and_nobody_is_told_again(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await days(deployment, desk, **CLOSED)
    first = await uphold(deployment, desk)
    before = await told(desk)
    clock.turn(timedelta(minutes=5))

    again = await uphold(deployment, desk)

    assert again == first
    assert (await told(desk), await tasks(deployment, desk)) == (before, [task_of(0, "DONE")])


async def test_what_does_not_need_another_time_is_over_or_was_seen_otherwise_is_refused(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    there = await refused(deployment, desk)
    gone = await booked(desk, TEN + HOUR)
    await days(deployment, desk, **CLOSED)
    stale = await refused(deployment, desk, version=2)
    cancelled = await ask(deployment, desk.actor(Role.OWNER), CANCEL, {"id": gone})
    assert cancelled.errors == []
    after_all = await refused(deployment, desk, booking_id=gone, version=2)
    clock.turn(TEN - clock.now())
    begun = await refused(deployment, desk)
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="completed")
    over = await refused(deployment, desk)
    nobody = await refused(deployment, desk, booking_id=global_id("Booking", desk.clinic.id))

    assert there == (["NOT_DISPLACED"], True)
    assert (stale, after_all) == ((["STALE"], True), (["ALREADY_CANCELLED"], True))
    assert (begun, over, nobody) == ((["NOT_THE_TIME"], True), (["WRONG_STATUS"], True), (["NOT_FOUND"], True))


async def test_who_may_not_change_bookings_or_has_others_alone_does_not_say_so(
    deployment: Deployment, desk: Desk
) -> None:
    await days(deployment, desk, **CLOSED)
    reading = Membership(Role.CUSTOM, None, frozenset({Permission.BOOKING_READ}), desk.custom_role.id)
    values = {"id": desk.id_of("Booking"), "version": 1}

    answer = await ask(deployment, desk.member_actor(reading), UPHOLD, values)

    assert answer.data == {"bookingUphold": None}
    assert [one["extensions"]["code"] for one in answer.errors] == ["FORBIDDEN"]
    assert await Booking.filter(id=desk.booking.id, upheld_at=None).exclude(displaced_at=None).exists()


def person(desk: Desk) -> dict[str, object]:
    return {"practitionerId": desk.id_of("Practitioner")}


async def absent(deployment: Deployment, desk: Desk) -> None:
    await days(deployment, desk, **{**CLOSED, **person(desk)})


async def closed_again(deployment: Deployment, desk: Desk) -> None:
    await days(deployment, desk, **CLOSED)


async def longer_elsewhere(deployment: Deployment, desk: Desk) -> None:
    await days(deployment, desk, firstDay="2027-03-09", lastDay="2027-03-09", windows=SHORT)


async def open_beside_it(deployment: Deployment, desk: Desk) -> None:
    await days(deployment, desk, **{**CLOSED, "windows": SHORT})


async def counted_again(deployment: Deployment, desk: Desk) -> None:
    await work(deployment)


async def off_that_weekday(deployment: Deployment, desk: Desk) -> None:
    tuesdays = [{"weekday": 2, "startMinute": 540, "endMinute": 1020}]
    place = {"locationId": desk.id_of("Location"), "hours": tuesdays}
    await arranged(deployment, desk, "workingHoursSet", {**person(desk), **place})


async def not_there_any_more(deployment: Deployment, desk: Desk) -> None:
    await saved(deployment, desk, "practitionerSave", **one_of_them(desk, is_active=False))


async def holiday(deployment: Deployment, desk: Desk) -> None:
    place: Mapping[str, object] = {"locationId": desk.id_of("Location"), "country": "DE", "subdivision": "BE"}
    await arranged(deployment, desk, "holidaysSet", place)


async def opened_and_closed(deployment: Deployment, desk: Desk) -> None:
    await days(deployment, desk, **REOPENED)
    await days(deployment, desk, **CLOSED)


@pytest.mark.parametrize(
    "later", [closed_again, longer_elsewhere, open_beside_it, counted_again], ids=lambda one: str(one.__name__)
)
async def test_what_staff_knew_of_does_not_take_it_again(deployment: Deployment, desk: Desk, later: Any) -> None:
    await days(deployment, desk, **CLOSED)
    await uphold(deployment, desk)

    await later(deployment, desk)

    assert await Booking.filter(id=desk.booking.id, displaced_at=None).exclude(upheld_at=None).exists()
    assert await tasks(deployment, desk) == [task_of(0, "DONE")]


@pytest.mark.parametrize(
    "later",
    [absent, off_that_weekday, not_there_any_more, holiday, opened_and_closed],
    ids=lambda one: str(one.__name__),
)
async def test_what_comes_over_it_later_takes_it_anew(deployment: Deployment, desk: Desk, later: Any) -> None:
    """Though it was outside of all hours before, too: the clinic is closed then, and its doctor came in for it."""
    async with writing():
        await Booking.filter(id=desk.booking.id).update(starts_at=TEN, ends_at=TEN + HOUR)
    await days(deployment, desk, **CLOSED)
    await uphold(deployment, desk)

    await later(deployment, desk)

    after = await Booking.get(id=desk.booking.id)
    assert (after.displaced_at is not None, after.upheld_at) == (True, None)
    assert await tasks(deployment, desk) == [task_of(0, "DONE"), task_of(1)]


async def test_a_room_that_is_missing_is_known_of_and_another_kind_is_not(deployment: Deployment, desk: Desk) -> None:
    chair = await make_resource(desk.location, kind="laser")
    async with writing():
        await ServiceResource.filter(service_id=desk.service.id).delete()
        for one in (desk.resource, chair):
            await ServiceResource.get_or_create(
                clinic_id=desk.clinic.id, service_id=desk.service.id, resource_kind=one.kind
            )
            await Allocation.create(
                clinic_id=desk.clinic.id, subject_id=one.id, booking_id=desk.booking.id, starts_minute=1, ends_minute=2
            )
    await days(deployment, desk, **CLOSED, resourceId=desk.id_of("Resource"))
    taken = await tasks(deployment, desk)
    await uphold(deployment, desk)

    await days(deployment, desk, **CLOSED, resourceId=desk.id_of("Resource"))
    known = await Booking.get(id=desk.booking.id)
    named = await days(deployment, desk, **CLOSED, resourceId=global_id("Resource", chair.id))

    assert (taken, known.displaced_at) == ([task_of(1)], None)
    assert (named, await tasks(deployment, desk)) == ([desk.id_of("Booking")], [task_of(0, "DONE"), task_of(1)])


async def test_the_reminder_that_was_held_back_is_owed_once(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await days(deployment, desk, **CLOSED)
    clock.turn(TEN - 3 * HOUR - clock.now())
    async with writing():
        await Booking.filter(id=desk.booking.id).update(reminder_held_at=clock.now() - HOUR)
        await Job.filter(kind=REMIND_JOB).delete()

    done = await uphold(deployment, desk)
    await uphold(deployment, desk)

    assert done["booking"]["reminderHeldAt"] is None
    owed = await Job.filter(kind=REMIND_JOB, state="due")
    assert [one.arguments["version"] for one in owed] == [1]


async def test_moved_it_is_as_any_other(deployment: Deployment, desk: Desk) -> None:
    await days(deployment, desk, **CLOSED)
    await uphold(deployment, desk)
    wish = {"bookingId": desk.id_of("Booking"), "version": 1, "startsAt": (TEN + DAY).isoformat()}

    moved = await ask(deployment, desk.actor(Role.OWNER), MOVE, {"input": wish})

    assert moved.data["bookingReschedule"] == {"booking": {"displacedAt": None}, "userErrors": []}
    assert (await Booking.get(id=desk.booking.id)).upheld_at is None
