"""What PostgreSQL refuses is said as Tortoise says it, and what it answers is counted as Tortoise counts it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import PostgresUrls
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

from chatbookr_core.db import fetch, opened, transaction
from chatbookr_core.models import LoginFailure

pytestmark = pytest.mark.postgres
SET = "UPDATE login_failure SET failures = failures + 1 WHERE email_hash = $1"
PUT = "INSERT INTO login_failure (id, email_hash, failures) VALUES ($1, $2, 0)"


@pytest.fixture
async def opened_once(postgres_urls: PostgresUrls) -> AsyncIterator[None]:
    async with opened(f"{postgres_urls.app}?maxsize=1", work="operator"):
        async with transaction():
            await LoginFailure.create(email_hash="there")
        yield


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize(
    ("statement", "values", "said"),
    [
        ("SELEC 1", (), OperationalError),
        ("SELECT $1::int", ("many",), OperationalError),
        (PUT, (uuid4(), "there"), IntegrityError),
    ],
    ids=["syntax", "value", "constraint"],
)
async def test_a_refusal_is_said_as_tortoise_says_it_and_the_session_goes_on(
    statement: str, values: tuple[object, ...], said: type[Exception]
) -> None:
    with pytest.raises(said):
        await fetch(statement, values)
    with pytest.raises(said):
        async with transaction() as tx:
            await tx.fetch(statement, values)

    assert [row["one"] for row in await fetch("SELECT 1 AS one")] == [1]


@pytest.mark.usefixtures("opened_once")
async def test_a_transaction_that_may_not_write_says_so() -> None:
    async def write() -> None:
        async with transaction() as tx:
            await tx.connection.execute_query("SET TRANSACTION READ ONLY")
            await tx.execute(SET, ("there",))

    with pytest.raises(TransactionManagementError):
        await write()


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize(("email_hash", "touched"), [("there", 1), ("elsewhere", 0)])
async def test_rows_touched_are_counted(email_hash: str, touched: int) -> None:
    client: Any = get_connection("postgres")
    async with transaction() as tx:
        within = await tx.execute(f"\n  {SET.lower()}", (email_hash,))
    outside, rows = await client.execute_query(SET, [email_hash])

    assert (within, outside, rows) == (touched, touched, [])
