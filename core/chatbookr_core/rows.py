"""Makes frozen records of raw rows that read a column when somebody asks for it, by code written once for each kind."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

FromRow = Callable[[Any, int], Any]
"""Make a record of the columns of a row from a position on."""


def readers_of(kind: type, converters: Sequence[Callable[[Any], Any] | None]) -> tuple[FromRow, FromRow]:
    """Write the readers of a frozen dataclass with slots: for PostgreSQL, whose values are as they should be already,
    and for SQLite, whose values `converters` make what they are, one for each field or None.

    Most columns of most rows are never looked at: a list shows a few of them. Copying them all, through a frozen
    dataclass's `__init__`, takes longer than all the rest of reading.
    """
    return _reader(kind, [None] * len(converters)), _reader(kind, converters)


def _reader(kind: type, converters: Sequence[Callable[[Any], Any] | None]) -> FromRow:
    shown: dict[str, Any] = {"__slots__": ("_row", "_since", "_read"), "__qualname__": kind.__qualname__}
    for at, (field, convert) in enumerate(zip(fields(kind), converters, strict=True)):
        shown[field.name] = property(_plain(at) if convert is None else _converted(at, convert))
    view: Any = type(kind.__name__, (kind,), shown)
    new, set_row, set_since, set_read = object.__new__, view._row.__set__, view._since.__set__, view._read.__set__
    converts = any(converters)

    def read(row: Any, since: int) -> Any:
        record = new(view)
        set_row(record, row)
        set_since(record, since)
        if converts:
            set_read(record, {})
        return record

    return read


def _plain(at: int) -> Callable[[Any], Any]:
    return lambda record: record._row[record._since + at]


def _converted(at: int, convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(record: Any) -> Any:
        known = record._read
        if at not in known:
            value = record._row[record._since + at]
            known[at] = None if value is None else convert(value)
        return known[at]

    return read
