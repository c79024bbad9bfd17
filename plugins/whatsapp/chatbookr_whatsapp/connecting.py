"""Opens a clinic's account, step by step: the token, the number, its registration, our webhook.

Each step looks first, or may be done twice, so that whoever is told what to correct goes on where it stopped.
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
    PermanentFailure,
    Secret,
    TemporaryFailure,
)
from chatbookr_whatsapp.advice import faulty, missing, refused
from chatbookr_whatsapp.client import OBJECT_ID, TOKEN, Graph
from chatbookr_whatsapp.granting import BY_SIGNUP, inspected
from chatbookr_whatsapp.registering import register

_FIELDS = "id,display_phone_number,verified_name,status,platform_type"
_MOST_PAGES = 50
_BY_HAND: Mapping[str, re.Pattern[str]] = {"access_token": TOKEN, "waba_id": OBJECT_ID, "phone_number_id": OBJECT_ID}
"""What is entered where there was no sign-up, and how each looks."""


async def connect(ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
    """Check that token, account and number belong together; register where it must be; subscribe.

    A token of a sign-up says itself which account it opens, and an account with one number which. Raises
    InvalidCredentials with the faulty field, TemporaryFailure where Meta cannot say.
    """
    is_by_signup = _given(credentials, BY_SIGNUP) == "1"
    wanted = {"access_token": TOKEN} if is_by_signup else _BY_HAND
    if absent := [name for name in wanted if not _given(credentials, name)]:
        raise missing(absent)
    for name, pattern in wanted.items():
        if not pattern.fullmatch(_given(credentials, name)):
            raise refused(f"{name} is malformed", name, "malformed")
    token = credentials["access_token"]
    granted = await inspected(ctx, token)
    waba_id = _account(_given(credentials, "waba_id"), granted.waba_ids)
    graph = Graph(ctx, token)
    number = await _number(graph, waba_id, _given(credentials, "phone_number_id"))
    phone_number_id = str(number["id"])
    await register(ctx, graph, number, phone_number_id, _given(credentials, "pin"))
    await _subscribe(ctx, graph, waba_id)
    shown = [number.get("verified_name"), number.get("display_phone_number")]
    title = ", ".join(part for part in shown if isinstance(part, str) and part)
    kept = {"phone_number_id": Secret(phone_number_id), "waba_id": Secret(waba_id), "access_token": token}
    return Connected(
        account=Account(phone_number_id, waba_id),
        title=title or phone_number_id,
        expires_at=granted.expires_at,
        credentials=kept | ({BY_SIGNUP: Secret("1")} if is_by_signup else {}),
    )


def _given(credentials: Mapping[str, Secret], name: str) -> str:
    return credentials[name].reveal() if name in credentials else ""


def _account(waba_id: str, granted: tuple[str, ...]) -> str:
    """Choose the account: the one that was entered, else the only one that the token says it opens."""
    if not waba_id and len(granted) == 1:
        return granted[0]
    if not waba_id:
        raise refused("the token does not say which account", "waba_id", "account_unclear")
    if not OBJECT_ID.fullmatch(waba_id):
        raise refused("waba_id is malformed", "waba_id", "malformed")
    if granted and waba_id not in granted:
        raise refused("the token is not for that account", "waba_id", "account_unknown")
    return waba_id


async def _number(graph: Graph, waba_id: str, phone_number_id: str) -> dict[str, Any]:
    """Find the number among the account's, or its only one where none was entered. Raises InvalidCredentials."""
    if phone_number_id and not OBJECT_ID.fullmatch(phone_number_id):
        raise refused("phone_number_id is malformed", "phone_number_id", "malformed")
    numbers = await _numbers(graph, waba_id, phone_number_id)
    if phone_number_id and not numbers:
        raise refused("the account has no such phone number", "phone_number_id", "number_unknown")
    if len(numbers) != 1:
        raise refused("the account has several numbers, or none", "phone_number_id", "number_unclear")
    return numbers[0]


async def _numbers(graph: Graph, waba_id: str, wanted: str) -> list[dict[str, Any]]:
    """List the account's numbers, or the wanted one as soon as it is found."""
    parameters = {"fields": _FIELDS, "limit": "100"}
    found: list[dict[str, Any]] = []
    for _ in range(_MOST_PAGES):
        try:
            page = await graph.read(waba_id, "phone_numbers", **parameters)
        except (AuthExpired, PermanentFailure) as refusal:
            raise faulty(refusal, "waba_id", "account_unknown") from None
        numbers = page.get("data")
        for number in numbers if isinstance(numbers, list) else []:
            if isinstance(number, dict) and OBJECT_ID.fullmatch(str(number.get("id"))):
                if str(number["id"]) == wanted:
                    return [number]
                found.append(number)
        after = _next_page(page)
        if after is None:
            break
        parameters["after"] = after
    return [] if wanted else found


def _next_page(page: dict[str, Any]) -> str | None:
    paging = page.get("paging")
    if not isinstance(paging, dict) or "next" not in paging or not isinstance(paging.get("cursors"), dict):
        return None
    after = paging["cursors"].get("after")
    return after if isinstance(after, str) and after else None


async def _subscribe(ctx: Context, graph: Graph, waba_id: str) -> None:
    """Subscribe our app to the account; where the app id is known, check that it is ours that was subscribed."""
    try:
        subscribed = await graph.post(waba_id, "subscribed_apps", {})
        if subscribed.get("success") is not True:
            raise TemporaryFailure("WhatsApp did not confirm the subscription")
        app_id = ctx.settings.get("app_id")
        if app_id and app_id not in app_ids(await graph.read(waba_id, "subscribed_apps")):
            raise refused("the access token is another Meta app's", "access_token", "token_of_other_app")
    except (AuthExpired, PermanentFailure) as refusal:
        raise faulty(refusal, "access_token", "subscription_refused") from None


def app_ids(page: dict[str, Any]) -> set[str]:
    """Name the apps that hear of an account."""
    apps = page.get("data")
    described = [app.get("whatsapp_business_api_data") for app in apps if isinstance(app, dict)] if apps else []
    return {str(app.get("id")) for app in described if isinstance(app, dict)}
