"""Every reason a time is not offered for, brought about in the database and asked for in the API, each alone."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_hours, make_location, make_practitioner, make_resource, writing
from tests.schema.desk import Desk, ask

from chatbookr_core.bookings import service
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CalendarConnection, Clinic, ExternalBusy, Practitioner, Service, WorkingHours
from chatbookr_permissions.roles import Role
from chatbookr_schema.availability import SlotReason

NOON = datetime(2027, 3, 9, 11, tzinfo=UTC)  # Tuesday, 12:00 in Berlin
HALF = timedelta(minutes=30)
EXPLAIN = """query ($c: ID!, $s: ID!, $p: ID!, $l: ID!, $at: DateTime!) {
  found: explainSlot(clinicId: $c, serviceId: $s, practitionerId: $p, locationId: $l, at: $at) }"""
Cause = Callable[[Desk, TurnableClock], Awaitable[None]]


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def nothing(desk: Desk, clock: TurnableClock) -> None:
    """Leave it as it is: the time itself is the cause."""


def of_clinic(**fields: int) -> Cause:
    async def cause(desk: Desk, clock: TurnableClock) -> None:
        async with writing():
            await Clinic.filter(id=desk.clinic.id).update(**fields)

    return cause


async def a_break(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        await WorkingHours.filter(practitioner_id=desk.practitioner.id, weekday=2).delete()
    for start, end in ((9 * 60, 12 * 60), (13 * 60, 17 * 60)):
        await make_hours(desk.practitioner, desk.location, 2, start, end)


async def booked(desk: Desk, starts_at: datetime) -> None:
    await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)


async def a_booking(desk: Desk, clock: TurnableClock) -> None:
    await booked(desk, NOON)


async def held(desk: Desk, clock: TurnableClock, practitioner: Practitioner) -> None:
    request = SlotRequest(desk.service.id, practitioner.id, desk.location.id, NOON)
    async with transaction():
        await service.hold(desk.clinic.id, request, conversation_id=None, clock=clock, minutes=10)


async def a_hold(desk: Desk, clock: TurnableClock) -> None:
    await held(desk, clock, desk.practitioner)


async def seats(desk: Desk, clock: TurnableClock) -> None:
    """Let two who come have both seats, in the only room there is, with the event of it in the calendar."""
    await make_resource(desk.location, services=[desk.service])
    async with writing():
        await Service.filter(id=desk.service.id).update(seats=2)
    for _ in range(2):
        await held(desk, clock, desk.practitioner)
    await another_event(desk, clock)


async def another_event(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        await ExternalBusy.create(
            id=new_id(),
            clinic_id=desk.clinic.id,
            connection_id=desk.calendar.id,
            practitioner_id=desk.practitioner.id,
            starts_minute=epoch_minute(NOON),
            ends_minute=epoch_minute(NOON + HALF),
        )


async def a_buffer(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        await Service.filter(id=desk.service.id).update(buffer_after_minutes=10)
    await booked(desk, NOON + HALF)


async def a_way(desk: Desk, clock: TurnableClock) -> None:
    await of_clinic(travel_minutes=60)(desk, clock)
    elsewhere = await make_location(desk.clinic)
    await make_booking(desk.patient, desk.service, desk.practitioner, elsewhere, starts_at=NOON - 2 * HALF)


async def a_limit(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        await Practitioner.filter(id=desk.practitioner.id).update(bookings_per_day=1)
    await booked(desk, NOON - 4 * HALF)


async def a_room(desk: Desk, clock: TurnableClock) -> None:
    """Let a colleague have the only room."""
    await make_resource(desk.location, services=[desk.service])
    await held(desk, clock, await make_practitioner(desk.clinic, desk.location, services=[desk.service]))


async def a_stale_calendar(desk: Desk, clock: TurnableClock) -> None:
    async with writing():
        long_ago = clock.now() - timedelta(hours=1)
        await CalendarConnection.filter(id=desk.calendar.id).update(fetched_at=long_ago)


async def a_booking_in_the_calendar(desk: Desk, clock: TurnableClock) -> None:
    """Book, and let the event that was written for it have been read again."""
    await a_booking(desk, clock)
    await another_event(desk, clock)


CAUSES: dict[str, tuple[Cause, datetime]] = {
    "NOTICE": (of_clinic(notice_minutes=14 * 24 * 60), NOON),
    "HORIZON": (of_clinic(horizon_days=3), NOON),
    "HOURS": (nothing, NOON + timedelta(hours=8)),
    "BREAK": (a_break, NOON),
    "GRID": (nothing, NOON + timedelta(minutes=7)),
    "BOOKING": (a_booking, NOON),
    "SEATS": (seats, NOON),
    "HOLD": (a_hold, NOON),
    "EXTERNAL_BUSY": (another_event, NOON),
    "BUFFER": (a_buffer, NOON),
    "TRAVEL": (a_way, NOON),
    "LIMIT": (a_limit, NOON),
    "ROOM": (a_room, NOON),
    "STALE_CALENDAR": (a_stale_calendar, NOON),
}


def test_every_reason_has_a_cause_here() -> None:
    assert set(CAUSES) == set(SlotReason.__members__)


@pytest.mark.parametrize(("reason", "cause", "at"), [(reason, *one) for reason, one in CAUSES.items()], ids=CAUSES)
async def test_a_time_is_explained_by_what_stands_in_its_way_and_by_nothing_else(
    deployment: Deployment, desk: Desk, clock: TurnableClock, reason: str, cause: Cause, at: datetime
) -> None:
    ids = {name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service", "Practitioner", "Location")}

    async def asked(when: datetime) -> list[str]:
        answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), EXPLAIN, {**ids, "at": when.isoformat()})
        assert answer.errors == []
        found: list[str] = answer.data["found"]
        return found

    before = await asked(NOON)
    await cause(desk, clock)

    assert before == []
    assert await asked(at) == [reason]


async def test_a_bookings_own_event_is_no_reason_beside_it(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await a_booking_in_the_calendar(desk, clock)
    ids = {name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service", "Practitioner", "Location")}

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), EXPLAIN, {**ids, "at": NOON.isoformat()})

    assert answer.data["found"] == ["BOOKING"]
