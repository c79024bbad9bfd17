"""`chatbookr anomalies`: the rules about the audit log, a look at once, or a dry run over what was."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.anomalies.watching import BATCH, judged, look, terms_of
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.migration import at_these_tables
from chatbookr_core.scope import every_clinic
from chatbookr_core.settings import settings_from

Printed = Callable[[Deployment], Awaitable[None]]


def run(*, action: str, clinic: str | None, since: str | None, until: str | None) -> int:
    """Do what is asked; 2 where an id or an instant cannot be read, or `replay` is not told since when."""
    try:
        clinic_id = UUID(clinic) if clinic else None
        begun, ended = _instant(since), _instant(until)
    except ValueError:
        sys.stderr.write("chatbookr: give ids as UUIDs, and instants as 2027-03-01T08:00:00+00:00\n")
        return 2
    if action == "replay":
        if begun is None:
            sys.stderr.write("chatbookr: give --since, from when on to judge\n")
            return 2
        first = begun
        return asyncio.run(_done(lambda deployment: _replay(deployment, clinic_id, first, ended)))
    return asyncio.run(_done(_check if action == "check" else lambda _: _show(clinic_id)))


def _instant(text: str | None) -> datetime | None:
    """Read an instant; without an offset it is UTC."""
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def _done(work: Printed) -> int:
    settings = settings_from(os.environ)
    deployment = deployment_from(settings)
    async with at_these_tables(settings.database_url):
        with every_clinic("anomalies"):
            await work(deployment)
    return 0


async def _show(clinic_id: UUID | None) -> None:
    terms = await terms_of(clinic_id)
    for rule in RULES.values():
        threshold = terms.threshold_of(rule)
        said = "off" if threshold is None else f"{threshold} within {_told(rule.window)}"
        sys.stdout.write(f"{rule.code:20} {rule.severity.value:9} {said:24} {rule.says}\n")


def _told(window: timedelta) -> str:
    """Write a window in the largest unit of which it is a whole number."""
    for unit, name in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours"), (timedelta(minutes=1), "minutes")):
        if not window % unit:
            return f"{window // unit} {name}"
    return f"{window.total_seconds():g} seconds"


async def _check(deployment: Deployment) -> None:
    entries, raised = 0, list[str]()
    while True:
        looked = await look(deployment)
        entries += looked.entries
        raised += looked.raised
        if looked.entries < BATCH:
            break
    sys.stdout.write(f"{entries} entries read, {len(raised)} new alerts\n")
    for code in raised:
        sys.stdout.write(f"{code}: {RULES[code].says} {RULES[code].next_step}\n")


async def _replay(deployment: Deployment, clinic_id: UUID | None, since: datetime, until: datetime | None) -> None:
    found = await judged(clinic_id, since, until or deployment.clock.now())
    sys.stdout.write(f"{len(found)} alerts; nothing was written, nobody was told\n")
    for rule, one in found:
        at = f"{one.started_at:%Y-%m-%dT%H:%M:%SZ} to {one.last_seen_at:%Y-%m-%dT%H:%M:%SZ}"
        sys.stdout.write(f"{rule.code:20} {rule.severity.value:9} {at}  {one.count}  {one.subject}\n")
