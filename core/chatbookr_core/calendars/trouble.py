"""Puts calendars that cannot be read before the clinic's staff, once for each time it happens."""

from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import CalendarConnection


async def note_unreadable(deployment: Deployment, connection: CalendarConnection) -> None:
    """Ask staff to look at a calendar, once since it could last be read. Needs a transaction."""
    await ask_staff(
        "calendar_unreadable",
        clinic_id=connection.clinic_id,
        dedupe_key=f"calendar_unreadable:{connection.id}:{connection.fetched_at}",
        now=deployment.clock.now(),
    )
