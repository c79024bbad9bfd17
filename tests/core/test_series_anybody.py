"""A series that names nobody: one person gives all of it, or each appointment whoever's turn it is."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.series_front import NINE, Front, make_front, series
from tests.core.test_bookings_races import CONNECTIONS, assert_sound
from tests.factories import make_booking, make_location, make_patient, make_practitioner, writing

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.errors import SeriesRefused
from chatbookr_core.bookings.fairness import Booked
from chatbookr_core.db import Database, opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, InvalidInput, NotFound
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Location, Patient, Practitioner, Service
from chatbookr_core.series.layout import Layout, Offers, Wish
from chatbookr_core.series.preview import preview
from chatbookr_core.series.turns import each_in_turn, in_whole
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)
FOUR = "FREQ=WEEKLY;COUNT=4"  # of before the clock changes


@pytest.fixture
async def front(database: Database, deployment: Deployment, vault: Vault) -> Front:
    return await make_front(deployment, vault)


async def colleague(**fields: Any) -> Practitioner:
    """Let somebody else give the service at the same place."""
    clinic, location = await Clinic.get(), await Location.get()
    return await make_practitioner(clinic, location, services=[await Service.get()], **fields)


async def busy(whose: UUID, *weeks: int, hours: float = 0) -> None:
    """Book somebody for the time of the series in some of its weeks, or so many hours later."""
    who = await Practitioner.get(id=whose)
    for week in weeks:
        at = NINE + week * WEEK + hours * HOUR
        await make_booking(await Patient.get(), await Service.get(), who, await Location.get(), starts_at=at)


async def givers() -> list[UUID]:
    return [one.practitioner_id for one in await series()]


async def test_one_person_gives_all_of_it_whoever_has_fewest_bookings_in_its_weeks(front: Front) -> None:
    own, other = front.request.wish.practitioner_id, (await colleague()).id
    assert own is not None
    await busy(own, 2, 3, hours=3)
    await busy(other, 1, hours=3)

    await front.books(front.asked(practitioner_id=None, recurrence=FOUR))
    first = await givers()
    await Booking.exclude(series_id=None).update(series_id=None)
    await front.books(front.asked(practitioner_id=None, recurrence=FOUR, starts_at=NINE + HOUR))

    assert first == [other] * 4
    assert await givers() == [own] * 4  # the other one has five bookings by now
    await assert_sound()


@pytest.mark.parametrize("how", ["same", "each", "named"])
async def test_each_of_a_series_says_whether_anybody_would_have_done(front: Front, how: str) -> None:
    named = front.request.wish.practitioner_id if how == "named" else None
    with_whom = "each" if how == "each" else "same"

    await front.books(front.asked(practitioner_id=named, recurrence=FOUR, with_whom=with_whom))

    assert [one.is_for_anybody for one in await series()] == [how != "named"] * 4


async def test_who_is_free_each_time_comes_before_who_has_fewer_bookings(front: Front) -> None:
    own, other = front.request.wish.practitioner_id, (await colleague()).id
    assert own is not None
    await busy(own, 2)
    await busy(other, 0, 1, 2, 3, hours=3)

    await front.books(front.asked(practitioner_id=None, recurrence=FOUR))

    assert await givers() == [other] * 4


@pytest.mark.parametrize("how", ["refuse_all", "skip"])
async def test_where_nobody_is_free_each_time_it_is_who_is_for_most(front: Front, how: str) -> None:
    own, other = front.request.wish.practitioner_id, (await colleague()).id
    assert own is not None
    await busy(own, 2)
    await busy(other, 1, 3)
    asked = front.asked({"if_not_free": how}, practitioner_id=None, recurrence=FOUR)

    if how == "skip":
        refusals = list((await front.books(asked)).refusals)
    else:
        with pytest.raises(SeriesRefused) as refused:
            await front.books(asked)
        refusals = list(refused.value.refusals)

    assert [(one.ordinal, one.code, one.practitioner_id) for one in refusals] == [(3, "SLOT_NOT_OFFERED", own)]
    assert await givers() == ([own] * 3 if how == "skip" else [])


async def test_who_would_have_had_enough_before_the_last_one_is_passed_over_whole(front: Front) -> None:
    """Nothing is left of the attempt: no booking, no time that is taken."""
    own, other = front.request.wish.practitioner_id, (await colleague(bookings_per_week=2)).id
    assert own is not None
    await busy(own, 0, hours=3)

    await front.books(front.asked(practitioner_id=None, recurrence="FREQ=DAILY;COUNT=3"))

    assert await givers() == [own] * 3
    assert await Booking.filter(practitioner_id=other).count() == 0
    await assert_sound()


async def test_each_goes_to_whoever_is_free_and_has_waited_longest(front: Front) -> None:
    own, other = front.request.wish.practitioner_id, (await colleague()).id
    assert own is not None
    await busy(own, 2)

    booked = await front.books(front.asked(practitioner_id=None, with_whom="each", recurrence=FOUR))

    found = await givers()
    assert booked.refusals == ()
    assert found[2] == other
    assert {found[0], found[1]} == {own, other}  # by turns: whoever had the first has been idle for less
    assert found[3] == own
    await assert_sound()


async def test_each_that_nobody_can_give_refuses_all_or_is_left_out(front: Front) -> None:
    own, other = front.request.wish.practitioner_id, (await colleague()).id
    assert own is not None
    for who in (own, other):
        await busy(who, 1)
    asked = front.asked(practitioner_id=None, with_whom="each", recurrence=FOUR)

    with pytest.raises(SeriesRefused) as refused:
        await front.books(asked)
    nothing = await series()
    left_out = await front.books(
        front.asked({"if_not_free": "skip"}, practitioner_id=None, with_whom="each", recurrence=FOUR)
    )

    assert [(one.ordinal, one.practitioner_id) for one in refused.value.refusals] == [(2, None)]
    assert nothing == []
    assert [one.ordinal for one in left_out.refusals] == [2]
    assert [one.series_ordinal for one in await series()] == [1, 2, 3]


async def test_a_preview_says_who_would_give_it_and_keeps_nothing(front: Front) -> None:
    own, other = front.request.wish.practitioner_id, (await colleague()).id
    assert own is not None
    await busy(own, 1, 2)
    await busy(other, 1)
    same = front.asked(practitioner_id=None, recurrence=FOUR).wish
    each = front.asked(practitioner_id=None, with_whom="each", recurrence=FOUR).wish

    _, by_one = await preview(front.deployment, front.staff(), same)
    _, by_turns = await preview(front.deployment, front.staff(), each)

    assert {one.practitioner_id for one in by_one} == {other}
    assert [(one.is_offered, one.reasons) for one in by_one] == [
        (True, ()),
        (False, [Reason.BOOKING]),
        (True, ()),
        (True, ()),
    ]
    assert {slot.practitioner_id for slot in by_one[1].alternatives} == {other}
    assert [one.is_offered for one in by_turns] == [True, False, True, True]
    assert by_turns[1].practitioner_id is None
    assert by_turns[1].reasons == ()
    assert by_turns[2].practitioner_id == other
    assert len(by_turns[1].alternatives) == 3
    assert await series() == []


async def test_a_place_is_named_where_the_service_is_given_at_several(front: Front) -> None:
    elsewhere = await make_location(await Clinic.get())
    there = await make_practitioner(await Clinic.get(), elsewhere, services=[await Service.get()])

    with pytest.raises(InvalidInput) as unsaid:
        await front.books(front.asked(practitioner_id=None, recurrence=FOUR))
    await front.books(front.asked(practitioner_id=None, recurrence=FOUR, location_id=elsewhere.id))

    assert unsaid.value.field == "locationId"
    assert await givers() == [there.id] * 4


async def test_only_who_is_within_reach_is_chosen(front: Front) -> None:
    wish = front.request.wish
    other = await colleague()
    own = StaffActor(uuid4(), uuid4(), {wish.clinic_id: Membership(Role.PRACTITIONER, other.id)})
    asked = front.asked(practitioner_id=None, recurrence=FOUR).wish
    await busy(other.id, 0, 1, hours=3)

    _, found = await preview(front.deployment, own, asked)

    assert {one.practitioner_id for one in found} == {other.id}
    await Service.all().update(is_active=False)
    with pytest.raises(NotFound):
        await preview(front.deployment, front.staff(), asked)


# --- rules --------------------------------------------------------------------------------------------------------

PEOPLE = [UUID(int=number) for number in range(1, 5)]
PLACE = UUID(int=99)
starts = st.integers(0, 5).map(lambda week: NINE + week * WEEK)
offered = st.dictionaries(starts, st.sets(st.sampled_from(PEOPLE), min_size=1), min_size=1).map(
    lambda free: {
        start: [OfferedSlot(start, start + HOUR / 2, who, PLACE, "Europe/Berlin") for who in sorted(people)]
        for start, people in free.items()
    }
)
bookings = st.lists(
    st.builds(lambda who, start: Booked(who, start - HOUR, start - HOUR / 2), st.sampled_from(PEOPLE), starts)
)


def layout_of(offers: Offers) -> Layout:
    wish = Wish(UUID(int=7), UUID(int=8), None, min(offers), FOUR)
    return Layout(wish, PLACE, "Europe/Berlin", tuple(PEOPLE), tuple(sorted(offers)))


@given(offered, bookings)
def test_who_gives_all_of_it_could_give_no_less_than_anybody_and_has_no_more_to_do(
    offers: Offers, booked: list[Booked]
) -> None:
    def could(who: UUID) -> int:
        return sum(who in [slot.practitioner_id for slot in slots] for slots in offers.values())

    def weeks_of(who: UUID) -> int:
        weeks = {start.astimezone(ZoneInfo("Europe/Berlin")).isocalendar()[:2] for start in offers}
        return sum(one.practitioner_id == who and one.starts_at.isocalendar()[:2] in weeks for one in booked)

    first, *others = in_whole(layout_of(offers), offers, booked)

    assert {first, *others} == set(PEOPLE)
    assert all((-could(first), weeks_of(first)) <= (-could(who), weeks_of(who)) for who in others)


@given(offered)
def test_by_turns_everybody_who_is_always_free_gets_as_much_but_for_one(offers: Offers) -> None:
    everybody: Offers = {
        start: [OfferedSlot(start, start + HOUR / 2, who, PLACE, "Europe/Berlin") for who in PEOPLE] for start in offers
    }

    some, all_free = list(each_in_turn(offers, [])), list(each_in_turn(everybody, []))

    assert [slot.starts_at for slot in some] == sorted(offers)
    assert all(slot in offers[slot.starts_at] for slot in some)
    counts = Counter(slot.practitioner_id for slot in all_free)
    assert max(counts.values()) - min(counts.get(who, 0) for who in PEOPLE) <= 1


# --- at once ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def crowd(database_url: str, deployment: Deployment, vault: Vault) -> AsyncIterator[Front]:
    """Open a clinic over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        yield await make_front(deployment, vault)


