"""Furnishes the first desk of a test by the statements that furnished one before: it is done thousands of times.

The rows are the same, with their ids, keys and sealed values, for who has the same key file and clock (as the fixture
`vault` gives it); the triggers run as they do. A desk that is not alone in its database is made anew, but for who wants
many of them. PostgreSQL has all in one text: each would be two journeys, of a session that knows no statement yet.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from tortoise.models import Model

from chatbookr_core.audit import refusals
from chatbookr_core.db import current_transaction, uuid_of
from chatbookr_core.keys.vault import Vault
from chatbookr_schema import denials
from chatbookr_workers import webhooks

if TYPE_CHECKING:
    from tests.schema.desk import Desk

MOST_KEPT = 4
MOST_OF_MANY = 100
IS_FIRST = "SELECT NOT EXISTS (SELECT 1 FROM clinic) AND NOT EXISTS (SELECT 1 FROM user_account) AS is_first"
NUMBERED = re.compile(r"\bRETURNING (?!1$)", re.IGNORECASE)
Statement = tuple[str, Any]


class Furnishing(NamedTuple):
    """A desk as it was made, and what was written for it."""

    desk: "Desk"
    statements: Sequence[Statement]


_kept: dict[tuple[str, str, datetime], list[Furnishing]] = {}


async def furnish_once(
    make: Callable[[Vault, datetime], Awaitable["Desk"]], vault: Vault, now: datetime, *, one_of_many: bool
) -> "Desk":
    """Make a desk in the transaction under way, or write once more what made one."""
    tx = current_transaction()
    is_first = bool((await tx.fetch(IS_FIRST))[0]["is_first"])
    if not is_first and not one_of_many:
        return await make(vault, now)
    if is_first:
        _forget()
    kept = _kept.setdefault((tx.dialect, repr(vault), now), [])
    if len(_kept) > MOST_KEPT:
        del _kept[next(iter(_kept))]
    there = set[UUID]() if is_first else {uuid_of(row["id"]) for row in await tx.fetch("SELECT id FROM clinic")}
    for furnishing in kept:
        if furnishing.desk.clinic.id not in there:
            return await _written_again(furnishing, vault)
    with _noting(tx.connection) if tx.dialect == "sqlite" else _writing_out(tx.connection) as statements:
        made = await make(vault, now)
    assert not tx.entries
    assert not tx.changes
    if len(kept) < MOST_OF_MANY:
        kept.append(Furnishing(_copied(made, vault), statements))
    return made


async def _written_again(furnishing: Furnishing, vault: Vault) -> "Desk":
    tx, (desk, statements) = current_transaction(), furnishing
    session: Any = tx.connection._connection
    if tx.dialect == "postgres":
        await session.execute(";\n".join(sql for sql, _ in statements))
    else:
        for sql, values in statements:
            session._conn.execute(sql, values)  # no way to a thread and back for each of them
    await vault.clinic_keys(desk.clinic.id)  # which are at hand where they were made
    return _copied(desk, vault)


def _forget() -> None:
    """Forget what the process itself remembers by ids, which would be others in every test."""
    for lately in (denials.LATELY, refusals.LATELY):
        lately._noted.clear()
    webhooks._turns._places.clear()


@contextmanager
def _noting(connection: Any) -> Iterator[list[Statement]]:
    """Note what is written on a connection."""
    noted, ready = list[Statement](), connection._ready

    async def noting(query: str, values: Any) -> Any:
        if not query.lstrip().upper().startswith("SELECT"):
            rows = values if values and isinstance(values[0], list | tuple) else [values or ()]
            noted.extend((query, tuple(row)) for row in rows)
        return await ready(query, values)

    connection._ready = noting
    try:
        yield noted
    finally:
        del connection._ready


@contextmanager
def _writing_out(connection: Any) -> Iterator[list[Statement]]:
    """Note what is written on a connection of PostgreSQL's, each statement with its values in it."""
    noted, ways = list[Statement](), ("execute_insert", "execute_many", "execute_query", "execute_query_dict")

    def noting(way: str) -> Callable[..., Awaitable[Any]]:
        send = getattr(connection, way)

        async def sent(query: str, values: Any = None) -> Any:
            if not query.lstrip().upper().startswith("SELECT"):
                assert not NUMBERED.search(query), "what the server numbers is another number the next time"
                noted.extend((_with_values(query, row), ()) for row in (values if way == "execute_many" else [values]))
            return await send(query, values)

        return sent

    for way in ways:
        setattr(connection, way, noting(way))
    try:
        yield noted
    finally:
        for way in ways:
            delattr(connection, way)


def _with_values(query: str, values: Sequence[object] | None) -> str:
    return re.sub(r"\$(\d+)", lambda found: _literal((values or ())[int(found[1]) - 1]), query)


def _literal(value: object) -> str:
    """Write a value without its type, as PostgreSQL reads it where a parameter stood."""
    if value is None:
        return "NULL"
    return "'" + _text(value).replace("'", "''") + "'"


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, Enum):
        return _text(value.value)
    if isinstance(value, list | tuple):
        return "{" + ",".join("NULL" if one is None else _in_array(_text(one)) for one in value) + "}"
    return str(value)


def _in_array(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _copied(desk: "Desk", vault: Vault) -> "Desk":
    given = {field.name: getattr(desk, field.name) for field in fields(desk)}
    rows: dict[str, Any] = {name: _copy(row) for name, row in given.items() if isinstance(row, Model)}
    return replace(desk, **rows, vault=vault)


def _copy(row: Model) -> Model:
    made = type(row).__new__(type(row))
    plain = {name: value.copy() if isinstance(value, list | dict | set) else value for name, value in vars(row).items()}
    made.__dict__.update(plain)
    return made
