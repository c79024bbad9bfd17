from datetime import timedelta

import pytest
from tests.core.owed_jobs import KIND, LEASE_SECONDS, claimed_ids, lease, lease_after_claim, owe

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.dead_letters import counts_by_state, forget_done
from chatbookr_core.errors import LeaseLost
from chatbookr_core.events import listening
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import (
    OUTSTANDING_PER_KIND,
    QUEUE_SECONDS,
    LeasedJob,
    claim_due,
    enqueue,
    enqueue_each,
    finish,
    postpone,
    renew,
    start,
    unclaim,
    unclaim_all,
)
from chatbookr_core.models import Job

pytestmark = pytest.mark.usefixtures("database")


async def test_a_job_goes_from_due_to_done(clock: TurnableClock) -> None:
    job_id = await owe(clock)

    claimed = await claim_due(clock.now(), 10, kinds=[KIND])
    job = await lease(clock, job_id)
    async with transaction():
        await finish(job, now=clock.now())

    assert [(found.id, found.kind) for found in claimed] == [(job_id, KIND)]
    assert (job.attempts, job.is_settled) == (1, True)
    assert job.arguments == {"version": 3, "kind": "calendar", "is_first": True, "nothing": None}
    assert job.give_up_at == clock.now() + timedelta(hours=24)
    row = await Job.get(id=job_id)
    assert (row.state, row.attempts, row.deaths, row.lease) == ("done", 1, 0, None)
    assert row.finished_at == clock.now()


async def test_nothing_is_owed_when_the_transaction_rolls_back(clock: TurnableClock) -> None:
    async def fail() -> None:
        async with transaction():
            await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await counts_by_state() == {}


async def test_the_same_key_owes_the_work_once_even_after_it_is_done(clock: TurnableClock) -> None:
    first = await owe(clock, dedupe_key="once")
    again = await owe(clock, dedupe_key="once")
    job = await lease_after_claim(clock, first)
    async with transaction():
        await finish(job, now=clock.now())

    after = await owe(clock, dedupe_key="once")

    assert first is not None
    assert (again, after) == (None, None)
    assert await counts_by_state() == {"done": 1}


async def test_a_job_rests_until_it_is_due(clock: TurnableClock) -> None:
    async with transaction():
        await enqueue(KIND, clinic_id=None, due_at=clock.now() + timedelta(minutes=1), now=clock.now())

    before = await claimed_ids(clock)
    clock.turn(timedelta(minutes=1))
    after = await claimed_ids(clock)

    assert (before, len(after)) == ([], 1)


async def test_one_statement_owes_a_job_for_each_subject(clock: TurnableClock) -> None:
    subjects = [new_id() for _ in range(5)]

    async with transaction():
        await enqueue_each(KIND, subjects, now=clock.now(), give_up_after=timedelta(days=7))

    rows = await Job.all().order_by("id")
    assert [row.subject_id for row in rows] == subjects
    assert {(row.kind, row.state, row.clinic_id, str(row.arguments)) for row in rows} == {(KIND, "due", None, "{}")}
    assert {row.give_up_at for row in rows} == {clock.now() + timedelta(days=7)}


async def test_what_is_owed_together_is_handed_over_in_its_turn(clock: TurnableClock) -> None:
    subjects = [new_id() for _ in range(30)]
    for first in range(0, 30, 3):
        async with transaction():
            await enqueue_each(KIND, subjects[first : first + 3], now=clock.now(), give_up_after=timedelta(days=7))
    last = await owe(clock)

    handed = [job.id for job in await claim_due(clock.now(), 100, kinds=[KIND])]

    subject_of = {row.id: row.subject_id for row in await Job.all()}
    assert [subject_of[job_id] for job_id in handed[:-1]] == subjects
    assert handed[-1] == last


async def test_a_commit_that_owes_work_wakes_relays_once(clock: TurnableClock) -> None:
    async with listening() as changes:
        async with transaction():
            await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
            await enqueue(KIND, clinic_id=None, due_at=clock.now(), now=clock.now())
        change = await changes.get()

        assert change.kind == "jobs"
        assert changes.empty()


async def test_what_the_broker_lost_is_handed_out_again(clock: TurnableClock) -> None:
    job_id = await owe(clock)

    first = await claimed_ids(clock)
    at_once = await claimed_ids(clock)
    clock.turn(timedelta(seconds=QUEUE_SECONDS))
    later = await claimed_ids(clock)

    assert (first, at_once, later) == ([job_id], [], [job_id])


