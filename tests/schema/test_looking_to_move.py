"""What is listed for a booking that is to move is what moving it takes, and why a time is not is explained alike."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_practitioner, make_service, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import MONDAY, Desk, ask, make_desk

from chatbookr_core.availability.horizons import ASIDE
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

WEEK = timedelta(weeks=1)
SLOTS = """query ($c: ID!, $s: ID!, $from: DateTime!, $to: DateTime!, $b: ID, $p: ID, $m: Int) {
  slots: availableSlots(clinicId: $c, serviceId: $s, from: $from, to: $to, movingBookingId: $b, practitionerId: $p,
      durationMinutes: $m) { startsAt endsAt practitioner { id } }
  days: availableDays(clinicId: $c, serviceId: $s, from: $from, to: $to, movingBookingId: $b, practitionerId: $p,
      durationMinutes: $m) { day count } }"""
EXPLAIN = """query ($c: ID!, $s: ID!, $p: ID!, $l: ID!, $at: DateTime!, $b: ID) {
  found: explainSlot(clinicId: $c, serviceId: $s, practitionerId: $p, locationId: $l, at: $at, movingBookingId: $b) }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) @idempotent(key: "k") {
  booking { startsAt } reasons alternatives { startsAt } userErrors { code } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


async def far_booking(desk: Desk, weeks: int = 20) -> Booking:
    """Put a booking where nobody could book one: on a Monday beyond the horizon of six weeks."""
    starts_at = MONDAY + weeks * WEEK + timedelta(hours=2)
    return await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)


async def looked(desk: Desk, deployment: Deployment, since: datetime, until: datetime, **more: Any) -> Any:
    ids = {"c": desk.id_of("Clinic"), "s": desk.id_of("Service")}
    values = {**ids, "from": since.isoformat(), "to": until.isoformat(), **more}
    return await ask(deployment, desk.actor(Role.RECEPTIONIST), SLOTS, values)


async def explained(desk: Desk, deployment: Deployment, at: datetime, booking: Booking | None) -> list[str]:
    ids = {name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service", "Practitioner", "Location")}
    more = {"b": global_id("Booking", booking.id)} if booking else {}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), EXPLAIN, {**ids, "at": at.isoformat(), **more})
    assert answer.errors == []
    found: list[str] = answer.data["found"]
    return found


async def moved(desk: Desk, deployment: Deployment, booking: Booking, at: datetime) -> Any:
    wish = {"bookingId": global_id("Booking", booking.id), "startsAt": at.isoformat(), "version": 1}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": wish})
    assert answer.errors == []
    return answer.data["bookingReschedule"]


async def test_around_a_booking_beyond_the_horizon_there_are_times_for_it_alone(
    deployment: Deployment, desk: Desk
) -> None:
    booking = await far_booking(desk)
    week = booking.starts_at - WEEK, booking.starts_at + WEEK

    without = await looked(desk, deployment, *week)
    found = await looked(desk, deployment, *week, b=global_id("Booking", booking.id))

    assert without.errors == found.errors == []
    assert without.data == {"slots": [], "days": []}
    starts = {datetime.fromisoformat(one["startsAt"]) for one in found.data["slots"]}
    assert booking.starts_at in starts  # it stands in its own way no more than when it is moved
    assert booking.starts_at + timedelta(minutes=15) in starts
    assert sum(day["count"] for day in found.data["days"]) == len(starts)


@pytest.mark.parametrize("aside", [-20 * WEEK + timedelta(days=1), -WEEK, timedelta(minutes=15), 3 * WEEK])
async def test_what_is_listed_is_what_a_move_takes(deployment: Deployment, desk: Desk, aside: timedelta) -> None:
    booking = await far_booking(desk)
    at = booking.starts_at + aside

    found = await looked(desk, deployment, at, at + timedelta(days=1), b=global_id("Booking", booking.id))
    reasons = await explained(desk, deployment, at, booking)
    done = await moved(desk, deployment, booking, at)

    assert datetime.fromisoformat(found.data["slots"][0]["startsAt"]) == at
    assert reasons == []
    assert (done["userErrors"], done["reasons"]) == ([], [])
    assert (await Booking.get(id=booking.id)).starts_at == at


async def test_what_lies_further_still_is_refused_by_the_same_reason_with_what_is_near(
    deployment: Deployment, desk: Desk
) -> None:
    booking = await far_booking(desk)
    at = booking.starts_at + ASIDE + timedelta(hours=1)

    found = await looked(desk, deployment, at, at + WEEK, b=global_id("Booking", booking.id))
    reasons = await explained(desk, deployment, at, booking)
    done = await moved(desk, deployment, booking, at)

    assert found.data == {"slots": [], "days": []}
    assert reasons == done["reasons"] == ["HORIZON"]
    assert [one["code"] for one in done["userErrors"]] == ["SLOT_NOT_OFFERED"]
    near = [datetime.fromisoformat(one["startsAt"]) for one in done["alternatives"]]
    assert len(near) == 3
    assert max(near) <= booking.starts_at + ASIDE
    assert (await Booking.get(id=booking.id)).version == 1


