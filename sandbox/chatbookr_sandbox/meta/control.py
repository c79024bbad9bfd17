"""`/sandbox/meta/...`: everything Meta's real API would never let a test do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from chatbookr_sandbox.meta.accounts import EXPIRED, LIVE, REVOKED, ClinicNumber
from chatbookr_sandbox.meta.identifiers import digits_of
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject
from chatbookr_sandbox.meta.subscriptions import point_webhook_at
from chatbookr_sandbox.meta.view import number_view

Wish = JsonObject
Told = JsonObject | list[JsonObject]
Act = Callable[[Platform, Request, Wish], Awaitable[Told]]


def told(content: Told, *, status: int = 200) -> Response:
    """Answer in ASCII JSON: a patient's words may hold what UTF-8 cannot (lone surrogates)."""
    return Response(json.dumps(content), status_code=status, media_type="application/json")


def control_call(platform: Platform, act: Act, *, status: int = 200) -> Callable[[Request], Awaitable[Response]]:
    """Make a control endpoint of `act`; ValueError is answered with 400."""

    async def answer(request: Request) -> Response:
        try:
            wish = json.loads(await request.body() or b"{}")
            if not isinstance(wish, dict):
                raise ValueError("the body must be a JSON object")
            return told(await act(platform, request, wish), status=status)
        except GraphRefusal as refusal:
            return told({"error": refusal.message}, status=refusal.status)
        except ValueError as refusal:
            return told({"error": str(refusal)}, status=400)

    return answer


async def list_numbers(platform: Platform, _: Request, wish: Wish) -> Told:
    """List the clinic numbers; tokens are not told."""
    return [number_view(number) for number in platform.accounts.numbers.values()]


async def open_number(platform: Platform, _: Request, wish: Wish) -> Told:
    """Add a number with account and token; whatever is not given is made up."""
    given = {name: value for name, value in wish.items() if isinstance(value, str)}
    number = ClinicNumber(
        phone_number_id=given.get("phone_number_id") or platform.numeric_id(),
        waba_id=given.get("waba_id") or platform.numeric_id(),
        display_phone_number=given.get("display_phone_number") or f"+3120555{len(platform.accounts.numbers):04d}",
        verified_name=given.get("verified_name") or "Another clinic",
        is_registered=bool(wish.get("is_registered", True)),
    )
    if not number.phone_number_id.isdigit() or not digits_of(number.display_phone_number):
        raise ValueError("phone_number_id and display_phone_number must hold digits")
    token = given.get("access_token") or f"EAA{platform.unique()}{platform.unique()}"
    user_id = given.get("user_id") or platform.numeric_id()
    platform.accounts.open(number, token=token, user_id=user_id, is_subscribed=bool(wish.get("is_subscribed", True)))
    platform.context.state.touch()
    return number_view(number) | {"access_token": token, "user_id": platform.accounts.grants[token].user_id}


async def change_number(platform: Platform, _: Request, wish: Wish) -> Told:
    """Change how Meta judges a number (`quality_rating`, `name_status`, `throughput`), its pin, or its registration."""
    number = platform.number_of_page(wish.get("phone_number_id"))
    texts = ("quality_rating", "name_status", "throughput", "pin")
    changed = {name: wish[name] for name in texts if isinstance(wish.get(name), str)}
    if isinstance(wish.get("is_registered"), bool):
        changed["is_registered"] = wish["is_registered"]
    platform.accounts.numbers[number.phone_number_id] = replace(number, **changed)
    platform.context.state.touch()
    return asdict(platform.accounts.numbers[number.phone_number_id])


async def tell_of_account(platform: Platform, _: Request, wish: Wish) -> Told:
    """Tell the webhook of an event of an account (`account_update`), as Meta does: PARTNER_REMOVED and others."""
    number, event = platform.number_of_page(wish.get("phone_number_id")), str(wish.get("event", ""))
    if not event:
        raise ValueError("event must be one of Meta's, such as PARTNER_REMOVED")
    is_of_partner = event.startswith("PARTNER_")
    value = {"event": event} | ({"waba_info": {"waba_id": number.waba_id}} if is_of_partner else {})
    platform.tell_of_account(number.waba_id, "account_update", value)
    return {"event": event, "waba_id": number.waba_id}


