"""A whole talk keeps whether the patient asked for somebody in particular, and moves to whoever that lets it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.clinic_world import World
from tests.e2e.patient import options_of
from tests.factories import make_practitioner, writing
from tests.worlds import each_world as each_world

from chatbookr_core.models import Booking, Clinic

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets


@pytest.mark.parametrize("is_named", [False, True])
async def test_a_talk_keeps_whether_anybody_would_do(each_world: World, is_named: bool) -> None:
    world = each_world
    await make_practitioner(world.clinic, world.location, services=[world.service], short_name="Dr. Else")
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
    await world.write()
    await world.work()
    await world.choose("Book appointment")
    await world.choose(world.practitioner.short_name if is_named else "First available")
    for title in ("", "Confirm only"):
        await world.choose(title)
    booked = await Booking.get()

    await world.choose("Reschedule")
    others = [option["title"] for option in options_of((await world.heard())[-1])]
    for title in ("", "Move appointment"):
        await world.choose(title)
        await world.work(within=timedelta(minutes=1))

    moved = await Booking.get()
    assert booked.starts_at == datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert "Mon 1 Mar 10:00" not in others  # the colleague is free then, but it is no other time
    assert moved.starts_at != booked.starts_at
    assert (booked.is_for_anybody, moved.is_for_anybody) == (not is_named, not is_named)
    assert not is_named or {booked.practitioner_id, moved.practitioner_id} == {world.practitioner.id}
