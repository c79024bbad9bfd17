import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import dramatiq
import pika
import pytest
import redis
from tests.workers.ledger import effects, make_worker, owe, settings_of, until_effects, until_state, working

from chatbookr_core.db import Database
from chatbookr_core.jobs import ClaimedJob, claim_due
from chatbookr_core.models import Job
from chatbookr_workers.broker import send

QUEUE_SECONDS = 2.0


@pytest.fixture
def namespace() -> str:
    """Name keys and queues nobody else has."""
    return f"test_{os.getpid()}_{os.urandom(4).hex()}"


async def hand_over(broker: dramatiq.Broker, count: int) -> None:
    """Do what a relay does, in a process that has no workers."""
    for job in await claim_due(datetime.now(UTC), count, kinds=["ledger.act"], queue_seconds=QUEUE_SECONDS):
        await asyncio.to_thread(send, broker, [job])


def flush_redis(url: str, namespace: str) -> int:
    """Drop everything Redis holds of a namespace, as FLUSHDB would; return how many keys there were."""
    with redis.Redis.from_url(url) as client:
        keys = list(client.scan_iter(f"{namespace}*"))
        return int(client.delete(*keys)) if keys else 0


def on_rabbitmq(url: str, act: Callable[[pika.adapters.blocking_connection.BlockingChannel], int]) -> int:
    connection = pika.BlockingConnection(pika.URLParameters(url))
    try:
        return act(connection.channel())
    finally:
        connection.close()


def purge_rabbitmq(url: str, queue: str) -> int:
    return on_rabbitmq(url, lambda channel: int(channel.queue_purge(queue).method.message_count))


def delete_rabbitmq(url: str, queue: str) -> None:
    for suffix in ("", ".DQ", ".XQ"):
        on_rabbitmq(url, lambda channel, name=queue + suffix: int(channel.queue_delete(name).method.message_count))  # type: ignore[misc]  # a default binds the name


@pytest.mark.redis
async def test_redis_carries_jobs_to_several_workers(
    postgres_database: Database, redis_url: str, namespace: str, tmp_path: Path
) -> None:
    settings = settings_of(postgres_database.url, redis_url, tmp_path / "key")

    with working(settings, namespace=namespace), working(settings, namespace=namespace):
        await until_effects(await owe(100))

    flush_redis(redis_url, namespace)


@pytest.mark.redis
@pytest.mark.parametrize("at_once", [None, 1])
async def test_what_a_worker_held_when_it_stopped_waits_for_no_time_in_the_queue(
    postgres_database: Database, redis_url: str, namespace: str, tmp_path: Path, at_once: int | None
) -> None:
    settings = settings_of(postgres_database.url, redis_url, tmp_path / "key")
    stopping = make_worker(settings, namespace=namespace, threads=1, at_once=at_once, queue_seconds=600)
    stopping.start()
    await owe(behaviour="sleep")
    await until_state("running")
    subjects = await owe(20)
    await until_state("queued", count=20)

    await asyncio.to_thread(stopping.stop, drain_seconds=0.5)

    with working(settings, namespace=namespace, queue_seconds=600):
        await until_effects(subjects)
    flush_redis(redis_url, namespace)


@pytest.mark.redis
async def test_nothing_is_lost_and_nothing_done_twice_when_redis_is_flushed(
    database: Database, redis_url: str, namespace: str, tmp_path: Path
) -> None:
    settings = settings_of(database.url, redis_url, tmp_path / "key")
    subjects = await owe(200)
    sender = make_worker(settings, namespace=namespace)
    await hand_over(sender.broker, 50)

    lost = flush_redis(redis_url, namespace)
    with working(settings, namespace=namespace, queue_seconds=QUEUE_SECONDS):
        for _ in range(10):  # and in the middle of the work
            await asyncio.sleep(0.05)
            lost += flush_redis(redis_url, namespace)
        await until_effects(subjects)
    flush_redis(redis_url, namespace)

    assert lost > 0
    assert await Job.filter(kind="ledger.act", state="done").count() == 200


@pytest.mark.rabbitmq
async def test_nothing_is_lost_and_nothing_done_twice_when_a_rabbitmq_queue_is_purged(
    database: Database, rabbitmq_url: str, namespace: str, tmp_path: Path
) -> None:
    settings = settings_of(database.url, rabbitmq_url, tmp_path / "key")
    subjects = await owe(60)
    sender = make_worker(settings, namespace=namespace)
    await hand_over(sender.broker, 40)
    sender.broker.close()

    lost = purge_rabbitmq(rabbitmq_url, f"{namespace}.ledger")
    with working(settings, namespace=namespace, queue_seconds=QUEUE_SECONDS):
        await until_effects(subjects)
    delete_rabbitmq(rabbitmq_url, f"{namespace}.ledger")

    assert lost == 40
    assert await Job.filter(kind="ledger.act", state="done").count() == 60


@pytest.mark.redis
async def test_a_message_of_a_form_that_a_worker_does_not_know_costs_a_wait_and_no_attempt(
    database: Database, redis_url: str, namespace: str, tmp_path: Path
) -> None:
    settings = settings_of(database.url, redis_url, tmp_path / "key")
    subjects = await owe(3)
    sender = make_worker(settings, namespace=namespace)
    await claim_due(datetime.now(UTC), 3, kinds=["ledger.act"], queue_seconds=QUEUE_SECONDS)
    sender.broker.get_actor("ledger.act").send("what another version sends")

    with working(settings, namespace=namespace, queue_seconds=QUEUE_SECONDS):
        await until_effects(subjects)
    flush_redis(redis_url, namespace)

    assert await Job.filter(kind="ledger.act").values_list("state", "attempts") == [("done", 1)] * 3


@pytest.mark.redis
async def test_a_message_that_redis_delivers_five_times_is_acted_on_once(
    database: Database, redis_url: str, namespace: str, tmp_path: Path
) -> None:
    settings = settings_of(database.url, redis_url, tmp_path / "key")
    subjects = await owe(5)
    sender = make_worker(settings, namespace=namespace)
    for job in await Job.filter(kind="ledger.act"):
        for _ in range(5):
            await asyncio.to_thread(send, sender.broker, [ClaimedJob(job.id, job.kind)])

    with working(settings, namespace=namespace):
        await until_effects(subjects)
        later = await owe()
        await until_effects(later)  # queued behind the repetitions: those have been delivered by now
    flush_redis(redis_url, namespace)

    assert len(await effects()) == 6
    assert {job.attempts for job in await Job.filter(kind="ledger.act")} == {1}
