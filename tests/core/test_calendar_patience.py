"""Calendars are asked a few at a time, until a moment that holds for all of them."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from chatbookr_core.calendars.patience import AT_ONCE, LIVE_SECONDS, all_of, answering, patience
from chatbookr_core.errors import CalendarNotFresh, SlotTaken
from chatbookr_schema.limits import TIMEOUT_SECONDS


def test_whoever_waits_for_calendars_is_answered_before_the_operation_ends() -> None:
    assert LIVE_SECONDS + 2 < TIMEOUT_SECONDS


async def test_answers_come_in_the_order_of_the_questions_and_a_few_at_a_time() -> None:
    under_way, most = 0, 0

    def question(number: int) -> Callable[[], Awaitable[int]]:
        async def ask() -> int:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.001 * (10 - number))
            under_way -= 1
            return number

        return ask

    assert await all_of([question(number) for number in range(10)]) == list(range(10))
    assert most == AT_ONCE
    assert await all_of([question(3)]) == [3]
    assert await all_of([]) == []


async def test_the_first_to_fail_ends_the_others() -> None:
    ended: list[str] = []

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("slow")

    async def fails() -> None:
        raise SlotTaken()

    with pytest.raises(SlotTaken):
        await all_of([slow, fails])
    assert ended == ["slow"]


async def test_what_does_not_answer_in_time_is_not_fresh() -> None:
    with pytest.raises(CalendarNotFresh):
        async with answering(patience(0.01)):
            await asyncio.sleep(60)
    async with answering(None):
        await asyncio.sleep(0)
