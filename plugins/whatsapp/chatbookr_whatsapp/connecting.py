"""Opens a clinic's account: tests what was entered before anything is saved, then subscribes our webhook.

Source: Meta, "Webhooks > Subscribe to a WhatsApp Business Account", "Register a business phone number".
"""

import re
from collections.abc import Mapping
from typing import Any

from chatbookr_sdk import (
    Account,
    AuthExpired,
    Connected,
    Context,
    InvalidCredentials,
    PermanentFailure,
    PluginError,
    Secret,
    TemporaryFailure,
)
from chatbookr_whatsapp.client import OBJECT_ID, TOKEN, Graph

_PIN = re.compile(r"[0-9]{6}")
_MOST_PAGES = 50


async def connect(ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
    """Check that the number belongs to the account and the token opens it; register where asked; subscribe.

    Raises InvalidCredentials with the faulty field, TemporaryFailure where Meta cannot say.
    """
    waba_id = _entered(credentials, "waba_id", OBJECT_ID)
    phone_number_id = _entered(credentials, "phone_number_id", OBJECT_ID)
    _entered(credentials, "access_token", TOKEN)
    graph = Graph(ctx, credentials["access_token"])
    number = await _number(graph, waba_id, phone_number_id)
    if _given(credentials, "pin"):
        await _register(graph, phone_number_id, _entered(credentials, "pin", _PIN))
    await _subscribe(ctx, graph, waba_id)
    shown = [number.get("verified_name"), number.get("display_phone_number")]
    title = ", ".join(part for part in shown if isinstance(part, str) and part)
    return Connected(account=Account(phone_number_id, waba_id), title=title or phone_number_id)


def _given(credentials: Mapping[str, Secret], name: str) -> str:
    return credentials[name].reveal() if name in credentials else ""


def _entered(credentials: Mapping[str, Secret], name: str, pattern: re.Pattern[str]) -> str:
    value = _given(credentials, name)
    if not pattern.fullmatch(value):
        raise InvalidCredentials(f"{name} is missing or malformed", field=name)
    return value


async def _number(graph: Graph, waba_id: str, phone_number_id: str) -> dict[str, Any]:
    """Find the number among the account's. Raises InvalidCredentials."""
    parameters = {"fields": "id,display_phone_number,verified_name", "limit": "100"}
    for _ in range(_MOST_PAGES):
        try:
            page = await graph.read(waba_id, "phone_numbers", **parameters)
        except (AuthExpired, PermanentFailure) as refusal:
            raise _faulty(refusal, "waba_id") from None
        numbers = page.get("data")
        for number in numbers if isinstance(numbers, list) else []:
            if isinstance(number, dict) and str(number.get("id")) == phone_number_id:
                return number
        after = _next_page(page)
        if after is None:
            break
        parameters["after"] = after
    raise InvalidCredentials("the account has no such phone number", field="phone_number_id")


def _next_page(page: dict[str, Any]) -> str | None:
    paging = page.get("paging")
    if not isinstance(paging, dict) or "next" not in paging or not isinstance(paging.get("cursors"), dict):
        return None
    after = paging["cursors"].get("after")
    return after if isinstance(after, str) and after else None


async def _register(graph: Graph, phone_number_id: str, pin: str) -> None:
    try:
        await graph.post(phone_number_id, "register", {"messaging_product": "whatsapp", "pin": pin})
    except (AuthExpired, PermanentFailure) as refusal:
        raise _faulty(refusal, "pin") from None


async def _subscribe(ctx: Context, graph: Graph, waba_id: str) -> None:
    """Subscribe our app to the account; where the app id is known, check that it is ours that was subscribed."""
    try:
        subscribed = await graph.post(waba_id, "subscribed_apps", {})
        if subscribed.get("success") is not True:
            raise TemporaryFailure("WhatsApp did not confirm the subscription")
        app_id = ctx.settings.get("app_id")
        if app_id and app_id not in _app_ids(await graph.read(waba_id, "subscribed_apps")):
            raise InvalidCredentials("the access token is another Meta app's", field="access_token")
    except (AuthExpired, PermanentFailure) as refusal:
        raise _faulty(refusal, "access_token") from None


def _app_ids(page: dict[str, Any]) -> set[str]:
    apps = page.get("data")
    described = [app.get("whatsapp_business_api_data") for app in apps if isinstance(app, dict)] if apps else []
    return {str(app.get("id")) for app in described if isinstance(app, dict)}


def _faulty(refusal: AuthExpired | PermanentFailure, field: str) -> PluginError:
    """Name the entry to correct: the token where Meta says so, else the one that the request was about."""
    if refusal.code is None:  # our own doing (a host that may not be called), nothing the clinic can correct
        return refusal
    if isinstance(refusal, AuthExpired):
        return InvalidCredentials(str(refusal), field="access_token", code=refusal.code)
    return InvalidCredentials(f"{field}: {refusal}", field=field, code=refusal.code)
