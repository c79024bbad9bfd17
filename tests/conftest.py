"""Fixtures of all tests: databases made once and copied, servers found or started, a clock to turn, no way outside.

`database` runs a test on both databases. Async fixtures hand their context variables on to the test, so a test that
asks for a database finds it entered.
"""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from tests.servers import postgres_server, rabbitmq_server, redis_server

from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import Database, opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.scope import EVERY, _scope
from chatbookr_core.settings import Settings

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # a Monday
_scope.set(EVERY)  # tests arrange and look at rows of every clinic; what they call by a door is held to its own scope
ROLE_PASSWORD = "of-a-test"  # roles that live as long as a test

EMPTY_POSTGRES = """
DO $$
DECLARE name text; is_filled boolean; filled text[] := '{}';
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_filled;
        IF is_filled THEN filled := filled || quote_ident(name); END IF;
    END LOOP;
    IF cardinality(filled) > 0 THEN EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE'; END IF;
END $$
"""


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to its end from a fixture that is not async, leaving the test's own event loop alone."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(work)


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
    return Vault(LocalKeyFile(tmp_path / "key-encryption.key"), clock)


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
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    _run(migrate(f"sqlite://{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Name a fresh migrated SQLite file."""
    path = tmp_path / "chatbookr.sqlite3"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite://{path}"


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
def _postgres_with_roles(server_url: str) -> Iterator[PostgresUrls]:
    name = f"chatbookr_test_{os.getpid()}_{os.urandom(4).hex()}"
    roles, passwords = Roles.named(name), Passwords(ROLE_PASSWORD, ROLE_PASSWORD)
    admin = _named(server_url, name)
    _run(_on_server(server_url, f"CREATE DATABASE {name}"))
    try:
        _run(make_roles(admin, roles, passwords))
        yield PostgresUrls(admin, _as_role(admin, roles.migrator), _as_role(admin, roles.app))
    finally:
        names = f"{roles.app}, {roles.migrator}, {roles.owner}"
        _run(_on_server(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"DROP ROLE IF EXISTS {names}"))


@pytest.fixture(scope="session")
def postgres_session_urls(postgres_server_url: str) -> Iterator[PostgresUrls]:
    """Name the one migrated database of this session; `postgres_url` is it, emptied."""
    with _postgres_with_roles(postgres_server_url) as urls:
        _run(migrate(urls.migrator))
        yield urls


@pytest.fixture
def new_postgres_urls(postgres_server_url: str) -> Iterator[PostgresUrls]:
    """Name an empty database with its roles, not migrated, dropped after the test."""
    with _postgres_with_roles(postgres_server_url) as urls:
        yield urls


@pytest.fixture
def postgres_urls(postgres_session_urls: PostgresUrls) -> PostgresUrls:
    """Name a migrated PostgreSQL database without rows, as each of its roles."""
    _run(_on_server(postgres_session_urls.admin, EMPTY_POSTGRES))
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


# --- no way outside -----------------------------------------------------------------------------------------------


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    return host in ("localhost", "::1", "") or host.startswith("127.")


@pytest.fixture(autouse=True)
def only_loopback_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test reach the network."""
    for name in ("connect", "connect_ex", "bind"):
        original = getattr(socket.socket, name)

        def guarded(sock: socket.socket, address: object, original: Any = original) -> Any:
            if not _is_local(address):
                raise AssertionError(f"a test may not use the network: {address}")
            return original(sock, address)

        monkeypatch.setattr(socket.socket, name, guarded)
