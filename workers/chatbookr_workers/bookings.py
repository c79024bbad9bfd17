"""What a booking by chat still owes: the live look before a hold, and the last message."""

from datetime import timedelta

from chatbookr_core.conversations.announcements import announce_version
from chatbookr_core.conversations.holding import Wish, answer, is_wish_free, refuse, wish_of
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, ChannelUnavailable
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.kinds import job

PATIENCE = timedelta(seconds=15)  # how long a patient waits for a calendar that does not answer
AGAIN = timedelta(seconds=2)


@job("dialogue.hold", queue="dialogue", lease_seconds=40)
async def hold(deployment: Deployment, leased: LeasedJob) -> None:
    """Look into the practitioner's calendar right now, then hold the time, or say that it has gone."""
    wish = await wish_of(leased)
    try:
        is_free = await is_wish_free(deployment, wish)
    except (CalendarNotFresh, ChannelUnavailable, TemporaryFailure, PermanentFailure):
        await _wait_or_refuse(deployment, leased, wish)
        return
    reach("hold.after_live_check")

    async def once() -> None:
        async with transaction():
            await answer(deployment, wish, is_free=is_free)
            reach("hold.before_commit")
            await finish(leased, now=deployment.clock.now())

    await with_retry(once)
    reach("hold.after_commit")


async def _wait_or_refuse(deployment: Deployment, leased: LeasedJob, wish: Wish) -> None:
    """Ask the calendar again in a moment; a patient who waited long enough gets an answer."""
    now = deployment.clock.now()
    async with transaction():
        if now - leased.created_at < PATIENCE:
            await wait_until(leased, now + AGAIN)
        else:
            await refuse(deployment, wish)
            await finish(leased, now=now)


@job("dialogue.announce", queue="dialogue", lease_seconds=40)
async def announce(deployment: Deployment, leased: LeasedJob) -> None:
    """Tell the patient though the calendar has not answered yet, and let staff know that it has not."""
    async with transaction():
        await announce_version(deployment, leased)
        reach("announce.before_commit")
        await finish(leased, now=deployment.clock.now())
