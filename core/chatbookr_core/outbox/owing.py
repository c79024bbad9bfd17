"""Owes a patient the news of a booking: `announcements` tells it, when the calendar has answered or taken too long."""

from datetime import timedelta

from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import Booking


async def announce_later(deployment: Deployment, booking: Booking) -> None:
    """Owe the patient the last message: at once without a calendar, else when it has answered or taken too long."""
    now = deployment.clock.now()
    is_awaited = booking.calendar_state == "pending" and booking.status != "cancelled"
    wait = timedelta(seconds=deployment.settings.announce_after_seconds if is_awaited else 0)
    await enqueue(
        "dialogue.announce",
        clinic_id=booking.clinic_id,
        subject_id=booking.id,
        arguments={"version": booking.version},
        now=now,
        due_at=now + wait,
        dedupe_key=announcing_key(booking),
    )


def announcing_key(booking: Booking) -> str:
    """Name the job that tells of a version of a booking though its calendar has not answered."""
    return f"dialogue.announce:{booking.id}:{booking.version}"
