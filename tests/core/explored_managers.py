"""Walks on which managers arrange most of what happens, while people book: longer, and looked at for that alone."""

from collections.abc import Mapping
from random import Random
from typing import Final

from tests.core.explored_arranging import ANSWERING, ARRANGING
from tests.core.explored_clinic import make_explored
from tests.core.explored_displaced import miscounted, misjudged
from tests.core.explored_truth import truth_of
from tests.core.explored_writes import (
    Write,
    answers,
    books,
    books_series,
    cancels,
    confirms,
    holds,
    lets_time_pass,
    moves,
    overbooks,
    reads_calendar,
)

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError

DOINGS: Final[Mapping[Write, int]] = {
    **ARRANGING,
    **ANSWERING,
    books: 14,
    overbooks: 2,
    holds: 3,
    confirms: 2,
    moves: 4,
    cancels: 2,
    answers: 1,
    books_series: 2,
    lets_time_pass: 1,
    reads_calendar: 2,
}


async def walk_with_managers(deployment: Deployment, seed: int, *, steps: int) -> None:
    """Make a clinic, and after each thing that is arranged hold against the rows whom it came over."""
    made = await make_explored(deployment, Random(seed))  # noqa: S311  # the same walk in every run
    before = await truth_of(made.clinic.id, made.now)
    for number in range(steps):
        (write,) = made.chance.choices(list(DOINGS), list(DOINGS.values()))
        came_to = "done"
        try:
            await write(made)
        except ChatbookrError as refusal:
            came_to = refusal.code
        after = await truth_of(made.clinic.id, made.now)
        wrongs = after.wrongs()
        if write in ARRANGING:
            wrongs += [*misjudged(before, after), *await miscounted(before, after)]
        assert not wrongs, (seed, number, write.__name__, came_to, wrongs)
        before = after
