"""Reads light frozen records out of raw rows, the same from both databases; models are for writing."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from sqlite3 import Row
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar, get_args, get_type_hints, overload
from uuid import UUID

from chatbookr_core.db import day_of, instant_of, uuid_of
from chatbookr_core.rows import readers_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Unread = Mapping[type, frozenset[str]]
"""Which columns nobody asked for, by the kind of record; of a kind that is not named, all are read."""
ALL_READ: Unread = MappingProxyType({})
MOST_NARROWED = 128  # of one kind: a client can ask for any of its columns, but asks in few ways


class Source(Protocol[T_co]):
    """Something rows can be read from."""

    @property
    def table(self) -> str: ...
    @property
    def columns(self) -> str: ...
    @property
    def origin(self) -> str:
        """What stands after FROM."""
        ...

    @property
    def width(self) -> int:
        """How many columns that is."""
        ...

    @property
    def layout(self) -> Sequence["Part"]:
        """What the last columns of a row are, part by part: the thing itself first."""
        ...

    def read(self, row: Mapping[str, Any]) -> T_co:
        """Make a record of a row."""
        ...

    def narrowed(self, unread: Unread, but: Collection[str] = ()) -> "Source[T_co]":
        """Return the same source without the columns nobody asked for; `but` names those of the thing that stay."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of a row that make one record; `column` points at it (empty: the thing itself), `at` is the first."""

    column: str
    at: int
    records: "Records[Any]"


@dataclass(frozen=True, slots=True)
class Shape:
    """How raw rows are laid out: whose columns they end with, where those begin, and whether SQLite gave them."""

    source: "Source[Any]"
    since: int
    is_converted: bool


class Rows(Sequence[T_co]):
    """Raw rows of one source: records are made of them when somebody asks for them."""

    __slots__ = ("raw", "source")

    def __init__(self, source: Source[T_co], raw: Sequence[Mapping[str, Any]]) -> None:
        self.source = source
        self.raw = raw

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def shape(self) -> "Shape":
        """Say how the rows, of which there is one at least, are laid out."""
        row = self.raw[0]
        return Shape(self.source, len(row) - self.source.width, isinstance(row, Row))

    @overload
    def __getitem__(self, place: int) -> T_co: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows[T_co]": ...
    def __getitem__(self, place: int | slice) -> "T_co | Rows[T_co]":
        if isinstance(place, slice):
            return Rows(self.source, self.raw[place])
        return self.source.read(self.raw[place])


def select_from(source: Source[object]) -> str:
    """Write SELECT and FROM; every name in them is this program's own."""
    return f"SELECT {source.columns} FROM {source.origin}"  # noqa: S608  # names out of this program alone


_CONVERTERS: Mapping[type, Callable[[Any], Any]] = {
    UUID: uuid_of,
    datetime: instant_of,
    date: day_of,
    bool: bool,
    bytes: bytes,
}


class Records(Generic[T]):
    """Reads one kind of frozen dataclass from the columns of one table that are named like its fields."""

    def __init__(
        self,
        kind: type[T],
        table: str,
        unread: Collection[str] = (),
        *,
        computed: Mapping[str, str] = MappingProxyType({}),
        only: str = "",
        alias: str = "",
    ) -> None:
        """`computed`: what to read in place of a column. `only`: which rows can be read along with others.

        `alias`: what the table is called where it is read along beside itself.
        """
        self._kind = kind
        self._computed = computed
        self.only = only
        self._place = table, alias
        self.table, self.origin = alias or table, f"{table} AS {alias}" if alias else table
        hints = get_type_hints(kind)
        self._names = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # T is a dataclass
        self._unread = frozenset(unread)
        self._narrowed: OrderedDict[frozenset[str], Records[T]] = OrderedDict()
        self._converters = {name: _converter(hints[name]) for name in self._names}
        self._read = tuple(name for name in self._names if name not in self._unread)
        self.columns = ", ".join(f"{self._expression(name)}{self._alias(name)}" for name in self._read)
        self.width = len(self._read)
        self.from_postgres, self.from_sqlite = readers_of(kind, list(self._converters.values()), self._unread)

    def without(self, columns: Collection[str]) -> "Records[T]":
        """Return the same records without some columns, which are not read then; others' columns do not matter.

        Whoever looks at such a column all the same gets a LookupError. The same object for the same columns, so that it
        can be part of a loader's key.
        """
        unread = self._unread.union(columns).intersection(self._names)
        if unread == self._unread:
            return self
        narrowed = self._narrowed.get(unread)
        if narrowed is None:
            table, alias = self._place
            narrowed = Records(self._kind, table, unread, computed=self._computed, only=self.only, alias=alias)
            self._narrowed[unread] = narrowed
            if len(self._narrowed) > MOST_NARROWED:
                self._narrowed.popitem(last=False)
        else:
            self._narrowed.move_to_end(unread)
        return narrowed

    def of_those(self, only: str) -> "Records[T]":
        """Return the same records, of which those that `only` says can be read along with others."""
        table, alias = self._place
        return Records(self._kind, table, self._unread, computed=self._computed, only=only, alias=alias)

    def narrowed(self, unread: Unread, but: Collection[str] = ()) -> "Records[T]":
        """Leave out what nobody asked for of these records, but for some columns."""
        columns = unread.get(self._kind)
        return self.without(columns.difference(but)) if columns else self

    @property
    def is_of_clinic(self) -> bool:
        """Tell whether each row belongs to a clinic."""
        return "clinic_id" in self._names

    @property
    def layout(self) -> Sequence[Part]:
        """One part: the record itself."""
        return (Part("", 0, self),)

    def place_of(self, column: str) -> int | None:
        """Say which of the columns that are read this is; None for one that is not."""
        return self._read.index(column) if column in self._read else None

    @property
    def sealed_places(self) -> Sequence[int]:
        """Say which of the columns that are read hold sealed values."""
        return [at for at, name in enumerate(self._read) if name.endswith("_sealed") and not name.startswith("is_")]

    def converter_of(self, column: str) -> Callable[[Any], Any] | None:
        """Return what makes SQLite's value of a column what it is; None where it is that already."""
        return self._converters[column]

    def read(self, row: Mapping[str, Any], prefix: str = "") -> T:
        """Make a record of a dict by its names, which begin with `prefix`, or of the last columns of a raw row."""
        if not isinstance(row, dict):
            record: T = (self.from_sqlite if isinstance(row, Row) else self.from_postgres)(row, len(row) - self.width)
            return record
        values: dict[str, Any] = dict.fromkeys(self._unread)
        for name in self._read:
            value, convert = row[prefix + name], self._converters[name]
            values[name] = value if value is None or convert is None else convert(value)
        return self._kind(**values)

    def columns_as(self, prefix: str) -> str:
        """List the columns under names that begin with `prefix`."""
        return ", ".join(f"{self._expression(name)} AS {prefix}{name}" for name in self._read)

    def _expression(self, name: str) -> str:
        return self._computed.get(name, f"{self.table}.{name}")

    def _alias(self, name: str) -> str:
        return f" AS {name}" if name in self._computed else ""


