"""Parses and validates each document once, and lets no error out unpublished."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document
from strawberry.types import ExecutionResult as StrawberryResult

from chatbookr_schema.errors import (
    BAD_REQUEST,
    BAD_USER_INPUT,
    VALIDATION_FAILED,
    CodedError,
    published,
)
from chatbookr_schema.limits import TOKENS, DocumentLimits

KEPT = 256
LONGEST_KEPT_CHARS = 16 * 1024  # longer ones are parsed again: the cache holds at most 4 MiB of text
NO_OPERATION = "The document holds no such operation."
RULES = (*specified_rules, DocumentLimits)


@dataclass(frozen=True, slots=True)
class Known:
    """A document that was seen before, and what is wrong with it."""

    document: DocumentNode
    errors: list[GraphQLError]


class KnownDocuments:
    """The documents most recently seen, by their text."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Known] = OrderedDict()

    def prepared(self, schema: GraphQLSchema, query: str) -> Known:
        """Return a document parsed and validated. Raises GraphQLSyntaxError, also for one of too many tokens."""
        known = self._known.get(query)
        if known is not None:
            self._known.move_to_end(query)
            return known
        document = parse(query, max_tokens=TOKENS)
        known = Known(document, validate_document(schema, document, RULES))
        if len(query) <= LONGEST_KEPT_CHARS:
            self._known[query] = known
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        return known


def operation_name_problem(document: DocumentNode, name: str | None) -> CodedError | None:
    """Say where it is not clear which operation is meant (GraphQL, section 6.1), or None."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    names = [one.name.value if one.name else None for one in operations]
    if name is None and len(names) > 1:
        return CodedError("Say with `operationName` which of the operations is meant.", BAD_REQUEST)
    if not names or name not in (None, *names):
        return CodedError(NO_OPERATION, BAD_REQUEST)
    return None


class Prepared(SchemaExtension):
    """Takes documents from the cache, and publishes errors: coded, or masked with the request's id."""

    known: KnownDocuments
    _errors: Sequence[GraphQLError]

    def on_parse(self) -> Iterator[None]:
        """Take the document from the cache; one that does not parse is left to Strawberry, which reports it well."""
        context = self.execution_context
        context.parse_options = {"max_tokens": TOKENS}
        with suppress(GraphQLSyntaxError):
            found = self.known.prepared(context.schema._schema, context.query or "")
            problem = operation_name_problem(found.document, context._provided_operation_name or None)
            self._errors = [problem] if problem else found.errors
            self._is_valid = not self._errors
            context.graphql_document = found.document
        yield

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = list(self._errors)
        yield

    def on_operation(self) -> Iterator[None]:
        self._is_stream = self._is_valid = False
        yield
        if not self._is_stream:
            self._publish(self.execution_context.result)

    def on_stream_result(self, result: Any) -> Iterator[None]:
        self._is_stream = True
        self._publish(result)
        yield

    def _publish(self, result: Any) -> None:
        if isinstance(result, ExecutionResult | StrawberryResult) and result.errors:
            request_id = self.execution_context.context.request_id
            fallback = BAD_USER_INPUT if self._is_valid else VALIDATION_FAILED
            result.errors = [published(error, request_id, fallback) for error in result.errors]
