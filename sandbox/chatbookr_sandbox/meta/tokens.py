"""Access tokens: a code is exchanged, a token inspected, a permission taken back."""

from __future__ import annotations

import hmac

from starlette.requests import Request

from chatbookr_sandbox.meta.accounts import LIVE, Grant
from chatbookr_sandbox.meta.graph import grant_in, parameters_in, token_in
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject, missing_token
from chatbookr_sandbox.meta.subscriptions import point_webhook_at


async def exchange(platform: Platform, request: Request) -> JsonObject:
    """Give the app's token (client credentials) or a business token for an Embedded Signup code.

    https://developers.facebook.com/docs/whatsapp/embedded-signup/overview
    """
    said, accounts = await parameters_in(request), platform.accounts
    if said.get("client_id") != accounts.app.app_id:
        raise GraphRefusal(101, "Error validating application. Cannot get application info due to a system error.")
    if not hmac.compare_digest(str(said.get("client_secret", "")).encode(), accounts.app.app_secret.encode()):
        raise GraphRefusal(1, "Error validating client secret.")
    if said.get("grant_type") == "client_credentials":
        return {"access_token": accounts.app_token(), "token_type": "bearer"}
    waba_ids = accounts.codes.pop(str(said.get("code", "")), None)
    if waba_ids is None:
        raise GraphRefusal(100, "This authorization code has been used.", subcode=36009)
    token, user_id = f"EAA{platform.unique()}{platform.unique()}", platform.numeric_id()
    accounts.grants[token] = Grant(user_id, waba_ids)
    platform.context.state.touch()
    return {"access_token": token, "token_type": "bearer"}


async def inspect(platform: Platform, request: Request) -> JsonObject:
    """Tell what a token is good for (`GET /debug_token`)."""
    _require_app_or_grant(platform, request)
    app_id = platform.accounts.app.app_id
    grant = platform.accounts.grants.get(request.query_params.get("input_token", ""))
    if grant is None or grant.state != LIVE:
        error = {"code": 190, "message": "Invalid OAuth access token"}
        return {"data": {"app_id": app_id, "is_valid": False, "error": error, "scopes": []}}
    granular = [{"scope": scope, "target_ids": list(grant.waba_ids)} for scope in grant.scopes]
    return {
        "data": {
            "app_id": app_id,
            "type": "SYSTEM_USER",
            "application": "Chatbookr sandbox app",
            "expires_at": grant.expires_at,
            "is_valid": True,
            "scopes": list(grant.scopes),
            "granular_scopes": granular,
            "user_id": grant.user_id,
        }
    }


def _require_app_or_grant(platform: Platform, request: Request) -> None:
    if token_in(request) != platform.accounts.app_token():
        grant_in(platform, request)


async def revoke(platform: Platform, request: Request) -> JsonObject:
    """Take back what a user granted (`DELETE /{user_id}/permissions`); the token is dead afterwards."""
    grant, user_id = grant_in(platform, request), request.path_params["object_id"]
    if user_id not in ("me", grant.user_id):
        raise GraphRefusal(200)
    platform.accounts.revoke(grant.user_id)
    platform.context.state.touch()
    return {"success": True}


async def subscribe_app(platform: Platform, request: Request) -> JsonObject:
    """Set the app's webhook and, where they are given, its fields (`POST /{app_id}/subscriptions`)."""
    said = await parameters_in(request)
    _require_app(platform, request, said)
    await point_webhook_at(platform, str(said.get("callback_url", "")), str(said.get("verify_token", "")))
    if "fields" in said:
        named = (name.strip() for name in str(said["fields"]).split(","))
        platform.accounts.webhook_fields = tuple(name for name in named if name)
    return {"success": True}


async def list_subscriptions(platform: Platform, request: Request) -> JsonObject:
    """Say where the app's webhook is, and what it hears of (`GET /{app_id}/subscriptions`)."""
    _require_app(platform, request, dict(request.query_params))
    fields = [{"name": name, "version": "v23.0"} for name in platform.accounts.webhook_fields]
    place = platform.accounts.callback_url
    return {"data": [{"object": "whatsapp_business_account", "callback_url": place, "active": True, "fields": fields}]}


def _require_app(platform: Platform, request: Request, said: JsonObject) -> None:
    app = platform.accounts.app_token()
    if said.get("access_token") != app and _bearer(request) != app:
        raise missing_token()
    if request.path_params["object_id"] != platform.accounts.app.app_id:
        raise GraphRefusal(200)


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")