async def test_a_worker_that_went_silent_is_replaced_when_its_lease_ends(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    await lease(clock, job_id)

    clock.turn(timedelta(seconds=LEASE_SECONDS - 1))
    in_time = await claimed_ids(clock)
    clock.turn(timedelta(seconds=1))
    too_late = await claimed_ids(clock)

    assert (in_time, too_late) == ([], [job_id])


async def test_a_relay_takes_only_kinds_it_knows(clock: TurnableClock) -> None:
    await owe(clock)

    assert await claim_due(clock.now(), 10, kinds=["other"]) == []
    assert len(await claim_due(clock.now(), 10, kinds=["other", KIND])) == 1


async def test_a_kind_that_fills_the_broker_waits_and_others_go_on(clock: TurnableClock) -> None:
    async with transaction():
        await enqueue_each(
            KIND, [new_id() for _ in range(OUTSTANDING_PER_KIND + 1)], now=clock.now(), give_up_after=timedelta(days=1)
        )
        await enqueue_each("other", [new_id()], now=clock.now(), give_up_after=timedelta(days=1))

    first = await claim_due(clock.now(), OUTSTANDING_PER_KIND, kinds=[KIND])
    second = await claim_due(clock.now(), 10, kinds=[KIND, "other"])

    assert len(first) == OUTSTANDING_PER_KIND
    assert [job.kind for job in second] == ["other"]


async def test_two_relays_claim_disjoint_jobs(clock: TurnableClock, database: Database) -> None:
    async with transaction():
        await enqueue_each(KIND, [new_id() for _ in range(50)], now=clock.now(), give_up_after=timedelta(days=1))

    async with opened(database.url) as other:
        with database.entered():
            ours = await claimed_ids(clock, 30)
        with other.entered():
            theirs = await claimed_ids(clock, 30)

    assert len(ours) == 30
    assert len(theirs) == 20
    assert not set(ours) & set(theirs)


async def test_what_the_broker_refused_is_due_again_unless_it_was_started(clock: TurnableClock) -> None:
    first, second = await owe(clock), await owe(clock)
    claimed = await claim_due(clock.now(), 10, kinds=[KIND])
    await lease(clock, first)

    await unclaim([job.id for job in claimed], clock.now())

    assert await claimed_ids(clock) == [second]


async def test_a_new_process_takes_up_what_its_predecessor_had_in_memory(clock: TurnableClock) -> None:
    queued, running = await owe(clock), await owe(clock)
    await claimed_ids(clock)
    await lease(clock, running)

    await unclaim_all(clock.now())

    assert await claimed_ids(clock) == [queued]


async def test_a_process_that_is_alone_takes_up_running_jobs_too_and_their_deaths_stay_counted(
    clock: TurnableClock,
) -> None:
    job_id = await owe(clock)
    zombie = await lease(clock, job_id)

    await unclaim_all(clock.now(), is_alone=True)
    again = await lease_after_claim(clock, job_id)

    assert again.deaths == 2
    with pytest.raises(LeaseLost):
        await renew(zombie, now=clock.now(), lease_seconds=LEASE_SECONDS)


async def test_a_duplicate_from_the_broker_is_not_started(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    assert job_id is not None
    job = await lease_after_claim(clock, job_id)

    while_running = await start(job_id, clock.now(), LEASE_SECONDS)
    async with transaction():
        await finish(job, now=clock.now())
    when_done = await start(job_id, clock.now(), LEASE_SECONDS)

    assert (while_running, when_done) == (None, None)
    assert (await Job.get(id=job_id)).attempts == 1


async def test_a_duplicate_does_not_shorten_the_wait_of_a_postponed_job(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    assert job_id is not None
    job = await lease(clock, job_id)
    async with transaction():
        await postpone(job, now=clock.now(), code="429", jitter=0.0, retry_after_seconds=30)

    early = await start(job_id, clock.now() + timedelta(seconds=29), LEASE_SECONDS)
    in_time = await start(job_id, clock.now() + timedelta(seconds=30), LEASE_SECONDS)

    assert early is None
    assert in_time is not None


async def test_a_zombie_cannot_finish_and_its_effect_rolls_back(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    zombie = await lease(clock, job_id)
    clock.turn(timedelta(seconds=LEASE_SECONDS))
    successor = await lease(clock, job_id)

    async def act(job: LeasedJob) -> None:
        async with transaction():
            await enqueue("effect", clinic_id=None, due_at=clock.now(), now=clock.now())
            await finish(job, now=clock.now())

    with pytest.raises(LeaseLost):
        await act(zombie)
    await act(successor)

    assert await Job.filter(kind="effect").count() == 1
    assert (zombie.is_settled, successor.is_settled) == (False, True)


async def test_a_lease_that_ended_still_finishes_while_nobody_took_over(clock: TurnableClock) -> None:
    job = await lease(clock, await owe(clock))
    clock.turn(timedelta(hours=1))

    async with transaction():
        await finish(job, now=clock.now())

    assert await counts_by_state() == {"done": 1}


async def test_long_work_keeps_its_lease(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    job = await lease(clock, job_id)
    clock.turn(timedelta(seconds=LEASE_SECONDS - 1))
    await renew(job, now=clock.now(), lease_seconds=LEASE_SECONDS)
    clock.turn(timedelta(seconds=LEASE_SECONDS - 1))

    assert await claimed_ids(clock) == []

    clock.turn(timedelta(seconds=1))
    await lease(clock, job_id)
    with pytest.raises(LeaseLost):
        await renew(job, now=clock.now(), lease_seconds=LEASE_SECONDS)


async def test_done_jobs_are_forgotten_in_portions_and_others_stay(clock: TurnableClock) -> None:
    for _ in range(3):
        job = await lease(clock, await owe(clock))
        async with transaction():
            await finish(job, now=clock.now())
    await owe(clock)
    cutoff = clock.now() + timedelta(seconds=1)

    async with transaction():
        portion = await forget_done(cutoff, limit=2)
    async with transaction():
        rest = await forget_done(cutoff, limit=2)

    assert (portion, rest) == (2, 1)
    assert await counts_by_state() == {"due": 1}
