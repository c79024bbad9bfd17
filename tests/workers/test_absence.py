"""A broker that is away is said once a minute, with what to do; and whoever asks the worker is told."""

import logging

import pytest
from tests.servers import free_port
from tests.workers.ledger import make_worker, settings_of
from tests.workers.test_relay import until

from chatbookr_core.db import Database
from chatbookr_workers.absence import Absence


def test_it_is_said_once_a_minute_without_the_password(caplog: pytest.LogCaptureFixture) -> None:
    times = (0.0, 3.0, 30.0, 59.0, 60.0, 63.0)
    seconds = iter(times)
    absence = Absence("redis://me:not-to-be-seen@redis.example:6390/0", passed=lambda: next(seconds))

    for _ in times:
        absence.note(ConnectionError("Connection refused"))

    assert len(caplog.messages) == 2
    assert "redis://redis.example:6390 does not answer (Connection refused)" in caplog.messages[0]
    assert "CHATBOOKR_BROKER_URL" in caplog.messages[0]
    assert "not-to-be-seen" not in caplog.text


def test_it_lasts_for_seconds_after_the_last_refusal_or_until_an_answer() -> None:
    now = 0.0
    absence = Absence("redis://127.0.0.1/0", passed=lambda: now)
    never = absence.is_lasting
    absence.note("no")
    now = 9.0
    during = absence.is_lasting
    now = 11.0
    after = absence.is_lasting
    absence.note("no")
    absence.end()

    assert (never, during, after, absence.is_lasting) == (False, True, False, False)


@pytest.mark.integration
@pytest.mark.parametrize("url", ["redis://127.0.0.1:{port}/0", "amqp://guest:not-to-be-seen@127.0.0.1:{port}/"])
async def test_a_worker_without_its_broker_says_so_once_and_is_not_ready(
    database: Database, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    caplog.set_level(logging.INFO)
    settings = settings_of(database.url, url.format(port=free_port()), tmp_path_factory.mktemp("key") / "key")
    worker = make_worker(settings, namespace="nobody")

    worker.start()
    try:
        await until(lambda: worker.is_broker_away, timeout_seconds=60)
        is_reached = worker.reaches_database()
    finally:
        worker.stop(drain_seconds=1.0)

    assert is_reached
    ours = [record for record in caplog.records if "does not answer" in record.getMessage()]
    assert [record.name for record in ours] == ["chatbookr_workers.absence"]
    assert "encountered a connection error" not in caplog.text
    assert "not-to-be-seen" not in caplog.text
