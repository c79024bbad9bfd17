"""How long whoever books waits for calendars, all together, and how many questions are under way at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from chatbookr_core.errors import CalendarNotFresh

T = TypeVar("T")
LIVE_SECONDS: Final = 6.0
"""Less than an operation may take: what calendars do not say until then is refused by name, and nothing times out."""
AT_ONCE: Final = 4


def patience(seconds: float = LIVE_SECONDS) -> float:
    """Return until when calendars are waited for, on the running loop's own clock, in seconds."""
    return asyncio.get_running_loop().time() + seconds


@asynccontextmanager
async def answering(until: float | None) -> AsyncIterator[None]:
    """Give calendars until then to answer; None: as long as each request may take. Raises CalendarNotFresh."""
    try:
        async with asyncio.timeout_at(until):
            yield
    except TimeoutError as problem:
        raise CalendarNotFresh() from problem


async def all_of(questions: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """Ask beside each other, a few at a time, and return the answers in order.

    Raises what the first one to fail raises; the others end with it.
    """
    if len(questions) == 1:
        return [await questions[0]()]
    turns = asyncio.Semaphore(AT_ONCE)

    async def ask(question: Callable[[], Awaitable[T]]) -> T:
        async with turns:
            return await question()

    asked = [asyncio.create_task(ask(one)) for one in questions]
    try:
        return list(await asyncio.gather(*asked))
    finally:
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
