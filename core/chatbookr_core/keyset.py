"""Pages by key: a page begins after the last row seen, so rows that come and go meanwhile are neither skipped nor
repeated, and a deep page costs what the first one does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Rows, Source, Unread, select_from

T = TypeVar("T")
Key = tuple[object, UUID]
MOST_COUNTED = 25_001  # which says: more than 25 000
COUNT = "SELECT {0} AS place, COUNT(*) AS total FROM (SELECT 1 FROM {1} WHERE {2} LIMIT {3}) AS counted{0}"
PAGE_OF_PARENT = "SELECT * FROM (SELECT {0} AS parent_key, {1} FROM {2} {3}) AS page{4}"


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: a column, then the row's id, both in one direction. `name` tells cursors apart."""

    name: str
    table: str
    column: str
    is_descending: bool = False

    @property
    def tag(self) -> str:
        """What cursors of this very order carry: one of the same order the other way is another's."""
        return f"{self.name}:desc" if self.is_descending else self.name

    def towards(self, *, is_descending: bool) -> "Order":
        """Return the same order in a direction."""
        return replace(self, is_descending=is_descending)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Up to `size` rows strictly between two keys, from the order's beginning or from its end."""

    size: int
    is_from_end: bool = False
    after: Key | None = None
    before: Key | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows in order, and whether there are more on either side."""

    rows: Sequence[T]
    has_previous: bool = False
    has_next: bool = False


@dataclass(frozen=True, slots=True)
class Selection(Generic[T]):
    """What is paged: records that meet conditions, in an order. `always`: columns that are read, asked for or not."""

    records: Source[T]
    order: Order
    conditions: Conditions
    always: tuple[str, ...] = ()

    def narrowed(self, unread: Unread) -> "Selection[T]":
        """Select the same without the columns nobody asked for, but for the one it is ordered by: cursors have it."""
        records = self.records.narrowed(unread, (self.order.column, *self.always))
        return self if records is self.records else replace(self, records=records)

    def tail(self, request: PageRequest, values: list[object], further: str = "") -> str:
        """Write WHERE, ORDER BY and LIMIT of one page; the values of its bounds are appended to `values`."""
        order, is_descending = self.order, self.order.is_descending
        key = f"({order.table}.{order.column}, {order.table}.id)"
        where = self.conditions.text + further
        for bound, is_after in ((request.after, True), (request.before, False)):
            if bound is not None:
                values.extend(bound)
                sign = ">" if is_after != is_descending else "<"
                where += f" AND {key} {sign} (${len(values) - 1}, ${len(values)})"
        direction = "DESC" if is_descending != request.is_from_end else "ASC"
        return (
            f"WHERE {where} ORDER BY {order.table}.{order.column} {direction}, "
            f"{order.table}.id {direction} LIMIT {request.size + 1}"
        )


async def page_of(selection: Selection[T], request: PageRequest) -> Page[T]:
    """Read one page, in one statement."""
    values = list(selection.conditions.values)
    sql = f"{select_from(selection.records)} {selection.tail(request, values)}"
    rows = await fetch(sql, values)
    return _cut(Rows(selection.records, rows), request)


async def pages_of(
    parents: Sequence[UUID], parent_column: str, selection: Selection[T], request: PageRequest
) -> list[Page[T]]:
    """Read one page for each parent, in one statement: each branch of the UNION uses the parent's index."""
    if not parents:
        return []
    records = selection.records
    values = list(selection.conditions.values)
    branches: list[str] = []
    for parent in parents:
        values.append(parent)
        tail = selection.tail(request, values, f" AND {parent_column} = ${len(values)}")
        branches.append(PAGE_OF_PARENT.format(parent_column, records.columns, records.origin, tail, len(branches)))
    found: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await fetch(" UNION ALL ".join(branches), values):
        found[uuid_of(row["parent_key"])].append(row)
    return [_cut(Rows(records, found[parent]), request) for parent in parents]


def _cut(rows: Rows[T], request: PageRequest) -> Page[T]:
    has_more = len(rows) > request.size
    kept = rows[: request.size]
    if request.is_from_end:
        return Page(kept[::-1], has_previous=has_more, has_next=request.before is not None)
    return Page(kept, has_previous=request.after is not None, has_next=has_more)


async def count_of(selection: Selection[T]) -> int:
    """Count what is paged, in one statement; MOST_COUNTED says that there is more."""
    return (await _counted([_count(selection, 0)], selection.conditions.values))[0]


async def counts_of(parents: Sequence[UUID], parent_column: str, selection: Selection[T]) -> list[int]:
    """Count what is paged for each parent, in one statement."""
    if not parents:
        return []
    values, branches = list(selection.conditions.values), []
    for place, parent in enumerate(parents):
        values.append(parent)
        branches.append(_count(selection, place, f" AND {parent_column} = ${len(values)}"))
    found = await _counted(branches, values)
    return [found[place] for place in range(len(parents))]


def _count(selection: Selection[T], place: int, further: str = "") -> str:
    return COUNT.format(place, selection.records.table, selection.conditions.text + further, MOST_COUNTED)


async def _counted(branches: Sequence[str], values: Sequence[object]) -> dict[int, int]:
    rows = await fetch(" UNION ALL ".join(branches), values)
    return {row["place"]: row["total"] for row in rows}


async def records_by_id(
    records: Source[T], reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, T]:
    """Read the rows of some ids that are within reach; the others might as well not exist.

    What is `unread` nobody asked for.
    """
    if not reach.clinic_ids or not ids:
        return {}
    return await records_where(records.narrowed(unread), reachable(records.table, reach), ids)


async def records_where(records: Source[T], conditions: Conditions, ids: Sequence[UUID]) -> dict[UUID, T]:
    """Read the rows of some ids that meet conditions, which say how far the asker comes."""
    wanted = conditions.among(f"{records.table}.id", ids)
    rows = await fetch(f"{select_from(records)} WHERE {wanted.text}", wanted.values)
    return {uuid_of(row["id"]): records.read(row) for row in rows}
