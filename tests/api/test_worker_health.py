"""What supervisors are told of a worker process over HTTP."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from tests.servers import free_port

from chatbookr_api.cli import main
from chatbookr_api.cli.worker_health import telling
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.dead_letters import waiting_seconds
from chatbookr_core.jobs import enqueue

pytestmark = pytest.mark.integration  # it listens


@dataclass
class Worker:
    """A worker as it says it is."""

    is_broker_away: bool = False
    has_database: bool = True

    def reaches_database(self) -> bool:
        return self.has_database


@pytest.mark.parametrize(
    ("worker", "status", "told"),
    [
        (Worker(), 200, {"status": "ok", "database": "ok", "broker": "ok"}),
        (Worker(is_broker_away=True), 503, {"status": "unavailable", "database": "ok", "broker": "away"}),
        (Worker(has_database=False), 503, {"status": "unavailable", "database": "away", "broker": "ok"}),
    ],
)
def test_a_worker_is_ready_while_database_and_broker_answer_and_live_all_the_same(
    worker: Worker, status: int, told: dict[str, str]
) -> None:
    base = f"http://127.0.0.1:{(port := free_port())}"
    with telling(worker, "127.0.0.1", port):
        ready, live, other = [httpx.get(f"{base}{path}") for path in ("/health/ready", "/health/live", "/else")]

    assert (ready.status_code, ready.json()) == (status, told)
    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert other.status_code == 404
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base}/health/live")


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_is_none_starts_no_worker(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_WORKER_PORT", port)

    assert main(["worker"]) == 2
    assert "CHATBOOKR_WORKER_PORT must be" in capsys.readouterr().err


async def test_what_waits_for_a_worker_is_counted_from_when_it_was_due(
    database: Database, clock: TurnableClock
) -> None:
    now = clock.now()
    assert await waiting_seconds(now) == 0
    async with transaction():
        for minutes in (-2, 5):
            await enqueue("test.kind", clinic_id=None, due_at=now + timedelta(minutes=minutes), now=now)

    assert await waiting_seconds(now) == 120
