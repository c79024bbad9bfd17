"""Who is not there any more, a place or a room that is not, names what is booked there, and undone gives it back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_location, make_practitioner, make_resource, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.bookings.owing import RECOUNT_JOB
from chatbookr_core.bookings.reminding import REMIND_JOB
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import claim_due, enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Job, Message
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_workers.bookings import recount_displaced, remind_of
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.runner import run

TEN = datetime(2027, 3, 8, 9, tzinfo=UTC)  # in Berlin; the desk's own booking is then
TASKS = """query ($id: ID!) { tasks(clinicId: $id, where: {kind: "bookings_displaced"}) {
  nodes { state bookingCount untoldCount advice } } }"""
HELD = """query ($id: ID!) { bookings(clinicId: $id, where: {isDisplaced: true}) { nodes { id reminderHeldAt } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) @idempotent(key: "m%s") {
  booking { displacedAt startsAt } userErrors { code field } } }"""
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "%s") {
  booking { id } userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def saved(deployment: Deployment, desk: Desk, name: str, /, **given: object) -> list[str] | None:
    """Save something, and say which bookings the answer names."""
    kind = f"{name[0].upper()}{name[1:]}Input!"
    shown = "affectedBookings { id } userErrors { code field }"
    query = f"mutation ($input: {kind}) {{ done: {name}(input: $input) {{ {shown} }} }}"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"input": given})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["done"]
    assert found["userErrors"] == []
    return None if found["affectedBookings"] is None else [one["id"] for one in found["affectedBookings"]]


async def tasks(deployment: Deployment, desk: Desk) -> list[tuple[str, int, int]]:
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), TASKS, {"id": desk.id_of("Clinic")})
    assert answer.errors == []
    return [(one["state"], one["bookingCount"], one["untoldCount"]) for one in answer.data["tasks"]["nodes"]]


def person(desk: Desk, *, is_active: bool) -> dict[str, object]:
    names = {"fullName": desk.practitioner.full_name, "shortName": desk.practitioner.short_name}
    ids = {"clinicId": desk.id_of("Clinic"), "practitionerId": desk.id_of("Practitioner")}
    return {**ids, **names, "isActive": is_active}


def place(desk: Desk, *, is_active: bool = True, zone: str | None = None) -> dict[str, object]:
    ids = {"clinicId": desk.id_of("Clinic"), "locationId": desk.id_of("Location")}
    return {**ids, "name": desk.location.name, "timeZone": zone or desk.location.zone, "isActive": is_active}


def room(desk: Desk, **changed: object) -> dict[str, object]:
    known = {"locationId": desk.id_of("Location"), "resourceId": desk.id_of("Resource")}
    return {**known, "name": desk.resource.name, "kind": desk.resource.kind, **changed}


async def work(deployment: Deployment, *kinds: JobKind) -> None:
    for kind in kinds:
        for one in await claim_due(deployment.clock.now(), 100, kinds=[kind.name]):
            await run(deployment, kind, one.id)


async def test_somebody_who_is_not_there_any_more_names_what_is_booked_with_them_and_back_again_nothing(
    deployment: Deployment, desk: Desk
) -> None:
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    await make_booking(desk.patient, desk.service, other, desk.location, starts_at=TEN)

    gone = await saved(deployment, desk, "practitionerSave", **person(desk, is_active=False))
    again = await saved(deployment, desk, "practitionerSave", **person(desk, is_active=False))
    opened = await tasks(deployment, desk)
    back = await saved(deployment, desk, "practitionerSave", **person(desk, is_active=True))

    assert gone == again == [desk.id_of("Booking")]
    assert (opened, back, await tasks(deployment, desk)) == ([("OPEN", 1, 0)], [], [("DONE", 0, 0)])
    assert not await Booking.exclude(displaced_at=None).exists()


async def test_a_place_that_is_not_in_use_any_more_names_what_is_booked_there(
    deployment: Deployment, desk: Desk
) -> None:
    elsewhere = await make_location(desk.clinic)
    other = await make_practitioner(desk.clinic, elsewhere, services=[desk.service])
    await make_booking(desk.patient, desk.service, other, elsewhere, starts_at=TEN)

    gone = await saved(deployment, desk, "locationSave", **place(desk, is_active=False))
    opened = await tasks(deployment, desk)
    back = await saved(deployment, desk, "locationSave", **place(desk))

    assert gone == [desk.id_of("Booking")]
    assert (opened, back, await tasks(deployment, desk)) == ([("OPEN", 1, 0)], [], [("DONE", 0, 0)])


async def test_another_clock_of_a_place_takes_what_its_hours_leave(deployment: Deployment, desk: Desk) -> None:
    """Ten in Berlin is four in the morning in New York, by whose clock the hours are now."""
    moved = await saved(deployment, desk, "locationSave", **place(desk, zone="America/New_York"))
    back = await saved(deployment, desk, "locationSave", **place(desk))

    assert (moved, back) == ([desk.id_of("Booking")], [])


async def test_who_gives_a_service_no_more_keeps_what_is_booked(deployment: Deployment, desk: Desk) -> None:
    other = await make_practitioner(desk.clinic, desk.location)
    ids = {"clinicId": desk.id_of("Clinic"), "serviceId": desk.id_of("Service")}
    names = {"title": desk.service.title, "shortTitle": desk.service.short_title, "durationMinutes": 30}
    gives = [global_id("Practitioner", other.id)]

    named = await saved(deployment, desk, "serviceSave", **ids, **names, practitionerIds=gives, isActive=False)

    assert (named, await tasks(deployment, desk)) == ([], [])


async def booked(deployment: Deployment, desk: Desk, number: int, who: str, starts_at: datetime) -> str:
    wish = {
        "serviceId": desk.id_of("Service"),
        "patientId": desk.id_of("Patient"),
        "practitionerId": who,
        "locationId": desk.id_of("Location"),
        "startsAt": starts_at.isoformat(),
    }
    answer = await ask(deployment, desk.actor(Role.OWNER), BOOK % number, {"input": wish})
    assert answer.errors == []
    assert answer.data["bookingCreate"]["userErrors"] == []
    found: str = answer.data["bookingCreate"]["booking"]["id"]
    return found


async def furnished(deployment: Deployment, desk: Desk) -> tuple[str, str]:
    """Have the desk's service take its room, with another of the kind, and book both at once: two people."""
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="cancelled")
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    spare = await make_resource(desk.location, kind=desk.resource.kind, services=[desk.service])
    first = await booked(deployment, desk, 1, desk.id_of("Practitioner"), TEN + timedelta(days=1))
    second = await booked(deployment, desk, 2, global_id("Practitioner", other.id), TEN + timedelta(days=1))
    assert spare.is_active
    return first, second


