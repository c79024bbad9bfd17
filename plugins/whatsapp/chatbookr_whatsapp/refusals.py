"""Turns Meta's error codes into consequences.

Source: Meta, Cloud API "Error codes": logic goes by `code` (titles will go away), but where one code stands for both
what is final and what passes. Meta's own message text is never passed on: it quotes access tokens ("Malformed access
token …") and phone numbers.
"""

from datetime import datetime
from typing import Any

from chatbookr_sdk import (
    AccountBlocked,
    AccountBusy,
    AuthExpired,
    HttpResponse,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    TemporaryFailure,
)

_DEAD_TOKEN = frozenset({0, 102, 104, 190})
_PERMISSION = frozenset({3, 10, 131005, *range(200, 300)})
_LOCKED = 131031
"""Meta refuses every message until the clinic has settled it, so the queue must pause."""

_BLOCKED_SECONDS = {368: 6 * 3600.0, 131048: 3600.0}
"""Policy and spam: Meta refuses every message for a while and does not say for how long; ask again after this."""

_NUMBER_BUSY_SECONDS = {80007: 60.0, 130429: 2.0}
"""The account's and the number's rate: whatever else it would send had better wait too."""

_BUSY = frozenset({4, 17, 32, 613, 131056, 133016})
_TRANSIENT = frozenset({1, 2, 131000, 131016, 131057, 133004, 135000})
_PASSING = "temporarily unavailable"
"""What a 422 says in words alone: its code, 100, is an invalid request's too, and nothing else tells them apart."""
_PAIR_SECONDS = 6.0
"""131056: one message in six seconds to one recipient."""

NOT_FOUND = "not_found"
_MISSING_OBJECT = (100, 33)
"""Code and subcode of "Object with this id does not exist, or cannot be loaded due to missing permissions"."""

_PERMANENT = {
    131047: "window_closed",
    131026: "undeliverable",
    131049: "withheld_by_provider",
    130472: "withheld_by_provider",
    131050: "opted_out",
    131021: "recipient_is_sender",
    131030: "recipient_not_allowed",
    131062: "recipient_needs_phone",
    131008: "request_invalid",
    131009: "request_invalid",
    100: "request_invalid",
    33: "request_invalid",
    131051: "content_unsupported",
    131052: "media",
    131053: "media",
    131037: "display_name_unapproved",
    131042: "payment_problem",
    131045: "number_unregistered",
    133010: "number_unregistered",
    130497: "country_restricted",
    131064: "messaging_limit",
    803: NOT_FOUND,
}


def consequence_of(response: HttpResponse, *, now: datetime) -> PluginError:
    """Say what a refusal means, by error code first and status second."""
    error = error_of(response)
    code = code_of(error)
    if code is None:
        return _by_status(response, now)
    told = _Told(code, error)
    if code in _DEAD_TOKEN or code in _PERMISSION:
        return AuthExpired(f"the access token no longer opens the account: {told}", code=str(code))
    if code == _LOCKED:
        return AuthExpired(f"WhatsApp has locked this account: {told}", code=str(code))
    if code in _BLOCKED_SECONDS or code in _NUMBER_BUSY_SECONDS:
        return _paused(code, told, response.retry_after_seconds(now=now))
    if code in _BUSY:
        seconds = response.retry_after_seconds(now=now)
        seconds = _PAIR_SECONDS if seconds is None and code == 131056 else seconds
        return TemporaryFailure(f"too many requests: {told}", code=str(code), retry_after_seconds=seconds)
    if code in _TRANSIENT or (code not in _PERMANENT and error.get("is_transient") is True) or _passes(response, error):
        seconds = response.retry_after_seconds(now=now)
        # With a 5xx not even Meta knows how far it got: the host must look for a status before it sends again.
        failure = OutcomeUnknown if response.status >= 500 else TemporaryFailure
        return failure(f"WhatsApp is unwell: {told}", code=str(code), retry_after_seconds=seconds)
    if code not in _PERMANENT and (response.status >= 500 or response.status in (401, 429)):
        return _by_status(response, now, code=str(code))
    return PermanentFailure(_reason(code, error), f"WhatsApp refused: {told}", code=str(code))


def _passes(response: HttpResponse, error: dict[str, Any]) -> bool:
    return response.status == 422 and _PASSING in str(error.get("message")).lower()


def _paused(code: int, told: "_Told", seconds: float | None) -> PluginError:
    is_blocked = code in _BLOCKED_SECONDS
    if seconds is None:
        seconds = _BLOCKED_SECONDS[code] if is_blocked else _NUMBER_BUSY_SECONDS[code]
    kind = AccountBlocked if is_blocked else AccountBusy
    said = "WhatsApp has stopped this account for a while" if is_blocked else "this number sends too much"
    return kind(f"{said}: {told}", code=str(code), retry_after_seconds=seconds)


def reason_of(code: str | None) -> str | None:
    """Say in one word why a message will not arrive, of a code that a status reports; None for other codes."""
    if code is None or not code.isdigit():
        return None
    number = int(code)
    return _reason(number, {}) if number in _PERMANENT or 132000 <= number < 133000 else None


def error_of(response: HttpResponse) -> dict[str, Any]:
    """Return the Graph API's `error` object, empty where the answer holds none."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def code_of(error: dict[str, Any]) -> int | None:
    """Return the error's code; None where there is none (0 is a code: AuthException)."""
    code = error.get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _reason(code: int, error: dict[str, Any]) -> str:
    if (code, error.get("error_subcode")) == _MISSING_OBJECT:
        return NOT_FOUND
    return "template" if 132000 <= code < 133000 else _PERMANENT.get(code, "refused")


class _Told:
    """What may be told of an error: numbers alone."""

    def __init__(self, code: int, error: dict[str, Any]) -> None:
        subcode = error.get("error_subcode")
        self._text = f"code {code}" + (f", subcode {subcode}" if isinstance(subcode, int) else "")

    def __str__(self) -> str:
        return self._text


def _by_status(response: HttpResponse, now: datetime, *, code: str | None = None) -> PluginError:
    """Judge an answer that names no known code: an error page of some proxy, or a new code."""
    status = response.status
    code = code or str(status)
    seconds = response.retry_after_seconds(now=now)
    if status == 429:
        return TemporaryFailure("too many requests", code=code, retry_after_seconds=seconds)
    if status >= 500 or status == 408:
        # A gateway's error page does not say whether the request got through.
        return OutcomeUnknown(f"no answer of WhatsApp's: status {status}", code=code, retry_after_seconds=seconds)
    if status == 401:
        return AuthExpired("the access token no longer opens the account", code=code)
    reason = NOT_FOUND if status == 404 else "refused"
    return PermanentFailure(reason, f"WhatsApp refused: status {status}", code=code)
