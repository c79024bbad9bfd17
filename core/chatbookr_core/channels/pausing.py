"""Lets a channel rest when its provider says so, and lets staff know where it is a punishment."""

from datetime import datetime, timedelta

from chatbookr_core.channels.connections import locked_channel
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction
from chatbookr_core.events import Change
from chatbookr_core.models import ChannelConnection
from chatbookr_sdk import AccountBlocked, AccountBusy

LEAST_SECONDS = 1.0
MOST_DOUBLINGS = 6
LONGEST = timedelta(hours=24)


async def pause(
    connection: ChannelConnection, problem: AccountBlocked | AccountBusy, *, now: datetime, jitter: float
) -> datetime:
    """Send nothing before an instant, and return it: what the provider asks for, doubled with each refusal in a row.

    `jitter` in [0, 1) stretches it by up to half, so that processes do not come back at once. Needs a transaction; the
    connection is read anew, for others may have been refused meanwhile.
    """
    row = await locked_channel(connection.id, clinic_id=connection.clinic_id)
    seconds = max(problem.retry_after_seconds or 0.0, LEAST_SECONDS)
    wait = min(timedelta(seconds=seconds * 2 ** min(row.failures, MOST_DOUBLINGS) * (1 + jitter / 2)), LONGEST)
    is_paused = row.paused_until is not None and row.paused_until > now
    if not is_paused:  # several messages were on their way when the first was refused: that counts once
        row.failures += 1
        row.paused_until = now + wait
        await row.save(update_fields=["failures", "paused_until"])
        current_transaction().tell(Change("connection", row.clinic_id, row.id))
    if isinstance(problem, AccountBlocked):
        await ask_staff(
            "channel_blocked",
            clinic_id=row.clinic_id,
            connection_id=row.id,
            dedupe_key=f"channel_blocked:{row.id}:{now.date()}",
            now=now,
            reason="account_blocked",
        )
    return row.paused_until or now + wait


async def note_success(connection: ChannelConnection) -> None:
    """Forget refusals: the provider takes messages again."""
    if connection.failures:
        rows = ChannelConnection.filter(id=connection.id, clinic_id=connection.clinic_id)
        await rows.update(failures=0, paused_until=None)
        current_transaction().tell(Change("connection", connection.clinic_id, connection.id))
