"""Whether nobody in particular was asked for is kept with a booking, and lets it move to whoever is free."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_patient, make_practitioner
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask

from chatbookr_core.bookings import service
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Practitioner
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "b") {
  booking { id isForAnybody version practitioner { id } } userErrors { code } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) @idempotent(key: "m") {
  booking { isForAnybody practitioner { id } } userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


def asker(desk: Desk, surface: Surface) -> Principal:
    program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    return desk.actor(Role.RECEPTIONIST) if surface == "staff" else program


async def book(deployment: Deployment, desk: Desk, surface: Surface = "staff", **given: object) -> Any:
    wish = {"serviceId": desk.id_of("Service"), "patientId": desk.id_of("Patient"), "startsAt": ELEVEN.isoformat()}
    answer = await ask(deployment, asker(desk, surface), BOOK, {"input": {**wish, **given}}, surface)
    assert answer.errors == []
    return answer.data["bookingCreate"]["booking"]


async def move(deployment: Deployment, desk: Desk, booking: Any, surface: Surface = "staff", **given: object) -> Any:
    wish = {"bookingId": booking["id"], "version": booking["version"], "withWhom": "AS_BOOKED"}
    wish["startsAt"] = (ELEVEN + HOUR).isoformat()
    answer = await ask(deployment, asker(desk, surface), MOVE, {"input": {**wish, **given}}, surface)
    assert answer.errors == []
    return answer.data["bookingReschedule"]


async def take(desk: Desk, vault: Vault, practitioner_id: str, starts_at: datetime) -> None:
    """Let somebody be with another patient then."""
    (who,) = [one for one in await Practitioner.all() if global_id("Practitioner", one.id) == practitioner_id]
    patient = await make_patient(desk.clinic, vault)
    await make_booking(patient, desk.service, who, desk.location, starts_at=starts_at)


@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_who_asked_for_nobody_moves_to_whoever_is_free(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface
) -> None:
    await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    booking = await book(deployment, desk, surface)
    await take(desk, vault, booking["practitioner"]["id"], ELEVEN + HOUR)

    moved = await move(deployment, desk, booking, surface)

    assert booking["isForAnybody"] is True
    assert moved["userErrors"] == []
    assert moved["booking"]["isForAnybody"] is True
    assert moved["booking"]["practitioner"] != booking["practitioner"]


@pytest.mark.parametrize("surface", ["staff", "partner"])
async def test_who_asked_for_somebody_stays_with_them(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface
) -> None:
    await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    booking = await book(deployment, desk, surface, practitionerId=desk.id_of("Practitioner"))
    await take(desk, vault, booking["practitioner"]["id"], ELEVEN + HOUR)

    refused = await move(deployment, desk, booking, surface)
    moved = await move(deployment, desk, booking, surface, startsAt=(ELEVEN + 2 * HOUR).isoformat())

    assert booking["isForAnybody"] is False
    assert [error["code"] for error in refused["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert moved["booking"]["practitioner"] == booking["practitioner"]


async def test_somebody_who_is_named_and_as_booked_are_not_both(deployment: Deployment, desk: Desk) -> None:
    booking = await book(deployment, desk)

    refused = await move(deployment, desk, booking, practitionerId=desk.id_of("Practitioner"))

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "withWhom"]}]


@pytest.mark.parametrize("is_for_anybody", [False, True])
async def test_what_was_held_becomes_a_booking_that_says_so(
    deployment: Deployment, desk: Desk, clock: TurnableClock, is_for_anybody: bool
) -> None:
    """As the assistant books."""
    slot = SlotRequest(desk.service.id, desk.practitioner.id, desk.location.id, ELEVEN)
    async with transaction():
        held = await service.hold(desk.clinic.id, slot, conversation_id=desk.conversation.id, clock=clock, minutes=10)
    async with transaction():
        booking = await service.confirm(
            held.id,
            patient_id=desk.patient.id,
            clinic_id=desk.clinic.id,
            conversation_id=desk.conversation.id,
            wants_reminders=False,
            created_by="patient",
            is_for_anybody=is_for_anybody,
            clock=clock,
            random=deployment.random,
        )

    assert (await Booking.get(id=booking.id)).is_for_anybody is is_for_anybody
