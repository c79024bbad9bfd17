"""Counts the parts of a finished schema, and those that nobody gave a rule, for whoever holds it to its promise."""

from functools import lru_cache

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)

from chatbookr_core.trust.looking import FieldRules
from chatbookr_schema.guards import guard_of, own_types


@lru_cache
def field_rules(schema: GraphQLSchema) -> FieldRules:
    """Count fields, arguments and input fields of our own types."""
    parts = without = 0
    for kind in own_types(schema):
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            elements = [each for one in kind.fields.values() for each in (one, *one.args.values())]
            guards = [guard_of(one) for one in elements]
        elif isinstance(kind, GraphQLInputObjectType):
            guards = [guard_of(one) for one in kind.fields.values()]
        else:
            continue
        parts, without = parts + len(guards), without + sum(one is None for one in guards)
    return FieldRules(parts, without)
