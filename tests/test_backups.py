"""The runbook on backups, done as it is written: what its commands copy is whole, and a program starts on it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.conftest import _named, _run
from tests.factories import make_clinic
from tests.servers import OwnPostgres, own_postgres

from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import fetch, opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.isolation import assert_isolated
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import assert_guarded, migrate

RUNBOOK = Path(__file__).parent.parent / "docs" / "runbooks" / "backup.md"
DUMPED_AT = "postgresql://postgres@db.example/"
pytestmark = pytest.mark.integration  # the commands are processes


def commands_with(word: str) -> str:
    """Return the runbook's shell commands in which a word stands."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = (one for one in blocks if word in one)
    return str(found)


def shell(commands: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run commands as an operator would, up to the first that fails."""
    binaries = Path(sys.executable).parent
    settings: Mapping[str, str] = {**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}", **environment}
    command = ["sh", "-ec", commands]
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)


def private(folder: Path, pattern: str) -> Path:
    """Return the one file of that name, which its owner alone can read."""
    (found,) = folder.glob(pattern)
    assert found.stat().st_mode & 0o077 == 0
    return found


async def clinics_in(url: str) -> int:
    """Count the clinics of a database that this program starts on."""
    async with opened(url, work="operator") as database:
        await assert_guarded(database)
        await assert_isolated(database, is_production=True)
        return int((await fetch("SELECT COUNT(*) AS count FROM clinic"))[0]["count"])


async def test_what_the_runbook_copies_of_sqlite_holds_the_last_commit(
    new_sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    live = tmp_path / "var" / "chatbookr.sqlite3"
    live.parent.mkdir()
    shutil.move(new_sqlite_url.removeprefix("sqlite://"), live)
    async with opened(f"sqlite://{live}", work="operator"):
        await make_clinic(vault)

        taken = shell(commands_with("VACUUM INTO"), tmp_path)
        shutil.copyfile(live, tmp_path / "naive.sqlite3")
        await make_clinic(vault)

    assert taken.returncode == 0, taken.stderr
    copy = private(tmp_path, "backup-*.sqlite3")
    assert await clinics_in(f"sqlite://{tmp_path / 'naive.sqlite3'}") == 0  # which is why the runbook warns of it

    assert shell(commands_with("mkdir -p damaged"), tmp_path).returncode == 0
    assert list(live.parent.iterdir()) == []
    shutil.copyfile(copy, live)
    assert await clinics_in(f"sqlite://{live}") == 1


@pytest.fixture
def server() -> Iterator[OwnPostgres]:
    """Start a server in which the roles have the names of the pages."""
    with own_postgres() as server:
        _run(_deployed(_named(server.url, "postgres"), _named(server.url, "chatbookr")))
        yield server


async def _deployed(server_url: str, database_url: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(server_url)
    await connection.execute("CREATE DATABASE chatbookr")
    await connection.close()
    await make_roles(database_url, Roles.named("chatbookr"), Passwords())
    await migrate(database_url.replace("postgres@", "chatbookr_migrator@"))
    await make_roles(database_url, Roles.named("chatbookr"), Passwords())


@pytest.mark.postgres
async def test_a_program_starts_on_what_the_runbook_restores_of_postgresql(
    server: OwnPostgres, vault: Vault, deployment: Deployment, tmp_path: Path
) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    base, app = _named(server.url, ""), _named(server.url, "chatbookr").replace("postgres@", "chatbookr_app@")
    host, port = base.partition("@")[2].rstrip("/").split(":")
    async with opened(app, work="operator"):
        await make_clinic(vault)
        dumped = shell(commands_with("pg_dump").replace(DUMPED_AT, base), tmp_path)
        by_owner = shell(f"pg_dump {base.replace('postgres@', 'chatbookr_migrator@')}chatbookr >/dev/null", tmp_path)
        await make_clinic(vault)

    assert dumped.returncode == 0, dumped.stderr
    assert by_owner.returncode != 0  # which is why the runbook names the superuser
    dump = private(tmp_path, "backup-*.dump")
    commands = commands_with("pg_restore").replace(DUMPED_AT, base).replace("backup-….dump", dump.name)
    restored = shell(commands, tmp_path, PGHOST=host, PGPORT=port, PGUSER="postgres")
    assert restored.returncode == 0, restored.stderr
    url = _named(server.url, "chatbookr_restored")
    assert await clinics_in(url.replace("postgres@", "chatbookr_app@")) == 1
    assert await migrate(url.replace("postgres@", "chatbookr_migrator@")) == []
