"""The page of what the audit log holds: every mutation by its name, and what is done in other ways."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import get_args

from graphql import GraphQLField, GraphQLSchema

from chatbookr_core.audit import actions as audit
from chatbookr_schema.build import schema_of
from chatbookr_schema.field import Surface

AUDIT = """# What the audit log holds

Each entry names an action; its `outcome` is `done`, `failed` (what was shown did not count: a wrong password, say) or
`denied`. Done over HTTP without GraphQL, a log-in say, it has the name of the mutation that does the same.
"""
AUDIT_OTHERS = """
## What no mutation does, or not a mutation alone
"""


def page(table: Callable[[Sequence[str], Iterable[Sequence[str]]], str]) -> str:
    """Write the page, with tables as all pages have them."""
    schemas = [schema_of(surface)._schema for surface in get_args(Surface)]
    told = {name: one.description or "" for schema in schemas for name, one in _mutations(schema)}
    mutations = [(f"`{name}`", told[name], subject) for name, subject in sorted(audit.MUTATIONS.items())]
    others = [(f"`{name}`", text) for name, text in sorted(audit.OTHERS.items())]
    parts = (AUDIT, table(("action", "what was done", "subject"), mutations), AUDIT_OTHERS)
    return "".join((*parts, table(("action", "meaning"), others)))


def _mutations(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    yield from (schema.mutation_type.fields.items() if schema.mutation_type else ())
