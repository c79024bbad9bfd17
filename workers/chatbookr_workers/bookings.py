"""What bookings owe: the live look before a hold, the last message, and that a day comes to its end."""

from collections.abc import Sequence
from datetime import timedelta

from chatbookr_core.assistant.holding import Wish, answer, hold_unseen, is_wish_free, let_wait, refuse, wish_of
from chatbookr_core.bookings.attendance import FOLLOW_UP_JOB, clinics_that_complete, complete_overdue
from chatbookr_core.bookings.displacing import look_again, look_at_meanwhile, recount
from chatbookr_core.bookings.meanwhile import MEANWHILE_JOB
from chatbookr_core.bookings.owing import LAPSE_JOB, RECOUNT_JOB
from chatbookr_core.bookings.reminding import REMIND_JOB
from chatbookr_core.bookings.seen import confirm_seen, is_free_as_asked
from chatbookr_core.bookings.standing import clinics_lacking
from chatbookr_core.bookings.unseen import SEEN_JOB
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, ChannelUnavailable, Conflict, NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, renew, wait_until
from chatbookr_core.notices.announcements import announce_version
from chatbookr_core.notices.follow_ups import follow_up
from chatbookr_core.notices.lapses import tell_lapsed
from chatbookr_core.notices.reminders import CHECK_JOB, check_arrival, remind
from chatbookr_core.series.telling import NEWS_JOB, tell_news
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.ending import end, end_with
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

PATIENCE = timedelta(seconds=15)  # how long a patient waits for a calendar that does not answer
AGAIN = timedelta(seconds=2)
SEEN_FOR = timedelta(minutes=15)  # so long a calendar that was read, and does not answer, is asked about a request
SEEN_AGAIN = timedelta(minutes=1)
PORTION = 100
LOOK_AGAIN_SECONDS = 900


@job("dialogue.hold", queue="dialogue", lease_seconds=40, at_once=16)
async def hold(deployment: Deployment, leased: LeasedJob) -> None:
    """Look into the practitioner's calendar right now, then hold the time, or say that it has gone."""
    wish = await wish_of(leased)
    try:
        is_free = await is_wish_free(deployment, wish)
    except (CalendarNotFresh, ChannelUnavailable, TemporaryFailure, PermanentFailure):
        await with_retry(lambda: _without_looking(deployment, leased, wish))
        return
    reach("hold.after_live_check")
    await end_with(deployment, leased, lambda: answer(deployment, wish, is_free=is_free), point="hold.before_commit")
    reach("hold.after_commit")


async def _without_looking(deployment: Deployment, leased: LeasedJob, wish: Wish) -> None:
    """Hold the time on request, or ask the calendar again in a moment; who waited long enough gets an answer."""
    now = deployment.clock.now()
    async with transaction():
        if await hold_unseen(deployment, wish):
            await finish(leased, now=now)
        elif now - leased.created_at < PATIENCE:
            await let_wait(deployment, wish)
            await wait_until(leased, now + AGAIN)
        else:
            await refuse(deployment, wish)
            await finish(leased, now=now)


@job("dialogue.announce", queue="dialogue", lease_seconds=40)
async def announce(deployment: Deployment, leased: LeasedJob) -> None:
    """Tell the patient though the calendar has not answered yet, and let staff know that it has not."""
    await end_with(deployment, leased, lambda: announce_version(deployment, leased), point="announce.before_commit")


@job(SEEN_JOB, queue="calendars", lease_seconds=40)
async def confirm_what_is_seen(deployment: Deployment, leased: LeasedJob) -> None:
    """Confirm what was asked for while nobody saw the calendar; what cannot be is left to staff, as it was."""
    if leased.clinic_id is None or leased.subject_id is None:
        raise NotFound()
    which = leased.clinic_id, leased.subject_id, int(str(leased.arguments["version"]))
    try:
        if await is_free_as_asked(deployment, *which):
            await end_with(deployment, leased, lambda: confirm_seen(deployment, *which), point="seen.before_commit")
        else:
            await end(deployment, leased)
    except CalendarNotFresh:
        await _ask_again(deployment, leased)
    except Conflict:  # it was answered, moved or cancelled meanwhile
        await end(deployment, leased)


