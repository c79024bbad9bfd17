import hashlib
import hmac
import json
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from chatbookr_sdk import (
    Account,
    AccountBlocked,
    AccountBusy,
    AuthExpired,
    Connected,
    HttpResponse,
    InvalidCredentials,
    OutboundMessage,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    Receipt,
    Recipient,
    TemporaryFailure,
    Text,
)
from chatbookr_sdk.testing.fakes import (
    NOON,
    FakeContext,
    FakeHttp,
    canary,
    context_for,
    json_answer,
    recorded_answer,
    sealed,
)
from chatbookr_whatsapp import plugin

WHATSAPP = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"
TOKEN = canary("access_token")
CREDENTIALS = {"phone_number_id": "1906385232743451", "waba_id": "102290129340398", "access_token": TOKEN}
MESSAGE = OutboundMessage("key-1", Recipient("US.1", "16505551234"), Text("hello"))
SENT = json_answer(200, {"messaging_product": "whatsapp", "messages": [{"id": "wamid.ID"}]})
SUCCESS = json_answer(200, {"success": True})


def an_api_example(name: str) -> Any:
    return json.loads((WHATSAPP / "api" / f"meta_openapi__{name}.json").read_text())


def a_recording(name: str) -> HttpResponse:
    return recorded_answer(json.loads((WHATSAPP / "derived_api" / f"{name}.json").read_text()))


def a_context(http: FakeHttp, *, credentials: dict[str, str] = CREDENTIALS, **settings: str) -> FakeContext:
    return context_for(plugin.manifest, settings=settings, credentials=credentials, http=http)


def a_refusal(code: int, status: int = 400, **more: object) -> HttpResponse:
    return json_answer(status, {"error": {"message": "…", "code": code, **more}})


async def consequence_of(answer: HttpResponse) -> PluginError:
    with pytest.raises(PluginError) as raised:
        await plugin.send(a_context(FakeHttp(answer)), MESSAGE)
    return raised.value


async def test_sending_posts_to_the_number_with_token_and_proof() -> None:
    http = FakeHttp(SENT)
    ctx = a_context(http, graph_url="http://127.0.0.1:8100/meta/", graph_version="v23.0")

    receipt = await plugin.send(ctx, MESSAGE)

    assert receipt == Receipt("wamid.ID")
    (request,) = http.requests
    assert (request.method, request.url) == ("POST", "http://127.0.0.1:8100/meta/v23.0/1906385232743451/messages")
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    proof = hmac.new(canary("app_secret").encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert request.params == {"appsecret_proof": proof}
    assert isinstance(request.json, dict)
    assert request.json["biz_opaque_callback_data"] == "key-1"


async def test_what_does_not_fit_is_refused_before_anything_is_sent() -> None:
    http = FakeHttp()

    with pytest.raises(PermanentFailure):
        await plugin.send(a_context(http), OutboundMessage("key-1", Recipient("1", "16505551234"), Text("x" * 4097)))

    assert http.requests == []


@pytest.mark.parametrize(
    ("recording", "consequence"),
    [
        ("send_0_auth_exception", AuthExpired),
        ("send_190_expired_463", AuthExpired),
        ("send_190_revoked_460", AuthExpired),
        ("send_200_permission", AuthExpired),
        ("send_3_capability", AuthExpired),
        ("send_368_blocked", AccountBlocked),
        ("send_131031_locked", AuthExpired),
        ("send_131048_spam", AccountBlocked),
        ("send_4_app_rate", TemporaryFailure),
        ("send_130429_throughput", AccountBusy),
        ("send_133016_register_rate", TemporaryFailure),
        ("send_2_transient", OutcomeUnknown),
        ("send_100_invalid", "request_invalid"),
        ("send_131008_missing", "request_invalid"),
        ("send_131009_invalid", "request_invalid"),
        ("send_131037_display_name", "display_name_unapproved"),
        ("send_132015_paused", "template"),
        ("send_132016_disabled", "template"),
        ("send_html_502", OutcomeUnknown),
        ("send_empty_200", OutcomeUnknown),
    ],
)
async def test_recorded_refusals_have_their_consequence(recording: str, consequence: type | str) -> None:
    failure = await consequence_of(a_recording(recording))

    if isinstance(consequence, str):
        assert isinstance(failure, PermanentFailure)
        assert failure.reason == consequence
    else:
        assert type(failure) is consequence


def test_no_recorded_refusal_is_left_out() -> None:
    (parametrized,) = test_recorded_refusals_have_their_consequence.pytestmark  # type: ignore[attr-defined]  # set by pytest

    assert {name for name, _ in parametrized.args[1]} == {p.stem for p in (WHATSAPP / "derived_api").glob("*.json")}


@pytest.mark.parametrize("code", [0, 3, 10, 102, 104, 190, 200, 299, 131005, 131031])
async def test_dead_tokens_lost_rights_and_stopped_accounts_pause_the_channel(code: int) -> None:
    for status in (400, 401, 403, 500):
        failure = await consequence_of(a_refusal(code, status))

        assert type(failure) is AuthExpired
        assert failure.code == str(code)


@pytest.mark.parametrize("code", [1, 2, 4, 17, 613, 131000, 131016, 131056, 131057])
async def test_limits_and_troubles_of_metas_are_tried_again(code: int) -> None:
    failure = await consequence_of(a_refusal(code))

    assert type(failure) is TemporaryFailure
    assert failure.code == str(code)


@pytest.mark.parametrize("code", [1, 2, 131000, 131016, 131057])
async def test_troubles_with_a_server_error_may_have_sent_the_message(code: int) -> None:
    failure = await consequence_of(a_refusal(code, 500))

    assert type(failure) is OutcomeUnknown


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131047, "window_closed"),
        (131026, "undeliverable"),
        (131049, "withheld_by_provider"),
        (130472, "withheld_by_provider"),
        (131050, "opted_out"),
        (131030, "recipient_not_allowed"),
        (131062, "recipient_needs_phone"),
        (133010, "number_unregistered"),
        (132000, "template"),
        (131053, "media"),
        (999999, "refused"),
    ],
)
async def test_final_refusals_are_never_tried_again(code: int, reason: str) -> None:
    failure = await consequence_of(a_refusal(code))

    assert isinstance(failure, PermanentFailure)
    assert (failure.reason, failure.code) == (reason, str(code))


