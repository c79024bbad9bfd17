"""`chatbookr backup`: sealed, whole or nothing, restored as it was, rehearsed without touching what is live."""

import asyncio
import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from tests.conftest import _named, _run
from tests.factories import make_clinic
from tests.servers import OwnPostgres, own_postgres

from chatbookr_api.cli import main
from chatbookr_core.backups.postgres_dump import connected
from chatbookr_core.backups.sealing import identities_in
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import fetch, opened, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import migrate
from chatbookr_core.models import AuditEntry

pytestmark = pytest.mark.integration
CANARY = "Canary of the front desk"
Said = pytest.CaptureFixture[str]
ON_POSTGRESQL = pytest.mark.parametrize("house", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


@dataclass(frozen=True, slots=True)
class House:
    """A deployment with a clinic of the canary's name; `make_room` says where there is room to restore."""

    url: str
    folder: Path
    identity: Path
    make_room: Callable[[], str]
    beside: Callable[[], list[str]]

    @property
    def backup(self) -> Path:
        (found,) = self.folder.glob("*")  # and nothing beside it
        return found

    def made(self) -> Path:
        assert main(["backup", "make", str(self.folder)]) == 0
        return self.backup

    def opening(self, action: str, *more: str) -> list[str]:
        return ["backup", action, str(self.folder), "--identity", str(self.identity), *more]


@pytest.fixture
def sqlite_house(new_sqlite_url: str, tmp_path: Path) -> House:
    file = Path(new_sqlite_url.removeprefix("sqlite://"))

    def make_room() -> str:
        (tmp_path / "damaged").mkdir()
        for path in file.parent.glob(f"{file.name}*"):
            path.rename(tmp_path / "damaged" / path.name)
        return new_sqlite_url

    def beside() -> list[str]:
        return [path.name for path in file.parent.glob(".*")]

    return House(new_sqlite_url, tmp_path / "backups", tmp_path / "id.age", make_room, beside)


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    """Start a server with a database of this version, to be copied: a backup's roles have one name in all databases."""
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    with own_postgres() as server:
        _run(_asked(server.url, "CREATE DATABASE migrated"))
        migrated = _named(server.url, "migrated")
        _run(_with_roles(migrated))
        _run(migrate(migrated.replace("postgres@", "chatbookr_migrator@")))
        _run(_with_roles(migrated))
        yield server


@pytest.fixture
def postgres_house(server: OwnPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    admin = _named(server.url, "chatbookr")
    monkeypatch.setenv("CHATBOOKR_ADMIN_DATABASE_URL", admin)
    monkeypatch.setenv("CHATBOOKR_BACKUP_DATABASE_URL", admin)
    _run(_asked(server.url, "CREATE DATABASE chatbookr TEMPLATE migrated"))
    _run(_with_roles(admin))

    def make_room() -> str:
        _run(_asked(server.url, "CREATE DATABASE restored"))
        restored = _named(server.url, "restored")
        monkeypatch.setenv("CHATBOOKR_ADMIN_DATABASE_URL", restored)
        return restored.replace("postgres@", "chatbookr_app@")

    def beside() -> list[str]:
        return [str(row[0]) for row in _run(_asked(server.url, LEFT_OVER))]

    url = admin.replace("postgres@", "chatbookr_app@")
    yield House(url, tmp_path / "backups", tmp_path / "id.age", make_room, beside)
    for name in ("chatbookr", "restored"):
        _run(_asked(server.url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


LEFT_OVER = "SELECT datname FROM pg_database WHERE datname LIKE 'chatbookr_rehearsal_%'"


async def _with_roles(admin: str) -> None:
    await make_roles(admin, Roles.named("chatbookr"), Passwords())


async def _asked(url: str, sql: str) -> list[tuple[object, ...]]:
    connection = await connected(url)
    try:
        return [tuple(row) for row in await connection.fetch(sql)]
    finally:
        await connection.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house(
    request: pytest.FixtureRequest, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> House:
    found: House = request.getfixturevalue(f"{request.param}_house")
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", found.url)
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key-encryption.key"))
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "none")
    found.folder.mkdir()
    assert main(["backup", "key", str(found.identity)]) == 0
    monkeypatch.setenv("CHATBOOKR_BACKUP_RECIPIENTS", capsys.readouterr().out.strip().rpartition("=")[2])
    _run(_clinic(found.url, vault))
    return found


async def _clinic(url: str, vault: Vault, name: str = CANARY) -> None:
    async with opened(url, work="operator"):
        await make_clinic(vault, name=name)
        await vault.deployment_keys()


async def _names_in(url: str) -> list[str]:
    async with opened(url, work="operator"):
        return [row["name"] for row in await fetch("SELECT name FROM clinic ORDER BY name")]


def names_in(url: str) -> list[str]:
    names: list[str] = _run(_names_in(url))
    return names


async def _noted_in(url: str, action: str) -> list[tuple[str, str]]:
    async with opened(url, work="operator"), transaction():
        return [(one.outcome, one.actor_kind) for one in await AuditEntry.filter(action=action)]


def test_a_backup_is_sealed_and_comes_back_as_it_was(house: House, vault: Vault, capsys: Said) -> None:
    made = house.made()
    _run(_clinic(house.url, vault, name="came later"))

    assert made.stat().st_mode & 0o777 == 0o600
    assert CANARY.encode() not in made.read_bytes()
    assert _run(_noted_in(house.url, "backupMake")) == [("done", "host")]
    place = house.make_room()
    assert main(house.opening("restore")) == 0
    assert names_in(place) == [CANARY]
    assert "After a restore" in capsys.readouterr().out


def test_any_program_that_knows_age_opens_it(house: House) -> None:
    made, magic = house.made(), b"PGDMP" if "postgres" in house.url else b"SQLite format 3"
    (identity,) = identities_in(house.identity.read_text(encoding="ascii"))

    whole = pyrage.decrypt(made.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])

    line, _, dump = whole.partition(b"\n")  # as `age -d -i KEY FILE | tail -n +2` leaves it
    assert json.loads(line)["rows"]["clinic"] == 1
    assert (dump if "postgres" in house.url else gzip.decompress(dump)).startswith(magic)


@pytest.mark.parametrize("harm", ["another key", "cut off", "one bit", "not a backup"])
def test_what_does_not_open_restores_nothing(house: House, harm: str, tmp_path: Path, capsys: Said) -> None:
    made, place = house.made(), house.make_room()
    sealed = bytearray(made.read_bytes())
    if harm == "another key":
        house.identity.unlink()
        main(["backup", "key", str(house.identity)])
    elif harm == "cut off":
        made.write_bytes(sealed[: len(sealed) // 2])
    elif harm == "one bit":
        sealed[-100] ^= 1
        made.write_bytes(sealed)
    else:
        made.write_bytes(CANARY.encode() * 1000)

    assert main(house.opening("restore")) == 1

    assert "does not open" in capsys.readouterr().err
    if "postgres" in place:
        assert _run(_asked(place.replace("chatbookr_app@", "postgres@"), TABLES)) == [(0,)]
    else:
        assert not Path(place.removeprefix("sqlite://")).exists()


TABLES = "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


def test_a_restore_writes_over_nothing(house: House, vault: Vault, capsys: Said) -> None:
    house.made()
    _run(_clinic(house.url, vault, name="came later"))

    assert main(house.opening("restore")) == 1

    assert names_in(house.url) == [CANARY, "came later"]
    assert "chatbookr" in capsys.readouterr().err


def test_a_rehearsal_leaves_the_live_database_alone_and_says_what_coming_back_takes(house: House, capsys: Said) -> None:
    house.made()

    assert main(house.opening("rehearse")) == 0

    said = capsys.readouterr().out
    assert "this version would start on it" in said
    assert "lost at most 0.0 hours (RPO; 26 allowed)" in said
    assert names_in(house.url) == [CANARY]
    assert house.beside() == []
    assert _run(_noted_in(house.url, "backupRehearse")) == [("done", "host")]


def test_a_rehearsal_fails_where_the_backup_is_too_old_or_the_key_is_not_its_databases(
    house: House, tmp_path: Path, capsys: Said
) -> None:
    house.made()
    assert main(house.opening("rehearse", "--most-hours", "0")) == 1
    assert "TOO OLD" in capsys.readouterr().out
    key = tmp_path / "key-encryption.key"
    key.write_bytes(bytes(len(key.read_bytes())))

    assert main(house.opening("rehearse")) == 2

    assert "put the key of this database back" in capsys.readouterr().err
    assert house.beside() == []
    assert sorted(_run(_noted_in(house.url, "backupRehearse"))) == [("done", "host"), ("failed", "host")]


@ON_POSTGRESQL
def test_a_backup_that_breaks_off_leaves_nothing_behind(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    fake = tmp_path / "bin" / "pg_dump"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nhead -c 100000 /dev/zero\necho 'pg_dump: error: connection lost' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")

    assert main(["backup", "make", str(house.folder)]) == 1

    assert "connection lost" in capsys.readouterr().err
    assert list(house.folder.iterdir()) == []
    assert _run(_noted_in(house.url, "backupMake")) == []


@ON_POSTGRESQL
def test_a_role_that_does_not_see_all_rows_makes_no_backup(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("CHATBOOKR_BACKUP_DATABASE_URL", house.url)

    assert main(["backup", "make", str(house.folder)]) == 2

    assert "BYPASSRLS" in capsys.readouterr().err
    assert list(house.folder.iterdir()) == []


def test_what_is_written_meanwhile_is_in_it_with_all_that_was_written_with_it(house: House, vault: Vault) -> None:
    """Rows are counted and dumped in one snapshot: a rehearsal holds them to each other."""

    async def busy() -> int:
        async with opened(house.url, work="operator"):
            making = asyncio.create_task(asyncio.to_thread(main, ["backup", "make", str(house.folder)]))
            while not making.done():
                await make_clinic(vault)
            return await making

    assert _run(busy()) == 0
    assert main(house.opening("rehearse")) == 0
