"""`@idempotent(key:)` on a mutation: asked for again under the same key, it is answered again and not done again."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import strawberry
from graphql import (
    FieldNode,
    GraphQLResolveInfo,
    ValidationContext,
    ValidationRule,
    get_argument_values,
    get_directive_values,
)
from graphql.execution.values import VariableValues
from graphql.language import DirectiveNode
from strawberry.directive import DirectiveLocation, DirectiveValue
from strawberry.extensions import SchemaExtension

from chatbookr_core.errors import IdempotencyKeyRequired
from chatbookr_core.idempotency import Asked
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.context import Context, Info
from chatbookr_schema.errors import BAD_USER_INPUT, CodedError
from chatbookr_schema.guards import guard_of

NAME: Final = "idempotent"
LONGEST_KEY: Final = 255


@strawberry.directive(
    locations=[DirectiveLocation.FIELD],
    name=NAME,
    description="Do a mutation once, however often it is asked for under this key; a day long.",
)
def idempotent(
    value: DirectiveValue[Any],
    key: Annotated[str, strawberry.argument(description="Made up by the asker, a UUID say: 1 to 255 characters.")],
) -> Any:
    """Stand in the schema; `mutation.change` does what is to be done."""
    return value


async def asked_of(info: Info) -> Asked | None:
    """Read under which key a mutation is asked for; None where it is under none.

    Raises CodedError for a key of another length, and IdempotencyKeyRequired for a program without one where people
    are told.
    """
    context, raw = info.context, info._raw_info
    actor = context.principal()
    key = _key_of(raw)
    if key is None:
        if isinstance(actor, KeyActor) and _tells_people(raw):
            raise IdempotencyKeyRequired()
        return None
    if not 1 <= len(key) <= LONGEST_KEY:
        raise CodedError(f"An idempotency key has 1 to {LONGEST_KEY} characters.", BAD_USER_INPUT, field=["key"])
    keys = await context.deployment.vault.deployment_keys()
    return Asked(
        principal_id=actor.principal_id,
        clinic_id=actor.clinic_id if isinstance(actor, KeyActor) else None,
        field=raw.field_name,
        key_hash=keys.lookup_hash("idempotency.key", key),
        arguments_hash=keys.lookup_hash("idempotency.arguments", _written(_arguments_of(raw))),
    )


def key_of_request(info: Info) -> str | None:
    """Read under which key a mutation is asked for, whoever asks."""
    return _key_of(info._raw_info)


def note_replay(info: Info) -> None:
    """Mark the field's answer as one of before."""
    info.context.replays.append(str(info._raw_info.path.key))


def _tells_people(raw: GraphQLResolveInfo[Any]) -> bool:
    guard = guard_of(raw.parent_type.fields[raw.field_name])
    return guard is None or guard.tells is not False


def _key_of(raw: GraphQLResolveInfo[Any]) -> str | None:
    directive = raw.schema.get_directive(NAME)
    for node in raw.field_nodes:
        given = get_directive_values(directive, node, _values_of(raw)) if directive else None
        if given is not None:
            return str(given["key"])
    return None


def _arguments_of(raw: GraphQLResolveInfo[Any]) -> Mapping[str, Any]:
    return get_argument_values(raw.parent_type.fields[raw.field_name], raw.field_nodes[0], _values_of(raw))


def _values_of(raw: GraphQLResolveInfo[Any]) -> VariableValues:
    values: Any = raw.variable_values
    return values if isinstance(values, VariableValues) else VariableValues({}, values)


def _written(arguments: Mapping[str, Any]) -> str:
    """Write coerced arguments so that equal ones are equal texts, in whichever order they were given.

    An instant is the same at every offset, and null is what is left out: no input tells these two apart.
    """
    return json.dumps(_without_nulls(arguments), sort_keys=True, default=_plain, separators=(",", ":"))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _plain(value: Any) -> str:
    is_instant = isinstance(value, datetime) and value.tzinfo is not None
    return str(value.astimezone(UTC) if is_instant else value)


class Replays(SchemaExtension):
    """Says in `extensions.idempotentReplay` which fields, by their names in the answer, were answered from before."""

    def get_results(self) -> dict[str, Any]:
        context: Context = self.execution_context.context
        return {"idempotentReplay": list(context.replays)} if context.replays else {}


class IdempotentMutations(ValidationRule):
    """Refuses the directive where it would do nothing: everywhere but on the fields of a mutation."""

    context: ValidationContext

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        parent = self.context.get_parent_type()
        if node.directives and (parent is None or parent is not self.context.schema.mutation_type):
            for one in node.directives:
                self._check(one)

    def _check(self, directive: DirectiveNode) -> None:
        if directive.name.value == NAME:
            problem = CodedError("@idempotent goes with a mutation alone.", BAD_USER_INPUT)
            problem.nodes = [directive]
            self.report_error(problem)
