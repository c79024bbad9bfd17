"""Hears what other processes have committed (PostgreSQL LISTEN) and tells the listeners of this one."""

import asyncio
import json
import logging
from collections import OrderedDict
from typing import Any

import asyncpg

from chatbookr_core.change_log import missed_since, position_now
from chatbookr_core.db import credentials_of
from chatbookr_core.errors import CursorExpired
from chatbookr_core.events import NOTIFY_CHANNEL, QUEUE_CHANGES, Change, Position, publish, publish_missed
from chatbookr_core.presence.board import hear
from chatbookr_core.presence.signs import NOTIFY_CHANNEL as PRESENCE_CHANNEL
from chatbookr_core.scope import PARAMETER, current_scope, every_clinic

CHECK_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
POOL_OPTIONS = ("minsize", "maxsize")
APPLICATION_NAME = "chatbookr listener"  # by which operators find its session (pg_stat_activity)
log = logging.getLogger(__name__)


async def listen_forever(database_url: str) -> None:
    """Publish every notified change in this process, until cancelled; reconnects whenever the connection is lost.

    A connection of its own, because LISTEN belongs to a session. What is committed while it is down is read from the
    log as soon as it is up again, and published before whatever comes then.
    """
    hearing = _Hearing()
    pause_seconds = FIRST_PAUSE_SECONDS
    while True:
        try:
            connection = await _connect(database_url)
        except (OSError, asyncpg.PostgresError, TimeoutError) as problem:
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
    options = {name: value for name, value in credentials_of(database_url).items() if name not in POOL_OPTIONS}
    with every_clinic("change log"):
        settings = {"application_name": APPLICATION_NAME, PARAMETER: current_scope().setting}
    return await asyncpg.connect(**options, timeout=10, server_settings=settings)


class _Hearing:
    """What was heard so far, over all connections: nothing is published twice, nor ahead of what was missed."""

    def __init__(self) -> None:
        self._position: Position | None = None
        self._lately: OrderedDict[int, None] = OrderedDict()
        self._waiting: list[Change] | None = None  # while the log is read

    async def catch_up(self, connection: Any) -> None:
        """Publish what was missed, once LISTEN stands; what is heard meanwhile comes after it."""
        self._waiting = []
        try:
            if self._position is None:
                self._position = await position_now(connection)
                publish_missed()  # whoever was listening before knows from where on
            else:
                await self._read_on(connection, self._position)
        except CursorExpired:
            log.warning("was away for longer than changes are kept")
            publish_missed()
        except BaseException:
            self._waiting = None  # they stand in the log, behind those that were not read
            raise
        waiting, self._waiting = self._waiting, None
        self._publish(waiting)

    async def _read_on(self, connection: Any, position: Position) -> None:
        async for change in missed_since(position, but=frozenset(self._lately), connection=connection):
            self._publish([change])

    def heard(self, connection: Any, process_id: int, channel: str, payload: str) -> None:
        try:
            change = Change.from_json(json.loads(payload))
        except (ValueError, KeyError, TypeError):
            log.warning("a notification on %s is not ours", NOTIFY_CHANNEL)
            return
        if self._waiting is None:
            self._publish([change])
        else:
            self._waiting.append(change)

    def _publish(self, changes: list[Change]) -> None:
        new = [change for change in changes if change.position is None or change.position.id not in self._lately]
        for change in new:
            if change.position is not None:
                self._position = change.position
                self._lately[change.position.id] = None
        while len(self._lately) > QUEUE_CHANGES:
            self._lately.popitem(last=False)
        publish(new)


async def _listen(connection: Any, hearing: _Hearing) -> None:
    """Return once the connection is lost."""
    is_lost = asyncio.Event()
    connection.add_termination_listener(lambda _: is_lost.set())
    try:
        await connection.add_listener(NOTIFY_CHANNEL, hearing.heard)
        await connection.add_listener(PRESENCE_CHANNEL, lambda _, __, ___, payload: hear(payload))
        await hearing.catch_up(connection)
        while not is_lost.is_set():
            try:
                async with asyncio.timeout(CHECK_SECONDS):  # unlike wait_for, it never swallows being cancelled
                    await is_lost.wait()
            except TimeoutError:
                await connection.execute("SELECT 1", timeout=CHECK_SECONDS)  # a dead peer is noticed by asking
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as problem:
        log.warning("no longer listening for changes: %s", type(problem).__name__)
