"""Days and weeks that are full, and the way between places, held to counting and to trying every minute."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.core.availability_oracle import is_enough, is_on_the_way
from tests.core.test_availability_properties import SLOW, Question, questions

from chatbookr_core.availability import Subject
from chatbookr_core.availability.bits import blocked_bits, free_bits, grid_of, places_in
from chatbookr_core.availability.engagements import Bounds, Engagement, Limits, full_for, is_full, ways_of
from chatbookr_core.availability.public_holidays import closed_days, countries, holidays_of

SOMEBODY, ANOTHER, HERE, THERE, SERVICE, OTHER = (UUID(int=number) for number in range(6))


@st.composite
def engagements_around(draw: st.DrawFn, question: Question) -> list[Engagement]:
    """Draw bookings of two people at two places, of two services, up to nine days around a search."""
    far = st.integers(question.search.earliest - 13_000, question.search.latest + 13_000)
    near = st.integers(question.search.earliest - 1500, question.search.latest + 1500)
    return [
        Engagement(who, what, where, start, (start - before, start + length))
        for who, what, where, start, before, length in draw(
            st.lists(
                st.tuples(
                    st.sampled_from((SOMEBODY, SOMEBODY, ANOTHER)),
                    st.sampled_from((SERVICE, OTHER)),
                    st.sampled_from((HERE, THERE)),
                    st.one_of(near, far),
                    st.integers(0, 20),
                    st.integers(1, 90),
                ),
                max_size=8,
            )
        )
    ]


def limits() -> st.SearchStrategy[Limits]:
    return st.builds(Limits, st.one_of(st.none(), st.integers(1, 3)), st.one_of(st.none(), st.integers(1, 4)))


@SLOW
@given(questions(), st.data(), limits(), limits(), st.integers(0, 90))
def test_bounds_forbid_exactly_what_counting_and_trying_every_minute_forbid(
    question: Question, data: st.DataObject, own: Limits, of_service: Limits, travel: int
) -> None:
    need, zone = question.need, question.schedule.zone
    known = data.draw(engagements_around(question))
    bounds = Bounds(zone, SERVICE, of_service, travel)

    full = full_for(SOMEBODY, own, bounds, known)
    ways = ways_of(SOMEBODY, HERE, bounds, known)

    mine = [one for one in known if one.practitioner_id == SOMEBODY]
    of_it = [one.start for one in known if one.service_id == SERVICE]
    away = [one for one in mine if one.location_id == THERE and travel]

    def is_forbidden(start: int) -> bool:
        enough = is_enough(start, [one.start for one in mine], own, zone) or is_enough(start, of_it, of_service, zone)
        assert is_full(start, full) == enough
        return enough or any(is_on_the_way(start, need, one, travel) for one in away)

    expected = [start for start in question.starts() if not is_forbidden(start)]
    on_the_road = replace(question, busy=(*question.busy, *ways)).starts()
    assert [start for start in on_the_road if not is_full(start, full)] == expected
    if question.search.earliest < question.search.latest:
        grid = grid_of(zone, need.step_minutes, question.search)
        bits = free_bits(Subject(question.schedule, question.busy), need, grid)
        for first, end in full:
            bits &= ~grid.window(first, end - 1)
        for way in ways:
            bits &= ~blocked_bits(way, need, grid)
        assert [grid.minute(place) for place in places_in(bits)] == expected


def test_holidays_of_a_region_close_its_days_but_those_that_are_worked() -> None:
    bavaria = closed_days("DE", "BY", frozenset(), date(2027, 1, 1), date(2027, 12, 31))
    working = closed_days("DE", "BY", frozenset({"Epiphany"}), date(2027, 1, 1), date(2027, 12, 31))
    over_the_year = closed_days("DE", "BE", frozenset(), date(2027, 12, 26), date(2028, 1, 1))

    assert date(2027, 1, 6) in bavaria
    assert set(bavaria) - set(working) == {date(2027, 1, 6)}
    assert over_the_year == [date(2027, 12, 26), date(2028, 1, 1)]
    assert "BY" in countries()["DE"]
    assert all(names for names in holidays_of("ES", "MD", 2027).values())
