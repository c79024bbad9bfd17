"""Whatever happens to a clinic of any kind, what is offered can be had, nothing else can, and all ways of asking agree.

A walk makes a clinic by chance, then one write after another. After each it holds what is offered, remembered, counted
and explained against what the tables say by themselves (`explored_truth`), tries to book and to move, and looks for
overlaps, and for what was added beyond a limit or on the way to another place.
"""

import pytest
from tests.core.explored_checks import walk
from tests.core.explored_managers import walk_with_managers
from tests.nights import seeds_of_night

from chatbookr_core.db import Database, opened
from chatbookr_core.deployment import Deployment


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_happens_what_is_offered_is_true(
    sqlite_database: Database, sqlite_url: str, deployment: Deployment, seed: int
) -> None:
    async with opened(sqlite_url) as another:
        with sqlite_database.entered():
            await walk(deployment, another, seed, steps=4)


@pytest.mark.parametrize("seed", [1, 3])
async def test_whatever_managers_arrange_names_whom_it_came_over_and_nobody_else(
    sqlite_database: Database, deployment: Deployment, seed: int
) -> None:
    with sqlite_database.entered():
        await walk_with_managers(deployment, seed, steps=15)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", seeds_of_night(500, 100))
async def test_it_does_on_long_walks(database: Database, deployment: Deployment, seed: int) -> None:
    await walk_with_managers(deployment, seed, steps=60)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", seeds_of_night(100, 200))
async def test_both_databases_give_the_same_answers_on_the_same_walk(
    sqlite_database: Database,
    sqlite_url: str,
    postgres_database: Database,
    postgres_url: str,
    deployment: Deployment,
    seed: int,
) -> None:
    lines = []
    for database, url in ((sqlite_database, sqlite_url), (postgres_database, postgres_url)):
        async with opened(url) as another:
            with database.entered():
                lines.append(await walk(deployment, another, seed, steps=25))

    for by_one, by_other in zip(*lines, strict=True):
        assert by_one == by_other
