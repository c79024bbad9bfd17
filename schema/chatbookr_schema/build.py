"""Assembles the schema, and refuses one in which a field does not say who may see it."""

from functools import cache
from typing import Any

from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.types.base import StrawberryObjectDefinition

from chatbookr_core.errors import InvalidSettings
from chatbookr_schema.completeness import describe_directives, leave_out_nulls, problems_of
from chatbookr_schema.documents import KnownDocuments, Prepared
from chatbookr_schema.event_execution import EventExecution
from chatbookr_schema.field import Surface
from chatbookr_schema.guards import gates_of
from chatbookr_schema.idempotent import Replays, idempotent
from chatbookr_schema.plans import Plans
from chatbookr_schema.roots import KINDS, Mutation, Query, Subscription
from chatbookr_schema.surface_schema import ChatbookrSchema


class Names(NameConverter):
    """Names a mutation's error after the mutation: BookingCreateUserError, not BookingCreateErrorCodeUserError."""

    def from_generic(self, object_type: StrawberryObjectDefinition, types: Any) -> str:
        return super().from_generic(object_type, types).replace("ErrorCodeUserError", "UserError")


@cache
def schema_of(surface: Surface) -> ChatbookrSchema:
    """Return a surface's schema. Raises InvalidSettings where a field keeps silent about its policy."""
    return build(Query, Mutation, Subscription, surface)


def staff_schema() -> ChatbookrSchema:
    """Return what the clinic's own people see."""
    return schema_of("staff")


def partner_schema() -> ChatbookrSchema:
    """Return what partners' programs see."""
    return schema_of("partner")


def build(query: type, mutation: type | None, subscription: type | None, surface: Surface = "staff") -> ChatbookrSchema:
    """Build a schema with the policies on. Raises InvalidSettings that lists what is wrong with it."""

    class Extension(Prepared):
        known = KnownDocuments()

    class Execution(EventExecution):
        pass

    schema = ChatbookrSchema(
        surface,
        kinds=KINDS,
        of_webhooks=partner_schema,
        query=query,
        mutation=mutation,
        subscription=subscription,
        directives=[idempotent],
        extensions=[Extension, Replays],
        execution_context_class=Execution,
        config=StrawberryConfig(disable_field_suggestions=True, name_converter=Names()),
    )
    leave_out_nulls(schema._schema)
    describe_directives(schema._schema)
    problems = problems_of(schema._schema)
    if problems:
        raise InvalidSettings("The GraphQL schema is not complete:\n" + "\n".join(problems))
    schema.known = Extension.known
    schema.executor = Execution
    schema.gates = gates_of(schema._schema)
    Execution.plans = Plans(schema.gates)
    return schema
