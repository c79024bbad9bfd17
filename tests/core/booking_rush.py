"""One of several processes that book the same times: says "ready", waits for a line, says how many it got."""

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.bookings.service import book
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.errors import SlotTaken
from chatbookr_core.scope import within

ZERO = datetime(2027, 3, 2, 10, tzinfo=UTC)


async def rush(url: str, ids: list[UUID], seed: int) -> int:
    """Try 40 overlapping half hours in an order of one's own; return how many were booked."""
    clinic_id, service_id, practitioner_id, location_id, patient_id = ids
    chance = Random(seed)  # noqa: S311  # an order of tries
    starts = [ZERO + timedelta(minutes=15 * number) for number in range(40)]
    chance.shuffle(starts)
    won = 0
    async with opened(url), AsyncExitStack() as stack:
        stack.enter_context(within([clinic_id]))
        for start in starts:
            request = SlotRequest(service_id, practitioner_id, location_id, start)
            try:
                async with transaction():
                    await book(
                        request,
                        clinic_id=clinic_id,
                        patient_id=patient_id,
                        conversation_id=None,
                        created_by="staff",
                        clock=TurnableClock(ZERO - timedelta(days=1)),
                        random=chance,
                    )
            except SlotTaken:
                continue
            won += 1
    return won


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    print(asyncio.run(rush(sys.argv[1], [UUID(text) for text in sys.argv[2:7]], int(sys.argv[7]))))
