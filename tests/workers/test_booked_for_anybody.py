"""A whole talk keeps whether the patient asked for somebody in particular, and moves to whoever that lets it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.clinic_world import World
from tests.e2e.patient import options_of
from tests.factories import make_booking, make_patient, make_practitioner, writing
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


@pytest.mark.parametrize("is_named", [False, True])
async def test_a_time_that_is_lost_while_moving_leads_to_the_nearest_other_ones(
    each_world: World, is_named: bool
) -> None:
    """The colleague is free at the time that the booking has, and nothing is nearer; but another one was wanted."""
    world = each_world
    colleague = await make_practitioner(world.clinic, world.location, services=[world.service], short_name="Dr. Else")
    async with writing():
        await Clinic.filter(id=world.clinic.id).update(cutoff_minutes=0)
    await world.write()
    await world.work()
    whom = world.practitioner.short_name if is_named else "First available"
    for title in ("Book appointment", whom, "", "Confirm only", "Reschedule"):
        await world.choose(title)
    booked = await Booking.get()
    wanted = booked.starts_at + timedelta(minutes=30)
    first = options_of((await world.heard())[-1])[0]
    nearest = wanted + timedelta(hours=2)
    other = await make_patient(world.clinic, world.deployment.vault, phone="+4915112345999")
    for who in (world.practitioner, colleague):
        starts_at = wanted
        while starts_at < nearest:
            await make_booking(other, world.service, who, world.location, starts_at=starts_at)
            starts_at += timedelta(minutes=30)

    await world.tap(first)
    await world.work(within=timedelta(minutes=1))

    heard = (await world.heard())[-1]
    assert heard["text"].startswith("That time has just gone.")
    assert "Mon 1 Mar 10:00" not in [option["title"] for option in options_of(heard)]
    assert options_of(heard)[0]["title"] == nearest.astimezone(ZoneInfo("Europe/Berlin")).strftime("Mon 1 Mar %H:%M")
