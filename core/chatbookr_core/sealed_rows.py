"""The sealed values among rows that were read: they tell whose keys will open them."""

from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from chatbookr_core.records import Rows, Source


def sealed_in(record: object) -> list[bytes | None]:
    """Return the sealed values of one record, as far as they were read."""
    kind: Any = type(record)  # a class is hashable
    return [getattr(record, name) for name in _names_of(kind)]


def sealed_among(rows: Sequence[Any]) -> list[bytes | None]:
    """Return the sealed values of a page: of raw rows without making records of them, of records with companions."""
    if not rows:
        return []
    if isinstance(rows, Rows):
        since, places = rows.shape.since, _places_of(rows.source)  # type: ignore[arg-type]  # by identity
        return [row[since + at] for row in rows.raw for at in places]  # type: ignore[index]  # raw rows, by position
    found: list[bytes | None] = []
    for row in rows:
        record, companions = row if isinstance(row, tuple) else (row, {})
        for one in (record, *companions.values()):
            found += sealed_in(one)
    return found


@lru_cache(maxsize=512)  # the few kinds of records there are
def _names_of(kind: type) -> tuple[str, ...]:
    unread: frozenset[str] = getattr(kind, "unread_columns", frozenset())
    names = (one.name for one in fields(kind) if one.name not in unread)
    return tuple(name for name in names if name.endswith("_sealed") and not name.startswith("is_"))


@lru_cache(maxsize=512)  # the few ways lists are asked for
def _places_of(source: Source[Any]) -> tuple[int, ...]:
    return tuple(part.at + at for part in source.layout for at in part.records.sealed_places)
