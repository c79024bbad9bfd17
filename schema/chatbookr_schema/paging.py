"""Relay connections by key: arguments, cursors and the shapes of a page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Generic, Protocol, TypeVar, cast
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput
from chatbookr_core.keyset import (
    MOST_COUNTED,
    Key,
    Order,
    Page,
    PageRequest,
    Selection,
    count_of,
    counts_of,
    page_of,
    pages_of,
)
from chatbookr_core.sealed_rows import sealed_among
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import Public, argument, enum_type, field, object_type
from chatbookr_schema.limits import DEFAULT_SIZE, LARGEST_SIZE
from chatbookr_schema.recorded import Recorded, Shown
from chatbookr_schema.selection import asks_for_rows
from chatbookr_schema.tagged import read_tagged, write_tagged

T = TypeVar("T")
Make = Callable[[Sequence[Any]], Awaitable[Sequence[Any]]]
"""Makes the items of a page of its rows: of its records, or of pairs of a record and its companions."""
Sift = Callable[[Sequence[Any]], Awaitable[Sequence[Any]]]
"""Leaves out rows of a page that only seemed to be of the list; the page is shorter by them."""

LONGEST_CURSOR = 600
COUNT_COST = 10
NO_ROWS: Page[Any] = Page(())
SHAPE = Public("The shape of a page: what leads to it and what is in it have policies of their own.")

First = Annotated[int | None, argument("How many from the beginning: 20 unless said, at most 100.")]
After = Annotated[str | None, argument("Begin after this cursor.")]
Last = Annotated[int | None, argument("How many from the end, at most 100; not together with `first`.")]
Before = Annotated[str | None, argument("End before this cursor.")]


@enum_type(
    "Which way an order goes.", ASC="The smallest, or the oldest, first.", DESC="The largest, or the newest, first."
)
class OrderDirection(Enum):
    ASC = "asc"
    DESC = "desc"


class OrderBy(Protocol):
    """The input by which any list is ordered."""

    @property
    def by(self) -> Enum: ...

    @property
    def direction(self) -> OrderDirection: ...


def ordered(orders: Mapping[str, Order], asked: OrderBy | None) -> Order:
    """Find the order that was asked for; without one the first, the way it goes by itself."""
    if asked is None:
        return next(iter(orders.values()))
    return orders[asked.by.value].towards(is_descending=asked.direction is OrderDirection.DESC)


def shown(kind: type[Recorded]) -> Make:
    """Show each row of a page as an object of a kind, which holds nothing sealed."""

    async def make(rows: Sequence[Any]) -> Sequence[Any]:
        return Shown(kind, rows)

    return make


def opened(kind: type[Recorded], context: Context, clinic_id: UUID) -> Make:
    """Show each row of a page as an object of a kind, with the keys of what a clinic has sealed in it."""

    async def make(rows: Sequence[Any]) -> Sequence[Any]:
        return Shown(kind, rows, await context.loaders.keys(clinic_id, sealed_among(rows)))

    return make


@object_type("Whether there is more on either side of a page.")
class PageInfo:
    has_next_page: bool = field("There are more after this page.", policy=SHAPE)
    has_previous_page: bool = field("There are more before this page.", policy=SHAPE)
    start_cursor: str | None = field("The cursor of the first of this page.", policy=SHAPE)
    end_cursor: str | None = field("The cursor of the last of this page.", policy=SHAPE)


@object_type("One of a page, with the place it has in the order.")
class Edge(Generic[T]):
    node: T = field("The thing itself.", policy=SHAPE)
    cursor: str = field("Where it stands: pass it as `after` or `before`.", policy=SHAPE)


@object_type("A page of a list that can grow.")
class Connection(Generic[T]):
    page: strawberry.Private[Page[Any]]
    items: strawberry.Private[Sequence[Any]]
    cursors: strawberry.Private[Callable[[int], str]]
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @field("The things of this page with their cursors.", policy=SHAPE, cost=1)
    def edges(self) -> list[Edge[T]]:
        return [Edge(node=item, cursor=self.cursors(place)) for place, item in enumerate(self.items)]

    @field("The things of this page.", policy=SHAPE, cost=1)
    def nodes(self) -> list[T]:
        return cast(list[T], self.items)  # or what is as good as a list, and need not be made before it is shown

    @field(
        f"How many there are in all, whatever the page; {MOST_COUNTED} says that there are more than "
        f"{MOST_COUNTED - 1}.",
        policy=SHAPE,
        cost=COUNT_COST,
    )
    async def total_count(self) -> int:
        return await self.count()

    @field("Whether there is more on either side.", policy=SHAPE)
    def page_info(self) -> PageInfo:
        return PageInfo(
            has_next_page=self.page.has_next,
            has_previous_page=self.page.has_previous,
            start_cursor=self.cursors(0) if self.items else None,
            end_cursor=self.cursors(len(self.items) - 1) if self.items else None,
        )


async def cursor_key(context: Context) -> bytes:
    """Return the key cursors are tagged with: what this API did not give out, it does not take back."""
    return (await context.deployment.vault.deployment_keys()).signing_key("cursor")


@dataclass(frozen=True, slots=True)
class Pageable:
    """The four arguments of a connection, as they were given."""

    first: int | None
    after: str | None
    last: int | None
    before: str | None


async def listed(
    info: Info,
    selection: Selection[Any],
    given: Pageable,
    make: Make,
    clinic_id: UUID | None = None,
    sift: Sift | None = None,
) -> Connection[Any]:
    """Page through a selection; what nobody asks for, or is closed to the asker (in the clinic, or where none is named
    in every one of theirs), is not read. Raises InvalidInput."""
    context = info.context
    selection = selection.narrowed(context.unread(clinic_id))
    request = await page_request(context, selection.order, given)
    page = await page_of(selection, request) if asks_for_rows(info) else NO_ROWS
    page = await _sifted(page, sift)
    return await _connection(context, selection, page, make, lambda: count_of(selection))


async def listed_of_parent(
    info: Info,
    parent: UUID,
    parent_column: str,
    selection: Selection[Any],
    given: Pageable,
    make: Make,
    clinic_id: UUID | None = None,
    sift: Sift | None = None,
) -> Connection[Any]:
    """Page through a parent's part of a selection: for all parents of the operation in one statement.

    `clinic_id` is the one of every parent of the selection, if it is one; see `listed`.
    """
    context = info.context
    selection = selection.narrowed(context.unread(clinic_id))
    request = await page_request(context, selection.order, given)
    loaders = context.loaders

    async def load(parents: list[UUID]) -> list[Page[Any]]:
        return await pages_of(parents, parent_column, selection, request)

    async def load_counts(parents: list[UUID]) -> list[int]:
        return await counts_of(parents, parent_column, selection)

    async def count() -> int:
        return await loaders.of_parent((counts_of, parent_column, selection), load_counts).load(parent)

    pages = loaders.of_parent((pages_of, parent_column, selection, request), load)
    page = await pages.load(parent) if asks_for_rows(info) else NO_ROWS
    page = await _sifted(page, sift)
    return await _connection(context, selection, page, make, count)


async def _sifted(page: Page[Any], sift: Sift | None) -> Page[Any]:
    return page if sift is None or not page.rows else replace(page, rows=await sift(page.rows))


async def _connection(
    context: Context,
    selection: Selection[Any],
    page: Page[Any],
    make: Make,
    count: Callable[[], Awaitable[int]],
) -> Connection[Any]:
    order, key = selection.order, await cursor_key(context)
    rows = page.rows

    def cursor_at(place: int) -> str:
        record = rows[place][0] if isinstance(rows[place], tuple) else rows[place]
        return write_cursor(order, (getattr(record, order.column), record.id), key)

    return Connection(page=page, items=await make(rows), cursors=cursor_at, count=count)


async def page_request(context: Context, order: Order, given: Pageable) -> PageRequest:
    """Check the four arguments of a connection. Raises InvalidInput that names the faulty one."""
    first, after, last, before = given.first, given.after, given.last, given.before
    if first is not None and last is not None:
        raise InvalidInput("Give either `first` or `last`.", field="last")
    name, size = ("last", last) if last is not None else ("first", DEFAULT_SIZE if first is None else first)
    if size is None or not 0 <= size <= LARGEST_SIZE:
        raise InvalidInput(f"`{name}` is a number from 0 to {LARGEST_SIZE}.", field=name)
    key = await cursor_key(context)
    return PageRequest(
        size,
        is_from_end=last is not None,
        after=read_cursor(after, order, key, "after") if after is not None else None,
        before=read_cursor(before, order, key, "before") if before is not None else None,
    )


def write_cursor(order: Order, key: Key, secret: bytes) -> str:
    """Write a cursor: the order's name, the values sorted by, and a tag (HMAC-SHA256, 96 bits) over both."""
    value, row_id = key
    written = {"t": value.isoformat()} if isinstance(value, datetime) else {"s": str(value)}
    return write_tagged([order.tag, written, str(row_id)], secret)


def read_cursor(cursor: str, order: Order, secret: bytes, argument_name: str) -> Key:
    """Read a cursor of this very order. Raises InvalidInput for any other text."""
    refusal = InvalidInput("That is not a cursor of this list.", field=argument_name)
    try:
        name, value, row_id = read_tagged(cursor, secret, longest_chars=LONGEST_CURSOR)
    except ValueError:
        raise refusal from None
    if name != order.tag:
        raise refusal
    return datetime.fromisoformat(value["t"]) if "t" in value else value["s"], UUID(row_id)
