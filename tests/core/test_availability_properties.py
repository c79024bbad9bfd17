from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.core.availability_oracle import block_meets, oracle_placements, oracle_starts
from tests.core.availability_transitions import STEADY, TRANSITIONS, ZONES
from tests.thoroughness import examples, tries

from chatbookr_core.availability import (
    DayException,
    Interval,
    Need,
    Schedule,
    Search,
    Subject,
    WeeklyHours,
    always_open,
    days_with_space,
    find_placement,
    free_starts,
    free_starts_with_resources,
    instant_of,
    is_free_start,
    search_window,
    whole_days,
)

SLOW = examples(100, suppress_health_check=[HealthCheck.too_slow])
QUICK = examples(40, suppress_health_check=[HealthCheck.too_slow])
STEPS = (5, 10, 15, 15, 15, 20, 30, 30, 60, 1, 7, 25, 45, 50, 90, 120, 1440)


@dataclass(frozen=True)
class Question:
    schedule: Schedule
    busy: tuple[Interval, ...]
    need: Need
    search: Search

    def starts(self) -> list[int]:
        return free_starts(self.schedule, self.busy, self.need, self.search)


def day_windows() -> st.SearchStrategy[tuple[int, int]]:
    """Draw a window of one day: round or odd, now and then up to midnight or around the small hours."""
    edges = st.one_of(
        st.sampled_from((0, 30, 60, 90, 120, 150, 180, 1320, 1380, 1410, 1440)),
        st.integers(0, 96).map(lambda quarter: quarter * 15),
        st.integers(0, 1440),
    )
    pairs = st.tuples(edges, edges).filter(lambda pair: pair[0] != pair[1])
    usual = st.sampled_from(((0, 1440), (0, 720), (0, 180), (540, 1020), (1200, 1440)))
    return st.one_of(usual, pairs.map(lambda pair: (min(pair), max(pair))))


@st.composite
def schedules(draw: st.DrawFn, zone: str, day: date) -> Schedule:
    """Draw working hours of a week in which most days are open, and exceptions around a date."""
    dates = st.one_of(st.none(), st.none(), st.integers(-3, 3).map(lambda days: day + timedelta(days=days)))
    spans = st.tuples(dates, dates).filter(lambda span: not (span[0] and span[1] and span[1] < span[0]))
    weekly = [
        WeeklyHours(weekday, *window, *draw(spans))
        for window in draw(st.lists(day_windows(), min_size=1, max_size=3))
        for weekday in draw(st.sampled_from((range(1, 8), range(1, 6), range(6, 8), (day.isoweekday(),))))
    ]
    exceptions = draw(
        st.lists(
            st.builds(
                DayException,
                st.integers(-2, 3).map(lambda days: day + timedelta(days=days)),
                st.lists(day_windows(), max_size=2).map(tuple),
            ),
            max_size=2,
        )
    )
    return Schedule(zone, tuple(weekly), tuple(exceptions))


def busy_around(search: Search) -> st.SearchStrategy[tuple[Interval, ...]]:
    """Draw busy intervals in any order: overlapping, empty, and some that began days before the search."""
    lengths = st.one_of(st.integers(0, 60), st.integers(0, 180), st.sampled_from((0, 600, 4100)))
    starts = st.integers(search.earliest - 4000, search.latest + 120)
    short_starts = st.integers(search.earliest - 60, search.latest + 60)
    interval = st.builds(lambda start, length: (start, start + length), st.one_of(short_starts, starts), lengths)
    return st.lists(interval, max_size=5).map(tuple)


