"""Somebody whom another booked for did not come: the new time that is offered is for them again."""

from datetime import timedelta

from tests.factories import writing
from tests.relatives import Practice, booked
from tests.workers.talking_relatives import HOST, name_of
from tests.workers.talking_relatives import practice as practice
from tests.workers.talking_relatives import talking as talking

from chatbookr_core.bookings.attendance import FOLLOW_UP_JOB
from chatbookr_core.bookings.life import Step
from chatbookr_core.bookings.use_cases import record_step
from chatbookr_core.db import transaction
from chatbookr_core.models import Booking, Clinic, Patient


async def test_a_new_time_is_for_whom_the_visit_was(practice: Practice) -> None:
    async with writing():
        every_hour = {"quiet_from_minute": 0, "quiet_until_minute": 0}
        await Clinic.filter(id=practice.clinic.id).update(follows_up_no_shows=True, **every_hour)
    ada = practice.phone()
    first = await booked(ada, "for someone else", "Tim Vos")
    practice.clock.turn(first.starts_at - practice.clock.now() + timedelta(minutes=1))
    await ada.types("hello")
    async with transaction():
        await record_step(practice.deployment, HOST, first.id, Step.NO_SHOW, version=first.version)
    practice.clock.turn(timedelta(hours=1))
    await practice.work(FOLLOW_UP_JOB)

    await ada.taps("New time")
    asked = await ada.taps_first()
    await ada.taps("Confirm only")

    second = await Booking.exclude(id=first.id).get()
    assert "For Tim Vos." in asked[-1]
    assert second.patient_id == first.patient_id
    assert await name_of(practice, await Patient.get(id=second.patient_id)) == "Tim Vos"
