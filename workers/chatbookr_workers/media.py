"""Fetches the files that come with messages, and has them scanned before anybody sees them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from chatbookr_core.channels.connections import (
    CONNECTED,
    GIVEN_UP,
)
from chatbookr_core.channels.losing import lose
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, extend, finish, renew, wait_until
from chatbookr_core.media.fetching import (
    WRONG_DIGEST,
    Mistaken,
    Stored,
    channel_of,
    find_file,
    finish_file,
    give_up,
    note_stored,
    scan,
    store,
    unscanned,
)
from chatbookr_core.media.owing import FETCH
from chatbookr_core.media.rules import MediaState, is_passed
from chatbookr_core.models import ChannelConnection, Media
from chatbookr_sdk import AuthExpired, TemporaryFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

SCAN_AGAIN = "media.scan"
LEASE_SECONDS = 150.0  # a scanner may take ninety; a piece of a file twenty
LOOK_SECONDS = 300
PAUSE = timedelta(minutes=5)
DIGESTS_TRIED = 3  # a proxy may have cut it short; what is wrong three times is wrong at the provider


@job(FETCH, queue="media", lease_seconds=LEASE_SECONDS)
async def fetch(deployment: Deployment, leased: LeasedJob) -> None:
    """Fetch a file, or go on where an earlier attempt had stored it and a scanner was away."""
    media = await find_file(leased.subject_id, clinic_id=leased.clinic_id)
    if media is None or media.state != MediaState.WAITING:  # erased, taken back, or done
        await end(deployment, leased)
        return
    try:
        if deployment.clock.now() >= leased.give_up_at:
            raise Mistaken(MediaState.FAILED, "gave_up")
        if media.chunk_count is None and not await _store(deployment, leased, media):
            return
        await _scan(deployment, leased, media)
    except Mistaken as mistake:
        if mistake.code == WRONG_DIGEST and leased.attempts < DIGESTS_TRIED:
            raise TemporaryFailure("the file is not what was announced", code=WRONG_DIGEST) from mistake
        await _give_up(deployment, leased, media, mistake)
    except CannotUnseal:  # damaged; or its patient has just been erased, and nothing is left to give up
        await _give_up(deployment, leased, media, Mistaken(MediaState.FAILED, "unreadable"))


async def _store(deployment: Deployment, leased: LeasedJob, media: Media) -> bool:
    """Store the content; False where that must wait, and the job says until when."""
    connection = await channel_of(media)
    if connection.state in GIVEN_UP:
        raise Mistaken(MediaState.FAILED, "disconnected")
    if connection.state != CONNECTED:
        async with transaction():
            await wait_until(leased, min(deployment.clock.now() + PAUSE, leased.give_up_at))
        return False
    stored = await _fetched(deployment, leased, media, connection)
    reach("media.before_stored")
    async with transaction():
        await extend(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)
        await note_stored(deployment, media, stored)
    reach("media.stored")
    return True


async def _fetched(deployment: Deployment, leased: LeasedJob, media: Media, connection: ChannelConnection) -> Stored:
    try:
        return await store(deployment, media, connection, _claim(deployment, leased))
    except AuthExpired as problem:
        async with transaction():
            await lose(deployment, connection, problem.code or "auth_expired")
        raise TemporaryFailure("the connection needs to be reconnected", code="needs_reconnect") from problem


def _claim(deployment: Deployment, leased: LeasedJob) -> Callable[[], Awaitable[None]]:
    async def claim() -> None:
        reach("media.portion")
        await extend(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS)

    return claim


async def _scan(deployment: Deployment, leased: LeasedJob, media: Media) -> None:
    await renew(leased, now=deployment.clock.now(), lease_seconds=LEASE_SECONDS * max(1, len(deployment.scanners)))
    await scan(deployment, media)
    reach("media.scanned")
    async with transaction():
        await finish_file(deployment, media)
        await finish(leased, now=deployment.clock.now())


async def _give_up(deployment: Deployment, leased: LeasedJob, media: Media, mistake: Mistaken) -> None:
    async with transaction():
        await give_up(deployment, media, mistake)
        await finish(leased, now=deployment.clock.now())


async def _whose_turn_it_is(deployment: Deployment) -> list[Subject]:
    return [Subject(clinic_id, media_id) for clinic_id, media_id in await unscanned(deployment)]


every(LOOK_SECONDS, SCAN_AGAIN, _whose_turn_it_is)


@job(SCAN_AGAIN, queue="media", lease_seconds=LEASE_SECONDS)
async def scan_again(deployment: Deployment, leased: LeasedJob) -> None:
    """Scan a file that came before a scanner was set up; until it has passed, nobody sees it."""
    media = await find_file(leased.subject_id, clinic_id=leased.clinic_id)
    if media is None or media.state != MediaState.FETCHED or is_passed(media.scanned_with, deployment.scanners):
        await end(deployment, leased)
        return
    try:
        await _scan(deployment, leased, media)
    except Mistaken as mistake:
        await _give_up(deployment, leased, media, mistake)
    except CannotUnseal:
        await _give_up(deployment, leased, media, Mistaken(MediaState.FAILED, "unreadable"))
