"""Hands queued messages to their channel, one at a time in each conversation, each at most once."""

from datetime import datetime, timedelta

from chatbookr_core.channels.connections import (
    CONNECTED,
    DISCONNECTED,
    DISCONNECTING,
    channel_for,
    credentials_of,
    mark_needs_reconnect,
)
from chatbookr_core.channels.host import lend
from chatbookr_core.conversations.sending import (
    Outgoing,
    earlier_is_waiting,
    note_attempt,
    note_doubt,
    note_failure,
    note_receipt,
    note_unsent,
    outgoing_for,
)
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_core.models import ChannelConnection
from chatbookr_sdk import AuthExpired, OutcomeUnknown, PermanentFailure, Receipt, TemporaryFailure
from chatbookr_workers.kinds import job

TURN = timedelta(milliseconds=300)
PAUSE = timedelta(minutes=5)


@job("outbound.send", queue="outbound", lease_seconds=30)
async def send(deployment: Deployment, leased: LeasedJob) -> None:
    """Send one message, unless a status has shown meanwhile that it went out."""
    outgoing = await outgoing_for(deployment, leased)
    if outgoing is None:  # sent, failed or gone
        await _finish(deployment, leased)
        return
    connection = await channel_for(outgoing.connection_id, clinic_id=outgoing.clinic_id)
    if connection.state in (DISCONNECTING, DISCONNECTED):
        await _fail(deployment, leased, outgoing, "disconnected")
        return
    now = deployment.clock.now()
    if now >= leased.give_up_at:  # by now it would say something that has long been overtaken
        await _fail(deployment, leased, outgoing, "gave_up")
        return
    grace = timedelta(seconds=deployment.settings.send_grace_seconds)
    if connection.state != CONNECTED:
        await _wait(leased, now + PAUSE)
    elif await earlier_is_waiting(outgoing):
        await _wait(leased, now + TURN)
    elif outgoing.attempted_at is not None and not outgoing.is_awaiting_status:
        await _doubt(leased, outgoing, now, grace)
    elif outgoing.attempted_at is not None and now < outgoing.attempted_at + grace:
        await _wait(leased, outgoing.attempted_at + grace)
    else:
        await _attempt(deployment, leased, outgoing, connection)


async def _attempt(
    deployment: Deployment, leased: LeasedJob, outgoing: Outgoing, connection: ChannelConnection
) -> None:
    async with transaction():
        await note_attempt(outgoing, deployment.clock.now())
    reach("outbound.before_send")
    try:
        receipt = await _send(deployment, outgoing, connection)
    except OutcomeUnknown:
        raise  # the note of the attempt stays: wait for a status before trying again
    except TemporaryFailure:
        async with transaction():
            await note_unsent(outgoing)
        raise
    except PermanentFailure as problem:
        await _fail(deployment, leased, outgoing, problem.code or problem.reason)
        return
    except AuthExpired as problem:
        async with transaction():
            await note_unsent(outgoing)
            await mark_needs_reconnect(connection, problem.code or "auth_expired")
        raise TemporaryFailure("the connection needs to be reconnected", code="needs_reconnect") from problem
    reach("outbound.after_send")
    async with transaction():
        await note_receipt(outgoing, receipt, deployment.clock.now())
        await finish(leased, now=deployment.clock.now())
    reach("outbound.after_commit")


async def _doubt(leased: LeasedJob, outgoing: Outgoing, now: datetime, grace: timedelta) -> None:
    """An earlier attempt may have been accepted: its status names us by the idempotency key, so give it time.

    The time runs from now, not from the attempt: while this process was down, statuses could not reach it.
    """
    async with transaction():
        await note_doubt(outgoing, now)
        await wait_until(leased, now + grace)


async def _send(deployment: Deployment, outgoing: Outgoing, connection: ChannelConnection) -> Receipt:
    loaded, channel = deployment.plugins.messaging_for(connection.plugin)
    credentials = await credentials_of(deployment, connection)
    context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    return await channel.send(context, outgoing.message)


async def _finish(deployment: Deployment, leased: LeasedJob) -> None:
    async with transaction():
        await finish(leased, now=deployment.clock.now())


async def _fail(deployment: Deployment, leased: LeasedJob, outgoing: Outgoing, code: str) -> None:
    async with transaction():
        await note_failure(outgoing, code, deployment.clock.now())
        await finish(leased, now=deployment.clock.now())


async def _wait(leased: LeasedJob, at: datetime) -> None:
    async with transaction():
        await wait_until(leased, at)
