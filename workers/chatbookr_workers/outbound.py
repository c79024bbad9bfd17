"""Hands queued messages to their channel, one at a time in each conversation, each at most once.

By which way, core's rule says: freely, as a template, elsewhere, later, or not at all.
"""

from datetime import datetime, timedelta

from chatbookr_core.channels.connections import (
    CONNECTED,
    GIVEN_UP,
    channel_for,
    credentials_of,
    locked_channel,
)
from chatbookr_core.channels.host import lend
from chatbookr_core.channels.losing import lose
from chatbookr_core.channels.pausing import note_success, pause
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, give_back, wait_until
from chatbookr_core.models import ChannelConnection
from chatbookr_core.notices.again import say_again
from chatbookr_core.notices.changed_since import has_changed, take_back
from chatbookr_core.outbox.pace import ASKED, RECIPIENTS, RESTING, Wait, wait_for
from chatbookr_core.outbox.routing import as_template, flag_language, move, route
from chatbookr_core.outbox.sending import (
    WINDOW_SHUT,
    Ahead,
    Outgoing,
    find_ahead,
    hold,
    note_attempt,
    note_doubt,
    note_failure,
    note_receipt,
    note_unsent,
    outgoing_for,
)
from chatbookr_core.outbox.ways import Ruling, Way
from chatbookr_core.templates.candidates import Fitted
from chatbookr_core.templates.syncing import sync_later
from chatbookr_sdk import (
    AccountBlocked,
    AccountBusy,
    AuthExpired,
    OutcomeUnknown,
    PermanentFailure,
    Receipt,
    TemplateMessage,
    TemporaryFailure,
)
from chatbookr_workers.ending import end
from chatbookr_workers.handing import with_file
from chatbookr_workers.kinds import job

TURN = timedelta(milliseconds=300)
PAUSE = timedelta(minutes=5)
OVERTAKEN = "overtaken"
"""It was taken back meanwhile: the next attempt finds nothing to send."""
NOTICED = timedelta(seconds=5)
"""Staff are told why a message waits for its turn where it waits as long as this."""


@job("outbound.send", queue="outbound", lease_seconds=30, at_once=16)
async def send(deployment: Deployment, leased: LeasedJob) -> None:
    """Send one message, unless a status has shown meanwhile that it went out."""
    outgoing = await outgoing_for(deployment, leased)
    if outgoing is None:  # sent, failed or gone
        await end(deployment, leased)
        return
    if outgoing.channel_state in GIVEN_UP:
        await _fail(deployment, leased, outgoing, "disconnected")
        return
    now = deployment.clock.now()
    if now >= leased.give_up_at:  # by now it would say something that has long been overtaken
        await _fail(deployment, leased, outgoing, "gave_up")
        return
    grace = timedelta(seconds=deployment.settings.send_grace_seconds)
    if outgoing.channel_state != CONNECTED:
        await _wait(leased, now + PAUSE)
    elif outgoing.paused_until is not None and now < outgoing.paused_until:
        async with transaction():
            await _wait_in_turn(leased, outgoing, Wait(outgoing.paused_until, RESTING), now)
    elif (ahead := await find_ahead(outgoing, now)) is not None:
        await _wait_behind(leased, outgoing, ahead, now)
    elif outgoing.attempted_at is not None and not outgoing.is_awaiting_status:
        await _doubt(leased, outgoing, now, grace)
    elif outgoing.attempted_at is not None and now < outgoing.attempted_at + grace:
        await _wait(leased, outgoing.attempted_at + grace)
    elif await has_changed(outgoing):
        await _take_back(deployment, leased, outgoing)
    else:
        ruling, fitted = await route(deployment, outgoing, leased.give_up_at)
        await _follow(deployment, leased, outgoing, ruling, fitted)


async def _take_back(deployment: Deployment, leased: LeasedJob, outgoing: Outgoing) -> None:
    """Send no reminder of what has changed since it was written; what of it still is so is said anew."""

    async def once() -> None:
        async with transaction():
            now = deployment.clock.now()
            if await take_back(outgoing, now):
                await finish(leased, now=now)
            else:  # it was changed back just now
                await give_back(leased, now)

    await with_retry(once)  # reminders of one day lock each other's visits


@job("outbound.say_again", queue="outbound", lease_seconds=30)
async def say_it_again(deployment: Deployment, leased: LeasedJob) -> None:
    """Say by template what the provider took freely and then did not deliver, for the window was shut."""
    await say_again(deployment, leased)


async def _follow(
    deployment: Deployment,
    leased: LeasedJob,
    outgoing: Outgoing,
    ruling: Ruling,
    fitted: Fitted | None,
) -> None:
    """Go the way that was ruled; what has to be written down first is sent by the next attempt, at once."""
    now = deployment.clock.now()
    is_filled = isinstance(outgoing.message.content, TemplateMessage)
    if ruling.way is Way.TASK:
        await _fail(deployment, leased, outgoing, ruling.why.value)
    elif ruling.way is Way.WAIT and ruling.until is not None:
        await _hold(leased, outgoing, Wait(ruling.until, ruling.why.value))
    elif ruling.way is Way.OTHER_CHANNEL:
        async with transaction():
            await move(deployment, outgoing, ruling)
            await give_back(leased, now)
    elif fitted is not None and not is_filled:
        async with transaction():
            await as_template(deployment, outgoing, fitted)
            await flag_language(outgoing, ruling, now)
            await give_back(leased, now)
    else:
        await _attempt(deployment, leased, outgoing)


async def _hold(leased: LeasedJob, outgoing: Outgoing, wait: Wait) -> None:
    async with transaction():
        await hold(outgoing, wait.until, wait.why)
        await wait_until(leased, wait.until)


