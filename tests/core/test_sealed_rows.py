"""What a patient says and who he is never stands in the database in clear, nor does what opens a provider."""

from pathlib import Path

import pytest
from tests.clinic_world import clinic_world

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ConsentWording

NAME = "Adelheid Kanarienvogel"
BODY = "my knee hurts like a canary"
PHONE = "4915199887766"


def whole_of(folder: Path) -> bytes:
    """Read the database's files, its write-ahead log included."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("chatbookr.sqlite3"))


@pytest.mark.integration
async def test_the_database_file_holds_no_clear_text(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> None:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        await world.connect_calendar()
        await world.work()
        await world.write(BODY, patient=PHONE, name=NAME)
        await world.book(patient=PHONE)
        async with transaction() as tx:
            rows = await tx.fetch("SELECT count(*) AS count FROM booking", ())
        meta, google = world.sandbox_settings.meta, world.sandbox_settings.google
        said = [message["text"] for message in await world.heard(patient=PHONE)]
        shown = set(await ConsentWording.all().values_list("text", flat=True))  # the clinic's words, to everybody

    stored = whole_of(tmp_path)
    clear = [
        NAME,
        BODY,
        PHONE,
        meta.access_token,
        meta.app_secret,
        google.client_secret,
        "ya29.",
        *(one for one in said if one not in shown),
    ]
    assert rows[0]["count"] == 1
    assert len(stored) > 100_000
    assert [text for text in clear if text.encode() in stored] == []
