"""A clinic takes a service away while somebody books it: they are told so, and go on; what is booked of it is moved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories import make_practitioner, make_service, writing
from tests.relatives import Practice, booked
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.db import transaction
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.models import Booking, Job, Practitioner, Service, ServicePractitioner
from chatbookr_sdk import Account, MessageReceived, OptionChosen, Sender

GONE = "That is not offered any more."


async def taken_away(practice: Practice) -> None:
    """Offer another service in the place of the one that was looked at."""
    await make_service(practice.clinic, practice.practitioner, title="Physiotherapy", short_title="Physiotherapy")
    async with writing():
        await Service.filter(id=practice.service.id).update(is_active=False)


def tap_on(practice: Practice, option: tuple[str, str]) -> MessageReceived:
    """Tap, without waiting for what follows."""
    sender = Sender(practice.phone().number, practice.phone().number, practice.phone().name)
    account = Account(practice.connection.account_id, practice.connection.group_id)
    return MessageReceived(account, str(uuid4()), sender, practice.clock.now(), OptionChosen(*option))


async def at_the_times(practice: Practice) -> None:
    await practice.phone().types("hello")
    await practice.phone().taps("Book appointment")


@pytest.mark.parametrize("way", ["a time", "another day", "words"])
async def test_whoever_looks_at_its_times_is_told_and_shown_what_there_is(practice: Practice, way: str) -> None:
    await at_the_times(practice)
    await taken_away(practice)
    phone = practice.phone()

    if way == "a time":
        said = await phone.taps_first()
    else:
        said = await (phone.taps("Another day") if way == "another day" else phone.types("tomorrow at 3"))

    assert len(said) == 1
    assert said[0].startswith(GONE)
    assert await Job.filter(state="dead").count() == 0


async def test_a_tap_whose_time_is_just_being_held_is_answered(practice: Practice) -> None:
    await at_the_times(practice)
    phone = practice.phone()
    tap = tap_on(practice, (await phone.options((await phone.messages())[-1]))[0])
    async with transaction():
        await receive(practice.deployment, practice.connection, tap)
    await taken_away(practice)

    await practice.work()

    assert (await phone.text((await phone.messages())[-1])).startswith(GONE)


async def test_a_time_that_was_held_too_long_is_answered(practice: Practice) -> None:
    await at_the_times(practice)
    await practice.phone().taps_first()
    await practice.phone().taps("For me")
    await taken_away(practice)
    practice.clock.turn(timedelta(minutes=11))

    [said] = await practice.phone().taps("Confirm only")

    assert said.startswith(GONE)
    assert await Booking.all().count() == 0


@pytest.mark.parametrize("when", ["before", "meanwhile"])
async def test_what_is_booked_of_it_is_moved_all_the_same(practice: Practice, when: str) -> None:
    # Before, a person was called in both cases: it is to be given to who has it booked, and to nobody new.
    booking = await booked(practice.phone(), "For me")
    if when == "before":
        await taken_away(practice)
    [times] = await practice.phone().taps("Reschedule")
    if when == "meanwhile":
        await taken_away(practice)

    [held] = await practice.phone().taps_first()
    [said] = await practice.phone().taps("Move appointment")

    now = await Booking.get(id=booking.id)
    assert "Choose a new time" in times
    assert GONE not in held
    assert "moved" in said.lower()
    assert now.starts_at != booking.starts_at
    assert now.ends_at - now.starts_at == booking.ends_at - booking.starts_at


async def test_another_day_for_what_is_booked_of_it_is_shown(practice: Practice) -> None:
    await booked(practice.phone(), "For me")
    await taken_away(practice)
    await practice.phone().taps("Reschedule")

    [days] = await practice.phone().taps("Another day")

    assert GONE not in days
    assert "colleague" not in days


async def test_of_what_nobody_gives_any_more_a_person_is_called(practice: Practice) -> None:
    await booked(practice.phone(), "For me")
    await practice.phone().taps("Reschedule")
    await taken_away(practice)
    async with writing():
        await ServicePractitioner.filter(service_id=practice.service.id).delete()

    [said] = await practice.phone().taps_first()

    assert said.startswith(GONE)
    assert "colleague" in said


async def test_whoever_looks_at_times_of_somebody_who_has_left_is_asked_with_whom(practice: Practice) -> None:
    here = practice.clinic, practice.location
    leaving = await make_practitioner(*here, services=[practice.service], short_name="Dr Vos")
    phone = practice.phone()
    await phone.types("hello")
    await phone.taps("Book appointment")
    await phone.taps("Dr Vos")
    async with writing():
        await Practitioner.filter(id=leaving.id).update(is_active=False)

    [asked] = await phone.taps_first()
    [times] = await phone.taps("First available")

    assert asked == f"{GONE}\n\nWith whom?"
    assert times.startswith("Choose a time")
