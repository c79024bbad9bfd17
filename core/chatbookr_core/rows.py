"""Makes frozen records of raw rows that read a column when somebody asks for it, by code written once for each kind."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

FromRow = Callable[[Any, int], Any]
"""Make a record of the columns of a row from a position on."""


def readers_of(
    kind: type, converters: Sequence[Callable[[Any], Any] | None], unread: Collection[str] = ()
) -> tuple[FromRow, FromRow]:
    """Write the readers of a frozen dataclass with slots: for PostgreSQL, whose values are as they should be already,
    and for SQLite, whose values `converters` make what they are, one for each field or None. What is `unread` is not
    among the columns; whoever looks at it gets a LookupError.

    Most columns of most rows are never looked at: a list shows a few of them. Copying them all, through a frozen
    dataclass's `__init__`, takes longer than all the rest of reading.
    """
    named = dict(zip((one.name for one in fields(kind)), converters, strict=True))
    read = {name: convert for name, convert in named.items() if name not in unread}
    return _reader(kind, dict.fromkeys(read), unread), _reader(kind, read, unread)


def _reader(kind: type, read: Mapping[str, Callable[[Any], Any] | None], unread: Collection[str]) -> FromRow:
    shown: dict[str, Any] = {"__slots__": ("_row", "_since", "_read"), "__qualname__": kind.__qualname__}
    shown.update({name: property(_missing(name)) for name in unread})
    shown["unread_columns"] = frozenset(unread)
    if unread:  # the dataclass's own would look at every column
        shown["__repr__"] = lambda record: f"<{kind.__qualname__} {record.id}, in part>"
    for at, (name, convert) in enumerate(read.items()):
        shown[name] = _plain(at) if convert is None else _converted(at, convert)
    view: Any = type(kind.__name__, (kind,), shown)
    new, set_row, set_since, set_read = object.__new__, view._row.__set__, view._since.__set__, view._read.__set__
    converts = any(read.values())

    def make(row: Any, since: int) -> Any:
        record = new(view)
        set_row(record, row)
        set_since(record, since)
        if converts:
            set_read(record, {})
        return record

    return make


@cache  # one for all kinds of record, which have some thousand columns
def _plain(at: int) -> property:
    return property(lambda record: record._row[record._since + at])


def _missing(name: str) -> Callable[[Any], Any]:
    def read(record: Any) -> Any:
        raise LookupError(f"{type(record).__name__}.{name} was not read: nobody was known to ask for it")

    return read


@cache  # likewise
def _converted(at: int, convert: Callable[[Any], Any]) -> property:
    def read(record: Any) -> Any:
        known = record._read
        if at not in known:
            value = record._row[record._since + at]
            known[at] = None if value is None else convert(value)
        return known[at]

    return property(read)