@pytest.mark.parametrize("how", ["out of use", "hours", "days"])
async def test_a_room_that_does_not_do_any_more_names_who_finds_no_other(
    deployment: Deployment, desk: Desk, how: str
) -> None:
    both = await furnished(deployment, desk)
    day = {"clinicId": desk.id_of("Clinic"), "firstDay": "2027-03-09", "lastDay": "2027-03-09"}
    steps: Mapping[str, tuple[str, dict[str, object], dict[str, object]]] = {
        "out of use": ("resourceSave", room(desk, isActive=False), room(desk)),
        "hours": (
            "resourceHoursSet",
            {"resourceId": desk.id_of("Resource"), "hours": [{"weekday": 1, "startMinute": 0, "endMinute": 60}]},
            {"resourceId": desk.id_of("Resource"), "hours": []},
        ),
        "days": (
            "workingDaysSet",
            {**day, "resourceId": desk.id_of("Resource"), "windows": []},
            {**day, "resourceId": desk.id_of("Resource")},
        ),
    }
    name, taken, undone = steps[how]

    named = await saved(deployment, desk, name, **taken)
    opened = await tasks(deployment, desk)
    left = await saved(deployment, desk, name, **undone)

    assert named is not None
    assert len(named) == 1
    assert named[0] in both
    assert (opened, left, await tasks(deployment, desk)) == ([("OPEN", 1, 0)], [], [("DONE", 0, 0)])


