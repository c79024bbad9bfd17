from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from tests.claiming import claim_due
from tests.factories import make_clinic

from chatbookr_core.claims import OUTSTANDING_PER_KIND, QUEUE_SECONDS, unclaim, unclaim_all
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.dead_letters import counts_by_state, dead_jobs, forget_done, revive
from chatbookr_core.errors import LeaseLost
from chatbookr_core.events import listening
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import (
    DEATHS_ALLOWED,
    DIED,
    LeasedJob,
    die,
    enqueue,
    enqueue_each,
    finish,
    kill,
    postpone,
    renew,
    start,
    wait_until,
)
from chatbookr_core.models import Job, StaffTask

KIND = "test.kind"
LEASE_SECONDS = 60.0
pytestmark = pytest.mark.usefixtures("database")


async def owe(clock: TurnableClock, *, clinic_id: UUID | None = None, dedupe_key: str | None = None) -> UUID | None:
    async with transaction():
        return await enqueue(
            KIND,
            clinic_id=clinic_id,
            subject_id=new_id(),
            arguments={"version": 3, "kind": "calendar", "is_first": True, "nothing": None},
            due_at=clock.now(),
            now=clock.now(),
            dedupe_key=dedupe_key,
        )


async def lease(clock: TurnableClock, job_id: UUID | None) -> LeasedJob:
    assert job_id is not None
    job = await start(job_id, clock.now(), LEASE_SECONDS)
    assert job is not None
    return job


async def claimed_ids(clock: TurnableClock, limit: int = 100) -> list[UUID]:
    return [job.id for job in await claim_due(clock.now(), limit, kinds=[KIND])]


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


async def lease_after_claim(clock: TurnableClock, job_id: UUID | None) -> LeasedJob:
    assert job_id in await claimed_ids(clock)
    return await lease(clock, job_id)


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

    await unclaim(claimed, clock.now())

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


async def test_five_silent_deaths_make_a_dead_letter_that_staff_see(clock: TurnableClock) -> None:
    clinic = await make_clinic()
    job_id = await owe(clock, clinic_id=clinic.id)
    assert job_id is not None
    for _ in range(DEATHS_ALLOWED):
        await lease(clock, job_id)  # and then not a word
        clock.turn(timedelta(seconds=LEASE_SECONDS))

    sixth = await start(job_id, clock.now(), LEASE_SECONDS)

    assert sixth is None
    [dead] = await dead_jobs(clinic_id=clinic.id)
    assert (dead.id, dead.attempts, dead.last_error, dead.died_at) == (job_id, DEATHS_ALLOWED, DIED, clock.now())
    task = await StaffTask.get(clinic_id=clinic.id)
    assert (task.kind, task.job_id, task.state) == ("dead_job", job_id, "open")
    assert await claimed_ids(clock) == []


async def test_a_dead_letter_of_one_clinic_is_not_listed_for_another(clock: TurnableClock) -> None:
    clinic, other = await make_clinic(), await make_clinic()
    job = await lease(clock, await owe(clock, clinic_id=clinic.id))
    async with transaction():
        await kill(job, "refused", now=clock.now())

    assert await dead_jobs(clinic_id=other.id) == []
    assert [dead.last_error for dead in await dead_jobs()] == ["refused"]


async def test_a_revived_job_starts_with_a_clean_slate(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    assert job_id is not None
    for _ in range(DEATHS_ALLOWED):
        await lease(clock, job_id)
        clock.turn(timedelta(seconds=LEASE_SECONDS))
    await start(job_id, clock.now(), LEASE_SECONDS)

    async with transaction():
        revived = await revive(job_id, now=clock.now())
        again = await revive(job_id, now=clock.now())
    job = await lease_after_claim(clock, job_id)

    assert (revived, again) == (True, False)
    assert job.deaths == 1


async def test_crashes_wait_longer_each_time_and_the_fifth_is_the_last(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    waits = []
    for _ in range(DEATHS_ALLOWED):
        job = await lease(clock, job_id)
        async with transaction():
            await die(job, now=clock.now(), code="ValueError")
        row = await Job.get(id=job_id)
        if row.state == "due":
            waits.append((row.due_at - clock.now()).total_seconds())
            clock.turn(row.due_at - clock.now())

    assert waits == [2.0, 4.0, 8.0, 16.0]
    assert [(dead.id, dead.last_error) for dead in await dead_jobs()] == [(job_id, "ValueError")]


async def test_a_temporary_failure_clears_the_deaths_and_waits_as_the_provider_asked(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    job = await lease(clock, job_id)

    async with transaction():
        await postpone(job, now=clock.now(), code="130429", jitter=0.5, retry_after_seconds=90.0)

    row = await Job.get(id=job_id)
    assert (row.state, row.deaths, row.attempts, row.last_error) == ("due", 0, 1, "130429")
    assert row.due_at == clock.now() + timedelta(seconds=90)


async def test_temporary_failures_end_in_a_dead_letter_when_their_time_is_up(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    random = Random(3)  # noqa: S311  # jitter, no secret
    began = clock.now()
    for _ in range(1000):
        job = await lease(clock, job_id)
        async with transaction():
            await postpone(job, now=clock.now(), code="503", jitter=random.random())
        row = await Job.get(id=job_id)
        if row.state == "dead":
            break
        clock.turn(row.due_at - clock.now())

    assert row.state == "dead"
    assert clock.now() - began == timedelta(hours=24)
    assert 24 * 6 < row.attempts < 24 * 12 + 20  # every five to ten minutes, after the first few


async def test_waiting_for_its_time_is_no_attempt(clock: TurnableClock) -> None:
    job_id = await owe(clock)
    job = await lease(clock, job_id)
    at = clock.now() + timedelta(minutes=5)

    async with transaction():
        await wait_until(job, at)

    row = await Job.get(id=job_id)
    assert (row.state, row.due_at, row.attempts, row.deaths) == ("due", at, 0, 0)


async def test_an_outcome_that_rolls_back_settles_nothing(clock: TurnableClock) -> None:
    job = await lease(clock, await owe(clock))

    async def fail() -> None:
        async with transaction():
            await finish(job, now=clock.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert not job.is_settled
    assert await counts_by_state() == {"running": 1}


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
