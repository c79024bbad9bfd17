"""Writes Python for what of a selection is a pure function of its object, so that no executor has to walk it.

Plain are attributes, resolvers that take nothing but object and context and do not wait, and what was read along with
the object. The code raises where it meets anything else than it was written for (a null that must not be, an error, a
value of another type), and graphql-core does that subtree again: errors and their paths are always its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLString,
    Undefined,
    get_named_type,
)

from chatbookr_permissions.actions import Permission
from chatbookr_schema.guards import BACKREF
from chatbookr_schema.ids import id_writer
from chatbookr_schema.recorded import IS_ID, Beside, Shown, beside_of, columns_of
from chatbookr_schema.sites import Complete, Form, Site

LARGEST_INT = 2**31 - 1
CONDITIONS = ("skip", "include")  # resolved already where fields are collected
_EXACT = {GraphQLString.name: "str", GraphQLID.name: "str", GraphQLBoolean.name: "bool"}


class Surprise(Exception):
    """A value is not what the code was written for."""


class NotPlain(Exception):
    """A field is not a pure function of its object."""


def surprised(_: object = None) -> Any:
    """Raises Surprise."""
    raise Surprise


def is_odd(details: list[Any]) -> bool:
    """Tell whether a field has directives of its own, beyond conditions, or comes of a fragment with variables."""
    return any(
        one.defer_usage
        or one.fragment_variable_values
        or any(directive.name.value not in CONDITIONS for directive in one.node.directives or ())
        for one in details
    )


def passing_none(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Convert what is there, and leave None as it is."""
    return lambda value: None if value is None else convert(value)


