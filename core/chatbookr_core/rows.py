"""Makes frozen records of raw rows by position, by code written once for each kind of record."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

FromRow = Callable[[Any, int], Any]
"""Make a record of the columns of a row from a position on."""


def readers_of(kind: type, converters: Sequence[Callable[[Any], Any] | None]) -> tuple[FromRow, FromRow]:
    """Write the readers of a frozen dataclass with slots: for PostgreSQL, whose values are as they should be already,
    and for SQLite, whose values `converters` make what they are, one for each field or None.

    A frozen dataclass's own `__init__` takes five times as long: it goes through `object.__setattr__` for each field.
    """
    return _reader(kind, [None] * len(converters)), _reader(kind, converters)


def _reader(kind: type, converters: Sequence[Callable[[Any], Any] | None]) -> FromRow:
    names = [one.name for one in fields(kind)]
    bound: dict[str, Any] = {"new": object.__new__, "kind": kind}
    lines = [
        "def read(row, since):",
        f" ({', '.join(f'a{at}' for at in range(len(names)))},) = row[since:since + {len(names)}]",
        " record = new(kind)",
    ]
    for at, (name, convert) in enumerate(zip(names, converters, strict=True)):
        bound[f"set{at}"], bound[f"convert{at}"] = getattr(kind, name).__set__, convert
        value = f"convert{at}(a{at}) if a{at} is not None else None" if convert else f"a{at}"
        lines.append(f" set{at}(record, {value})")
    lines.append(" return record")
    exec(compile("\n".join(lines), f"<reader of {kind.__name__}>", "exec"), bound)  # noqa: S102  # names of our own fields
    reader: FromRow = bound["read"]
    return reader
