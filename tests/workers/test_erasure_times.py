"""What is held for somebody who is erased is free again: the hold goes, and nothing goes on keeping its time."""

from collections.abc import Awaitable, Callable

import pytest
from tests.core.booking_desk import Desk, within_transaction
from tests.core.bookings_desk import desk as desk
from tests.core.waiting_room import Room, make_room
from tests.factories import make_resource, writing

import chatbookr_workers.erasure  # noqa: F401  # declares the kind of job
from chatbookr_core.bookings.service import hold
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.erasing import is_anything_left
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.exports.gathering import gathered
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Erasure, Hold, Job, Patient, Service
from chatbookr_core.waitlist import offers
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

Held = Callable[[Room], Awaitable[Hold]]


@pytest.fixture
async def room(desk: Desk, vault: Vault) -> Room:
    await vault.deployment_keys()
    await make_resource(desk.location, services=[desk.service])
    return await make_room(desk, vault)


async def in_the_chat(room: Room) -> Hold:
    """Let somebody have tapped a time, and not confirmed it yet."""
    desk, (_, talk) = room.desk, room.people[0]
    return await within_transaction(
        lambda: hold(desk.clinic.id, desk.at(0), conversation_id=talk.id, clock=desk.clock, minutes=10)
    )


async def at_the_desk(room: Room) -> Hold:
    """Let a time be offered to somebody who waits and has never written."""
    desk, entry = room.desk, await room.joins(0)
    offer = await within_transaction(
        lambda: offers.keep_for(desk.clinic, entry.id, room.free(desk.at(0)), conversation_id=None, clock=desk.clock)
    )
    return await Hold.get(id=offer.hold_id)


async def in_a_group(room: Room) -> Hold:
    """Let somebody hold the first seat of a group appointment."""
    async with writing():
        await Service.filter(id=room.desk.service.id).update(seats=2)
    return await in_the_chat(room)


async def erase(deployment: Deployment, patient: Patient) -> Erasure:
    async with transaction():
        key = await erase_patient(
            deployment, SystemActor("tests"), patient.id, reference="DSR-7", ground=Ground.OBJECTION
        )
    job = await Job.get(kind="patient.erase", subject_id=key)
    await run(deployment, declared_kinds()[job.kind], job.id)
    return await Erasure.get(id=key)


@pytest.mark.parametrize("held", [in_the_chat, at_the_desk, in_a_group])
async def test_what_was_held_for_who_is_erased_is_free_at_once(room: Room, deployment: Deployment, held: Held) -> None:
    desk, kept = room.desk, await held(room)
    next_one = await room.joins(1)

    erasure = await erase(deployment, room.people[0][0])
    looks = await Job.filter(dedupe_key=f"waitlist.look:erasure:{erasure.id}").count()
    seats = (await Service.get(id=desk.service.id)).seats
    booked = [await desk.book(desk.at(0)) for _ in range(seats)]

    assert erasure.state == "erased"
    assert await is_anything_left(erasure) == []
    assert not await Hold.exists(id=kept.id)
    assert await Allocation.filter(is_active=True, booking_id=None, group_id=None).count() == 0
    assert {one.starts_at for one in booked} == {kept.starts_at}
    assert (looks, next_one.state) == (1, "waiting")


async def test_what_is_held_for_who_never_wrote_is_given_to_them(room: Room, deployment: Deployment) -> None:
    kept, (patient, _) = await at_the_desk(room), room.people[0]

    subject = await gathered(deployment, clinic_id=room.desk.clinic.id, patient_id=patient.id)
    others = await gathered(deployment, clinic_id=room.desk.clinic.id, patient_id=room.people[1][0].id)

    assert [row["id"] for row in subject.tables["hold"]] == [str(kept.id)]
    assert others.tables["hold"] == []
