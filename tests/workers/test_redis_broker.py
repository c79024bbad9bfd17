"""Consumers of Redis are told of what their own process sends; what others send they look for."""

import os
import time
from collections.abc import Iterator
from threading import Timer

import dramatiq
import pytest
from tests.workers.test_worker_brokers import flush_redis

from chatbookr_workers.redis_broker import TellingBroker

pytestmark = pytest.mark.redis
SELDOM_SECONDS = 60.0
OFTEN_SECONDS = 0.02


@pytest.fixture
def namespace() -> str:
    """Name keys and queues nobody else has."""
    return f"test_{os.getpid()}_{os.urandom(4).hex()}"


@pytest.fixture
def broker(redis_url: str, namespace: str) -> Iterator[TellingBroker]:
    made = broker_of(redis_url, namespace, SELDOM_SECONDS)
    yield made
    made.close()
    flush_redis(redis_url, namespace)


def broker_of(url: str, namespace: str, seconds: float) -> TellingBroker:
    made = TellingBroker(url=url, namespace=namespace, looked_for=lambda _, __: round(seconds * 1000))
    dramatiq.Actor(lambda *_: None, broker=made, actor_name="act", queue_name="acts", priority=0, options={})
    return made


def next_of(consumer: dramatiq.Consumer) -> "dramatiq.MessageProxy":
    """Look until there is something, as dramatiq's thread does."""
    while (found := next(consumer)) is None:
        pass
    return found


def test_a_consumer_is_told_of_what_its_process_sends_while_it_waits(broker: TellingBroker) -> None:
    consumer = broker.consume("acts", prefetch=4)
    actor = broker.get_actor("act")
    began = time.monotonic()
    Timer(0.1, lambda: actor.send("one")).start()

    found = next_of(consumer)

    assert found.args == ("one",)
    assert time.monotonic() - began < SELDOM_SECONDS / 2


def test_what_another_process_sends_is_found_by_looking(broker: TellingBroker, redis_url: str, namespace: str) -> None:
    other = broker_of(redis_url, namespace, OFTEN_SECONDS)
    consumer = other.consume("acts", prefetch=4)
    assert next(consumer) is None

    broker.get_actor("act").send("one")
    found = next_of(consumer)

    assert found.args == ("one",)
    other.close()


@pytest.mark.parametrize("settle", ["ack", "nack"])
def test_a_full_consumer_looks_again_when_half_of_what_it_took_is_done(broker: TellingBroker, settle: str) -> None:
    consumer = broker.consume("acts", prefetch=2)
    for name in ("one", "two", "three"):
        broker.get_actor("act").send(name)
    taken = [next_of(consumer), next_of(consumer)]
    began = time.monotonic()
    Timer(0.1, lambda: getattr(consumer, settle)(taken[0])).start()

    found = next_of(consumer)

    assert found.args == ("three",)
    assert time.monotonic() - began < SELDOM_SECONDS / 2
