"""Errors of the API: which code each error of core has, and what of an unexpected one leaves the house.

Three shelves: request errors (no data), field errors (null and a code), and expected outcomes of mutations, which are
data (`userErrors`) and not here.
"""

import logging
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from graphql import FieldNode, GraphQLError, GraphQLSyntaxError

from chatbookr_core import errors as core
from chatbookr_core.bookings.errors import (
    DriftSettled,
    NotDisplaced,
    NotTheTime,
    OnlyOnRequest,
    SeriesRefused,
    WrongStatus,
)
from chatbookr_core.clinics.errors import SecondFactorMissing
from chatbookr_core.media.errors import ChannelTakesNoFiles, FileRefused, ScannerUnavailable
from chatbookr_core.outbox.quoting import NotQuotable
from chatbookr_core.partners.errors import KeyClosed
from chatbookr_core.relatives.errors import TooManyRelatives
from chatbookr_core.residency.errors import RegionNotAllowed
from chatbookr_core.traces import told_of, trace_of
from chatbookr_core.waitlist.errors import AlreadyOffered, NotWaiting, OfferOver
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_schema.spelling import camel

log = logging.getLogger(__name__)

CODES: Mapping[type[core.ChatbookrError], str] = {
    core.ChatbookrError: "INTERNAL_SERVER_ERROR",
    core.NotFound: "NOT_FOUND",
    core.LinkInvalid: "LINK_INVALID",
    core.NotPermitted: "FORBIDDEN",
    core.WrongAccount: "WRONG_ACCOUNT",
    core.StepUpRequired: "STEP_UP_REQUIRED",
    core.IdentityRefused: "IDENTITY_REFUSED",
    core.IdentityNotLinked: "IDENTITY_NOT_LINKED",
    SecondFactorMissing: "SECOND_FACTOR_MISSING",
    core.OwnersOnly: "OWNERS_ONLY",
    core.NotGrantable: "NOT_GRANTABLE",
    core.NotAuthenticated: "UNAUTHENTICATED",
    core.InvalidInput: "BAD_USER_INPUT",
    core.CredentialsRefused: "BAD_USER_INPUT",
    core.CursorExpired: "CURSOR_EXPIRED",
    core.IdempotencyKeyRequired: "IDEMPOTENCY_KEY_REQUIRED",
    core.InvalidSettings: "INTERNAL_SERVER_ERROR",
    core.Conflict: "CONFLICT",
    core.IdempotencyKeyMismatch: "IDEMPOTENCY_KEY_MISMATCH",
    core.IdempotencyInProgress: "IDEMPOTENCY_IN_PROGRESS",
    core.SlotTaken: "SLOT_TAKEN",
    core.SlotNotOffered: "SLOT_NOT_OFFERED",
    core.HoldExpired: "HOLD_EXPIRED",
    core.AlreadyCancelled: "ALREADY_CANCELLED",
    core.NotRequested: "NOT_REQUESTED",
    DriftSettled: "DRIFT_SETTLED",
    WrongStatus: "WRONG_STATUS",
    OnlyOnRequest: "ONLY_ON_REQUEST",
    NotDisplaced: "NOT_DISPLACED",
    NotTheTime: "NOT_THE_TIME",
    TooManyRelatives: "TOO_MANY_RELATIVES",
    OfferOver: "OFFER_OVER",
    NotWaiting: "NOT_WAITING",
    AlreadyOffered: "ALREADY_OFFERED",
    SeriesRefused: "SERIES_REFUSED",
    core.InsideCutoff: "INSIDE_CUTOFF",
    core.StaleVersion: "STALE",
    core.ConversationClosed: "CONVERSATION_CLOSED",
    NotQuotable: "NOT_QUOTABLE",
    core.OutsideWindow: "OUTSIDE_WINDOW",
    ChannelTakesNoFiles: "CHANNEL_TAKES_NO_FILES",
    FileRefused: "FILE_REFUSED",
    core.TemplateNotSendable: "TEMPLATE_NOT_SENDABLE",
    core.CalendarNotFresh: "CALENDAR_NOT_FRESH",
    core.QuotaReached: "QUOTA_REACHED",
    core.UnderLegalHold: "LEGAL_HOLD",
    core.UnderErasure: "UNDER_ERASURE",
    RegionNotAllowed: "REGION_NOT_ALLOWED",
    core.IdentityTaken: "IDENTITY_TAKEN",
    KeyClosed: "KEY_CLOSED",
    core.AccountExists: "ACCOUNT_EXISTS",
    core.EmailTaken: "EMAIL_TAKEN",
    core.AlreadyMember: "ALREADY_MEMBER",
    core.AlreadyInvited: "ALREADY_INVITED",
    core.LastOwner: "LAST_OWNER",
    core.RoleInUse: "ROLE_IN_USE",
    core.LimitExceeded: "RATE_LIMITED",
    core.IdentityProviderUnavailable: "IDENTITY_PROVIDER_UNAVAILABLE",
    core.ChannelError: "CHANNEL_ERROR",
    core.ChannelUnavailable: "CHANNEL_UNAVAILABLE",
    core.ConnectionPending: "INTERNAL_SERVER_ERROR",
    core.NeedsReconnect: "NEEDS_RECONNECT",
    core.DeliveryRefused: "DELIVERY_REFUSED",
    core.CannotUnseal: "CANNOT_UNSEAL",
    ScannerUnavailable: "SCANNER_UNAVAILABLE",
    core.KeyServiceUnavailable: "KEY_SERVICE_UNAVAILABLE",
    core.DatabaseUnavailable: "DATABASE_UNAVAILABLE",
    core.DatabaseFull: "DATABASE_FULL",
    core.LeaseLost: "INTERNAL_SERVER_ERROR",
}
"""Every error of core; the test of this table fails where one is missing."""

