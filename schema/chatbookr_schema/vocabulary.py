"""What the words of the audit log mean: which class of data each field of the API hands out, by its declaration."""

from functools import cache
from typing import get_args

from graphql import GraphQLInterfaceType, GraphQLObjectType

from chatbookr_core.incidents.reading import Vocabulary
from chatbookr_schema.build import schema_of
from chatbookr_schema.field import DataClass, Surface
from chatbookr_schema.guards import guard_of, own_types
from chatbookr_schema.ids import parts_of


@cache
def vocabulary() -> Vocabulary:
    """Read the declarations of every surface's schema."""
    classes: dict[str, str] = {}
    for surface in get_args(Surface):
        schema = schema_of(surface)._schema
        for kind in own_types(schema):
            if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
                continue
            for name, one in kind.fields.items():
                guard = guard_of(one)
                if guard is not None and guard.data is not DataClass.NONE:
                    classes[f"{kind.name}.{name}"] = guard.data.value
    return Vocabulary(classes, parts_of)
