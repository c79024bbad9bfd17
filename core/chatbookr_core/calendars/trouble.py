"""Puts calendars that cannot be read, or soon cannot, before the clinic's staff, once for each time it happens."""

from datetime import datetime, timedelta

from chatbookr_core.calendars.banner import GONE
from chatbookr_core.calendars.rules import is_ending
from chatbookr_core.channels.connections import CONNECTED
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.mail.circulars import write_to_managers
from chatbookr_core.models import CalendarConnection, Clinic
from chatbookr_permissions.actions import Permission

A_MOMENT = timedelta(seconds=1)
PATIENCE = timedelta(minutes=1)


async def note_unreadable(deployment: Deployment, connection: CalendarConnection, *, reason: str | None = None) -> None:
    """Ask staff to look at a calendar, once since it could last be read; `reason`: a code. Needs a transaction."""
    await ask_staff(
        "calendar_unreadable",
        clinic_id=connection.clinic_id,
        dedupe_key=f"calendar_unreadable:{connection.id}:{connection.fetched_at}",
        reason=reason,
        now=deployment.clock.now(),
    )


async def note_written_calendar(connection: CalendarConnection, *, is_gone: bool, now: datetime) -> None:
    """Note whether the calendar that bookings are written to is gone, while its account stands. Needs a transaction.

    Nothing follows for what stands in it: bookings are written again as soon as another one is chosen.
    """
    before, after = ("", GONE) if is_gone else (GONE, "")
    own = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id, state=CONNECTED)
    if await own.filter(state_reason=before).update(state_reason=after, lost_at=now if is_gone else None):
        current_transaction().tell(Change("connection", connection.clinic_id, connection.id))


async def look_when_stale(connection: CalendarConnection, freshness: timedelta, now: datetime) -> None:
    """Owe a look at a calendar that failed for the moment when it is trusted no longer. Needs a transaction.

    It may rest for longer than that, and nothing else would look at it then.
    """
    stale_at = (connection.fetched_at or connection.connected_at) + freshness + A_MOMENT
    if stale_at > now:
        await enqueue(
            "calendar.refresh",
            clinic_id=connection.clinic_id,
            subject_id=connection.id,
            now=now,
            due_at=stale_at,
            dedupe_key=f"calendar.refresh:{connection.id}:stale:{int(stale_at.timestamp())}",
            give_up_after=PATIENCE,
        )


async def note_if_stale(deployment: Deployment, connection: CalendarConnection) -> None:
    """Ask staff to look at a calendar once its times are not promised any more, and tell whoever watches it.

    Opens its own transaction.
    """
    await connection.refresh_from_db()
    clinic = await Clinic.get(id=connection.clinic_id)
    known = connection.fetched_at or connection.connected_at
    if deployment.clock.now() - known <= timedelta(minutes=clinic.calendar_freshness_minutes):
        return
    async with transaction():
        await note_unreadable(deployment, connection)
        current_transaction().tell(Change("connection", connection.clinic_id, connection.id))


async def tell_of_loss(deployment: Deployment, connection: CalendarConnection) -> None:
    """Tell those who can connect it again, by a task and by mail, that the consent is gone. Needs a transaction."""
    now, since = deployment.clock.now(), connection.connected_at
    key = f"calendar_lost:{connection.id}:{since.isoformat()}"
    await ask_staff("calendar_lost", clinic_id=connection.clinic_id, dedupe_key=key, now=now)
    await _write_to_managers(deployment, connection, "calendar_lost")


async def warn_of_end(deployment: Deployment, connection: CalendarConnection) -> None:
    """Tell staff once that the provider will end the consent by itself. Needs a transaction.

    Google does where the app's consent screen is in "Testing": seven days after each consent.
    """
    ends_at, now = connection.grant_ends_at, deployment.clock.now()
    if ends_at is None or not is_ending(ends_at, now):
        return
    key = f"calendar_ending:{connection.id}:{ends_at.isoformat()}"
    if await ask_staff("calendar_ending", clinic_id=connection.clinic_id, dedupe_key=key, now=now):
        await _write_to_managers(deployment, connection, "calendar_ending", day=ends_at.date().isoformat())


async def _write_to_managers(deployment: Deployment, connection: CalendarConnection, kind: str, **more: str) -> None:
    values = {"calendar": connection.title, **more}
    await write_to_managers(deployment, connection.clinic_id, kind, Permission.CONNECTION_MANAGE, values)
