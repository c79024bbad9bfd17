"""What is booked of a service that is not offered any more can be moved as it is; nothing new can be booked of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_practitioner, make_resource, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import MONDAY, Desk, ask

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, Service, ServiceResource
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

WEEK = timedelta(weeks=1)
SLOTS = """query ($c: ID!, $s: ID!, $from: DateTime!, $to: DateTime!, $b: ID) {
  slots: availableSlots(clinicId: $c, serviceId: $s, from: $from, to: $to, movingBookingId: $b) { startsAt }
  days: availableDays(clinicId: $c, serviceId: $s, from: $from, to: $to, movingBookingId: $b) { count } }"""
EXPLAIN = """query ($c: ID!, $s: ID!, $p: ID!, $l: ID!, $at: DateTime!, $b: ID) {
  found: explainSlot(clinicId: $c, serviceId: $s, practitionerId: $p, locationId: $l, at: $at, movingBookingId: $b) }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { done: bookingReschedule(input: $input) @idempotent(key: "m") {
  reasons alternatives { startsAt } userErrors { code } } }"""
BOOK = """mutation ($input: BookingCreateInput!) { done: bookingCreate(input: $input) @idempotent(key: "b") {
  userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


async def booked_before(desk: Desk, deployment: Deployment) -> Booking:
    """Book something of a service that is then offered no more, although its times have been looked at."""
    at = MONDAY + WEEK + timedelta(hours=2)
    booking = await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=at)
    found = await looked(desk, deployment, booking)
    assert found.data["slots"]
    async with writing():
        await Service.filter(id=desk.service.id).update(is_active=False)
    return booking


async def looked(desk: Desk, deployment: Deployment, booking: Booking, **more: Any) -> Any:
    span = {"from": (booking.starts_at - WEEK).isoformat(), "to": (booking.starts_at + WEEK).isoformat()}
    values = {"c": desk.id_of("Clinic"), "s": desk.id_of("Service"), **span, **more}
    return await ask(deployment, desk.actor(Role.RECEPTIONIST), SLOTS, values)


async def explained(desk: Desk, deployment: Deployment, at: datetime, **more: str) -> Any:
    ids = {name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service", "Practitioner", "Location")}
    return await ask(deployment, desk.actor(Role.RECEPTIONIST), EXPLAIN, {**ids, "at": at.isoformat(), **more})


async def moved(desk: Desk, deployment: Deployment, booking: Booking, at: datetime, **more: Any) -> Any:
    wish = {"bookingId": global_id("Booking", booking.id), "startsAt": at.isoformat(), "version": 1, **more}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": wish})
    assert answer.errors == []
    return answer.data["done"]


async def test_it_is_moved_and_keeps_its_length(deployment: Deployment, desk: Desk) -> None:
    booking = await booked_before(desk, deployment)
    at = booking.starts_at + timedelta(days=7, minutes=15)
    lasting = booking.ends_at - booking.starts_at

    done = await moved(desk, deployment, booking, at)

    now = await Booking.get(id=booking.id)
    assert done["userErrors"] == []
    assert (now.starts_at, now.ends_at - now.starts_at) == (at, lasting)


async def test_it_is_moved_to_another_practitioner(deployment: Deployment, desk: Desk) -> None:
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    booking = await booked_before(desk, deployment)

    done = await moved(desk, deployment, booking, booking.starts_at, practitionerId=global_id("Practitioner", other.id))

    assert done["userErrors"] == []
    assert (await Booking.get(id=booking.id)).practitioner_id == other.id


async def test_it_takes_a_room_as_the_service_needs_one(deployment: Deployment, desk: Desk) -> None:
    room = await make_resource(desk.location, kind="laser")
    async with writing():
        await ServiceResource.create(clinic_id=desk.clinic.id, service_id=desk.service.id, resource_kind="laser")
    booking = await booked_before(desk, deployment)

    done = await moved(desk, deployment, booking, booking.starts_at + WEEK)

    assert done["userErrors"] == []
    taken = Allocation.filter(booking_id=booking.id, is_active=True)
    assert {one.subject_id for one in await taken} == {desk.practitioner.id, room.id}


async def test_times_and_reasons_for_the_move_agree_with_it(deployment: Deployment, desk: Desk) -> None:
    booking = await booked_before(desk, deployment)
    own = {"b": global_id("Booking", booking.id)}

    found = await looked(desk, deployment, booking, **own)
    free = await explained(desk, deployment, booking.starts_at + timedelta(hours=1), **own)
    closed = await explained(desk, deployment, booking.starts_at + timedelta(days=5), **own)
    refused = await moved(desk, deployment, booking, booking.starts_at + timedelta(days=5))

    assert found.errors == free.errors == closed.errors == []
    assert found.data["slots"]
    assert found.data["days"]
    assert free.data["found"] == []
    assert closed.data["found"] == refused["reasons"] != []
    assert [one["code"] for one in refused["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert refused["alternatives"]


async def test_nothing_new_is_booked_or_listed_after_a_move(deployment: Deployment, desk: Desk) -> None:
    booking = await booked_before(desk, deployment)
    await looked(desk, deployment, booking, b=global_id("Booking", booking.id))
    assert (await moved(desk, deployment, booking, booking.starts_at + WEEK))["userErrors"] == []

    found = await looked(desk, deployment, booking)
    explaining = await explained(desk, deployment, booking.starts_at)
    ids = {f"{name.lower()}Id": desk.id_of(name) for name in ("Service", "Patient", "Practitioner", "Location")}
    wish = {**ids, "startsAt": booking.starts_at.isoformat()}
    for more in ({}, {"overbookReason": "emergency"}):
        new = await ask(deployment, desk.actor(Role.MANAGER), BOOK, {"input": {**wish, **more}})
        assert [one["code"] for one in new.data["done"]["userErrors"]] == ["NOT_FOUND"]

    assert [one["extensions"]["code"] for one in found.errors] == ["NOT_FOUND", "NOT_FOUND"]
    assert [one["extensions"]["code"] for one in explaining.errors] == ["NOT_FOUND"]
