"""Executes stored subscription documents for webhooks: checked when they are given, run as the key for each change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    NoDeprecatedCustomRule,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    validate,
)
from strawberry.types import ExecutionResult as StrawberryResult

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, InvalidInput, NotFound
from chatbookr_core.events import Change, Position
from chatbookr_core.ids import new_id
from chatbookr_core.traces import trace_of
from chatbookr_core.webhooks.payloads import Document, Executed, Refused, Skipped, Unwritten
from chatbookr_core.webhooks.rules import DOCUMENT_INVALID, EVENTS, FORBIDDEN, NOT_CONCERNED
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.context import Context
from chatbookr_schema.documents import Known, coerced, parsed
from chatbookr_schema.errors import (
    BAD_REQUEST,
    CODES,
    COST_EXCEEDED,
    DENIED,
    MASKED,
    PARSE_FAILED,
    VALIDATION_FAILED,
)
from chatbookr_schema.limits import TIMEOUT_SECONDS
from chatbookr_schema.strict import denials_of
from chatbookr_schema.surface_schema import ChatbookrSchema

log = logging.getLogger(__name__)

LASTING = frozenset(
    {*DENIED, *(CODES[kind] for kind in (NotFound, InvalidInput)), PARSE_FAILED, VALIDATION_FAILED, BAD_REQUEST}
    | {COST_EXCEEDED}
)
"""Codes of what is wrong with a document or a key; whatever else goes wrong may have passed at the next try."""
LONGEST_DOCUMENT = 16 * 1024
REQUEST = "webhook"  # what errors of these executions are logged under: no request caused them


class SubscriptionPayloads:
    """chatbookr_core.deployment.Payloads over the partners' schema."""

    def __init__(self, schema: ChatbookrSchema) -> None:
        self._schema = schema

    async def executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change, *, request_id: str
    ) -> Executed | Skipped:
        """Execute the document for one change, with a context of its own and in a limited time."""
        context = Context(deployment, actor, request_id, told=change)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                result = await _first(self._schema, context, document)
        except TimeoutError:
            return Unwritten("timeout")
        except Exception as problem:
            log.error("webhook %s: payload not written\n%s", request_id, trace_of(problem))
            return Unwritten(MASKED.lower())
        return Skipped(NOT_CONCERNED) if result is None else _judged(result, is_strict=actor.is_strict)


def _judged(result: ExecutionResult | StrawberryResult, *, is_strict: bool) -> Executed | Skipped:
    """Tell what was executed well enough to be sent: of a fault of ours nothing is, of a denial what is left.

    A strict key is sent all or nothing.
    """
    errors = [dict(error.formatted) for error in result.errors or ()]
    passing = next((error for error in errors if _code_of(error) not in LASTING), None)
    if passing is not None:
        return Unwritten(_code_of(passing).lower(), str(passing.get("message", "")))
    denied = next((error for error in errors if _code_of(error) in DENIED), None)
    is_empty = not isinstance(result.data, dict) or (bool(errors) and not any(result.data.values()))
    if denied is not None and (is_strict or is_empty):
        return Refused(FORBIDDEN, str(denied.get("message", "")))
    if is_empty or result.data is None:
        return Refused(DOCUMENT_INVALID, str(errors[0].get("message", "")) if errors else "")
    return Executed(result.data, errors)


async def _first(
    schema: ChatbookrSchema, context: Context, document: Document
) -> ExecutionResult | StrawberryResult | None:
    """Return what the subscription says of the change; None where it says nothing."""
    stream = await schema.subscribe(document.text, variable_values=dict(document.variables), context_value=context)
    async with aclosing(stream):
        async for result in stream:
            return result
    return None


async def checked_document(
    schema: ChatbookrSchema, deployment: Deployment, actor: KeyActor, text: str, variables: Mapping[str, object]
) -> Document:
    """Check a document as the key it will run as, and run it once for a change that nobody made.

    Raises InvalidInput (DOCUMENT_INVALID): for anything but one valid subscription of one field that has webhooks,
    variables that do not fit, and for what the key may not hear.
    """
    if len(text) > LONGEST_DOCUMENT:
        raise _refused(f"A document has at most {LONGEST_DOCUMENT} characters.")
    known = parsed(schema._schema, text)
    if known.errors:
        raise _refused(known.errors[0].message)
    document = Document(text, _event_of(known.document), variables)
    kind: Any = min(EVENTS[document.event])
    change = Change(kind, actor.clinic_id, new_id(), new_id(), Position("", 0, 0, 0))
    if actor.is_strict and (denials := _denials(schema, deployment, actor, known, document)):
        raise _refused(f"The key is strict, and may not read all of that: {', '.join(denials)}.")
    tried = await SubscriptionPayloads(schema).executed(deployment, actor, document, change, request_id=REQUEST)
    if isinstance(tried, Unwritten):
        raise ChatbookrError()
    if isinstance(tried, Refused):
        raise _refused(tried.message or "The key may not hear of that.")
    return document


def _denials(
    schema: ChatbookrSchema, deployment: Deployment, actor: KeyActor, known: Known, document: Document
) -> list[str]:
    """List the coordinates of a document that a key may not read, in its clinic."""
    context = Context(deployment, actor, REQUEST)
    operation = get_operation_ast(known.document)
    values = coerced(schema._schema, operation, document.variables) if operation else []
    if operation is None or isinstance(values, list):
        return []  # said of the document itself, by its execution
    found = denials_of(schema, context, known, operation, values)
    return [str((one.extensions or {}).get("coordinate")) for one in found]


def problem_with(schema: ChatbookrSchema, text: str) -> str | None:
    """Say why a stored document cannot be executed by this version; None where it can."""
    known = parsed(schema._schema, text)
    return known.errors[0].message if known.errors else None


def deprecations_in(schema: ChatbookrSchema, text: str) -> list[str]:
    """List what of a stored document will be taken out, each with its reason and day."""
    document = parsed(schema._schema, text).document
    return [one.message for one in validate(schema._schema, document, [NoDeprecatedCustomRule])]


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


def _code_of(error: Mapping[str, Any]) -> str:
    return str(error.get("extensions", {}).get("code") or MASKED)
