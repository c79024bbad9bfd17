"""What is moved again before the calendar has followed does not stand in its own way."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.clinic_world import World
from tests.workers.test_calendar_jobs import TUESDAY, booked, connected
from tests.worlds import each_world as each_world

from chatbookr_core.bookings.live import look_before_move
from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.db import transaction
from chatbookr_core.errors import SlotTaken
from chatbookr_core.models import Booking, ExternalBusy

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
QUARTER = timedelta(minutes=15)


async def moves(world: World, booking_id: UUID, starts_at: datetime) -> datetime:
    """Let staff move it; the calendar is asked, and its event is not written yet."""
    who = world.staff()
    await look_before_move(world.deployment, who, booking_id, starts_at=starts_at, practitioner_id=None)
    async with transaction():
        await move_booking(world.deployment, who, booking_id, starts_at=starts_at)
    return (await Booking.get(id=booking_id)).starts_at


async def test_its_event_stands_where_it_was_until_the_calendar_is_written(each_world: World) -> None:
    world = each_world
    connection = await connected(world)
    booking, other = await booked(world), TUESDAY + 8 * QUARTER
    await world.work(within=timedelta(seconds=5))
    await fetch_busy(world.deployment, connection)
    assert await ExternalBusy.filter(clinic_id=world.clinic.id).count() == 1

    at = [await moves(world, booking.id, TUESDAY + late * QUARTER) for late in (2, 1, 0)]
    await booked(world, other)
    await world.work(within=timedelta(seconds=5))
    with pytest.raises(SlotTaken):  # what is somebody else's is in the way as ever
        await moves(world, booking.id, other + QUARTER)

    assert at == [TUESDAY + late * QUARTER for late in (2, 1, 0)]
