"""Whose turn it is among webhooks: a slow receiver keeps neither other endpoints nor other clinics waiting.

All of it is of one process, and forgotten with it.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from chatbookr_core.webhooks.rules import Answer

AT_ONCE = 2  # to one endpoint
AT_ONCE_OF_A_CLINIC = 24  # to all of its endpoints: a place for each of those it can have, and a few more
PATIENCE_SECONDS = 0.3  # for a place to be free; then somebody else's delivery has its turn
TIMEOUTS_ALLOWED = 3  # in a row; then one try at a time finds out whether the receiver is back
MOST_REMEMBERED = 1000
TIMED_OUT = frozenset({"timeout", "connect_timeout"})


@dataclass(slots=True)
class _Places:
    """How many are under way to one destination, and how many of its last tries ran out of time."""

    most: int
    under_way: int = 0
    users: int = 0
    timeouts: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def is_slow(self) -> bool:
        return self.timeouts >= TIMEOUTS_ALLOWED

    @property
    def is_free(self) -> bool:
        return self.under_way < (1 if self.is_slow else self.most)


@dataclass(slots=True)
class Turn:
    """What somebody got who asked for a turn; `is_slow` tells those without one to come back later."""

    is_ours: bool
    is_slow: bool
    _places: _Places

    def note(self, answer: Answer | None) -> None:
        """Note how a try ended; None: nothing was sent."""
        if answer is not None:
            self._places.timeouts = self._places.timeouts + 1 if answer.error in TIMED_OUT else 0


class Turns:
    """The places of all destinations that something is under way to, and the memory of the slow ones."""

    def __init__(self) -> None:
        self._places: dict[Hashable, _Places] = {}

    def __len__(self) -> int:
        return len(self._places)

    @asynccontextmanager
    async def turn(self, clinic: Hashable, endpoint: Hashable) -> AsyncIterator[Turn]:
        """Wait a little for a place of the endpoint and one of its clinic; yield whether both were there."""
        async with AsyncExitStack() as stack:
            own = stack.enter_context(_kept(self._places, ("endpoint", endpoint), AT_ONCE))
            shared = stack.enter_context(_kept(self._places, ("clinic", clinic), AT_ONCE_OF_A_CLINIC))
            is_ours = await _taken(stack, own) and await _taken(stack, shared)
            yield Turn(is_ours, own.is_slow, own)


@contextmanager
def _kept(places: dict[Hashable, _Places], key: Hashable, most: int) -> Iterator[_Places]:
    """Keep the places of a destination as long as somebody uses them, and longer where it is slow."""
    own = places.setdefault(key, _Places(most))
    own.users += 1
    try:
        yield own
    finally:
        own.users -= 1
        if not own.users and not own.timeouts:
            places.pop(key, None)
        elif len(places) > MOST_REMEMBERED:
            places.pop(next((one for one, found in places.items() if not found.users), None), None)


async def _taken(stack: AsyncExitStack, places: _Places) -> bool:
    """Take a place until the stack ends; nobody waits for one of a slow destination."""
    if not places.is_free:
        if places.is_slow:
            return False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), places.changed:
                await places.changed.wait_for(lambda: places.is_free)
                places.under_way += 1
        except TimeoutError:
            return False
    else:
        places.under_way += 1
    stack.push_async_callback(_left, places)
    return True


async def _left(places: _Places) -> None:
    places.under_way -= 1
    async with places.changed:
        places.changed.notify()