@pytest.mark.integration
async def test_of_many_who_name_nobody_at_once_each_time_has_one_of_each(crowd: Front) -> None:
    """Series with anybody, by one and by turns, beside series with somebody and single bookings; three people."""
    people = [crowd.request.wish.practitioner_id, *[(await colleague()).id for _ in range(2)]]
    patients = [await make_patient(await Clinic.get(), crowd.deployment.vault) for _ in range(4)]

    async def attempt(number: int) -> str:
        asked = crowd.asked(
            {"if_not_free": "skip" if number % 2 else "refuse_all", "patient_id": patients[number % 4].id},
            practitioner_id=people[number % 3] if number % 4 == 3 else None,
            with_whom="each" if number % 3 else "same",
            starts_at=NINE + number % 3 * WEEK,
            recurrence=FOUR,
        )
        try:
            await (crowd.books_one(NINE + number % 4 * WEEK) if number % 7 == 0 else crowd.books(asked))
        except ChatbookrError as refused:
            return refused.code
        return "done"

    ended = Counter(await asyncio.gather(*(attempt(number) for number in range(30))))

    assert set(ended) <= {"done", "SERIES_REFUSED", "SLOT_TAKEN", "SLOT_NOT_OFFERED"}
    assert ended["done"] >= 3
    await assert_sound()
    async with writing():
        rows = await Booking.filter(status="confirmed")
    taken = Counter((one.practitioner_id, one.starts_at) for one in rows)
    assert max(taken.values()) == 1
    told = {one.series_id: one.series_length for one in rows if one.series_id is not None}
    assert Counter(one.series_id for one in rows if one.series_id is not None) == told  # nothing of a try is left
