"""Meta's error answers, as the Graph API words and numbers them."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.responses import JSONResponse, Response

JsonObject = dict[str, Any]

# code -> (HTTP status, message); the list at developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
KNOWN: dict[int, tuple[int, str]] = {
    0: (401, "AuthException"),
    2: (503, "Service temporarily unavailable"),
    3: (500, "Capability or permissions issue"),
    4: (429, "Application request limit reached"),
    10: (403, "Permission denied"),
    100: (400, "Invalid parameter"),
    190: (401, "Error validating access token: Session has expired"),
    200: (403, "You do not have the necessary permissions"),
    368: (403, "Temporarily blocked for policies violations"),
    80007: (429, "Rate limit issues"),
    130429: (429, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131030: (400, "Recipient phone number not in allowed list"),
    131031: (403, "Account has been locked"),
    131037: (400, "Display name not approved"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (429, "Spam rate limit hit"),
    131049: (400, "Message not delivered to maintain healthy ecosystem engagement"),
    131050: (400, "User has stopped marketing messages from this business"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (429, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131062: (400, "This message cannot be sent to a business-scoped user ID"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text is too long"),
    132007: (400, "Format character policy violated"),
    132012: (400, "Parameter format does not match format in the created template"),
    132018: (400, "Template parameters are not valid"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    133005: (400, "Two step verification PIN Mismatch"),
    133010: (400, "Phone number not registered"),
    133016: (429, "Account register deregister rate limit exceeded"),
}
TRANSIENT = frozenset({2, 4, 80007, 131016, 131057})


class GraphRefusal(Exception):
    """Say why the Graph API refuses a call."""

    def __init__(
        self,
        code: int,
        message: str | None = None,
        *,
        status: int | None = None,
        kind: str = "OAuthException",
        subcode: int | None = None,
        details: str | None = None,
    ) -> None:
        known_status, known_message = KNOWN.get(code, (400, "Invalid request"))
        self.code = code
        self.status = known_status if status is None else status
        self.message = f"(#{code}) {known_message}" if message is None else message
        self.kind = kind
        self.subcode = subcode
        self.details = details
        super().__init__(self.message)

    def as_json(self) -> JsonObject:
        """Write the error object; `error_data.details` is what callers should read after `code`."""
        error: JsonObject = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in TRANSIENT:
            error["is_transient"] = True
        if self.details is not None:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        error["fbtrace_id"] = f"A{secrets.token_urlsafe(12)}"
        return {"error": error}

    def response(self) -> Response:
        """Answer with the error."""
        return graph_answer(self.as_json(), status=self.status)


def graph_answer(content: JsonObject, *, status: int = 200) -> Response:
    """Answer in the content type and with the header the Graph API uses."""
    headers = {"content-type": "application/json; charset=UTF-8", "facebook-api-version": "v23.0"}
    return JSONResponse(content, status_code=status, headers=headers)


def missing_token() -> GraphRefusal:
    """Refuse a call without any access token."""
    return GraphRefusal(104, "An access token is required to request this resource", status=401)


def unknown_token() -> GraphRefusal:
    """Refuse a token that was never issued."""
    return GraphRefusal(190, "Invalid OAuth access token", subcode=463)


def expired_token() -> GraphRefusal:
    """Refuse a token whose time is over."""
    return GraphRefusal(190, "Error validating access token: Session has expired", subcode=463)


def revoked_token() -> GraphRefusal:
    """Refuse a token that was taken back."""
    said = "The session has been invalidated because the user changed their password"
    return GraphRefusal(190, f"Error validating access token: {said}", subcode=460)


def foreign_number() -> GraphRefusal:
    """Refuse a token of another WhatsApp Business Account."""
    said = "Your app doesn't have permission to access this phone number"
    return GraphRefusal(200, said, subcode=1349174)


def unknown_object(name: str) -> GraphRefusal:
    """Refuse an id that names nothing."""
    return GraphRefusal(803, f"{name} not found", status=404, kind="GraphMethodException")


def missing(details: str) -> GraphRefusal:
    """Refuse a message that lacks a part."""
    return GraphRefusal(131008, details=details)


def invalid(details: str) -> GraphRefusal:
    """Refuse a message with a value out of bounds."""
    return GraphRefusal(131009, details=details)


def bad_parameter(details: str) -> GraphRefusal:
    """Refuse a parameter at the top of a request."""
    return GraphRefusal(100, f"(#100) {details}", details=details)
