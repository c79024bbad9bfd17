"""Fixtures of all tests: databases made once and copied, servers found or started, a clock to turn, no way outside.

`database` runs a test on both databases. Async fixtures hand their context variables on to the test, so a test that
asks for a database finds it entered.
"""

import asyncio
import gc
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import hypothesis
import pytest
from tests.cheap_passwords import cost_little, cost_what_they_do
from tests.few_reports import report_what_is_read
from tests.interrupts import interrupt_at_once
from tests.made_once import folder_of_all, made_once
from tests.models_once import know_models
from tests.no_way_outside import Guards
from tests.postgres_again import SessionsAgain
from tests.postgres_emptied import emptying
from tests.postgres_template import template_of_run
from tests.read_once import read_once
from tests.rewritten_once import make_share
from tests.rules_once import know_rules
from tests.servers import postgres_server, rabbitmq_server, redis_server, servers_of
from tests.shares import shared_out
from tests.sqlite_again import FileAgain, is_alone
from tests.unsynced import wait_for_no_disk

from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import Database, opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.garbage import YOUNG_OBJECTS
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.scope import EVERY, _scope
from chatbookr_core.settings import Settings

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # a Monday
hypothesis.settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's affair
hypothesis.settings.register_profile("brief", deadline=None, max_examples=10)  # `make unit`
hypothesis.settings.load_profile("untimed")
cost_little()  # before any module hashes a password of its own
_scope.set(EVERY)  # tests arrange and look at rows of every clinic; what they call by a door is held to its own scope
KEY = os.urandom(32)  # of every vault of this process: what was sealed in one test can be written again in another
ROLE_PASSWORD = "of-a-test"  # roles that live as long as a test
guards = Guards()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to its end from a fixture that is not async, leaving the test's own event loop alone."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(work)


gc.disable()  # what is collected stays: thousands of tests, two schemas


def pytest_configure(config: pytest.Config) -> None:
    """Say less to xdist, if it asks, and make of the sources what its workers share."""
    report_what_is_read(config)
    make_share(config)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what asks for a server as such, whether it says so or not."""
    for server in servers_of(tuple(getattr(item, "fixturenames", ()))):
        item.add_marker(server)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have them run in an order of ours."""
    items[:] = shared_out(items, getattr(config, "workerinput", {}).get("workercount", 1))


