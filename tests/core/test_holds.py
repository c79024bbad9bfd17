"""Holds that come too late, or do not stand any more, leave nothing behind."""

from datetime import timedelta

import pytest
from tests.core.booking_desk import Desk
from tests.core.bookings_desk import desk as desk
from tests.core.bookings_desk import look_before_the_others

from chatbookr_core.bookings import service
from chatbookr_core.bookings.drafts import Draft, Whose
from chatbookr_core.bookings.holds import book_kept
from chatbookr_core.bookings.kept import kept_by
from chatbookr_core.db import transaction
from chatbookr_core.errors import HoldExpired, SlotTaken
from chatbookr_core.models import Booking, Hold, Job


async def test_a_hold_that_comes_too_late_at_the_last_moment_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.book(desk.at(0))
    look_before_the_others(monkeypatch)

    async with transaction():
        with pytest.raises(SlotTaken):
            await service.hold(desk.clinic.id, desk.at(0), conversation_id=None, clock=desk.clock, minutes=10)

    assert await Hold.all().count() == 0
    assert await desk.taken() == [(0, 30)]


async def test_a_hold_that_does_not_stand_leaves_the_transaction_as_it_was(desk: Desk) -> None:
    kept = await desk.hold(desk.at(0), minutes=10)
    desk.clock.turn(timedelta(minutes=9))
    known = await kept_by(
        kept.id, clinic_id=desk.clinic.id, patient_id=desk.patient.id, conversation_id=desk.conversation.id
    )
    whose = Whose(desk.clinic.id, desk.patient.id, desk.conversation.id, False, "patient", None)
    draft = Draft(whose, known.request, known.ends_at, known.zone, False, False)
    late = desk.clock.now() + timedelta(minutes=1)

    async with transaction() as tx:
        with pytest.raises(HoldExpired):
            await book_kept(tx, draft, kept.id, known.reminders, now=late, random=desk.random)

    await kept.refresh_from_db()
    assert kept.state == "held"
    assert await desk.taken() == [(0, 30)]
    assert [await Booking.all().count(), await Job.filter(subject_id__not=None).count()] == [0, 0]
