"""Where nothing can be written to a patient any more, staff are asked to tell them, once and at the first try."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.clinic_world import World
from tests.workers.ways_out import world as world

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Booking, Message, StaffTask
from chatbookr_core.notices.announcements import announce

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
Lost = Callable[[World, Booking], Awaitable[Deployment]]


async def without_its_plugin(world: World, booking: Booking) -> Deployment:
    return replace(world.deployment, plugins=Plugins({}))


async def without_its_key(world: World, booking: Booking) -> Deployment:
    async with transaction():
        await world.deployment.vault.destroy_patient_key(booking.clinic_id, booking.patient_id)
    return world.deployment


@pytest.mark.parametrize("lost", [without_its_plugin, without_its_key])
@pytest.mark.parametrize("is_silenced", [False, True])
async def test_staff_are_asked_to_tell_whom_nothing_can_be_written_to(
    world: World, lost: Lost, is_silenced: bool
) -> None:
    await world.book()
    booking = await Booking.get(clinic_id=world.clinic.id)
    if is_silenced:
        async with transaction():
            whose = (booking.clinic_id, booking.patient_id)
            await enter(Statement(*whose, "messages", Decision.WITHDRAWN, world.clock.now()))
    said = await Message.filter(direction="outbound").count()
    deployment = await lost(world, booking)

    for _ in range(2):
        async with transaction():
            later = world.clock.now() + timedelta(days=1)
            await Booking.filter(id=booking.id).update(
                announced_version=0, starts_at=later, ends_at=later + timedelta(minutes=30)
            )
            await announce(deployment, await Booking.filter(id=booking.id).select_for_update().get())

    (task,) = await StaffTask.filter(kind="tell_patient")
    assert (task.booking_id, task.reason) == (booking.id, "no_channel")
    assert await Message.filter(direction="outbound").count() == said
