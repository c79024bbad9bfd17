"""A booking says what else its patient has at that time, to whoever may see it; it is made all the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_location, make_patient, make_practitioner, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

NOON = datetime(2027, 3, 9, 11, tzinfo=UTC)
HALF = timedelta(minutes=30)
CREATE = """mutation ($input: BookingCreateInput!) { done: bookingCreate(input: $input) @idempotent(key: "k") {
  booking { id overlapsWith { id startsAt practitioner { id } } } userErrors { code } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { done: bookingReschedule(input: $input) @idempotent(key: "k") {
  booking { overlapsWith { id } } userErrors { code } } }"""
LIST = """query ($clinic: ID!) { done: bookings(clinicId: $clinic, first: 50) {
  nodes { id notes overlapsWith { id notes } } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


async def elsewhere(desk: Desk, starts_at: datetime = NOON, **fields: Any) -> Booking:
    """Let the desk's patient have a booking with a colleague."""
    colleague = await make_practitioner(desk.clinic, desk.location)
    return await make_booking(desk.patient, desk.service, colleague, desk.location, starts_at=starts_at, **fields)


def given(desk: Desk, *kinds: str, **more: object) -> dict[str, Any]:
    return {"input": {f"{kind.lower()}Id": desk.id_of(kind) for kind in kinds} | more}


async def done(
    deployment: Deployment, actor: Principal, document: str, variables: dict[str, Any], surface: Surface = "staff"
) -> Any:
    answer = await ask(deployment, actor, document, variables, surface)
    assert answer.errors == []
    return answer.data["done"]


def key_of_desk(desk: Desk, **limits: Any) -> KeyActor:
    return KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission), **limits)


@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_what_is_booked_beside_another_is_booked_and_says_so(
    deployment: Deployment, desk: Desk, surface: Surface
) -> None:
    other = await elsewhere(desk, NOON + HALF / 2)
    actor: Principal = desk.actor(Role.RECEPTIONIST) if surface == "staff" else key_of_desk(desk)
    wish = given(desk, "Service", "Practitioner", "Location", "Patient", startsAt=NOON.isoformat())

    made = await done(deployment, actor, CREATE, wish, surface)

    assert made["userErrors"] == []
    (met,) = made["booking"]["overlapsWith"]
    assert met["id"] == global_id("Booking", other.id)
    assert datetime.fromisoformat(met["startsAt"]) == other.starts_at


async def test_a_booking_that_is_moved_beside_another_says_so(deployment: Deployment, desk: Desk) -> None:
    other = await elsewhere(desk)
    wish = given(desk, "Booking", startsAt=NOON.isoformat(), version=1)

    moved = await done(deployment, desk.actor(Role.RECEPTIONIST), MOVE, wish)

    assert moved == {"booking": {"overlapsWith": [{"id": global_id("Booking", other.id)}]}, "userErrors": []}


async def listed(deployment: Deployment, desk: Desk, actor: Principal, surface: Surface = "staff") -> dict[str, Any]:
    found = await done(deployment, actor, LIST, {"clinic": desk.id_of("Clinic")}, surface)
    return {node["id"]: node for node in found["nodes"]}


async def test_both_say_so_and_what_touches_or_is_another_s_or_over_does_not(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    ours = desk.booking
    met = await elsewhere(desk, ours.starts_at + timedelta(minutes=10))
    await elsewhere(desk, ours.ends_at + timedelta(hours=2))
    await elsewhere(desk, ours.starts_at - HALF)
    await elsewhere(desk, ours.starts_at, status="cancelled")
    await elsewhere(desk, ours.starts_at, status="no_show")
    somebody = await make_patient(desk.clinic, vault, name="Tim Vos", phone="+4915100000077")
    colleague = await make_practitioner(desk.clinic, desk.location)
    await make_booking(somebody, desk.service, colleague, desk.location, starts_at=ours.starts_at)

    found = await listed(deployment, desk, desk.actor(Role.OWNER))

    beside = {key: [one["id"] for one in node["overlapsWith"]] for key, node in found.items() if node["overlapsWith"]}
    first, second = global_id("Booking", ours.id), global_id("Booking", met.id)
    assert beside == {first: [second], second: [first]}
    assert found[second]["overlapsWith"] == [{"id": first, "notes": found[first]["notes"]}]
    assert found[first]["notes"]


async def test_who_does_not_see_the_other_is_not_told_of_it(deployment: Deployment, desk: Desk) -> None:
    """Not a practitioner who sees their own bookings alone, nor a key of other places."""
    away = await make_location(desk.clinic)
    colleague = await make_practitioner(desk.clinic, away)
    await make_booking(desk.patient, desk.service, colleague, away, starts_at=desk.booking.starts_at)
    key = key_of_desk(desk, location_ids=frozenset({desk.location.id}))
    ours = desk.id_of("Booking")

    by_owner = await listed(deployment, desk, desk.actor(Role.OWNER))
    by_practitioner = await listed(deployment, desk, desk.actor(Role.PRACTITIONER))
    by_key = await listed(deployment, desk, key, "partner")

    assert len(by_owner[ours]["overlapsWith"]) == 1
    assert by_key[ours]["overlapsWith"] == []
    assert by_practitioner[ours]["overlapsWith"] == []


async def test_who_is_here_already_is_nowhere_else(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="checked_in")
    other = await elsewhere(desk, desk.booking.starts_at)

    found = await listed(deployment, desk, desk.actor(Role.OWNER))

    assert [one["id"] for one in found[global_id("Booking", other.id)]["overlapsWith"]] == [desk.id_of("Booking")]
