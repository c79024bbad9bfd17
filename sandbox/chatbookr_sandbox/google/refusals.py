"""The ways Google says no: status, reason and body as its guide "Handle API errors" and its token endpoint give them.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from collections.abc import Mapping
from typing import Any


class GoogleRefusal(Exception):
    """A call that Calendar v3 refuses; `body` and `headers` are what goes over the wire."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        parameter: str | None = None,
        header: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        detail = {"domain": domain, "reason": reason, "message": message}
        if parameter or header:
            detail["locationType"] = "parameter" if parameter else "header"
            detail["location"] = parameter or header or ""
        self.body: dict[str, Any] = {"error": {"errors": [detail], "code": status, "message": message}}


class OAuthRefusal(Exception):
    """A request that the token or revocation endpoint refuses (RFC 6749, 5.2), in Google's words."""

    def __init__(self, error: str, description: str, *, status: int = 400, subtype: str | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"error": error, "error_description": description}
        if subtype:
            self.body["error_subtype"] = subtype


def bad_request(
    message: str = "Bad Request", *, reason: str = "badRequest", parameter: str | None = None
) -> GoogleRefusal:
    return GoogleRefusal(400, reason, message, parameter=parameter)


def invalid(message: str, *, parameter: str | None = None) -> GoogleRefusal:
    return GoogleRefusal(400, "invalid", message, parameter=parameter)


def invalid_parameter(name: str, message: str) -> GoogleRefusal:
    return GoogleRefusal(400, "invalidParameter", message, parameter=name)


def required(message: str) -> GoogleRefusal:
    return GoogleRefusal(400, "required", message)


def time_range_empty() -> GoogleRefusal:
    message = "The specified time range is empty."
    return GoogleRefusal(400, "timeRangeEmpty", message, domain="calendar", parameter="timeMax")


def time_range_too_long() -> GoogleRefusal:
    message = "The requested time range is too long."
    return GoogleRefusal(400, "timeRangeTooLong", message, domain="calendar", parameter="timeMax")


def invalid_credentials() -> GoogleRefusal:
    challenge = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    return GoogleRefusal(
        401, "authError", "Invalid Credentials", header="Authorization", headers={"WWW-Authenticate": challenge}
    )


def insufficient_scope() -> GoogleRefusal:
    challenge = 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'
    return GoogleRefusal(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        headers={"WWW-Authenticate": challenge},
    )


def access_level_required(role: str) -> GoogleRefusal:
    message = f"You need to have {role} access to this calendar."
    return GoogleRefusal(403, "requiredAccessLevel", message, domain="calendar")


def not_found() -> GoogleRefusal:
    return GoogleRefusal(404, "notFound", "Not Found")


def duplicate() -> GoogleRefusal:
    return GoogleRefusal(409, "duplicate", "The requested identifier already exists.")


def deleted() -> GoogleRefusal:
    return GoogleRefusal(410, "deleted", "Resource has been deleted")


def full_sync_required() -> GoogleRefusal:
    message = "Sync token is no longer valid, a full sync is required."
    return GoogleRefusal(410, "fullSyncRequired", message, domain="calendar", parameter="syncToken")


def condition_not_met() -> GoogleRefusal:
    return GoogleRefusal(412, "conditionNotMet", "Precondition Failed", header="If-Match")


def not_offered(method: str) -> GoogleRefusal:
    """Say honestly that Google has this method and the sandbox has not."""
    return GoogleRefusal(501, "notImplemented", f"The sandbox does not offer {method}.")
