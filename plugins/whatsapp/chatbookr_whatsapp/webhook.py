"""Proves that a delivery is Meta's and opens it: signature first, over the raw bytes, then JSON.

Source: Meta, "Webhooks > Validate payloads" and "Verification requests".
"""

import hmac
import json
import math
import re
from functools import lru_cache
from typing import Any

from chatbookr_sdk import AppContext, Challenge, InvalidWebhook, KeyedHash, WebhookRequest

_OBJECT = "whatsapp_business_account"
_MAX_DEPTH = 64
"""Meta's deepest payload nests a dozen levels; a bound keeps every later walk off the recursion limit."""

_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{1,256}")


def authenticate(ctx: AppContext, request: WebhookRequest) -> Challenge | None:
    """Answer Meta's handshake, or prove a delivery, which `payload_of` opens. Raises InvalidWebhook."""
    if request.method == "GET":
        return _challenge(ctx, request)
    if request.method != "POST":
        raise InvalidWebhook("deliveries are POSTed")
    prove(ctx, request)
    return None


def prove(ctx: AppContext, request: WebhookRequest) -> None:
    """Compare X-Hub-Signature-256 with the HMAC of the raw body, in constant time. Raises InvalidWebhook."""
    given = request.headers.get("x-hub-signature-256", "").encode("utf-8", "replace")
    app_secret = _secret(ctx, "app_secret")
    if not app_secret:
        raise InvalidWebhook("no app secret is configured: nothing can be authentic")
    secrets = [app_secret]
    if previous := _secret(ctx, "app_secret_previous"):
        secrets.append(previous)
    # Every secret is tried whatever came of the one before, so time tells nothing of which one matched.
    matches = [hmac.compare_digest(_signature(secret, request.body), given) for secret in secrets]
    if not any(matches):
        raise InvalidWebhook("the signature does not hold")


def payload_of(body: bytes) -> dict[str, Any]:
    """Open an authentic body. Raises InvalidWebhook(authentic=True) where it is no payload of Meta's."""
    try:
        text = body.decode("utf-8").strip(_WHITESPACE)
        payload, end = _DECODER.raw_decode(text)
        is_whole = end == len(text)
    except (ValueError, RecursionError):
        is_whole = False
    if not is_whole:
        # The parser's message would quote the body.
        raise InvalidWebhook("the body is not JSON", authentic=True)
    if not isinstance(payload, dict) or payload.get("object") != _OBJECT:
        raise InvalidWebhook("the body is not a WhatsApp payload", authentic=True)
    if _is_deeper(body, payload):
        raise InvalidWebhook("the body nests too deep", authentic=True)
    return payload


def _challenge(ctx: AppContext, request: WebhookRequest) -> Challenge:
    expected = _secret(ctx, "verify_token")
    given = request.query.get("hub.verify_token", "").encode("utf-8", "replace")
    if not expected or not hmac.compare_digest(expected, given):
        raise InvalidWebhook("the verify token does not match")
    text = request.query.get("hub.challenge", "")
    if request.query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(text):
        raise InvalidWebhook("not a verification request", authentic=True)
    return Challenge(text)


def _secret(ctx: AppContext, name: str) -> bytes:
    secret = ctx.secrets.get(name)
    return secret.reveal().encode() if secret is not None else b""


def _signature(secret: bytes, body: bytes) -> bytes:
    return b"sha256=" + _keyed(secret).hexdigest(body).encode()


_keyed = lru_cache(maxsize=4)(KeyedHash)
"""Ready to sign with the secrets that the process has had for as long as it runs."""


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float | str:
    """Keep 1e999 as it was written: as infinity it could not be written back as JSON."""
    value = float(text)
    return value if math.isfinite(value) else text


_WHITESPACE = " \t\n\r"
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
"""Made once: with functions of its own, `json.loads` would make one for each delivery."""


def _is_deeper(body: bytes, payload: object) -> bool:
    if body.count(b"{") + body.count(b"[") <= _MAX_DEPTH:
        return False
    level = [payload]
    for _ in range(_MAX_DEPTH):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
