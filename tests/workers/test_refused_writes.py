"""What a calendar refuses for good is asked of staff once, tried again quietly, and ticked off once it is done."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.workers.drifting_events import MINUTE, STAFF, TUESDAY, refresh, starts, written
from tests.workers.drifting_events import world as world

from chatbookr_core.bookings.use_cases import cancel_booking, move_booking
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, CalendarFeed, Job, StaffTask
from chatbookr_sdk import PermanentFailure

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

LATER = TUESDAY + timedelta(hours=2)


@contextmanager
def refused(world: World, what: str) -> Iterator[None]:
    """Have Google refuse a kind of write, as it does where somebody else has become an event's organizer."""
    _, provider = world.deployment.plugins.calendar_for("gcal")

    async def refuse(*_: object, **__: object) -> None:
        raise PermanentFailure("calendar_not_writable", code="forbiddenForNonOrganizer")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(provider), what, refuse)
        yield


async def polls(world: World, count: int) -> None:
    for _ in range(count):
        await CalendarFeed.all().update(next_try_at=None)
        await refresh(world, within=MINUTE)


async def asked(world: World, kinds: Collection[str]) -> list[tuple[str, str]]:
    tasks = StaffTask.filter(clinic_id=world.clinic.id, kind__in=kinds).order_by("id")
    return [(one.kind, one.state) for one in await tasks]


async def test_an_event_that_may_not_be_removed_is_one_task_and_no_dead_letter_a_minute(world: World) -> None:
    booking, kinds = await written(world), ("dead_job", "calendar_event_left")
    with refused(world, "delete_event"):
        async with transaction():
            await cancel_booking(world.deployment, STAFF, booking.id)
        await polls(world, 5)
        during = await asked(world, kinds)

    await polls(world, 1)

    assert during == [("calendar_event_left", "open")]
    assert await Job.filter(state="dead").count() == 0
    assert await world.events() == []
    assert await asked(world, kinds) == [("calendar_event_left", "done")]
    assert (await Booking.get(id=booking.id)).calendar_state == "none"


async def test_what_asked_about_an_event_that_could_not_be_written_is_done_once_it_stands(world: World) -> None:
    booking, kinds = await written(world), ("dead_job", "calendar_not_written")
    with refused(world, "put_event"):
        async with transaction():
            await move_booking(world.deployment, STAFF, booking.id, starts_at=LATER)
        await polls(world, 3)
        during = await asked(world, kinds)

    await polls(world, 1)

    assert during == [("calendar_not_written", "open")]
    assert await starts(world) == [LATER]
    assert await asked(world, kinds) == [("calendar_not_written", "done")]
