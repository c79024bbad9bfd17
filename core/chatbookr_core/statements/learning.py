"""How a statement is remembered: Tortoise writes it twice, once with the query's values and once with markers.

The markers say which placeholder takes which value. Both must give the same words, and the values, encoded and put
where their markers are, must be those that Tortoise would have sent; otherwise nothing is remembered, and Tortoise goes
on writing statements of that shape.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypika_tortoise.terms import Term, ValueWrapper
from tortoise import filters
from tortoise.expressions import Q, Value
from tortoise.fields import JSONField
from tortoise.models import Model

from chatbookr_core.statements.shapes import DOCUMENT, LISTED

Encode = Callable[[Any, Any], Any]
"""Make of a value what the database takes; the second argument is whose it is, as Tortoise says it."""

Statement = tuple[str, list[Any]]
"""SQL, and what its placeholders take."""

COMPARING = (operator.eq, operator.ge, operator.le, operator.gt, operator.lt, filters.not_equal)
AMONG = (filters.is_in, filters.not_in)
BEING_NULL = (filters.is_null, filters.not_null)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A statement, and what its placeholders take.

    Of each: how it is encoded, its place among the query's values, and whose it is; or no way, nowhere, and a constant.
    """

    sql: str
    placed: tuple[tuple[Encode | None, int, Any], ...]

    def taking(self, values: Sequence[object]) -> list[object]:
        """Encode the values of another query of the shape, in the order of the placeholders."""
        return [owner if encode is None else encode(values[at], owner) for encode, at, owner in self.placed]


class Unknowable(Exception):
    """A query has something of which it is not known how its words depend on its values."""


class _Marker:
    """Stands where the value of that place among a query's values goes."""

    __slots__ = ("at",)

    def __init__(self, at: int) -> None:
        self.at = at


class _Markers(list[Term], Term):  # type: ignore[misc]  # a list, of which nothing is asked but whether it is a term
    """A list that Tortoise takes for a term, and so for encoded already."""


class Lesson:
    """Replaces the values of one query by markers, in the order in which its shape was told."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self._encoders: list[tuple[Encode, type[Model] | None]] = []

    def condition(self, asked: Q) -> Q:
        """Mark a condition. Raises Unknowable where a filter is none of those whose words are known."""
        marked = {key: self._filter(key, value) for key, value in asked.filters.items()}
        children = () if marked else tuple(self.condition(child) for child in asked.children)
        made = Q(*children, join_type=asked.join_type, **marked)
        made._is_negated = asked._is_negated  # private: `~` makes another one
        return made

    def changes(self, asked: Mapping[str, object]) -> dict[str, object]:
        """Mark what an update sets."""
        return {key: self._change(key, value) for key, value in asked.items()}

    def count(self, asked: int | None) -> Any:
        """Mark a LIMIT or an OFFSET."""
        return self._marker(lambda value, _: value, None) if asked else asked

    def learned(
        self, own: tuple[str, list[Any]], marked: tuple[str, list[Any]], values: Sequence[object]
    ) -> Remembered:
        """Compare what Tortoise wrote both times. Raises Unknowable where it cannot be repeated."""
        found = Remembered(own[0], tuple(self._place(value) for value in marked[1]))
        if marked[0] != own[0] or not _same(found.taking(values), own[1]):
            raise Unknowable
        return found

    def _place(self, value: object) -> tuple[Encode | None, int, Any]:
        if not isinstance(value, _Marker):
            return None, -1, value
        encode, owner = self._encoders[value.at]
        return encode, value.at, owner

    def _filter(self, key: str, value: Any) -> Any:
        info = self.model._meta.filters.get(key)
        if info is None or "table" in info:  # of another table, or of an annotation
            raise Unknowable
        compare, field = info["operator"], self.model._meta.fields_map[info["field"]]
        if compare in BEING_NULL and isinstance(value, bool):
            self._marker(field.to_db_value, None)  # it has a place among the values, and none in the statement
            return value
        if compare in AMONG and type(value) in LISTED:
            return _Markers([ValueWrapper(self._marker(field.to_db_value, self.model)) for _ in value])
        if compare in COMPARING and type(value) not in LISTED:
            return None if value is None else ValueWrapper(self._marker(field.to_db_value, self.model))
        raise Unknowable

    def _change(self, key: str, value: object) -> object:
        field = self.model._meta.fields_map[key]
        if type(value) in DOCUMENT and not isinstance(field, JSONField):
            raise Unknowable
        return None if value is None else Value(self._marker(field.to_db_value, None))

    def _marker(self, encode: Encode, owner: type[Model] | None) -> _Marker:
        self._encoders.append((encode, owner))
        return _Marker(len(self._encoders) - 1)


def _same(ours: list[Any], theirs: list[Any]) -> bool:
    return [(type(one), one) for one in ours] == [(type(one), one) for one in theirs]
