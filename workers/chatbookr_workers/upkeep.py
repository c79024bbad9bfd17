"""Keeps the house: frees times nobody confirmed, forgets what has served its time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from chatbookr_core.audit.truncation import truncate_all
from chatbookr_core.availability.noted import forget_notes
from chatbookr_core.bookings.service import expire_holds
from chatbookr_core.change_log import forget_changes
from chatbookr_core.db import transaction
from chatbookr_core.dead_letters import forget_done
from chatbookr_core.deployment import Deployment
from chatbookr_core.field_use import KEPT as FIELD_USE_KEPT
from chatbookr_core.field_use import forget_field_use
from chatbookr_core.forgetting import (
    forget_consent_exports,
    forget_counts,
    forget_deliveries,
    forget_devices,
    forget_exports,
    forget_invitations,
    forget_links,
    forget_sessions,
    forget_uploads,
)
from chatbookr_core.idempotency import KEPT as REQUESTS_KEPT
from chatbookr_core.idempotency import forget_requests
from chatbookr_core.jobs import LeasedJob, renew
from chatbookr_core.people.rules import DEVICE_KNOWN
from chatbookr_core.retention.nights import audit_days
from chatbookr_core.scope import every_clinic
from chatbookr_core.webhooks.dispatch import is_behind
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import every

PORTION = 500
LEASE_SECONDS = 120.0
JOBS_KEPT = timedelta(days=14)  # their dedupe keys still refuse repetitions meanwhile
SESSIONS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=90)  # that nobody accepted
COUNTS_KEPT = timedelta(days=1)  # longer than any stretch of time that is counted within
UPLOADS_KEPT = timedelta(days=1)  # that no message was sent with
DELIVERIES_KEPT = timedelta(days=30)  # WhatsApp repeats a delivery for 7 days

every(60, "upkeep.expire_holds")
every(3600, "upkeep.forget")


@job("upkeep.expire_holds", queue="upkeep", lease_seconds=LEASE_SECONDS)
async def expire(deployment: Deployment, leased: LeasedJob) -> None:
    """Free the times of holds that have run out."""
    with every_clinic("upkeep"):
        await _in_portions(deployment, leased, lambda: expire_holds(clock=deployment.clock, limit=PORTION))
    await end(deployment, leased)


@job("upkeep.forget", queue="upkeep", lease_seconds=LEASE_SECONDS)
async def forget(deployment: Deployment, leased: LeasedJob) -> None:
    """Delete what is old and no clinic's to keep: jobs, sessions, links, devices, exports, changes, counts."""
    with every_clinic("upkeep"):
        await _forget(deployment, leased)
    await end(deployment, leased)


async def _forget(deployment: Deployment, leased: LeasedJob) -> None:
    now = deployment.clock.now()
    await _in_portions(deployment, leased, lambda: forget_done(now - JOBS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_sessions(now - SESSIONS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_links(now - LINKS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_invitations(now - INVITATIONS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_devices(now - DEVICE_KNOWN, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_counts(now - COUNTS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_deliveries(now - DELIVERIES_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_requests(now - REQUESTS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_field_use(now - FIELD_USE_KEPT, limit=PORTION))
    await truncate_all(deployment, now - timedelta(days=await audit_days(deployment.settings.audit_kept_days)))
    await _in_portions(deployment, leased, lambda: forget_exports(now, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_uploads(now - UPLOADS_KEPT, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_consent_exports(now, limit=PORTION))
    await _in_portions(deployment, leased, lambda: forget_notes(limit=PORTION))
    if not await is_behind(now):
        await _in_portions(deployment, leased, lambda: forget_changes(limit=PORTION))


async def _in_portions(deployment: Deployment, leased: LeasedJob, portion: Callable[[], Awaitable[int]]) -> None:
    """Repeat until a portion is not full, each in a transaction of its own."""
    while True:
        async with transaction():
            count = await portion()
        if count < PORTION:
            return
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