def needs() -> st.SearchStrategy[Need]:
    buffers = st.sampled_from((0, 5, 0, 10, 13, 45))
    return st.builds(Need, st.sampled_from((30, 15, 20, 45, 50, 1, 90, 240)), buffers, buffers, st.sampled_from(STEPS))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Draw a whole question in the days around a change of the clock."""
    zone, day = draw(st.sampled_from(TRANSITIONS + STEADY))
    first = day + timedelta(days=draw(st.integers(-2, 0)))
    start, _ = whole_days(first, first, zone)
    begin = start + draw(st.one_of(st.just(0), st.integers(0, 1440)))
    search = Search(begin, begin + draw(st.one_of(st.sampled_from((1440, 2880, 3000)), st.integers(0, 3000))))
    return Question(draw(schedules(zone, day)), draw(busy_around(search)), draw(needs()), search)


@SLOW
@given(questions())
def test_the_engine_gives_what_trying_every_minute_gives(question: Question) -> None:
    expected = oracle_starts(question.schedule, question.busy, question.need, question.search)

    assert question.starts() == expected


@QUICK
@given(questions(), st.data())
def test_one_more_busy_interval_takes_exactly_the_starts_it_meets(question: Question, data: st.DataObject) -> None:
    more = data.draw(busy_around(question.search))

    left = replace(question, busy=more + question.busy).starts()

    assert left == [
        start for start in question.starts() if not any(block_meets(start, question.need, busy) for busy in more)
    ]


@QUICK
@given(questions(), st.integers(1, 90), st.integers(1, 60), st.integers(1, 60), st.sampled_from((2, 3, 4)))
def test_asking_for_more_never_adds_a_start(
    question: Question, longer: int, before: int, after: int, coarser: int
) -> None:
    need, starts = question.need, set(question.starts())
    harder = [
        replace(need, duration_minutes=need.duration_minutes + longer),
        replace(need, buffer_before_minutes=need.buffer_before_minutes + before),
        replace(need, buffer_after_minutes=need.buffer_after_minutes + after),
    ]
    if need.step_minutes * coarser <= 1440:
        harder.append(replace(need, step_minutes=need.step_minutes * coarser))

    for ask in harder:
        assert set(replace(question, need=ask).starts()) <= starts


@QUICK
@given(questions(), st.data())
def test_booking_an_offered_start_changes_its_neighbourhood_and_cancelling_restores_it(
    question: Question, data: st.DataObject
) -> None:
    starts, need = question.starts(), question.need
    assume(starts)
    taken = data.draw(st.sampled_from(starts))
    booking = (taken - need.buffer_before_minutes, taken + need.duration_minutes + need.buffer_after_minutes)

    calendar = [*question.busy, booking]
    left = free_starts(question.schedule, calendar, need, question.search)
    calendar.remove(booking)
    restored = free_starts(question.schedule, calendar, need, question.search)

    reach = need.duration_minutes + need.buffer_before_minutes + need.buffer_after_minutes
    assert left == [start for start in starts if abs(start - taken) >= reach]
    assert restored == starts


@QUICK
@given(questions(), st.integers(0, 3000))
def test_splitting_the_search_loses_only_the_slots_across_the_split(question: Question, minutes: int) -> None:
    search = question.search
    split = min(search.earliest + minutes, search.latest)

    early = replace(question, search=Search(search.earliest, split)).starts()
    late = replace(question, search=Search(split, search.latest)).starts()

    duration = question.need.duration_minutes
    assert early + late == [start for start in question.starts() if start + duration <= split or start >= split]


@QUICK
@given(questions(), st.data())
def test_order_repetition_and_overlap_of_busy_intervals_do_not_matter(question: Question, data: st.DataObject) -> None:
    halves = [half for start, end in question.busy for half in ((start, (start + end) // 2), ((start + end) // 2, end))]

    shuffled = data.draw(st.permutations([*halves, *question.busy]))

    assert replace(question, busy=tuple(shuffled)).starts() == question.starts()


@QUICK
@given(questions(), st.data())
def test_checking_one_start_again_agrees_with_the_list(question: Question, data: st.DataObject) -> None:
    starts, search = question.starts(), question.search
    wanted = data.draw(st.lists(st.integers(search.earliest - 60, search.latest + 60), max_size=20))

    could_be = replace(question, busy=()).starts()

    for start in [*could_be[:100], *could_be[-50:], *wanted]:
        again = is_free_start(start, question.schedule, question.busy, question.need, search)
        assert again == (start in starts)


@QUICK
@given(questions(), st.sampled_from(ZONES))
def test_the_zone_of_the_one_who_looks_changes_no_start(question: Question, viewer: str) -> None:
    starts, search = question.starts(), question.search
    now = instant_of(search.earliest).astimezone(ZoneInfo(viewer))
    horizon = timedelta(minutes=search.latest - search.earliest)

    seen = search_window(now, timedelta(0), horizon)
    days = days_with_space(starts, viewer)

    assert replace(question, search=seen).starts() == starts
    assert sum(day.count for day in days) == len(starts)
    assert {day.first_start for day in days} <= set(starts)


@st.composite
def questions_with_resources(draw: st.DrawFn) -> tuple[Question, list[list[Subject]]]:
    """Draw a question that needs rooms and devices as well, some with hours of their own."""
    question = draw(questions())
    day = instant_of(question.search.earliest).date()
    hours = st.one_of(
        st.just(always_open(question.schedule.zone)),
        st.just(question.schedule),
        schedules(question.schedule.zone, day),
    )
    member = st.builds(Subject, hours, busy_around(question.search))
    return question, draw(st.lists(st.lists(member, min_size=draw(st.integers(0, 1)), max_size=3), max_size=2))


@settings(SLOW, max_examples=tries(30))
@given(questions_with_resources())
def test_with_resources_too_the_engine_gives_what_trying_every_minute_gives(
    asked: tuple[Question, list[list[Subject]]],
) -> None:
    question, groups = asked
    practitioner = Subject(question.schedule, question.busy)

    found = free_starts_with_resources(practitioner, groups, question.need, question.search)

    assert [(placement.start, placement.members) for placement in found] == oracle_placements(
        practitioner, groups, question.need, question.search
    )
    for placement in found[:10]:
        again = find_placement(placement.start, practitioner, groups, question.need, question.search)
        assert again == placement


@settings(QUICK, max_examples=tries(20))
@given(questions_with_resources(), st.data())
def test_one_more_room_never_takes_a_start_away(
    asked: tuple[Question, list[list[Subject]]], data: st.DataObject
) -> None:
    question, groups = asked
    practitioner = Subject(question.schedule, question.busy)
    _, rooms = data.draw(questions_with_resources())
    wider = [[*group, *(room for more in rooms for room in more)] for group in groups]

    before = free_starts_with_resources(practitioner, groups, question.need, question.search)
    after = free_starts_with_resources(practitioner, wider, question.need, question.search)

    assert set(before) <= set(after)
