"""Dramatiq's Redis broker, whose consumers are told of what this process sends instead of looking for it.

Dramatiq's own looks again 5, 10, 20 … milliseconds after each message: most of a busy worker's commands to Redis found
nothing, and each is 0.2 ms of a thread's. What other processes send is still looked for, as often as the worker says.
"""

from collections.abc import Callable
from threading import Event
from typing import Any

import dramatiq
from dramatiq.brokers import redis

LookedFor = Callable[[str, int], int]
"""After how many milliseconds a queue is looked at again, by its name and the worker's own number."""

_Consumer: Any = redis._RedisConsumer  # private: nothing but the broker's attribute names it


class TellingBroker(redis.RedisBroker):
    """Tells the consumers of a queue in this process of each message that it sends there."""

    def __init__(self, *, url: str, namespace: str, looked_for: LookedFor) -> None:
        super().__init__(url=url, namespace=namespace, middleware=[])  # type: ignore[no-untyped-call]  # it is untyped
        self._looked_for = looked_for
        self._told: dict[str, Event] = {}

    def enqueue(self, message: "dramatiq.Message[Any]", *, delay: int | None = None) -> "dramatiq.Message[Any]":
        sent = super().enqueue(message, delay=delay)
        self._of(message.queue_name).set()
        return sent

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> dramatiq.Consumer:
        seconds = self._looked_for(queue_name, timeout) / 1000
        return ToldConsumer(self, queue_name, prefetch, self._of(queue_name), seconds)

    def _of(self, queue_name: str) -> Event:
        return self._told.setdefault(queue_name, Event())  # one step: threads ask at the same time


class ToldConsumer(_Consumer):  # type: ignore[misc]  # dramatiq leaves it untyped
    """Looks for messages when told of one, or when there is room again, and every so many seconds otherwise."""

    def __init__(self, broker: TellingBroker, queue_name: str, prefetch: int, told: Event, seconds: float) -> None:
        super().__init__(broker, queue_name, prefetch, timeout=0)  # it sleeps no time of its own
        self._told = told
        self._seconds = seconds
        self._is_full = False

    def __next__(self) -> "dramatiq.MessageProxy | None":
        self._told.clear()  # first: what is told from here on may not be in what is found
        message: dramatiq.MessageProxy | None = super().__next__()
        if message is None:
            self._is_full = self.outstanding_message_count >= self.prefetch
            self._told.wait(self._seconds)
        return message

    def ack(self, message: "dramatiq.MessageProxy") -> None:
        super().ack(message)
        self._make_room()

    def nack(self, message: "dramatiq.MessageProxy") -> None:
        super().nack(message)
        self._make_room()

    def _make_room(self) -> None:
        """Look again once half of what was taken is done: with each, one message would come in a command of its own."""
        if self._is_full and self.outstanding_message_count <= self.prefetch // 2:
            self._is_full = False
            self._told.set()
