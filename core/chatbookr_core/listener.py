"""Hears what other processes have committed (PostgreSQL LISTEN) and tells the listeners of this one."""

import asyncio
import json
import logging
from typing import Any

import asyncpg

from chatbookr_core.db import credentials_of
from chatbookr_core.events import NOTIFY_CHANNEL, Change, publish

CHECK_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
POOL_OPTIONS = ("minsize", "maxsize")
log = logging.getLogger(__name__)


async def listen_forever(database_url: str) -> None:
    """Publish every notified change in this process, until cancelled; reconnects whenever the connection is lost.

    A connection of its own, because LISTEN belongs to a session. What is committed while it is down is not heard:
    listeners re-read rows, so the next change of a conversation or booking brings them up to date.
    """
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
            await _listen(connection)
        finally:
            connection.terminate()


async def _connect(database_url: str) -> Any:
    options = {name: value for name, value in credentials_of(database_url).items() if name not in POOL_OPTIONS}
    return await asyncpg.connect(**options, timeout=10)


async def _listen(connection: Any) -> None:
    """Return once the connection is lost."""
    is_lost = asyncio.Event()
    connection.add_termination_listener(lambda _: is_lost.set())
    try:
        await connection.add_listener(NOTIFY_CHANNEL, _heard)
        while not is_lost.is_set():
            try:
                await asyncio.wait_for(is_lost.wait(), CHECK_SECONDS)
            except TimeoutError:
                await connection.execute("SELECT 1", timeout=CHECK_SECONDS)  # a dead peer is noticed by asking
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as problem:
        log.warning("no longer listening for changes: %s", type(problem).__name__)


def _heard(connection: Any, process_id: int, channel: str, payload: str) -> None:
    try:
        change = Change.from_json(json.loads(payload))
    except (ValueError, KeyError, TypeError):
        log.warning("a notification on %s is not ours", NOTIFY_CHANNEL)
        return
    publish([change])
