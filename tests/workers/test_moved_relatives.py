"""The clinic moves somebody's appointment whom another booked for: the OK of whose phone it was told on counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import writing
from tests.relatives import Phone, Practice, booked, link, make_practice

from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.channels.registry import discover
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Booking, RelatedPerson
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import SystemActor


@pytest.fixture
async def practice(database: Database, vault: Vault, deployment: Deployment) -> Practice:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    plugins = discover(Settings(plugins=("whatsapp",), environment=secrets))
    await vault.deployment_keys()
    return await make_practice(replace(deployment, plugins=plugins), vault)


async def moved(practice: Practice, booking: Booking) -> None:
    """Let staff move a booking by a week, and tell of it where it was arranged."""
    async with transaction():
        at = booking.starts_at + timedelta(days=7)
        await move_booking(practice.deployment, SystemActor("tests"), booking.id, starts_at=at)
    await practice.work("dialogue.announce")


async def is_known(booking: Booking) -> bool:
    return (await Booking.get(id=booking.id)).acknowledged_at is not None


async def tims_moved(practice: Practice) -> tuple[Phone, Booking]:
    ada = practice.phone()
    booking = await booked(ada, "for someone else", "Tim Vos")
    await moved(practice, booking)
    return ada, booking


@pytest.mark.parametrize("typed", ["", "ok"], ids=["a tap", "a word"])
async def test_the_ok_of_who_arranged_it_is_noted_as_theirs(practice: Practice, typed: str) -> None:
    ada, booking = await tims_moved(practice)
    told = await ada.text((await ada.messages())[-1])

    await (ada.types(typed) if typed else ada.taps("OK"))

    contact = await ada.patient()
    assert contact is not None
    assert told.startswith("For Tim.\nYour appointment has been moved to ")
    assert await is_known(booking)
    entry = await AuditEntry.get(action="bookingAcknowledge")
    assert (entry.actor_id, entry.subject_id) == (contact.id, booking.id)


async def test_the_ok_of_who_was_unlinked_meanwhile_notes_nothing(practice: Practice) -> None:
    ada, booking = await tims_moved(practice)
    async with writing():
        await RelatedPerson.all().delete()

    await ada.taps("OK")

    assert not await is_known(booking)
    assert not await AuditEntry.filter(action="bookingAcknowledge").exists()


async def test_a_yes_is_about_what_its_writer_was_told_alone(practice: Practice) -> None:
    """Bob's appointment was arranged by Ada, so she was told; Bob, who was not, says yes to something else."""
    bob = practice.phone("4915199999999", "Bob Vos")
    await bob.types("hello")
    ada, booking = await tims_moved(practice)
    contact, husband = await ada.patient(), await bob.patient()
    assert contact is not None
    assert husband is not None
    await link(husband, contact)
    async with writing():
        await Booking.filter(id=booking.id).update(patient_id=husband.id)

    await bob.types("menu")
    await bob.types("ok")
    before = await is_known(booking)
    await ada.types("ok")

    assert not before
    assert await is_known(booking)
