"""`chatbookr clinic`: whoever hosts Chatbookr opens a clinic and lets its owner in, who sets up the rest."""

import asyncio
from pathlib import Path

import pytest

from chatbookr_api.cli import main
from chatbookr_core.db import Database
from chatbookr_core.models import AuditEntry, Clinic, Membership, User

OPEN = ["clinic", "open", "--name", "Praxis Nord", "--zone", "Europe/Berlin", "--language", "de"]
OWNER = ["--owner", "Ina@example.com", "--owner-name", "Ina Nord"]


@pytest.fixture(autouse=True)
def settings(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key-encryption.key"))
    monkeypatch.setenv("CHATBOOKR_PUBLIC_URL", "http://clinic.test")


async def test_a_clinic_is_opened_with_its_owner_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    opened = await asyncio.to_thread(main, [*OPEN, *OWNER])
    said = capsys.readouterr().out.splitlines()
    listed = await asyncio.to_thread(main, ["clinic", "list"])

    clinic, owner = await Clinic.get(), await User.get()
    assert (opened, listed) == (0, 0)
    assert (clinic.name, clinic.zone, clinic.locale) == ("Praxis Nord", "Europe/Berlin", "de")
    assert (owner.email, owner.full_name) == ("ina@example.com", "Ina Nord")
    assert (await Membership.get()).role == "owner"
    address, _, token = said[-1].partition("#")
    assert (address, len(token) >= 43) == ("http://clinic.test/password-reset", True)
    assert said[0] == f"Opened {clinic.id}"
    assert capsys.readouterr().out == f"{clinic.id} Europe/Berlin Praxis Nord\n"
    assert "clinicOpen" in "".join([one.content for one in await AuditEntry.all()])


async def test_an_owner_with_an_account_gets_a_second_clinic(capsys: pytest.CaptureFixture[str]) -> None:
    await asyncio.to_thread(main, [*OPEN, *OWNER])
    again = await asyncio.to_thread(main, [*OPEN, *OWNER])

    assert again == 0
    assert capsys.readouterr().out.splitlines()[-1] == "The owner has an account already: http://clinic.test/log-in"
    assert (await User.all().count(), await Membership.all().count()) == (1, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--name", " "],
        ["--zone", "Mars/Base"],
        ["--language", "xx"],
        ["--owner", "nobody"],
        ["--owner-name", ""],
    ],
)
async def test_what_makes_no_clinic_opens_none(capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    refused = await asyncio.to_thread(main, [*OPEN, *OWNER, *wrong])

    assert refused == 2
    assert capsys.readouterr().err.startswith("chatbookr: ")
    assert (await Clinic.all().count(), await User.all().count()) == (0, 0)
