"""`chatbookr consents export`: the whole ledger in a file of its owner's alone, and never without an entry of it."""

import asyncio
import json
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from tests.consent_rows import make_consent
from tests.factories import make_clinic, make_patient

from chatbookr_api.cli import main
from chatbookr_core.db import Database, opened
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "none")


async def test_a_ledger_is_written_for_one_clinic_and_that_is_written_down(
    environment: None,
    database: Database,
    vault: Vault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", database.url)
    clinic, other = await make_clinic(vault), await make_clinic(vault)
    consents = [await make_consent(await make_patient(one, vault), vault) for one in (clinic, other) for _ in range(2)]
    path = tmp_path / "ledger.zip"

    code = await asyncio.to_thread(main, ["consents", "export", "--clinic", str(clinic.id), "--file", str(path)])

    assert (code, capsys.readouterr().out) == (0, f"written: {path}\n")
    assert path.stat().st_mode & 0o777 == 0o600
    with ZipFile(path) as archive:
        told = json.loads(archive.read("ledger.json"))
        assert {"ledger.json", "ledger.csv", "fhir.json"} == set(archive.namelist())
    assert {one["id"] for one in told["entries"]} == {str(one.id) for one in consents if one.clinic_id == clinic.id}
    entries = await AuditEntry.filter(action="consentExportFetch")
    assert [(one.clinic_id, one.actor_kind) for one in entries] == [(clinic.id, "host")]


@pytest.mark.parametrize("clinic", ["nothing", str(UUID(int=7))])
def test_what_is_no_clinic_leaves_no_file_and_no_entry(
    environment: None,
    sqlite_url: str,
    clinic: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_url)
    path = tmp_path / "ledger.zip"

    assert main(["consents", "export", "--clinic", clinic, "--file", str(path)]) == 2

    assert "clinic" in capsys.readouterr().err
    assert not path.exists()
    assert asyncio.run(count_of(sqlite_url)) == 0


def test_a_file_that_is_there_stays_as_it_is(
    environment: None,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_url)
    path = tmp_path / "ledger.zip"
    path.write_text("mine")

    assert main(["consents", "export", "--clinic", str(new_id()), "--file", str(path)]) == 2

    assert "cannot be made" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert asyncio.run(count_of(sqlite_url)) == 0


async def count_of(url: str) -> int:
    async with opened(url, work="audit"):
        return await AuditEntry.filter(action="consentExportFetch").count()
