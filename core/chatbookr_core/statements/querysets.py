"""Tortoise's queries, with a memory: the second of a shape costs a look-up and the encoding of its values.

Where a query is sent it is asked for its shape. If that is known, the remembered statement takes the place of the query
that Tortoise would have built; everything else, and everything odd, stays Tortoise's own.
"""

import asyncio
from collections.abc import Generator
from copy import copy
from typing import Any, ClassVar

from tortoise.connection import get_connection
from tortoise.exceptions import DoesNotExist, MultipleObjectsReturned
from tortoise.manager import Manager
from tortoise.queryset import (
    AwaitableQuery,
    CountQuery,
    DeleteQuery,
    ExistsQuery,
    QuerySet,
    UpdateQuery,
    ValuesListQuery,
    ValuesQuery,
)

from chatbookr_core.statements.decoding import Decode, decoder_of
from chatbookr_core.statements.learning import Lesson, Remembered, Unknowable
from chatbookr_core.statements.shapes import Shape, put_changes, put_condition, put_count

MOST_REMEMBERED = 4096  # shapes; the code has some hundreds, clients can only choose columns
AT_ONCE = 2000  # rows decoded before others have their turn, as with Tortoise

memory: dict[Shape, tuple[Remembered, Decode | None] | None] = {}  # None: Tortoise writes it each time


class Written:
    """A remembered statement with a query's values, where Tortoise has its builder."""

    __slots__ = ("_sql", "_values")

    def __init__(self, sql: str, values: list[object]) -> None:
        self._sql = sql
        self._values = values

    def get_parameterized_sql(self) -> tuple[str, list[object]]:
        return self._sql, self._values


class Remembering(AwaitableQuery[Any]):
    """What the kinds of query share; each says what beside its conditions makes its shape."""

    __slots__ = ()
    _decode: Decode | None
    query: Any
    is_writing: ClassVar[bool] = False

    def __await__(self) -> Generator[Any, None, Any]:
        self._choose_db_if_not_chosen(self.is_writing)
        self.write()
        return self._execute().__await__()

    def write(self) -> None:
        """Have the statement, from memory or by Tortoise; what it wrote is remembered."""
        values: list[object] = []
        shape = self._shape(values)
        known = None if shape is None else memory.get(shape)
        if known is None:
            self._decode = None
            self._make_query()
            if shape is not None and shape not in memory:
                self._learn(shape, values)
        else:
            remembered, self._decode = known
            self.query = Written(remembered.sql, remembered.taking(values))

    def _choose_db(self, for_write: bool = False) -> Any:
        """Choose as Tortoise does where there is no router."""
        return self._db or get_connection(self.model._meta.default_connection or "")

    def _shape(self, values: list[object]) -> Shape | None:
        shape: list[object] = [type(self), self.model, self._db.query_class, type(self.model._meta.basequery)]
        if self._annotations or self._custom_filters or not self._put(shape, values):
            return None
        shape.append(len(self._q_objects))
        for condition in self._q_objects:
            if not put_condition(condition, shape, values):
                return None
        return tuple(shape)

    def _learn(self, shape: Shape, values: list[object]) -> None:
        if len(memory) >= MOST_REMEMBERED:
            memory.clear()
        lesson, marked = Lesson(self.model), copy(self)
        try:
            marked._mark(lesson)
            marked._q_objects = [lesson.condition(one) for one in self._q_objects]
            marked._make_query()
            own = self.query.get_parameterized_sql()
            learned = lesson.learned(own, marked.query.get_parameterized_sql(), values)
            memory[shape] = learned, self._decoder()
        except Unknowable:
            memory[shape] = None

    def _put(self, shape: list[object], values: list[object]) -> bool:
        """Add what beside the conditions makes the shape; return False where Tortoise shall write the statement."""
        raise NotImplementedError

    def _mark(self, lesson: Lesson) -> None:
        """Replace the values that `_put` added, in the same order."""

    def _decoder(self) -> Decode | None:
        """Give what makes models of the rows of the query that Tortoise has built, where that is to be ours."""
        return None