QUOTING: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r", found:? .*\Z", re.DOTALL), "."),
    (re.compile(r"( cannot represent [^:]*): .*\Z", re.DOTALL), r"\1."),
    (re.compile(r"Value .*(?= does not exist in )", re.DOTALL), "That value"),
)
MASKED = "INTERNAL_SERVER_ERROR"
DENIED = ("FORBIDDEN", "UNAUTHENTICATED")
PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
BAD_REQUEST = "BAD_REQUEST"
BAD_USER_INPUT = CODES[core.InvalidInput]
COST_EXCEEDED = "COST_EXCEEDED"
TIMED_OUT = "TIMEOUT"
RATE_LIMITED = CODES[core.LimitExceeded]


OUR_FAULT = (
    core.CannotUnseal,
    core.KeyServiceUnavailable,
    core.ChannelError,
    core.IdentityProviderUnavailable,
    ScannerUnavailable,
)
"""What clients are told by its code and we have to look into: it is logged, as all is that is masked."""
NOT_OURS = (core.DeliveryRefused,)


class CodedError(GraphQLError):
    """An error this package raises itself, with its code."""

    def __init__(self, message: str, code: str, **extensions: object) -> None:
        super().__init__(message, extensions={"code": code, **extensions})


def forbidden(permissions: Collection[str], coordinate: str) -> CodedError:
    """Say which permission a coordinate needs."""
    return CodedError(
        core.NotPermitted.default_message,
        CODES[core.NotPermitted],
        coordinate=coordinate,
        requiredPermissions=sorted(permissions),
    )


def unauthenticated(coordinate: str) -> CodedError:
    """Say that somebody must log in first."""
    return CodedError(core.NotAuthenticated.default_message, CODES[core.NotAuthenticated], coordinate=coordinate)


def published_all(
    errors: Iterable[GraphQLError], request_id: str, request_error: str = VALIDATION_FAILED, *, root: str | None = None
) -> list[GraphQLError]:
    """Return what clients may read of an operation's errors: of a coordinate that is closed, once.

    `root` is the type the operation is on: what a resolver there found closed in one of the asker's clinics is told by
    the coordinate too.
    """
    found: dict[object, GraphQLError] = {}
    for error in errors:
        told = published(error, request_id, request_error, root=root)
        extensions = told.extensions or {}
        coordinate = extensions.get("coordinate") if extensions.get("code") in DENIED else None
        needed = tuple(extensions.get("requiredPermissions", ()))
        found.setdefault((coordinate, needed) if coordinate else id(told), told)
    return list(found.values())


