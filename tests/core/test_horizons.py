"""How far ahead a time is offered: as far as the clinic books, and around what stands beyond that already."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.core.dialogue_practice import NOW, Practice, view_with
from tests.core.test_transcripts import booking_at

from chatbookr_core.availability import around, days_with_space, spread
from chatbookr_core.availability.horizons import ASIDE, horizon_for, is_beyond
from chatbookr_core.availability.offer import days_of_zones
from chatbookr_core.availability.zones import minute_of
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.dialogue import FindSlots, SlotQuery, dates
from chatbookr_core.dialogue.slots import Moved

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
HALF = timedelta(minutes=30)
days = st.integers(0, 400).map(lambda number: timedelta(days=number))
minutes = st.integers(0, 600 * 24 * 60).map(lambda number: timedelta(minutes=number))
starts = st.lists(st.integers(0, 4000), max_size=60).map(lambda quarters: sorted({15 * one for one in quarters}))


@given(days, days, st.one_of(st.none(), minutes))
def test_a_horizon_is_never_nearer_and_reaches_a_booking_that_stands(
    horizon: timedelta, beyond: timedelta, after: timedelta | None
) -> None:
    standing = NOW + after if after is not None else None

    found = horizon_for(horizon, now=NOW, beyond=beyond, standing=standing)

    assert found >= horizon + beyond
    if standing is None or not is_beyond(standing, now=NOW, horizon=horizon):
        assert found == horizon + beyond
    else:
        assert NOW + found >= standing + ASIDE


@given(days, minutes, minutes)
def test_what_is_moved_nearer_may_go_no_further_than_before(
    horizon: timedelta, after: timedelta, sooner: timedelta
) -> None:
    assume(sooner <= after)

    near, far = (horizon_for(horizon, now=NOW, standing=NOW + one) for one in (sooner, after))

    assert near <= far


@given(starts, st.sampled_from(ZONES), st.integers(0, 60000))
@example([0, 15, 30, 45, 60, 75, 300, 1740, 3180], "America/New_York", 3180)  # a day too many, full, and far away
def test_what_is_chosen_around_a_time_is_of_the_nearest_days(found: list[int], zone: str, wanted: int) -> None:
    def distance(start: int) -> int:
        place = ZoneInfo(zone)
        here, there = (from_epoch_minute(one).astimezone(place).date() for one in (start, wanted))
        return abs((here - there).days)

    chosen = around(found, zone, wanted)

    with_space = sorted(
        distance(minute_of(datetime.combine(one.day, datetime.min.time().replace(hour=12), ZoneInfo(zone))))
        for one in days_with_space(found, zone)
    )
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= set(found)
    assert len(chosen) == min(8, len(found)) or len(chosen) == len(spread(found, zone))
    shown = sorted({distance(one) for one in chosen})
    if shown:
        assert shown[0] == with_space[0]
        assert all(one in with_space for one in shown)


@given(starts, starts)
def test_days_of_several_zones_are_counted_each_by_its_own_date(one: list[int], other: list[int]) -> None:
    found = days_of_zones({ZONES[0]: one, ZONES[1]: other})

    assert sum(day.count for day in found) == len(one) + len(other)
    assert [day.day for day in found] == sorted({day.day for day in found})
    assert days_of_zones({ZONES[0]: one}) == days_with_space(one, ZONES[0])


QUERY = SlotQuery(UUID(int=1))
HORIZON = timedelta(days=42)


def moved(query: SlotQuery, after: timedelta) -> SlotQuery:
    start = NOW + after
    booking = Moved(UUID(int=2), UUID(int=3), start, start + HALF)
    return query.of_move(booking, now=NOW, horizon=HORIZON)


def test_what_stands_within_the_horizon_is_looked_for_as_ever() -> None:
    near = moved(QUERY, HORIZON - HALF)

    assert (near.around, near.besides, near.standing) == (None, NOW + HORIZON - HALF, NOW + HORIZON)
    assert moved(QUERY, HORIZON).around == NOW + HORIZON


@pytest.mark.parametrize(
    ("query", "is_around"),
    [
        (QUERY, True),
        (replace(QUERY, after=NOW - HALF), True),
        (replace(QUERY, weekdays=(1, 2)), True),
        (replace(QUERY, after=NOW + HALF), False),
        (replace(QUERY, day=date(2026, 10, 20)), False),
        (replace(QUERY, last_day=date(2026, 10, 20)), False),
        (replace(QUERY, is_soonest=True), False),
    ],
)
def test_what_says_when_is_not_looked_for_around_the_booking(query: SlotQuery, is_around: bool) -> None:
    assert (moved(query, timedelta(weeks=20)).around is not None) == is_around


FAR = booking_at("2027-02-16 09:00")  # a Tuesday; today is Monday 12 October 2026
NEAR = booking_at("2026-10-20 09:00")  # the Tuesday of the next week


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("Thursday", "2026-10-15", "2027-02-18"),
        ("Monday instead", "2026-10-19", "2027-02-15"),
        ("lieber am Donnerstag", "2026-10-15", "2027-02-18"),
        ("plutôt jeudi", "2026-10-15", "2027-02-18"),
        ("mejor el jueves", "2026-10-15", "2027-02-18"),
        ("meglio giovedì", "2026-10-15", "2027-02-18"),
        ("na quinta-feira", "2026-10-15", "2027-02-18"),
        ("liever donderdag", "2026-10-15", "2027-02-18"),
        ("the weekend", "2026-10-17", "2027-02-20"),
        ("the 18th", "2026-10-18", "2027-02-18"),
        ("the 1st", "2026-11-01", "2027-03-01"),
        ("am 31.", "2026-10-31", "2027-01-31"),
        ("tomorrow", "2026-10-13", "2026-10-13"),
        ("next Thursday", "2026-10-15", "2026-10-15"),
        ("nächsten Donnerstag", "2026-10-15", "2026-10-15"),
        ("jeudi prochain", "2026-10-15", "2026-10-15"),
        ("el próximo jueves", "2026-10-15", "2026-10-15"),
        ("giovedì prossimo", "2026-10-15", "2026-10-15"),
        ("na próxima quinta-feira", "2026-10-15", "2026-10-15"),
        ("komende donderdag", "2026-10-15", "2026-10-15"),
        ("Thursday next week", "2026-10-22", "2026-10-22"),
        ("Friday in two weeks", "2026-10-30", "2026-10-30"),
        ("Thursday 3 December", "2026-12-03", "2026-12-03"),
    ],
)
def test_a_day_alone_is_one_beside_what_moves_where_that_is_far_off(text: str, near: str, far: str) -> None:
    for booking, meant in ((NEAR, near), (FAR, far)):
        practice = Practice(replace(view_with(), upcoming=(booking,)))
        practice.says("hello")
        practice.taps("My appointments")
        practice.taps("Reschedule")

        practice.says(text)

        looked = next(one.query for one in practice.effects if isinstance(one, FindSlots))
        begins = looked.day or (looked.after.astimezone(ZoneInfo("Europe/Amsterdam")).date() if looked.after else None)
        assert begins == date.fromisoformat(meant)


def test_a_day_that_is_named_of_a_booking_just_beyond_the_horizon_is_never_a_past_one() -> None:
    for ahead in range(1, 15):
        for horizon_days in (1, 7):
            at = (NOW + timedelta(days=ahead)).astimezone(UTC)
            view = replace(view_with(), upcoming=(booking_at(f"{at:%Y-%m-%d} 10:00"),), horizon_days=horizon_days)
            practice = Practice(replace(view, cutoff_minutes=0))
            practice.says("hello")
            practice.taps("My appointments")
            if "Reschedule" not in practice.titles():
                continue
            practice.taps("Reschedule")
            for text in ("Monday", "Thursday", "Sunday", "the 11th", "the 13th"):
                practice.says(text)
                day = practice.state.wish.day if practice.state.wish else None
                assert day is None or day >= NOW.date()


def many() -> Practice:
    """Lend a practice whose patient has an appointment each Tuesday for twenty weeks."""
    tuesdays = [date(2026, 10, 20) + timedelta(weeks=week) for week in range(20)]
    booked = [replace(booking_at(f"{day} 09:00"), id=UUID(int=700 + day.toordinal())) for day in tuesdays]
    practice = Practice(replace(view_with(), upcoming=tuple(booked[:9]), later=tuple(booked[9:])))
    practice.says("hello")
    return practice


def test_the_last_of_many_appointments_is_listed_on_a_later_page() -> None:
    practice = many()
    practice.taps("My appointments")
    seen = [practice.titles()]
    while "Show more" in seen[-1]:
        practice.taps("Show more")
        seen.append(practice.titles())

    (said,) = practice.taps("Tue 2 Mar 09:00")

    assert [title for titles in seen for title in titles if ":" in title] == [
        dates.moment(one.starts_at, one.zone, "en") for one in practice.view.standing
    ]
    assert said.startswith("*Tue 2 Mar 09:00*")


def test_the_last_of_many_appointments_is_cancelled_by_its_date() -> None:
    practice = many()

    (said,) = practice.says("please cancel my appointment on the 2nd of March")

    assert "Tue 2 Mar 09:00" in said
    assert practice.state.booking_id == practice.view.standing[-1].id
