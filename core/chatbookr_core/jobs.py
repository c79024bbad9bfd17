"""Work owed: written in the transaction that causes it, finished in the transaction of its effect.

States: due -> queued (handed to the broker) -> running (leased) -> done | dead. `due_at` is the time before which a
due job rests, and for a queued or running one the time at which it counts as lost and is handed out again. Attempts
and deaths are counted before the work starts, so an attempt that ends without a word (SIGKILL included) is counted.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chatbookr_core import turns
from chatbookr_core.db import (
    Transaction,
    current_transaction,
    fetch,
    instant_of,
    numbered,
    padded,
    sqlite_value,
    transaction,
    uuid_of,
)
from chatbookr_core.errors import LeaseLost
from chatbookr_core.events import Change, publish
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id, new_ids
from chatbookr_core.owed import GIVE_UP_AFTER, INSERT_INTO, Argument, Owed

DEATHS_ALLOWED = 5
QUEUE_SECONDS = 30  # a broker that has not delivered by then is taken to have lost the message
OUTSTANDING_PER_KIND = 500  # handed to the broker and not started; more would only be sent again when QUEUE_SECONDS end
BACKOFF_CAP_SECONDS = 600.0

DIED = "DIED"
UNFINISHED = "UNFINISHED"
JOBS_CHANGED = Change("jobs", None, None)


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job a relay may hand to the broker now."""

    id: UUID
    kind: str


@dataclass(slots=True)
class LeasedJob:
    """One attempt at a job; `lease` is its fencing token: whoever holds a stale one cannot finish."""

    id: UUID
    kind: str
    clinic_id: UUID | None
    subject_id: UUID | None
    arguments: Mapping[str, Argument] = field(repr=False)
    attempts: int
    deaths: int
    lease: UUID
    give_up_at: datetime
    created_at: datetime
    is_settled: bool = False  # its outcome has committed: finished, postponed, killed …
    found: object | None = field(default=None, repr=False)  # what was read of it together with others
    on_renewal: Callable[[float], None] | None = field(default=None, repr=False)  # told the seconds of a new lease


# --- owing work -------------------------------------------------------------------------------------------------


async def enqueue(
    kind: str,
    *,
    clinic_id: UUID | None,
    subject_id: UUID | None = None,
    arguments: Mapping[str, Argument] | None = None,
    due_at: datetime,
    now: datetime,
    dedupe_key: str | None = None,
    give_up_after: timedelta = GIVE_UP_AFTER,
) -> UUID | None:
    """Owe a piece of work as of the commit of the current transaction; return its id.

    Return None where a job of the same `dedupe_key` stands already, whatever became of it. `arguments` are ids and
    numbers, never text of people. Temporary failures are retried until `give_up_after` from `due_at`.
    """
    one = Owed(kind, clinic_id, subject_id, due_at, arguments or {}, dedupe_key, give_up_after)
    ids = await enqueue_all([one], now=now)
    return ids[0] if ids else None


async def enqueue_all(owed: Sequence[Owed], *, now: datetime) -> list[UUID]:
    """Owe pieces of work as `enqueue` does, in one statement; return the ids of those that did not stand already."""
    if not owed:
        return []
    tx = current_transaction()
    values = [value for one in owed for value in (new_id(), *one.columns(now))]
    firsts = range(1, 9 * len(owed) + 1, 9)  # the number of the first value of each
    places = ", ".join(f"({numbered(6, since=at)}, 'due', ${at + 6}, 0, 0, ${at + 7}, ${at + 8})" for at in firsts)
    rows = await tx.fetch(f"{INSERT_INTO} VALUES {places} ON CONFLICT (dedupe_key) DO NOTHING RETURNING id", values)
    if rows:
        wake_for(tx, owed, now)
    return [uuid_of(row["id"]) for row in rows]


def wake_for(tx: Transaction, owed: Sequence[Owed], now: datetime) -> None:
    """Let the relays know, with the commit, of work that has been written, where some of it is due."""
    if any(one.due_at <= now for one in owed):
        wake_relays(tx)


