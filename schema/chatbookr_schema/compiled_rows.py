"""Writes Python that completes the rows of a page as they came from the database: no object is made of any.

What it writes does what `compiled.py` writes for objects, and raises where that would. All rows are of one clinic, so
that what is closed to the asker is known when it is written: those fields are null, and told of at the first row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLEnumType, GraphQLField, GraphQLObjectType, GraphQLScalarType

from chatbookr_core.records import Records, Rows
from chatbookr_permissions.actions import Permission
from chatbookr_schema.compiled import NotPlain, Writer, class_of, converter_of, dict_of, passing_none
from chatbookr_schema.recorded import IS_ID, Beside, Column, beside_of, columns_of
from chatbookr_schema.sites import CompleteRows, Form, Site

MOST_SHAPES = 16  # of the rows of one selection: it is nearly always one
ROW = "r"


@dataclass(frozen=True, slots=True)
class _Place:
    """The columns of a row that are one record; `beside` for one that was read along."""

    records: Records[Any]
    at: int
    beside: Beside | None = None


class RowWriter(Writer):
    """Writes one function `complete(rows, o, run)` for rows of one shape, in a clinic where just `held` is held."""

    def __init__(self, executor: Any, rows: Rows[Any], held: frozenset[Permission] | None) -> None:
        super().__init__(executor, held=held)
        shape = rows.shape
        self._is_converted = shape.is_converted
        self._makes_objects = False
        self._parts = {one.column: _Place(one.records, shape.since + one.at) for one in shape.source.layout}
        self._at = {ROW: self._parts[""]}
        self._told: list[int] = []
        self._texts: set[str] = set()  # expressions that are a str whatever the row holds, or None

    def rows_function(self, site: Site) -> CompleteRows | None:
        """Write a site's function; None where not all of the selection is plain."""
        self._put("def complete(rows, o, run):")
        self._depth += 1
        try:
            self._put(f"{ROW} = rows[0]")
            self._put(f"clinic = {self._clinic_of(site.kind, ROW)}")
            self._put("open_text, found = o.keys.open_text if o.keys is not None else surprised, []")
            loop = len(self._lines)
            self._put(f"for {ROW} in rows:")
            self._depth += 1
            self._put(f"if {self._clinic_of(site.kind, ROW)} != clinic: surprised()")
            parts, left = self._fields(site, ROW, self._closed_in(site))
        except NotPlain:
            return None
        if left:
            return None
        self._put(f"found.append({dict_of(parts)})")
        self._depth -= 1
        if self._makes_objects:
            self._lines[loop] = f" for i, {ROW} in enumerate(rows):"
        self._lines[loop:loop] = [f" first{number} = True" for number in self._told]
        if self._closed_in(site):
            self._put(f"run.tell({site.number}, o[0].clinic_id, found[0])")
        self._put("return found")
        complete: CompleteRows = self._defined()
        return complete

    def _read(self, kind: GraphQLObjectType, definition: GraphQLField, own: Any, source: str) -> str:
        column = columns_of(class_of(kind)).get(own.python_name)
        is_column = own.base_resolver is None and beside_of(own) is None and column is not None
        if source not in self._at or not is_column or column is None:
            return super()._read(kind, definition, own, source)
        if column.name == IS_ID:
            written = f"{self._id_writer(kind)}({self._column(source, 'id')})"
            self._texts.add(written)
            return written
        value = self._column(source, column.name)
        return value if column.sealed is None else self._opened(source, column, value)

    def _opened(self, source: str, column: Column, value: str) -> str:
        found = self._name()
        self._put(f"{found} = {value}")
        opened = f"open_text({self._bind(column.sealed)}, {self._column(source, 'id')}, {found})"
        self._put(f"if {found} is not None: {found} = {opened}")
        self._texts.add(found)
        return found

    def _raw(self, source: str, name: str) -> str:
        """Write the expression of a column as the database gave it. Raises NotPlain for one that was not read."""
        place = self._at[source]
        at = place.records.place_of(name)
        if at is None:
            raise NotPlain
        return f"{ROW}[{place.at + at}]"

    def _column(self, source: str, name: str) -> str:
        """Write the expression that reads a column of a record. Raises NotPlain for one that was not read."""
        value = self._raw(source, name)
        convert = self._at[source].records.converter_of(name) if self._is_converted else None
        return value if convert is None else f"{self._bind(passing_none(convert))}({value})"

    def _read_along(self, beside: Beside, source: str) -> str:
        part = self._parts.get(beside.column)
        if source != ROW or part is None:
            raise NotPlain
        found = self._name()
        self._at[found] = _Place(part.records, part.at, beside)
        self._put(f"{found} = {ROW} if {self._raw(found, 'id')} is not None else None")
        self._put(f"if {found} is None and {self._raw(ROW, beside.column)} is not None: surprised()")
        return found

    def _leaf(self, kind: GraphQLScalarType | GraphQLEnumType, value: str, *, is_required: bool) -> None:
        """Leave what needs no look: texts that were just written, and instants, which are JSON as they are."""
        if value in self._texts and kind.name in ("String", "ID"):
            if is_required:
                self._put(f"if {value} is None: surprised()")
        elif isinstance(kind, GraphQLScalarType) and kind.name == "DateTime":
            left = f"type({value}) is datetime" + ("" if is_required else f" or {value} is None")
            self._put(f"if not ({left}): {value} = {self._bind(converter_of(kind))}({value})")
        else:
            super()._leaf(kind, value, is_required=is_required)

    def _is_same(self, value: str, source: str) -> None:
        super()._is_same(value, source)
        if source in self._texts:
            self._texts.add(value)
        if source in self._at and source != ROW:
            self._at[value] = self._at[source]

    def _is_record(self, value: str) -> bool:
        return value in self._at or super()._is_record(value)

    def _is_closed(self, site: Site, kind: GraphQLObjectType) -> bool:
        """Leave nothing to be looked up: what is closed in the clinic of the rows is known, and no other comes here."""
        if site.gates and (self._held is None or not columns_of(class_of(kind))):
            raise NotPlain
        return False

    def _is_of_this_clinic(self, value: str) -> bool:
        """What is read along with a row is of the row's clinic: the join says so (`records.Joined`)."""
        place = self._at.get(value)
        return place is not None and place.beside is not None and place.records.is_of_clinic

    def _closed_in(self, site: Site) -> frozenset[str]:
        return frozenset(site.form(self._held).denials) if site.gates else frozenset()

    def _told_of(self, site: Site, value: str) -> None:
        if not self._closed_in(site):
            return
        number = len(self._told)
        self._told.append(number)
        told = f"run.tell({site.number}, o[0].clinic_id, {value})"
        self._put(f"if first{number}: first{number} = {told}")

    def _clinic_of(self, kind: GraphQLObjectType, value: str) -> str:
        """Write the expression of an object's clinic, as the database gave it: compared with others, never shown."""
        column = columns_of(class_of(kind)).get("clinic_id")
        if value not in self._at or column is None:
            raise NotPlain
        return self._raw(value, column.name)

    def _made(self, source: str) -> str:
        place = self._at.get(source)
        if place is None:
            return super()._made(source)
        if place.beside is None:
            self._makes_objects = True
            return "o[i]"
        read = place.records.from_sqlite if self._is_converted else place.records.from_postgres
        return f"{self._bind(place.beside.make)}({self._bind(read)}({ROW}, {place.at}), o.keys)"


def code_for_rows(form: Form, site: Site, rows: Rows[Any], ready: Callable[[], Any]) -> CompleteRows | None:
    """Return the code for rows of a shape, written once; None where they are to be completed as objects.

    `ready` makes an executor of the operation.
    """
    shape = rows.shape
    if shape not in form.of_rows:
        if len(form.of_rows) >= MOST_SHAPES:
            form.of_rows.clear()
        form.of_rows[shape] = RowWriter(ready(), rows, form.held).rows_function(site)
    return form.of_rows[shape]
