"""`chatbookr sessions`: whoever runs the deployment ends somebody's log-ins, or everybody's."""

import asyncio
from datetime import timedelta

import pytest
from tests.account_rows import make_operator
from tests.conftest import NOW
from tests.factories import make_user, writing
from tests.session_rows import make_session

from chatbookr_api.cli import main
from chatbookr_core.db import Database
from chatbookr_core.ids import new_id
from chatbookr_core.models import OperatorSession, Session


@pytest.fixture
async def ada(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let Ada, Bea and an operator be logged in; return Ada's address."""
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_database.url)
    for email, times in (("ada@example.com", 2), ("bea@example.com", 1)):
        user = await make_user(email=email)
        for _ in range(times):
            await make_session(user, NOW)
    operator = await make_operator()
    async with writing():
        await OperatorSession.create(
            id=new_id(),
            operator_id=operator.id,
            token_hash="h",
            created_at=NOW,
            last_seen_at=NOW,
            logged_in_at=NOW,
            expires_at=NOW + timedelta(hours=8),
        )
    return "ada@example.com"


async def ended(*arguments: str) -> int:
    return await asyncio.to_thread(main, ["sessions", "end", *arguments])


@pytest.mark.asvs("7.4.5")
async def test_one_accounts_sessions_are_ended_and_no_others(ada: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = await ended(ada.upper())

    assert (code, capsys.readouterr().out) == (0, "2 sessions ended\n")
    assert await Session.filter(user__email=ada, revoked_at=None).count() == 0
    assert await Session.filter(revoked_at=None).count() == 1
    assert await OperatorSession.filter(revoked_at=None).count() == 1


@pytest.mark.asvs("7.4.5")
async def test_everybodys_sessions_are_ended_operators_too(ada: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = await ended("--everybody")

    assert (code, capsys.readouterr().out) == (0, "4 sessions ended\n")
    assert await Session.filter(revoked_at=None).count() == 0
    assert await OperatorSession.filter(revoked_at=None).count() == 0


@pytest.mark.parametrize("arguments", [[], ["nobody@example.com"], ["ada@example.com", "--everybody"]])
async def test_what_is_not_clear_ends_nothing(ada: str, arguments: list[str]) -> None:
    assert await ended(*arguments) == 2
    assert await Session.filter(revoked_at=None).count() == 3