async def enqueue_each(kind: str, subject_ids: Sequence[UUID], *, now: datetime, give_up_after: timedelta) -> None:
    """Owe one job of no clinic yet for each subject, due at once and in their order, within the current transaction."""
    tx = current_transaction()
    rows = [
        (job_id, kind, subject, now, now + give_up_after)
        for job_id, subject in zip(new_ids(len(subject_ids)), subject_ids, strict=True)
    ]
    if tx.dialect == "postgres":
        source = "SELECT id, NULL, $3, subject, '{}', NULL, 'due', $4, 0, 0, $5, $4 FROM unnest($1::uuid[], $2::uuid[])"
        values: list[object] = [[row[0] for row in rows], [row[2] for row in rows], *rows[0][1:2], *rows[0][3:]]
        await tx.fetch(f"{INSERT_INTO} {source} AS owed (id, subject) RETURNING id", values)
    else:
        began, ends = sqlite_value(now), sqlite_value(now + give_up_after)  # once: it takes longer than a row does
        written = [(str(row[0]), kind, str(row[2]), began, ends, began) for row in rows]
        await tx.write_each(f"{INSERT_INTO} VALUES (?, NULL, ?, ?, '{{}}', NULL, 'due', ?, 0, 0, ?, ?)", written)
    wake_relays(tx)


def wake_relays(tx: Transaction) -> None:
    """Let the relays know, with the commit, that something is due: this process's at once, others by the bell."""
    if JOBS_CHANGED in tx.changes:
        return
    tx.tell(JOBS_CHANGED)
    if tx.dialect == "postgres":  # there `transaction` publishes nothing by itself
        tx.after_commit.append(lambda: publish([JOBS_CHANGED]))


# --- the relay's side -------------------------------------------------------------------------------------------

OPEN_STATES = ("due", "queued", "running")


async def claim_due(
    now: datetime, limit: int, *, kinds: Collection[str], queue_seconds: float = QUEUE_SECONDS
) -> list[ClaimedJob]:
    """Mark up to `limit` due or lost jobs as queued, in a transaction of its own, and return them, oldest first.

    They are the oldest that are due; where more are due than `limit`, those of each clinic in turn.
    Two relays never get the same job. Only `kinds` the relay's workers know are taken: during an upgrade the others
    wait for a newer one. A kind with OUTSTANDING_PER_KIND jobs at the broker waits too, so that a slow kind cannot
    fill the broker with repetitions.
    """
    standing = {row["kind"]: row["are_many"] for row in await fetch(turns.LOOK, (now, OUTSTANDING_PER_KIND, limit))}
    free = sorted(set(kinds) - standing.keys())
    if None not in standing or not free:
        return []  # on SQLite a transaction would take the write lock
    async with transaction() as tx:
        sql = turns.claim(len(free), tx.dialect, are_many=bool(standing[None]))
        rows = await tx.fetch(sql, (now + timedelta(seconds=queue_seconds), now, limit, *free))
    claimed = [ClaimedJob(uuid_of(row["id"]), row["kind"]) for row in rows]
    return sorted(claimed, key=lambda job: job.id)  # UUIDv7: in the order they were owed, to the millisecond


async def unclaim(job_ids: Collection[UUID], now: datetime) -> None:
    """Make claimed jobs due again that nobody has begun or will, in a transaction of its own."""
    async with transaction() as tx:
        back = "UPDATE job SET state = 'due', due_at = $2 WHERE id = $1 AND state = 'queued'"
        await tx.execute_each(back, [(job_id, now) for job_id in job_ids])


async def unclaim_all(now: datetime, *, is_alone: bool = False) -> None:
    """Make every queued job due again: what an in-process broker held is gone with its process.

    A worker that knows itself alone (`is_alone`) takes the running ones back too, without waiting for their leases:
    whoever held those is dead. Their deaths stay counted.
    """
    states = "('queued', 'running')" if is_alone else "('queued')"
    async with transaction() as tx:
        sql = f"UPDATE job SET state = 'due', due_at = $1, lease = NULL WHERE state IN {states}"  # noqa: S608  # constants
        await tx.execute(sql, (now,))


# --- the worker's side ------------------------------------------------------------------------------------------

STARTABLE = "(state = 'queued' OR (state IN ('due', 'running') AND due_at <= $2))"
START = f"""
UPDATE job SET state = 'running', attempts = attempts + 1, deaths = deaths + 1, lease = $3, due_at = $4
WHERE id IN ({{ids}}) AND deaths < $1 AND {STARTABLE}
RETURNING id, kind, clinic_id, subject_id, arguments, attempts, deaths, give_up_at, created_at
"""  # noqa: S608  # a constant
BURY = f"""
UPDATE job SET state = 'dead', last_error = $3, lease = NULL, finished_at = $2, due_at = $2
WHERE id = $1 AND deaths >= $4 AND {STARTABLE} RETURNING id, kind, clinic_id
"""  # noqa: S608  # a constant