async def issue_code(platform: Platform, _: Request, wish: Wish) -> Told:
    """Give the code Embedded Signup hands to the page when a clinic has agreed."""
    number = platform.number_of_page(wish.get("phone_number_id"))
    code = f"AQ{platform.unique()}{platform.unique()}"
    platform.accounts.codes[code] = (number.waba_id,)
    platform.context.state.touch()
    return {"code": code, "waba_id": number.waba_id, "phone_number_id": number.phone_number_id}


async def change_token(platform: Platform, _: Request, wish: Wish) -> Told:
    """Let a token expire, be revoked, or live again; `expires_at` (epoch seconds) and `scopes` change it as well."""
    token, state = str(wish.get("access_token")), wish.get("state", LIVE)
    if state not in (LIVE, EXPIRED, REVOKED) or token not in platform.accounts.grants:
        raise ValueError("access_token must be known, and state one of live, expired, revoked")
    grant = replace(platform.accounts.grants[token], state=str(state))
    if isinstance(wish.get("expires_at"), int):
        grant = replace(grant, expires_at=int(wish["expires_at"]))
    if isinstance(wish.get("scopes"), list):
        grant = replace(grant, scopes=tuple(str(scope) for scope in wish["scopes"]))
    platform.accounts.grants[token] = grant
    platform.context.state.touch()
    return {"state": str(state)}


async def subscribe(platform: Platform, _: Request, wish: Wish) -> Told:
    """Point the app's webhook elsewhere, after Meta's handshake."""
    url = str(wish.get("callback_url", ""))
    await point_webhook_at(platform, url, str(wish.get("verify_token") or platform.accounts.verify_token))
    return {"callback_url": url}


async def show_behaviour(platform: Platform, _: Request, wish: Wish) -> Told:
    """Show how deliveries go."""
    return platform.behaviour.as_json()


async def change_behaviour(platform: Platform, _: Request, wish: Wish) -> Told:
    """Change how deliveries go; what is not named stays."""
    platform.behaviour = platform.behaviour.changed(wish)
    platform.context.state.touch()
    return platform.behaviour.as_json()


async def change_template(platform: Platform, _: Request, wish: Wish) -> Told:
    """Decide about a template as Meta does (`status`, `category`, `quality`), and tell the webhook."""
    number = platform.number_of_page(wish.get("phone_number_id"))
    before, changed = platform.templates.change(number.waba_id, wish)
    platform.context.state.touch()
    for field, value in changed.notices_of(before):
        platform.tell_of_account(number.waba_id, field, value)
    return changed.as_listed()


async def list_deliveries(platform: Platform, _: Request, wish: Wish) -> Told:
    """List the deliveries still under way and the latest that were answered with 200."""
    rows = [(False, each) for each in platform.deliveries.pending.values()]
    rows += [(True, each) for each in platform.deliveries.done]
    return [
        {
            "id": each.id,
            "is_accepted": is_accepted,
            "attempts": each.attempts,
            "status": each.status,
            "message_ids": list(each.message_ids),
            "body": each.body,
        }
        for is_accepted, each in rows
    ]


def control_routes(platform: Platform) -> list[BaseRoute]:
    """Route what concerns the clinic's side and deliveries."""
    return [
        Route("/sandbox/meta/numbers", control_call(platform, list_numbers), methods=["GET"]),
        Route("/sandbox/meta/numbers", control_call(platform, open_number, status=201), methods=["POST"]),
        Route("/sandbox/meta/numbers", control_call(platform, change_number), methods=["PATCH"]),
        Route("/sandbox/meta/account_updates", control_call(platform, tell_of_account, status=201), methods=["POST"]),
        Route("/sandbox/meta/codes", control_call(platform, issue_code, status=201), methods=["POST"]),
        Route("/sandbox/meta/tokens", control_call(platform, change_token), methods=["POST"]),
        Route("/sandbox/meta/subscription", control_call(platform, subscribe), methods=["POST"]),
        Route("/sandbox/meta/behaviour", control_call(platform, show_behaviour), methods=["GET"]),
        Route("/sandbox/meta/behaviour", control_call(platform, change_behaviour), methods=["PUT", "PATCH"]),
        Route("/sandbox/meta/templates", control_call(platform, change_template), methods=["PATCH"]),
        Route("/sandbox/meta/deliveries", control_call(platform, list_deliveries), methods=["GET"]),
    ]
