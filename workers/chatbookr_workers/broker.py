"""The broker that carries job ids from the relay to workers: in this process, through Redis or through RabbitMQ.

No middleware of Dramatiq's is used, on purpose. Retries: the job table counts attempts before they start, which
survives SIGKILL, and knows when to try again. TimeLimit and AsyncIO: the runner's own event loop ends an attempt with
its lease. AgeLimit: nothing here grows too old. Prometheus: binds 0.0.0.0 unasked. Delay queues are not consumed
either: what is not due yet rests in the table, never in the broker.
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import dramatiq
from dramatiq.brokers.stub import StubBroker

from chatbookr_core.jobs import ClaimedJob
from chatbookr_core.settings import Settings
from chatbookr_workers.kinds import JobKind

NAMESPACE = "chatbookr"
URGENT = frozenset({"inbound", "outbound", "dialogue", "calendars", "webhooks"})
"""Queues that somebody waits for: Redis is asked for them as often as the worker says, for others SELDOM as often."""
SELDOM = 5
Perform = Callable[[JobKind, Sequence[UUID]], None]


def make_broker(settings: Settings, *, namespace: str = NAMESPACE) -> dramatiq.Broker:
    """Make the broker that CHATBOOKR_BROKER_URL names; connections are opened at first use."""
    scheme = settings.broker_url.split(":", 1)[0]
    if scheme in ("redis", "rediss"):
        return _redis_broker(settings.broker_url, namespace)
    if scheme in ("amqp", "amqps"):
        from dramatiq.brokers.rabbitmq import RabbitmqBroker

        return RabbitmqBroker(url=settings.broker_url, confirm_delivery=True, middleware=[])
    return StubBroker(middleware=[])


def _redis_broker(url: str, namespace: str) -> dramatiq.Broker:
    from chatbookr_workers.redis_broker import TellingBroker

    def looked_for(queue_name: str, timeout_milliseconds: int) -> int:
        is_urgent = queue_name.removeprefix(f"{namespace}.") in URGENT
        return timeout_milliseconds if is_urgent else timeout_milliseconds * SELDOM

    broker: dramatiq.Broker = TellingBroker(url=url, namespace=namespace, looked_for=looked_for)
    return broker


def declare(broker: dramatiq.Broker, kinds: Iterable[JobKind], perform: Perform, *, namespace: str = NAMESPACE) -> None:
    """Make an actor of each kind; it calls `perform` on a thread of the worker's."""
    for kind in kinds:
        _declare_actor(broker, kind, perform, f"{namespace}.{kind.queue}")
    for name in broker.delay_queues:
        if isinstance(broker.queues, dict):
            broker.queues.pop(name, None)
    broker.delay_queues.clear()


def _declare_actor(broker: dramatiq.Broker, kind: JobKind, perform: Perform, queue_name: str) -> None:
    def act(*job_ids: str) -> None:
        perform(kind, [UUID(job_id) for job_id in job_ids])

    # constructed, not decorated: dramatiq.actor would look for a global broker
    dramatiq.Actor(act, broker=broker, actor_name=kind.name, queue_name=queue_name, priority=0, options={})


def send(broker: dramatiq.Broker, jobs: Sequence[ClaimedJob]) -> None:
    """Hand the ids of jobs of one kind to the broker, in one message.

    Raises what the broker's client raises where it cannot be reached.
    """
    broker.get_actor(jobs[0].kind).send(*(str(job.id) for job in jobs))
