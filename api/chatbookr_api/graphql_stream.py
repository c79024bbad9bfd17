"""A subscription as Server-Sent Events: written while the client reads, ended with its session, freed when it leaves.

The "distinct connections mode" of GraphQL over Server-Sent Events: `next` events, then `complete`.
"""

import asyncio
from asyncio import Queue
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.types import Message, Receive, Scope, Send
from strawberry.types import ExecutionResult

from chatbookr_api.graphql_answer import COMPLETE, next_event, stream_headers
from chatbookr_core.errors import LimitExceeded, NotAuthenticated, NotPermitted
from chatbookr_schema.errors import CODES, CodedError

MOST_STREAMS = 20  # and sockets, of one person or key at a time, in one process
RETRY_SECONDS = 10
KEEP_ALIVE_SECONDS = 12.0  # proxies close what is silent for 30 to 60 s
COMMENT = b":\n\n"
SESSION_OVER = CodedError("The session is over: log in again.", CODES[NotAuthenticated])
OVER = ExecutionResult(data=None, errors=[SESSION_OVER])
NO_LONGER = CodedError("You may not listen to this any longer.", CODES[NotPermitted])
Results = Callable[[], Awaitable[Any]]


class Places:
    """Counts the open streams and sockets of each person or key."""

    def __init__(self) -> None:
        self._taken: Counter[UUID] = Counter()

    def check(self, principal_id: UUID | None) -> None:
        """Raises LimitExceeded where there is no place left. Nobody's streams end with their first event."""
        if principal_id is not None and self._taken[principal_id] >= MOST_STREAMS:
            raise LimitExceeded(
                f"There are {MOST_STREAMS} streams and sockets open already.", retry_after_seconds=RETRY_SECONDS
            )

    @contextmanager
    def taken(self, principal_id: UUID | None) -> Iterator[None]:
        """Take a place until the block ends."""
        if principal_id is None:
            yield
            return
        self._taken[principal_id] += 1
        try:
            yield
        finally:
            self._taken[principal_id] -= 1
            if not self._taken[principal_id]:
                del self._taken[principal_id]


@dataclass(frozen=True, slots=True)
class EventStream:
    """An ASGI answer; `results` opens the stream of results.

    `until_over` returns once its session has ended. `last_word` says why a subscription has ended, or None; `failure`
    what may be told of what nobody expected, which it writes to the log.
    """

    results: Results
    until_over: Callable[[], Awaitable[None]]
    last_word: Callable[[], ExecutionResult | None]
    failure: Callable[[Exception], ExecutionResult]
    place: AbstractContextManager[None]
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.place:
            headers = [(name.encode(), value.encode()) for name, value in stream_headers(self.headers).items()]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send(_part(COMMENT))  # the headers arrive, however long the first event takes
            await self._run(receive, send)

    async def _run(self, receive: Receive, send: Send) -> None:
        queue: Queue[ExecutionResult | None] = Queue(1)
        async with (
            _running(self._read(queue)),
            _running(_write(queue, send)) as writer,
            _running(self.until_over()) as over,
            _running(_disconnected(receive)) as gone,
        ):
            await asyncio.wait({writer, over, gone}, return_when=asyncio.FIRST_COMPLETED)
        if gone.cancelled():
            word = self._word(writer, over)
            await send(_part(next_event(word) if word else b""))
            await send(_part(COMPLETE, is_last=True))

    def _word(self, writer: "asyncio.Task[None]", over: "asyncio.Task[None]") -> ExecutionResult | None:
        """Say why the stream ends; where it only comes to its own end, whatever ended the subscription says so."""
        for task in (writer, over):
            problem = None if task.cancelled() else task.exception()
            if isinstance(problem, Exception):
                return self.failure(problem)
        return self.last_word() if over.cancelled() else OVER

    async def _read(self, queue: "Queue[ExecutionResult | None]") -> None:
        try:
            async with aclosing(await self.results()) as results:
                async for result in results:
                    await queue.put(result)
        except Exception as problem:
            await queue.put(self.failure(problem))
        await queue.put(None)


async def _write(queue: "Queue[ExecutionResult | None]", send: Send) -> None:
    while True:
        try:
            result = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
        except TimeoutError:
            await send(_part(COMMENT))
            continue
        if result is None:
            return
        await send(_part(next_event(result)))


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _part(body: bytes, *, is_last: bool = False) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": not is_last}


@asynccontextmanager
async def _running(work: Any) -> AsyncIterator["asyncio.Task[None]"]:
    """Run beside the block; whatever is not done at its end is cancelled and awaited."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})
