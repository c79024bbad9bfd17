"""Somebody makes a booking's event recurring in Google: that is asked about, and the rest of the series stays."""

from datetime import datetime, timedelta

import pytest
from tests.clinic_world import World
from tests.factories import make_practitioner
from tests.workers.drifting_events import EVENTS, STAFF, TUESDAY, card, change, refresh, written
from tests.workers.drifting_events import world as world

from chatbookr_core.bookings.use_cases import cancel_booking, move_booking
from chatbookr_core.calendars.drift_answers import accept
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarDrift, StaffTask

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

WEEK = timedelta(days=7)


async def occurrences(world: World) -> list[datetime]:
    answer = await world.google("GET", EVENTS, params={"singleEvents": "true"})
    return sorted(datetime.fromisoformat(event["start"]["dateTime"]) for event in answer.json()["items"])


@pytest.mark.parametrize("when", ["unread", "asked", "accepted"])
async def test_a_cancelled_booking_takes_its_own_occurrence_out_of_a_series_and_no_other(
    world: World, when: str
) -> None:
    booking = await written(world)
    await change(world, booking, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])
    made = await occurrences(world)
    if when != "unread":
        await refresh(world)
        assert (await card(booking)).kind == "edited"
    if when == "accepted":
        async with transaction():
            await accept(world.deployment, STAFF, (await card(booking)).id)

    async with transaction():
        await cancel_booking(world.deployment, STAFF, booking.id)
    await world.work(within=timedelta(seconds=5))
    await refresh(world, within=timedelta(minutes=1))

    assert made == [TUESDAY, TUESDAY + WEEK, TUESDAY + 2 * WEEK]
    assert await occurrences(world) == [TUESDAY + WEEK, TUESDAY + 2 * WEEK]
    assert (await Booking.get(id=booking.id)).calendar_state == "none"
    assert await CalendarDrift.filter(state="open").count() == 0
    assert await StaffTask.filter(kind="calendar_event_left").count() == 0


async def test_a_booking_handed_to_a_colleague_takes_its_own_occurrence_out_of_a_series_and_no_other(
    world: World,
) -> None:
    """The booking leaves the account, and with it the etag its event was left with."""
    colleague = await make_practitioner(world.clinic, world.location, services=[world.service])
    booking = await written(world)
    await change(world, booking, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])

    async with transaction():
        await move_booking(
            world.deployment, STAFF, booking.id, starts_at=TUESDAY, practitioner_id=colleague.id, or_on_request=True
        )
    await world.work(within=timedelta(minutes=1))

    assert (await Booking.get(id=booking.id)).practitioner_id == colleague.id
    assert await occurrences(world) == [TUESDAY + WEEK, TUESDAY + 2 * WEEK]