def pytest_collection_finish() -> None:
    """Collect garbage from here on, as often as a server does, and keep what stays out of what is looked through."""
    gc.freeze()  # with the little garbage in it: to look for that takes a second, in each process of tests
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Find once what garbage complains; pytest would look through all that stays five times, and Python once more."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Guard a test by its marks, before any fixture of it."""
    guards.begin(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """After the last test, let the servers be stopped that all had."""
    if nextitem is None:
        guards.stand_down()


# One fixture, and guards that stay: what each of thousands of tests asks for takes longer than most of them.
@pytest.fixture(scope="session", autouse=True)
def as_in_every_test() -> Iterator[None]:
    """Open databases, start applications and commit faster, and let nobody outside: each says how."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        interrupt_at_once()
        know_models(monkeypatch)
        know_rules(monkeypatch)
        read_once(monkeypatch)
        wait_for_no_disk(monkeypatch)
        guards.put_up(monkeypatch)
        yield


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords as the product does, for tests of what that costs."""
    cost_what_they_do(monkeypatch)


# --- time, keys ---------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> TurnableClock:
    """Stand still at 2027-03-01 08:00 UTC until turned."""
    return TurnableClock(NOW)


@pytest.fixture
def random() -> Random:
    return Random(7)  # noqa: S311  # references and jitter, no secrets


@pytest.fixture
def vault(tmp_path: Path, clock: TurnableClock) -> Vault:
    path = tmp_path / "key-encryption.key"
    path.touch(0o600)
    path.write_bytes(KEY)
    return Vault(LocalKeyFile(path), clock)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Set up no plugins and no broker; `database_url` is not that of any fixture."""
    return Settings(plugins=(), key_file=tmp_path / "key-encryption.key")


@pytest.fixture
def deployment(settings: Settings, clock: TurnableClock, vault: Vault, random: Random) -> Deployment:
    """Lend what use cases need besides a database; a test that needs plugins replaces them."""
    return Deployment(settings=settings, clock=clock, vault=vault, plugins=discover(settings), random=random)


# --- SQLite -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated file, to be copied."""
    return made_once(request, tmp_path_factory, "template.sqlite3", _make_migrated)


def _make_migrated(path: Path) -> None:
    _run(migrate(f"sqlite://{path}"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # two thirds of the file: what the models were at each migration, which only the making of the next one reads
        connection.execute("UPDATE aerich SET content = '{}'")
        connection.execute("VACUUM")


@pytest.fixture(scope="session")
def sqlite_again(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileAgain]:
    """Lend the file of all tests that are alone with what they do."""
    with FileAgain(sqlite_template, tmp_path_factory.mktemp("again") / "chatbookr.sqlite3").put_up() as again:
        yield again


@pytest.fixture
def new_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Name a migrated SQLite file that nobody has had."""
    return f"sqlite://{shutil.copyfile(sqlite_template, tmp_path / 'chatbookr.sqlite3')}"


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest) -> str:
    """Name a migrated SQLite file without rows."""
    if is_alone(request.node):
        again: FileAgain = request.getfixturevalue("sqlite_again")
        return again.emptied()
    url: str = request.getfixturevalue("new_sqlite_url")
    return url


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """Open a fresh SQLite database, entered."""
    async with opened(sqlite_url) as database:
        yield database


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_server_url() -> Iterator[str]:
    """Name the server's own database, from which others are created."""
    with postgres_server() as url:
        yield url


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _as_role(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:{ROLE_PASSWORD}@{parts.netloc.rpartition('@')[2]}"))


async def _on_server(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def new_postgres_url(postgres_server_url: str) -> Iterator[str]:
    """Name an empty database, not migrated, dropped after the test."""
    name = f"chatbookr_test_{os.getpid()}_{os.urandom(4).hex()}"
    _run(_on_server(postgres_server_url, f"CREATE DATABASE {name}"))
    yield _named(postgres_server_url, name)
    _run(_on_server(postgres_server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@dataclass(frozen=True, slots=True)
class PostgresUrls:
    """One database, as the server's superuser, and as the two roles that log in."""

    admin: str
    migrator: str
    app: str


@contextmanager
def _postgres_with_roles(server_url: str, template: str = "template1") -> Iterator[PostgresUrls]:
    name = f"chatbookr_test_{os.getpid()}_{os.urandom(4).hex()}"
    roles, passwords = Roles.named(name), Passwords(ROLE_PASSWORD, ROLE_PASSWORD)
    admin = _named(server_url, name)
    _run(_on_server(server_url, f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        # the server outlives every test, so no commit need wait for its disk
        _run(_on_server(server_url, f"ALTER DATABASE {name} SET synchronous_commit = off"))
        _run(make_roles(admin, roles, passwords))
        yield PostgresUrls(admin, _as_role(admin, roles.migrator), _as_role(admin, roles.app))
    finally:
        names = f"{roles.app}, {roles.migrator}, {roles.owner}"
        _run(_on_server(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"DROP ROLE IF EXISTS {names}"))


@pytest.fixture(scope="session")
def postgres_session_urls(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_server_url: str
) -> Iterator[PostgresUrls]:
    """Name the one migrated database of this session; `postgres_url` is it, emptied."""

    def make(name: str) -> None:
        _run(_on_server(postgres_server_url, f"CREATE DATABASE {name}"))
        _run(migrate(_named(postgres_server_url, name)))

    def drop(name: str) -> None:
        _run(_on_server(postgres_server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    folder = folder_of_all(request, tmp_path_factory)
    with (
        template_of_run(folder, postgres_server_url, make, drop) as template,
        _postgres_with_roles(postgres_server_url, template) as urls,
    ):
        # what the migrator had made itself would be the app's to write, until the roles are made again
        granted = f"GRANT INSERT, UPDATE, DELETE ON aerich TO {urlsplit(urls.app).username}"
        _run(_on_server(urls.admin, granted))
        yield urls


@pytest.fixture
def new_postgres_urls(postgres_server_url: str) -> Iterator[PostgresUrls]:
    """Name an empty database with its roles, not migrated, dropped after the test."""
    with _postgres_with_roles(postgres_server_url) as urls:
        yield urls


@pytest.fixture(scope="session")
def empty_postgres(postgres_session_urls: PostgresUrls) -> Iterator[Callable[[], None]]:
    """Lend what takes all rows out of this session's database."""
    with emptying(postgres_session_urls.admin) as empty:
        yield empty


@pytest.fixture(scope="session")
def postgres_again(postgres_session_urls: PostgresUrls) -> Iterator[SessionsAgain]:
    """Keep sessions to this session's database from one test to the next."""
    with SessionsAgain(urlsplit(postgres_session_urls.app).path.lstrip("/")).put_up() as again:
        yield again


@pytest.fixture
def postgres_urls(
    postgres_session_urls: PostgresUrls, empty_postgres: Callable[[], None], postgres_again: SessionsAgain
) -> PostgresUrls:
    """Name a migrated PostgreSQL database without rows, as each of its roles."""
    empty_postgres()
    return postgres_session_urls


@pytest.fixture
def postgres_url(postgres_urls: PostgresUrls) -> str:
    """Name a migrated PostgreSQL database without rows, as the app's role: row-level security holds."""
    return postgres_urls.app


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    """Open an empty PostgreSQL database, entered."""
    async with opened(postgres_url) as database:
        yield database


# --- either -------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Name a migrated database without rows: first SQLite's, then PostgreSQL's."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open a database without rows, entered: first SQLite's, then PostgreSQL's."""
    async with opened(database_url) as database:
        yield database


# --- brokers ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def redis_server_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def redis_url(redis_server_url: str) -> str:
    """Name a Redis database. Others may use it at the same time: take a namespace of your own."""
    return redis_server_url


@pytest.fixture(scope="session")
def rabbitmq_url() -> Iterator[str]:
    """Name a RabbitMQ virtual host. Others may use it at the same time: take queue names of your own."""
    with rabbitmq_server() as url:
        yield url
