"""What of each kind of record an operation can show to whom: the rest is not read, and what is sealed not opened.

An operation asks for the fields of a type in several places, and what one has read another may show: so it is told by
type, for the whole operation, its conditions (@skip, @include) and what is closed to the asker weighed.

The same columns are always read of the few rows of somebody's own (sessions, passkeys, linked log-ins) and of what is
computed of two tables at once (a calendar's feeds, an erasure's duties, what proves an entry of the audit log).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_abstract_type
from graphql.execution.collect_fields import collect_fields

from chatbookr_core.records import Unread
from chatbookr_schema.field import Policy
from chatbookr_schema.guards import BACKREF, Gate, Held, is_open_to, policies_of
from chatbookr_schema.recorded import also_read_by, columns_of, reads_of, record_of

Asked = Mapping[str, set[str]]
"""The names of the fields that are asked for, by type."""
KEPT = frozenset({"id", "clinic_id"})  # by which rows are found again, and judged


class Asking:
    """Walks an operation as its executor does, but for what is closed.

    `anywhere` is what the asker holds in any clinic, `here` what they hold in the one of the objects that show records.
    """

    def __init__(self, executor: Any, gates: Mapping[str, Mapping[str, Gate]], anywhere: Held, here: Held) -> None:
        self._executor = executor
        self._schema: GraphQLSchema = executor.schema
        self._gates = gates
        self._anywhere = anywhere
        self._here = here
        self._asked: defaultdict[str, set[str]] = defaultdict(set)

    def asked(self) -> Asked:
        """Return which fields of which types can be shown."""
        executor, operation = self._executor, self._executor.operation
        root = self._schema.get_root_type(operation.operation)
        if root is not None:
            collected = collect_fields(
                self._schema,
                executor.fragments,
                executor.variable_values,
                root,
                operation,
                executor.hide_suggestions,
            )
            self._visit(root, collected.grouped_field_set)
        return self._asked

    def _visit(self, kind: GraphQLObjectType, selected: Mapping[str, Any]) -> None:
        gates = self._gates.get(kind.name, {})
        self._asked[kind.name].update()
        held = self._here if record_of(_class_of(kind)) is not None else self._anywhere
        for details in selected.values():
            node = details[0].node
            name, definition = node.name.value, kind.fields.get(node.name.value)
            gate = gates.get(name)
            if definition is None or (gate is not None and not _is_passed(policies_of(gate, node), held)):
                continue
            self._asked[kind.name].add(name)
            for inner in self._objects(get_named_type(definition.type)):
                self._visit(inner, self._executor.collect_subfields(inner, details).grouped_field_set)

    def _objects(self, kind: Any) -> Iterator[GraphQLObjectType]:
        """List the types of the objects that a field of a type leads to; none for a leaf."""
        if is_abstract_type(kind):
            yield from self._schema.get_possible_types(kind)
        elif isinstance(kind, GraphQLObjectType):
            yield kind


def _is_passed(policies: list[Policy], held: Held) -> bool:
    return all(is_open_to(one, held) for one in policies)


def unread_of(schema: GraphQLSchema, asked: Asked) -> Unread:
    """Tell which columns no field that is asked for looks at; kinds of records nothing leads to are left out."""
    wanted: dict[type, set[str]] = {}
    for name, selected in asked.items():
        kind: Any = schema.type_map[name]
        record = record_of(_class_of(kind))
        if record is not None:
            wanted.setdefault(record, set()).update(_wanted(kind, selected))
        for other, columns in _also(kind, selected):
            shown = record_of(_class_of(schema.type_map[other]))
            if shown is not None:
                wanted.setdefault(shown, set()).update(columns)
    return {record: frozenset(_names_of(record) - columns - KEPT) for record, columns in wanted.items()}


def _wanted(kind: GraphQLObjectType, selected: set[str]) -> set[str]:
    cls = _class_of(kind)
    record: Any = record_of(cls)
    lazily: set[str] = set()
    wanted: set[str] = set()
    for name, one in kind.fields.items():
        reads = reads_of(cls, (one.extensions or {})[BACKREF])
        lazily.update(reads or ())
        if name in selected and reads is None and columns_of(cls):
            return _names_of(record)
        if name in selected:
            wanted.update(reads or ())
    return wanted if columns_of(cls) else wanted | (_names_of(record) - lazily)


def _also(kind: GraphQLObjectType, selected: set[str]) -> Iterator[tuple[str, set[str]]]:
    for name in selected:
        definition = (kind.fields[name].extensions or {}).get(BACKREF)
        for other, columns in also_read_by(definition).items() if definition is not None else ():
            yield other, set(columns)


def _names_of(record: Any) -> set[str]:
    return {one.name for one in fields(record)}


def _class_of(kind: Any) -> type:
    """Return the class of a type; of one of the introspection, which has none, a class that shows nothing."""
    definition = (kind.extensions or {}).get(BACKREF)
    origin: type = getattr(definition, "origin", object)
    return origin
