"""kill -9 at random while many patients book, move and cancel; the broker forgets, and is away for a while.

No point is marked here: whatever was under way in the API's process or in either worker breaks off wherever it was.
Once nobody dies any more each job has been done once in effect: one event for each booking that stands, one message
on the phone for each row that says it was sent.
"""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.conftest import PostgresUrls
from tests.e2e.deaths import Supervisor, assert_ledgers_agree, rows, seeded, settle, supervised
from tests.e2e.patient import ClinicMessage, Patient, options_of
from tests.e2e.running import Running
from tests.own_brokers import OwnBroker, OwnRabbitmq, OwnRedis, own_broker

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.postgres,
    pytest.mark.nightly,
]

PATIENTS = 16  # some 250 jobs
PATIENCE_SECONDS = 300.0
QUIET_SECONDS = 45.0  # a worker that died keeps its jobs until their leases end: nobody speaks before
AWAY_SECONDS = 8.0
FIRST_ACTS = ("kill", "away", "kill", "lose")
"""What happens at the least, in some order: a test that chance spares would show nothing."""
WAYS = ("Confirm only", "First available", "Check-up", "Book appointment")  # the later in a chat first
TIME = re.compile(r"\d{2}:\d{2}")
BOOKED = "SELECT count(*) FROM booking"
CLINIC = "{ viewer { memberships { clinic { id } } } }"
STANDING = """query ($clinic: ID!) { bookings(clinicId: $clinic, first: 100) { nodes { id version status } } }"""
CANCEL = """mutation ($id: ID!, $version: Int!, $key: String!) {
  bookingCancel(input: {bookingId: $id, version: $version}) @idempotent(key: $key) { userErrors { code } } }"""


class Fate:
    """Kills one of some processes every few seconds, and the broker's memory or the broker now and then."""

    def __init__(self, random: Random, processes: Sequence[Supervisor], broker: OwnBroker) -> None:
        self._random = random
        self._processes = processes
        self._broker = broker
        self._is_over = threading.Event()
        self.acts: list[str] = []
        self._thread = threading.Thread(target=self._rage, daemon=True)

    def begin(self) -> None:
        """Let the first blow come in a few seconds."""
        self._thread.start()

    def end(self) -> None:
        """Return once the least has happened, nobody is killed any more, and the broker is there."""
        self._is_over.set()
        self._thread.join()

    def _rage(self) -> None:
        owed = self._random.sample(FIRST_ACTS, len(FIRST_ACTS))
        while owed or not self._is_over.is_set():
            time.sleep(self._random.uniform(8, 16))  # other processes are at work
            act = owed.pop() if owed else self._random.choice(("kill", "kill", "kill", "lose", "away"))
            self.acts.append(act)
            if act == "kill":
                self._random.choice(self._processes).kill()
            elif act == "lose":
                self._broker.lose()
            else:
                self._broker.kill()
                time.sleep(AWAY_SECONDS)  # it is away for so long
                self._broker.start()


@contextmanager
def house_on(broker: OwnBroker, urls: PostgresUrls, folder: Path) -> Iterator[tuple[Running, list[Supervisor]]]:
    """Run an API and two workers that are started again as they die, over PostgreSQL and a broker."""
    settings = {
        "CHATBOOKR_DATABASE_URL": urls.app,
        "CHATBOOKR_MIGRATION_DATABASE_URL": urls.migrator,
        "CHATBOOKR_BROKER_URL": broker.url,
    }
    parts = (("serve", "serve"), ("worker", "worker-one"), ("worker", "worker-two"))
    with seeded(folder, settings) as house, ExitStack() as stack:
        yield house, [stack.enter_context(supervised(house, part, name=name)) for part, name in parts]


@pytest.mark.parametrize("kind", [OwnRedis, OwnRabbitmq], ids=["redis", "rabbitmq"])
def test_whatever_dies_and_whenever_each_job_is_done_once(
    kind: type[OwnRedis] | type[OwnRabbitmq], new_postgres_urls: PostgresUrls, tmp_path: Path
) -> None:
    random = Random(f"{kind.__name__} {tmp_path}")  # noqa: S311  # who dies when
    with own_broker(kind) as broker, house_on(broker, new_postgres_urls, tmp_path) as (house, processes):
        fate = Fate(random, processes, broker)
        patients = [Patient(house.sandbox, f"316217{number:05d}") for number in range(PATIENTS)]
        fate.begin()

        try:
            with ThreadPoolExecutor(PATIENTS) as pool:
                list(pool.map(booked, patients, [Random(random.random()) for _ in patients]))  # noqa: S311  # what each taps
            cancelled = cancel_some(house)
        finally:
            fate.end()
        settle(house)

        assert sum(len(one.deaths) for one in processes) >= FIRST_ACTS.count("kill"), fate.acts
        assert rows(house, BOOKED) == [(PATIENTS,)]
        assert rows(house, f"{BOOKED} WHERE status = 'cancelled'") == [(cancelled,)]
        assert_ledgers_agree(house, *patients)


def booked(patient: Patient, random: Random) -> None:
    """Tap on until a time is booked: what another was faster at is offered anew."""
    patient.write("hello")
    deadline, seen, said_at = time.monotonic() + PATIENCE_SECONDS, 0, time.monotonic()
    while time.monotonic() < deadline:
        heard = patient.heard()
        if any("Booked" in message["text"] for message in heard):
            return
        if len(heard) > seen:
            seen, said_at = len(heard), time.monotonic()
            act(patient, heard, random)
        elif time.monotonic() - said_at > QUIET_SECONDS:
            said_at = time.monotonic()
            act(patient, heard, random)
        time.sleep(0.3)  # other processes are at work
    raise AssertionError([message["text"] for message in patient.heard()])


def act(patient: Patient, heard: Sequence[ClinicMessage], random: Random) -> None:
    """Tap what leads on of the last message that offers anything; else say hello again."""
    options = next((options_of(message) for message in reversed(heard) if options_of(message)), [])
    on = [option for way in WAYS for option in options if option["title"].startswith(way)]
    times = [option for option in options if TIME.search(option["title"])]
    if on or times:
        patient.tap(on[0] if on else random.choice(times))
    else:
        patient.write("hello")


def cancel_some(house: Running) -> int:
    """Cancel every third booking as staff, each until the API has said what became of it; return how many."""
    token = persistently(house.token_of, "owner")
    clinic = persistently(house.query, token, CLINIC)["viewer"]["memberships"][0]["clinic"]["id"]
    found = persistently(house.query, token, STANDING, {"clinic": clinic})["bookings"]["nodes"]
    chosen = sorted(found, key=lambda one: str(one["id"]))[::3]
    for one in chosen:
        given = {"id": one["id"], "version": one["version"], "key": str(uuid4())}
        answer = persistently(house.query, token, CANCEL, given)
        assert answer["bookingCancel"]["userErrors"] == []
    return len(chosen)


def persistently(ask: Any, *arguments: Any) -> Any:
    """Ask again as long as nobody answers."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return ask(*arguments)
        except (httpx.HTTPError, ValueError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)  # another process is being waited for
