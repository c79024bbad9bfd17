"""While nobody can see a practitioner's calendar their times can be asked for: staff confirm what is booked then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_practitioner, writing
from tests.quiet_calendar import quiet_plugin, unreachable_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.channels.registry import LoadedPlugin, Plugins
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Booking, CalendarConnection, ExternalBusy, Practitioner, StaffTask
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id
from chatbookr_sdk import Busy

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = """query ($clinic: ID!, $service: ID!, $whom: ID) {
  slots: availableSlots(clinicId: $clinic, serviceId: $service, practitionerId: $whom,
    from: "2027-03-08T11:00:00Z", to: "2027-03-08T12:00:00Z") { isOnRequest practitioner { id } }
  days: availableDays(clinicId: $clinic, serviceId: $service, practitionerId: $whom,
    from: "2027-03-08T00:00:00Z", to: "2027-03-09T00:00:00Z") { isOnRequest } }"""
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "k%s") {
  booking { id version status practitioner { id } } userErrors { code }
  alternatives { isOnRequest practitioner { id } } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) {
  booking { status } userErrors { code } alternatives { isOnRequest } } }"""
CONFIRM = """mutation ($booking: ID!) {
  bookingConfirm(bookingId: $booking, version: 1%s) {
    booking { status overbookReason } userErrors { code } } }"""


def deployment_with(plugin: LoadedPlugin, vault: Vault, clock: TurnableClock, folder: Path) -> Deployment:
    return replace(make_deployment(vault, clock, folder), plugins=Plugins({"gcal": plugin}))


