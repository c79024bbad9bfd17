"""`chatbookr db roles`, as somebody who deploys runs it: the superuser and the passwords come out of files."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from tests.conftest import PostgresUrls

from chatbookr_api.cli import main

pytestmark = pytest.mark.postgres
WORDS = {"migrator": "lent-to-migrate", "app": "lent-to-serve", "backup": "lent-to-dump"}


def asked(url: str, *statements: str) -> object:
    """Run statements, and return the first value of the last."""

    async def ask() -> object:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    return asyncio.run(ask())


def url_as(url: str, role: str, password: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port or 5432}"))


@pytest.fixture
def prefix(new_postgres_urls: PostgresUrls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Lend the command what it is told, each by a file's name; its roles are dropped in the end."""
    named = f"{new_postgres_urls.admin.rpartition('/')[2]}_lent"
    lent = {f"{name}_password": word for name, word in WORDS.items()} | {"admin_database_url": new_postgres_urls.admin}
    monkeypatch.setenv("CHATBOOKR_SECRETS_FILE_FOLDER", str(tmp_path))
    for name, value in lent.items():
        (tmp_path / name).write_text(f"{value}\n")
        monkeypatch.setenv(f"CHATBOOKR_{name.upper()}", f"secret:file:{name}")
    yield named
    for role in (f"{named}_{one}" for one in ("app", "migrator", "backup", "owner")):
        if asked(new_postgres_urls.admin, f"SELECT to_regrole('{role}')::text"):
            asked(new_postgres_urls.admin, f"DROP OWNED BY {role}", f"DROP ROLE {role}", "SELECT TRUE")


def test_passwords_are_read_where_the_references_say(
    new_postgres_urls: PostgresUrls, prefix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["db", "roles", "--prefix", prefix])

    said = capsys.readouterr().out
    assert code == 0, said
    for role, password in WORDS.items():
        url = url_as(new_postgres_urls.admin, f"{prefix}_{role}", password)
        assert asked(url, "SELECT session_user::text") == f"{prefix}_{role}"
        assert password not in said


def test_who_dumps_reads_the_rows_of_all_clinics_and_writes_none(new_postgres_urls: PostgresUrls, prefix: str) -> None:
    rows = "CREATE TABLE kept AS SELECT 'one' AS word"
    hidden = "ALTER TABLE kept ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"  # and no policy that shows any
    asked(new_postgres_urls.admin, rows, hidden, "SELECT TRUE")
    main(["db", "roles", "--prefix", prefix])
    dumping = url_as(new_postgres_urls.admin, f"{prefix}_backup", WORDS["backup"])
    serving = url_as(new_postgres_urls.admin, f"{prefix}_app", WORDS["app"])

    seen = [asked(url, "SELECT COUNT(*) FROM kept") for url in (dumping, serving)]

    assert seen == [1, 0]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        asked(dumping, "DELETE FROM kept", "SELECT TRUE")


def test_who_dumps_is_not_made_without_a_password(
    new_postgres_urls: PostgresUrls, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHATBOOKR_BACKUP_PASSWORD")

    main(["db", "roles", "--prefix", prefix])

    assert not asked(new_postgres_urls.admin, f"SELECT to_regrole('{prefix}_backup')::text")
