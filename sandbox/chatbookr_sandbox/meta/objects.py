"""Numbers, accounts and media under their ids: what a clinic connects, registers, subscribes and lets go."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from chatbookr_sandbox.meta.accounts import Account, described
from chatbookr_sandbox.meta.graph import Answer, grant_in, json_object_in, parameters_in
from chatbookr_sandbox.meta.media import LARGEST_BYTES, MediaFile, parts_of
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject, bad_parameter, graph_answer, unknown_object
from chatbookr_sandbox.meta.subscriptions import confirm_webhook

SUCCESS: JsonObject = {"success": True}


def _fields(request: Request) -> list[str]:
    return [name.strip() for name in request.query_params.get("fields", "").split(",") if name.strip()]


def _account(platform: Platform, request: Request) -> Account:
    return platform.accounts.account_for(request.path_params["object_id"], grant_in(platform, request))


async def show(platform: Platform, request: Request) -> JsonObject:
    """Describe a phone number, an account or a media file by its id."""
    grant, wanted = grant_in(platform, request), request.path_params["object_id"]
    if wanted in platform.accounts.accounts:
        platform.accounts.account_for(wanted, grant)
        return _described_account(platform, wanted)
    if wanted in platform.media.files:
        return _described_file(platform.media.files[wanted], request)
    if wanted == "me":
        return {"id": grant.user_id}
    return described(platform.accounts.number_for(wanted, grant), _fields(request))


def _described_account(platform: Platform, waba_id: str) -> JsonObject:
    numbers = platform.accounts.numbers_of(waba_id)
    return {
        "id": waba_id,
        "name": numbers[0].verified_name if numbers else "WhatsApp Business Account",
        "timezone_id": "1",
        "message_template_namespace": "ba30dd89_2ebd_41e4_b805_f2c05ae04cc9",
        "account_review_status": "APPROVED",
        "business_verification_status": "VERIFIED",
    }


def _described_file(file: MediaFile, request: Request) -> JsonObject:
    base = f"{request.url.scheme}://{request.url.netloc}"
    return {
        "messaging_product": "whatsapp",
        "url": f"{base}/meta/{request.path_params['version']}/media-content/{file.id}",
        "mime_type": file.mime_type,
        "sha256": file.sha256,
        "file_size": str(len(file.content)),
        "id": file.id,
    }


async def update_number(platform: Platform, request: Request) -> JsonObject:
    """Accept settings of a number: two-step pin, webhook override, display name."""
    number = platform.accounts.number_for(request.path_params["object_id"], grant_in(platform, request))
    said = json_object_in(await request.body())
    override = (said.get("webhook_configuration") or {}).get("override_callback_uri")
    if override:
        token = str(said["webhook_configuration"].get("verify_token", ""))
        await confirm_webhook(platform, str(override), token)
        account = platform.accounts.accounts[number.waba_id]
        platform.accounts.accounts[number.waba_id] = replace(account, callback_url=str(override))
    name = said.get("new_display_name")
    if name:
        platform.accounts.numbers[number.phone_number_id] = replace(number, verified_name=str(name))
    platform.context.state.touch()
    return SUCCESS


async def list_numbers(platform: Platform, request: Request) -> JsonObject:
    """List an account's numbers."""
    account, fields = _account(platform, request), _fields(request)
    data = [described(number, fields) for number in platform.accounts.numbers_of(account.waba_id)]
    return {"data": data, "paging": {"cursors": {"before": "MAZDZD", "after": "MjQZD"}}}


async def register(platform: Platform, request: Request) -> JsonObject:
    """Switch a number on for the Cloud API; the two-step pin has six digits."""
    number = platform.accounts.number_for(request.path_params["object_id"], grant_in(platform, request))
    said = json_object_in(await request.body())
    pin = said.get("pin")
    if said.get("messaging_product") != "whatsapp" or not isinstance(pin, str):
        raise bad_parameter("The parameters messaging_product and pin are required.")
    if len(pin) != 6 or not pin.isdigit():
        raise bad_parameter("Param pin must be 6 digits.")
    platform.accounts.numbers[number.phone_number_id] = replace(number, is_registered=True)
    platform.context.state.touch()
    return SUCCESS


async def deregister(platform: Platform, request: Request) -> JsonObject:
    """Switch a number off for the Cloud API."""
    number = platform.accounts.number_for(request.path_params["object_id"], grant_in(platform, request))
    if not number.is_registered:
        said = "Phone number not registered on the WhatsApp Business Platform."
        raise GraphRefusal(100, said, subcode=2207051)
    platform.accounts.numbers[number.phone_number_id] = replace(number, is_registered=False)
    platform.context.state.touch()
    return SUCCESS


