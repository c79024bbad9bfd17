"""A worker process keeps what its start made out of garbage collection, as long as it works."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.clinic_world import settings_for

from chatbookr_core.deployment import Deployment
from chatbookr_core.settings import Settings
from chatbookr_workers import runtime


def test_what_a_workers_start_made_is_set_aside_while_it_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    happened: list[str] = []

    class Worker:
        def __init__(self, settings: Settings, factory: object, *, threads: int, stall_seconds: float) -> None:
            happened.append("made")

        def start(self) -> None:
            happened.append("started")
            signal.raise_signal(signal.SIGTERM)  # it ends as soon as it would wait

        def stop(self) -> None:
            happened.append("stopped")

    @contextmanager
    def start_set_aside() -> Iterator[None]:
        happened.append("set aside")
        yield
        happened.append("given back")

    def deployment() -> Deployment:
        raise AssertionError("nothing is worked on here")

    monkeypatch.setattr(runtime, "JobWorker", Worker)
    monkeypatch.setattr(runtime, "start_set_aside", start_set_aside)
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        runtime.run_worker(settings_for("sqlite://:memory:", tmp_path, {}), deployment)
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)

    assert happened == ["made", "started", "set aside", "given back", "stopped"]
