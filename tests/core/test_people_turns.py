"""A crowd at the door: few are looked at together, some wait, the rest are told to come again."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_user

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import LimitExceeded, NotAuthenticated
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import LoginFailure
from chatbookr_core.people import sessions
from chatbookr_core.people.sessions import log_in
from chatbookr_core.people.turns import AT_ONCE, COME_AGAIN_SECONDS, MOST_HERE, in_turn


async def test_no_more_than_a_few_are_looked_at_together() -> None:
    now: list[int] = []
    most: list[int] = []

    @in_turn
    async def prove() -> None:
        now.append(1)
        most.append(len(now))
        await asyncio.sleep(0)
        now.pop()

    await asyncio.gather(*(prove() for _ in range(MOST_HERE)))

    assert max(most) == AT_ONCE
    assert len(most) == MOST_HERE


async def test_who_comes_when_too_many_wait_is_told_to_come_again_and_later_is_let_in() -> None:
    @in_turn
    async def prove() -> str:
        await asyncio.sleep(0)
        return "in"

    outcomes = await asyncio.gather(*(prove() for _ in range(MOST_HERE + 5)), return_exceptions=True)

    refused = [one for one in outcomes if isinstance(one, LimitExceeded)]
    assert (outcomes.count("in"), len(refused)) == (MOST_HERE, 5)
    assert {one.retry_after_seconds for one in refused} == {COME_AGAIN_SECONDS}
    assert await prove() == "in"


async def test_a_turn_is_given_back_by_whoever_fails() -> None:
    @in_turn
    async def prove() -> None:
        raise NotAuthenticated()

    for _ in range(MOST_HERE + 5):
        with pytest.raises(NotAuthenticated):
            await prove()


async def test_a_try_that_was_told_to_come_again_is_not_counted(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment = make_deployment(vault, clock, tmp_path)
    await make_user(email="ada@example.com")

    async def wrong(*_: object) -> bool:
        await asyncio.sleep(0)
        return False

    monkeypatch.setattr(sessions, "is_password", wrong)
    tries = (log_in(deployment, f"user{number}@example.com", "a guess") for number in range(MOST_HERE + 20))
    outcomes = Counter(type(one) for one in await asyncio.gather(*tries, return_exceptions=True))

    assert outcomes == {NotAuthenticated: MOST_HERE, LimitExceeded: 20}
    assert await LoginFailure.all().count() == MOST_HERE
