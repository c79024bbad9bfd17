"""A PostgreSQL database as `pg_dump` writes it, with its rows counted in the same snapshot, and back by `pg_restore`.

Passwords go to the two programs by their environment: whoever lists processes reads arguments.
"""

import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from typing import IO, Any, Final, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from chatbookr_core.backups.manifest import Manifest
from chatbookr_core.backups.refusals import BackupFailed
from chatbookr_core.database_urls import credentials_of, session_options_of
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.unreachable import reaching

TABLES: Final = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname
"""
READS_ALL: Final = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


async def connected(url: str) -> Any:
    """Connect as the role of a URL. Raises InvalidSettings, which names host and port, where that fails."""
    import asyncpg

    with reaching(url):
        return await asyncpg.connect(**session_options_of(url))


@asynccontextmanager
async def snapshot(url: str, taken_at: datetime) -> AsyncIterator[tuple[Manifest, str]]:
    """Hold one snapshot for the length of a block: what it holds, and its name for `pg_dump`.

    Raises InvalidSettings for a role from which row-level security hides rows.
    """
    connection = await connected(url)
    try:
        if not await connection.fetchval(READS_ALL):
            raise InvalidSettings(
                "Row-level security hides rows from that role: name one with BYPASSRLS in "
                "CHATBOOKR_BACKUP_DATABASE_URL (docs/runbooks/backup.md)."
            )
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            await connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # it stays while that writes
            name = await connection.fetchval("SELECT pg_export_snapshot()")
            yield Manifest(taken_at, "postgres", *await counted(connection)), name
    finally:
        await connection.close()


async def counted(connection: Any) -> tuple[list[str], dict[str, int]]:
    """Read a database's migrations in their order, and how many rows each table has."""
    tables = [row["relname"] for row in await connection.fetch(TABLES)]
    rows = {name: int(await connection.fetchval(f'SELECT COUNT(*) FROM "{name}"')) for name in tables}  # noqa: S608  # names of its own
    ask = "SELECT version FROM aerich WHERE app = 'models' ORDER BY id"
    return [row["version"] for row in (await connection.fetch(ask) if "aerich" in rows else ())], rows


@contextmanager
def dumped(url: str, snapshot_name: str) -> Iterator[IO[bytes]]:
    """Run `pg_dump` for the length of a block, to be read. Raises BackupFailed where it is missing or fails."""
    command = ["pg_dump", "--format=custom", "--compress=6", "--no-password", f"--snapshot={snapshot_name}"]
    with tempfile.TemporaryFile() as said:
        process = _begun(command, url, stdout=subprocess.PIPE, stderr=said)
        source = cast(IO[bytes], process.stdout)  # a pipe
        try:
            yield source
        except BaseException:
            process.kill()
            raise
        finally:
            source.close()
            process.wait()
        _assert_well(process, said)


@contextmanager
def taking(url: str) -> Iterator[IO[bytes]]:
    """Run `pg_restore` into an empty database for the length of a block: all that is written to it, or nothing.

    Raises BackupFailed where it is missing or fails.
    """
    command = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-password"]
    command.append(f"--dbname={credentials_of(url)['database']}")
    with tempfile.TemporaryFile() as said:
        process = _begun(command, url, stdin=subprocess.PIPE, stderr=said)
        target = cast(IO[bytes], process.stdin)  # a pipe
        try:
            yield target
            target.flush()
        except BrokenPipeError:  # it has ended, and says why
            pass
        except BaseException:
            process.kill()  # before its end of input: what came so far would be taken for all
            raise
        finally:
            with suppress(BrokenPipeError):  # what lies here still is for nobody
                target.close()
            process.wait()
        _assert_well(process, said)


async def assert_empty(url: str) -> None:
    """Raise BackupFailed where the database has tables: a restore writes over nothing."""
    connection = await connected(url)
    try:
        tables = await connection.fetch(TABLES)
    finally:
        await connection.close()
    if tables:
        name = credentials_of(url)["database"]
        raise BackupFailed(f"The database {name} has tables: make an empty one (createdb), and name it.")


def _begun(command: list[str], url: str, **pipes: Any) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(command, env={**os.environ, **libpq_of(url)}, **pipes)  # noqa: S603  # of constants
    except FileNotFoundError:
        raise BackupFailed(f"{command[0]} is not installed: it comes with PostgreSQL's clients.") from None


def libpq_of(url: str) -> Mapping[str, str]:
    """Write a URL as the variables libpq reads (PostgreSQL manual, "Environment Variables")."""
    parts, known = urlsplit(url), credentials_of(url)
    extra = {name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "passfile")}
    given = {extra[name]: value for name, value in parse_qsl(parts.query) if name in extra}
    password = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    place = {"PGHOST": str(known["host"]), "PGPORT": str(known["port"]), "PGUSER": str(known["user"])}
    return {**place, "PGDATABASE": str(known["database"]), **password, **given}


def _assert_well(process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
    if process.returncode == 0:
        return
    said.seek(0)
    lines = [line for line in said.read().decode(errors="replace").splitlines() if "error" in line.lower()]
    raise BackupFailed(lines[0] if lines else f"It ended with {process.returncode}.")