class Writer:
    """Writes one function `complete(o, run)`; `is_apart` leaves out what would have been read along.

    With `held`, the function is for objects of a clinic where just that is held: what belongs to the same clinic needs
    no look-up of its own.
    """

    def __init__(self, executor: Any, *, is_apart: bool = False, held: frozenset[Permission] | None = None) -> None:
        self._executor = executor
        self._held = held
        self._is_apart = is_apart
        self._bound: dict[str, Any] = {"surprised": surprised, "datetime": datetime, "shown": Shown}
        self._records: dict[str, str] = {}  # the names that hold a record, and how its object is made
        self._lines: list[str] = []
        self._depth = 0
        self._names = 0

    def function(self, site: Site, closed: frozenset[str]) -> tuple[Complete | None, list[str]]:
        """Write a site's function; return it with the names of the fields it leaves to graphql-core.

        Closed fields are null where it does the whole selection, and left out where it does a part.
        """
        if BACKREF not in (site.kind.extensions or {}):
            return None, list(site.fields)  # a type of the introspection
        self._put("def complete(o, run):")
        self._depth += 1
        self._check_class(site.kind, "o")
        if self._held is not None and columns_of(class_of(site.kind)):
            self._put(f"clinic = {self._clinic_of(site.kind, 'o')}")
        else:
            self._held = None
        parts, left = self._fields(site, "o", closed)
        if left:
            parts = {name: code for name, code in parts.items() if name not in closed}
        if not parts or all(name in closed for name in parts):
            return None, list(site.fields)
        self._put(f"return {dict_of(parts)}")
        complete: Complete = self._defined()
        return complete, left

    def _defined(self) -> Any:
        """Define what was written, and return it."""
        exec(compile("\n".join(self._lines), "<compiled selection>", "exec"), self._bound)  # noqa: S102  # names of the schema's own, values bound
        return self._bound["complete"]

    def _fields(self, site: Site, source: str, closed: frozenset[str]) -> tuple[dict[str, str], list[str]]:
        parts: dict[str, str] = {}
        left: list[str] = []
        for name, details in site.fields.items():
            if name in closed:
                parts[name] = "None"
                continue
            written, depth = len(self._lines), self._depth
            try:
                parts[name] = self._field(site.kind, details, source)
            except NotPlain:
                del self._lines[written:]
                self._depth = depth
                left.append(name)
        return parts, left

    def _field(self, kind: GraphQLObjectType, details: list[Any], source: str) -> str:
        if is_odd(details) or any(one.node.arguments for one in details):
            raise NotPlain
        name = details[0].node.name.value
        if name == "__typename":
            return repr(kind.name)
        definition = kind.fields.get(name)
        if definition is None or definition.args:
            raise NotPlain
        own: Any = (definition.extensions or {}).get(BACKREF)
        if own is None or own.extensions or own.permission_classes or definition.type is None:
            raise NotPlain
        return self._value(definition.type, details, self._read(kind, definition, own, source))

    def _read(self, kind: GraphQLObjectType, definition: GraphQLField, own: Any, source: str) -> str:
        """Write the expression that reads a field of its object."""
        beside = beside_of(own)
        if beside is not None:
            return self._read_along(beside, source)
        if own.base_resolver is not None:
            given = f"{self._made(source)}{', run' if own.base_resolver.info_parameter else ''}"
            return f"{self._bind(_pure(own))}({given})"
        if not getattr(definition.resolve, "_is_default", False) or own.default_resolver is not getattr:
            raise NotPlain
        column = columns_of(class_of(kind)).get(own.python_name)
        if column is None or column.sealed is not None:
            return f"{self._made(source)}.{own.python_name}"
        record = source if source in self._records else f"{source}.record"
        if column.name == IS_ID:
            return f"{self._id_writer(kind)}({record}.id)"
        return f"{record}.{column.name}"

    def _id_writer(self, kind: GraphQLObjectType) -> str:
        return self._bind(id_writer(kind.name))

    def _read_along(self, beside: Beside, source: str) -> str:
        if self._is_apart:
            raise NotPlain
        if source in self._records:
            raise NotPlain  # nothing was read along with what was read along
        found = self._name()
        self._put(f"{found} = {source}.companions.get({beside.column!r})")
        self._put(f"if {found} is None and {source}.record.{beside.column} is not None: surprised()")
        self._records[found] = f"{self._bind(beside.make)}({{}}, {source}.keys)"
        return found

    def _value(self, kind: Any, details: list[Any], source: str) -> str:
        """Write the completion of a value; return the name that holds it."""
        is_required = isinstance(kind, GraphQLNonNull)
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        value = self._name()
        self._put(f"{value} = {source}")
        self._is_same(value, source)
        if isinstance(inner, GraphQLScalarType | GraphQLEnumType):
            self._leaf(inner, value, is_required=is_required)
            return value
        if is_required:
            self._put(f"if {value} is None: surprised()")
        else:
            self._put(f"if {value} is not None:")
            self._depth += 1
        if isinstance(inner, GraphQLList):
            self._list(inner, details, value)
        elif isinstance(inner, GraphQLObjectType):
            self._object(inner, details, value)
        else:
            raise NotPlain  # which type an abstract one stands for, graphql-core finds out
        if not is_required:
            self._depth -= 1
        return value

    def _is_same(self, value: str, source: str) -> None:
        """Note that a name holds what another one holds."""
        if source in self._records:
            self._records[value] = self._records[source]

    def _list(self, kind: GraphQLList[Any], details: list[Any], value: str) -> None:
        item, items = self._name(), self._name()
        number = self._number_of_items(kind, details)
        if number is not None:
            self._put(f"{items} = run.rows({number}, {value}) if {value}.__class__ is shown else None")
            self._put(f"if {items} is None:")
            self._depth += 1
            self._put(f"if type({value}) is not list and {value}.__class__ is not shown: surprised()")
        else:
            self._put(f"if type({value}) is not list: surprised()")
        self._put(f"{items} = []")
        self._put(f"for {item} in {value}:")
        self._depth += 1
        self._put(f"{items}.append({self._value(kind.of_type, details, item)})")
        self._depth -= 1 if number is None else 2
        self._put(f"{value} = {items}")

    def _number_of_items(self, kind: GraphQLList[Any], details: list[Any]) -> int | None:
        """Return the number of the site of a list's items, where they show records; None for any other."""
        inner = get_named_type(kind)
        if not isinstance(inner, GraphQLObjectType) or not columns_of(class_of(inner)):
            return None
        fields, _, _ = self._executor.collect_subfields(inner, details)
        number: int = self._executor.plan.site(inner, fields).number
        return number

    def _object(self, kind: GraphQLObjectType, details: list[Any], value: str) -> None:
        fields, defers, _ = self._executor.collect_subfields(kind, details)
        site: Site = self._executor.plan.site(kind, fields)
        if defers or not is_plain(site, self._executor):
            raise NotPlain
        if self._is_closed(site, kind):
            self._put(f"{value} = run.tables[{site.number}][{self._clinic_of(kind, value)}]({self._made(value)}, run)")
            return
        if site.gates and not self._is_of_this_clinic(value):
            self._put(f"if {self._clinic_of(kind, value)} != clinic: surprised()")
        if not self._is_record(value):
            self._check_class(kind, value)
        parts, left = self._fields(site, value, self._closed_in(site))
        if left:
            raise NotPlain
        self._put(f"{value} = {dict_of(parts)}")
        self._told_of(site, value)

    def _is_of_this_clinic(self, value: str) -> bool:
        """Tell whether it is known already that what a name holds is of the function's clinic."""
        return False

    def _closed_in(self, site: Site) -> frozenset[str]:
        """List the fields of a selection that are null for whom this function is for."""
        return frozenset()

    def _told_of(self, site: Site, value: str) -> None:
        """Note, where the object that a name holds is the first of a selection, what of it is closed."""

    def _is_record(self, value: str) -> bool:
        """Tell whether a name holds a record, and no object."""
        return value in self._records

    def _is_closed(self, site: Site, kind: GraphQLObjectType) -> bool:
        """Tell whether it has to be looked up by the clinic what of a selection is open."""
        return bool(site.gates) and not self._is_open_here(site, kind)

    def _is_open_here(self, site: Site, kind: GraphQLObjectType) -> bool:
        """Tell whether nothing of a selection is closed to whom this function is for, in their clinic."""
        return self._held is not None and bool(columns_of(class_of(kind))) and not site.form(self._held).denials

    def _clinic_of(self, kind: GraphQLObjectType, value: str) -> str:
        column = columns_of(class_of(kind)).get("clinic_id")
        if column is None:
            return f"getattr({value}, 'clinic_id', None)"
        return f"{value}.{column.name}" if value in self._records else f"{value}.record.{column.name}"

    def _made(self, source: str) -> str:
        """Write the object itself, where only its record is at hand."""
        return self._records.get(source, "{}").format(source)

    def _leaf(self, kind: GraphQLScalarType | GraphQLEnumType, value: str, *, is_required: bool) -> None:
        if isinstance(kind, GraphQLEnumType):
            self._put(f"{value} = {self._bind(_names_of(kind, is_nullable=not is_required))}[{value}]")
            return
        given = "" if is_required else f" and {value} is not None"
        convert = self._bind(converter_of(kind))
        if kind.name in _EXACT:
            self._put(f"if type({value}) is not {_EXACT[kind.name]}{given}: {value} = {convert}({value})")
        elif kind.name == GraphQLInt.name:
            is_int = f"type({value}) is int and -{LARGEST_INT} <= {value} <= {LARGEST_INT}"
            self._put(f"if not ({is_int}){given}: {value} = {convert}({value})")
        elif kind.name == "DateTime":
            self._put(f"if type({value}) is datetime: {value} = {value}.isoformat()")
            self._put(f"elif {'True' if is_required else f'{value} is not None'}: {value} = {convert}({value})")
        else:
            self._put(f"if {'True' if is_required else f'{value} is not None'}: {value} = {convert}({value})")

    def _check_class(self, kind: GraphQLObjectType, value: str) -> None:
        """Write the check of an object that could be of another type: of an interface, or one that has a record."""
        if kind.is_type_of is not None or columns_of(class_of(kind)):
            self._put(f"if {value}.__class__ is not {self._bind(class_of(kind))}: surprised()")

    def _put(self, line: str) -> None:
        self._lines.append(" " * self._depth + line)

    def _name(self) -> str:
        self._names += 1
        return f"v{self._names}"

    def _bind(self, value: Any) -> str:
        name = f"b{len(self._bound)}"
        self._bound[name] = value
        return name


