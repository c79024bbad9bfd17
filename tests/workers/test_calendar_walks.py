"""Whatever a clinic, its doctors and Google do to their calendars: a minute after all is well both sides agree."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.nights import seeds_of_night
from tests.workers.calendar_agreement import disagreements
from tests.workers.calendar_steps import ACTS, COMING_AND_GOING, Act, go
from tests.workers.calendar_walk import begun

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

MINUTE = timedelta(minutes=1)
STEPS = 30
MOST_JOBS = 400
"""A walk has some 30, rarely 100: whoever needs more goes round in circles."""
STUCK_SECONDS = 300.0
"""Whoever waits for so long waits for nothing; how busy the machine is says nothing about the walk."""
MODES = ("ask", "ask", "follow", "put_back")


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic over SQLite, then over PostgreSQL."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        yield world


async def walk_and_compare(world: World, seed: int, acts: Sequence[tuple[Act, int]] = ACTS) -> None:
    """Walk, let Google heal, wait for a minute and no longer, and hold both sides against each other."""
    walk = await begun(world, seed, mode=MODES[seed % len(MODES)], is_pushed=seed % 3 == 0)
    async with asyncio.timeout(STUCK_SECONDS):
        await go(walk, STEPS, acts)
        await walk.heal()
        await walk.pass_by(MINUTE)
        found = await disagreements(walk)

    assert walk.ran.total() < MOST_JOBS, walk.ran.most_common()
    assert not found, "\n".join([*walk.steps, *found])


@pytest.mark.parametrize("seed", [7, 32, 34])
async def test_a_minute_after_a_walk_both_sides_agree(world: World, seed: int) -> None:
    await walk_and_compare(world, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", seeds_of_night(1000, 100))
async def test_a_minute_after_any_walk_both_sides_agree(world: World, seed: int) -> None:
    await walk_and_compare(world, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", seeds_of_night(2000, 100))
async def test_a_minute_after_a_walk_on_which_accounts_come_and_go_both_sides_agree(world: World, seed: int) -> None:
    await walk_and_compare(world, seed, COMING_AND_GOING)
