"""What the `chatbookr` command says where it cannot do its work: a line, what to do next, and nothing half done."""

import asyncio
import resource
import socket
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.servers import free_port

from chatbookr_api.cli import main

pytestmark = pytest.mark.integration  # they look for ports that are free, and for servers that do not answer
OF_A_DATABASE = (
    ("jobs",),
    ("keys", "status"),
    ("clinic", "list"),
    ("operator", "list"),
    ("sessions", "end", "--everybody"),
    ("audit", "key"),
    ("audit", "export"),
    ("incident", "list"),
    ("anomalies", "check"),
    ("webhooks",),
    ("field-use", "Booking.notes"),
    ("receipt", "key"),
    ("serve",),
)
"""The commands that look into a database which `migrate` made."""


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Name a database that is not there."""
    path = tmp_path / "cli.sqlite3"
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", f"sqlite://{path}")
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "none")
    monkeypatch.setenv("CHATBOOKR_PORT", str(free_port()))
    return path


def refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line a command ends with."""
    ended = main(arguments)

    said = capsys.readouterr().err
    assert ended == 2
    assert said.startswith("chatbookr: ")
    assert len(said.splitlines()) == 1
    return said


@pytest.mark.parametrize("command", OF_A_DATABASE, ids=" ".join)
def test_a_database_that_is_not_there_is_not_made_by_looking(
    command: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(command, capsys)

    assert f"There is no database {place}" in said
    assert "run `chatbookr migrate` first" in said
    assert not place.exists()


@pytest.mark.parametrize("command", OF_A_DATABASE, ids=" ".join)
def test_a_database_without_its_tables_is_said_to_lack_them(
    command: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place.touch()

    assert "run `chatbookr migrate` first" in refused(command, capsys)


@pytest.mark.parametrize("command", [("migrate",), ("jobs",), ("serve",)], ids=" ".join)
def test_a_database_that_a_newer_program_migrated_is_left_alone(
    command: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    with sqlite3.connect(place) as database:
        database.execute("INSERT INTO aerich (version, app, content) VALUES ('9999_later.py', 'models', '{}')")
    database.close()

    said = refused(command, capsys)

    assert "The database is newer than this program: it has had 9999_later.py" in said


def test_a_worker_does_not_start_on_other_tables(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.touch()
    monkeypatch.setenv("CHATBOOKR_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")

    assert "run `chatbookr migrate` first" in refused(("worker",), capsys)


@pytest.mark.parametrize("command", [("migrate",), ("jobs",)], ids=" ".join)
def test_a_file_that_is_no_database_is_named(
    command: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place.write_bytes(b"nothing of SQLite's, for a page and more" * 200)

    assert f"The database {place} cannot be used (file is not a database)" in refused(command, capsys)


def test_a_folder_that_takes_no_database_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.touch()
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", f"sqlite://{place / 'in' / 'it.sqlite3'}")

    assert "cannot be used (Not a directory)" in refused(("migrate",), capsys)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app:not-to-be-seen@127.0.0.1:port/chatbookr",
        "postgresql://app:not-to-be-seen/#@127.0.0.1:5432/chatbookr",
        "postgresql://app:not-to-be-seen@[::1/chatbookr",
        "postgresql://app:not-to-be-seen@127.0.0.1/chatbookr?maxsize=many",
        "postgresql://app:not-to-be-seen@127.0.0.1/chatbookr?pool=4",
        "sqlite://",
    ],
)
def test_the_url_of_a_database_that_cannot_be_read_is_explained(
    url: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", url)

    said = refused(("jobs",), capsys)

    assert "URL of a database" in said
    assert "not-to-be-seen" not in said


def test_roles_are_not_made_where_no_server_answers(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_ADMIN_DATABASE_URL", f"postgresql://postgres@127.0.0.1:{free_port()}/chatbookr")

    assert "CHATBOOKR_ADMIN_DATABASE_URL" in refused(("db", "roles"), capsys)


def test_a_port_that_is_taken_is_said_before_anything_begins(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("CHATBOOKR_PORT", str(taken.getsockname()[1]))

        said = refused(("serve",), capsys)

    assert "is in use: end what listens there, or set CHATBOOKR_PORT to another" in said


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_number_that_is_no_port_is_refused(
    port: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_PORT", port)

    assert "CHATBOOKR_PORT must be a port number" in refused(("serve",), capsys)


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com:587",
        "http://mail.example.com",
        "smtp://mail.example.com:port",
        "smtp://me:not-to/be-seen@mail.example.com",
        "smtp://me:12/not-to-be-seen@mail.example.com",
        "smtp://me:not-to-be-seen#1@mail.example.com",
        "smtp://me:not-to-be-seen@mail example.com",
    ],
)
def test_a_mail_server_that_cannot_be_read_starts_nothing(
    url: str, command: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_SMTP_URL", url)

    said = refused((command,), capsys)

    assert "CHATBOOKR_SMTP_URL" in said
    assert "smtp://USER:PASSWORD@HOST:PORT" in said
    assert "be-seen" not in said


@pytest.mark.parametrize(
    ("content", "told"), [(None, "No such file or directory"), (b"no database", "it is no MMDB file")]
)
def test_a_file_of_countries_that_cannot_be_read_does_not_start_the_api(
    content: bytes | None,
    told: str,
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "countries.mmdb"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("CHATBOOKR_GEOIP_FILE", str(path))

    said = refused(("serve",), capsys)

    assert f"{path} (CHATBOOKR_GEOIP_FILE) cannot be read ({told})" in said
    assert "leave CHATBOOKR_GEOIP_FILE out" in said


@pytest.mark.parametrize("coordinate", ["NONSENSE", "Booking.nothing", "Query.bookings(nothing:)", "Role.NOBODY"])
def test_what_the_api_does_not_have_is_not_said_to_be_unused(
    coordinate: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()

    said = refused(("field-use", coordinate), capsys)

    assert f"{coordinate} is nothing of this version's API" in said


def test_the_keys_of_a_clinic_that_is_not_there_are_not_rotated(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()

    for more in ((), ("--queue",)):
        said = refused(("keys", "rotate", "--clinic", str(UUID(int=7)), *more), capsys)

        assert f"There is no clinic {UUID(int=7)}: `chatbookr clinic list` shows their ids." in said


def test_a_key_file_that_cannot_be_made_is_named(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", "/proc/nowhere/key")

    assert "/proc/nowhere/key (CHATBOOKR_KEY_FILE)" in refused(("keys", "status"), capsys)


def test_another_deployments_key_file_starts_neither_api_nor_worker(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == main(["audit", "key"]) == 0  # a key is made
    capsys.readouterr()
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "another"))
    monkeypatch.setenv("CHATBOOKR_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")

    for command in ("serve", "worker"):
        said = refused((command,), capsys)

        assert "A data key is wrapped by local:" in said
        assert "put the key of this database back" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "verify", "{missing}", "--key", "{key}"),
        ("audit", "verify", "{key_file}", "--key", "{key}", "--known", "{missing}"),
        ("audit", "fresh", "{missing}", "--key", "{key}", "--time-key", "{key}"),
        ("audit", "fresh", "{binary}", "--key", "{key}", "--time-key", "{key}"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    arguments: tuple[str, ...], place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    main(["audit", "key"])
    key = capsys.readouterr().out.splitlines()[-2]
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x80")
    names = {"missing": tmp_path / "missing", "key_file": tmp_path / "key", "binary": tmp_path / "binary", "key": key}

    assert "cannot be read: " in refused(tuple(one.format(**names) for one in arguments), capsys)


def test_a_witness_without_a_folder_of_its_own_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(("witness", "--name", "witness.example/w1", "--folder", "/proc/nowhere"), capsys)

    assert "--folder: /proc/nowhere cannot be used" in said


def test_a_disk_that_fills_while_the_database_is_migrated_is_said_and_what_was_begun_goes_on_later(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 * 1024, before[1]))
    try:
        said = refused(("migrate",), capsys)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert f"The database {place} cannot be used" in said
    assert "with room on their disk" in said
    assert main(["migrate"]) == 0


@pytest.mark.postgres
def test_a_role_that_may_not_migrate_and_one_that_may_not_read_are_told_which_roles_there_are(
    new_postgres_urls: PostgresUrls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def revoke() -> None:
        admin = await asyncpg.connect(new_postgres_urls.admin)
        try:
            await admin.execute(f'REVOKE SELECT ON aerich FROM "{app}"')  # noqa: S608  # a name of this test's own
        finally:
            await admin.close()

    app = urlsplit(new_postgres_urls.app).username
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "none")
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", new_postgres_urls.app)
    unable = refused(("migrate",), capsys)
    monkeypatch.setenv("CHATBOOKR_MIGRATION_DATABASE_URL", new_postgres_urls.migrator)
    assert main(["migrate"]) == 0
    capsys.readouterr()
    asyncio.run(revoke())
    blind = refused(("jobs",), capsys)

    for said in (unable, blind):
        assert f"The database lets {app} do too little (permission denied" in said
        assert "`chatbookr db roles`" in said