def published(
    error: GraphQLError, request_id: str, request_error: str = VALIDATION_FAILED, *, root: str | None = None
) -> GraphQLError:
    """Return what clients may read of an error: the known ones with their code, any other masked and logged.

    Each has the id of the request, under which people find it again. `request_error` is the code of graphql-core's own
    errors that are about no field; `root`: see `published_all`.
    """
    known = _readable(error, request_id, request_error, root)
    told = GraphQLError(
        known.message, nodes=known.nodes, source=known.source, positions=known.positions, path=known.path
    )
    told.extensions = {**(known.extensions or {}), "requestId": request_id}  # the known one may be kept for others
    return told


def _readable(error: GraphQLError, request_id: str, request_error: str, root: str | None) -> GraphQLError:
    original = error.original_error
    while isinstance(original, GraphQLError) and original.original_error is not None:
        original = original.original_error
    if isinstance(original, PermissionDenied):
        return _denied(error, original, root)
    if isinstance(original, core.ChatbookrError) and CODES[_known(original)] != MASKED:
        if isinstance(original, OUR_FAULT) and not isinstance(original, NOT_OURS):
            where = error.path, trace_of(original)
            log.error("request %s failed: %s at %s\n%s", request_id, original.code, *where)
        if isinstance(original, core.DatabaseUnavailable):  # each request says so: in a line
            log.error("request %s failed at %s: %s", request_id, error.path, told_of(original))
        return _of_core(error, original)
    if (original is None or isinstance(original, GraphQLError)) and (found := _of_graphql(error, request_error)):
        return found
    trace = trace_of(original) if original is not None else ""
    log.error("request %s failed at %s\n%s", request_id, error.path, trace)
    masked = GraphQLError(core.ChatbookrError.default_message, nodes=error.nodes, path=error.path)
    masked.extensions = {"code": MASKED}
    return masked


def _known(error: core.ChatbookrError) -> type[core.ChatbookrError]:
    return next(kind for kind in type(error).__mro__ if kind in CODES)


def _of_core(error: GraphQLError, original: core.ChatbookrError) -> GraphQLError:
    found = GraphQLError(original.message, nodes=error.nodes, path=error.path)
    found.extensions = {"code": CODES[_known(original)]}
    if isinstance(original, core.InvalidInput) and original.field:
        found.extensions["field"] = [camel(part) for part in original.field.split(".")]
    if isinstance(original, core.LimitExceeded | core.DatabaseUnavailable):
        found.extensions["retryAfterSeconds"] = original.retry_after_seconds
    return found


def _denied(error: GraphQLError, denied: PermissionDenied, root: str | None) -> GraphQLError:
    """Say what a resolver found closed: an input field by its own coordinate, what is at the root by the root's."""
    node = next((one for one in error.nodes or () if isinstance(one, FieldNode)), None)
    at_root = f"{root}.{node.name.value}" if root and node is not None and len(error.path or ()) == 1 else None
    found = GraphQLError(core.NotPermitted.default_message, nodes=error.nodes, path=error.path)
    found.extensions = {"code": CODES[core.NotPermitted], "requiredPermissions": [denied.permission.value]}
    coordinate = getattr(denied, "coordinate", None) or at_root
    if coordinate:
        found.extensions["coordinate"] = coordinate
    return found


def without_values(message: str) -> str:
    """Leave out of graphql-core's text the value it quotes: that can be somebody's password, or what a patient said."""
    for quoting, instead in QUOTING:
        message = quoting.sub(instead, message)
    return message


def _of_graphql(error: GraphQLError, request_error: str) -> GraphQLError | None:
    """Keep graphql-core's own text, which is about the document alone, and give it a code.

    None for one that is about a field's value: what a resolver returned does not fit the schema, which is our fault.
    """
    if error.extensions and "code" in error.extensions:
        return error
    if isinstance(error, GraphQLSyntaxError):
        code = PARSE_FAILED
    elif not error.path:
        code = request_error
    elif error.nodes and not any(isinstance(node, FieldNode) for node in error.nodes):
        code = BAD_USER_INPUT  # a value that was given to the field
    else:
        return None
    found = GraphQLError(
        without_values(error.message),
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
    )
    found.extensions = {"code": code}
    return found
