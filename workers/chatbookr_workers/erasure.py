"""Erases patients, and removes their events from practitioners' calendars."""

from datetime import timedelta

from chatbookr_core.calendars.asking import ask
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.deliveries import forget_deliveries
from chatbookr_core.erasure.duties import event_to_remove, settle
from chatbookr_core.erasure.erasing import CALENDAR, erase_portion, finish_erasing
from chatbookr_core.erasure.journal import append
from chatbookr_core.erasure.residue import empty_the_log, overwriting
from chatbookr_core.erasure.service import ERASE
from chatbookr_core.errors import NeedsReconnect, NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, renew, wait_until
from chatbookr_core.patients.stubs import stubs_of
from chatbookr_core.scope import every_clinic
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

LEASE_SECONDS = 120.0
PORTION = 2000
RECONNECT_PAUSE = timedelta(hours=1)


@job(ERASE, queue="upkeep", lease_seconds=LEASE_SECONDS)
async def erase(deployment: Deployment, leased: LeasedJob) -> None:
    """Erase a patient; what an earlier attempt has deleted is not looked for again."""
    if leased.subject_id is None or leased.clinic_id is None:
        raise NotFound()
    erasure_id, clinic_id, is_left = leased.subject_id, leased.clinic_id, True
    while is_left:
        async with overwriting():
            is_left = await erase_portion(erasure_id, clinic_id=clinic_id, limit=PORTION)
        reach("erasure.portion")
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
    with every_clinic("erasure"):
        async with overwriting():
            await forget_deliveries(deployment, erasure_id, clinic_id=clinic_id)
    async with overwriting():
        done = await finish_erasing(deployment, erasure_id, clinic_id=clinic_id)
        reach("erasure.before_commit")
    reach("erasure.committed")
    stubs = [one.id for one in await stubs_of(clinic_id, done.patient_id)]
    append(deployment.settings.erasure_journal, done, stubs)
    await empty_the_log()
    await end(deployment, leased)


@job(CALENDAR, queue="calendars", lease_seconds=30)
async def remove_event(deployment: Deployment, leased: LeasedJob) -> None:
    """Remove the event of an erased patient's booking, with whatever was written into it there."""
    if leased.subject_id is None or leased.clinic_id is None:
        raise NotFound()
    place = await event_to_remove(leased.subject_id, clinic_id=leased.clinic_id)
    if place is not None:
        try:
            await ask(
                deployment,
                place.connection,
                lambda provider, ctx: provider.delete_event(ctx, place.calendar_id, place.event_id),
            )
        except NeedsReconnect:
            async with transaction():
                await wait_until(leased, deployment.clock.now() + RECONNECT_PAUSE)
            return
    async with transaction():
        await settle(deployment, leased.subject_id, clinic_id=leased.clinic_id, is_done=place is not None)
        await finish(leased, now=deployment.clock.now())
