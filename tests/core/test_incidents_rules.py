"""What holds of an incident, by itself: the clocks, how it goes on, what a notice must say."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOW

from chatbookr_core.errors import Conflict, InvalidInput
from chatbookr_core.incidents.rules import (
    MOST_CHARS,
    MOVES,
    OVER,
    Clock,
    DeadlineKind,
    State,
    Words,
    check_aware,
    check_move,
    check_name,
    check_words,
    deadlines,
    phase_digest,
)

WHOLE = Words("a key was stolen", "somebody read bookings", "the key is revoked", "privacy@host.example")


@pytest.mark.parametrize(
    ("hours", "mark"), [(0, None), (11.9, None), (12, 50), (19.1, 50), (19.2, 80), (23.9, 80), (24, 100), (500, 100)]
)
def test_clinics_are_promised_24_hours_and_operators_reminded_on_the_way(hours: float, mark: int | None) -> None:
    clinics, _ = deadlines(Clock(NOW, owed=2))

    now = NOW + timedelta(hours=hours)

    assert clinics.due_at == NOW + timedelta(hours=24)
    assert clinics.mark(now) == mark
    assert clinics.is_overdue(now) is (mark == 100)


def test_a_clinics_72_hours_begin_as_it_is_told_and_end_with_its_word() -> None:
    told = NOW + timedelta(hours=20)

    clinics, authority = deadlines(Clock(NOW, told_at=told, unacknowledged=1))
    _, acknowledged = deadlines(Clock(NOW, told_at=told))

    assert clinics.is_met
    assert (authority.begins_at, authority.due_at) == (told, told + timedelta(hours=72))
    assert authority.mark(told + timedelta(hours=36)) == 50
    assert acknowledged.is_met


def test_before_any_clinic_is_told_the_72_hours_are_shown_from_when_operators_knew() -> None:
    _, authority = deadlines(Clock(NOW, owed=1))

    assert (authority.kind, authority.due_at) == (DeadlineKind.AUTHORITY, NOW + timedelta(hours=72))
    assert not authority.is_met


def test_a_clinic_that_is_found_later_makes_the_first_deadline_open_again() -> None:
    clinics, _ = deadlines(Clock(NOW, told_at=NOW, owed=1))

    assert not clinics.is_met


def test_what_is_over_owes_nothing() -> None:
    assert all(one.is_met and one.mark(NOW + timedelta(days=9)) is None for one in deadlines(Clock(NOW, is_over=True)))


@given(st.sampled_from(list(State)), st.sampled_from(list(State)))
def test_it_goes_on_as_the_table_says_and_no_other_way(state: State, to: State) -> None:
    if to in MOVES[state]:
        check_move(state, to, owed=0, told=1, was_contained=True)
    else:
        with pytest.raises(Conflict):
            check_move(state, to, owed=0, told=1, was_contained=True)


def test_nothing_leads_out_of_what_is_over_and_everything_else_can_end() -> None:
    assert all(not MOVES[one] for one in OVER)
    for state in set(State) - OVER:
        reached, seen = {state}, set[State]()
        while reached - seen:
            one = (reached - seen).pop()
            seen.add(one)
            reached |= MOVES[one]
        assert reached >= OVER


@pytest.mark.parametrize(
    ("to", "owed", "told", "was_contained"),
    [
        (State.CLOSED, 1, 1, True),
        (State.CLOSED, 0, 1, False),
        (State.NOTIFIED, 1, 1, True),
        (State.NOTIFIED, 0, 0, True),
    ],
)
def test_it_is_not_closed_before_it_is_contained_and_all_are_told(
    to: State, owed: int, told: int, was_contained: bool
) -> None:
    with pytest.raises(Conflict):
        check_move(State.NOTIFIED, to, owed=owed, told=told, was_contained=was_contained)


@pytest.mark.parametrize("left_out", ["facts", "effects", "measures", "contact"])
def test_a_notice_without_one_of_its_contents_is_refused(left_out: str) -> None:
    given_ = {"facts": "a", "effects": "b", "measures": "c", "contact": "d", left_out: "  "}

    with pytest.raises(InvalidInput) as refusal:
        check_words(Words(**given_), State.NOTIFIED)

    assert refusal.value.field == left_out


def test_words_are_trimmed_and_bounded() -> None:
    assert check_words(Words("  why \n"), State.DISMISSED) == Words("why")
    with pytest.raises(InvalidInput):
        check_words(Words("x" * (MOST_CHARS + 1)), State.SUSPECTED)


def test_a_decision_says_other_words_under_another_hash() -> None:
    hashes = {
        phase_digest("a-name", 1, State.CONFIRMED, WHOLE),
        phase_digest("a-name", 2, State.CONFIRMED, WHOLE),
        phase_digest("a-name", 1, State.CONTAINED, WHOLE),
        phase_digest("another", 1, State.CONFIRMED, WHOLE),
        phase_digest("a-name", 1, State.CONFIRMED, Words("a key was stolen", "somebody read bookings", "none")),
    }

    assert len(hashes) == 5


@pytest.mark.parametrize("name", ["", "ab", "Upper", "-begins", "a" * 61, "with space", "line\nbreak", "ok-name\n"])
def test_a_name_is_a_handle(name: str) -> None:
    with pytest.raises(InvalidInput):
        check_name(name)


def test_nobody_becomes_aware_tomorrow_or_years_ago() -> None:
    check_aware(NOW, NOW)
    for at in (NOW + timedelta(seconds=1), NOW - timedelta(days=367), NOW.replace(tzinfo=None)):
        with pytest.raises(InvalidInput):
            check_aware(at, NOW)


def test_words_do_not_show_where_they_are_printed() -> None:
    assert "stolen" not in repr(WHOLE)
