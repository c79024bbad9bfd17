"""Hands owed mail to the mail server, each at least once and under one Message-ID."""

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.mail.outbox import JOB, find_owed, message_of, settle
from chatbookr_core.mail.smtp import hand_over, server_of
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job


@job(JOB, queue="mail", lease_seconds=60)
async def send(deployment: Deployment, leased: LeasedJob) -> None:
    """Send one mail; what cannot be sent within a day is noted as failed, and its links are gone."""
    mail = await find_owed(leased)
    if mail is None:
        await end(deployment, leased)
        return
    error = None
    try:
        await hand_over(server_of(deployment.settings.smtp_url), await message_of(deployment, mail))
    except PermanentFailure as problem:
        error = problem.code
    except TemporaryFailure as problem:
        if deployment.clock.now() < leased.give_up_at:
            raise
        error = problem.code
    reach("mail.after_send")
    async with transaction():
        await settle(deployment, leased, mail, error=error)
