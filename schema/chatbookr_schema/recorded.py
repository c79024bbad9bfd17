"""Objects that show a record: made without copying it, their fields read from it when somebody asks."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar, get_args, get_type_hints, overload

from chatbookr_core.keys.columns import SealedColumn
from chatbookr_core.keys.vault import Keys
from chatbookr_schema.ids import global_id

COLUMN: Final = "chatbookr.column"
SEALED: Final = "chatbookr.sealed"
BESIDE: Final = "chatbookr.beside"
READS: Final = "chatbookr.reads"
ALSO: Final = "chatbookr.also"
SHOWS: Final = "__chatbookr_shows__"
COLUMNS: Final = "__chatbookr_columns__"
IS_ID: Final = "<id>"
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
R = TypeVar("R", bound="Recorded")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field's value is in the record; `enum` makes a member of it, a `sealed` one is opened."""

    name: str
    enum: type[Enum] | None = None
    sealed: SealedColumn | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a list may have read along: the column that points at it, and how an object is made of its record."""

    column: str
    make: Callable[[Any, Any], object]


class Recorded:
    """An object over a frozen record, with the keys that open it and the records that were read along with it."""

    record: Any
    keys: Any
    companions: Mapping[str, Any]

    @classmethod
    def of(cls: type[R], record: Any, keys: Keys | None = None, companions: Mapping[str, Any] = NOTHING) -> R:
        """Show a record; `companions` were read along, by the column that points at each."""
        shown = cls.__new__(cls)
        shown.record = record
        shown.keys = keys
        shown.companions = companions
        return shown

    def along(self, beside: Beside) -> Any:
        """Return what was read along, as an object; None where it was not."""
        record = self.companions.get(beside.column)
        return beside.make(record, self.keys) if record is not None else None

    def __getattr__(self, name: str) -> Any:
        column: Column | None = getattr(type(self), COLUMNS, NOTHING).get(name)
        if column is None:
            raise AttributeError(name)
        if column.name == IS_ID:
            value: Any = global_id(type(self).__name__, self.record.id)
        else:
            value = getattr(self.record, column.name)
            if column.sealed is not None and value is not None:
                value = self.keys.open_text(column.sealed, self.record.id, value)
            elif column.enum is not None and value is not None:
                value = column.enum(value)
        setattr(self, name, value)
        return value


class Shown(Sequence[R], Generic[R]):
    """The items of a page: objects are made of the rows when somebody asks, and compiled code reads the rows alone.

    `rows` are records, or pairs of a record and its companions.
    """

    __slots__ = ("_made", "keys", "kind", "rows")

    def __init__(self, kind: type[R], rows: Sequence[Any], keys: Keys | None = None) -> None:
        self.kind = kind
        self.rows = rows
        self.keys = keys
        self._made: dict[int, R] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[R]: ...
    def __getitem__(self, place: int | slice) -> R | Sequence[R]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self.rows)))]
        if place not in self._made:
            row = self.rows[place]  # an IndexError ends the iteration
            record, companions = row if isinstance(row, tuple) else (row, NOTHING)
            self._made[place] = self.kind.of(record, self.keys, companions)
        return self._made[place]


def columns_of(kind: type) -> Mapping[str, Column]:
    """Tell where the fields of a type are in its record, by their Python names; nothing for a type without one."""
    found: Mapping[str, Column] = getattr(kind, COLUMNS, NOTHING)
    return found


def record_of(kind: type) -> type | None:
    """Return the kind of record that a type's objects show or are made of; None for a type without one."""
    found: type | None = getattr(kind, SHOWS, None)
    return found


def reads_of(kind: type, definition: Any) -> Collection[str] | None:
    """List the columns of its object's record that a field (as Strawberry defines it) looks at; None: perhaps all."""
    reads: Collection[str] | None = definition.metadata.get(READS)
    if reads is not None:
        return reads
    beside = beside_of(definition)
    if beside is not None:
        return (beside.column,)
    column = columns_of(kind).get(definition.python_name) if definition.base_resolver is None else None
    if column is None:
        return None
    return () if column.name == IS_ID else (column.name,)


def also_read_by(definition: Any) -> Mapping[str, Collection[str]]:
    """List the columns of other types' records that a field looks at, by the name of the type."""
    found: Mapping[str, Collection[str]] = definition.metadata.get(ALSO) or NOTHING
    return found


def beside_of(definition: Any) -> Beside | None:
    """Tell what a field (as Strawberry defines it) shows of what was read along."""
    found: Beside | None = definition.metadata.get(BESIDE)
    return found


def set_columns(kind: type, record: type) -> None:
    """Note where the fields of a type are in its record. Raises TypeError where they are not."""
    definition: Any = getattr(kind, "__strawberry_definition__")  # noqa: B009  # set by strawberry.type
    names = {one.name for one in fields(record)}
    hints = get_type_hints(kind)
    columns = {"clinic_id": Column("clinic_id" if "clinic_id" in names else "id")}
    for one in definition.fields:
        if one.base_resolver is not None:
            continue
        sealed: SealedColumn | None = one.metadata.get(SEALED)
        named = sealed.column if sealed is not None else one.metadata.get(COLUMN) or one.python_name
        column = IS_ID if one.python_name == "id" else named
        if column != IS_ID and column not in names:
            raise TypeError(f"{kind.__name__}.{one.python_name}: {record.__name__} has no {column}")
        columns[one.python_name] = Column(column, _enum_in(hints[one.python_name]), sealed)
    setattr(kind, COLUMNS, MappingProxyType(columns))


def _enum_in(hint: Any) -> type[Enum] | None:
    kinds = [one for one in get_args(hint) or (hint,) if isinstance(one, type) and issubclass(one, Enum)]
    return kinds[0] if kinds else None
