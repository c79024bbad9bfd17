"""Appointments of a series are moved to whoever is free: each fairly, past calendars that say no, all or none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_patient, make_practitioner
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Practitioner
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id
from chatbookr_sdk import Busy

ELEVEN = datetime(2027, 3, 9, 11, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
CREATE = """mutation ($input: BookingSeriesCreateInput!) {
  done: bookingSeriesCreate(input: $input) @idempotent(key: "c") {
    bookings { id version isForAnybody } userErrors { code } } }"""
MOVE = """mutation ($input: BookingSeriesRescheduleInput!) {
  done: bookingSeriesReschedule(input: $input) @idempotent(key: "m") {
    bookings { startsAt practitioner { id } } refusals { ordinal code alternatives { startsAt } }
    userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


async def colleague(desk: Desk) -> Practitioner:
    """Let somebody else, who has no calendar to ask, give the service at the same place."""
    return await make_practitioner(desk.clinic, desk.location, services=[desk.service])


async def booked(deployment: Deployment, desk: Desk, count: int = 3, *, is_open: bool = False) -> list[dict[str, Any]]:
    """Book a series, every Tuesday at eleven, with whom the desk has a calendar of; or with nobody in particular."""
    kinds = ("Service", "Patient") if is_open else ("Service", "Practitioner", "Patient")
    ids = {f"{kind.lower()}Id": desk.id_of(kind) for kind in kinds}
    wish = {**ids, "startsAt": ELEVEN.isoformat(), "recurrence": f"FREQ=WEEKLY;COUNT={count}"}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), CREATE, {"input": wish})
    found: list[dict[str, Any]] = answer.data["done"]["bookings"]
    return found


async def move(
    deployment: Deployment,
    desk: Desk,
    seen: list[dict[str, Any]],
    actor: Principal | None = None,
    *,
    surface: Surface = "staff",
    **given: object,
) -> Any:
    wish = {
        "bookingId": seen[0]["id"],
        "scope": "ALL",
        "startsAt": (ELEVEN + HOUR).isoformat(),
        "withWhom": "ANYBODY",
        "seen": [{"bookingId": one["id"], "version": one["version"]} for one in seen],
    }
    answer = await ask(deployment, actor or desk.actor(Role.RECEPTIONIST), MOVE, {"input": {**wish, **given}}, surface)
    assert answer.errors == []
    return answer.data["done"]


def whose(done: Any) -> list[str]:
    return [one["practitioner"]["id"] for one in done["bookings"]]


def ids(*people: Practitioner) -> list[str]:
    return [global_id("Practitioner", one.id) for one in people]


@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_each_comes_to_whose_turn_it_is_through_both_doors(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface
) -> None:
    """In the second week the colleague has a booking already; the series itself counts for nobody where it was."""
    seen, other = await booked(deployment, desk), await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    await make_booking(patient, desk.service, other, desk.location, starts_at=ELEVEN + WEEK + 3 * HOUR)
    await make_booking(patient, desk.service, desk.practitioner, desk.location, starts_at=ELEVEN + 3 * HOUR)
    await make_booking(patient, desk.service, desk.practitioner, desk.location, starts_at=ELEVEN + 2 * WEEK + 3 * HOUR)
    program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))

    done = await move(
        deployment, desk, seen, desk.actor(Role.RECEPTIONIST) if surface == "staff" else program, surface=surface
    )

    assert done["userErrors"] == []
    assert whose(done) == ids(other, desk.practitioner, other)


async def test_a_calendar_that_says_no_is_passed_over_for_that_time_alone(deployment: Deployment, desk: Desk) -> None:
    seen, other = await booked(deployment, desk), await colleague(desk)
    for week, hours in ((0, 3), (0, 4), (1, 3), (2, 3)):  # so it would be the other's turn never
        starts_at = ELEVEN + week * WEEK + hours * HOUR
        await make_booking(desk.patient, desk.service, other, desk.location, starts_at=starts_at)
    second = ELEVEN + WEEK + HOUR
    busy = replace(deployment, plugins=Plugins({"gcal": quiet_plugin(Busy(second, second + HOUR))}))

    done = await move(busy, desk, seen)

    assert done["userErrors"] == []
    assert whose(done) == ids(desk.practitioner, other, desk.practitioner)


@pytest.mark.parametrize("is_open", [False, True])
async def test_as_booked_is_anybody_where_nobody_was_asked_for_and_else_the_same(
    deployment: Deployment, desk: Desk, vault: Vault, is_open: bool
) -> None:
    """The colleague, who came later, has fewer bookings in the first two weeks, and more in the third."""
    seen, other = await booked(deployment, desk, is_open=is_open), await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    for who, week in ((desk.practitioner, 0), (desk.practitioner, 1), (other, 2)):
        await make_booking(patient, desk.service, who, desk.location, starts_at=ELEVEN + week * WEEK + 3 * HOUR)

    done = await move(deployment, desk, seen, withWhom="AS_BOOKED")

    assert [one["isForAnybody"] for one in seen] == [is_open] * 3
    assert done["userErrors"] == []
    assert whose(done) == ids(*([other, other] if is_open else [desk.practitioner] * 2), desk.practitioner)


async def test_of_one_series_as_booked_leaves_those_that_were_asked_for_with_somebody(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    seen, other = await booked(deployment, desk, is_open=True), await colleague(desk)
    patient, second = await make_patient(desk.clinic, vault), ELEVEN + WEEK
    await Booking.filter(clinic_id=desk.clinic.id, starts_at=second).update(is_for_anybody=False)
    for week in range(3):
        starts_at = ELEVEN + week * WEEK + 3 * HOUR
        await make_booking(patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)

    done = await move(deployment, desk, seen, withWhom="AS_BOOKED")

    assert whose(done) == ids(other, desk.practitioner, other)


async def test_one_takes_the_place_of_another_of_them(deployment: Deployment, desk: Desk) -> None:
    seen = await booked(deployment, desk)

    done = await move(deployment, desk, seen, startsAt=(ELEVEN + WEEK).isoformat())

    assert done["userErrors"] == []
    assert whose(done) == ids(*[desk.practitioner] * 3)


async def test_where_nobody_is_free_none_moves(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    seen, other = await booked(deployment, desk), await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    for who in (other, desk.practitioner):
        await make_booking(patient, desk.service, who, desk.location, starts_at=ELEVEN + WEEK + HOUR)

    done = await move(deployment, desk, seen)

    assert [error["code"] for error in done["userErrors"]] == ["SERIES_REFUSED"]
    assert [(one["ordinal"], one["code"], len(one["alternatives"])) for one in done["refusals"]] == [
        (2, "SLOT_NOT_OFFERED", 3)
    ]
    rows = await Booking.filter(series_length=3).order_by("starts_at")
    assert [(row.starts_at, row.version) for row in rows] == [(ELEVEN + week * WEEK, 1) for week in range(3)]


@pytest.mark.parametrize("with_whom", ["ANYBODY", "AS_BOOKED"])
async def test_somebody_and_anybody_are_not_both(deployment: Deployment, desk: Desk, with_whom: str) -> None:
    seen = await booked(deployment, desk, 2)

    refused = await move(deployment, desk, seen, withWhom=with_whom, practitionerId=desk.id_of("Practitioner"))

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "withWhom"]}]


async def test_who_sees_their_own_bookings_alone_moves_them_to_themselves(deployment: Deployment, desk: Desk) -> None:
    seen = await booked(deployment, desk, 2)
    await colleague(desk)

    done = await move(deployment, desk, seen, desk.actor(Role.PRACTITIONER))

    assert whose(done) == ids(desk.practitioner, desk.practitioner)
