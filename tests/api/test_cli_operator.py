"""`chatbookr operator`: those who run the deployment are invited, suspended and listed, and no clinic is shown."""

import asyncio
from pathlib import Path

import pytest
from tests.factories import make_clinic

from chatbookr_api.cli import main
from chatbookr_core.db import Database
from chatbookr_core.models import Operator


async def test_an_operator_is_invited_listed_and_suspended(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key-encryption.key"))
    monkeypatch.setenv("CHATBOOKR_PUBLIC_URL", "http://clinic.test")
    await make_clinic(name="Canary Clinic")

    invited = await asyncio.to_thread(main, ["operator", "invite", "Op@example.com", "--name", "Olga"])
    link = capsys.readouterr().out.splitlines()[-1]
    nobody = await asyncio.to_thread(main, ["operator", "suspend", "nobody@example.com"])
    nameless = await asyncio.to_thread(main, ["operator", "invite", "other@example.com"])
    suspended = await asyncio.to_thread(main, ["operator", "suspend", "op@example.com"])
    listed = await asyncio.to_thread(main, ["operator", "list"])

    assert (invited, nobody, nameless, suspended, listed) == (0, 2, 2, 0, 0)
    address, _, token = link.partition("#")
    assert (address, len(token)) == ("http://clinic.test/operator", 43)  # 256 bits, where no server logs them
    said = capsys.readouterr()
    assert "op@example.com suspended keys=0 Olga" in said.out
    assert "Canary" not in said.out + said.err
    assert token not in said.out
    assert (await Operator.get()).enrolment_hash is None