class Joined(Generic[T]):
    """Reads records with those they point at, in one statement; `companions`: records by the column that points."""

    def __init__(self, main: Records[T], companions: Mapping[str, Records[Any]]) -> None:
        records = {"": main, **companions}
        offsets = list(accumulate((one.width for one in records.values()), initial=0))
        self.width = offsets.pop()
        self.layout = tuple(Part(column, at, one) for (column, one), at in zip(records.items(), offsets, strict=True))
        self._from_postgres = [
            (column, at, one.from_postgres) for (column, one), at in zip(records.items(), offsets, strict=True)
        ]
        self._from_sqlite = [
            (column, at, one.from_sqlite) for (column, one), at in zip(records.items(), offsets, strict=True)
        ]
        self.table = main.table
        self._main, self._companions = main, companions
        joined = (
            f" LEFT JOIN {other.origin} ON {other.table}.id = {main.table}.{column}{_only(main, other)}"
            for column, other in companions.items()
        )
        self.origin = main.table + "".join(joined)
        self.columns = ", ".join(
            (main.columns, *(other.columns_as(f"{column}__") for column, other in companions.items()))
        )

    @classmethod
    def of(
        cls,
        main: Records[T],
        companions: Mapping[str, Records[Any]],
        including: Collection[str],
    ) -> "Joined[T]":
        """Join those of the companions that are wanted."""
        return _joined(main, tuple((column, companions[column]) for column in sorted(including)))

    def narrowed(self, unread: Unread, but: Collection[str] = ()) -> "Joined[T]":
        """Leave out the columns nobody asked for, and what only such a column points at."""
        main = self._main.narrowed(unread, but)
        companions = (
            (column, one.narrowed(unread))
            for column, one in self._companions.items()
            if main.place_of(column) is not None
        )
        return _joined(main, tuple(companions))

    def read(self, row: Mapping[str, Any]) -> tuple[T, dict[str, Any]]:
        """Make a record of a row whose last columns are these, and its companions by the column that points at them."""
        since = len(row) - self.width
        parts = self._from_sqlite if isinstance(row, Row) else self._from_postgres
        companions = {
            column: read(row, since + at)
            for column, at, read in parts[1:]
            if row[since + at] is not None  # type: ignore[index]  # a raw row, by position: the companion's id
        }
        return parts[0][2](row, since), companions


def _only(main: Records[Any], other: Records[Any]) -> str:
    """Write the conditions that keep away what is not to be read along: another clinic's row, whatever points at it."""
    only = f" AND {other.only}" if other.only else ""
    if not (main.is_of_clinic and other.is_of_clinic):
        return only  # clinics themselves, and people, who belong to none
    return f" AND {other.table}.clinic_id = {main.table}.clinic_id{only}"


@lru_cache(maxsize=512)  # the few ways each list is asked for
def _joined(main: Records[T], companions: tuple[tuple[str, Records[Any]], ...]) -> Joined[T]:
    return Joined(main, dict(companions))


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    return _CONVERTERS.get(kinds[0])
