"""Hours that are taken away name at once whom they take them from, and one task counts them until none is left."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_hours, make_location, make_practitioner, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.bookings.owing import RECOUNT_JOB
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import claim_due
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Job, Location, Practitioner, StaffTask
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_workers.bookings import recount_displaced
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.runner import run

KIND = "bookings_displaced"
MONDAY = date(2027, 3, 8)
TEN = datetime(2027, 3, 8, 9, tzinfo=UTC)  # in Berlin; the desk's own booking is then
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLOSED: dict[str, object] = {"firstDay": "2027-03-08", "lastDay": "2027-03-08", "windows": []}
REOPENED: dict[str, object] = {"firstDay": "2027-03-08", "lastDay": "2027-03-08"}
TASKS = """query ($id: ID!) { tasks(clinicId: $id, where: {kind: "bookings_displaced"}) {
  nodes { kind advice state bookingCount bookingId } } }"""
DISPLACED = """query ($id: ID!, $is: Boolean) { bookings(clinicId: $id, where: {isDisplaced: $is}) {
  nodes { id displacedAt } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) @idempotent(key: "m") {
  booking { displacedAt } userErrors { code field } } }"""
CANCEL = """mutation ($id: ID!) { bookingCancel(input: {bookingId: $id, version: 1}) @idempotent(key: "c") {
  booking { status displacedAt } userErrors { code } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def arranged(
    deployment: Deployment, desk: Desk, name: str, given: Mapping[str, object], who: Principal | None = None
) -> dict[str, Any]:
    kind = f"{name[0].upper()}{name[1:]}Input!"
    shown = "affectedBookings { id startsAt displacedAt } userErrors { code }"
    query = f"mutation ($input: {kind}) {{ done: {name}(input: $input) {{ {shown} }} }}"
    answer = await ask(deployment, who or desk.actor(Role.OWNER), query, {"input": given})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["done"]
    assert found["userErrors"] == []
    return found


async def days(deployment: Deployment, desk: Desk, **given: object) -> list[str]:
    done = await arranged(deployment, desk, "workingDaysSet", {"clinicId": desk.id_of("Clinic"), **given})
    return [one["id"] for one in done["affectedBookings"]]


async def booked(desk: Desk, starts_at: datetime, who: Practitioner | None = None, **fields: object) -> str:
    whose, place = who or desk.practitioner, fields.pop("location", desk.location)
    assert isinstance(place, Location)
    made = await make_booking(desk.patient, desk.service, whose, place, starts_at=starts_at, **fields)
    return global_id("Booking", made.id)


async def tasks(deployment: Deployment, desk: Desk) -> list[dict[str, Any]]:
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), TASKS, {"id": desk.id_of("Clinic")})
    assert answer.errors == []
    found: list[dict[str, Any]] = answer.data["tasks"]["nodes"]
    return found


def task_of(count: int, state: str = "OPEN") -> dict[str, Any]:
    return {"kind": KIND, "advice": "MOVE", "state": state, "bookingCount": count, "bookingId": None}


async def work(deployment: Deployment) -> int:
    """Do what is owed by now of counting anew."""
    kind = JobKind(RECOUNT_JOB, "upkeep", 60, recount_displaced)
    claimed = await claim_due(deployment.clock.now(), 100, kinds=[RECOUNT_JOB])
    for one in claimed:
        await run(deployment, kind, one.id)
    assert await Job.filter(id__in=[one.id for one in claimed], state="done").count() == len(claimed)
    return len(claimed)


async def test_a_closure_names_what_is_booked_then_and_opens_one_task_that_its_end_ticks_off(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    first, later = desk.id_of("Booking"), await booked(desk, TEN + HOUR, status="requested")
    await booked(desk, TEN + DAY)
    await booked(desk, TEN + 2 * HOUR, status="cancelled")

    named = await days(deployment, desk, **CLOSED)
    again = await days(deployment, desk, **CLOSED)
    opened = await tasks(deployment, desk)
    listed = await ask(deployment, desk.actor(Role.OWNER), DISPLACED, {"id": desk.id_of("Clinic"), "is": True})
    others = await ask(deployment, desk.actor(Role.OWNER), DISPLACED, {"id": desk.id_of("Clinic"), "is": False})
    left = await days(deployment, desk, **REOPENED)

    assert named == again == [first, later]
    assert opened == [task_of(2)]
    assert [one["id"] for one in listed.data["bookings"]["nodes"]] == named
    assert listed.data["bookings"]["nodes"][0]["displacedAt"] == clock.now().isoformat()
    assert [one["displacedAt"] for one in others.data["bookings"]["nodes"]] == [None, None]
    assert (left, await tasks(deployment, desk)) == ([], [task_of(0, "DONE")])
    assert not await Booking.exclude(displaced_at=None).exists()


async def test_the_task_counts_down_as_they_are_moved_or_cancelled_and_is_done_with_the_last(
    deployment: Deployment, desk: Desk
) -> None:
    moved, cancelled = await booked(desk, TEN + HOUR), await booked(desk, TEN + 2 * HOUR)
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="completed")
    await days(deployment, desk, **CLOSED)
    owner = desk.actor(Role.OWNER)

    wish = {"bookingId": moved, "version": 1, "startsAt": (TEN + DAY).isoformat()}
    done = await ask(deployment, owner, MOVE, {"input": wish})
    jobs = await work(deployment)
    one_left = await tasks(deployment, desk)
    gone = await ask(deployment, owner, CANCEL, {"id": cancelled})
    assert gone.errors == []
    jobs += await work(deployment)

    assert done.data["bookingReschedule"] == {"booking": {"displacedAt": None}, "userErrors": []}
    assert gone.data["bookingCancel"]["booking"] == {"status": "CANCELLED", "displacedAt": None}
    assert (one_left, await tasks(deployment, desk)) == ([task_of(1)], [task_of(0, "DONE")])
    assert jobs == 2


