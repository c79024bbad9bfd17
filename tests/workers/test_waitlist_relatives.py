"""The waitlist of a family on one phone: the place is the relative's, the contact is told, a tap books for them."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.factories import make_booking, writing
from tests.relatives import DECLARED, Phone, Practice, link, make_practice, make_relative

from chatbookr_core.assistant.suiting import ENDS_OF_DAY, suiting_of, wish_of
from chatbookr_core.channels.registry import discover
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import DayHours, Refused, Suiting
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.errors import NotFound
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AuditEntry,
    Booking,
    Clinic,
    Patient,
    RelatedPerson,
    StaffTask,
    WaitlistEntry,
    WaitlistOffer,
    WorkingHours,
)
from chatbookr_core.notices.waitlist_offers import matches, try_offer
from chatbookr_core.settings import Settings
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import WISHES, Wanted, join, written_hours
from chatbookr_core.waitlist.entries import wish_of as kept_wish
from chatbookr_core.waitlist.rules import EVERY_DAY, Wish
from chatbookr_core.waitlist.rules import DayHours as KeptHours
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers import waitlist

__all__ = ["DECLARED", "waitlist"]  # they declare the jobs
HOST = SystemActor("tests")
OFFERED = "A time is free: "
MONDAY, SUNDAY = date(2027, 3, 1), date(2027, 3, 7)


@pytest.fixture
async def practice(database: Database, vault: Vault, deployment: Deployment) -> Practice:
    """Lend a practice where nothing is free, and nobody sleeps."""
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    plugins = discover(Settings(plugins=("whatsapp",), environment=secrets))
    await vault.deployment_keys()
    made = await make_practice(
        replace(deployment, plugins=plugins), vault, quiet_from_minute=0, quiet_until_minute=0, notice_minutes=0
    )
    async with writing():
        await WorkingHours.all().update(start_minute=0, end_minute=1)
    return made


async def joins(phone: Phone, *said: str) -> WaitlistEntry:
    """Find nothing free, and join the list; each of `said` is typed."""
    known = set(await WaitlistEntry.all().values_list("id", flat=True))
    await phone.types("hello")
    await phone.taps("Book appointment")
    await phone.taps("Join waitlist")
    for words in said:
        await phone.types(words)
    return await WaitlistEntry.exclude(id__in=known).get()


async def offered(practice: Practice) -> None:
    """Open hours at all times, and let the list be looked at."""
    async with writing():
        await WorkingHours.all().update(start_minute=0, end_minute=1440)
    clinic_id = practice.clinic.id
    for match in await matches(practice.deployment, clinic_id, without=frozenset()):
        async with transaction():
            assert await try_offer(practice.deployment, clinic_id, match)


async def id_of(phone: Phone) -> UUID:
    patient = await phone.patient()
    assert patient is not None
    return patient.id


async def test_a_place_for_a_child_is_the_child_s_and_a_tap_on_the_offer_books_for_them(practice: Practice) -> None:
    ada = practice.phone()
    entry = await joins(ada, "for someone else", "Tim Vos", "any time")
    said = await ada.text((await ada.messages())[-1])

    await offered(practice)
    told = await ada.text((await ada.messages())[-1])
    [done] = await ada.taps("Take it")

    contact_id, tim = await id_of(ada), await Patient.get(id=entry.patient_id)
    assert (tim.channel, tim.id == contact_id, entry.arranged_by_id) == ("", False, contact_id)
    assert said.startswith("For Tim.\nYou are on the waitlist for ")
    assert told.startswith(f"For Tim.\n{OFFERED}")
    assert done.startswith("For Tim.\nBooked: ")
    booking = await Booking.get()
    assert (booking.patient_id, booking.arranged_by_id, booking.created_by) == (tim.id, contact_id, "patient")
    assert (await WaitlistEntry.get(id=entry.id)).state == "taken"
    noted = await AuditEntry.filter(actor_id=contact_id).order_by("id")
    assert [one.action for one in noted] == ["waitlistEntryAdd", "bookingCreate"]
    assert not await StaffTask.exists()


async def test_own_and_relatives_places_are_apart_and_no_thanks_and_leaving_are_for_the_one_that_is_named(
    practice: Practice,
) -> None:
    ada = practice.phone()
    own = await joins(ada, "for me", "any time")
    tims = await joins(ada, "for someone else", "Tim Vos", "any time")

    await offered(practice)
    texts = [await ada.text(one) for one in (await ada.messages())[-2:]]
    [kept] = await ada.taps("No thanks")
    [asked] = await ada.types("waitlist")
    rows = await ada.options((await ada.messages())[-1])
    [left] = await ada.taps(rows[1][1])

    assert own.patient_id == await id_of(ada)
    assert own.arranged_by_id is None
    assert [text.startswith("For Tim.") for text in texts] == [False, True]
    assert kept == "All right, you keep your place on the waitlist."
    assert asked == "You are on the waitlist. Which one would you like to leave?"
    assert len(rows) == 3
    assert left == "You are off the waitlist."
    states = {one.patient_id: one.state for one in await WaitlistOffer.all()}
    assert states == {own.patient_id: "withdrawn", tims.patient_id: "declined"}


async def test_a_typed_yes_takes_what_was_offered_last(practice: Practice) -> None:
    ada = practice.phone()
    await joins(ada, "for me", "any time")
    tims = await joins(ada, "for someone else", "Tim Vos", "any time")
    await offered(practice)
    practice.clock.turn(timedelta(seconds=1))

    first = (await WaitlistOffer.get(entry_id=tims.id)).id
    async with writing():
        await WaitlistOffer.filter(id=first).update(offered_at=practice.clock.now())
    [done] = await ada.types("yes")

    assert done.startswith("For Tim.\nBooked: ")
    assert (await Booking.get()).patient_id == tims.patient_id
    assert await WaitlistOffer.filter(state="open").count() == 1


async def test_a_relative_s_booking_comes_earlier(practice: Practice, vault: Vault) -> None:
    ada = practice.phone()
    await ada.types("hello")
    contact = await ada.patient()
    assert contact is not None
    tim = await make_relative(contact, vault)
    at = practice.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=9)
    booking = await make_booking(
        tim,
        practice.service,
        practice.practitioner,
        practice.location,
        starts_at=at,
        announced_version=1,
        arranged_by_id=contact.id,
    )
    await ada.types("my appointments")
    await ada.taps("Reschedule")
    [said] = await ada.taps("Join waitlist")
    entry = await WaitlistEntry.get()

    await offered(practice)
    [moved] = await ada.taps("Take it")

    assert said.startswith("For Tim.\nYou are on the waitlist for ")
    assert (entry.patient_id, entry.booking_id, entry.arranged_by_id) == (tim.id, booking.id, contact.id)
    assert moved.startswith("For Tim.\nMoved to ")
    now = await Booking.get()
    assert (now.id, now.version, now.starts_at < at) == (booking.id, 2, True)


async def test_what_staff_wrote_down_for_who_never_wrote_is_told_to_their_contact(
    practice: Practice, vault: Vault
) -> None:
    ada = practice.phone()
    await ada.types("hello")
    contact = await ada.patient()
    assert contact is not None
    tim = await make_relative(contact, vault)
    async with transaction():
        wanted = Wanted(practice.service.id)
        clinic = await Clinic.get(id=practice.clinic.id)
        await join(clinic, tim.id, wanted, by="staff", clock=practice.clock)

    await offered(practice)
    told = await ada.text((await ada.messages())[-1])
    await ada.taps("Take it")

    assert told.startswith(f"For Tim.\n{OFFERED}")
    assert (await Booking.get()).patient_id == tim.id


async def test_who_is_unlinked_is_told_nothing_more_and_cannot_answer(practice: Practice) -> None:
    ada = practice.phone()
    await joins(ada, "for someone else", "Tim Vos", "any time")
    await offered(practice)
    async with writing():
        await RelatedPerson.all().delete()

    [gone] = await ada.taps("Take it")

    assert gone.startswith("That time has just gone.")
    assert not await Booking.exists()
    offer = await WaitlistOffer.get()
    assert offer.state == "open"
    for answer in (
        offers.decline(offer.id, clinic_id=offer.clinic_id, contact_id=await id_of(ada), clock=practice.clock),
        offers.leave(offer.entry_id, clinic_id=offer.clinic_id, contact_id=await id_of(ada), clock=practice.clock),
    ):
        with pytest.raises(NotFound):
            async with transaction():
                await answer


async def test_after_the_unlinking_somebody_of_the_clinic_calls(practice: Practice) -> None:
    ada = practice.phone()
    await joins(ada, "for someone else", "Tim Vos", "any time")
    async with writing():
        await RelatedPerson.all().delete()
    before = len(await ada.messages())

    await offered(practice)

    assert len(await ada.messages()) == before
    assert (await StaffTask.get(kind="waitlist_offer")).reason == "no_channel"


async def test_of_two_contacts_the_one_who_asked_is_told(practice: Practice) -> None:
    ada, bob = practice.phone(), practice.phone("4915199999999", "Bob Vos")
    entry = await joins(ada, "for someone else", "Tim Vos", "any time")
    await bob.types("hello")
    father = await bob.patient()
    assert father is not None
    await link(await Patient.get(id=entry.patient_id), father, after=timedelta(days=9000))
    heard = len(await bob.messages())

    await offered(practice)

    assert (await ada.text((await ada.messages())[-1])).startswith(f"For Tim.\n{OFFERED}")
    assert len(await bob.messages()) == heard


async def test_a_contact_who_is_erased_leaves_the_child_its_place(practice: Practice) -> None:
    ada = practice.phone()
    entry = await joins(ada, "for someone else", "Tim Vos", "any time")
    contact_id = await id_of(ada)

    async with transaction():
        await erase_patient(practice.deployment, HOST, contact_id, reference="DSR-1", ground=Ground.OBJECTION)
    await practice.work("patient.erase")

    left = await WaitlistEntry.get(id=entry.id)
    assert (left.state, left.arranged_by_id, left.patient_id) == ("waiting", None, entry.patient_id)


async def test_a_wish_is_kept_and_nothing_else_is_offered(practice: Practice) -> None:
    ada = practice.phone()
    entry = await joins(ada, "for me", "Thursday after 4")
    said = await ada.text((await ada.messages())[-1])

    await offered(practice)

    offer = await WaitlistOffer.get()
    assert said.endswith("\nWhen: Thursday, from 16:00")
    assert (entry.weekdays, entry.from_minute, entry.until_minute, entry.day_parts) == (0b0001000, 960, None, 7)
    assert offer.starts_at.weekday() == 3
    assert suiting_of(entry) == Suiting(weekdays=(3,), from_time=time(16))
    assert offer.starts_at.astimezone(ZoneInfo(practice.clinic.zone)).hour >= 16


async def test_of_a_day_half_of_which_would_not_suit_the_other_half_is_offered(practice: Practice) -> None:
    ada = practice.phone()
    entry = await joins(ada, "for me", "Thursday, but not Thursday between 10 and 12")
    said = await ada.text((await ada.messages())[-1])

    await offered(practice)

    start = (await WaitlistOffer.get()).starts_at.astimezone(ZoneInfo(practice.clinic.zone))
    assert (entry.refused_weekdays, entry.refused_from_minute, entry.refused_until_minute) == (0b1000, 600, 720)
    assert said.endswith("\nWhen: Thursday, not Thursday, 10:00–12:00")
    assert (start.weekday(), 10 <= start.hour < 12) == (3, False)


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("Monday evening or Thursday morning", "When: Monday, from 17:00; Thursday, before 12:00"),
        ("Montagabend oder Donnerstagvormittag", "Wann: Montag, ab 17:00; Donnerstag, vor 12:00"),
    ],
)
async def test_each_of_two_days_is_offered_in_its_own_part_alone(practice: Practice, typed: str, when: str) -> None:
    ada = practice.phone()
    entry = await joins(ada, "for me", typed)
    said = await ada.text((await ada.messages())[-1])

    await offered(practice)

    start = (await WaitlistOffer.get()).starts_at.astimezone(ZoneInfo(practice.clinic.zone))
    assert said.endswith(f"\n{when}")
    assert (entry.weekdays, entry.from_minute, entry.until_minute, entry.day_parts) == (0b0001001, None, None, 7)
    assert suiting_of(await WaitlistEntry.get()).day_hours == (
        DayHours((0,), (), time(17)),
        DayHours((3,), (), None, time(12)),
    )
    assert (start.weekday(), start.hour >= 17) == (0, True) or (start.weekday(), start.hour < 12) == (3, True)


async def test_who_has_a_free_time_that_would_suit_waits_for_an_earlier_one_of_those(practice: Practice) -> None:
    """What is free sooner and does not suit says nothing of when it would."""
    ada = practice.phone()
    async with writing():
        await WorkingHours.all().update(start_minute=480, end_minute=1080)
    await ada.types("hello")
    await ada.taps("Book appointment")
    await ada.taps("None of these")
    await ada.taps("Join waitlist")
    await ada.types("for me")

    await ada.types("next week in the afternoon")

    entry = await WaitlistEntry.get()
    assert entry.starts_before is not None
    assert entry.first_day is not None
    assert entry.starts_before.date() == entry.first_day
    assert entry.last_day == entry.first_day + timedelta(days=6)
    assert entry.day_parts == 2


@pytest.mark.parametrize(
    ("suiting", "wish"),
    [
        (Suiting(), Wish()),
        (Suiting(MONDAY, SUNDAY, (0, 4)), Wish(MONDAY, SUNDAY, 0b0010001)),
        (Suiting(until_time=time(12)), Wish(day_parts=1)),
        (Suiting(from_time=time(12)), Wish(day_parts=6)),
        (Suiting(from_time=time(16), until_time=time(18, 30)), Wish(from_minute=960, until_minute=1110)),
        (Suiting(MONDAY, SUNDAY, days=(MONDAY, SUNDAY)), Wish(MONDAY, SUNDAY, days=(MONDAY, SUNDAY))),
        (Suiting(refused=Refused((4,))), Wish(refused_weekdays=0b0010000)),
        (
            Suiting(until_time=time(12), refused=Refused((0, 4), time(10), time(11, 30))),
            Wish(day_parts=1, refused_weekdays=0b0010001, refused_from_minute=600, refused_until_minute=690),
        ),
        (Suiting(weekdays=(0,), day_hours=ENDS_OF_DAY), Wish(weekdays=0b0000001, day_parts=0b101)),
        (
            Suiting(
                MONDAY,
                SUNDAY,
                until_time=time(17),
                day_hours=(DayHours((0,), (), None, time(12)), DayHours((), (SUNDAY,), time(12), time(17))),
            ),
            Wish(
                MONDAY,
                SUNDAY,
                day_parts=0b011,
                day_hours=(KeptHours(0b0000001, (), None, 720), KeptHours(EVERY_DAY, (SUNDAY,), 720, 1020)),
            ),
        ),
    ],
)
def test_a_wish_is_written_down_and_read_again(suiting: Suiting, wish: Wish) -> None:
    kept = {name: getattr(wish, name) for name in WISHES}
    own = [written_hours(one) for one in wish.day_hours] or None
    entry = WaitlistEntry(**kept, days=[str(day) for day in wish.days], day_hours=own)

    assert wish_of(suiting) == wish
    assert kept_wish(entry) == wish
    assert suiting_of(entry) == suiting


def test_of_what_staff_wrote_down_as_much_is_said_as_can_be() -> None:
    both = WaitlistEntry(day_parts=0b110, from_minute=840, until_minute=1200)
    split = WaitlistEntry(day_parts=0b101)

    assert suiting_of(both) == Suiting(from_time=time(14), until_time=time(20))
    assert suiting_of(split) == Suiting(day_hours=ENDS_OF_DAY)
