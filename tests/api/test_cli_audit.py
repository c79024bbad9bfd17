"""`chatbookr audit`: keys, an export, and its verification without any database."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.core.audit_forgeries import parts_of, rewrite, seeded
from tests.core.test_audit_verifying import CLINICS, grown

from chatbookr_api.cli import main
from chatbookr_core.audit.freshness import stated_at
from chatbookr_core.audit.proofs import newest_note
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.keys.notes import NoteVerifier
from chatbookr_core.settings import settings_from


@pytest.fixture
def environment(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    found = {
        "CHATBOOKR_DATABASE_URL": sqlite_url,
        "CHATBOOKR_KEY_FILE": str(tmp_path / "key"),
        "CHATBOOKR_PLUGINS": "none",
        "CHATBOOKR_AUDIT_ORIGIN": "log.example/audit",
    }
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


async def fill(environment: dict[str, str]) -> None:
    deployment = deployment_from(settings_from(environment))
    async with opened(environment["CHATBOOKR_DATABASE_URL"], work="audit"):
        await grown(deployment, seeded("cli"), 4)


async def served(deployment: Deployment) -> str:
    async with opened(deployment.settings.database_url, work="audit"):
        found = await newest_note(deployment)
    return found[1] if found else ""


def test_an_export_is_written_and_proven_and_a_forged_one_is_not(
    environment: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asyncio.run(fill(environment))
    assert main(["audit", "key"]) == 0
    key, time_key = capsys.readouterr().out.split()
    path = tmp_path / "log.jsonl"

    for clinic in ((), ("--clinic", str(CLINICS[0]))):
        assert main(["audit", "export", *clinic]) == 0
        path.write_text(capsys.readouterr().out, encoding="utf-8")
        assert main(["audit", "verify", str(path), "--key", key]) == 0
        assert main(["audit", "verify", str(path), "--key", key, "--time-key", time_key]) == 0
        assert capsys.readouterr().out.startswith("proven: ")
    assert main(["audit", "export"]) == 0
    forged = rewrite(capsys.readouterr().out.splitlines(keepends=True), seeded("forged"))
    path.write_text("".join(forged.lines), encoding="utf-8")

    assert main(["audit", "verify", str(path), "--key", key]) == 1
    assert capsys.readouterr().out.endswith(f"first bad: entry {forged.first_bad}\n")
    assert parts_of(forged.lines)[1]
    held_back = tmp_path / "note"
    held_back.write_text(json.loads(forged.lines[1])["checkpoint"], encoding="utf-8")
    later = stated_at(held_back.read_text(encoding="utf-8"), NoteVerifier.read(time_key)) + timedelta(seconds=11)
    monkeypatch.setattr("chatbookr_api.cli.audit.SystemClock", lambda: TurnableClock(later))
    assert main(["audit", "fresh", str(held_back), "--key", key, "--time-key", time_key]) == 1
    assert capsys.readouterr().out.startswith("NOT THE NEWEST: ")
    deployment = deployment_from(settings_from(environment))
    held_back.write_text(asyncio.run(served(deployment)), encoding="utf-8")
    said = stated_at(held_back.read_text(encoding="utf-8"), NoteVerifier.read(time_key))
    monkeypatch.setattr("chatbookr_api.cli.audit.SystemClock", lambda: TurnableClock(said))
    assert main(["audit", "fresh", str(held_back), "--key", key, "--time-key", time_key]) == 0
    assert capsys.readouterr().out.startswith("the newest: ")
    assert key != time_key


def test_an_empty_log_and_a_wrong_key_are_said_to_be_so(
    environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("")

    assert main(["audit", "export"]) == 2
    assert main(["audit", "export", "--clinic", "nothing"]) == 2
    assert main(["audit", "verify", str(tmp_path / "log"), "--key", "nothing"]) == 2
    assert "empty" in capsys.readouterr().err
