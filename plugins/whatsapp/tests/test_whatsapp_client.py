import hashlib
import hmac
import json
from datetime import timedelta
from email.utils import format_datetime

import pytest

from chatbookr_sdk import (
    AccountBlocked,
    AccountBusy,
    AuthExpired,
    HttpResponse,
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
    FakeHttp,
    canary,
    json_answer,
    recorded_answer,
)
from chatbookr_whatsapp import plugin
from whatsapp_meta import CREDENTIALS, TOKEN, WHATSAPP, a_context, a_refusal

MESSAGE = OutboundMessage("key-1", Recipient("US.1", "16505551234"), Text("hello"))
SENT = json_answer(200, {"messaging_product": "whatsapp", "messages": [{"id": "wamid.ID"}]})


def a_recording(name: str) -> HttpResponse:
    return recorded_answer(json.loads((WHATSAPP / "derived_api" / f"{name}.json").read_text()))


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
