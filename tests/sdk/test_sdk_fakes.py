import asyncio
from datetime import timedelta
from email.utils import format_datetime

import pytest

from chatbookr_sdk import Capability, HttpResponse, Manifest, OutcomeUnknown, PermanentFailure, Setting
from chatbookr_sdk.testing.fakes import (
    NOON,
    FakeHttp,
    FakeLog,
    FixedClock,
    canary,
    context_for,
    echoing,
    json_answer,
    leaks,
    recorded_answer,
    trace_of,
)

MANIFEST = Manifest(
    name="sms",
    title="SMS",
    version="0.1.0",
    contract=1,
    kind="messaging",
    capabilities=frozenset({Capability.SEND_TEXT}),
    settings=(
        Setting("api_url", "Address", default="https://sms.example"),
        Setting("api_secret", "Secret", kind="secret"),
        Setting("old_secret", "Old secret", kind="secret", required=False),
    ),
)


async def test_answers_come_in_order_and_the_last_one_repeats() -> None:
    http = FakeHttp(HttpResponse(500, {}, b""), HttpResponse(200, {}, b""))

    statuses = [(await http.request("GET", "https://a.example/x")).status for _ in range(3)]

    assert statuses == [500, 200, 200]
    assert len(http.requests) == 3


async def test_routes_answer_by_method_and_end_of_the_path() -> None:
    http = FakeHttp(HttpResponse(404, {}, b""))
    http.on("GET", "/me", HttpResponse(200, {}, b"")).on("POST", "/me", OutcomeUnknown("sent"))

    assert (await http.request("GET", "https://a.example/v1/me")).status == 200
    assert (await http.request("GET", "https://a.example/v1/you")).status == 404
    with pytest.raises(OutcomeUnknown):
        await http.request("POST", "https://a.example/v1/me")


async def test_a_request_nobody_scripted_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="nobody scripted"):
        await FakeHttp().request("GET", "https://a.example")


async def test_requests_are_recorded_as_they_were_and_as_a_log_would_show_them() -> None:
    http = FakeHttp(HttpResponse(200, {}, b""))
    body = {"a": [1]}

    await http.request("POST", "https://a.example/x", params={"q": "ä b"}, json=body, headers={"h": "1"})
    await http.request("GET", "https://a.example/x", form={"f": "1"})
    body["a"].append(2)

    first, second = http.requests
    assert first.json == {"a": [1]}
    assert (first.full_url, second.full_url) == ("https://a.example/x?q=%C3%A4+b", "https://a.example/x")
    assert (first.headers, second.form) == ({"h": "1"}, {"f": "1"})


def test_a_body_that_is_no_json_fails_at_once() -> None:
    with pytest.raises(TypeError):
        asyncio.run(FakeHttp(HttpResponse(200, {}, b"")).request("POST", "https://a.example", json={"a": object()}))


def test_a_context_has_the_manifests_defaults_and_canaries_for_required_secrets() -> None:
    ctx = context_for(MANIFEST, credentials={"number": "1"})

    assert ctx.settings == {"api_url": "https://sms.example"}
    assert {name: secret.reveal() for name, secret in ctx.secrets.items()} == {"api_secret": canary("api_secret")}
    assert ctx.credentials["number"].reveal() == "1"
    assert ctx.clock.now() == NOON


def test_the_clock_stands_until_it_is_told() -> None:
    clock = FixedClock()

    clock.advance(seconds=90)

    assert (clock.now() - NOON).total_seconds() == 90


def test_the_log_keeps_its_lines() -> None:
    log = FakeLog()

    log.info("sent", code="1")
    log.warning("refused", status=400)

    assert log.lines == [("info", "sent", {"code": "1"}), ("warning", "refused", {"status": 400})]


def test_recordings_become_answers() -> None:
    answer = recorded_answer({"status": 429, "headers": {"Retry-After": 7}, "body": {"error": 1}})
    empty = recorded_answer({"status": 200, "headers": {}, "body": None})

    assert (answer.status, answer.headers, answer.json()) == (429, {"retry-after": "7"}, {"error": 1})
    assert empty.content == b""


def test_only_refusals_quote_secrets() -> None:
    refusal = echoing(json_answer(400, {"error": {"message": "bad", "codes": [1, "x"]}}), ["hunter2"])
    page = echoing(HttpResponse(502, {}, b"<html>"), ["hunter2"])
    success = json_answer(200, {"id": "1"})

    assert refusal.json() == {"error": {"message": "bad hunter2", "codes": [1, "x hunter2"]}}
    assert page.content == b"<html>hunter2"
    assert echoing(success, ["hunter2"]) is success


def test_a_leak_is_found_wherever_it_hides() -> None:
    def raised_from(cause: Exception) -> Exception:
        try:
            raise PermanentFailure("refused") from cause
        except PermanentFailure as failure:
            return failure

    hidden = PermanentFailure("refused", code="hunter 2")
    leaking: list[object] = [
        "Bearer hunter 2",
        {"token": "hunter 2"},
        "https://a.example/?q=hunter%202",
        hidden,
        raised_from(ValueError("hunter 2")),
    ]

    for thing in leaking:
        assert leaks(["hunter 2"], thing) == [type(thing).__name__]
    assert leaks(["hunter 2"], "hunter", raised_from(ValueError("x")), None) == []


async def test_the_trace_of_a_call_is_its_log_and_its_urls() -> None:
    http = FakeHttp(HttpResponse(200, {}, b""))
    ctx = context_for(MANIFEST, http=http)

    await ctx.http.request("GET", "https://a.example", params={"t": "1"})
    ctx.log.info("sent")

    assert list(trace_of(ctx)) == [("info", "sent", {}), "https://a.example?t=1"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("1e9", 86_400.0), ("inf", None), ("nan", None),
        ("", None), ("soon", None),
        (format_datetime(NOON + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOON - timedelta(hours=1), usegmt=True), 0.0),
        ("Fri, 27 Mar 2026 11:00:00", None),
    ],
)  # fmt: skip
def test_an_answer_tells_how_long_to_wait(value: str, seconds: float | None) -> None:
    assert HttpResponse(429, {"retry-after": value}, b"").retry_after_seconds(now=NOON) == seconds
    assert HttpResponse(429, {}, b"").retry_after_seconds(now=NOON) is None
