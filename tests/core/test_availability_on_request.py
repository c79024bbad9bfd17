"""Whose calendar nobody can see offers their times on request, where the others have nothing at all to offer.

Whatever is asked, what is remembered, what is read anew, the days and one start looked up again agree.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.core.timed_house import ALL, HALF_HOUR, MORNING, NINE, TUESDAY, House
from tests.core.timed_house import house as house
from tests.factories import make_calendar_connection, make_practitioner, writing

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, days_for, find_slots, slots_for, starts_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.ids import new_id
from chatbookr_core.models import CalendarConnection, ExternalBusy, Practitioner, WorkingException, WorkingHours

DAY = timedelta(days=1)
LONG_AGO = timedelta(hours=1)


async def stale(house: House, whose: Practitioner, **fields: Any) -> CalendarConnection:
    """Let a practitioner have a calendar that was not read for an hour."""
    known: dict[str, Any] = {"fetched_at": house.clock.now() - LONG_AGO, **fields}
    return await make_calendar_connection(whose, **known)


async def asked(house: House, wanted: SlotSearch) -> list[OfferedSlot]:
    """Search in every way there is; all give the same."""
    now = house.clock.now()
    found = await slots_for(house.clinic.id, wanted, now=now)
    async with transaction():
        assert await slots_for(house.clinic.id, wanted, now=now) == found
        starts = await starts_for(house.clinic.id, wanted, now=now)
    made = [one.slot(minute) for one in starts for minute in one.minutes]
    assert sorted(made, key=lambda slot: (slot.starts_at, str(slot.practitioner_id))) == found
    days = await days_for(house.clinic.id, wanted, now=now)
    assert sum(day.count for day in days) == len({slot.starts_at for slot in found})
    assert {day.is_on_request for day in days} == {slot.is_on_request for slot in found}
    await again(house, wanted, found)
    return found


async def again(house: House, wanted: SlotSearch, found: Sequence[OfferedSlot]) -> None:
    """Look single starts up again, offered or not."""
    for number in range(6):
        start = NINE + number * HALF_HOUR
        offered = [slot for slot in found if slot.starts_at == start]
        looked = await find_slots(house.clinic.id, wanted, start, now=house.clock.now())
        assert sorted(looked, key=lambda slot: str(slot.practitioner_id)) == offered


def search(house: House, whose: Practitioner | None = None, *, days: int = 1, is_firm: bool = False) -> SlotSearch:
    who = whose.id if whose is not None else None
    return SlotSearch(house.service.id, who, None, NINE, NINE + days * DAY, or_on_request=not is_firm)


def shown(slots: Sequence[OfferedSlot]) -> list[tuple[int, bool]]:
    return [(int((slot.starts_at - NINE).total_seconds() // 60), slot.is_on_request) for slot in slots]


@pytest.mark.parametrize(
    "state",
    [{}, {"state": "needs_reconnect"}, {"fetched_at": None}],
    ids=["stale", "disconnected", "never read"],
)
async def test_who_is_alone_offers_on_request_what_is_free_as_far_as_is_known(
    house: House, state: dict[str, object]
) -> None:
    connection = await stale(house, house.practitioner, **state)
    await house.books(NINE)
    async with writing():
        await ExternalBusy.create(
            id=new_id(),
            clinic_id=house.clinic.id,
            connection_id=connection.id,
            practitioner_id=house.practitioner.id,
            starts_minute=epoch_minute(NINE + HALF_HOUR),
            ends_minute=epoch_minute(NINE + 2 * HALF_HOUR),
        )

    anybody, named = await asked(house, search(house)), await asked(house, search(house, house.practitioner))

    assert shown(anybody) == shown(named) == [(60, True), (90, True), (120, True), (150, True)]
    assert await house.why(NINE + 2 * HALF_HOUR) == [Reason.STALE_CALENDAR]
    assert await house.why(NINE) == [Reason.BOOKING, Reason.STALE_CALENDAR]


async def test_who_can_be_promised_is_offered_alone_and_nobody_else_unless_they_are_named(house: House) -> None:
    other = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    await stale(house, other)

    anybody, named = await asked(house, search(house)), await asked(house, search(house, other))

    assert shown(anybody) == [(minute, False) for minute in ALL]
    assert {slot.practitioner_id for slot in anybody} == {house.practitioner.id}
    assert shown(named) == [(minute, True) for minute in ALL]


async def test_on_a_day_on_which_nobody_can_be_promised_the_others_are_not_offered_while_there_are_other_days(
    house: House,
) -> None:
    """What is offered does not depend on how a search is cut."""
    other = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    await stale(house, other)
    async with writing():
        await WorkingException.create(
            clinic_id=house.clinic.id, practitioner_id=house.practitioner.id, day=TUESDAY, windows=[]
        )

    assert await asked(house, search(house)) == []
    assert not any(slot.is_on_request for slot in await asked(house, search(house, days=2)))


async def test_where_nobody_can_be_promised_up_to_the_horizon_the_others_are_offered(house: House) -> None:
    other = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    await stale(house, other)
    async with writing():
        await WorkingHours.filter(practitioner_id=house.practitioner.id).delete()

    assert shown(await asked(house, search(house))) == [(minute, True) for minute in ALL]
    assert await asked(house, search(house, is_firm=True)) == []


async def test_who_promises_a_time_is_offered_none_on_request(house: House) -> None:
    await stale(house, house.practitioner)

    assert await asked(house, search(house, is_firm=True)) == []
    assert await asked(house, search(house, house.practitioner, is_firm=True)) == []


async def test_a_calendar_that_is_read_again_is_seen_at_once_and_one_that_is_not_any_more(house: House) -> None:
    connection = await stale(house, house.practitioner)

    before = await asked(house, search(house))
    async with writing():
        await CalendarConnection.filter(id=connection.id).update(fetched_at=house.clock.now())
    read = await asked(house, search(house))
    house.clock.turn(timedelta(minutes=house.clinic.calendar_freshness_minutes + 1))
    after = await asked(house, search(house))

    assert [one.is_on_request for one in before] == [True] * len(ALL)
    assert shown(read) == [(minute, False) for minute in ALL]
    assert shown(after) == shown(before)


async def test_whatever_happens_every_way_of_asking_gives_the_same(house: House) -> None:
    chance = Random(11)  # noqa: S311  # the same walk in every run
    other = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    people = (house.practitioner, other)
    calendars = [await make_calendar_connection(one, fetched_at=house.clock.now()) for one in people]
    seen = set[tuple[bool, ...]]()
    for _ in range(14):
        connection = chance.choice(calendars)
        read_at = chance.choice((house.clock.now(), house.clock.now() - LONG_AGO, None))
        state = chance.choice(("connected", "connected", "needs_reconnect"))
        async with writing():
            await CalendarConnection.filter(id=connection.id).update(fetched_at=read_at, state=state)
        offered = await asked(house, search(house, days=3))
        for whose in (*people, None):
            found = await asked(house, search(house, whose, days=3))
            seen.add(tuple(sorted({slot.is_on_request for slot in found})))
        if offered:
            slot = chance.choice(offered)
            await house.books(
                slot.starts_at, practitioner=next(one for one in people if one.id == slot.practitioner_id)
            )

    assert seen >= {(True,), (False,)}
    assert all(len(one) < 2 for one in seen)  # never some of each


async def test_somebody_else_reaches_fewer_and_is_offered_what_those_have(house: House) -> None:
    """Whoever may not book with the one who can be promised asks for a time of the other."""
    other = await make_practitioner(house.clinic, house.location, hours=MORNING, services=[house.service])
    await stale(house, other)
    now: datetime = house.clock.now()

    found = await slots_for(house.clinic.id, search(house), now=now, is_for=lambda whose, _: whose == other.id)
    looked = await find_slots(house.clinic.id, search(house), NINE, now=now, is_for=lambda whose, _: whose == other.id)

    assert shown(found) == [(minute, True) for minute in ALL]
    assert looked == found[:1]
