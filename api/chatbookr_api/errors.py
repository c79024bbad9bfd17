"""Errors at the HTTP edge: the status of each, and one JSON shape for all: `{errors: [{message, extensions}]}`."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from chatbookr_core import errors
from chatbookr_core.clinics.errors import SecondFactorMissing
from chatbookr_core.media.errors import FileRefused, ScannerUnavailable
from chatbookr_core.traces import told_of, trace_of
from chatbookr_permissions.policy import PermissionDenied

log = logging.getLogger(__name__)

STATUS: Mapping[type[errors.ChatbookrError], int] = {
    errors.ChatbookrError: 500,
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    SecondFactorMissing: 409,
    errors.NotAuthenticated: 401,
    errors.InvalidInput: 400,
    FileRefused: 422,
    errors.IdempotencyKeyRequired: 400,
    errors.InvalidSettings: 500,
    errors.Conflict: 409,
    errors.LimitExceeded: 429,
    errors.IdentityProviderUnavailable: 503,
    errors.ChannelError: 502,
    errors.ChannelUnavailable: 503,
    errors.DeliveryRefused: 401,
    errors.CannotUnseal: 500,
    errors.KeyServiceUnavailable: 503,
    ScannerUnavailable: 503,
    errors.DatabaseUnavailable: 503,
    errors.LeaseLost: 500,
}
"""By class; a subclass that is not listed has the status of its nearest ancestor."""

CODES: Mapping[int, str] = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    408: "REQUEST_TIMEOUT",
    411: "LENGTH_REQUIRED",
    413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    429: "RATE_LIMITED",
}


class Unacceptable(HTTPException):
    """A request that cannot be taken as HTTP; `status_code` and text say why, and `code` where the status does not."""

    def __init__(
        self, status_code: int, detail: str, headers: Mapping[str, str] | None = None, code: str | None = None
    ) -> None:
        super().__init__(status_code, detail, headers)
        self.code = code or CODES.get(status_code, "BAD_REQUEST")


def status_of(error: errors.ChatbookrError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def request_id_of(connection: HTTPConnection) -> str:
    """Return the id under which this request is found in the logs."""
    return str(getattr(connection.state, "request_id", ""))


def log_failure(request: Request, error: Exception) -> None:
    """Write what nobody expected to the log, under the request's id."""
    log.error("request %s failed\n%s", request_id_of(request), trace_of(error))


def log_known(request: Request, error: errors.ChatbookrError) -> None:
    """Write an error with a code that is our fault to the log; of a database that is away, each request says so."""
    if isinstance(error, errors.DatabaseUnavailable):
        log.error("request %s failed: %s", request_id_of(request), told_of(error))
    else:
        log.error("request %s failed: %s\n%s", request_id_of(request), error.code, trace_of(error))


def retry_headers(error: errors.ChatbookrError) -> dict[str, str]:
    """Say when to ask again, of an error that knows it."""
    if isinstance(error, errors.LimitExceeded | errors.DatabaseUnavailable):
        return {"retry-after": str(error.retry_after_seconds)}
    return {}


def error_body(message: str, code: str, **extensions: object) -> dict[str, object]:
    """Write one error in the shape of all."""
    return {"errors": [{"message": message, "extensions": {"code": code, **extensions}}]}


Handler = Callable[[Request, Exception], Awaitable[Response]]


def exception_handlers() -> dict[type[Exception] | int, Handler]:
    """Return what Starlette calls for each kind of error."""
    return {
        errors.ChatbookrError: _expected,
        PermissionDenied: _denied,
        HTTPException: _http,
        Exception: unexpected,
    }


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.ChatbookrError)  # noqa: S101  # Starlette calls by this very class
    status = status_of(error)
    if status >= 500:
        log_known(request, error)
    extensions: dict[str, object] = {"requestId": request_id_of(request)}
    if isinstance(error, errors.InvalidInput) and error.field:
        extensions["field"] = error.field.split(".")
    if isinstance(error, errors.CredentialsRefused | errors.ConnectionPending | FileRefused):
        extensions |= error.details
    response = JSONResponse(error_body(error.message, error.code, **extensions), status, retry_headers(error))
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


async def _denied(request: Request, error: Exception) -> Response:
    assert isinstance(error, PermissionDenied)  # noqa: S101  # Starlette calls by this very class
    permission = error.permission.value
    needed: dict[str, object] = {"requiredPermissions": [permission], "requestId": request_id_of(request)}
    body = error_body(errors.NotPermitted.default_message, errors.NotPermitted.code, **needed)
    return JSONResponse(body, 403)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # Starlette calls by this very class
    code = CODES.get(error.status_code, "BAD_REQUEST")
    return JSONResponse(
        error_body(error.detail, code, requestId=request_id_of(request)), error.status_code, error.headers
    )


async def unexpected(request: Request, error: Exception) -> Response:
    """Answer what nobody expected with an id alone, under which our log has the rest."""
    log_failure(request, error)
    body = error_body(
        errors.ChatbookrError.default_message, errors.ChatbookrError.code, requestId=request_id_of(request)
    )
    return JSONResponse(body, 500)
