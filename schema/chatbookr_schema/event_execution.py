"""Executes the events of a subscription: each in a limited time, and one that is lost leaves its cursor behind."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from graphql import ExecutionResult

from chatbookr_schema.context import Context
from chatbookr_schema.errors import TIMED_OUT, CodedError
from chatbookr_schema.execution import GuardedExecution
from chatbookr_schema.limits import EVENT_SECONDS

TOO_SLOW = "That takes too long: ask for less of each event."


class EventExecution(GuardedExecution):
    """The executor of operations, with a time limit for each event; what workers execute has their own."""

    is_limited = False

    def build_per_event_executor(self, payload: Any) -> Any:
        executor: Any = super().build_per_event_executor(payload)
        executor.is_limited = payload.context.told is None
        return executor

    def execute_operation(self, serially: bool | None = None) -> Any:
        result: Any = super().execute_operation(serially)
        return self._in_time(result) if self.is_limited and self.is_awaitable(result) else result

    async def _in_time(self, result: Awaitable[Any]) -> Any:
        try:
            async with asyncio.timeout(EVENT_SECONDS):
                return await result
        except TimeoutError:
            return await lost_event(self.context_value, CodedError(TOO_SLOW, TIMED_OUT))


async def lost_event(context: Context, problem: CodedError) -> ExecutionResult:
    """Put an error in an event's place: null at its field, and the cursor of what cannot be shown."""
    place = context.event
    if place is None:
        return ExecutionResult(data=None, errors=[problem])
    problem.path = [place.field]
    problem.extensions = {**(problem.extensions or {}), "cursor": await place.cursor()}
    return ExecutionResult(data={place.field: None}, errors=[problem])
