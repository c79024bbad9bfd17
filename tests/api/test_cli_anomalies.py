"""`chatbookr anomalies`: the rules, a look at once, and a dry run that writes nothing."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.factories import make_clinic

from chatbookr_api.cli import main
from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.models import Anomaly
from chatbookr_core.settings import settings_from


@pytest.fixture
def environment(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    found = {
        "CHATBOOKR_DATABASE_URL": sqlite_url,
        "CHATBOOKR_KEY_FILE": str(tmp_path / "key"),
        "CHATBOOKR_PLUGINS": "none",
    }
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    return found


async def export(environment: dict[str, str]) -> str:
    """Have somebody export a lot; return the clinic's id."""
    deployment = deployment_from(settings_from(environment))
    async with opened(environment["CHATBOOKR_DATABASE_URL"], work="audit"):
        clinic, who = await make_clinic(), Who("staff", uuid4())
        async with transaction():
            for _ in range(RULES["mass_exports"].threshold):
                note(deployment.clock.now(), "patientExport", who, clinics=(clinic.id,), subject_id=uuid4())
        await sequence(deployment)
    return str(clinic.id)


async def count(environment: dict[str, str]) -> int:
    async with opened(environment["CHATBOOKR_DATABASE_URL"], work="audit"):
        return await Anomaly.all().count()


def test_the_rules_are_listed_with_what_they_say(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["anomalies", "rules"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(RULES)
    assert RULES["mass_exports"].says in lines[5]
    assert " 5 within 1 hours " in lines[5]
    assert [" 2 within 90 days " in line for line in lines].count(True) == 1


def test_a_look_at_once_finds_what_a_dry_run_found_and_only_the_look_writes(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["anomalies", "check"]) == 0
    clinic = asyncio.run(export(environment))
    since = (deployment_from(settings_from(environment)).clock.now() - timedelta(hours=1)).isoformat()
    capsys.readouterr()

    assert main(["anomalies", "replay", "--clinic", clinic, "--since", since]) == 0
    dry, written = capsys.readouterr().out, asyncio.run(count(environment))
    assert main(["anomalies", "check"]) == 0

    assert dry.startswith("1 alerts; nothing was written")
    assert (written, asyncio.run(count(environment))) == (0, 1)
    assert "mass_exports" in dry
    assert capsys.readouterr().out.startswith("5 entries read, 1 new alerts\nmass_exports: ")


@pytest.mark.parametrize(
    "given", [["replay"], ["replay", "--since", "yesterday"], ["rules", "--clinic", "the one in town"]]
)
def test_what_cannot_be_read_is_said_to_be_so(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    assert main(["anomalies", *given]) == 2
    assert capsys.readouterr().err.startswith("chatbookr: give ")
