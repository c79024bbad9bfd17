import re
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chatbookr_core.bookings.rules import (
    BLOCK_MINUTES,
    HOLD_NEXT,
    REFERENCE_CHARACTERS,
    REFERENCE_LENGTHS,
    Block,
    HoldState,
    block_for,
    ends_at,
    event_id_for,
    hold_may_become,
    is_inside_cutoff,
    is_standing,
    make_reference,
    require_changeable,
    require_outside_cutoff,
    require_standing,
)
from chatbookr_core.clock import epoch_minute
from chatbookr_core.errors import AlreadyCancelled, HoldExpired, InsideCutoff, InvalidInput, StaleVersion

MINUTES = st.integers(0, 100_000_000 // 60).map(
    lambda minute: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
BLOCKS = st.builds(lambda start, length: Block(start, start + length), st.integers(0, 300), st.integers(1, 100))


# --- blocks -------------------------------------------------------------------------------------------------------


@given(MINUTES, st.integers(1, 600), st.integers(0, 120), st.integers(0, 120))
def test_a_block_holds_the_booking_and_its_buffers(start: datetime, duration: int, before: int, after: int) -> None:
    block = block_for(start, duration_minutes=duration, buffer_before_minutes=before, buffer_after_minutes=after)

    assert block.starts_minute == epoch_minute(start) - before
    assert block.ends_minute == epoch_minute(ends_at(start, duration_minutes=duration)) + after


@given(BLOCKS, BLOCKS)
def test_blocks_meet_where_they_have_a_minute_in_common(one: Block, other: Block) -> None:
    common = set(range(one.starts_minute, one.ends_minute)) & set(range(other.starts_minute, other.ends_minute))

    assert one.meets(other) == other.meets(one) == bool(common)


@pytest.mark.parametrize("off", [timedelta(seconds=1), timedelta(microseconds=1), timedelta(seconds=59)])
def test_a_booking_starts_at_a_whole_minute(off: timedelta) -> None:
    with pytest.raises(InvalidInput):
        block_for(datetime(2027, 3, 1, 8, tzinfo=UTC) + off, duration_minutes=30)


@pytest.mark.parametrize("duration", [0, -30, BLOCK_MINUTES + 1])
def test_a_block_is_neither_empty_nor_endless(duration: int) -> None:
    with pytest.raises(InvalidInput):
        block_for(datetime(2027, 3, 1, 8, tzinfo=UTC), duration_minutes=duration)


# --- what may become what -----------------------------------------------------------------------------------------


def test_a_hold_ends_in_one_way() -> None:
    ways: tuple[HoldState, ...] = ("confirmed", "released", "expired")
    assert HOLD_NEXT["held"] == set(ways)
    for ended in ways:
        assert hold_may_become("held", ended)
        assert HOLD_NEXT[ended] == frozenset()


@given(MINUTES, st.integers(-100, 100))
def test_a_hold_stands_until_the_instant_it_expires(now: datetime, left_seconds: int) -> None:
    expires_at = now + timedelta(seconds=left_seconds)

    assert is_standing("held", expires_at=expires_at, now=now) == (left_seconds > 0)
    for state in ("confirmed", "released", "expired"):
        with pytest.raises(HoldExpired):
            require_standing(state, expires_at=now + timedelta(days=1), now=now)


def test_a_change_must_know_the_version_it_changes() -> None:
    require_changeable("confirmed", version=3, expected_version=3)
    require_changeable("confirmed", version=3, expected_version=None)
    with pytest.raises(StaleVersion) as stale:
        require_changeable("confirmed", version=3, expected_version=2)
    with pytest.raises(AlreadyCancelled):
        require_changeable("cancelled", version=3, expected_version=2)

    assert stale.value.details == {"version": 3}


# --- the cut-off --------------------------------------------------------------------------------------------------


@given(MINUTES, st.integers(0, 20_000), st.integers(-5_000, 30_000))
def test_the_cut_off_is_inside_from_its_instant_on(now: datetime, cutoff: int, left: int) -> None:
    starts_at = now + timedelta(minutes=left)

    inside = is_inside_cutoff(starts_at, now=now, cutoff_minutes=cutoff)

    assert inside == (left < cutoff or left <= 0)
    assert inside or not is_inside_cutoff(starts_at + timedelta(minutes=1), now=now, cutoff_minutes=cutoff)


def test_a_patient_is_told_that_it_is_too_late() -> None:
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)
    require_outside_cutoff(now + timedelta(days=1), now=now, cutoff_minutes=1440)

    with pytest.raises(InsideCutoff):
        require_outside_cutoff(now + timedelta(days=1), now=now + timedelta(seconds=1), cutoff_minutes=1440)


# --- names --------------------------------------------------------------------------------------------------------


@given(st.integers(), st.sampled_from(REFERENCE_LENGTHS))
def test_a_reference_can_be_read_out_and_mistaken_for_nothing(seed: int, length: int) -> None:
    reference = make_reference(Random(seed), length=length)  # noqa: S311  # names a booking, unlocks nothing

    assert len(reference) == length <= 12
    assert reference[0].isalpha()
    assert not set(reference) & set("01258AEIOULZSB")
    assert set(reference) <= set(REFERENCE_CHARACTERS)


@given(st.uuids())
def test_an_event_id_is_the_bookings_and_a_calendar_takes_it(booking_id: UUID) -> None:
    event_id = event_id_for(booking_id)

    assert re.fullmatch(r"[a-v0-9]{26}", event_id)
    assert int(event_id, 32) >> 2 == booking_id.int  # 26 characters of 5 bits, the last two padding


# --- every way through a hold's life ------------------------------------------------------------------------------


class HoldLife(RuleBasedStateMachine):
    """Whatever is tried in whatever order, a hold ends once, and it is never confirmed late."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2027, 3, 1, 8, tzinfo=UTC)
        self.expires_at = self.now + timedelta(minutes=10)
        self.state: HoldState = "held"
        self.ends = 0

    def _end(self, state: HoldState) -> None:
        assert hold_may_become(self.state, state)
        self.state, self.ends = state, self.ends + 1

    @rule(minutes=st.integers(0, 6))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def confirm(self) -> None:
        try:
            require_standing(self.state, expires_at=self.expires_at, now=self.now)
        except HoldExpired:
            return
        self._end("confirmed")
        assert self.now < self.expires_at

    @rule()
    def release(self) -> None:
        if hold_may_become(self.state, "released"):
            self._end("released")

    @precondition(lambda self: self.now >= self.expires_at)
    @rule()
    def sweep(self) -> None:
        if hold_may_become(self.state, "expired"):
            self._end("expired")

    @invariant()
    def it_ends_once(self) -> None:
        assert self.ends == (0 if self.state == "held" else 1)


TestHoldLife = HoldLife.TestCase
