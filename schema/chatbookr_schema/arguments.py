"""Reads the arguments of a field by code made once for its document, as graphql-core and Strawberry would each time.

What it was not made for (a value where a variable left a hole, an enum of defaults inside an object) is a Surprise, and
then graphql-core reads them, and reports what is wrong with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLNonNull,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    coerce_input_literal,
    get_nullable_type,
)
from strawberry import Schema
from strawberry.scalars import is_scalar
from strawberry.types.base import StrawberryList, StrawberryMaybe, StrawberryOptional
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField

from chatbookr_schema.compiled import NotPlain, Surprise, passing_none

Coerced = Mapping[str, Any]
Read = Callable[[Coerced], Any]
Convert = Callable[[Any], Any]
ABSENT: Final = object()


def argument_reader(schema: Schema, field: GraphQLField, own: StrawberryField, node: FieldNode) -> Read:
    """Return what makes a resolver's arguments of an operation's coerced variables.

    Raises NotPlain for what only graphql-core can read.
    """
    given = {one.name.value: one.value for one in node.arguments or ()}
    parts: list[tuple[str, Read, Convert | None]] = []
    for argument in own.arguments:
        name = schema.config.name_converter.from_argument(argument)
        read = _reader(field.args[name], given.get(name))
        if read is not None:
            parts.append((argument.python_name, read, _converter(schema, argument.type)))

    def arguments(coerced: Coerced) -> dict[str, Any]:
        found = {}
        for name, read, convert in parts:
            value = read(coerced)
            if value is not ABSENT:
                found[name] = value if convert is None else convert(value)
        return found

    return arguments


def _reader(definition: GraphQLArgument | GraphQLInputField, node: ValueNode | None) -> Read | None:
    """Return what reads one value; None for one that was left out and has no default."""
    has_default = definition.default_value is not Undefined or definition.default is not None
    if node is None:
        if has_default or isinstance(definition.type, GraphQLNonNull):
            raise NotPlain
        return None
    if isinstance(node, VariableNode):
        if has_default:
            raise NotPlain
        return _variable(node.name.value, is_required=isinstance(definition.type, GraphQLNonNull))
    return _literal(definition.type, node)


def _variable(name: str, *, is_required: bool) -> Read:
    def read(coerced: Coerced) -> Any:
        value = coerced.get(name, ABSENT)
        if is_required and (value is ABSENT or value is None):
            raise Surprise
        return value

    return read


def _literal(kind: GraphQLInputType, node: ValueNode) -> Read:
    if not _has_variables(node):
        value = coerce_input_literal(node, kind)
        if value is Undefined:
            raise NotPlain
        return lambda _: value
    inner = get_nullable_type(kind)
    if not isinstance(inner, GraphQLInputObjectType) or not isinstance(node, ObjectValueNode) or inner.is_one_of:
        raise NotPlain
    given = {one.name.value: one.value for one in node.fields}
    reads = [
        (one.out_name or name, read)
        for name, one in inner.fields.items()
        if (read := _reader(one, given.get(name))) is not None
    ]

    def whole(coerced: Coerced) -> dict[str, Any]:
        found = ((name, read(coerced)) for name, read in reads)
        return {name: value for name, value in found if value is not ABSENT}

    return whole


def _has_variables(node: ValueNode) -> bool:
    if isinstance(node, ListValueNode):
        return any(map(_has_variables, node.values))
    if isinstance(node, ObjectValueNode):
        return any(_has_variables(one.value) for one in node.fields)
    return isinstance(node, VariableNode)


def _converter(schema: Schema, kind: Any) -> Convert | None:
    """Return what makes a coerced value one of Strawberry's types; None where it is one already."""
    if isinstance(kind, StrawberryMaybe):
        raise NotPlain
    if isinstance(kind, StrawberryOptional):
        inner = _converter(schema, kind.of_type)
        return None if inner is None else passing_none(inner)
    if isinstance(kind, StrawberryList):
        of_items = _converter(schema, kind.of_type)
        return passing_none(list if of_items is None else lambda values: [of_items(one) for one in values])
    definition = getattr(kind, "__strawberry_definition__", None)
    is_enum = isinstance(kind, StrawberryEnumDefinition) or isinstance(definition, StrawberryEnumDefinition)
    if is_enum or is_scalar(kind, schema.schema_converter.scalar_registry):
        return None
    if definition is None or not definition.is_input or definition.from_input is not None:
        raise NotPlain
    return passing_none(_of_input(schema, kind, definition))


def _of_input(schema: Schema, kind: type, definition: Any) -> Convert:
    fields = [
        (
            schema.config.name_converter.from_field(one),
            one.python_name,
            _converter(schema, one.resolve_type(type_definition=definition)),
        )
        for one in definition.fields
    ]
    left_out = {
        one.python_name: None
        for one in definition.fields
        if one.default_value is MISSING and one.default_factory is MISSING
    }

    def make(value: Mapping[str, Any]) -> Any:
        found: dict[str, Any] = dict(left_out)
        for name, python_name, convert in fields:
            if name in value:
                found[python_name] = value[name] if convert is None else convert(value[name])
        return kind(**found)

    return make
