import asyncio
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.factories import make_clinic, make_connection, make_conversation, make_patient
from tests.schema.desk import make_message

from chatbookr_api.cli import main
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import Database
from chatbookr_core.keys.columns import MESSAGE_BODY
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import Clinic, Message

MESSAGES = 1200
DIES_IN_THE_MIDST = """
import sys
from chatbookr_api.cli import main
from chatbookr_core.faultpoints import Killer, install
install(Killer("rotation.between_portions"))
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(LocalKeyFile(tmp_path / "key-encryption.key"), SystemClock())


@pytest.fixture
async def clinic(database: Database, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", database.url)
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key-encryption.key"))
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "none")
    clinic = await make_clinic(vault)
    conversation = await make_conversation(await make_patient(clinic, vault), await make_connection(clinic, vault))
    first = await make_message(conversation, vault, body="message 0")
    keys = await vault.reading(clinic.id, [first.body_sealed])
    sealer = keys._patients[conversation.patient_id.bytes]
    from chatbookr_core.db import transaction
    from chatbookr_core.ids import new_id

    rows = []
    for number in range(1, MESSAGES):
        row_id = new_id()
        body = sealer.seal(MESSAGE_BODY, row_id, f"message {number}")
        values = {name: getattr(first, name) for name in ("clinic_id", "conversation_id", "connection_id", "sent_at")}
        rows.append(
            Message(id=row_id, direction="inbound", author="patient", kind="text", body_sealed=body, status="received",
                    created_at=first.created_at, **values)
        )  # fmt: skip
    async with transaction():
        await Message.bulk_create(rows)
    return clinic


async def told(clinic: Clinic, vault: Vault) -> set[str]:
    rows = await Message.filter(clinic_id=clinic.id)
    keys = await vault.reading(clinic.id, [one.body_sealed for one in rows])
    return {keys.open_text(MESSAGE_BODY, one.id, one.body_sealed) for one in rows}


async def versions(clinic: Clinic) -> set[int]:
    return {int.from_bytes(one.body_sealed[1:5], "big") for one in await Message.filter(clinic_id=clinic.id)}


@pytest.mark.integration
async def test_a_rotation_that_is_killed_goes_on_and_nothing_is_lost(clinic: Clinic, vault: Vault) -> None:
    before = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    command = [sys.executable, "-c", DIES_IN_THE_MIDST, "keys", "rotate", "--before", before]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert b"replacing keys" in said
    assert 1 in await versions(clinic)
    assert len(await versions(clinic)) == 2
    vault.drop(None)
    assert len(await told(clinic, vault)) == MESSAGES  # readable in the midst of it

    await asyncio.sleep(1.1)  # `before` lies in the past now: what the first try made is young enough
    assert await asyncio.to_thread(main, ["keys", "rotate", "--before", before]) == 0

    vault.drop(None)
    assert len(await told(clinic, vault)) == MESSAGES
    assert 1 not in await versions(clinic)


async def test_status_and_rewrap_tell_in_numbers(
    clinic: Clinic, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await vault.deployment_keys()
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "new.key"))
    monkeypatch.setenv("CHATBOOKR_EARLIER_KEY_FILES", str(tmp_path / "key-encryption.key"))

    assert await asyncio.to_thread(main, ["keys", "rewrap"]) == 0
    assert await asyncio.to_thread(main, ["keys", "status"]) == 0
    assert await asyncio.to_thread(main, ["keys", "rotate", "--queue"]) == 0

    new = LocalKeyFile(tmp_path / "new.key")
    said = capsys.readouterr().out
    assert f"2 data keys are wrapped by {new.key_id} now" in said
    assert f"2 data keys wrapped by {new.key_id}" in said
    assert "1 patients, 0 of them with values" in said
    assert "2 rotations are owed" in said
    assert len(await told(clinic, Vault(new, SystemClock()))) == MESSAGES


async def test_what_is_no_instant_or_clinic_is_refused(clinic: Clinic) -> None:
    assert await asyncio.to_thread(main, ["keys", "rotate", "--before", "yesterday"]) == 2
    assert await asyncio.to_thread(main, ["keys", "rotate", "--clinic", "x"]) == 2
