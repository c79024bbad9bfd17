"""Processes that die and are started again, and the ledgers that must agree once all is settled."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import asyncpg
from tests.e2e.patient import Patient
from tests.e2e.running import DEMO, HTTP, Process, Running, prepared, wait_for

from chatbookr_core.clock import SystemClock
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import opened
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import Clinic

SETTLING_SECONDS = 300.0  # what a dead process held is free when its lease is over, after half a minute or more
LIFE_SECONDS = 3600.0
SOON = timedelta(minutes=30)  # no retry of what a death has left waits as long; what is due later waits for its hour
QUICK = {"CHATBOOKR_SEND_GRACE_SECONDS": "8", "CHATBOOKR_SANDBOX_RETRY_SECONDS": "0.3"}


class Supervisor:
    """Starts a process again whenever it dies, as systemd or Kubernetes would; only its first life has a faultpoint."""

    def __init__(self, house: Running, part: str, point: str | None, name: str) -> None:
        self._house = house
        self._part = part
        self._name = name
        self._is_ending = False
        self.deaths: list[int] = []
        self._process = self._start(point)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _start(self, point: str | None) -> Process:
        extra = {"CHATBOOKR_FAULTPOINT": point} if point else {}
        return self._house.start(self._name, DEMO, self._part, extra=extra)

    def _watch(self) -> None:
        while True:
            code = self._process.wait(LIFE_SECONDS)
            if self._is_ending:
                return
            self.deaths.append(code)
            self._process = self._start(None)

    def kill(self) -> None:
        """End it as the kernel does, in the middle of whatever it is at."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Stop watching, and stop the process."""
        self._is_ending = True
        self._process.terminate()
        self._thread.join(20)


@contextlib.contextmanager
def supervised(house: Running, part: str, point: str | None = None, name: str | None = None) -> Iterator[Supervisor]:
    """Keep a part of the product alive for the length of a block; `name` is its log's, of several of one part."""
    supervisor = Supervisor(house, part, point, name or part)
    try:
        yield supervisor
    finally:
        supervisor.end()


@contextlib.contextmanager
def seeded(folder: Path, settings: Mapping[str, str], tables: Path | None = None) -> Iterator[Running]:
    """Run a sandbox, and seed a clinic; the API comes and goes with each test."""
    running = prepared(folder, {**QUICK, **settings}, tables)
    try:
        running.start("sandbox", DEMO, "sandbox")
        wait_for(f"{running.sandbox}/health")
        assert running.start("seed", DEMO, "seed").wait() == 0, running.log
        yield running
    finally:
        running.stop()


def rows(house: Running, sql: str) -> list[tuple[object, ...]]:
    url = house.environment.get("CHATBOOKR_DATABASE_URL", "")
    if url.startswith("postgres"):
        return asyncio.run(_postgres_rows(url, sql))
    with contextlib.closing(sqlite3.connect(house.folder / "var" / "chatbookr.sqlite3", timeout=30)) as database:
        return database.execute(sql).fetchall()


async def _postgres_rows(url: str, sql: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(url)  # as the app, for every clinic: there is one
    try:
        await connection.execute("SET chatbookr.clinics = '*'")
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


def settle(house: Running) -> None:
    """Wait until no job is owed that is due within the next minutes; some go on for ever, or wait for their hour."""
    open_jobs = (
        "SELECT kind, state, attempts, due_at FROM job WHERE state IN ('due', 'queued', 'running')"
        " AND kind NOT IN ('calendar.refresh', 'calendar.sweep', 'channel.check', 'templates.sync', 'retention.night',"
        " 'bookings.complete', 'dialogue.announce', 'waitlist.look')"
        " AND kind NOT LIKE 'upkeep.%'"
    )
    soon = (SystemClock().now() + SOON).isoformat(" ")  # both databases write an instant so

    def owed() -> list[tuple[object, ...]]:
        return [job for job in rows(house, open_jobs) if str(job[-1]) < soon]

    try:
        wait_for(lambda: not owed(), SETTLING_SECONDS)
    except AssertionError as late:
        raise AssertionError(f"still owed: {owed()}\n{house.log[-4000:]}") from late


def assert_ledgers_agree(house: Running, *patients: Patient) -> None:
    """Compare what these patients wrote and heard with the rows, and every booking that stands with the events."""
    deliveries = HTTP.get(f"{house.sandbox}/sandbox/meta/deliveries").json()
    acknowledged = {one for delivery in deliveries if delivery["is_accepted"] for one in delivery["message_ids"]}
    taken_in = [one for (one,) in rows(house, "SELECT external_hash FROM message WHERE direction = 'inbound'")]
    sent = [one for (one,) in rows(house, "SELECT external_hash FROM message WHERE direction = 'outbound'")]
    threads = [message for patient in patients for message in patient.thread()]
    own = kept_of(house, [message["id"] for message in threads if message["from"] == "patient"])
    heard = kept_of(house, [message["id"] for message in threads if message["from"] == "clinic"])
    acknowledged = set(kept_of(house, sorted(acknowledged)))

    assert set(own) <= set(taken_in)
    assert {one for one in acknowledged if one in own} <= set(taken_in)
    assert len(taken_in) == len(set(taken_in))
    assert set(heard) <= set(sent)  # everything on the phone is a row that knows it was sent
    assert len(sent) == len(set(sent))
    assert rows(house, "SELECT count(*) FROM message WHERE status IN ('queued', 'failed')") == [(0,)]
    assert rows(house, "SELECT count(*) FROM job WHERE state = 'dead'") == [(0,)]
    standing = rows(house, "SELECT id FROM booking WHERE status = 'confirmed'")
    assert events_of(house) == sorted(str(one) for (one,) in standing)


def kept_of(house: Running, ids: Sequence[str]) -> list[str]:
    """Return what the house's one clinic keeps of a provider's ids: keyed hashes."""
    url = house.environment.get("CHATBOOKR_DATABASE_URL") or f"sqlite://{house.folder}/var/chatbookr.sqlite3"
    (key_file,) = (house.folder / "var").glob("*.key")

    async def asked() -> list[str]:
        async with opened(url, work="operator"):
            keys = await Vault(LocalKeyFile(key_file), SystemClock()).clinic_keys((await Clinic.get()).id)
            return [hidden(keys, one) for one in ids]

    return asyncio.run(asked())


def events_of(house: Running) -> list[str]:
    """Return the booking ids of the events that stand in the sandbox's calendars."""
    found: list[str] = []
    for account in HTTP.get(f"{house.sandbox}/sandbox/google/accounts").json()["accounts"]:
        for calendar in account["calendars"]:
            events = HTTP.get(f"{house.sandbox}/sandbox/google/calendars/{calendar['id']}/events").json()
            found += [
                event["extendedProperties"]["private"]["bookingId"]
                for event in events.get("items", events.get("events", []))
                if event.get("status") != "cancelled" and "extendedProperties" in event
            ]
    return sorted(found)