def dict_of(parts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name!r}: {code}" for name, code in parts.items()) + "}"


def is_plain(site: Site, executor: Any) -> bool:
    """Tell whether the whole selection can be compiled; found out once."""
    if site.is_plain is None:
        complete, left = Writer(executor).function(site, frozenset())
        site.is_plain = complete is not None and not left
    return site.is_plain


def compile_form(site: Site, form: Form, executor: Any, *, is_apart: bool = False) -> None:
    """Write the code of a form."""
    writer = Writer(executor, is_apart=is_apart, held=form.held if site.gates else None)
    complete, left = writer.function(site, frozenset(form.denials))
    form.complete = complete
    form.left = {name: form.open_fields[name] for name in left if name in form.open_fields}
    form.is_compiled = True


def class_of(kind: GraphQLObjectType) -> type:
    origin: type = kind.extensions[BACKREF].origin
    return origin


def _pure(own: Any) -> Callable[[Any], Any]:
    """Return a resolver that takes the object, perhaps `info`, and does not wait. Raises NotPlain for any other.

    As `info` it is given the run, which has the context and nothing else: one that wants more is a surprise.
    """
    resolver = own.base_resolver
    takes_more = resolver.arguments or resolver.parent_parameter or resolver.root_parameter
    if own.is_async or takes_more or not resolver.self_parameter:
        raise NotPlain
    function: Callable[[Any], Any] = resolver.wrapped_func
    return function


def _names_of(kind: GraphQLEnumType, *, is_nullable: bool) -> dict[Any, str | None]:
    """Map an enum's members to their names; a record holds their plain values."""
    members: Any = getattr(kind, "wrapped_cls", ())
    names: dict[Any, str | None] = {}
    for member in members:
        if not isinstance(member, Enum):
            raise NotPlain
        names[member.value] = names[member] = kind.coerce_output_value(member)
    if is_nullable:
        names[None] = None
    return names


def converter_of(kind: GraphQLScalarType) -> Callable[[Any], Any]:
    """Convert as graphql-core does, where the value is not already what it should be."""
    coerce = kind.coerce_output_value

    def convert(value: Any) -> Any:
        found = coerce(value) if value is not None and not isinstance(value, Exception) else None
        return surprised() if found is None or found is Undefined else found

    return convert
