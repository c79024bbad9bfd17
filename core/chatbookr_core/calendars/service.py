"""What is done with calendars: busy times are fetched, a slot is checked live, a booking is written or removed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.calendars.asking import ask
from chatbookr_core.channels.connections import CONNECTED, calendar_of
from chatbookr_core.clock import epoch_minute, epoch_minute_ceiling
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, NeedsReconnect
from chatbookr_core.events import Change
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id
from chatbookr_core.models import CalendarConnection, Clinic, ExternalBusy
from chatbookr_sdk import Busy, FreeBusy

MARGIN = timedelta(days=1)  # a buffer, or an event under way, can reach into the horizon


async def fetch_busy(deployment: Deployment, connection: CalendarConnection) -> None:
    """Bring the stored busy times of one connection up to date, in a transaction of its own.

    A calendar the provider could not answer for leaves everything as it was: unknown is never free. Raises
    CalendarNotFresh then, and what the provider's trouble makes the plugin raise.
    """
    clinic = await Clinic.get(id=connection.clinic_id)
    now = deployment.clock.now()
    until = now + timedelta(days=clinic.horizon_days) + MARGIN
    answer = await _free_busy(deployment, connection, now - MARGIN, until)
    async with transaction():
        await replace_busy(connection, [busy for spans in answer.busy.values() for busy in spans], now, until)


async def replace_busy(
    connection: CalendarConnection, spans: Sequence[Busy], fetched_at: datetime, until: datetime
) -> None:
    """Store busy times as of `fetched_at`; an answer older than what is stored is dropped. Needs a transaction."""
    tx = current_transaction()
    own = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id, state=CONNECTED)
    fresher = own.filter(Q(fetched_at__isnull=True) | Q(fetched_at__lte=fetched_at))
    if not await fresher.update(fetched_at=fetched_at, fetched_until=until):
        return
    await ExternalBusy.filter(clinic_id=connection.clinic_id, connection_id=connection.id).delete()
    rows = [
        ExternalBusy(
            id=new_id(),
            clinic_id=connection.clinic_id,
            connection_id=connection.id,
            practitioner_id=connection.practitioner_id,
            starts_minute=epoch_minute(span.starts_at),
            ends_minute=epoch_minute_ceiling(span.ends_at),
        )
        for span in spans
    ]
    await ExternalBusy.bulk_create(rows, batch_size=500)  # any clinic: each row carries its own
    tx.tell(Change("connection", connection.clinic_id, connection.id))


async def is_free_live(
    deployment: Deployment,
    *,
    clinic_id: UUID,
    practitioner_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    own: tuple[datetime, datetime] | None = None,
) -> bool:
    """Ask the practitioner's calendar right now; True where there is no calendar to ask.

    The event at exactly the times `own` is the booking that is being moved, and stands in nobody's way.
    Where it is not free, more may have changed that is not stored yet: all busy times are fetched, so that what is
    offered instead is free. Raises CalendarNotFresh where it cannot be asked or cannot say.
    """
    connection = await calendar_of(practitioner_id, clinic_id=clinic_id)
    if connection is None:
        return True
    # providers clip what they answer to the stretch that was asked for
    clipped_own = (max(own[0], starts_at), min(own[1], ends_at)) if own else None
    reach("calendar.before_live_check")
    try:
        answer = await _free_busy(deployment, connection, starts_at, ends_at)
        spans = [span for spans in answer.busy.values() for span in spans]
        is_free = not any(
            span.starts_at < ends_at and span.ends_at > starts_at and (span.starts_at, span.ends_at) != clipped_own
            for span in spans
        )
        if not is_free:
            await fetch_busy(deployment, connection)
    except NeedsReconnect as problem:
        raise CalendarNotFresh() from problem
    return is_free


async def _free_busy(
    deployment: Deployment, connection: CalendarConnection, starts_at: datetime, ends_at: datetime
) -> FreeBusy:
    calendar_ids = connection.busy_calendar_ids or [connection.calendar_id]
    answer = await ask(
        deployment,
        connection,
        lambda provider, ctx: provider.free_busy(ctx, calendar_ids, starts_at=starts_at, ends_at=ends_at),
    )
    missing = [one for one in calendar_ids if one in answer.unknown or one not in answer.busy]
    if missing:
        raise CalendarNotFresh(details={"calendars": len(missing)})
    return answer