async def test_a_second_closure_counts_in_the_same_task_and_one_after_it_is_done_in_another(
    deployment: Deployment, desk: Desk
) -> None:
    await booked(desk, TEN + DAY)
    tuesday = {"firstDay": "2027-03-09", "lastDay": "2027-03-09"}

    await days(deployment, desk, **CLOSED)
    named = await days(deployment, desk, **tuesday, windows=[])
    both = await tasks(deployment, desk)
    await days(deployment, desk, **tuesday)
    await days(deployment, desk, **REOPENED)
    await days(deployment, desk, **CLOSED)

    assert len(named) == 1
    assert both == [task_of(2)]
    assert await tasks(deployment, desk) == [task_of(0, "DONE"), task_of(1)]


async def test_what_staff_ticked_off_themselves_stays_so_until_hours_take_another_time(
    deployment: Deployment, desk: Desk
) -> None:
    await booked(desk, TEN + DAY)
    await days(deployment, desk, **CLOSED)
    async with writing():
        await StaffTask.filter(kind=KIND).update(state="done")

    again = await days(deployment, desk, **CLOSED)
    await work(deployment)
    same = await tasks(deployment, desk)
    await days(deployment, desk, firstDay="2027-03-09", lastDay="2027-03-09", windows=[])

    assert len(again) == 1
    assert same == [task_of(1, "DONE")]
    assert await tasks(deployment, desk) == [*same, task_of(2)]


async def test_an_absence_takes_the_time_of_whoever_is_absent_and_of_that_part_of_the_day(
    deployment: Deployment, desk: Desk
) -> None:
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    await booked(desk, TEN, other)
    afternoon = await booked(desk, TEN + 5 * HOUR)
    absent = {"practitionerId": desk.id_of("Practitioner"), "firstDay": "2027-03-08", "lastDay": "2027-03-08"}

    morning = await days(deployment, desk, **absent, windows=[{"startMinute": 780, "endMinute": 1020}])
    all_day = await days(deployment, desk, **absent, windows=[])

    assert (morning, all_day) == ([desk.id_of("Booking")], [desk.id_of("Booking"), afternoon])
    assert await tasks(deployment, desk) == [task_of(2)]


async def test_other_hours_of_the_week_take_and_give_back_at_that_place_alone(
    deployment: Deployment, desk: Desk
) -> None:
    elsewhere = await make_location(desk.clinic)
    await booked(desk, TEN + 2 * DAY, location=elsewhere)  # never in anybody's hours
    here = {"practitionerId": desk.id_of("Practitioner"), "locationId": desk.id_of("Location")}
    afternoons = [{"weekday": day, "startMinute": 780, "endMinute": 1020} for day in range(1, 6)]
    all_days = [{"weekday": day, "startMinute": 540, "endMinute": 1020} for day in range(1, 6)]

    taken = await arranged(deployment, desk, "workingHoursSet", {**here, "hours": afternoons})
    opened = await tasks(deployment, desk)
    given = await arranged(deployment, desk, "workingHoursSet", {**here, "hours": all_days})

    assert [one["id"] for one in taken["affectedBookings"]] == [desk.id_of("Booking")]
    assert (opened, given["affectedBookings"]) == ([task_of(1)], [])
    assert await tasks(deployment, desk) == [task_of(0, "DONE")]


