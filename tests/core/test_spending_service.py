"""Points taken and given back, on both databases: shared between processes, and the database asked once in many."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import LimitExceeded
from chatbookr_core.models import CostBucket
from chatbookr_core.spending import buckets
from chatbookr_core.spending.rules import Level, Terms, drawn, full, returned
from chatbookr_core.spending.service import MOST_KNOWN, Spender, Spending, Visitor

TERMS = Terms(1000.0, 50.0)


@pytest.fixture
def spender() -> Spender:
    return Spender(uuid4(), None)


async def _spend_all(spending: Spending, spender: Spender, clock: TurnableClock, each: float = 10) -> float:
    """Spend until refused; return how much that was."""
    spent = 0.0
    while True:
        try:
            await spending.take(spender, each, TERMS, clock.now())
        except LimitExceeded:
            return spent
        spent += each


async def test_a_bucket_can_be_spent_to_the_last_point_and_fills_again(
    database: Database, clock: TurnableClock, spender: Spender
) -> None:
    spending = Spending()

    first = await _spend_all(spending, spender, clock)
    clock.turn(timedelta(seconds=4))
    second = await _spend_all(spending, spender, clock)

    assert (first, second) == (1000, 200)


async def test_processes_share_one_bucket(database: Database, clock: TurnableClock, spender: Spender) -> None:
    processes = [Spending() for _ in range(3)]

    spent = [await _spend_all(one, spender, clock) for one in processes]

    assert sum(spent) == 1000


async def test_the_database_is_asked_once_in_many_requests(
    database: Database, clock: TurnableClock, spender: Spender, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    original = buckets.draw

    async def counting(*arguments: object) -> Level | None:
        asked.append(1)
        return await original(*arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(buckets, "draw", counting)
    spending = Spending()
    for _ in range(20):
        await spending.take(spender, 5, TERMS, clock.now())
        await spending.refund(spender, 2.5, TERMS, clock.now())

    assert len(asked) == 2  # 97.5 points at most, in chunks of 50


async def test_an_empty_bucket_is_refused_without_asking_the_database_again(
    database: Database, clock: TurnableClock, spender: Spender, monkeypatch: pytest.MonkeyPatch
) -> None:
    spending = Spending()
    await _spend_all(spending, spender, clock)
    monkeypatch.setattr(buckets, "draw", None)

    with pytest.raises(LimitExceeded) as refusal:
        await spending.take(spender, 500, TERMS, clock.now())

    assert refusal.value.retry_after_seconds == 10


async def test_waiting_as_long_as_told_is_enough(database: Database, clock: TurnableClock, spender: Spender) -> None:
    spending = Spending()
    await _spend_all(spending, spender, clock)
    with pytest.raises(LimitExceeded) as refusal:
        await spending.take(spender, 500, TERMS, clock.now())
    clock.turn(timedelta(seconds=refusal.value.retry_after_seconds))

    left = await spending.take(spender, 500, TERMS, clock.now())

    assert left == pytest.approx(0, abs=0.01)


async def test_what_is_not_used_comes_back(database: Database, clock: TurnableClock, spender: Spender) -> None:
    spending, other = Spending(), Spending()

    await spending.take(spender, 900, TERMS, clock.now())
    left = await spending.refund(spender, 890, TERMS, clock.now())

    assert left == pytest.approx(990)
    assert await _spend_all(other, spender, clock) >= 890 - 2 * TERMS.chunk


async def test_an_idle_lease_goes_back_to_the_bucket(
    database: Database, clock: TurnableClock, spender: Spender
) -> None:
    spending = Spending()
    await spending.take(spender, 10, TERMS, clock.now())
    level = await buckets.find_level(spender.id)

    await spending.give_back(TERMS, clock.now())
    still = await buckets.find_level(spender.id)
    await spending.give_back(TERMS, clock.now(), idle_for=timedelta())
    after = await buckets.find_level(spender.id)

    assert level == still == Level(950, clock.now())
    assert after is not None
    assert after.points == pytest.approx(990)


async def test_a_row_names_the_clinic_of_a_key(database: Database, clock: TurnableClock) -> None:
    clinic_id, key_id = uuid4(), uuid4()

    await Spending().take(Spender(key_id, clinic_id), 1, TERMS, clock.now())

    assert (await CostBucket.get(clinic_id=clinic_id)).id == key_id


async def test_strangers_are_held_to_a_budget_and_write_no_row(database: Database, clock: TurnableClock) -> None:
    spending, visitor = Spending(), Visitor("192.0.2.1")

    await spending.take(visitor, 900, TERMS, clock.now())
    with pytest.raises(LimitExceeded) as refusal:
        await spending.take(visitor, 200, TERMS, clock.now())
    left = await spending.take(Visitor("192.0.2.2"), 200, TERMS, clock.now())
    again = await spending.refund(visitor, 900, TERMS, clock.now())

    assert (refusal.value.retry_after_seconds, left, again) == (2, 800, 1000)
    assert not await CostBucket.all().exists()


async def test_strangers_cannot_fill_the_memory(clock: TurnableClock) -> None:
    spending = Spending()
    for number in range(MOST_KNOWN + 10):
        await spending.take(Visitor(str(number)), 1, TERMS, clock.now())

    assert len(spending._visitors) == MOST_KNOWN


@pytest.mark.parametrize("passed", [0.0, 0.25, 3.0, 1e6, -5.0])
@pytest.mark.parametrize("points", [0.0, 30.0, 300.0, 1001.0])
async def test_the_statements_reckon_as_the_rules_do(
    database: Database, clock: TurnableClock, passed: float, points: float
) -> None:
    bucket_id = uuid4()
    begun = await buckets.draw(bucket_id, None, TERMS, clock.now(), 950)
    now = clock.now() + timedelta(seconds=passed)
    assert begun == drawn(full(TERMS, clock.now()), TERMS, clock.now(), 950)
    assert begun is not None

    found = await buckets.draw(bucket_id, None, TERMS, now, points)
    expected = drawn(begun, TERMS, now, points)
    await buckets.give(bucket_id, None, TERMS, now, points)
    after = returned(expected or begun, TERMS, now, points)
    stored = await buckets.find_level(bucket_id)

    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found.points == pytest.approx(expected.points, abs=0.02)
        assert found.at == expected.at
    assert stored is not None
    assert stored.points == pytest.approx(after.points, abs=0.02)
    assert stored.at == after.at
