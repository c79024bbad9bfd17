"""Which calendars of an account take its practitioner's time, and which one bookings are written to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.calendars.banner import GONE
from chatbookr_core.calendars.feeds import forget_others
from chatbookr_core.channels.connections import CONNECTED
from chatbookr_core.conversations.tasks import close_unreadable
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import CalendarConnection, CalendarFeed
from chatbookr_core.people.sessions import require_step_up
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

CHOSEN = ("calendar_id", "busy_calendar_ids", "fetched_at", "next_read_at", "state_reason", "lost_at")
MOST_BLOCKING = 25
PATIENCE = timedelta(minutes=5)


async def choose_calendars(
    deployment: Deployment, actor: Actor, connection_id: UUID, *, written: str, blocking: Sequence[str]
) -> None:
    """Say which calendar bookings are written to, and which take time; both by the provider's ids.

    The written one always takes time: bookings stand in it. Nothing is offered until all of them were read; what was
    read of those that are left off is forgotten. Bookings that stand stay in the calendar they were written to, unless
    that is gone. Needs a transaction. Raises NotFound, NotPermitted, StepUpRequired, Conflict while the account is not
    connected, and InvalidInput for a calendar the account does not have, cannot write, or too many.
    """
    row = await CalendarConnection.get_or_none(id=connection_id)  # any clinic: the actor's is checked next
    if row is None or not permissions_in(actor, row.clinic_id):
        raise NotFound(field="calendar_id")
    require(actor, Permission.CONNECTION_MANAGE, row.clinic_id)
    await require_step_up(actor, deployment.clock.now())
    row = await CalendarConnection.filter(id=row.id, clinic_id=row.clinic_id).select_for_update().get()
    if row.state != CONNECTED:
        raise Conflict("That calendar account is not connected.")
    wanted = await _checked(row, written, blocking)
    now = deployment.clock.now()
    if (row.calendar_id, row.busy_calendar_ids) == (written, wanted):
        return
    await _forget_gone(row)
    row.calendar_id, row.busy_calendar_ids, row.fetched_at, row.next_read_at = written, wanted, None, None
    row.state_reason, row.lost_at = "", None
    await row.save(update_fields=CHOSEN)
    await forget_others(row, wanted)
    await close_unreadable(row.clinic_id, row.id, now)
    await read_soon(row, now, occasion="chosen")
    current_transaction().tell(Change("connection", row.clinic_id, row.id))
    note(now, "calendarChoose", actor, clinics=(row.clinic_id,), subject_id=row.id)


async def _checked(row: CalendarConnection, written: str, blocking: Sequence[str]) -> list[str]:
    """Return what is to take time, the written one first. Raises InvalidInput."""
    rows = CalendarFeed.filter(clinic_id=row.clinic_id, connection_id=row.id)
    feeds = {feed.calendar_id: feed for feed in await rows}
    if written not in feeds or not feeds[written].is_writable:
        raise InvalidInput("That calendar cannot be written.", field="written")
    wanted = list(dict.fromkeys([written, *blocking]))
    if len(wanted) > MOST_BLOCKING or any(one not in feeds for one in wanted):
        raise InvalidInput(f"Name calendars of this account, at most {MOST_BLOCKING}.", field="blocking")
    return wanted


async def _forget_gone(row: CalendarConnection) -> None:
    """Take a written calendar that is gone from the account's, so that what stood in it is written where it is now."""
    if row.state_reason == GONE:
        await CalendarFeed.filter(clinic_id=row.clinic_id, connection_id=row.id, calendar_id=row.calendar_id).delete()


async def read_soon(
    connection: CalendarConnection, now: datetime, *, occasion: str, after: timedelta = timedelta(0)
) -> None:
    """Owe a look at a connection's calendars, and one more at the next second where one was owed in this. Needs a
    transaction.

    What changes just after that first look is seen by the second one, however many changes there are.
    """
    due_at = now + after
    if await _owe(connection, now, occasion, due_at) is None:
        await _owe(connection, now, occasion, due_at.replace(microsecond=0) + timedelta(seconds=1))


async def _owe(connection: CalendarConnection, now: datetime, occasion: str, due_at: datetime) -> UUID | None:
    return await enqueue(
        "calendar.refresh",
        clinic_id=connection.clinic_id,
        subject_id=connection.id,
        now=now,
        due_at=due_at,
        dedupe_key=f"calendar.refresh:{connection.id}:{occasion}:{int(due_at.timestamp())}",
        give_up_after=PATIENCE,
    )
