"""Reads light frozen records out of raw rows, the same from both databases; models are for writing."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Generic, TypeVar, get_args, get_type_hints
from uuid import UUID

from chatbookr_core.db import instant_of, uuid_of

T = TypeVar("T")


_CONVERTERS: Mapping[type, Callable[[Any], Any]] = {UUID: uuid_of, datetime: instant_of, bool: bool, bytes: bytes}


class Records(Generic[T]):
    """Reads one kind of frozen dataclass from the columns of one table that are named like its fields."""

    def __init__(self, kind: type[T], table: str) -> None:
        self._kind = kind
        self.table = table
        hints = get_type_hints(kind)
        self._names = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # T is a dataclass
        self.columns = ", ".join(f"{table}.{name}" for name in self._names)
        self.select = f"SELECT {self.columns} FROM {table}"  # noqa: S608  # names out of this program alone
        self._plain = tuple(name for name in self._names if _converter(hints[name]) is None)
        self._converted = tuple(
            (name, convert) for name in self._names if (convert := _converter(hints[name])) is not None
        )

    def read(self, row: Mapping[str, Any]) -> T:
        """Make a record of a row."""
        values = {name: row[name] for name in self._plain}
        for name, convert in self._converted:
            value = row[name]
            values[name] = None if value is None else convert(value)
        return self._kind(**values)


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not type(None)]
    return _CONVERTERS.get(kinds[0])
