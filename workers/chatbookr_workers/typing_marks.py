"""Lets patients see that somebody writes to them: asked of their channel once, and let be where it cannot be had."""

import logging

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChannelUnavailable
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.presence.indicator import TYPING_JOB, show_typing
from chatbookr_sdk import AuthExpired, PermanentFailure, TemporaryFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job

log = logging.getLogger(__name__)


@job(TYPING_JOB, queue="outbound", lease_seconds=20)
async def show(deployment: Deployment, leased: LeasedJob) -> None:
    """Show it, or not; what a refusal says of the channel, the next message finds out and deals with."""
    try:
        await show_typing(deployment, leased)
    except (TemporaryFailure, PermanentFailure, AuthExpired, ChannelUnavailable) as problem:
        log.info("a patient is not shown that somebody types: %s", type(problem).__name__)
    await end(deployment, leased)
