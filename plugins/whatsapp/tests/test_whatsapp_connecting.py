import json
from typing import Any

import pytest

from chatbookr_sdk import (
    Account,
    Connected,
    HttpResponse,
    InvalidCredentials,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import (
    FakeHttp,
    json_answer,
    sealed,
)
from chatbookr_whatsapp import plugin
from whatsapp_meta import CREDENTIALS, WHATSAPP, a_context, a_refusal

SUCCESS = json_answer(200, {"success": True})


def an_api_example(name: str) -> Any:
    return json.loads((WHATSAPP / "api" / f"meta_openapi__{name}.json").read_text())


def a_token(**more: object) -> HttpResponse:
    """Answer as a batch of one does about a token."""
    data = {"is_valid": True, "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"], **more}
    return json_answer(200, [{"code": 200, "body": json.dumps({"data": data})}])


def a_willing_meta(token: HttpResponse | None = None, **number: object) -> FakeHttp:
    numbers = an_api_example("waba_id_phone_numbers__get__resp200__multiple_phone_numbers")
    numbers["data"] = [{**one, **number} for one in numbers["data"]]
    return (
        FakeHttp()
        .on("POST", "graph.facebook.com/", token or a_token())
        .on("GET", "/102290129340398/phone_numbers", json_answer(200, numbers))
        .on("POST", "/102290129340398/subscribed_apps", SUCCESS)
        .on("POST", "/1906385232743451/register", SUCCESS)
    )


async def connect(http: FakeHttp, *, app_id: str = "", **changed: str) -> Connected:
    entered = {**CREDENTIALS, **changed}
    settings = {"app_id": app_id} if app_id else {}
    return await plugin.connect(a_context(http, credentials={}, **settings), sealed(entered))


async def test_connecting_checks_the_number_and_subscribes_the_webhook() -> None:
    http = a_willing_meta()

    connected = await connect(http)

    assert connected.account == Account("1906385232743451", "102290129340398")
    assert connected.title == "Jasper's Market, +1 631-555-5555"
    assert [(r.method, r.url.rsplit("/", 1)[1]) for r in http.requests] == [
        ("GET", "phone_numbers"),
        ("POST", "subscribed_apps"),
    ]
    assert http.requests[1].json == {}


async def test_a_number_is_registered_only_where_a_pin_is_given() -> None:
    http = a_willing_meta(platform_type="NOT_APPLICABLE")

    await connect(http, pin="123456")

    assert [r.url.rsplit("/", 1)[1] for r in http.requests] == ["phone_numbers", "register", "subscribed_apps"]
    assert http.requests[1].json == {"messaging_product": "whatsapp", "pin": "123456"}


async def test_a_number_on_a_later_page_is_found() -> None:
    first = {"data": [{"id": "1"}], "paging": {"cursors": {"after": "A"}, "next": "https://graph.facebook.com/…"}}
    last = {"data": [{"id": "1906385232743451"}], "paging": {"cursors": {"after": "B"}}}
    http = FakeHttp().on("GET", "/phone_numbers", json_answer(200, first), json_answer(200, last))
    http.on("POST", "/subscribed_apps", SUCCESS)

    connected = await connect(http)

    assert connected.title == "1906385232743451"
    assert [request.params.get("after") for request in http.requests[:2]] == [None, "A"]


async def test_pages_that_never_end_are_given_up() -> None:
    page = {"data": [{"id": "1"}], "paging": {"cursors": {"after": "A"}, "next": "https://graph.facebook.com/…"}}
    http = FakeHttp(json_answer(200, page))

    with pytest.raises(InvalidCredentials):
        await connect(http)

    assert len(http.requests) == 50


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone_number_id": "1913623884432104"}, "phone_number_id"),
        ({"phone_number_id": "+1 631-555-5555"}, "phone_number_id"),
        ({"waba_id": "me/accounts?"}, "waba_id"),
        ({"access_token": ""}, "access_token"),
        ({"access_token": "two words"}, "access_token"),
        ({"pin": "12345"}, "pin"),
        ({}, "pin"),
    ],
)
async def test_a_faulty_entry_is_named(changed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidCredentials) as refusal:
        await connect(a_willing_meta(platform_type="NOT_APPLICABLE"), **changed)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("entered", "absent"),
    [
        ({"pin": "246810"}, ["access_token", "waba_id", "phone_number_id"]),
        ({}, ["access_token", "waba_id", "phone_number_id"]),
        ({"access_token": "two words", "waba_id": ""}, ["waba_id", "phone_number_id"]),
        ({"by_signup": "1", "pin": "246810"}, ["access_token"]),
    ],
)
async def test_entries_that_are_not_there_are_all_named_before_any_is_judged(
    entered: dict[str, str], absent: list[str]
) -> None:
    http = FakeHttp()

    with pytest.raises(InvalidCredentials) as refusal:
        await plugin.connect(a_context(http, credentials={}), sealed(entered))

    assert (refusal.value.field, refusal.value.reason) == (absent[0], "missing")
    assert (refusal.value.advice or "").startswith(f"Missing: {', '.join(absent)}. Give")
    assert http.requests == []


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        ("resp401__expired_token", "access_token"),
        ("resp401__invalid_token", "access_token"),
        ("resp403__not_linked_to_waba", "access_token"),
        ("resp403__missing_permissions", "access_token"),
        ("resp404__waba_not_found", "waba_id"),
        ("resp400__invalid_phone_id", "waba_id"),
    ],
)
async def test_metas_refusal_while_connecting_names_the_entry(refusal: str, field: str) -> None:
    status = int(refusal[4:7])
    http = FakeHttp(json_answer(status, an_api_example(f"phone_number_id__get__{refusal}")))

    with pytest.raises(InvalidCredentials) as raised:
        await connect(http)

    assert raised.value.field == field


