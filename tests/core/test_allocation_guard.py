"""PostgreSQL's guard: it refuses whatever meets, and nothing else, whichever lane of its index a subject is in."""

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import PostgresUrls
from tests.factories import make_clinic

from chatbookr_core.db import Database
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault

pytestmark = pytest.mark.postgres

LANE = 0xBEEF  # the last sixteen bits of a key
SUBJECTS = [UUID(int=(1 << 80) + LANE), UUID(int=(2 << 80) + LANE), UUID(int=(1 << 80) + LANE + 1)]
TAKE = """
INSERT INTO allocation (id, clinic_id, subject_id, starts_minute, ends_minute, is_active, is_exclusive)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
starts = st.one_of(st.integers(0, 12), st.integers(29_000_000, 29_000_012), st.integers(-(2**31), 2**31 - 30))
takings = st.builds(
    lambda subject, start, length, is_active, is_exclusive: (subject, start, start + length, is_active, is_exclusive),
    st.sampled_from(SUBJECTS),
    starts,
    st.integers(1, 24),
    *(st.sampled_from([True, True, True, False]),) * 2,
)
Taking = tuple[UUID, int, int, bool, bool]


@pytest.fixture
async def admin(postgres_urls: PostgresUrls) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres_urls.admin)
    yield connection
    await connection.close()


def meet(one: Taking, other: Taking) -> bool:
    """Tell whether two may not stand beside each other: the rule, in whole minutes."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2] and all((*one[3:], *other[3:]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(asked=st.lists(takings, min_size=2, max_size=12))
async def test_what_meets_is_refused_and_nothing_else(
    postgres_database: Database, vault: Vault, admin: asyncpg.Connection, asked: list[Taking]
) -> None:
    clinic, taken = await make_clinic(vault), list[Taking]()
    transaction = admin.transaction()
    await transaction.start()
    try:
        for one in asked:
            try:
                async with admin.transaction():
                    await admin.execute(TAKE, new_id(), clinic.id, *one)
            except asyncpg.ExclusionViolationError:
                assert any(meet(one, other) for other in taken), one
            else:
                assert not any(meet(one, other) for other in taken), one
                taken.append(one)
    finally:
        await transaction.rollback()


async def test_a_time_is_free_from_the_minute_another_ends(
    postgres_database: Database, vault: Vault, admin: asyncpg.Connection
) -> None:
    clinic = await make_clinic(vault)
    for start, end in ((60, 90), (90, 91), (91, 120), (30, 60)):
        await admin.execute(TAKE, new_id(), clinic.id, SUBJECTS[0], start, end, True, True)

    for start, end in ((89, 90), (90, 91), (0, 31), (119, 200), (0, 500), (70, 80)):
        with pytest.raises(asyncpg.ExclusionViolationError, match="allocation_no_overlap"):
            await admin.execute(TAKE, new_id(), clinic.id, SUBJECTS[0], start, end, True, True)


async def test_a_time_that_ends_before_it_begins_is_refused(
    postgres_database: Database, vault: Vault, admin: asyncpg.Connection
) -> None:
    clinic = await make_clinic(vault)

    for start, end in ((60, 60), (60, 30)):
        with pytest.raises(asyncpg.CheckViolationError, match="allocation_block"):
            await admin.execute(TAKE, new_id(), clinic.id, SUBJECTS[0], start, end, True, True)
