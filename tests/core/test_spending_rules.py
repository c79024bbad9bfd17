"""The arithmetic of a leaky bucket, alone and shared by several processes that lease from it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.spending.rules import Lease, Level, Terms, drawn, full, returned, risen, seconds_until

START = datetime(2027, 3, 1, tzinfo=UTC)
TERMS = Terms(1000.0, 50.0)

terms = st.builds(Terms, st.floats(1, 1e5), st.floats(0.1, 1e4))
points = st.floats(0, 2e5)
seconds = st.floats(-10, 1e4)


@given(terms, points, st.lists(st.tuples(st.booleans(), points, seconds), max_size=30))
def test_a_level_is_never_negative_nor_above_the_capacity(
    of: Terms, begun: float, steps: list[tuple[bool, float, float]]
) -> None:
    level, now = Level(min(begun, of.capacity), START), START

    for is_drawing, amount, passed in steps:
        now += timedelta(seconds=passed)  # also backwards: another process's clock
        level = (drawn(level, of, now, amount) or level) if is_drawing else returned(level, of, now, amount)
        assert 0 <= level.points <= of.capacity


@given(terms, points, points, st.floats(0, 1e4))
def test_waiting_as_long_as_told_is_enough(of: Terms, begun: float, wanted: float, late: float) -> None:
    level, wanted = Level(min(begun, of.capacity), START), min(wanted, of.capacity)

    wait = seconds_until(level, of, START, wanted)

    assert drawn(level, of, START + timedelta(seconds=wait + 1e-3 + late), wanted) is not None
    assert wait == 0 or drawn(level, of, START, wanted) is None


def test_an_empty_bucket_is_full_after_its_window() -> None:
    empty = Level(0.0, START)

    assert risen(empty, TERMS, START + timedelta(seconds=TERMS.window_seconds)) == full(
        TERMS, START + timedelta(seconds=20)
    )


@dataclass
class Process:
    """One process that spends from a lease, and books what it granted."""

    lease: Lease
    granted: float = 0.0
    asked: int = field(default=0)


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1000), st.floats(0, 1), st.floats(0, 5)), max_size=80),
)
def test_processes_together_grant_no_more_than_the_bucket_and_what_came_back(
    count: int, requests: list[tuple[int, float, float, float]]
) -> None:
    shared, now = full(TERMS, START), START
    processes = [Process(Lease(shared)) for _ in range(count)]

    for number, requested, used, passed in requests:
        now += timedelta(seconds=passed)
        process = processes[number % count]
        for wanted in () if process.lease.held >= requested else process.lease.wanted(requested, TERMS):
            after = drawn(shared, TERMS, now, wanted)
            process.asked += 1
            if after is not None:
                shared = after
                process.lease.add(wanted, after)
                break
        if process.lease.spend(requested):
            process.granted += requested * used
            process.lease.held += requested * (1 - used)
        surplus = process.lease.surplus(TERMS)
        process.lease.held -= surplus
        shared = returned(shared, TERMS, now, surplus)

        elapsed = (now - START).total_seconds()
        granted = sum(one.granted for one in processes)
        assert granted <= TERMS.capacity + TERMS.restored_per_second * elapsed + 1e-6
        assert all(0 <= one.lease.held <= 2 * TERMS.chunk + 1e-6 for one in processes)
        assert all(0 <= one.lease.available(TERMS, now) <= TERMS.capacity for one in processes)


def test_small_requests_ask_for_a_chunk_at_a_time() -> None:
    lease = Lease(full(TERMS, START))

    assert lease.wanted(5, TERMS) == (50, 5)
    assert lease.wanted(400, TERMS) == (400,)