@pytest.fixture
def unreachable(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return deployment_with(unreachable_plugin(), vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    """Open a desk at which one person works, whose calendar was not read for an hour."""
    made = await make_desk(vault, clock.now())
    async with writing():
        await CalendarConnection.filter(id=made.calendar.id).update(fetched_at=clock.now() - HOUR)
    return made


def actor_at(desk: Desk, surface: Surface) -> Principal:
    program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    return desk.actor(Role.RECEPTIONIST) if surface == "staff" else program


async def times(deployment: Deployment, desk: Desk, surface: Surface, whom: Practitioner | None = None) -> Any:
    ids = {"clinic": desk.id_of("Clinic"), "service": desk.id_of("Service")}
    whose = global_id("Practitioner", whom.id) if whom else None
    answer = await ask(deployment, actor_at(desk, surface), TIMES, {**ids, "whom": whose}, surface)
    assert answer.errors == []
    return answer.data


async def book(deployment: Deployment, desk: Desk, surface: Surface = "staff", **more: object) -> Any:
    """Book eleven o'clock, by a request if need be."""
    ids = {"serviceId": desk.id_of("Service"), "patientId": desk.id_of("Patient")}
    wish = {**ids, "startsAt": ELEVEN.isoformat(), "orOnRequest": True, **more}
    document = BOOK % await Booking.all().count()
    answer = await ask(deployment, actor_at(desk, surface), document, {"input": wish}, surface)
    assert answer.errors == []
    return answer.data["bookingCreate"]


async def colleague(desk: Desk) -> Practitioner:
    """Let somebody else give the service there, who has no calendar: nothing of theirs is unknown."""
    return await make_practitioner(desk.clinic, desk.location, services=[desk.service])


@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_times_that_nobody_can_promise_are_marked(unreachable: Deployment, desk: Desk, surface: Surface) -> None:
    alone = await times(unreachable, desk, surface)
    other = await colleague(desk)
    together = await times(unreachable, desk, surface)
    named = await times(unreachable, desk, surface, desk.practitioner)

    assert alone["slots"]
    assert {one["isOnRequest"] for one in alone["slots"]} == {True}
    assert [one["isOnRequest"] for one in alone["days"]] == [True]
    assert {one["isOnRequest"] for one in together["slots"]} == {False}
    assert {one["practitioner"]["id"] for one in together["slots"]} == {global_id("Practitioner", other.id)}
    assert [one["isOnRequest"] for one in together["days"]] == [False]
    assert named == alone


@pytest.mark.parametrize("surface", ["staff", "partner"])
@pytest.mark.parametrize("is_named", [True, False], ids=["named", "anybody"])
async def test_a_booking_of_one_is_a_request_and_staff_see_why(
    unreachable: Deployment, desk: Desk, surface: Surface, is_named: bool
) -> None:
    named: dict[str, Any] = {"practitionerId": desk.id_of("Practitioner")} if is_named else {}

    made = await book(unreachable, desk, surface, **named)

    assert made["userErrors"] == []
    assert made["booking"]["status"] == "REQUESTED"
    booking = await Booking.get(starts_at=ELEVEN)
    task = await StaffTask.get(kind="booking_request")
    assert (booking.calendar_state, booking.is_for_anybody) == ("none", not is_named)
    assert (task.booking_id, task.reason) == (booking.id, "calendar_not_fresh")
    again = await book(unreachable, desk, surface, **named)
    assert [error["code"] for error in again["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert {one["isOnRequest"] for one in again["alternatives"]} == {True}


@pytest.mark.parametrize("surface", ["staff", "partner"])
@pytest.mark.parametrize("is_named", [True, False], ids=["named", "anybody"])
async def test_nobody_gets_a_request_who_has_not_asked_for_one(
    unreachable: Deployment, desk: Desk, surface: Surface, is_named: bool
) -> None:
    """They would take it for a booking: told so, they are offered what can be promised alone."""
    named: dict[str, Any] = {"practitionerId": desk.id_of("Practitioner")} if is_named else {}
    before = await Booking.all().count()

    refused = await book(unreachable, desk, surface, orOnRequest=False, **named)
    other = await colleague(desk)
    near = await book(unreachable, desk, surface, orOnRequest=False, practitionerId=desk.id_of("Practitioner"))

    only = [{"code": "ONLY_ON_REQUEST"}]
    assert refused == {"booking": None, "userErrors": only, "alternatives": []}
    assert near["userErrors"] == only
    assert [one["isOnRequest"] for one in near["alternatives"]] == [False] * 3
    assert {one["practitioner"]["id"] for one in near["alternatives"]} == {global_id("Practitioner", other.id)}
    assert await Booking.all().count() == before
    assert not await StaffTask.filter(kind="booking_request").exists()


async def test_staff_are_told_what_is_in_the_way_of_a_promise(unreachable: Deployment, desk: Desk) -> None:
    ids = {f"{kind.lower()}Id": desk.id_of(kind) for kind in ("Service", "Practitioner", "Patient")}
    document = (BOOK % "why").replace("userErrors", "reasons userErrors")
    asked = {"input": {**ids, "startsAt": ELEVEN.isoformat()}}

    answer = await ask(unreachable, actor_at(desk, "staff"), document, asked)

    assert answer.data["bookingCreate"]["reasons"] == ["STALE_CALENDAR"]


async def test_what_would_not_be_free_either_way_is_not_to_be_asked_for(unreachable: Deployment, desk: Desk) -> None:
    await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=ELEVEN)

    refused = await book(unreachable, desk, orOnRequest=False)

    assert [one["code"] for one in refused["userErrors"]] == ["SLOT_NOT_OFFERED"]


async def test_anybody_is_whoever_can_be_promised_and_none_else_while_they_have_any_time(
    unreachable: Deployment, desk: Desk, vault: Vault
) -> None:
    other = await colleague(desk)

    first, second = [await book(unreachable, desk) for _ in range(2)]

    assert (first["booking"]["status"], second["booking"]) == ("CONFIRMED", None)
    assert first["booking"]["practitioner"] == {"id": global_id("Practitioner", other.id)}
    assert [error["code"] for error in second["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert {one["isOnRequest"] for one in second["alternatives"]} == {False}


@pytest.mark.parametrize("or_on_request", [True, False], ids=["or a request", "a booking alone"])
async def test_a_calendar_that_answers_again_makes_it_a_booking(
    desk: Desk, vault: Vault, clock: TurnableClock, tmp_path: Path, or_on_request: bool
) -> None:
    """Also where nobody is named, and no poll has come round yet."""
    deployment = deployment_with(quiet_plugin(), vault, clock, tmp_path)

    made = await book(deployment, desk, orOnRequest=or_on_request)

    assert (made["booking"]["status"], made["userErrors"]) == ("CONFIRMED", [])
    assert not await StaffTask.filter(kind="booking_request").exists()


async def test_while_it_is_still_trusted_a_calendar_that_does_not_answer_is_asked_again(
    unreachable: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    async with writing():
        await CalendarConnection.filter(id=desk.calendar.id).update(fetched_at=clock.now())

    named = desk.id_of("Practitioner")

    refused = [await book(unreachable, desk), await book(unreachable, desk, practitionerId=named)]

    assert [one["userErrors"] for one in refused] == [[{"code": "CALENDAR_NOT_FRESH"}]] * 2


async def test_what_stands_is_not_moved_to_a_time_on_request_unless_that_is_asked_for(
    unreachable: Deployment, desk: Desk
) -> None:
    """It would be given up for what may not be; how it is asked for, test_asked_moves.py says."""
    version = (await Booking.get(id=desk.booking.id)).version
    wish = {"bookingId": desk.id_of("Booking"), "startsAt": ELEVEN.isoformat(), "version": version}

    found = [
        await ask(unreachable, actor_at(desk, "staff"), MOVE, {"input": {**wish, **more}})
        for more in ({}, {"withWhom": "ANYBODY"})
    ]

    refused = [one.data["bookingReschedule"] for one in found]
    assert [one["userErrors"] for one in refused] == [[{"code": "ONLY_ON_REQUEST"}]] * 2
    assert [one["alternatives"] for one in refused] == [[], []]
    assert (await Booking.get(id=desk.booking.id)).version == version


async def known_busy(desk: Desk) -> None:
    async with writing():
        await ExternalBusy.create(
            id=new_id(),
            clinic_id=desk.clinic.id,
            connection_id=desk.calendar.id,
            practitioner_id=desk.practitioner.id,
            starts_minute=epoch_minute(ELEVEN),
            ends_minute=epoch_minute(ELEVEN + HOUR),
        )


async def confirm(deployment: Deployment, desk: Desk, booking: Any, role: Role, why: str | None = None) -> Any:
    more = f', overbookReason: "{why}"' if why is not None else ""
    return await ask(deployment, desk.actor(role), CONFIRM % more, {"booking": booking["id"]})


TAKEN = {"booking": None, "userErrors": [{"code": "SLOT_TAKEN"}]}
STANDS = {"booking": {"status": "CONFIRMED", "overbookReason": None}, "userErrors": []}
NEAR = CONFIRM.replace("userErrors", "alternatives { startsAt isOnRequest practitioner { id } } userErrors")


@pytest.mark.parametrize(
    ("busy", "is_known_busy", "outcome"),
    [((), True, STANDS), ((Busy(ELEVEN, ELEVEN + HOUR),), False, TAKEN), (None, False, STANDS), (None, True, TAKEN)],
    ids=["free now", "busy now", "not known", "was busy"],
)
async def test_a_request_is_confirmed_by_what_the_calendar_says_then(
    unreachable: Deployment,
    desk: Desk,
    vault: Vault,
    clock: TurnableClock,
    tmp_path: Path,
    busy: tuple[Busy, ...] | None,
    is_known_busy: bool,
    outcome: dict[str, object],
) -> None:
    """What it says now counts; where it still says nothing, what was known of it last does."""
    made = await book(unreachable, desk)
    if is_known_busy:
        await known_busy(desk)
    answering = unreachable if busy is None else deployment_with(quiet_plugin(*busy), vault, clock, tmp_path)

    answer = await confirm(answering, desk, made["booking"], Role.RECEPTIONIST)

    assert answer.errors == []
    assert answer.data["bookingConfirm"] == outcome


@pytest.mark.parametrize("is_seen", [True, False], ids=["their calendar is read again", "a colleague is free"])
async def test_a_request_that_cannot_be_confirmed_is_refused_with_the_three_nearest(
    unreachable: Deployment, desk: Desk, clock: TurnableClock, is_seen: bool
) -> None:
    """They are what can be promised: of the same practitioner, or where nobody can see theirs of another."""
    other = await colleague(desk)
    made = await book(unreachable, desk, practitionerId=desk.id_of("Practitioner"))
    await known_busy(desk)
    if is_seen:
        async with writing():
            await CalendarConnection.filter(id=desk.calendar.id).update(fetched_at=clock.now())

    answer = await ask(unreachable, desk.actor(Role.RECEPTIONIST), NEAR % "", {"booking": made["booking"]["id"]})

    near = answer.data["bookingConfirm"]["alternatives"]
    whose = desk.id_of("Practitioner") if is_seen else global_id("Practitioner", other.id)
    starts = [datetime.fromisoformat(one["startsAt"]) for one in near]
    assert [error["code"] for error in answer.data["bookingConfirm"]["userErrors"]] == ["SLOT_TAKEN"]
    assert {(one["practitioner"]["id"], one["isOnRequest"]) for one in near} == {(whose, False)}
    assert len(starts) == 3
    assert ELEVEN not in starts
    assert all(abs(at - ELEVEN) <= 2 * HOUR for at in starts)


async def test_who_may_overbook_confirms_it_whatever_the_calendar_has(unreachable: Deployment, desk: Desk) -> None:
    made = await book(unreachable, desk)
    await known_busy(desk)

    refused = await confirm(unreachable, desk, made["booking"], Role.RECEPTIONIST, "acute_pain")
    odd = await confirm(unreachable, desk, made["booking"], Role.MANAGER, "Acute pain!")
    done = await confirm(unreachable, desk, made["booking"], Role.MANAGER, "acute_pain")

    assert [error["extensions"]["code"] for error in refused.errors] == ["FORBIDDEN"]
    assert odd.data["bookingConfirm"]["userErrors"] == [{"code": "INVALID_VALUE"}]
    assert done.data["bookingConfirm"]["booking"] == {"status": "CONFIRMED", "overbookReason": "acute_pain"}
    assert await AuditEntry.filter(action="bookingConfirm", outcome="done").count() == 1


async def test_the_booking_of_a_colleague_is_in_nobodys_way(unreachable: Deployment, desk: Desk) -> None:
    """Whoever is named has the time, whatever the others do."""
    other = await colleague(desk)
    await make_booking(desk.patient, desk.service, other, desk.location, starts_at=ELEVEN)

    made = await book(unreachable, desk, practitionerId=desk.id_of("Practitioner"))

    assert made["booking"]["status"] == "REQUESTED"
