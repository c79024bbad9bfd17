"""Executes stored subscription documents for webhooks: checked when they are given, run as the key for each change."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, ExecutionResult, FieldNode, OperationDefinitionNode, OperationType
from strawberry.types import ExecutionResult as StrawberryResult

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.events import Change, Position
from chatbookr_core.ids import new_id
from chatbookr_core.webhooks.payloads import Document, Executed, Skipped
from chatbookr_core.webhooks.rules import EVENTS, NOT_CONCERNED
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.context import Context
from chatbookr_schema.documents import parsed

if TYPE_CHECKING:
    from chatbookr_schema.build import ChatbookrSchema

LONGEST_DOCUMENT = 16 * 1024
REQUEST = "webhook"  # what errors of these executions are logged under: no request caused them


class SubscriptionPayloads:
    """chatbookr_core.webhooks.payloads.Payloads over the partners' schema."""

    async def executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change
    ) -> Executed | Skipped:
        """Execute the document for one change, with a context of its own."""
        result = await _first(deployment, actor, document, change)
        if result is None:
            return Skipped(NOT_CONCERNED)
        errors = [dict(error.formatted) for error in result.errors or ()]
        if not isinstance(result.data, dict) or (errors and not any(result.data.values())):
            return Skipped(_code_of(errors).lower(), _message_of(errors))
        return Executed(result.data, errors)


def _schema() -> ChatbookrSchema:
    from chatbookr_schema.build import partner_schema  # it assembles this module's mutations too

    return partner_schema()


async def _first(
    deployment: Deployment, actor: KeyActor, document: Document, change: Change
) -> ExecutionResult | StrawberryResult | None:
    """Return what the subscription says of the change; None where it says nothing."""
    context = Context(deployment, actor, REQUEST, told=change)
    stream = await _schema().subscribe(document.text, variable_values=dict(document.variables), context_value=context)
    async with aclosing(stream):
        async for result in stream:
            return result
    return None


async def checked_document(
    deployment: Deployment, actor: KeyActor, text: str, variables: Mapping[str, object]
) -> Document:
    """Check a document as the key it will run as, and run it once for a change that nobody made.

    Raises InvalidInput (DOCUMENT_INVALID): for anything but one valid subscription of one field that has webhooks,
    variables that do not fit, and for what the key may not hear.
    """
    if len(text) > LONGEST_DOCUMENT:
        raise _refused(f"A document has at most {LONGEST_DOCUMENT} characters.")
    known = parsed(_schema()._schema, text)
    if known.errors:
        raise _refused(known.errors[0].message)
    document = Document(text, _event_of(known.document), variables)
    kind: Any = min(EVENTS[document.event])
    change = Change(kind, actor.clinic_id, new_id(), new_id(), Position("", 0, 0, 0))
    tried = await SubscriptionPayloads().executed(deployment, actor, document, change)
    if isinstance(tried, Skipped) and tried.reason != NOT_CONCERNED:
        raise _refused(tried.message or "The key may not hear of that.")
    return document


def _event_of(document: DocumentNode) -> str:
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.SUBSCRIPTION:
        raise _refused("Give exactly one operation, a subscription.")
    fields = operations[0].selection_set.selections
    if len(fields) != 1 or not isinstance(fields[0], FieldNode) or fields[0].name.value not in EVENTS:
        raise _refused(f"Subscribe to one of these, with no fragment around it: {', '.join(sorted(EVENTS))}.")
    if any(one.name.value == "after" for one in fields[0].arguments or ()):
        raise _refused("A webhook is told everything that happens: leave `after` out.")
    return str(fields[0].name.value)


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, field="document", details={"problem": "DOCUMENT_INVALID"})


def _code_of(errors: list[dict[str, Any]]) -> str:
    code = errors[0].get("extensions", {}).get("code") if errors else None
    return str(code or "INTERNAL_SERVER_ERROR")


def _message_of(errors: list[dict[str, Any]]) -> str:
    return str(errors[0].get("message", "")) if errors else ""
