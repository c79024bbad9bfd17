"""What both halves of the sandbox share: settings, time, faults, outgoing HTTP, state and background work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field

import httpx

from chatbookr_sandbox.clock import Clock
from chatbookr_sandbox.faults import Faults
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_sandbox.state import StateFile

log = logging.getLogger("chatbookr.sandbox")


class Background:
    """Run work beside the requests, and end it when the sandbox ends."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[object, object, None], *, name: str) -> asyncio.Task[None]:
        """Start `work` now; a failure is logged, never lost."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            log.error("%s failed", task.get_name(), exc_info=failure)

    async def stop(self) -> None:
        """Cancel what still runs and wait for it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class SandboxContext:
    """Lend a half of the sandbox what it needs.

    `http` sends webhooks and push messages; `state.attach(...)` and `state.touch()` keep state across
    restarts; `background.spawn(...)` runs work beside requests; what is in `on_start` is awaited once when
    the sandbox starts, to take up work left over from before a restart.
    """

    settings: SandboxSettings
    clock: Clock
    faults: Faults
    http: httpx.AsyncClient
    state: StateFile
    background: Background = field(default_factory=Background)
    on_start: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
