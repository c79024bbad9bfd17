"""`chatbookr trust`: what it prints for people and programs, what it ends with, and what it never says."""

import asyncio
import json
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.factories import make_clinic, make_patient

from chatbookr_api.cli import main
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.settings import settings_from
from chatbookr_core.trust.findings import Finding, Outcome
from chatbookr_core.trust.looking import Look
from chatbookr_core.trust.report import CHECKS

NAME = "Ada Unmistakable"
PASSWORD = "not-to-be-printed"


@pytest.fixture
def environment(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    found = {
        "CHATBOOKR_DATABASE_URL": sqlite_url,
        "CHATBOOKR_KEY_FILE": str(tmp_path / "key"),
        "CHATBOOKR_PLUGINS": "none",
        "CHATBOOKR_PUBLIC_URL": "http://127.0.0.1:1",
        "CHATBOOKR_SMTP_URL": f"smtp://user:{PASSWORD}@127.0.0.1:1",
    }
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


async def filled(environment: dict[str, str]) -> None:
    deployment = deployment_from(settings_from(environment), clock=TurnableClock(NOW))
    async with opened(environment["CHATBOOKR_DATABASE_URL"], work="keys"):
        clinic = await make_clinic(deployment.vault, name="Praxis Unmistakable")
        await make_patient(clinic, deployment.vault, name=NAME)
        async with transaction():
            note(NOW, "backupRehearse", HOST, hours=5, seconds=40)


def test_each_promise_is_a_row_and_nobody_is_named(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(filled(environment))

    assert main(["trust", "--json"]) == 1  # nobody is told of alerts here, and no backup is made
    out, err = capsys.readouterr()
    rows = {row["id"]: row for row in json.loads(out)}

    assert list(rows) == [f"P{number}" for number in range(1, 21)]
    assert (rows["P3"]["outcome"], rows["P4"]["outcome"], rows["P12"]["outcome"]) == ("kept", "not_kept", "not_shown")
    assert {"name": "backAfter", "value": 40, "unit": "seconds"} in rows["P19"]["facts"]
    assert all(row["next"] for row in rows.values() if row["outcome"] != "kept")
    for word in ("Unmistakable", PASSWORD, environment["CHATBOOKR_KEY_FILE"]):
        assert word not in out + err


def test_people_read_what_is_not_kept_and_what_to_do(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trust"]) == 1

    out = capsys.readouterr().out
    assert "P4   NOT KEPT   Backed up\n" in out
    assert "\n     -> Set CHATBOOKR_BACKUP_RECIPIENTS" in out
    assert out.splitlines()[-1].count(" not kept, ") == 1


def test_it_ends_well_where_nothing_is_broken(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def unseen(_: Look) -> Finding:
        return Finding(Outcome.NOT_SHOWN, why="Nobody looked.", next_step="Look.")

    for promise in CHECKS:
        monkeypatch.setitem(CHECKS, promise, unseen)

    assert main(["trust"]) == 0
    assert "0 kept, 0 not kept, 20 not shown" in capsys.readouterr().out


def test_a_database_that_is_not_there_is_said_to_be(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", f"sqlite://{tmp_path / 'absent.sqlite3'}")

    assert main(["trust"]) == 2
    assert "There is no database" in capsys.readouterr().err
