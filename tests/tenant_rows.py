"""Rows of any table, made of nothing but what its columns demand: for tests that look at every table there is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from chatbookr_core import models

CLINIC_TABLES: Sequence[str] = sorted(
    meta.db_table
    for meta in (getattr(models, name)._meta for name in models.__all__)
    if {"clinic", "clinic_id"} & set(meta.fields_map) or meta.db_table == "clinic"
)
AT = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
DEMANDED = """
SELECT column_name AS name, data_type AS kind, character_maximum_length AS length FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL
    AND is_identity = 'NO' ORDER BY ordinal_position
"""
CHECKED: dict[str, Any] = {
    "starts_at": AT, "ends_at": AT + timedelta(hours=1), "starts_minute": 0, "ends_minute": 60,
    "start_minute": 0, "end_minute": 60, "seats": 2,
    "booking.status": "confirmed", "hold.state": "held",
}  # fmt: skip


def key_of(table: str) -> str:
    """Name the column that says which clinic a row is of."""
    return "id" if table == "clinic" else "clinic_id"


def _value(kind: str, length: int | None) -> Any:
    values: dict[str, Any] = {
        "uuid": uuid4(), "boolean": False, "integer": 1, "smallint": 1, "bigint": uuid4().int >> 66,
         "double precision": 1.0,
        "jsonb": "{}", "json": "{}", "bytea": b"sealed", "date": date(2027, 3, 1), "timestamp with time zone": AT,
        "text": uuid4().hex, "character varying": uuid4().hex[: length or 32],
    }  # fmt: skip
    return values[kind]


async def row_for(connection: asyncpg.Connection, table: str, clinic_id: UUID | None) -> dict[str, Any]:
    """Make up a row as a table demands it."""
    row = {
        column["name"]: CHECKED.get(
            f"{table}.{column['name']}", CHECKED.get(column["name"], _value(column["kind"], column["length"]))
        )
        for column in await connection.fetch(DEMANDED, table)
    }
    return {**row, key_of(table): clinic_id}


def about(table: str, statement: str) -> str:
    """Fill a table's name, and that of its clinic's column, into a statement about TABLE and CLINIC."""
    return statement.replace("TABLE", f'"{table}"').replace("CLINIC", f'"{key_of(table)}"')


def insert_of(table: str, row: dict[str, Any]) -> str:
    """Write the statement that inserts a row, its values as parameters."""
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    return f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608  # names out of the models alone


async def plant(admin: asyncpg.Connection, table: str, clinic_id: UUID | None) -> None:
    """Insert a row as a superuser, whom nothing keeps from it; what it points at need not be there."""
    row = await row_for(admin, table, clinic_id)
    async with admin.transaction():
        await admin.execute("SET LOCAL session_replication_role = replica")
        await admin.execute(insert_of(table, row), *row.values())
