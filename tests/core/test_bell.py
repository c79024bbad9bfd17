"""The bell: many commits ring once, nothing of it fails a commit, and nothing is left unsaid at the end."""

import asyncio
import logging

import pytest

from chatbookr_core.bell import DUE, LOGGED, Bell


class Ringer:
    """Takes what is said; it can be slow, or fail."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.fails = 0

    async def notify(self, said: str) -> None:
        await self.may_go_on.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("cannot reach anybody")
        self.said.append(said)


async def test_commits_of_one_moment_ring_once_and_at_once() -> None:
    ringer = Ringer()
    bell = Bell(ringer.notify)

    for _ in range(50):
        bell.ring({LOGGED})
    await asyncio.sleep(0)

    assert ringer.said == [LOGGED]
    await bell.close()
    assert ringer.said == [LOGGED]


async def test_what_is_committed_while_it_rings_is_rung_for_afterwards() -> None:
    ringer = Ringer()
    bell = Bell(ringer.notify)
    ringer.may_go_on.clear()
    bell.ring({LOGGED})
    await asyncio.sleep(0)

    bell.ring({DUE})
    bell.ring({LOGGED})
    ringer.may_go_on.set()
    await bell.close()

    assert ringer.said == [LOGGED, f"{DUE} {LOGGED}"]


async def test_a_commit_that_tells_nothing_does_not_ring() -> None:
    ringer = Ringer()
    bell = Bell(ringer.notify)

    bell.ring(())
    await bell.close()

    assert ringer.said == []


async def test_a_server_that_is_away_is_warned_of_and_the_next_commit_rings_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ringer = Ringer()
    ringer.fails = 1
    bell = Bell(ringer.notify)

    with caplog.at_level(logging.WARNING):
        bell.ring({LOGGED})
        await asyncio.sleep(0)
    bell.ring({LOGGED})
    await bell.close()

    assert [record.getMessage() for record in caplog.records] == [
        "could not ring for listeners, who look by themselves: OSError"
    ]
    assert ringer.said == [LOGGED]
