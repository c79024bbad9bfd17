"""Turns Google's refusals into consequences.

Source: Google Calendar API, "Handle API errors"; OAuth 2.0 errors: RFC 6749, 5.2. Google's own message text is
never passed on: it may quote what we sent.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chatbookr_sdk import (
    AuthExpired,
    HttpResponse,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    QuotaExceeded,
    TemporaryFailure,
)

_WORD = re.compile(r"[A-Za-z_]{1,48}")
_BUSY = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "calendarUsageLimitsExceeded"}
)
_SCOPE_LOST = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_DEAD_GRANT = frozenset({"invalid_grant"})
_REASONS = {
    400: "request_invalid",
    403: "calendar_not_writable",
    404: "not_found",
    409: "duplicate",
    410: "gone",
    412: "changed_meanwhile",
}


def consequence_of(response: HttpResponse, *, now: datetime, is_write: bool) -> PluginError:
    """Say what a refusal of the Calendar API means; a write that broke off may have been carried out."""
    status = response.status
    reason = _reason(response)
    told = f"Google answered {status} ({reason or 'no reason'})"
    code = reason or str(status)
    seconds = response.retry_after_seconds(now=now)
    if status == 401:
        return AuthExpired(told, code="401")
    if status == 403 and (
        reason in _SCOPE_LOST or "insufficient_scope" in response.headers.get("www-authenticate", "")
    ):
        return AuthExpired(told, code="insufficient_scope")
    if status == 429 or (status == 403 and reason in _BUSY):
        return QuotaExceeded(told, code=code, retry_after_seconds=seconds)
    if status >= 500 or status == 408:
        return (OutcomeUnknown if is_write else TemporaryFailure)(told, code=code, retry_after_seconds=seconds)
    return PermanentFailure(_REASONS.get(status, "refused"), told, code=code)


def token_consequence_of(response: HttpResponse, *, now: datetime) -> PluginError:
    """Say what a refusal of the token endpoint means."""
    error = object_of(response).get("error")
    code = error if isinstance(error, str) and _WORD.fullmatch(error) else str(response.status)
    told = f"Google refused the token request ({code})"
    if code in _DEAD_GRANT:
        return AuthExpired(told, code=code)
    if response.status == 429:
        return QuotaExceeded(told, code=code, retry_after_seconds=response.retry_after_seconds(now=now))
    if response.status >= 500:
        return TemporaryFailure(told, code=code, retry_after_seconds=response.retry_after_seconds(now=now))
    return PermanentFailure("oauth_refused", told, code=code)


def object_of(response: HttpResponse) -> dict[str, Any]:
    """Return the JSON object of an answer, empty where there is none."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def first_reason(errors: object) -> str | None:
    """Return the reason of the first error in Google's list of errors."""
    first = errors[0] if isinstance(errors, list) and errors else None
    reason = first.get("reason") if isinstance(first, Mapping) else None
    return reason if isinstance(reason, str) and _WORD.fullmatch(reason) else None


def _reason(response: HttpResponse) -> str | None:
    error = object_of(response).get("error")
    return first_reason(error.get("errors")) if isinstance(error, Mapping) else None
