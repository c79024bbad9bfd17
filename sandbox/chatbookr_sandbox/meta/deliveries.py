"""Webhook deliveries: signed, sent at least once, tried again until the receiver answers 200."""

from __future__ import annotations

import asyncio
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace

import httpx

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.meta.payloads import signature_of
from chatbookr_sandbox.meta.refusals import JsonObject

LONGEST_PAUSE_SECONDS = 600.0
AT_ONCE = 16
REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Delivery:
    """Hold one webhook call; deliveries of one `lane` are first tried in order, one after the other."""

    id: str
    url: str
    body: str = field(repr=False)
    lane: str
    message_ids: tuple[str, ...] = ()
    attempts: int = 0
    status: int | None = None


class Deliveries:
    """Carry deliveries to the webhook until each was answered with 200."""

    def __init__(self, context: SandboxContext, *, accepted: Callable[[Delivery], None]) -> None:
        self._context = context
        self._accepted = accepted
        self._room = asyncio.Semaphore(AT_ONCE)
        self._lanes: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self.pending: dict[str, Delivery] = {}
        self.done: deque[Delivery] = deque(maxlen=REMEMBERED)

    def send(self, delivery: Delivery) -> None:
        """Take a delivery on: from here it arrives at least once, restarts included."""
        self.pending[delivery.id] = delivery
        self._context.state.touch()
        self._context.background.spawn(self._carry(delivery), name=f"delivery {delivery.id}")

    async def resume(self) -> None:
        """Go on with what was under way before a restart."""
        for delivery in list(self.pending.values()):
            self.send(delivery)

    async def _carry(self, delivery: Delivery) -> None:
        pause = self._context.settings.retry_seconds
        while True:
            lane = self._lanes.setdefault(delivery.lane, asyncio.Lock())
            async with lane, self._room:
                status = await self._post(delivery)
            delivery = replace(delivery, attempts=delivery.attempts + 1, status=status)
            if status == httpx.codes.OK:
                break
            self.pending[delivery.id] = delivery
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        del self.pending[delivery.id]
        self.done.append(delivery)
        self._context.state.touch()
        self._accepted(delivery)

    async def _post(self, delivery: Delivery) -> int | None:
        body = delivery.body.encode()
        headers = {
            "content-type": "application/json",
            "user-agent": "facebookexternalua",
            "accept": "*/*",
            "x-hub-signature-256": signature_of(body, self._context.settings.meta.app_secret),
        }
        try:
            answer = await self._context.http.post(delivery.url, content=body, headers=headers)
        except httpx.HTTPError:
            return None
        return answer.status_code

    def as_json(self) -> list[JsonObject]:
        """Write what is still under way."""
        return [asdict(delivery) for delivery in self.pending.values()]

    def restore(self, stored: Sequence[JsonObject]) -> None:
        """Take up what `as_json` wrote; `resume` then carries it."""
        for each in stored:
            delivery = Delivery(**{**each, "message_ids": tuple(each["message_ids"])})
            self.pending[delivery.id] = delivery
