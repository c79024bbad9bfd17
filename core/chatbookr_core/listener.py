"""Reads what any process has committed to PostgreSQL, as soon as the bell rings, and tells the listeners of this one.

It reads the log of changes from where it was before. The bell rings after the commit, so that of a process killed
between the two is not heard: the log is looked at each second besides.
"""

import asyncio
import logging
from typing import Any, Final

import asyncpg

from chatbookr_core.bell import DUE, NOTIFY_CHANNEL
from chatbookr_core.change_log import position_now, unheard
from chatbookr_core.database_urls import session_options_of
from chatbookr_core.errors import CursorExpired
from chatbookr_core.events import MISSED, Position, publish, publish_missed
from chatbookr_core.presence.board import hear
from chatbookr_core.presence.signs import NOTIFY_CHANNEL as PRESENCE_CHANNEL
from chatbookr_core.scope import PARAMETER, current_scope, every_clinic

LOOK_SECONDS = 1.0
REST_SECONDS = 0.005
"""So long, and as long as the last look took, the log is left alone: what is rung for meanwhile is read together."""
ANSWER_SECONDS = 30.0  # a dead peer is noticed by asking
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
APPLICATION_NAME = "chatbookr listener"  # by which operators find its session (pg_stat_activity)
SESSION = {"application_name": APPLICATION_NAME, "enable_seqscan": "off"}
"""A plan of when the log was short must not go through all of it once it is long: the session reads its end alone."""
LOST: Final = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, TimeoutError)
"""What a connection fails with that is gone. asyncpg calls it an error of its own (the fourth) where the server's last
word is there already, and the end of the connection is not yet.
"""
log = logging.getLogger(__name__)


async def listen_forever(database_url: str) -> None:
    """Publish every committed change in this process, until cancelled; reconnects whenever the connection is lost.

    A connection of its own, because LISTEN belongs to a session. What is committed while it is down is read from the
    log as soon as it is up again, and published before whatever comes then.
    """
    hearing = _Hearing()
    pause_seconds = FIRST_PAUSE_SECONDS
    while True:
        try:
            connection = await _connect(database_url)
        except LOST as problem:
            log.warning("cannot listen for changes: %s", type(problem).__name__)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, LONGEST_PAUSE_SECONDS)
            continue
        pause_seconds = FIRST_PAUSE_SECONDS
        try:
            await _listen(connection, hearing)
        finally:
            connection.terminate()


async def _connect(database_url: str) -> Any:
    with every_clinic("change log"):
        settings = {**SESSION, PARAMETER: current_scope().setting}
    return await asyncpg.connect(**session_options_of(database_url), timeout=10, server_settings=settings)


class _Hearing:
    """How far the log was read, over all connections: nothing is published twice, nor ahead of what was missed."""

    def __init__(self) -> None:
        self._mark: Position | None = None
        self._rung = asyncio.Event()

    def rang(self, *told: object) -> None:
        """Hear the bell, or that the connection is lost; `told` ends with what there is to look for."""
        if told and DUE in str(told[-1]):
            publish([MISSED])
        self._rung.set()

    async def next_ring(self) -> None:
        """Wait till the bell rings, or for as long as it may stay unheard."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):  # unlike wait_for, it never swallows being cancelled
                await self._rung.wait()
        except TimeoutError:
            return

    async def look(self, connection: Any) -> None:
        """Publish what was committed since the last look."""
        self._rung.clear()
        try:
            if self._mark is not None:
                changes, self._mark = await unheard(self._mark, connection)
                publish(changes)
                return
        except CursorExpired:
            log.warning("was away for longer than changes are kept")
        self._mark = await position_now(connection)
        publish_missed()  # whoever was listening before knows from where on


async def _listen(connection: Any, hearing: _Hearing) -> None:
    """Return once the connection is lost."""
    loop = asyncio.get_running_loop()
    connection.add_termination_listener(lambda _: hearing.rang())
    try:
        await connection.add_listener(NOTIFY_CHANNEL, hearing.rang)
        await connection.add_listener(PRESENCE_CHANNEL, lambda _, __, ___, payload: hear(payload))
        while not connection.is_closed():
            began = loop.time()
            async with asyncio.timeout(ANSWER_SECONDS):
                await hearing.look(connection)
            await asyncio.sleep(max(REST_SECONDS, loop.time() - began))
            await hearing.next_ring()
    except LOST as problem:
        log.warning("no longer listening for changes: %s", type(problem).__name__)