class RememberedRows(Remembering, QuerySet[Any]):
    """Rows as models."""

    __slots__ = ()

    def _clone(self) -> "RememberedRows":
        """Copy as Tortoise does, each step of a chain of filters, but without asking for a connection each time."""
        made = object.__new__(type(self))
        made.model, made.fields, made.query, made._db = self.model, self.fields, self.query, self._db
        made._capabilities, made._fields_for_select = self._capabilities, self._fields_for_select
        made._single, made._raise_does_not_exist = self._single, self._raise_does_not_exist
        made._limit, made._offset, made._distinct = self._limit, self._offset, self._distinct
        made._q_objects, made._orderings = self._q_objects.copy(), self._orderings.copy()
        made._joined_tables, made._group_bys = self._joined_tables.copy(), self._group_bys
        made._annotations, made._custom_filters = self._annotations.copy(), self._custom_filters.copy()
        made._filter_kwargs, made._having = self._filter_kwargs.copy(), self._having.copy()
        made._prefetch_map, made._prefetch_queries = self._prefetch_map.copy(), self._prefetch_queries.copy()
        made._select_for_update = self._select_for_update
        made._select_for_update_nowait = self._select_for_update_nowait
        made._select_for_update_skip_locked = self._select_for_update_skip_locked
        made._select_for_update_of = self._select_for_update_of
        made._select_for_update_no_key = self._select_for_update_no_key
        made._select_related, made._select_related_idx = self._select_related.copy(), self._select_related_idx
        made._force_indexes, made._use_indexes = self._force_indexes, self._use_indexes
        return made

    def _put(self, shape: list[object], values: list[object]) -> bool:
        if self._group_bys or self._select_related or self._select_for_update_of:
            return False
        if self._use_indexes or self._force_indexes:
            return False
        shape += (self._fields_for_select, len(self._orderings), *self._orderings, self._distinct)
        shape += (self._select_for_update, self._select_for_update_nowait)
        shape += (self._select_for_update_skip_locked, self._select_for_update_no_key)
        return put_count(self._limit, shape, values) and put_count(self._offset, shape, values)

    def _mark(self, lesson: Lesson) -> None:
        self._limit, self._offset = lesson.count(self._limit), lesson.count(self._offset)

    def _decoder(self) -> Decode:
        if self._joined_tables:
            raise Unknowable
        return decoder_of(self.model, [select.alias or select.name for select in self.query._selects])

    async def _execute(self) -> Any:
        if self._decode is None:
            return await super()._execute()
        _, rows = await self._db.execute_query(*self.query.get_parameterized_sql())
        found = list(map(self._decode, rows[:AT_ONCE]))
        for since in range(AT_ONCE, len(rows), AT_ONCE):
            await asyncio.sleep(0)
            found += map(self._decode, rows[since : since + AT_ONCE])
        if self._prefetch_map or self._prefetch_queries:
            reading = self._db.executor_class(self.model, self._db, self._prefetch_map, self._prefetch_queries)
            await reading._execute_prefetch_queries(found)
        if not self._single:
            return found
        if len(found) > 1:
            raise MultipleObjectsReturned(self.model)
        if not found and self._raise_does_not_exist:
            raise DoesNotExist(self.model)
        return found[0] if found else None

    def values_list(self, *fields_: str, flat: bool = False) -> Any:
        return _remembering(super().values_list(*fields_, flat=flat))

    def values(self, *args: str, **kwargs: str) -> Any:
        return _remembering(super().values(*args, **kwargs))

    def update(self, **kwargs: Any) -> Any:
        return _remembering(super().update(**kwargs))

    def delete(self) -> Any:
        return _remembering(super().delete())

    def count(self) -> Any:
        return _remembering(super().count())

    def exists(self) -> Any:
        return _remembering(super().exists())


class RememberedExists(Remembering, ExistsQuery):
    """Whether there is such a row."""

    __slots__ = ()

    def _put(self, shape: list[object], values: list[object]) -> bool:
        return not (self._use_indexes or self._force_indexes)


class RememberedCount(Remembering, CountQuery):
    """How many there are; LIMIT and OFFSET are no part of the statement."""

    __slots__ = ()

    def _put(self, shape: list[object], values: list[object]) -> bool:
        shape.append(self._distinct)
        return not (self._use_indexes or self._force_indexes)


class RememberedDelete(Remembering, DeleteQuery):
    """An end to them."""

    __slots__ = ()
    is_writing = True

    def _put(self, shape: list[object], values: list[object]) -> bool:
        return not self._limit


class RememberedUpdate(Remembering, UpdateQuery):
    """A change of them."""

    __slots__ = ()
    is_writing = True

    def _put(self, shape: list[object], values: list[object]) -> bool:
        return not self._limit and put_changes(self.update_kwargs, shape, values)

    def _mark(self, lesson: Lesson) -> None:
        self.update_kwargs = lesson.changes(self.update_kwargs)


class _RememberedColumns(Remembering):
    """Some of their columns, as tuples or as dicts."""

    __slots__ = ()
    _limit: Any
    _offset: Any

    def _columns(self) -> tuple[object, ...]:
        raise NotImplementedError

    def _put(self, shape: list[object], values: list[object]) -> bool:
        asked: Any = self  # both kinds have these
        if asked._group_bys or asked._use_indexes or asked._force_indexes:
            return False
        shape += (self._columns(), len(asked._orderings), *asked._orderings, asked._distinct)
        return put_count(self._limit, shape, values) and put_count(self._offset, shape, values)

    def _mark(self, lesson: Lesson) -> None:
        self._limit, self._offset = lesson.count(self._limit), lesson.count(self._offset)


class RememberedTuples(_RememberedColumns, ValuesListQuery[Any]):
    __slots__ = ()

    def _columns(self) -> tuple[object, ...]:
        return tuple(self._fields_for_select_list)


class RememberedDicts(_RememberedColumns, ValuesQuery[Any]):
    __slots__ = ()

    def _columns(self) -> tuple[object, ...]:
        return tuple(self._fields_for_select.items())


OURS: dict[type, type] = {
    ExistsQuery: RememberedExists,
    CountQuery: RememberedCount,
    DeleteQuery: RememberedDelete,
    UpdateQuery: RememberedUpdate,
    ValuesListQuery: RememberedTuples,
    ValuesQuery: RememberedDicts,
}


def _remembering(query: Any) -> Any:
    """Make one of ours of a query of Tortoise's, which names its own classes where it makes them; ours add no state."""
    query.__class__ = OURS[type(query)]
    return query


class Statements(Manager):
    """Where the queries of a model begin."""

    def get_queryset(self) -> RememberedRows:
        return RememberedRows(self._model)
