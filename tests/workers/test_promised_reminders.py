"""Where a clinic sends no reminders nobody is asked about them; elsewhere what is promised is what comes."""

import pytest
from tests.factories import writing
from tests.relatives import Practice
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.models import Booking, Clinic, Consent, Job


async def book(practice: Practice, confirmation: str) -> tuple[str, str]:
    """Book the first free time for who writes; return the last question and the answer to it."""
    ada = practice.phone()
    await ada.types("hello")
    await ada.taps("Book appointment")
    await ada.taps_first()
    [question] = await ada.taps("For me")
    [answer] = await ada.taps(confirmation)
    return question, answer


async def test_a_clinic_without_reminders_neither_asks_nor_records_anything_of_them(practice: Practice) -> None:
    async with writing():
        await Clinic.filter(id=practice.clinic.id).update(sends_reminders=False)

    question, answer = await book(practice, "Confirm")

    assert "remind" not in question + answer
    assert (await Booking.get()).status == "confirmed"
    assert await Consent.filter(purpose="reminders").count() == 0


@pytest.mark.parametrize(("hours", "is_promised"), [(1, True), (99, False)])
async def test_a_reminder_is_promised_where_one_is_owed(practice: Practice, hours: int, is_promised: bool) -> None:
    async with writing():
        await Clinic.filter(id=practice.clinic.id).update(
            reminder_hours=hours,
            last_reminder_hours=0,
            notice_minutes=36 * 60,
            quiet_from_minute=0,
            quiet_until_minute=0,
        )

    _, answer = await book(practice, "Confirm + reminder")

    assert await Job.filter(kind="booking.remind").count() == int(is_promised)
    assert answer.endswith("I will remind you.") is is_promised
    assert await Consent.filter(purpose="reminders", decision="granted").count() == 1
