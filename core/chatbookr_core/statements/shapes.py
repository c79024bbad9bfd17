"""The shape of a query: what it is without its values. Two queries of one shape differ in no word of their SQL.

A shape is flat, and each node says how many follow, so that no two queries share one by chance. What can change the
words is part of it: which values are NULL, how many are in a list, whether a flag is set. The values themselves go
into a list beside it, in the order in which they are met.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from tortoise.expressions import Q

Shape = tuple[object, ...]
MOST_LISTED = 32  # values in one list: each length is a shape of its own

SCALAR = frozenset({str, int, bool, float, bytes, UUID, datetime, date, time})
"""Exactly these, and keys as PostgreSQL's driver reads them: other subclasses may be written otherwise, an enum's
member into the SQL itself."""
LISTED = frozenset({list, tuple, set, frozenset})
DOCUMENT = frozenset({list, dict})

ONE, MANY, WHOLE = "one", "many", "document"


def is_scalar(kind: type) -> bool:
    """Tell whether values of a type are always written as a parameter."""
    return kind in SCALAR or issubclass(kind, UUID)


def put_condition(condition: Q, shape: list[object], values: list[object]) -> bool:
    """Add a condition's shape and its values; return False where it has none that could be told."""
    if type(condition) is not Q:
        return False
    filters, children = condition.filters, condition.children
    if filters:  # Tortoise does not look at the children then
        shape += (condition.join_type, condition._is_negated, len(filters), 0)  # private: there is no other way to ask
        for key, value in filters.items():
            shape.append(key)
            if not (put_value(value, shape, values) or _put_list(value, shape, values)):
                return False
        return True
    shape += (condition.join_type, condition._is_negated, 0, len(children))
    return all(put_condition(child, shape, values) for child in children)


def put_value(value: object, shape: list[object], values: list[object]) -> bool:
    """Add what is one value, or NULL; a flag is told apart, since of `…__isnull` it changes the words."""
    if value is None:
        shape.append(None)
        return True
    kind = type(value)
    if not is_scalar(kind) or (kind is str and value == "*"):  # pypika writes a star into the SQL itself
        return False
    shape.append(value if kind is bool else ONE)
    values.append(value)
    return True


def put_changes(changes: Mapping[str, object], shape: list[object], values: list[object]) -> bool:
    """Add what an update sets; a list or a mapping is the document that a JSON column takes."""
    shape.append(len(changes))
    for key, value in changes.items():
        shape.append(key)
        if type(value) in DOCUMENT:
            shape.append(WHOLE)
            values.append(value)
        elif not put_value(value, shape, values):
            return False
    return True


def put_count(count: int | None, shape: list[object], values: list[object]) -> bool:
    """Add a LIMIT or an OFFSET; some kinds of query take 0 for none."""
    if count is None or count == 0:
        shape.append(count)
        return True
    return type(count) is int and put_value(count, shape, values)


def _put_list(value: object, shape: list[object], values: list[object]) -> bool:
    if type(value) not in LISTED or not isinstance(value, list | tuple | set | frozenset):
        return False
    if len(value) > MOST_LISTED:
        return False
    shape += (MANY, len(value))
    values += value
    return all(is_scalar(type(one)) and one != "*" for one in value)
