"""A booking is moved to whoever is free: fairly, past calendars that say no, and no further than the asker reaches."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_location, make_patient, make_practitioner
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

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) @idempotent(key: "k") {
  booking { version practitioner { id } startsAt } alternatives { startsAt practitioner { id } }
  userErrors { code field } } }"""
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "b") {
  booking { practitioner { id } } userErrors { code } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


def busy(deployment: Deployment, starts_at: datetime) -> Deployment:
    """Let every calendar there is to ask be busy for an hour."""
    return replace(deployment, plugins=Plugins({"gcal": quiet_plugin(Busy(starts_at, starts_at + HOUR))}))


async def colleague(desk: Desk) -> Practitioner:
    """Let somebody else, who has no calendar to ask, give the service at the same place."""
    return await make_practitioner(desk.clinic, desk.location, services=[desk.service])


async def move(
    deployment: Deployment,
    desk: Desk,
    actor: Principal | None = None,
    *,
    surface: Surface = "staff",
    **given: object,
) -> Any:
    wish = {"bookingId": desk.id_of("Booking"), "startsAt": ELEVEN.isoformat(), "version": 1, "withWhom": "ANYBODY"}
    asker = actor or desk.actor(Role.RECEPTIONIST)
    answer = await ask(deployment, asker, MOVE, {"input": {**wish, **given}}, surface)
    assert answer.errors == []
    return answer.data["bookingReschedule"]


def whose(one: Practitioner) -> dict[str, str]:
    return {"id": global_id("Practitioner", one.id)}


@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_it_goes_to_whose_turn_it_is_through_both_doors(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface
) -> None:
    other, third = await colleague(desk), await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    for who in (desk.practitioner, third):
        await make_booking(patient, desk.service, who, desk.location, starts_at=ELEVEN + 3 * HOUR)
    program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    actor: Principal = desk.actor(Role.RECEPTIONIST) if surface == "staff" else program

    moved = await move(deployment, desk, actor, surface=surface)

    assert moved["userErrors"] == []
    assert moved["booking"]["practitioner"] == whose(other)
    assert (await Booking.get(id=desk.booking.id)).starts_at == ELEVEN


async def test_the_booking_itself_counts_for_nobody(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    """With it, who has it would have as many as the other, and have been idle less long."""
    other = await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    await make_booking(patient, desk.service, other, desk.location, starts_at=ELEVEN + 3 * HOUR)

    moved = await move(deployment, desk)

    assert moved["booking"]["practitioner"] == whose(desk.practitioner)


async def test_it_may_move_by_less_than_its_length(deployment: Deployment, desk: Desk) -> None:
    starts_at = desk.booking.starts_at + timedelta(minutes=15)

    moved = await move(deployment, desk, startsAt=starts_at.isoformat())

    assert moved["userErrors"] == []
    assert moved["booking"]["practitioner"] == whose(desk.practitioner)


async def test_a_calendar_that_says_no_is_passed_over(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    other = await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    await make_booking(patient, desk.service, other, desk.location, starts_at=ELEVEN + 3 * HOUR)

    moved = await move(busy(deployment, ELEVEN), desk)

    assert moved["booking"]["practitioner"] == whose(other)


async def test_a_new_booking_for_anybody_passes_it_over_too(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    other = await colleague(desk)
    patient = await make_patient(desk.clinic, vault)
    for hours in (2, 3):
        await make_booking(patient, desk.service, other, desk.location, starts_at=ELEVEN + hours * HOUR)
    wish = {
        "serviceId": desk.id_of("Service"),
        "patientId": desk.id_of("Patient"),
        "startsAt": ELEVEN.isoformat(),
    }

    made = await ask(busy(deployment, ELEVEN), desk.actor(Role.RECEPTIONIST), BOOK, {"input": wish})

    assert made.data["bookingCreate"]["userErrors"] == []
    assert made.data["bookingCreate"]["booking"]["practitioner"] == whose(other)


async def test_where_everybody_is_busy_it_stays_and_others_are_named(deployment: Deployment, desk: Desk) -> None:
    refused = await move(busy(deployment, ELEVEN), desk)

    assert refused["userErrors"] == [{"code": "SLOT_TAKEN", "field": ["input", "startsAt"]}]
    assert len(refused["alternatives"]) == 3
    assert (await Booking.get(id=desk.booking.id)).version == 1


async def test_what_is_named_instead_can_be_had_by_the_same_wish(deployment: Deployment, desk: Desk) -> None:
    """Also where whoever has it works at another place as well: a move keeps the place."""
    await make_practitioner(desk.clinic, await make_location(desk.clinic), services=[desk.service])
    other = await colleague(desk)

    refused = await move(deployment, desk, startsAt=(ELEVEN + timedelta(minutes=7)).isoformat())
    found = refused["alternatives"]
    moved = await move(deployment, desk, startsAt=found[0]["startsAt"])

    assert refused["userErrors"] == [{"code": "SLOT_NOT_OFFERED", "field": ["input", "startsAt"]}]
    assert {one["practitioner"]["id"] for one in found} <= {whose(one)["id"] for one in (desk.practitioner, other)}
    assert moved["userErrors"] == []
    assert (await Booking.get(id=desk.booking.id)).location_id == desk.location.id


async def test_somebody_and_anybody_are_not_both(deployment: Deployment, desk: Desk) -> None:
    refused = await move(deployment, desk, practitionerId=desk.id_of("Practitioner"))

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "withWhom"]}]


async def test_who_sees_their_own_bookings_alone_moves_them_to_themselves(deployment: Deployment, desk: Desk) -> None:
    await colleague(desk)

    moved = await move(deployment, desk, desk.actor(Role.PRACTITIONER))

    assert moved["booking"]["practitioner"] == whose(desk.practitioner)
