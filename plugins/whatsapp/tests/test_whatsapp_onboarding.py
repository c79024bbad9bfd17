import json
from typing import Any

import pytest

from chatbookr_sdk import (
    AccountQuality,
    AuthExpired,
    Connected,
    HealthProblem,
    HttpResponse,
    InvalidCredentials,
    OutcomeUnknown,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, canary, context_for, json_answer, sealed
from chatbookr_whatsapp.advice import ADVICE
from chatbookr_whatsapp.channel import WhatsApp
from chatbookr_whatsapp.registering import region_for

plugin = WhatsApp()
APP, WABA, NUMBER, TOKEN = "1234567890123456", "102290129340398", "106540352242922", canary("access_token")
SUCCESS = json_answer(200, {"success": True})
OURS = json_answer(200, {"data": [{"whatsapp_business_api_data": {"id": APP}}]})
SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging"]
SIGNED_UP = {"access_token": TOKEN, "by_signup": "1"}
FIELDS = ["messages", "account_update", "message_template_status_update", "phone_number_quality_update"]


def a_token(**more: object) -> HttpResponse:
    granular = [{"scope": SCOPES[0], "target_ids": [WABA]}]
    data = {"app_id": APP, "is_valid": True, "scopes": SCOPES, "granular_scopes": granular, **more}
    return json_answer(200, [{"code": 200, "body": json.dumps({"data": data})}])


def a_refusal(code: int, status: int = 400) -> HttpResponse:
    return json_answer(status, {"error": {"message": "…", "code": code}})


def meta(token: HttpResponse | None = None, *, fields: list[Any] | None = None, **number: object) -> FakeHttp:
    whole = {"id": NUMBER, "status": "CONNECTED", "platform_type": "CLOUD_API", "quality_rating": "GREEN", **number}
    told = [{"object": "whatsapp_business_account", "active": True, "fields": FIELDS if fields is None else fields}]
    return (
        FakeHttp()
        .on("POST", "graph.facebook.com/", token or a_token())
        .on("GET", "/phone_numbers", json_answer(200, {"data": [whole]}))
        .on("GET", f"/{NUMBER}", json_answer(200, whole))
        .on("GET", f"/{APP}/subscriptions", json_answer(200, {"data": told}))
        .on("GET", "/subscribed_apps", OURS)
        .on("POST", "/subscribed_apps", SUCCESS)
        .on("POST", "/register", SUCCESS)
    )


def a_context(http: FakeHttp, **credentials: str) -> FakeContext:
    return context_for(plugin.manifest, settings={"app_id": APP}, credentials=credentials, http=http)


async def connect(http: FakeHttp, *, region: str = "", **entered: str) -> Connected:
    ctx = a_context(http)
    ctx.region = region
    return await plugin.connect(ctx, sealed(entered))


def posted(http: FakeHttp, edge: str) -> list[object]:
    return [request.json for request in http.requests if request.url.endswith(edge) and request.method == "POST"]


async def test_a_code_is_exchanged_in_a_body_and_what_else_was_entered_stays() -> None:
    http = FakeHttp(json_answer(200, {"access_token": "EAAnew"}))
    entered = sealed({"code": "AQcode", "waba_id": WABA})

    kept = await plugin.exchange(a_context(http), entered)

    (request,) = http.requests
    assert {name: one.reveal() for name, one in kept.items()} == {
        "access_token": "EAAnew",
        "waba_id": WABA,
        "by_signup": "1",
    }
    assert request.full_url.endswith("/oauth/access_token")
    assert request.form == {"client_id": APP, "client_secret": canary("app_secret"), "code": "AQcode"}


@pytest.mark.parametrize(
    ("code", "answer", "app_id", "reason"),
    [
        ("AQ", a_refusal(100), APP, "code_used"),
        ("AQ", a_refusal(101), APP, "app_id_missing"),
        ("two words", SUCCESS, APP, "malformed"),
        ("AQ", SUCCESS, "", "app_id_missing"),
    ],
)
async def test_a_code_that_does_not_count_is_named_with_what_to_do(
    code: str, answer: HttpResponse, app_id: str, reason: str
) -> None:
    ctx = context_for(plugin.manifest, settings={"app_id": app_id}, http=FakeHttp(answer))

    with pytest.raises(InvalidCredentials) as refusal:
        await plugin.exchange(ctx, sealed({"code": code}))

    assert (refusal.value.field, refusal.value.reason) == ("code", reason)
    assert refusal.value.advice == ADVICE[reason]


async def test_an_answer_without_a_token_leaves_the_outcome_unknown() -> None:
    for answer in (json_answer(200, {}), json_answer(200, {"access_token": "two words"}), a_refusal(2, 503)):
        with pytest.raises(TemporaryFailure):
            await plugin.exchange(a_context(FakeHttp(answer)), sealed({"code": "AQ"}))


async def test_a_sign_ups_token_says_itself_which_account_and_number_it_is_for() -> None:
    connected = await connect(meta(a_token(expires_at=1804000000)), **SIGNED_UP)

    assert (connected.account.id, connected.account.group_id) == (NUMBER, WABA)
    assert connected.expires_at is not None
    assert connected.expires_at.timestamp() == 1804000000
    assert connected.credentials is not None
    assert sorted(connected.credentials) == ["access_token", "by_signup", "phone_number_id", "waba_id"]


async def test_a_pin_is_asked_for_where_the_number_is_not_registered_and_not_kept() -> None:
    off: dict[str, Any] = {"platform_type": "NOT_APPLICABLE", "status": "DISCONNECTED"}
    with pytest.raises(InvalidCredentials) as refusal:
        await connect(meta(**off), **SIGNED_UP)
    connected = await connect(meta(**off), **SIGNED_UP, pin="123456")

    assert (refusal.value.field, refusal.value.reason) == ("pin", "pin_needed")
    assert connected.credentials is not None
    assert "pin" not in connected.credentials


async def test_a_number_that_is_registered_is_not_registered_again() -> None:
    http = meta()

    await connect(http, **SIGNED_UP, pin="123456")

    assert posted(http, "/register") == []


@pytest.mark.parametrize(("region", "stored"), [("EU", "DE"), ("NL", "DE"), ("CH", "CH"), ("IN", "IN"), ("US", None)])
async def test_messages_are_stored_where_the_clinic_is_at_home(region: str, stored: str | None) -> None:
    http = meta(status="DISCONNECTED")

    await connect(http, region=region, **SIGNED_UP, pin="123456")

    wanted = {"messaging_product": "whatsapp", "pin": "123456"}
    assert posted(http, "/register") == [wanted | ({"data_localization_region": stored} if stored else {})]
    assert region_for(region) == stored


@pytest.mark.parametrize(
    ("http", "entered", "field", "reason"),
    [
        (meta(a_token(is_valid=False)), {}, "access_token", "token_dead"),
        (meta(a_token(app_id="1")), {}, "access_token", "token_of_other_app"),
        (meta(a_token(scopes=SCOPES[:1])), {}, "access_token", "permission_missing"),
        (meta(a_token(granular_scopes=[])), {}, "waba_id", "account_unclear"),
        (meta(), {"waba_id": "99999"}, "waba_id", "account_unknown"),
        (meta(), {"phone_number_id": "99999"}, "phone_number_id", "number_unknown"),
    ],
)
async def test_what_does_not_belong_together_is_named(
    http: FakeHttp, entered: dict[str, str], field: str, reason: str
) -> None:
    with pytest.raises(InvalidCredentials) as refusal:
        await connect(http, **{**SIGNED_UP, **entered})

    assert (refusal.value.field, refusal.value.reason) == (field, reason)
    assert posted(http, "/subscribed_apps") == []


@pytest.mark.parametrize(("code", "reason"), [(133005, "pin_wrong"), (133006, "number_unverified"), (1, None)])
async def test_metas_refusal_of_a_registration_says_what_to_do(code: int, reason: str | None) -> None:
    http = FakeHttp().on("POST", "/register", a_refusal(code))
    http._routes += meta(status="DISCONNECTED")._routes
    kind = InvalidCredentials if reason else TemporaryFailure

    with pytest.raises(kind) as refusal:
        await connect(http, **SIGNED_UP, pin="123456")

    assert getattr(refusal.value, "reason", None) == reason


async def test_a_batch_that_is_refused_as_a_whole_is_read_as_such() -> None:
    for answer, kind in ((a_refusal(2, 503), OutcomeUnknown), (json_answer(200, []), OutcomeUnknown)):
        with pytest.raises(kind):
            await connect(meta(answer), **SIGNED_UP)


async def test_health_tells_quality_name_tier_token_and_webhook() -> None:
    ctx = a_context(
        meta(a_token(expires_at=1804000000), name_status="APPROVED", throughput={"level": "HIGH"}),
        phone_number_id=NUMBER,
        waba_id=WABA,
        access_token=TOKEN,
    )

    health = await plugin.health(ctx)

    assert (health.quality, health.name_status, health.throughput) == (AccountQuality.HIGH, "APPROVED", "HIGH")
    assert health.webhook_fields == tuple(sorted(FIELDS))
    assert health.problems == ()
    assert {request.method for request in ctx.http.requests if "graph.facebook.com/v" in request.url} == {"GET"}


@pytest.mark.parametrize(
    ("http", "problem"),
    [
        (meta(quality_rating="RED"), HealthProblem.QUALITY_LOW),
        (meta(name_status="DECLINED"), HealthProblem.NAME_DECLINED),
        (meta(status="DISCONNECTED"), HealthProblem.NUMBER_UNREGISTERED),
        (meta(fields=[{"name": "messages", "version": "v23.0"}]), HealthProblem.WEBHOOK_FIELDS_MISSING),
        (meta(a_token(scopes=[])), HealthProblem.PERMISSION_MISSING),
    ],
)
async def test_what_has_to_be_looked_after_is_a_problem(http: FakeHttp, problem: HealthProblem) -> None:
    health = await plugin.health(a_context(http, phone_number_id=NUMBER, waba_id=WABA, access_token=TOKEN))

    assert health.problems == (problem,)


async def test_a_subscription_that_is_gone_is_a_problem_and_a_lost_right_is_no_dead_token() -> None:
    credentials = {"phone_number_id": NUMBER, "waba_id": WABA, "access_token": TOKEN}
    gone = FakeHttp().on("GET", "/subscribed_apps", json_answer(200, {"data": []}))
    gone._routes += meta()._routes
    no_right = FakeHttp().on("GET", "/subscribed_apps", a_refusal(200, 403))
    no_right._routes += meta()._routes
    dead = FakeHttp().on("GET", "/subscribed_apps", a_refusal(190, 401))
    dead._routes += meta()._routes

    assert (await plugin.health(a_context(gone, **credentials))).problems == (HealthProblem.NOT_SUBSCRIBED,)
    assert (await plugin.health(a_context(no_right, **credentials))).problems == (HealthProblem.PERMISSION_MISSING,)
    for http in (dead, meta(a_token(is_valid=False))):
        with pytest.raises(AuthExpired) as refusal:
            await plugin.health(a_context(http, **credentials))
        assert refusal.value.code == "190"


async def test_an_app_whose_secret_is_wrong_costs_no_clinic_its_connection() -> None:
    credentials = {"phone_number_id": NUMBER, "waba_id": WABA, "access_token": TOKEN}

    health = await plugin.health(a_context(meta(a_refusal(190, 401)), **credentials))
    with pytest.raises(InvalidCredentials) as refusal:
        await connect(meta(a_refusal(190, 401)), **SIGNED_UP)

    assert health.problems == ()
    assert refusal.value.reason == "app_unproved"


async def test_a_token_of_a_sign_up_is_revoked_after_the_subscription() -> None:
    http = FakeHttp(SUCCESS)

    await plugin.revoke(a_context(http, waba_id=WABA, **SIGNED_UP))
    await plugin.revoke(a_context(http, **SIGNED_UP))

    ends = [request.url.rsplit("/", 2)[1:] for request in http.requests]
    assert ends == [[WABA, "subscribed_apps"], ["me", "permissions"], ["me", "permissions"]]
