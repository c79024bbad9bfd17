"""Holds the suite of channels against a sound channel and against one for each fault it must find."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest

from chatbookr_sdk import (
    Account,
    AppContext,
    AuthExpired,
    Capability,
    Challenge,
    Connected,
    Context,
    Fact,
    HttpResponse,
    InvalidCredentials,
    InvalidWebhook,
    Manifest,
    MessageLimits,
    MessageReceived,
    MessagingChannel,
    OutboundMessage,
    OutcomeUnknown,
    PermanentFailure,
    Receipt,
    Secret,
    Sender,
    Setting,
    Subprocessor,
    TemporaryFailure,
    Text,
    TextReceived,
    UnknownFact,
    WebhookRequest,
    WebhookScheme,
)
from chatbookr_sdk.testing.fakes import json_answer
from chatbookr_sdk.testing.messaging import MessagingConformance

MANIFEST = Manifest(
    name="sms",
    title="SMS",
    version="0.1.0",
    contract=1,
    kind="messaging",
    capabilities=frozenset({Capability.RECEIVE, Capability.SEND_TEXT}),
    settings=(Setting("api_url", "Address", default="https://sms.example"), Setting("key", "Key", kind="secret")),
    credentials=(Setting("number", "Number"), Setting("token", "Token", kind="secret")),
    webhook=WebhookScheme("app", 100_000),
    limits=MessageLimits(*[160] * 13),
    egress_settings=("api_url",),
    subprocessors=(Subprocessor("Sms Ltd.", ("EU",), ("phone",), "none needed", "carries texts"),),
    maintainers=("A. Author",),
    docs_url="https://sms.example/docs",
)


class Sms:
    """A channel as small as the contract allows."""

    manifest = MANIFEST

    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        key = ctx.secrets["key"].reveal() if "key" in ctx.secrets else ""
        if request.method == "GET" and key and request.query.get("key") == key:
            return Challenge(request.query["challenge"])
        if not key or not hmac.compare_digest(signature(key, request.body), request.headers.get("x-sig", "")):
            raise InvalidWebhook("forged")
        self.payload(request.body)
        return None

    def payload(self, body: bytes) -> Any:
        try:
            payload = json.loads(body.decode())
        except (ValueError, RecursionError):
            raise InvalidWebhook("no JSON", authentic=True) from None
        if not isinstance(payload, dict):
            raise InvalidWebhook("no object", authentic=True)
        return payload

    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        payload = self.payload(request.body)
        if payload.get("kind") != "message":
            return [UnknownFact(None, "unknown", json.dumps(payload))]
        sender, at = Sender(payload["from"], payload["from"]), datetime.fromtimestamp(payload["at"], UTC)
        return [MessageReceived(Account("1"), payload["id"], sender, at, TextReceived(payload["text"]))]

    async def call(self, ctx: Context, path: str, token: Secret, body: object = None) -> Any:
        headers = {"authorization": token.reveal()}
        response = await ctx.http.request("POST", f"{ctx.settings['api_url']}/{path}", headers=headers, json=body)
        if response.status == 401:
            raise AuthExpired("dead")
        if response.status == 429:
            raise TemporaryFailure("busy", retry_after_seconds=float(response.headers["retry-after"]))
        if response.status >= 500:
            raise OutcomeUnknown("unwell")
        if response.status >= 400:
            raise PermanentFailure("refused")
        try:
            return response.json() or {}
        except ValueError:
            raise OutcomeUnknown("unreadable") from None

    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        try:
            me = await self.call(ctx, "me", credentials["token"])
        except AuthExpired:
            raise InvalidCredentials("refused", field="token") from None
        if "id" not in me:
            raise TemporaryFailure("who?")
        return Connected(Account(me["id"]), "SMS")

    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        if not isinstance(message.content, Text) or len(message.content.body) > 160:
            raise PermanentFailure("content_unsupported")
        body = {"text": message.content.body, "key": message.idempotency_key}
        sent = await self.call(ctx, "send", ctx.credentials["token"], body)
        if "id" not in sent:
            raise OutcomeUnknown("no receipt")
        return Receipt(sent["id"])

    async def revoke(self, ctx: Context) -> None:
        try:
            await self.call(ctx, "hook", ctx.credentials["token"])
        except AuthExpired:
            return


def signature(key: str, body: bytes) -> str:
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


class SmsSuite(MessagingConformance):
    plugin: ClassVar[MessagingChannel] = Sms()
    settings: ClassVar[Mapping[str, str]] = {"key": "a made-up key"}
    credentials: ClassVar[Mapping[str, str]] = {"number": "4930123456"}
    good_delivery = json.dumps({"kind": "message", "id": "m1", "from": "4917", "at": 1774612800, "text": "hi"}).encode()
    unknown_delivery = b'{"kind": "hologram"}'
    handshake = WebhookRequest("GET", {}, {"key": "a made-up key", "challenge": "42"}, b"")
    answers: ClassVar[Mapping[str, Sequence[HttpResponse]]] = {
        "connect": [json_answer(200, {"id": "1"})],
        "connect_refused": [json_answer(401, {"error": "dead"})],
        "send": [json_answer(200, {"id": "s1"})],
        "rate_limited": [json_answer(429, {"error": "busy"}, {"retry-after": "7"})],
        "server_error": [HttpResponse(503, {}, b"<html>")],
        "unauthorized": [json_answer(401, {"error": "dead"})],
        "revoke": [json_answer(200, {})],
        "revoked_already": [json_answer(401, {"error": "dead"})],
    }

    def signed(self, body: bytes) -> WebhookRequest:
        return WebhookRequest("POST", {"x-sig": signature("a made-up key", body)}, {}, body)


CHECKS = [name for name in dir(SmsSuite) if name.startswith("test_") and not name.startswith("test_package")]
"""All but those that look into the plugin's package, which a test's own class has not."""


def finds_fault(suite: MessagingConformance, check: str) -> bool:
    try:
        getattr(suite, check)()
    except (Exception, pytest.fail.Exception):
        return True
    return False


def a_suite_for(plugin: object, **changed: object) -> MessagingConformance:
    suite = type("ChangedSuite", (SmsSuite,), {"plugin": plugin, **changed})()
    assert isinstance(suite, MessagingConformance)
    return suite


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_channel_passes(check: str) -> None:
    assert not finds_fault(SmsSuite(), check)


class SignsNothing(Sms):
    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        return None


class SkipsWithoutSecret(Sms):
    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        if "key" not in ctx.secrets or not ctx.secrets["key"].reveal():
            return None
        return super().authenticate(ctx, request)


class ForgetsTheLastByte(Sms):
    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        good = SmsSuite.good_delivery
        body = good if request.body[:-1] == good[:-1] else request.body
        return super().authenticate(ctx, replace(request, body=body))


class CrashesOnNews(Sms):
    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        payload = self.payload(request.body)
        return [{"message": super().parse(ctx, request)}[payload["kind"]][0]]


class DropsNews(Sms):
    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        return [fact for fact in super().parse(ctx, request) if not isinstance(fact, UnknownFact)]


class NeverSaysTheSame(Sms):
    count = 0

    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        self.count += 1
        facts = super().parse(ctx, request)
        return [replace(f, external_id=str(self.count)) if isinstance(f, MessageReceived) else f for f in facts]


class TellsLocalTime(Sms):
    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        facts = super().parse(ctx, request)
        return [replace(f, sent_at=f.sent_at.replace(tzinfo=None)) for f in facts if isinstance(f, MessageReceived)]


class NamesPeopleInIds(Sms):
    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        facts = super().parse(ctx, request)
        return [replace(f, external_id="of 4917") for f in facts if isinstance(f, MessageReceived)]


class CrashesOnGarbage(Sms):
    def payload(self, body: bytes) -> Any:
        return json.loads(body)


class ReadsSmallBodiesOnly(Sms):
    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        return super().parse(ctx, request) if len(request.body) < 50_000 else []


class AnswersAnyHandshake(Sms):
    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        return Challenge("42") if request.method == "GET" else super().authenticate(ctx, request)


class BelievesAnyCredentials(Sms):
    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        return Connected(Account("1"), "SMS")


class NamesNoAccount(Sms):
    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        return replace(await super().connect(ctx, credentials), account=Account(""))


class CutsLongTexts(Sms):
    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        text = message.content.body[:160] if isinstance(message.content, Text) else ""
        return await super().send(ctx, replace(message, content=Text(text)))


class LosesTheKey(Sms):
    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        return await super().send(ctx, replace(message, idempotency_key="-"))


class RemembersMessages(Sms):
    sent = 0

    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        self.sent += 1
        return await super().send(ctx, replace(message, idempotency_key=f"{message.idempotency_key}-{self.sent}"))


class TakesAnyYes(Sms):
    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        try:
            return await super().send(ctx, message)
        except OutcomeUnknown:
            return Receipt("probably")


class CallsEverythingFinal(Sms):
    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        try:
            return await super().send(ctx, message)
        except (TemporaryFailure, AuthExpired):
            raise PermanentFailure("refused") from None


class RefusesToLeaveTwice(Sms):
    async def revoke(self, ctx: Context) -> None:
        await self.call(ctx, "hook", ctx.credentials["token"])


class TokenInUrl(Sms):
    async def call(self, ctx: Context, path: str, token: Secret, body: object = None) -> Any:
        return await super().call(ctx, f"{path}/{token.reveal()}", token, body)


class TokenInLog(Sms):
    async def revoke(self, ctx: Context) -> None:
        ctx.log.info("revoking", token=ctx.credentials["token"].reveal())


class QuotesTheProvider(Sms):
    async def call(self, ctx: Context, path: str, token: Secret, body: object = None) -> Any:
        response = await ctx.http.request("POST", f"{ctx.settings['api_url']}/{path}", json=body)
        raise PermanentFailure("refused", response.content.decode())


class KeyInRefusal(Sms):
    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        try:
            return super().authenticate(ctx, request)
        except InvalidWebhook as refusal:
            raise InvalidWebhook(f"{refusal} by {ctx.secrets['key'].reveal()}") from None


@pytest.mark.parametrize(
    ("faulty", "check"),
    [
        (SignsNothing, "test_tampered_delivery_is_refused"),
        (SignsNothing, "test_unsigned_delivery_is_refused"),
        (SkipsWithoutSecret, "test_without_its_secrets_the_plugin_refuses_every_delivery"),
        (ForgetsTheLastByte, "test_tampered_delivery_is_refused"),
        (CrashesOnNews, "test_unknown_event_is_kept"),
        (DropsNews, "test_unknown_event_is_kept"),
        (NeverSaysTheSame, "test_good_delivery_says_the_same_when_replayed"),
        (TellsLocalTime, "test_good_delivery_becomes_facts"),
        (NamesPeopleInIds, "test_facts_show_no_persons_words"),
        (CrashesOnGarbage, "test_signed_garbage_is_refused_as_such"),
        (ReadsSmallBodiesOnly, "test_huge_delivery_is_read"),
        (AnswersAnyHandshake, "test_handshake_is_answered_and_only_with_its_secret"),
        (BelievesAnyCredentials, "test_refused_credentials_are_named"),
        (NamesNoAccount, "test_good_credentials_connect"),
        (CutsLongTexts, "test_what_exceeds_the_limits_is_refused_before_anything_is_sent"),
        (CutsLongTexts, "test_capabilities_are_what_the_plugin_does"),
        (LosesTheKey, "test_same_message_makes_the_same_request_and_carries_its_key"),
        (RemembersMessages, "test_same_message_makes_the_same_request_and_carries_its_key"),
        (TakesAnyYes, "test_unreadable_success_leaves_the_outcome_unknown"),
        (TakesAnyYes, "test_failures_of_the_connection_are_passed_on"),
        (CallsEverythingFinal, "test_rate_limit_is_temporary_and_its_wait_is_honoured"),
        (CallsEverythingFinal, "test_server_error_is_temporary"),
        (CallsEverythingFinal, "test_dead_credentials_pause_the_channel"),
        (RefusesToLeaveTwice, "test_revoking_twice_succeeds"),
        (TokenInUrl, "test_secrets_show_nowhere"),
        (TokenInLog, "test_secrets_show_nowhere"),
        (QuotesTheProvider, "test_secrets_show_nowhere"),
        (KeyInRefusal, "test_secrets_show_in_no_refusal_of_a_delivery"),
    ],
)
def test_each_fault_of_a_channel_is_found(faulty: Callable[[], object], check: str) -> None:
    assert finds_fault(a_suite_for(faulty()), check)


def promising(capability: Capability) -> dict[str, Any]:
    return {"capabilities": MANIFEST.capabilities | {capability}}


def with_manifest(**changed: Any) -> object:
    return type("Described", (Sms,), {"manifest": replace(MANIFEST, **changed)})()


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"webhook": None}, "test_manifest_declares_webhook_and_limits"),
        ({"limits": None}, "test_manifest_declares_webhook_and_limits"),
        (
            {"capabilities": MANIFEST.capabilities | {Capability.SEND_LIST}},
            "test_capabilities_are_what_the_plugin_does",
        ),
        ({"capabilities": MANIFEST.capabilities | {Capability.REPORT_DELIVERY}}, "test_reported_statuses_are_declared"),
    ],
)
def test_a_manifest_that_promises_too_much_is_found(changed: dict[str, Any], check: str) -> None:
    assert finds_fault(a_suite_for(with_manifest(**changed)), check)


def test_a_channel_without_a_handshake_need_not_answer_one() -> None:
    check = "test_handshake_is_answered_and_only_with_its_secret"

    assert not finds_fault(a_suite_for(Sms(), handshake=None), check)


def test_a_suite_that_lacks_what_it_needs_says_so() -> None:
    with pytest.raises(AssertionError, match="is missing"):
        a_suite_for(Sms(), answers={}).test_server_error_is_temporary()
    with pytest.raises(AssertionError, match="8 characters"):
        a_suite_for(Sms(), credentials={"token": "short"}).test_secrets_show_nowhere()
    with pytest.raises(NotImplementedError):
        MessagingConformance().signed(b"")
