"""Tells when a session or key is over: at once where it is taken back, and by the clock where it runs out."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

from starlette.requests import HTTPConnection

from chatbookr_api.errors import request_id_of
from chatbookr_api.surface import Standing, Surface
from chatbookr_core.events import Ear, listening

CHECK_SECONDS = 30.0  # a revocation that was not heard (a lost connection to the database) is seen after this
SHORTEST_SECONDS = 0.05
PAUSE_SECONDS = 2.0  # after a look that failed
MOST_FAILURES = 10  # in a row
log = logging.getLogger(__name__)


async def until_over(surface: Surface, connection: HTTPConnection, token: str, standing: Standing) -> None:
    """Return once what lets somebody in does so no longer; it may have ended before anybody listened.

    A database that does not answer is asked again; raises what it said last where it does not for too long.
    """
    async with listening() as ear:
        now = await _looked_at(surface, connection, token, standing)
        while now is not None:
            await _until_doubtful(ear, now, surface.deployment.clock.now())
            now = await _looked_at(surface, connection, token, now)


async def _looked_at(surface: Surface, connection: HTTPConnection, token: str, standing: Standing) -> Standing | None:
    for _ in range(MOST_FAILURES - 1):
        try:
            return await surface.standing_again(connection, token, standing)
        except Exception as problem:
            log.warning("request %s: cannot tell who listens: %s", request_id_of(connection), type(problem).__name__)
            await asyncio.sleep(PAUSE_SECONDS)
    return await surface.standing_again(connection, token, standing)


async def _until_doubtful(ear: Ear, standing: Standing, now: datetime) -> None:
    """Return where the standing may have changed: something was said of it, it runs out, or a while has passed."""
    left_seconds = (standing.ends_at - now).total_seconds() if standing.ends_at else CHECK_SECONDS
    with suppress(TimeoutError):
        async with asyncio.timeout(max(SHORTEST_SECONDS, min(left_seconds, CHECK_SECONDS))):
            subject_id = None
            while subject_id != standing.credential_id and not ear.has_missed:
                subject_id = (await ear.get()).subject_id
    if ear.has_missed:
        ear.start_over()
