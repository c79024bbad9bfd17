"""How the databases look for what stands in a booking's way: by the index of its subjects, never through all.

PostgreSQL is asked without any statistics, as a clinic begins.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from tests.core.booking_desk import make_desk

from chatbookr_core.availability.engaged import LONGEST_MINUTES, engaged_sql
from chatbookr_core.bookings.allocation import END_BOOKING_TIMES, END_HOLD_TIMES, in_the_way
from chatbookr_core.bookings.as_seen import as_seen_sql
from chatbookr_core.bookings.rules import BLOCK_MINUTES
from chatbookr_core.bookings.sight import STILL
from chatbookr_core.bookings.terms import ROOM_DAYS, terms_sql
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, fetch, placeholders, sqlite_value, transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault

PLANNED_FOR_VALUES = 5  # then PostgreSQL weighs a plan for any values against those (PostgreSQL manual, PREPARE)
USES = "SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement = $1"


async def plan_of(sql: str, values: Sequence[object]) -> str:
    """Return how the database would run a statement for any values."""
    async with transaction() as tx:
        if tx.dialect == "postgres":
            await tx.connection.execute_script(
                f"SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS {sql}"
            )
            nothing = f"({', '.join(['NULL'] * len(values))})"
            rows = await tx.connection.execute_query_dict(f"EXPLAIN EXECUTE asked{nothing}")
            await tx.execute("DEALLOCATE asked")
            return "\n".join(row["QUERY PLAN"] for row in rows)
        bound = [sqlite_value(value) for value in values]
        rows = await tx.connection.execute_query_dict(f"EXPLAIN QUERY PLAN {placeholders(sql, 'sqlite')}", bound)
        return "\n".join(row["detail"] for row in rows)


def looks_for(plan: str, index: str) -> list[str]:
    """Return the conditions by which an index is looked into."""
    lines = [*plan.splitlines(), ""]
    return [line + after for line, after in pairwise(lines) if index in line]


async def test_terms_probe_each_subjects_times(database: Database, clock: TurnableClock) -> None:
    day, ids = clock.now().date(), [new_id() for _ in range(6)]
    times = (epoch_minute(clock.now()), None, BLOCK_MINUTES)

    plan = await plan_of(terms_sql(database.dialect), (*ids, day - ROOM_DAYS, day + timedelta(days=2), *times))

    (found,) = looks_for(plan, "idx_allocation_clinic__bebdd5")
    assert "clinic_id" in found
    assert "subject_id" in found
    assert "starts_minute" in found


async def test_what_is_in_the_way_is_probed_for_each_subject(database: Database) -> None:
    plan = await plan_of(in_the_way(database.dialect), (new_id(), 1, 2, 3, "[]"))

    (found,) = looks_for(plan, "idx_allocation_clinic__bebdd5")
    assert "subject_id" in found
    assert "starts_minute" in found


async def test_a_look_at_what_is_remembered_goes_through_nothing(sqlite_database: Database) -> None:
    plan = await plan_of(STILL, [None] * 11)

    (noted,) = looks_for(plan, "slot_change_of_ways")
    (taken,) = looks_for(plan, "idx_allocation_clinic__bebdd5")
    assert "transaction_id=? AND rowid>?" in noted
    assert "subject_id=? AND starts_minute>? AND starts_minute<?" in taken
    scans = [line for line in plan.splitlines() if line.startswith("SCAN")]
    assert [one for one in scans if one not in ("SCAN sqlite_sequence", "SCAN CONSTANT ROW")] == [
        "SCAN subject VIRTUAL TABLE INDEX 1:"
    ]


@pytest.mark.postgres
async def test_a_booking_by_what_is_remembered_is_not_planned_anew_each_time(
    postgres_database: Database, vault: Vault, clock: TurnableClock, random: Random
) -> None:
    desk, statement = await make_desk(vault, clock, random), (as_seen_sql(times=1, has_others=False, jobs=1),)
    before = await fetch(USES, statement)  # of a session that tests before this one have had, too
    for number in range(PLANNED_FOR_VALUES + 3):
        await desk.book(desk.at(60 + 30 * number))  # late enough for a reminder of each

    (row,) = await fetch(USES, statement)
    used = sum(one["custom_plans"] + one["generic_plans"] for one in before)
    assert row["custom_plans"] == PLANNED_FOR_VALUES
    assert row["custom_plans"] + row["generic_plans"] == used + PLANNED_FOR_VALUES + 2  # the first was read


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (END_BOOKING_TIMES.format(bookings="$1"), "allocation_of_booking"),
        (END_HOLD_TIMES.format(holds="$1"), "allocation_of_hold"),
    ],
)
async def test_what_a_booking_or_hold_has_is_found_by_it(database: Database, sql: str, index: str) -> None:
    plan = await plan_of(sql, (new_id(),))

    assert looks_for(plan, index)


@pytest.mark.parametrize(("people", "of_service"), [(1, False), (2, True), (0, True)])
async def test_what_is_counted_is_read_for_each_practitioner_and_from_where_it_matters(
    database: Database, people: int, of_service: bool
) -> None:
    sql = engaged_sql(database.dialect, people, of_service=of_service)
    values: list[object] = [new_id(), 2, 1, None, *(new_id() for _ in range(people))]

    plan = await plan_of(sql, [*values, new_id()] if of_service else values)

    (found,) = looks_for(plan, "idx_allocation_clinic__bebdd5")
    assert "subject_id" in found
    assert "starts_minute >" in found or "starts_minute>?" in found
    assert LONGEST_MINUTES == BLOCK_MINUTES
    assert "Seq Scan" not in plan
    assert not [line for line in plan.splitlines() if line.startswith("SCAN")]
