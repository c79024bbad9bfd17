"""What a conversation owes later: to wake, a question to who fell silent, and another time to be answered by."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.assistant.nudging import NUDGE_JOB
from chatbookr_core.assistant.silence import nudge
from chatbookr_core.conversations.answering import DUE_JOB, reckon_anew, waiting_in
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.inbox.states import WAKE_JOB, wake
from chatbookr_core.jobs import LeasedJob, finish, renew, wait_until
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

LEASE_SECONDS = 60.0
PORTION = 50


@job(WAKE_JOB, queue="dialogue")
async def wake_up(deployment: Deployment, leased: LeasedJob) -> None:
    """Take a conversation up again that was put off until now."""
    clinic_id, conversation_id = leased.clinic_id, leased.subject_id
    if clinic_id is None or conversation_id is None:
        raise NotFound()

    async def once() -> None:
        async with transaction():
            now = deployment.clock.now()
            await wake(clinic_id, conversation_id, now)
            await finish(leased, now=now)

    await with_retry(once)


@job(NUDGE_JOB, queue="dialogue", lease_seconds=40)
async def ask_whether_to_go_on(deployment: Deployment, leased: LeasedJob) -> None:
    """Ask a patient who fell silent in the middle of a booking, or look again when it is time."""

    async def once() -> None:
        async with transaction():
            again_at = await nudge(deployment, leased)
            if again_at is not None:
                await wait_until(leased, again_at)
            else:
                await finish(leased, now=deployment.clock.now())

    await with_retry(once)


@job(DUE_JOB, queue="dialogue", lease_seconds=LEASE_SECONDS)
async def reckon(deployment: Deployment, leased: LeasedJob) -> None:
    """Reckon anew by when a clinic's conversations are to be answered, a portion at a time; done twice, it stands."""
    clinic_id = leased.clinic_id
    if clinic_id is None:
        raise NotFound()
    waiting = await waiting_in(clinic_id)
    for start in range(0, len(waiting), PORTION):
        portion = waiting[start : start + PORTION]

        async def once(ids: Sequence[UUID] = portion, clinic: UUID = clinic_id) -> None:
            async with transaction():
                await reckon_anew(clinic, ids)

        await with_retry(once)
        await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
    await end(deployment, leased)
