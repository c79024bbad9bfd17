"""The steps of a walk at random through two calendars, and how often each is taken."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from tests.workers.calendar_troubles import (
    forget,
    give_up,
    kill,
    lose_grant,
    lose_pushes,
    race,
    reconnect,
    slow,
    trouble,
)
from tests.workers.calendar_walk import Walk

from chatbookr_core.errors import ChatbookrError
from chatbookr_sdk import PluginError

Act = Callable[[Walk], Awaitable[str]]
ACTS: Sequence[tuple[Act, int]] = (
    (Walk.book, 14), (Walk.move, 6), (Walk.hand_over, 5), (Walk.cancel, 5), (Walk.settle, 6), (Walk.insert, 8),
    (Walk.change, 5), (Walk.change_one, 4), (Walk.split, 1), (Walk.touch, 10), (Walk.copy, 1), (trouble, 10),
    (slow, 2), (race, 4), (kill, 5), (forget, 2), (lose_pushes, 1), (lose_grant, 1),
    (reconnect, 1), (Walk.wait, 8),
)  # fmt: skip
COMING_AND_GOING: Sequence[tuple[Act, int]] = (*ACTS, (give_up, 6), (reconnect, 6))
"""The same where accounts are disconnected and connected again in between."""


async def go(walk: Walk, length: int, acts: Sequence[tuple[Act, int]] = ACTS) -> None:
    """Take so many steps at random, with a moment between them more often than not."""
    for _ in range(length):
        [act] = walk.chance.choices([one for one, _ in acts], [weight for _, weight in acts])
        await take(walk, act)
        if walk.chance.random() < 0.6:
            await walk.pass_by(timedelta(seconds=walk.chance.choice((1, 2, 5))))


async def take(walk: Walk, act: Act) -> None:
    at = walk.world.clock.now()
    try:
        told = await act(walk)
    except (ChatbookrError, PluginError) as refusal:
        told = f"refused: {type(refusal).__name__}"
    walk.steps.append(f"{at:%d %H:%M:%S} {act.__name__} {told}")