async def start(job_id: UUID, now: datetime, lease_seconds: float) -> LeasedJob | None:
    """Lease a job for one attempt, in a transaction of its own that commits before the work begins.

    Return None where there is nothing to do: done, dead, not due yet, or leased by a worker that is in time. A job
    that has died DEATHS_ALLOWED times in a row is dead-lettered instead, with a task for the clinic's staff.
    """
    return (await start_together({job_id: lease_seconds}, now)).get(job_id)


async def start_together(lease_seconds: Mapping[UUID, float], now: datetime) -> dict[UUID, LeasedJob]:
    """Lease several jobs, each as `start` does, in one transaction; return those there is something to do for."""
    reach("job.before_start")
    started: dict[UUID, LeasedJob] = {}
    async with transaction() as tx:
        for seconds in sorted(set(lease_seconds.values())):
            ids = padded(sorted(job_id for job_id, own in lease_seconds.items() if own == seconds))
            lease, until = new_id(), now + timedelta(seconds=seconds)  # a token of one attempt: of each job but once
            sql = START.format(ids=numbered(len(ids), since=5))
            for row in await tx.fetch(sql, (DEATHS_ALLOWED, now, lease, until, *ids)):
                started[uuid_of(row["id"])] = _leased(row, lease)
        for job_id in sorted(lease_seconds.keys() - started.keys()):
            for row in await tx.fetch(BURY, (job_id, now, DIED, DEATHS_ALLOWED)):
                await _mourn(tx, job_id, _optional_uuid(row["clinic_id"]), now)
    reach("job.after_start")
    return started


SETTLE = """
UPDATE job SET state = $3, due_at = $4, last_error = $5, finished_at = $6, deaths = $7, attempts = $8, lease = NULL
WHERE id = $1 AND lease = $2 AND state = 'running' RETURNING id
"""


async def finish(job: LeasedJob, *, now: datetime) -> None:
    """Mark the job done, inside the transaction of its effect.

    Raises LeaseLost where another worker has taken over: the effect rolls back with it.
    """
    reach("job.before_finish")
    await _settle(job, "done", due_at=now, finished_at=now)
    current_transaction().after_commit.append(lambda: reach("job.after_commit"))


FINISH = """
UPDATE job SET state = 'done', due_at = $1, last_error = NULL, finished_at = $1, deaths = 0, lease = NULL
WHERE state = 'running' AND ({each}) RETURNING id
"""


async def finish_together(jobs: Sequence[LeasedJob], *, now: datetime) -> None:
    """Mark several jobs done as `finish` does, in one statement; one whose lease is lost undoes it for all."""
    reach("job.before_finish")
    if not jobs:
        return
    tx = current_transaction()
    values = [value for job in padded(jobs) for value in (job.id, job.lease)]
    each = " OR ".join(f"(id = ${at} AND lease = ${at + 1})" for at in range(2, 2 + len(values), 2))
    if len(await tx.fetch(FINISH.format(each=each), (now, *values))) < len(jobs):
        raise LeaseLost()
    tx.after_commit.append(lambda: _settled(jobs))


async def postpone(
    job: LeasedJob, *, now: datetime, code: str, jitter: float, retry_after_seconds: float | None = None
) -> None:
    """Try again later, inside the current transaction; past `give_up_at` the job is dead with `code`.

    The wait doubles with each attempt, never below `retry_after_seconds`; `jitter` in [0, 1) is the caller's
    randomness. Raises LeaseLost.
    """
    if now >= job.give_up_at:
        await kill(job, code, now=now)
        return
    remaining_seconds = (job.give_up_at - now).total_seconds()
    wait_seconds = min(backoff_seconds(job.attempts, jitter=jitter), remaining_seconds)
    due_at = now + timedelta(seconds=max(wait_seconds, retry_after_seconds or 0.0))
    await _settle(job, "due", due_at=due_at, last_error=code)


async def wait_until(job: LeasedJob, at: datetime) -> None:
    """Make the job due again at `at` as if it had not been tried, inside the current transaction. Raises LeaseLost."""
    await _settle(job, "due", due_at=at, attempts=job.attempts - 1)


