"""What goes wrong on a walk through two calendars: at Google, with its word of changes, and with the workers."""

import asyncio
from datetime import timedelta
from uuid import UUID

from tests.workers.calendar_walk import STAFF, Walk

from chatbookr_core import faultpoints
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.db import transaction
from chatbookr_core.jobs import claim_due, unclaim_all
from chatbookr_core.models import CalendarConnection, CalendarFeed
from chatbookr_core.scope import every_clinic
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

WRITES = ("events.insert", "events.update", "events.delete")
TROUBLED = (*WRITES, "events.get", "events.list", "freebusy.query", "*")
TROUBLES = (
    "rate_limited", "server_error", "timeout_after_accept", "timeout_before_accept", "reset", "gone", "html_502",
    "empty_200",
)  # fmt: skip
POINTS = (
    "calendar.before_put", "calendar.after_put", "calendar.put_committed", "calendar.before_delete",
    "calendar.after_delete", "job.before_finish",
)  # fmt: skip


class Killed(BaseException):
    """The worker is dead at once, as by SIGKILL: nothing catches it."""


async def trouble(walk: Walk) -> str:
    kind = walk.chance.choice(TROUBLES)
    operation = walk.chance.choice(TROUBLED)
    count = walk.chance.choice((1, 1, 2, 3, 1000))
    account = walk.email()
    await walk.world.fault("google", operation, kind, times=count, delay_seconds=0.0, account=account)
    return f"{kind} on {operation}, {count} times, {account}"


async def slow(walk: Walk) -> str:
    """Let one worker wait for Google until its lease is over, and another take its work over meanwhile."""
    operation = walk.chance.choice(WRITES)
    await walk.world.fault("google", operation, "slow", delay_seconds=0.1)
    claimed = await claim_due(walk.world.clock.now(), 20, kinds=declared_kinds())
    first = [asyncio.create_task(_run(walk, job.kind, job.id)) for job in claimed]
    await asyncio.sleep(0.05)
    walk.world.clock.turn(timedelta(seconds=35))
    await walk.pass_by(timedelta(seconds=1))
    await asyncio.gather(*first)
    return f"{operation}, {[job.kind for job in claimed]}"


async def race(walk: Walk) -> str:
    """Let two workers run the same jobs, all at once."""
    claimed = await claim_due(walk.world.clock.now(), 20, kinds=declared_kinds())
    await asyncio.gather(*(_run(walk, job.kind, job.id) for job in claimed for _ in range(2)))
    return str([job.kind for job in claimed])


async def _run(walk: Walk, kind: str, job_id: UUID) -> None:
    await run(walk.world.deployment, declared_kinds()[kind], job_id)


async def kill(walk: Walk) -> str:
    """Kill the worker wherever it next comes by one of the points, and start another."""
    point, is_alone, left = walk.chance.choice(POINTS), walk.chance.random() < 0.3, [walk.chance.choice((1, 1, 2))]

    def hook(reached: str) -> None:
        left[0] -= reached == point
        if left[0] == 0:
            left[0] = -1
            raise Killed

    faultpoints.install(hook)
    try:
        await walk.pass_by(timedelta(seconds=1))
    except Killed:
        with every_clinic("jobs"):
            await unclaim_all(walk.world.clock.now(), is_alone=is_alone)
        return f"killed at {point}"
    finally:
        faultpoints.install(None)
    return f"survived {point}"


async def forget(walk: Walk) -> str:
    """Let Google know no sync token any more."""
    email = walk.email()
    await walk.world.sandbox.post("/sandbox/google/sync-tokens/expire", json={"calendar": email})
    return email


async def lose_pushes(walk: Walk) -> str:
    """Let Google end the push channels without a word."""
    lost = 0
    for feed in await CalendarFeed.filter(clinic_id=walk.world.clinic.id, channel_id__isnull=False):
        wish = {"id": feed.channel_id, "resourceId": feed.channel_resource_id}
        lost += (await walk.call("POST", "/channels/stop", json=wish)).status_code == 204
    walk.is_unpushed |= lost > 0
    return f"{lost} lost"


async def lose_grant(walk: Walk) -> str:
    """Let the consent be withdrawn at Google."""
    email = walk.email()
    await walk.world.expire_google("refresh", email)
    await walk.world.expire_google("access", email)
    walk.withdrawn.add(email)
    return email


async def reconnect(walk: Walk) -> str:
    email = walk.email()
    await walk.world.connect_calendar(email, practitioner=walk.doctors[email])
    return email


async def give_up(walk: Walk) -> str:
    """Disconnect an account, as its clinic does; its events stay where they are."""
    email = walk.email()
    row = await CalendarConnection.get(clinic_id=walk.world.clinic.id, practitioner_id=walk.doctors[email].id)
    async with transaction():
        await disconnect_calendar(walk.world.deployment, STAFF, row.id)
    return email