async def test_hours_at_one_place_take_a_day_that_is_otherwise_from_another(deployment: Deployment, desk: Desk) -> None:
    """On a Saturday on which somebody works nowhere, other hours hold everywhere: until they work at one of the two."""
    elsewhere = await make_location(desk.clinic)
    await make_hours(desk.practitioner, elsewhere, 1, 540, 1020)
    saturday = {"firstDay": "2027-03-13", "lastDay": "2027-03-13", "practitionerId": desk.id_of("Practitioner")}
    await days(deployment, desk, **saturday, windows=[{"startMinute": 540, "endMinute": 720}])
    there = await booked(desk, TEN + 5 * DAY, location=elsewhere)
    here = {"practitionerId": desk.id_of("Practitioner"), "locationId": desk.id_of("Location")}
    week = [{"weekday": day, "startMinute": 540, "endMinute": 1020} for day in range(1, 7)]

    taken = await arranged(deployment, desk, "workingHoursSet", {**here, "hours": week})
    given = await arranged(deployment, desk, "workingHoursSet", {**here, "hours": week[:5]})

    assert [one["id"] for one in taken["affectedBookings"]] == [there]
    assert given["affectedBookings"] == []
    assert await tasks(deployment, desk) == [task_of(0, "DONE")]


async def test_public_holidays_that_a_place_begins_to_keep_are_a_closure(deployment: Deployment, desk: Desk) -> None:
    easter = await booked(desk, datetime(2027, 3, 29, 8, tzinfo=UTC))
    germany: dict[str, object] = {"locationId": desk.id_of("Location"), "country": "DE"}

    kept = await arranged(deployment, desk, "holidaysSet", germany)
    opened = await tasks(deployment, desk)
    worked = await arranged(deployment, desk, "holidaysSet", {**germany, "worked": ["Easter Monday"]})

    assert [one["id"] for one in kept["affectedBookings"]] == [easter]
    assert (opened, worked["affectedBookings"]) == ([task_of(1)], [])
    assert await tasks(deployment, desk) == [task_of(0, "DONE")]


async def test_what_was_put_beside_the_hours_is_taken_by_a_closed_day_alone_and_given_back_with_it(
    deployment: Deployment, desk: Desk
) -> None:
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="cancelled")
    late = await booked(desk, TEN + 9 * HOUR, overbook_reason="acute_pain")

    shorter = await days(deployment, desk, **REOPENED, windows=[{"startMinute": 540, "endMinute": 720}])
    closed = await days(deployment, desk, **CLOSED)
    back = await days(deployment, desk, **REOPENED)

    assert (shorter, closed, back) == ([], [late], [])
    assert await tasks(deployment, desk) == [task_of(0, "DONE")]


async def test_it_is_too_late_to_move_what_has_begun(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    await booked(desk, TEN + HOUR)
    await days(deployment, desk, **CLOSED)

    clock.turn(TEN - clock.now())
    counted = await work(deployment)
    first = await tasks(deployment, desk)
    listed = await ask(deployment, desk.actor(Role.OWNER), DISPLACED, {"id": desk.id_of("Clinic"), "is": True})
    clock.turn(HOUR)
    counted += await work(deployment)

    assert (first, len(listed.data["bookings"]["nodes"])) == ([task_of(1)], 1)
    assert (counted, await tasks(deployment, desk)) == (2, [task_of(0, "DONE")])
    assert await days(deployment, desk, **CLOSED) == []


async def test_who_sees_their_own_bookings_alone_is_named_those(deployment: Deployment, desk: Desk) -> None:
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    await booked(desk, TEN, other)
    granted = frozenset({Permission.SERVICE_WRITE, Permission.CLINIC_READ, Permission.BOOKING_READ})
    doctor = desk.member_actor(Membership(Role.CUSTOM, desk.practitioner.id, granted, desk.custom_role.id))

    done = await arranged(deployment, desk, "workingDaysSet", {"clinicId": desk.id_of("Clinic"), **CLOSED}, doctor)

    assert [one["id"] for one in done["affectedBookings"]] == [desk.id_of("Booking")]
    assert await tasks(deployment, desk) == [task_of(2)]


async def test_a_room_that_nobody_has_takes_nobodys_time_and_the_days_of_others_name_nothing(
    deployment: Deployment, desk: Desk
) -> None:
    room = await days(deployment, desk, **CLOSED, resourceId=desk.id_of("Resource"))
    tuesday = await days(deployment, desk, firstDay="2027-03-09", lastDay="2027-03-09", windows=[])

    assert (room, tuesday, await tasks(deployment, desk)) == ([], [], [])


async def test_who_sees_their_own_bookings_alone_is_not_told_how_many_the_clinic_has(
    deployment: Deployment, desk: Desk
) -> None:
    colleague = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    await booked(desk, TEN, colleague)
    await days(deployment, desk, **CLOSED)
    granted = frozenset({Permission.CLINIC_READ, Permission.TASK_READ, Permission.BOOKING_READ})
    doctor = desk.member_actor(Membership(Role.CUSTOM, desk.practitioner.id, granted, desk.custom_role.id))
    query = TASKS.replace("bookingCount", "bookingCount untoldCount")

    seen = [await ask(deployment, who, query, {"id": desk.id_of("Clinic")}) for who in (doctor, desk.actor(Role.OWNER))]

    counts = [[(one["bookingCount"], one["untoldCount"]) for one in answer.data["tasks"]["nodes"]] for answer in seen]
    assert counts == [[(None, None)], [(2, 0)]]