async def test_without_a_booking_what_is_explained_stays_beyond_the_horizon(deployment: Deployment, desk: Desk) -> None:
    booking = await far_booking(desk)

    assert await explained(desk, deployment, booking.starts_at + WEEK, None) == ["HORIZON"]
    assert await explained(desk, deployment, booking.starts_at + WEEK, booking) == []


async def test_what_stands_within_the_horizon_stays_there(deployment: Deployment, desk: Desk) -> None:
    booking = await far_booking(desk, weeks=1)
    at, key = booking.starts_at + 8 * WEEK, global_id("Booking", booking.id)

    found = await looked(desk, deployment, at, at + WEEK, b=key)
    near = await looked(desk, deployment, booking.starts_at, booking.starts_at + timedelta(days=1), b=key)

    assert found.data == {"slots": [], "days": []}
    assert datetime.fromisoformat(near.data["slots"][0]["startsAt"]) == booking.starts_at
    assert await explained(desk, deployment, at, booking) == ["HORIZON"]


async def test_one_of_a_series_may_go_as_far_as_the_series_could(deployment: Deployment, desk: Desk) -> None:
    booking = await far_booking(desk)
    async with writing():
        await Booking.filter(id=booking.id).update(series_id=booking.id, series_ordinal=2, series_length=2)
    at = booking.starts_at + ASIDE + 2 * WEEK

    found = await looked(desk, deployment, at, at + timedelta(days=1), b=global_id("Booking", booking.id))
    done = await moved(desk, deployment, booking, at)

    assert datetime.fromisoformat(found.data["slots"][0]["startsAt"]) == at
    assert done["userErrors"] == []


async def test_somebody_else_is_listed_too_and_keeps_its_length(deployment: Deployment, desk: Desk) -> None:
    booking = await far_booking(desk)
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    async with writing():
        await Booking.filter(id=booking.id).update(ends_at=booking.ends_at + timedelta(minutes=17))
    key = global_id("Practitioner", other.id)
    day = booking.starts_at, booking.starts_at + timedelta(hours=1)

    found = await looked(desk, deployment, *day, b=global_id("Booking", booking.id), p=key)

    assert {one["practitioner"]["id"] for one in found.data["slots"]} == {key}
    times = [[datetime.fromisoformat(one[end]) for end in ("startsAt", "endsAt")] for one in found.data["slots"]]
    assert {ends_at - starts_at for starts_at, ends_at in times} == {timedelta(minutes=47)}
    assert [starts_at - day[0] for starts_at, _ in times] == [timedelta(minutes=15 * number) for number in range(4)]


async def test_a_booking_is_looked_for_by_its_own_service_and_length(deployment: Deployment, desk: Desk) -> None:
    other = await make_service(desk.clinic, desk.practitioner)
    now = desk.booking.starts_at
    span = now, now + timedelta(days=1)

    of_other = await looked(desk, deployment, *span, b=desk.id_of("Booking"), s=global_id("Service", other.id))
    longer = await looked(desk, deployment, *span, b=desk.id_of("Booking"), m=30)

    assert {one["message"] for one in of_other.errors} == {"A booking keeps its service when it is moved."}
    assert {one["message"] for one in longer.errors} == {"A booking keeps its length when it is moved."}


@pytest.mark.parametrize("how", ["cancelled", "elsewhere", "nothing"])
async def test_what_does_not_stand_here_is_not_found(
    deployment: Deployment, desk: Desk, database: Database, vault: Vault, clock: TurnableClock, how: str
) -> None:
    key, now = desk.id_of("Booking"), desk.booking.starts_at
    if how == "cancelled":
        async with writing():
            await Booking.filter(id=desk.booking.id).update(status="cancelled")
    elif how == "elsewhere":
        key = (await make_desk(vault, clock.now())).id_of("Booking")
    else:
        key = global_id("Booking", desk.clinic.id)

    found = await looked(desk, deployment, now, now + WEEK, b=key)

    assert {one["extensions"]["code"] for one in found.errors} == {"NOT_FOUND"}


async def test_partners_look_with_the_scope_to_write(deployment: Deployment, desk: Desk) -> None:
    booking = await far_booking(desk)
    async with writing():
        await Clinic.filter(id=desk.clinic.id).update(horizon_days=14)
    values = {
        "c": desk.id_of("Clinic"),
        "s": desk.id_of("Service"),
        "b": global_id("Booking", booking.id),
        "from": booking.starts_at.isoformat(),
        "to": (booking.starts_at + WEEK).isoformat(),
    }
    reading = frozenset({Permission.SLOT_READ, Permission.CLINIC_READ, Permission.BOOKING_READ})

    for scopes, is_found in ((reading, False), (reading | {Permission.BOOKING_WRITE}, True)):
        answer = await ask(deployment, KeyActor(desk.api_key.id, desk.clinic.id, scopes), SLOTS, values, "partner")
        assert bool(answer.data and answer.data["slots"]) == is_found
        assert (answer.errors == []) == is_found
