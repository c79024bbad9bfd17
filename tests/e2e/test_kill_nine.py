"""kill -9 at marked points: no acknowledged delivery is lost, and nothing takes effect twice.

For each point the API (with its worker) is started so that it kills itself there, a patient books through it, and
whoever watches over the process starts it again. Then the ledgers are compared: what the sandbox had acknowledged
with the rows, what the rows say was sent with what the patient's phone shows, bookings with events.
"""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.e2e.patient import Patient, book
from tests.e2e.running import DEMO, HTTP, Process, Running, prepared, redis_for, wait_for

from chatbookr_core.clock import SystemClock
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import opened
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import Clinic

POINTS = (
    "intake.received",
    "intake.before_commit",
    "intake.after_commit",
    "relay.before_claim",
    "relay.after_claim",
    "relay.after_send",
    "job.before_start",
    "job.after_start",
    "job.before_finish",
    "job.after_commit",
    "inbound.parsed",
    "inbound.before_commit",
    "inbound.after_commit",
    "statuses.before_commit",
    "statuses.after_commit",
    "outbound.before_send",
    "outbound.after_send",
    "outbound.after_commit",
    "calendar.before_live_check",
    "hold.after_live_check",
    "hold.before_commit",
    "hold.after_commit",
    "calendar.before_put",
    "calendar.after_put",
    "calendar.put_committed",
)
SETTLING_SECONDS = 300.0  # what a dead process held is free when its lease is over, after half a minute or more
SOON = timedelta(minutes=30)  # no retry of what a death has left waits as long; what is due later waits for its hour
QUICK = {"CHATBOOKR_SEND_GRACE_SECONDS": "8", "CHATBOOKR_SANDBOX_RETRY_SECONDS": "0.3"}


SEPARATE_POINTS = (  # API and worker in processes of their own: (which of them dies, where)
    ("serve", "intake.after_commit"),
    ("worker", "inbound.before_commit"),
    ("worker", "outbound.after_send"),
    ("worker", "calendar.after_put"),
)


class Supervisor:
    """Starts a process again whenever it dies, as systemd or Kubernetes would; only its first life has a faultpoint."""

    def __init__(self, house: Running, part: str, point: str | None) -> None:
        self._house = house
        self._part = part
        self._is_ending = False
        self.deaths: list[int] = []
        self._process = self._start(point)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _start(self, point: str | None) -> Process:
        extra = {"CHATBOOKR_FAULTPOINT": point} if point else {}
        return self._house.start(self._part, DEMO, self._part, extra=extra)

    def _watch(self) -> None:
        while True:
            code = self._process.wait()
            if self._is_ending:
                return
            self.deaths.append(code)
            self._process = self._start(None)

    def end(self) -> None:
        """Stop watching, and stop the process."""
        self._is_ending = True
        self._process.terminate()
        self._thread.join(20)


@contextlib.contextmanager
def supervised(house: Running, part: str, point: str | None = None) -> Iterator[Supervisor]:
    supervisor = Supervisor(house, part, point)
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


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Running]:
    """Seed a clinic in an SQLite file: one process is API and worker."""
    with seeded(tmp_path_factory.mktemp("kill"), {}, sqlite_template) as running:
        yield running


@pytest.fixture
def separate_house(tmp_path: Path, new_postgres_urls: PostgresUrls, redis_url: str) -> Iterator[Running]:
    """Seed a clinic in PostgreSQL, with Redis between API and worker; both are the role that owns nothing."""
    settings = {
        "CHATBOOKR_DATABASE_URL": new_postgres_urls.app,
        "CHATBOOKR_MIGRATION_DATABASE_URL": new_postgres_urls.migrator,
        "CHATBOOKR_BROKER_URL": redis_for(redis_url),
    }
    with seeded(tmp_path, settings) as running:
        yield running


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


@pytest.mark.e2e
@pytest.mark.parametrize(("place", "point"), list(enumerate(POINTS)), ids=POINTS)
def test_nothing_is_lost_and_nothing_happens_twice(house: Running, place: int, point: str) -> None:
    patient = Patient(house.sandbox, f"31620{place:06d}")

    with supervised(house, "serve", point) as supervisor:
        book(patient)
        settle(house)

        assert supervisor.deaths == [-9], house.log[-4000:]
    assert_ledgers_agree(house, patient)
    assert len(rows(house, "SELECT id FROM booking")) == len(rows(house, "SELECT id FROM patient"))


@pytest.mark.e2e
@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.parametrize(("part", "point"), SEPARATE_POINTS, ids=[point for _, point in SEPARATE_POINTS])
def test_separate_processes_may_die_just_as_well(separate_house: Running, part: str, point: str) -> None:
    patient = Patient(separate_house.sandbox, "31620999999")
    other = "worker" if part == "serve" else "serve"

    with supervised(separate_house, part, point) as supervisor, supervised(separate_house, other):
        book(patient)
        settle(separate_house)

        assert supervisor.deaths == [-9], separate_house.log[-4000:]
    assert_ledgers_agree(separate_house, patient)
    assert len(rows(separate_house, "SELECT id FROM booking")) == 1


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


def assert_ledgers_agree(house: Running, patient: Patient) -> None:
    deliveries = HTTP.get(f"{house.sandbox}/sandbox/meta/deliveries").json()
    acknowledged = {one for delivery in deliveries if delivery["is_accepted"] for one in delivery["message_ids"]}
    taken_in = [one for (one,) in rows(house, "SELECT external_hash FROM message WHERE direction = 'inbound'")]
    sent = [one for (one,) in rows(house, "SELECT external_hash FROM message WHERE direction = 'outbound'")]
    own = kept_of(house, [message["id"] for message in patient.thread() if message["from"] == "patient"])
    heard = kept_of(house, [message["id"] for message in patient.heard()])
    acknowledged = set(kept_of(house, sorted(acknowledged)))

    assert set(own) <= set(taken_in)
    assert {one for one in acknowledged if one in own} <= set(taken_in)
    assert len(taken_in) == len(set(taken_in))
    assert set(heard) <= set(sent)  # everything on the phone is a row that knows it was sent
    assert len(sent) == len(set(sent))
    assert rows(house, "SELECT count(*) FROM message WHERE status IN ('queued', 'failed')") == [(0,)]
    assert rows(house, "SELECT count(*) FROM job WHERE state = 'dead'") == [(0,)]
    assert events_of(house) == sorted(str(one) for (one,) in rows(house, "SELECT id FROM booking"))


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
