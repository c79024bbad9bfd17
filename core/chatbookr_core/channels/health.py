"""How a clinic's channel is at its provider: asked every hour, kept, and told where somebody has to look after it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID

from chatbookr_core.channels.connections import CONNECTED, NEEDS_RECONNECT, credentials_of
from chatbookr_core.channels.host import lend
from chatbookr_core.channels.losing import lose, write
from chatbookr_core.conversations.advice import Advice, advice_for
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.models import ChannelConnection
from chatbookr_sdk import AuthExpired, Capability, ChannelHealth, HealthProblem, PermanentFailure, ReportsHealth

CHECK_JOB: Final = "channel.check"
WARNED: Final = timedelta(days=7)
PAUSED: Final = "sending_paused"
NOTICED: Final = timedelta(minutes=5)  # a rest that is shorter is over before anybody could do something
"""So long before a token ends its owners are told: it takes somebody with rights at the provider to make another."""


def problems_of(health: ChannelHealth, now: datetime) -> list[str]:
    """List what has to be looked after, the end of the credentials included, each once."""
    found = [problem.value for problem in health.problems]
    if health.expires_at is not None and health.expires_at - now <= WARNED:
        found.append(HealthProblem.TOKEN_EXPIRING.value)
    return list(dict.fromkeys(found))


def new_among(problems: Collection[str], known: Collection[str] | None) -> list[str]:
    """List the problems that the last look has not found: staff are asked once for each time it comes up."""
    return [problem for problem in problems if problem not in (known or ())]


@dataclass(frozen=True, slots=True)
class Banner:
    """What everybody at work had better know of a channel, and since when."""

    reason: str
    advice: Advice
    since: datetime | None


def banner_for(
    state: str, lost_at: datetime | None, problems: Collection[str] | None, checked_at: datetime | None
) -> Banner | None:
    """Say what a banner shows: that a channel is lost before all, else the first of its problems; None: all is well."""
    if state == NEEDS_RECONNECT:
        return Banner("needs_reconnect", Advice.RECONNECT, lost_at)
    if state != CONNECTED or not problems:
        return None
    reason = next(iter(problems))
    return Banner(reason, advice_for(reason), checked_at)


def resting(state: str, paused_until: datetime | None, now: datetime) -> Banner | None:
    """Say that a channel sends nothing for so long that people notice, for its provider said so; None: it does."""
    if state != CONNECTED or paused_until is None or paused_until - now < NOTICED:
        return None
    return Banner(PAUSED, advice_for(PAUSED), None)


async def check_later(clinic_id: UUID, connection_id: UUID, *, now: datetime) -> None:
    """Owe a look at a channel's health. Needs a transaction."""
    await enqueue(CHECK_JOB, clinic_id=clinic_id, subject_id=connection_id, now=now, due_at=now)


async def check(deployment: Deployment, job: LeasedJob) -> None:
    """Ask how a channel is, and keep it; one whose credentials are dead is lost before anything was sent in vain.

    Raises TemporaryFailure.
    """
    connection = await ChannelConnection.get(id=job.subject_id, clinic_id=job.clinic_id)
    loaded, channel = deployment.plugins.messaging_for(connection.plugin)
    health: ChannelHealth | None = None
    refused: AuthExpired | None = None
    if connection.state == CONNECTED and Capability.REPORT_HEALTH in channel.manifest.capabilities:
        credentials = await credentials_of(deployment, connection)
        context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
        try:
            health = await cast(ReportsHealth, channel).health(context)
        except AuthExpired as problem:
            refused = problem
        except PermanentFailure as problem:  # a look that cannot be had now: the next one comes in an hour
            context.log.warning("health.unreadable", code=problem.code or problem.reason)
    async with transaction():
        if refused is not None:
            await lose(deployment, connection, refused.code or "auth_expired")
        if health is not None:
            await keep(deployment, connection, health)
        await finish(job, now=deployment.clock.now())


async def keep(deployment: Deployment, connection: ChannelConnection, health: ChannelHealth) -> None:
    """Write down how a channel is, and ask staff about what is new of its problems. Needs a transaction."""
    now = deployment.clock.now()
    problems = problems_of(health, now)
    fields = None if health.webhook_fields is None else list(health.webhook_fields)
    standing = ChannelConnection.filter(id=connection.id, clinic_id=connection.clinic_id, state=CONNECTED)
    kept = await standing.update(
        health_checked_at=now,
        quality=health.quality.value,
        name_status=health.name_status,
        throughput=health.throughput,
        credentials_expire_at=health.expires_at,
        webhook_fields=fields,
        problems=problems,
    )
    if not kept:  # disconnected while the provider answered
        return
    current_transaction().tell(Change("connection", connection.clinic_id, connection.id))
    for problem in new_among(problems, connection.problems):
        key = f"channel_health:{connection.id}:{problem}:{now.date()}"
        is_new = await ask_staff(
            "channel_health",
            clinic_id=connection.clinic_id,
            connection_id=connection.id,
            dedupe_key=key,
            now=now,
            reason=problem,
        )
        if is_new and problem == HealthProblem.TOKEN_EXPIRING and health.expires_at is not None:
            await write(deployment, connection, "channel_ending", day=health.expires_at.date().isoformat())