async def give_back(job: LeasedJob, now: datetime) -> None:
    """Make the job due at once as if it had not been tried, and wake the relays with the commit. Raises LeaseLost."""
    await wait_until(job, now)
    wake_relays(current_transaction())


async def die(job: LeasedJob, *, now: datetime, code: str) -> None:
    """Count a crash of the attempt, inside the current transaction: again in 2, 4, 8, 16 s, dead at the fifth.

    Raises LeaseLost.
    """
    if job.deaths >= DEATHS_ALLOWED:
        await kill(job, code, now=now)
        return
    due_at = now + timedelta(seconds=2.0**job.deaths)
    await _settle(job, "due", due_at=due_at, last_error=code, deaths=job.deaths)


async def kill(job: LeasedJob, code: str, *, now: datetime) -> None:
    """Dead-letter the job for good, inside the current transaction, with a task for staff. Raises LeaseLost."""
    await _settle(job, "dead", due_at=now, last_error=code, finished_at=now, deaths=job.deaths)
    await _mourn(current_transaction(), job.id, job.clinic_id, now)


async def renew(job: LeasedJob, *, now: datetime, lease_seconds: float) -> None:
    """Keep the lease of long work for another `lease_seconds`, in a transaction of its own. Raises LeaseLost."""
    async with transaction():
        await extend(job, now=now, lease_seconds=lease_seconds)


async def extend(job: LeasedJob, *, now: datetime, lease_seconds: float) -> None:
    """Renew the lease with the current transaction: until it ends, nobody can take the job over. Raises LeaseLost."""
    tx = current_transaction()
    rows = await tx.fetch(
        "UPDATE job SET due_at = $3 WHERE id = $1 AND lease = $2 AND state = 'running' RETURNING id",
        (job.id, job.lease, now + timedelta(seconds=lease_seconds)),
    )
    if not rows:
        raise LeaseLost()
    renewed = job.on_renewal
    if renewed is not None:
        tx.after_commit.append(lambda: renewed(lease_seconds))


def backoff_seconds(attempts: int, *, jitter: float) -> float:
    """Return how long to wait after the `attempts`-th try: half of 2, 4, 8 … 600 s, and `jitter` of the other half."""
    whole = min(2.0 ** min(attempts, 20), BACKOFF_CAP_SECONDS)
    return whole / 2 * (1 + jitter)


async def _settle(
    job: LeasedJob,
    state: str,
    *,
    due_at: datetime,
    last_error: str | None = None,
    finished_at: datetime | None = None,
    deaths: int = 0,
    attempts: int | None = None,
) -> None:
    tx = current_transaction()
    tried = job.attempts if attempts is None else attempts
    rows = await tx.fetch(SETTLE, (job.id, job.lease, state, due_at, last_error, finished_at, deaths, tried))
    if not rows:
        raise LeaseLost()
    tx.after_commit.append(lambda: _settled([job]))


def _settled(jobs: Sequence[LeasedJob]) -> None:
    for job in jobs:
        job.is_settled = True


async def _mourn(tx: Transaction, job_id: UUID, clinic_id: UUID | None, now: datetime) -> None:
    """Put a dead job before the clinic's staff; one of no clinic is seen by operators (`dead_jobs`)."""
    if clinic_id is None:
        return
    rows = await tx.fetch(
        "INSERT INTO staff_task (id, clinic_id, kind, job_id, dedupe_key, state, created_at)"
        " VALUES ($1, $2, 'dead_job', $3, $4, 'open', $5) ON CONFLICT (dedupe_key) DO NOTHING RETURNING id",
        (new_id(), clinic_id, job_id, f"dead_job:{job_id}", now),
    )
    for row in rows:
        tx.tell(Change("task", clinic_id, uuid_of(row["id"])))


def _leased(row: Mapping[str, Any], lease: UUID) -> LeasedJob:
    arguments = row["arguments"]
    return LeasedJob(
        id=uuid_of(row["id"]),
        kind=row["kind"],
        clinic_id=_optional_uuid(row["clinic_id"]),
        subject_id=_optional_uuid(row["subject_id"]),
        arguments=json.loads(arguments) if isinstance(arguments, str) else arguments,
        attempts=row["attempts"],
        deaths=row["deaths"],
        lease=lease,
        give_up_at=instant_of(row["give_up_at"]),
        created_at=instant_of(row["created_at"]),
    )


def _optional_uuid(value: object) -> UUID | None:
    return None if value is None else uuid_of(value)