async def test_what_lacks_a_room_takes_one_that_has_fallen_free_where_staff_put_it_again_where_it_is(
    deployment: Deployment, desk: Desk
) -> None:
    first, second = await furnished(deployment, desk)
    named = await saved(deployment, desk, "resourceSave", **room(desk, isActive=False)) or []
    other = second if named == [first] else first
    owner, later = desk.actor(Role.OWNER), {"startsAt": (TEN + timedelta(days=2)).isoformat()}

    here = {"startsAt": (TEN + timedelta(days=1)).isoformat()}
    refused = await ask(deployment, owner, MOVE % 1, {"input": {"bookingId": named[0], "version": 1, **here}})
    moved = await ask(deployment, owner, MOVE % 2, {"input": {"bookingId": other, "version": 1, **later}})
    stays = await ask(deployment, owner, MOVE % 3, {"input": {"bookingId": named[0], "version": 1, **here}})

    assert [one["code"] for one in refused.data["bookingReschedule"]["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert moved.data["bookingReschedule"]["userErrors"] == []
    assert stays.data["bookingReschedule"] == {
        "booking": {"displacedAt": None, "startsAt": here["startsAt"]},
        "userErrors": [],
    }


async def test_a_new_room_names_nothing_and_who_may_not_read_bookings_is_named_none(
    deployment: Deployment, desk: Desk
) -> None:
    granted = frozenset({Permission.SERVICE_WRITE, Permission.CLINIC_READ})
    manager = desk.member_actor(Membership(Role.CUSTOM, None, granted, desk.custom_role.id))
    await saved(deployment, desk, "practitionerSave", **person(desk, is_active=False))

    new = await saved(deployment, desk, "resourceSave", locationId=desk.id_of("Location"), name="Laser 9", kind="laser")
    query = """mutation ($input: PractitionerSaveInput!) { practitionerSave(input: $input) {
      affectedBookings { id } } }"""
    unseen = await ask(deployment, manager, query, {"input": person(desk, is_active=False)})

    assert new == []
    assert [one["extensions"]["code"] for one in unseen.errors] == ["FORBIDDEN"]
    assert unseen.data["practitionerSave"]["affectedBookings"] is None


async def test_a_reminder_is_held_back_and_counted_and_owed_once_it_is_given_back(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    """On both databases; what becomes of it on the way out stands in tests/workers/test_held_reminders.py."""
    remind = JobKind(REMIND_JOB, "dialogue", 60, remind_of)
    recount = JobKind(RECOUNT_JOB, "upkeep", 60, recount_displaced)
    async with writing():
        await Booking.filter(id=desk.booking.id).update(created_by="staff", conversation_id=desk.conversation.id)
    await saved(deployment, desk, "practitionerSave", **person(desk, is_active=False))
    clock.turn(TEN - timedelta(hours=47) - clock.now())
    async with transaction():
        arguments = {"version": 1, "stage": 1}
        await enqueue(
            REMIND_JOB, clinic_id=desk.clinic.id, subject_id=desk.booking.id, arguments=arguments,
            due_at=clock.now(), now=clock.now(),
        )  # fmt: skip

    await work(deployment, remind, recount)
    held = await ask(deployment, desk.actor(Role.OWNER), HELD, {"id": desk.id_of("Clinic")})
    counted = await tasks(deployment, desk)
    await saved(deployment, desk, "practitionerSave", **person(desk, is_active=True))

    nodes = held.data["bookings"]["nodes"]
    owed = [(one.due_at, one.arguments) for one in await Job.filter(kind=REMIND_JOB, state="due")]
    assert [(one["id"], one["reminderHeldAt"] is not None) for one in nodes] == [(desk.id_of("Booking"), True)]
    assert (counted, await Message.filter(purpose="reminder").count()) == ([("OPEN", 1, 1)], 0)
    assert owed == [(clock.now(), {"version": 1, "stage": 1})]