async def _ask_again(deployment: Deployment, leased: LeasedJob) -> None:
    """Ask about a request once more in a moment; after a while the next reading owes it again."""
    async with transaction():
        now = deployment.clock.now()
        if now - leased.created_at < SEEN_FOR:
            await wait_until(leased, now + SEEN_AGAIN)
        else:
            await finish(leased, now=now)


@job(LAPSE_JOB, queue="dialogue", lease_seconds=40)
async def tell_of_lapse(deployment: Deployment, leased: LeasedJob) -> None:
    """Tell the patient that nobody has answered a request in time."""
    await end_with(deployment, leased, lambda: tell_lapsed(deployment, leased), point="lapse.before_commit")


@job(NEWS_JOB, queue="dialogue", lease_seconds=40)
async def tell_of_series(deployment: Deployment, leased: LeasedJob) -> None:
    """Tell the patient in one message what was done with appointments of a series."""
    await end_with(deployment, leased, lambda: tell_news(deployment, leased))


async def completing(_: Deployment) -> Sequence[Subject]:
    """List the clinics whose visits count as completed at the end of the day."""
    return [Subject(clinic_id, clinic_id) for clinic_id in await clinics_that_complete()]


every(3600, "bookings.complete", completing)


@job("bookings.complete", queue="upkeep", lease_seconds=120)
async def complete(deployment: Deployment, leased: LeasedJob) -> None:
    """Complete the visits of days that are over in their places, where the clinic wants that."""
    if leased.clinic_id is None:
        raise NotFound()
    done = PORTION
    while done == PORTION:
        async with transaction():
            done = await complete_overdue(leased.clinic_id, clock=deployment.clock, limit=PORTION)
        await renew(leased, now=deployment.clock.now(), lease_seconds=120)
    await end(deployment, leased)


async def displacing(deployment: Deployment) -> Sequence[Subject]:
    """List the clinics of which bookings lack something, upheld or not: a room may have fallen free for one."""
    return [Subject(clinic_id, clinic_id) for clinic_id in await clinics_lacking(deployment.clock.now())]


every(LOOK_AGAIN_SECONDS, RECOUNT_JOB, displacing)


@job(RECOUNT_JOB, queue="upkeep")
async def recount_displaced(deployment: Deployment, leased: LeasedJob) -> None:
    """Give rooms that have fallen free to who lacks one, and count anew for staff how many need another time."""
    clinic_id = leased.clinic_id
    if clinic_id is None:
        raise NotFound()

    async def look() -> None:
        now = deployment.clock.now()
        await look_again(clinic_id, now)
        await recount(clinic_id, now, may_ask=bool(leased.arguments.get("may_ask")))

    await end_with(deployment, leased, look)


@job(MEANWHILE_JOB, queue="upkeep")
async def look_at_what_was_booked_meanwhile(deployment: Deployment, leased: LeasedJob) -> None:
    """Mark what was booked in the very moment in which its day, its room or its person was taken away."""
    clinic_id = leased.clinic_id
    if clinic_id is None:
        raise NotFound()
    await end_with(deployment, leased, lambda: look_at_meanwhile(clinic_id, leased.arguments, deployment.clock.now()))


@job(REMIND_JOB, queue="dialogue", lease_seconds=40)
async def remind_of(deployment: Deployment, leased: LeasedJob) -> None:
    """Remind a patient of a visit, where that is wanted and still of use."""
    # two visits of one day lock each other's rows: it may be done again
    await end_with(deployment, leased, lambda: remind(deployment, leased), point="remind.before_commit")


@job(CHECK_JOB, queue="dialogue", lease_seconds=40)
async def check_reminder(deployment: Deployment, leased: LeasedJob) -> None:
    """See whether a reminder has arrived; where it has not, another channel says it, or a person."""
    async with transaction():
        if await check_arrival(deployment, leased):
            await finish(leased, now=deployment.clock.now())


@job(FOLLOW_UP_JOB, queue="dialogue", lease_seconds=40)
async def follow_up_no_show(deployment: Deployment, leased: LeasedJob) -> None:
    """Offer another time to who did not come."""
    await end_with(deployment, leased, lambda: follow_up(deployment, leased))
