"""What the waitlist owes: a look at who a free time would suit, and that an offer nobody answers is passed on."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, renew, wait_until
from chatbookr_core.notices.waitlist_offers import is_free_now, matches, tidy, try_offer
from chatbookr_core.waitlist.looking import clinics_that_wait
from chatbookr_core.waitlist.offers import expire, open_until
from chatbookr_core.waitlist.owing import END_JOB, LOOK_JOB
from chatbookr_core.waitlist.rules import Match, MatchKey
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

LEASE_SECONDS = 120.0
EVERY_SECONDS = 120
"""How soon the list hears of what nobody told it: hours that were opened, a calendar with space, the end of a night."""
MOST_ROUNDS = 20


async def waiting(_: Deployment) -> Sequence[Subject]:
    """List the clinics in which anybody waits."""
    return [Subject(clinic_id, clinic_id) for clinic_id in await clinics_that_wait()]


every(EVERY_SECONDS, LOOK_JOB, waiting)


@job(LOOK_JOB, queue="dialogue", lease_seconds=LEASE_SECONDS)
async def look(deployment: Deployment, leased: LeasedJob) -> None:
    """Offer what is free to those who wait, in their turn, until nothing is left that suits anybody."""
    clinic_id = leased.clinic_id
    if clinic_id is None:
        raise NotFound()
    await with_retry(lambda: _tidy(deployment, clinic_id))
    refused: set[MatchKey] = set()
    for _ in range(MOST_ROUNDS):
        found = await matches(deployment, clinic_id, without=refused)
        if not found:
            break
        for match in found:
            if not await _offered(deployment, clinic_id, match):
                refused.add(match.key)
            await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
    await end(deployment, leased)


async def _tidy(deployment: Deployment, clinic_id: UUID) -> None:
    async with transaction():
        await tidy(deployment, clinic_id)


async def _offered(deployment: Deployment, clinic_id: UUID, match: Match) -> bool:
    """Look into the calendar, and then keep the time for who is next; False where it cannot be had."""
    if not await is_free_now(deployment, clinic_id, match.waiting.id, match.free):
        return False
    reach("waitlist.after_live_check")

    async def once() -> bool:
        async with transaction():
            is_made = await try_offer(deployment, clinic_id, match)
            reach("waitlist.before_commit")
        return is_made

    return await with_retry(once)


@job(END_JOB, queue="dialogue", lease_seconds=40)
async def end_offer(deployment: Deployment, leased: LeasedJob) -> None:
    """Pass a time on whose minutes have passed without an answer."""
    clinic_id, offer_id = leased.clinic_id, leased.subject_id
    if clinic_id is None or offer_id is None:
        raise NotFound()

    async def once() -> None:
        async with transaction():
            now = deployment.clock.now()
            until = await open_until(offer_id, clinic_id=clinic_id)
            if until is not None and until > now:
                await wait_until(leased, until)
                return
            await expire(offer_id, clinic_id=clinic_id, clock=deployment.clock)
            reach("waitlist.before_end")
            await finish(leased, now=now)

    await with_retry(once)
