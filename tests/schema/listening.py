"""Subscriptions executed in the schema itself, without a socket, for tests."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any

from strawberry.types import ExecutionResult

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.listener import listen_forever
from chatbookr_permissions.actor import Principal
from chatbookr_schema.build import staff_schema
from chatbookr_schema.context import Context
from chatbookr_schema.surface_schema import ChatbookrSchema

PATIENCE_SECONDS = 20.0  # less than subscriptions.CHECK_SECONDS: what comes by then was told of


class Heard:
    """What a subscription says, and the code its socket was closed with."""

    def __init__(self, stream: Any, closed: list[int]) -> None:
        self._stream = stream
        self.closed = closed

    async def next(self, seconds: float = PATIENCE_SECONDS) -> Any:
        """Return the next event's only field; an event with an error ends the test."""
        async with asyncio.timeout(seconds):
            result = await anext(self._stream)
        assert result.errors is None, result.errors
        return next(iter(result.data.values()))

    async def end(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait for the end of the stream, and return the code its socket was closed with."""
        async with asyncio.timeout(seconds):
            with suppress(StopAsyncIteration):
                raise AssertionError(await anext(self._stream))
        return self.closed[0]

    async def is_silent(self, seconds: float = 0.2) -> bool:
        """Tell whether nothing comes for a while; the stream is of no use afterwards."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await anext(self._stream)
            return False
        return True


async def subscription(
    deployment: Deployment, actor: Principal, query: str, variables: Mapping[str, object], schema: ChatbookrSchema
) -> Any:
    """Begin a subscription; its errors as an ExecutionResult, or its stream."""
    closed: list[int] = []

    async def close(code: int, reason: str) -> None:
        closed.append(code)

    context = Context(deployment, actor, "request-1", close)
    return await schema.subscribe(query, variable_values=dict(variables), context_value=context), closed


@asynccontextmanager
async def hearing(
    deployment: Deployment, actor: Principal, query: str, *, schema: ChatbookrSchema | None = None, **variables: object
) -> AsyncIterator[Heard]:
    """Listen until the block ends; the subscription stands when the block begins."""
    stream, closed = await subscription(deployment, actor, query, variables, schema or staff_schema())
    assert not isinstance(stream, ExecutionResult), stream.errors
    async with aclosing(_begun(stream)) as begun:
        first = asyncio.ensure_future(anext(begun))
        await asyncio.sleep(0.1)  # nothing says that a subscription stands
        yield Heard(_after(first, begun), closed)
        first.cancel()
        with suppress(asyncio.CancelledError, StopAsyncIteration):
            await first


async def _begun(stream: Any) -> AsyncGenerator[Any, None]:
    async for result in stream:
        yield result


async def _after(first: "asyncio.Future[Any]", rest: AsyncIterator[Any]) -> AsyncIterator[Any]:
    with suppress(StopAsyncIteration):
        yield await asyncio.shield(first)
        async for result in rest:
            yield result


async def refusal(deployment: Deployment, actor: Principal, query: str, **variables: object) -> str:
    """Return the code with which a subscription was refused."""
    found, _ = await subscription(deployment, actor, query, variables, staff_schema())
    result = found if isinstance(found, ExecutionResult) else await anext(found)
    [error] = result.errors or []
    return str((error.extensions or {})["code"])


@asynccontextmanager
async def told_by(database_url: str) -> AsyncIterator[None]:
    """Hear what is committed as a server's process does: nothing is needed for it on SQLite."""
    if database_url.startswith("sqlite"):
        yield
        return
    task = asyncio.create_task(listen_forever(database_url))
    await asyncio.sleep(0.3)
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def tell(*changes: Change) -> None:
    """Commit each change by itself."""
    for change in changes:
        async with transaction() as tx:
            tx.tell(change)