async def _wait_in_turn(leased: LeasedJob, outgoing: Outgoing, wait: Wait, now: datetime) -> None:
    if wait.until - now >= NOTICED:
        await hold(outgoing, wait.until, wait.why)
    await wait_until(leased, wait.until)


async def _wait_behind(leased: LeasedJob, outgoing: Outgoing, ahead: Ahead, now: datetime) -> None:
    """Wait for what was said before, held as long and for the same: staff see of both until when."""
    async with transaction():
        if ahead.held is not None and ahead.until - now >= NOTICED:
            await hold(outgoing, *ahead.held)
        await wait_until(leased, max(ahead.until, now + TURN))


async def _begin(
    deployment: Deployment, leased: LeasedJob, outgoing: Outgoing
) -> tuple[ChannelConnection, Wait | None]:
    """Note that sending begins, or say how long the channel's limits let it wait: decided under the channel's lock."""
    _, channel = deployment.plugins.messaging_for(outgoing.plugin)
    async with transaction():
        now = deployment.clock.now()
        locked = await locked_channel(outgoing.connection_id, clinic_id=outgoing.clinic_id)
        wait: Wait | None
        if locked.state != CONNECTED:  # by now: the next attempt says what that means
            wait = Wait(now, locked.state)
        elif locked.paused_until is not None and now < locked.paused_until:
            wait = Wait(locked.paused_until, RESTING)
        else:
            wait = await wait_for(
                locked,
                channel.manifest.rates,
                outgoing.conversation_id,
                is_template=isinstance(outgoing.message.content, TemplateMessage),
                last_inbound_at=outgoing.last_inbound_at,
                now=now,
            )
        if wait is None and not await note_attempt(outgoing, now):
            wait = Wait(now, OVERTAKEN)
        if wait is not None and wait.why != RECIPIENTS:
            await _wait_in_turn(leased, outgoing, wait, now)
        return locked, wait


async def _attempt(deployment: Deployment, leased: LeasedJob, outgoing: Outgoing) -> None:
    try:
        outgoing = await with_file(deployment, leased, outgoing)
    except (OutcomeUnknown, TemporaryFailure, PermanentFailure, AuthExpired) as problem:
        connection = await channel_for(outgoing.connection_id, clinic_id=outgoing.clinic_id)
        await _bear(deployment, leased, outgoing, connection, problem)
        return
    connection, wait = await _begin(deployment, leased, outgoing)
    if wait is not None:
        if wait.why == RECIPIENTS and wait.until >= leased.give_up_at:
            await _fail(deployment, leased, outgoing, RECIPIENTS)
        elif wait.why == RECIPIENTS:
            await _hold(leased, outgoing, wait)
        return
    reach("outbound.before_send")
    try:
        receipt = await _send(deployment, outgoing, connection)
    except (OutcomeUnknown, TemporaryFailure, PermanentFailure, AuthExpired) as problem:
        await _bear(deployment, leased, outgoing, connection, problem)
        return
    reach("outbound.after_send")
    async with transaction():
        await note_receipt(deployment.vault, outgoing, receipt, deployment.clock.now())
        await note_success(connection)
        await finish(leased, now=deployment.clock.now())
    reach("outbound.after_commit")


async def _bear(
    deployment: Deployment,
    leased: LeasedJob,
    outgoing: Outgoing,
    connection: ChannelConnection,
    problem: TemporaryFailure | PermanentFailure | AuthExpired,
) -> None:
    """Do what a refusal asks for: wait, let the channel rest, take another way, give up."""
    now = deployment.clock.now()
    if isinstance(problem, OutcomeUnknown):
        raise problem  # the note of the attempt stays: wait for a status before trying again
    if isinstance(problem, PermanentFailure):
        await _refused(deployment, leased, outgoing, connection, problem)
        return
    async with transaction():
        await note_unsent(outgoing)
        if isinstance(problem, AccountBlocked | AccountBusy):
            until = await pause(connection, problem, now=now, jitter=deployment.random.random())
            await _wait_in_turn(leased, outgoing, Wait(until, RESTING), now)
            return
        if isinstance(problem, AuthExpired):
            await lose(deployment, connection, problem.code or "auth_expired")
        elif problem.retry_after_seconds is not None:
            await hold(outgoing, now + timedelta(seconds=problem.retry_after_seconds), ASKED)
    if isinstance(problem, AuthExpired):
        raise TemporaryFailure("the connection needs to be reconnected", code="needs_reconnect") from problem
    raise problem


async def _refused(
    deployment: Deployment,
    leased: LeasedJob,
    outgoing: Outgoing,
    connection: ChannelConnection,
    problem: PermanentFailure,
) -> None:
    is_filled = isinstance(outgoing.message.content, TemplateMessage)
    if problem.reason == WINDOW_SHUT and not is_filled:
        ruling, fitted = await route(deployment, outgoing, leased.give_up_at, is_window_shut=True)
        if ruling.way is not Way.TASK:
            async with transaction():
                await note_unsent(outgoing)
            await _follow(deployment, leased, outgoing, ruling, fitted)
            return
    code, reason = problem.code or problem.reason, problem.reason
    if is_filled and reason == "template":  # what is known of it is not so any more
        async with transaction():
            await sync_later(connection.clinic_id, connection.id, now=deployment.clock.now(), key=str(outgoing.id))
    await _fail(deployment, leased, outgoing, code, reason)


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


async def _fail(
    deployment: Deployment, leased: LeasedJob, outgoing: Outgoing, code: str, reason: str | None = None
) -> None:
    async with transaction():
        await note_failure(outgoing, code, deployment.clock.now(), reason=reason)
        await finish(leased, now=deployment.clock.now())


async def _wait(leased: LeasedJob, at: datetime) -> None:
    async with transaction():
        await wait_until(leased, at)
