"""Furnishes the first desk of a test by the statements that furnished one before: it is done thousands of times.

The rows are the same, with their ids, keys and sealed values, for who has the same key file and clock (as the fixture
`vault` gives it); the triggers run as they do. A desk that is not alone in its database is made anew, and so is every
one on PostgreSQL.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tortoise.models import Model

from chatbookr_core.audit import refusals
from chatbookr_core.db import current_transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_schema import denials
from chatbookr_workers import webhooks

if TYPE_CHECKING:
    from tests.schema.desk import Desk

MOST_KEPT = 4
IS_FIRST = "SELECT NOT EXISTS (SELECT 1 FROM clinic) AND NOT EXISTS (SELECT 1 FROM user_account) AS is_first"
Statement = tuple[str, Any]


class Furnishing(NamedTuple):
    """A desk as it was made, and what was written for it."""

    desk: "Desk"
    statements: Sequence[Statement]


_kept: dict[tuple[str, datetime], Furnishing] = {}


async def furnish_once(make: Callable[[Vault, datetime], Awaitable["Desk"]], vault: Vault, now: datetime) -> "Desk":
    """Make a desk in the transaction under way, or write once more what made one."""
    tx = current_transaction()
    if tx.dialect != "sqlite" or not (await tx.fetch(IS_FIRST))[0]["is_first"]:
        return await make(vault, now)
    place = repr(vault), now
    if place in _kept:
        _forget()
        desk, statements = _kept[place]
        connection = tx.connection._connection._conn  # no way to a thread and back for each of them
        for sql, values in statements:
            connection.execute(sql, values)
        await vault.clinic_keys(desk.clinic.id)  # which are at hand where they were made
        return _copied(desk, vault)
    with _noting(tx.connection) as statements:
        made = await make(vault, now)
    assert not tx.entries
    assert not tx.changes
    _kept[place] = Furnishing(_copied(made, vault), statements)
    if len(_kept) > MOST_KEPT:
        del _kept[next(iter(_kept))]
    return made


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


def _copied(desk: "Desk", vault: Vault) -> "Desk":
    given = {field.name: getattr(desk, field.name) for field in fields(desk)}
    rows: dict[str, Any] = {name: _copy(row) for name, row in given.items() if isinstance(row, Model)}
    return replace(desk, **rows, vault=vault)


def _copy(row: Model) -> Model:
    made = type(row).__new__(type(row))
    plain = {name: value.copy() if isinstance(value, list | dict | set) else value for name, value in vars(row).items()}
    made.__dict__.update(plain)
    return made
