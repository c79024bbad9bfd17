import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.availability_oracle import block_meets, minute_is_on_grid, minute_is_open
from tests.core.test_availability_properties import QUICK, Question, questions_with_resources

from chatbookr_core.availability import Need, Schedule, Search, Subject, WeeklyHours, always_open, find_placement
from chatbookr_core.availability.reasons import Circumstances, Reason, Taken, reasons_against

NINE = 29_000_160 + 1_440 * 10 - 29_000_160 % 1_440 + 9 * 60  # nine in the morning, UTC
NEED = Need(30, 5, 10, 15)
SCHEDULE = Schedule(
    "UTC", tuple(WeeklyHours(day, *window) for day in range(1, 8) for window in ((540, 720), (780, 1020)))
)
SEARCH = Search(NINE, NINE + 2 * 1440)


def around(
    taken: tuple[Taken, ...] = (), groups: tuple[list[list[tuple[int, int]]], ...] = (), is_trusted: bool = True
) -> Circumstances:
    rooms = [[Subject(always_open("UTC"), busy) for busy in members] for members in groups]
    return Circumstances(SCHEDULE, NEED, SEARCH, taken, rooms, is_trusted)


def test_nothing_speaks_against_a_time_that_is_offered() -> None:
    assert reasons_against(NINE, around()) == []


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (NINE + 2 * 60 + 45, Reason.BREAK),
        (NINE + 3 * 60, Reason.BREAK),
        (NINE + 3 * 60 + 45, Reason.BREAK),
        (NINE + 7 * 60 + 45, Reason.HOURS),
        (NINE + 12 * 60, Reason.HOURS),
        (NINE + 7, Reason.GRID),
    ],
)
def test_a_time_outside_of_hours_or_grid_says_so(start: int, reason: Reason) -> None:
    assert reasons_against(start, around()) == [reason]


@pytest.mark.parametrize(
    ("opens", "reasons"),
    [
        ([(540, 600)], [Reason.HOURS]),
        ([(540, 600), (700, 800)], [Reason.HOURS, Reason.BREAK]),
        ([(480, 500), (540, 600), (700, 800)], [Reason.BREAK]),
    ],
)
def test_a_time_that_begins_before_the_hours_is_no_break_also_where_it_ends_after_them(
    opens: list[tuple[int, int]], reasons: list[Reason]
) -> None:
    schedule = Schedule("UTC", tuple(WeeklyHours(day, *window) for day in range(1, 8) for window in opens))
    known = Circumstances(schedule, Need(90, 0, 0, 15), SEARCH)

    assert reasons_against(NINE + 1440 - 15, known) == reasons


def test_too_soon_and_too_far_ahead_are_told_apart() -> None:
    assert reasons_against(NINE - 24 * 60, around()) == [Reason.NOTICE]
    assert reasons_against(NINE + 48 * 60, around()) == [Reason.HORIZON]


@pytest.mark.parametrize("what", [Reason.BOOKING, Reason.HOLD, Reason.EXTERNAL_BUSY])
def test_what_takes_the_time_itself_is_named_and_what_only_comes_close_is_a_buffer(what: Reason) -> None:
    itself = Taken(what, (NINE + 55, NINE + 100), (NINE + 60, NINE + 90))

    assert reasons_against(NINE + 60, around((itself,))) == [what]
    assert reasons_against(NINE + 30, around((itself,))) == [Reason.BUFFER]
    assert reasons_against(NINE + 105, around((itself,))) == []
    assert reasons_against(NINE + 90, around((itself,))) == [Reason.BUFFER]


def test_one_free_room_of_each_kind_is_enough() -> None:
    busy = [(NINE, NINE + 30)]

    assert reasons_against(NINE, around(groups=([busy, []],))) == []
    assert reasons_against(NINE, around(groups=([[], busy], [busy]))) == [Reason.ROOM]
    assert reasons_against(NINE, around(groups=([],))) == [Reason.ROOM]


def test_all_reasons_are_told_at_once_in_their_order() -> None:
    taken = Taken(Reason.HOLD, (NINE - 180, NINE - 100), (NINE - 180, NINE - 100))

    found = reasons_against(NINE - 173, around((taken,), is_trusted=False))

    assert found == [Reason.NOTICE, Reason.HOURS, Reason.GRID, Reason.HOLD, Reason.STALE_CALENDAR]


@QUICK
@given(questions_with_resources(), st.data())
def test_there_is_a_reason_exactly_where_a_time_is_not_offered(
    asked: tuple[Question, list[list[Subject]]], data: st.DataObject
) -> None:
    question, groups = asked
    person, need, search = Subject(question.schedule, question.busy), question.need, question.search
    taken = [Taken(Reason.BOOKING, busy, busy) for busy in question.busy]
    known = Circumstances(question.schedule, need, search, taken, groups, is_trusted=True)
    tried = question.starts()[:20] + data.draw(
        st.lists(st.integers(search.earliest - 60, search.latest + 60), max_size=10)
    )

    for start in tried:
        found = reasons_against(start, known)
        assert (found == []) == (find_placement(start, person, groups, need, search) is not None)
        assert (Reason.GRID in found) != minute_is_on_grid(question.schedule.zone, start, need.step_minutes)
        slot = range(start, start + need.duration_minutes)
        is_open = all(minute_is_open(question.schedule, minute) for minute in slot)
        assert ({Reason.HOURS, Reason.BREAK} & set(found) == set()) == is_open
        is_taken = any(block_meets(start, need, busy) for busy in question.busy)
        assert ({Reason.BOOKING, Reason.BUFFER} & set(found) != set()) == is_taken
