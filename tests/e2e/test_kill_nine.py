"""kill -9 at marked points: no acknowledged delivery is lost, and nothing takes effect twice.

For each point the API (with its worker) is started so that it kills itself there, a patient books through it, and
whoever watches over the process starts it again. Then the ledgers are compared: what the sandbox had acknowledged
with the rows, what the rows say was sent with what the patient's phone shows, bookings with events.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import PostgresUrls
from tests.e2e.deaths import assert_ledgers_agree, rows, seeded, settle, supervised
from tests.e2e.patient import Patient, book
from tests.e2e.running import Running, redis_for

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
SEPARATE_POINTS = (  # API and worker in processes of their own: (which of them dies, where)
    ("serve", "intake.after_commit"),
    ("worker", "inbound.before_commit"),
    ("worker", "outbound.after_send"),
    ("worker", "calendar.after_put"),
)


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