def _this_app(platform: Platform, account: Account) -> JsonObject:
    app_id = platform.accounts.app.app_id
    link = f"https://www.facebook.com/games/?app_id={app_id}"
    data = {"id": app_id, "name": "Chatbookr sandbox app", "link": link}
    override = {"override_callback_uri": account.callback_url} if account.callback_url else {}
    return {"whatsapp_business_api_data": data, **override}


async def list_subscribed(platform: Platform, request: Request) -> JsonObject:
    """List the apps that hear of an account."""
    account = _account(platform, request)
    return {"data": [_this_app(platform, account)] if account.is_subscribed else []}


async def subscribe(platform: Platform, request: Request) -> JsonObject:
    """Let the app hear of an account, at a callback of its own if one is given (and confirmed)."""
    account, said = _account(platform, request), await parameters_in(request)
    override = said.get("override_callback_uri")
    if override is not None:
        await confirm_webhook(platform, str(override), str(said.get("verify_token", "")))
    account = replace(account, is_subscribed=True, callback_url=override)
    platform.accounts.accounts[account.waba_id] = account
    platform.context.state.touch()
    return SUCCESS | ({"data": [_this_app(platform, account)]} if override else {})


async def unsubscribe(platform: Platform, request: Request) -> JsonObject:
    """Let the app hear no more of an account."""
    account = _account(platform, request)
    platform.accounts.accounts[account.waba_id] = replace(account, is_subscribed=False, callback_url=None)
    platform.context.state.touch()
    return SUCCESS


async def list_templates(platform: Platform, request: Request) -> JsonObject:
    """List an account's message templates."""
    account, name = _account(platform, request), request.query_params.get("name")
    known = [each for each in platform.templates.known if each.waba_id == account.waba_id]
    data = [each.as_listed() for each in known if name in (None, each.name)]
    return {"data": data, "paging": {"cursors": {"before": "MAZDZD", "after": "MjQZD"}}}


async def add_template(platform: Platform, request: Request) -> JsonObject:
    """Add a message template, approved at once."""
    account = _account(platform, request)
    wish = json_object_in(await request.body())
    template = platform.templates.add(platform.numeric_id(), account.waba_id, wish)
    platform.context.state.touch()
    return {"id": template.id, "status": "APPROVED", "category": template.category}


async def remove_template(platform: Platform, request: Request) -> JsonObject:
    """Delete a message template by name."""
    account, name = _account(platform, request), request.query_params.get("name", "")
    if not platform.templates.remove(account.waba_id, name):
        raise GraphRefusal(100, "(#100) Message template not found", subcode=2593002)
    platform.context.state.touch()
    return SUCCESS


async def upload_media(platform: Platform, request: Request) -> JsonObject:
    """Keep a file a clinic wants to send."""
    platform.accounts.number_for(request.path_params["object_id"], grant_in(platform, request))
    parts = parts_of(request.headers.get("content-type", ""), await request.body())
    file = parts.get("file")
    if file is None or parts.get("messaging_product", file).content != b"whatsapp":
        raise bad_parameter("The parameters messaging_product and file are required.")
    content, kind = file.content, parts["type"].content.decode() if "type" in parts else file.mime_type
    if len(content) > LARGEST_BYTES:
        raise GraphRefusal(131053, details="Media file is too large")
    kept = MediaFile(platform.numeric_id(), kind, content)
    platform.media.put(kept)
    return {"id": kept.id}


async def delete_media(platform: Platform, request: Request) -> JsonObject:
    """Forget a file."""
    grant_in(platform, request)
    if platform.media.files.pop(request.path_params["object_id"], None) is None:
        raise unknown_object("Media")
    return SUCCESS


def media_content(platform: Platform) -> Answer:
    """Make the endpoint that hands out a file's bytes to the bearer of a live token."""

    async def answer(request: Request) -> Response:
        try:
            grant_in(platform, request)
        except GraphRefusal as refusal:
            return refusal.response()
        file = platform.media.files.get(request.path_params["media_id"])
        if file is None:
            return graph_answer(unknown_object("Media").as_json(), status=404)
        return Response(file.content, media_type=file.mime_type, headers={"x-content-type-options": "nosniff"})

    return answer
