"""Statuses move forward only, in whatever order, however often they are reported."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.conversations.rules import heard_by_call, is_window_open, next_status, placed
from chatbookr_sdk import Account, CallReported, CallState, Sender

START = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
LADDER = ("queued", "sent", "delivered", "read", "played")
Report = tuple[str, datetime]


def reports(*names: str) -> list[Report]:
    """Date reports a second apart, as they happened."""
    return [(name, START + timedelta(seconds=place + 1)) for place, name in enumerate(names)]


def after(sequence: list[Report] | tuple[Report, ...]) -> list[str]:
    """Apply reports in the order they arrive and return every status on the way."""
    status, at, way = "queued", START, ["queued"]
    for name, reported_at in sequence:
        moved = next_status(status, at, name, reported_at)
        if moved is not None:
            status, at = moved, reported_at
            way.append(status)
    return way


def test_every_order_of_every_choice_of_reports_ends_at_the_furthest() -> None:
    counted = 0
    for names in product(("sent", "delivered", "read", "played"), repeat=5):
        for sequence in set(permutations(reports(*names))):
            way = after(sequence)
            counted += 1
            assert way == sorted(way, key=LADDER.index), sequence
            assert way[-1] == max(names, key=LADDER.index), sequence
            assert len(way) == len(set(way)), sequence

    assert counted >= 5000


def test_a_failure_is_healed_by_a_later_delivery_in_whatever_order_they_arrive() -> None:
    for sequence in permutations(reports("sent", "failed", "delivered", "read")):
        assert after(sequence)[-1] == "read", sequence


def test_a_failure_stays_where_nothing_later_shows_that_the_message_came() -> None:
    for sequence in permutations(reports("sent", "failed")):
        assert after(sequence)[-1] == "failed", sequence


@given(st.lists(st.tuples(st.sampled_from([*LADDER[1:], "failed", "warning"]), st.integers(0, 9)), max_size=12))
@examples(300)
def test_whatever_is_reported_nothing_goes_back(raw: list[tuple[str, int]]) -> None:
    way = after([(name, START + timedelta(seconds=second)) for name, second in raw])

    steps = [LADDER.index(status) for status in way if status != "failed"]
    assert steps == sorted(steps)
    for before, name in pairwise(way):
        assert name != "failed" or before in ("queued", "sent")
        assert before != "failed" or name in ("delivered", "read", "played")


@given(st.lists(st.sampled_from(["sent", "delivered", "read", "played", "failed"]), min_size=1, max_size=6))
@examples(200)
def test_duplicates_change_nothing(names: list[str]) -> None:
    once = reports(*names)
    twice = [report for report in once for _ in range(2)]

    assert after(twice) == after(once)


def test_free_text_is_taken_for_a_day_after_the_patients_last_word() -> None:
    assert is_window_open(START, START + timedelta(hours=24) - timedelta(seconds=1))
    assert not is_window_open(START, START + timedelta(hours=24))
    assert not is_window_open(None, START)


SECOND = datetime(2027, 3, 1, 9, 0, 5, tzinfo=UTC)


@given(offset_microseconds=st.integers(-3_000_000, 3_000_000))
def test_a_tap_stands_behind_the_question_of_the_same_second(offset_microseconds: int) -> None:
    question = SECOND + timedelta(microseconds=offset_microseconds)

    tap = placed(SECOND, after=question)

    assert SECOND <= tap < SECOND + timedelta(seconds=1)
    if SECOND <= question < SECOND + timedelta(microseconds=999_999):
        assert tap > question
    if not SECOND <= question < SECOND + timedelta(seconds=1):
        assert tap == SECOND


@pytest.mark.parametrize(
    ("is_from_clinic", "state", "seconds", "heard_ago"),
    [
        (False, CallState.RINGING, None, 0),
        (False, CallState.FAILED, None, 0),
        (False, CallState.ENDED, 90, 90),
        (True, CallState.RINGING, None, None),
        (True, CallState.REJECTED, None, None),
        (True, CallState.ENDED, 0, None),
        (True, CallState.ACCEPTED, None, 0),
        (True, CallState.ENDED, 90, 90),
    ],
)
def test_who_calls_is_heard_and_who_is_called_once_they_answer(
    is_from_clinic: bool, state: CallState, seconds: int | None, heard_ago: int | None
) -> None:
    call = CallReported(Account("1"), "c1", Sender("DE.1"), is_from_clinic, state, START, seconds)

    assert heard_by_call(call) == (None if heard_ago is None else START - timedelta(seconds=heard_ago))
