"""Lets few people prove who they are at a time: a crowd at the door must not take the house from those at work.

Proving takes a core's time and connections to the database; what waits for its turn takes neither.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from chatbookr_core.errors import LimitExceeded

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE: Final = 3
"""How many are looked at, of each event loop: two threads hash, and less than a third of the connections is taken."""
MOST_HERE: Final = 40
"""How many may wait, those who are looked at among them; on a quiet machine that is less than a second."""
COME_AGAIN_SECONDS: Final = 2


@dataclass(slots=True)
class _Door:
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    here: int = 0


_doors: WeakKeyDictionary[asyncio.AbstractEventLoop, _Door] = WeakKeyDictionary()


def in_turn(work: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Do what proves who somebody is when it is their turn.

    Raises LimitExceeded before anything is looked at or counted, for everybody alike, where too many wait already.
    """

    @wraps(work)
    async def waited(*given: P.args, **named: P.kwargs) -> T:
        door = _doors.setdefault(asyncio.get_running_loop(), _Door())
        if door.here >= MOST_HERE:
            text = "Too many people log in at this moment: try again in a few seconds."
            raise LimitExceeded(text, retry_after_seconds=COME_AGAIN_SECONDS)
        door.here += 1
        try:
            async with door.turns:
                return await work(*given, **named)
        finally:
            door.here -= 1

    return waited