async def test_an_unheard_of_code_goes_by_its_transient_mark_and_status() -> None:
    assert type(await consequence_of(a_refusal(777777, 400, is_transient=True))) is TemporaryFailure
    assert type(await consequence_of(a_refusal(777777, 500))) is OutcomeUnknown
    assert type(await consequence_of(a_refusal(777777, 429))) is TemporaryFailure
    assert type(await consequence_of(a_refusal(777777, 401))) is AuthExpired


@pytest.mark.parametrize(
    ("answer", "consequence"),
    [
        (HttpResponse(503, {}, b"<html>"), OutcomeUnknown),
        (HttpResponse(500, {}, b'{"error": "x"}'), OutcomeUnknown),
        (HttpResponse(504, {}, b"["), OutcomeUnknown),
        (HttpResponse(408, {}, b""), OutcomeUnknown),
        (HttpResponse(429, {}, b""), TemporaryFailure),
        (HttpResponse(401, {}, b""), AuthExpired),
        (HttpResponse(403, {}, b"[]"), PermanentFailure),
        (HttpResponse(302, {"location": "http://127.0.0.1/"}, b""), PermanentFailure),
        (HttpResponse(400, {}, b'{"error": {"code": true}}'), PermanentFailure),
        (HttpResponse(200, {}, b"<html>"), OutcomeUnknown),
        (HttpResponse(200, {}, b"[" * 100_000), OutcomeUnknown),
        (HttpResponse(200, {}, b"{}"), OutcomeUnknown),
        (HttpResponse(200, {}, b'{"messages": [{}]}'), OutcomeUnknown),
        (HttpResponse(200, {}, b'{"messages": ["wamid"]}'), OutcomeUnknown),
        (HttpResponse(200, {}, b'{"messages": {"id": "wamid"}}'), OutcomeUnknown),
        (HttpResponse(200, {}, b'{"error": {"code": 190}}'), AuthExpired),
    ],
)
async def test_answers_that_are_not_metas_are_judged_by_what_may_have_happened(
    answer: HttpResponse, consequence: type
) -> None:
    assert type(await consequence_of(answer)) is consequence


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("1e9", 86_400.0),
        (format_datetime(NOON + timedelta(seconds=90), usegmt=True), 90.0),
        ("Fri, 27 Mar 2026 11:00:00 GMT", 0.0),
        ("nan", None),
        ("soon", None),
        ("Fri, 27 Mar 2026 11:00:00", None),
    ],
)
async def test_retry_after_is_honoured(header: str, seconds: float | None) -> None:
    limited = a_refusal(4, 429)

    failure = await consequence_of(HttpResponse(429, {"retry-after": header}, limited.content))

    assert isinstance(failure, TemporaryFailure)
    assert failure.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("code", "kind", "seconds"),
    [(130429, AccountBusy, 2), (80007, AccountBusy, 60), (131048, AccountBlocked, 3600), (368, AccountBlocked, 21_600)],
)
async def test_limits_and_punishments_of_the_account_let_all_its_messages_wait(
    code: int, kind: type, seconds: float
) -> None:
    failure = await consequence_of(a_refusal(code))

    assert type(failure) is kind
    assert isinstance(failure, TemporaryFailure)
    assert (failure.code, failure.retry_after_seconds) == (str(code), seconds)


async def test_the_limit_to_one_recipient_waits_six_seconds() -> None:
    failure = await consequence_of(a_refusal(131056))

    assert isinstance(failure, TemporaryFailure)
    assert failure.retry_after_seconds == 6.0


async def test_a_refusal_never_repeats_metas_words_which_quote_tokens() -> None:
    failure = await consequence_of(a_refusal(190, 401, message=f"Malformed access token {TOKEN}", error_subcode=463))

    assert str(failure) == "the access token no longer opens the account: code 190, subcode 463"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone_number_id", ""),
        ("phone_number_id", "../me"),
        ("phone_number_id", "12345?x="),
        ("access_token", ""),
        ("access_token", "1 2"),
        ("access_token", "1\r\nx: y"),
    ],
)
async def test_a_stored_connection_that_is_malformed_reaches_no_url_and_no_header(field: str, value: str) -> None:
    http = FakeHttp()

    with pytest.raises(PermanentFailure):
        await plugin.send(a_context(http, credentials={**CREDENTIALS, field: value}), MESSAGE)

    assert http.requests == []


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