async def test_a_wrong_pin_and_a_refused_subscription_are_named() -> None:
    wrong_pin = FakeHttp().on("POST", "/register", a_refusal(133005))
    no_right = FakeHttp().on("POST", "/subscribed_apps", a_refusal(200, 403))
    numbers = json_answer(200, {"data": [{"id": "1906385232743451"}]})

    with pytest.raises(InvalidCredentials) as first:
        await connect(wrong_pin.on("GET", "/phone_numbers", numbers), pin="123456")
    with pytest.raises(InvalidCredentials) as second:
        await connect(no_right.on("GET", "/phone_numbers", numbers))

    assert (first.value.field, second.value.field) == ("pin", "access_token")


async def test_connecting_while_meta_is_unwell_blames_nothing_on_the_clinic() -> None:
    unwell = json_answer(500, an_api_example("phone_number_id__get__resp500__internal_error"))
    numbers = json_answer(200, {"data": [{"id": "1906385232743451"}]})
    unconfirmed = FakeHttp(json_answer(200, {"success": False})).on("GET", "/phone_numbers", numbers)

    with pytest.raises(TemporaryFailure):
        await connect(FakeHttp(unwell))
    with pytest.raises(TemporaryFailure):
        await connect(unconfirmed)
    with pytest.raises(PermanentFailure):
        await connect(FakeHttp(PermanentFailure("egress")))


async def test_with_a_known_app_id_a_token_of_another_app_is_refused() -> None:
    apps = json_answer(200, an_api_example("waba_id_subscribed_apps__get__resp200__multiple_subscriptions"))
    none = json_answer(200, an_api_example("waba_id_subscribed_apps__get__resp200__no_subscriptions"))

    ours = "1234567890123456"
    await connect(a_willing_meta(a_token(app_id=ours)).on("GET", "/subscribed_apps", apps), app_id=ours)
    for token, answer in ((a_token(app_id=ours), apps), (a_token(app_id="999"), apps), (a_token(app_id="999"), none)):
        with pytest.raises(InvalidCredentials) as refusal:
            await connect(a_willing_meta(token).on("GET", "/subscribed_apps", answer), app_id="999")

        assert (refusal.value.field, refusal.value.reason) == ("access_token", "token_of_other_app")
        assert refusal.value.advice


async def test_revoking_unsubscribes_our_app() -> None:
    http = FakeHttp(SUCCESS)

    await plugin.revoke(a_context(http))
    await plugin.revoke(a_context(http))

    assert [(r.method, r.url.rsplit("/", 2)[1:]) for r in http.requests] == [
        ("DELETE", ["102290129340398", "subscribed_apps"])
    ] * 2


@pytest.mark.parametrize(
    "answer",
    [
        a_refusal(190, 401),
        a_refusal(200, 403),
        a_refusal(803, 404),
        a_refusal(100, 400, error_subcode=33),
        HttpResponse(404, {}, b""),
    ],
)
async def test_revoking_what_is_already_gone_succeeds(answer: HttpResponse) -> None:
    ctx = a_context(FakeHttp(answer))

    await plugin.revoke(ctx)

    assert [event for _, event, _ in ctx.log.lines] == ["whatsapp.already_unsubscribed"]


@pytest.mark.parametrize(
    ("answer", "consequence"),
    [
        (a_refusal(2, 503), TemporaryFailure),
        (HttpResponse(502, {}, b"<html>"), OutcomeUnknown),
        (a_refusal(100), PermanentFailure),
        (OutcomeUnknown("no answer"), OutcomeUnknown),
    ],
)
async def test_a_failed_revocation_is_told(answer: HttpResponse | PluginError, consequence: type) -> None:
    with pytest.raises(consequence):
        await plugin.revoke(a_context(FakeHttp(answer)))
