"""Hears what other processes have committed to SQLite: it notifies nobody, so the log is looked at each second."""

import asyncio
import logging

from chatbookr_core.change_log import missed_since, position_now
from chatbookr_core.errors import CursorExpired
from chatbookr_core.events import Position, publish, publish_missed
from chatbookr_core.scope import every_clinic

LOOK_SECONDS = 1.0
log = logging.getLogger(__name__)


async def watch_log() -> None:
    """Publish in this process what was committed by any, until cancelled; listeners know what they had before."""
    position: Position | None = None
    while True:
        try:
            with every_clinic("change log"):
                position = await position_now() if position is None else await _read_on(position)
        except CursorExpired:
            log.warning("was away for longer than changes are kept")
            position = None
            publish_missed()
        except Exception as problem:
            log.warning("cannot look for changes: %s", type(problem).__name__)
        await asyncio.sleep(LOOK_SECONDS)


async def _read_on(position: Position) -> Position:
    """Publish what was committed since; return the position after it."""
    end = await position_now()
    if end.id != position.id:
        publish([change async for change in missed_since(position)])
    return end
