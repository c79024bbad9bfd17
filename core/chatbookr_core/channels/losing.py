"""A channel whose provider lets us in no longer: stopped at once, told to those who can connect it again."""

from chatbookr_core.channels.connections import mark_needs_reconnect
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.deployment import Deployment
from chatbookr_core.mail.circulars import write_to_managers
from chatbookr_core.models import ChannelConnection
from chatbookr_permissions.actions import Permission


async def lose(deployment: Deployment, connection: ChannelConnection, reason: str) -> bool:
    """Stop a channel whose credentials are dead, by a task and by mail; what is to be sent waits. Needs a transaction.

    Return whether it was this call that did it: of several processes that are refused, one tells.
    """
    now = deployment.clock.now()
    if not await mark_needs_reconnect(connection, reason, now):
        return False
    key = f"channel_lost:{connection.id}:{now.isoformat(timespec='seconds')}"
    await ask_staff(
        "channel_lost",
        clinic_id=connection.clinic_id,
        connection_id=connection.id,
        dedupe_key=key,
        now=now,
        reason="needs_reconnect",
    )
    await write(deployment, connection, "channel_lost", reason=reason)
    return True


async def write(deployment: Deployment, connection: ChannelConnection, kind: str, **more: str) -> None:
    """Write to those who can connect a channel. Needs a transaction."""
    values = {"channel": connection.title or connection.plugin, **more}
    await write_to_managers(deployment, connection.clinic_id, kind, Permission.CONNECTION_MANAGE, values)
