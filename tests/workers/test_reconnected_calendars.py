"""What somebody did to a booking's event while its account was disconnected is found as it is connected again."""

from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.workers.drifting_events import LATER, STAFF, TUESDAY, card, change, delete, starts, times, written
from tests.workers.drifting_events import world as world

from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarConnection, CalendarDrift, Job

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

SOON = timedelta(seconds=5)


async def give_up(world: World) -> None:
    connection = await CalendarConnection.get(clinic_id=world.clinic.id)
    async with transaction():
        await disconnect_calendar(world.deployment, STAFF, connection.id)
    await world.work(within=SOON)


@pytest.mark.parametrize("how", ["disconnected", "lost"])
@pytest.mark.parametrize("kind", ["deleted", "moved"])
async def test_what_was_done_meanwhile_is_found_by_the_first_reading(world: World, how: str, kind: str) -> None:
    booking, untouched = await written(world), await written(world, TUESDAY + timedelta(hours=5))
    if how == "disconnected":
        await give_up(world)
    else:
        await world.expire_google("access")
        await world.expire_google("refresh")
    if kind == "deleted":
        await delete(world, booking)
    else:
        await change(world, booking, **times(LATER))
    compared = await Job.filter(kind="calendar.compare", subject_id=untouched.id).count()

    await world.connect_calendar()
    await world.work(within=SOON)

    assert (await card(booking)).kind == kind
    assert (await Booking.get(id=booking.id)).status == "confirmed"
    assert await CalendarDrift.filter(booking_id=untouched.id).count() == 0
    assert await Job.filter(kind="calendar.compare", subject_id=untouched.id).count() == compared
    assert len(await starts(world)) == (1 if kind == "deleted" else 2)
