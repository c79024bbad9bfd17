"""Numbers, accounts and media under their ids: what a clinic connects, registers, subscribes and lets go."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request

from chatbookr_sandbox.meta.accounts import Account, described
from chatbookr_sandbox.meta.files import described_file, file_for
from chatbookr_sandbox.meta.graph import grant_in, json_object_in, parameters_in
from chatbookr_sandbox.meta.platform import Platform
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject, bad_parameter, unknown_object
from chatbookr_sandbox.meta.subscriptions import confirm_webhook

SUCCESS: JsonObject = {"success": True}
LOCAL_STORAGE = frozenset({"AE", "AU", "BH", "BR", "CA", "CH", "DE", "GB", "ID", "IN", "JP", "KR", "SG", "ZA"})
TEMPLATE_FIELDS = ("name", "language", "category", "status", "components")


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
        return _shown_file(platform, request, wanted)
    if wanted == "me":
        return {"id": grant.user_id}
    return described(platform.accounts.number_for(wanted, grant), _fields(request))


def _shown_file(platform: Platform, request: Request, wanted: str) -> JsonObject:
    file = file_for(platform, request, wanted)
    if file is None:
        raise unknown_object("Media")
    return described_file(platform, file, request)


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
    region = said.get("data_localization_region")
    if region is not None and region not in LOCAL_STORAGE:
        raise bad_parameter("Param data_localization_region must be a country that local storage is offered in.")
    if number.pin is not None and number.pin != pin:
        raise GraphRefusal(133005, details="Two-step verification PIN mismatch")
    # what is registered keeps the region it has: it is chosen while a number is not
    kept = number.data_localization_region if number.is_registered else region
    registered = replace(number, is_registered=True, pin=pin, data_localization_region=kept)
    platform.accounts.numbers[number.phone_number_id] = registered
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
    """List an account's message templates, `limit` (25 unless given) at a time, narrowed to `fields`."""
    account, asked = _account(platform, request), request.query_params
    limit = asked.get("limit", "25")
    if not limit.isdigit() or not 1 <= int(limit) <= 1000:
        raise bad_parameter("Param limit must be a number from 1 to 1000.")
    page, is_more = platform.templates.page(
        account.waba_id, name=asked.get("name"), limit=int(limit), after=asked.get("after")
    )
    fields = ("id", *(_fields(request) or TEMPLATE_FIELDS))
    data = [{name: value for name, value in each.as_listed().items() if name in fields} for each in page]
    if not page:
        return {"data": data}
    paging: JsonObject = {"cursors": {"before": page[0].id, "after": page[-1].id}}
    if is_more:
        paging["next"] = str(request.url.include_query_params(after=page[-1].id))
    return {"data": data, "paging": paging}


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
