"""What a query is written as, by Tortoise and from memory, for tests that hold one against the other."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from tortoise.models import Model

from chatbookr_core import models
from chatbookr_core.db import opened
from chatbookr_core.statements import querysets
from chatbookr_core.statements.querysets import Written

OFFLINE = {"sqlite": "sqlite://:memory:", "postgres": "postgresql://nobody@127.0.0.1:1/nothing"}
TABLES = [one for one in vars(models).values() if isinstance(one, type) and issubclass(one, Model)]
MODELS = sorted(TABLES, key=lambda one: one.__name__)
ID, OTHER = UUID(int=7), UUID(int=8)
THEN = datetime(2027, 3, 1, 8, tzinfo=UTC)
Statement = tuple[str, list[tuple[type, object]]]


@pytest.fixture(params=["sqlite", "postgres"])
async def dialect(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """Open a database that statements can be written for, and sent to never; nothing is remembered yet."""
    querysets.memory.clear()
    async with opened(OFFLINE[request.param], is_offline=True):
        yield request.param


def written(query: Any) -> tuple[Statement, bool]:
    """Have a query write its statement, and tell whether it came from memory."""
    query._choose_db_if_not_chosen(True)
    query.write()
    sql, values = query.query.get_parameterized_sql()
    return (sql, [(type(one), one) for one in values]), isinstance(query.query, Written)


def by_tortoise(query: Any) -> Statement:
    query._choose_db_if_not_chosen(True)
    query._make_query()
    sql, values = query.query.get_parameterized_sql()
    return sql, [(type(one), one) for one in values]
