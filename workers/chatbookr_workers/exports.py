"""Puts together what patients are given of their data, and clinics of their ledger of consents."""

from chatbookr_core.consents.exporting import EXPORT as LEDGER
from chatbookr_core.consents.exporting import make_ledger_file
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.exports.service import EXPORT, make_file
from chatbookr_core.jobs import LeasedJob, extend, finish
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

LEASE_SECONDS = 300.0


@job(EXPORT, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def export(deployment: Deployment, leased: LeasedJob) -> None:
    """Make the file of an export."""
    if leased.subject_id is None or leased.clinic_id is None:
        raise NotFound()

    async def claim() -> None:
        await extend(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)

    await make_file(deployment, leased.subject_id, clinic_id=leased.clinic_id, claim=claim)
    await end(deployment, leased)


@job(LEDGER, queue="upkeep", lease_seconds=300)
async def export_ledger(deployment: Deployment, leased: LeasedJob) -> None:
    """Make the file of a ledger of consents."""
    if leased.subject_id is None or leased.clinic_id is None:
        raise NotFound()
    async with transaction():
        await make_ledger_file(deployment, leased.subject_id, clinic_id=leased.clinic_id)
        await finish(leased, now=deployment.clock.now())
