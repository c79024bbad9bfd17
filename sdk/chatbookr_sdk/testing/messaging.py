"""The conformance suite of messaging channels.

class TestSms(MessagingConformance):
    plugin = plugin
    settings = {"api_secret": "a made-up secret"}
    credentials = {"number_id": "12345"}
    good_delivery = b"…"
    unknown_delivery = b"…"
    answers = {"send": [json_answer(200, {...})], ...}
    def signed(self, body: bytes) -> WebhookRequest: ...
"""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import ClassVar

import pytest

from chatbookr_sdk import (
    AccountNotice,
    AuthExpired,
    Button,
    Buttons,
    Capability,
    Challenge,
    Connected,
    Fact,
    HttpResponse,
    InvalidCredentials,
    InvalidWebhook,
    MessageReceived,
    MessagingChannel,
    Options,
    OtherContent,
    OutboundContent,
    OutboundMessage,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    Receipt,
    Recipient,
    Row,
    Secret,
    Section,
    Sender,
    StatusReported,
    TemplateMessage,
    TemplateValue,
    TemporaryFailure,
    Text,
    UnknownFact,
    WebhookRequest,
)
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, echoing
from chatbookr_sdk.testing.media import MediaConformance
from chatbookr_sdk.testing.suite import Plugin, run, sealed_entries

_FLIPS = 512
"""Bytes of the good delivery that are flipped one at a time, spread evenly; all of a short one."""


ID_CHARS = 200
"""The host keeps a provider's ids of at most this many characters."""


def parts_of(value: object) -> list[object]:
    """List what a fact is made of, down to plain values."""
    if is_dataclass(value) and not isinstance(value, type):
        return [value, *(part for one in fields(value) for part in parts_of(getattr(value, one.name)))]
    if isinstance(value, tuple):
        return [part for one in value for part in parts_of(one)]
    return [value]


def texts_in(fact: Fact) -> list[str]:
    """List every text of a fact."""
    return [part for part in parts_of(fact) if isinstance(part, str)]


def moments_in(fact: Fact) -> list[datetime]:
    """List every instant of a fact."""
    return [part for part in parts_of(fact) if isinstance(part, datetime)]


def persons_in(fact: Fact) -> list[Sender]:
    """List the persons a fact is about."""
    return [part for part in parts_of(fact) if isinstance(part, Sender)]


class MessagingConformance(MediaConformance):
    """What a messaging channel must keep.

    Scenarios in `answers`: connect, connect_refused, send, rate_limited (429, with Retry-After: 7), server_error,
    unauthorized, revoke, revoked_already; and those of `MediaConformance`.
    """

    plugin: ClassVar[MessagingChannel]
    good_delivery: ClassVar[bytes]
    """A delivery with at least one message, as the provider sends it."""
    unknown_delivery: ClassVar[bytes]
    """A delivery of a kind that does not exist yet."""
    further_deliveries: ClassVar[Sequence[bytes]] = ()
    """One delivery for each other kind of fact and content the plugin reads."""
    status_delivery: ClassVar[bytes | None] = None
    """A delivery with a status; needed for the capability REPORT_DELIVERY."""
    handshake: ClassVar[WebhookRequest | None] = None
    """The provider's question whether the callback is ours, if it asks one."""
    recipient: ClassVar[Recipient] = Recipient("491700000001", "491700000001")

    def signed(self, body: bytes) -> WebhookRequest:
        """Sign a body as the provider would."""
        raise NotImplementedError("say how the provider signs")

    @property
    def subject(self) -> Plugin:  # type: ignore[override]  # the kind's own name for it is `plugin`
        """Return the plugin."""
        return self.plugin

    # --- what the checks are made of -------------------------------------------------------------------------------

    def contents(self) -> dict[Capability, OutboundContent]:
        """Return one content for each sending capability."""
        section = Section("Tue 13 Oct", (Row("o1", "Tue 13 Oct 09:30", "Dr Vos"), Row("o2", "Tue 13 Oct 10:00")))
        return {
            Capability.SEND_TEXT: Text("Hello, äöü 😀"),
            Capability.SEND_BUTTONS: Buttons("Shall I?", (Button("o1", "Yes"), Button("o2", "No"))),
            Capability.SEND_LIST: Options("When?", "Times", (section,)),
            Capability.SEND_TEMPLATE: TemplateMessage("At 9", "reminder", "en", (TemplateValue("body", "1", "9"),)),
        }

    def message(self, content: OutboundContent | None = None) -> OutboundMessage:
        """Return a message to send; a text where nothing else is asked for."""
        return OutboundMessage("idempotency-key-1", self.recipient, content or Text("Hello"))

    def facts_of(self, body: bytes) -> Sequence[Fact]:
        """Let a signed body through the door and read it."""
        ctx, request = self.context(), self.signed(body)
        assert self.plugin.authenticate(ctx, request) is None, "a delivery is not a handshake"
        return self.plugin.parse(ctx, request)

    def refusal_of(self, request: WebhookRequest, ctx: FakeContext | None = None) -> InvalidWebhook:
        """Return how the plugin refuses a request; fail where it does not."""
        with pytest.raises(InvalidWebhook) as refusal:
            self.plugin.authenticate(ctx or self.context(), request)
        return refusal.value

    def failure_of(self, http: FakeHttp, message: OutboundMessage | None = None) -> PluginError:
        """Return how sending fails; fail where it does not."""
        with pytest.raises(PluginError) as failure:
            run(self.plugin.send(self.context(http=http), message or self.message()))
        return failure.value

    # --- capabilities ----------------------------------------------------------------------------------------------

    def test_capabilities_are_what_the_plugin_does(self) -> None:
        """What is declared works, what is not declared is refused before anything is sent."""
        for capability, content in self.contents().items():
            http = self.provider("send")
            if capability in self.manifest.capabilities:
                assert run(self.plugin.send(self.context(http=http), self.message(content))).external_id
                assert http.requests
            else:
                assert isinstance(self.failure_of(http, self.message(content)), PermanentFailure)
                assert not http.requests

    def test_reported_statuses_are_declared(self) -> None:
        """REPORT_DELIVERY is declared exactly where statuses are understood."""
        declared = Capability.REPORT_DELIVERY in self.manifest.capabilities
        assert declared == (self.status_delivery is not None), "status_delivery goes with REPORT_DELIVERY"
        if self.status_delivery is not None:
            assert any(isinstance(fact, StatusReported) for fact in self.facts_of(self.status_delivery))

    def test_manifest_declares_webhook_and_limits(self) -> None:
        """What receives has a webhook scheme, what sends has limits above nothing."""
        if Capability.RECEIVE in self.manifest.capabilities:
            assert self.manifest.webhook is not None
            assert self.manifest.webhook.max_body_bytes >= 64 * 1024
        if self.manifest.capabilities & self.contents().keys():
            assert self.manifest.limits is not None
            assert self.manifest.limits.text_chars > 0

    # --- deliveries ------------------------------------------------------------------------------------------------

    def test_good_delivery_becomes_facts(self) -> None:
        """At least one message, in aware time, of a known account."""
        messages = [fact for fact in self.facts_of(self.good_delivery) if isinstance(fact, MessageReceived)]

        assert messages
        for message in messages:
            assert message.account.id
            assert message.external_id
            assert message.sender.user_id
            assert message.sent_at.utcoffset() is not None

    def test_good_delivery_says_the_same_when_replayed(self) -> None:
        """Facts depend on the delivery alone: the host drops duplicates by comparing them."""
        assert list(self.facts_of(self.good_delivery)) == list(self.facts_of(self.good_delivery))

    def test_facts_show_no_persons_words(self) -> None:
        """The repr of a fact may end up in a log."""
        for fact in self._every_fact():
            told = [value for person in persons_in(fact) for value in (person.phone, person.name, person.user_id)]
            assert not [value for value in told if value and value in repr(fact)]

    def test_every_fact_can_be_kept(self) -> None:
        """Databases take it: no NUL, no half characters, ids of at most 200 characters, aware time, JSON where said."""
        for fact in self._every_fact():
            texts = texts_in(fact)
            assert not any("\x00" in text for text in texts)
            assert "".join(texts).encode()
            ids = [getattr(fact, name, "id") for name in ("external_id", "target_external_id")]
            assert all(0 < len(one) <= ID_CHARS for one in ids)
            assert all(moment.utcoffset() is not None for moment in moments_in(fact))
            if isinstance(fact, AccountNotice):
                assert isinstance(json.loads(fact.detail), dict)
                assert fact.account is not None or fact.group_id

    def test_further_deliveries_become_facts_and_say_the_same_when_replayed(self) -> None:
        """What the plugin says it reads is not handed on as unknown."""
        for body in self.further_deliveries:
            facts = list(self.facts_of(body))
            assert any(not isinstance(fact, UnknownFact) for fact in facts)
            assert facts == list(self.facts_of(body))

    def _every_fact(self) -> list[Fact]:
        return [fact for body in (self.good_delivery, *self.further_deliveries) for fact in self.facts_of(body)]

    def test_tampered_delivery_is_refused(self) -> None:
        """Any one byte that differs makes it another's."""
        request, ctx = self.signed(self.good_delivery), self.context()
        step = max(1, len(request.body) // _FLIPS)
        for index in range(0, len(request.body), step):
            flipped = bytearray(request.body)
            flipped[index] ^= 0x01

            assert not self.refusal_of(replace(request, body=bytes(flipped)), ctx).authentic

    def test_unsigned_delivery_is_refused(self) -> None:
        """Without the provider's headers nothing is authentic."""
        assert not self.refusal_of(replace(self.signed(self.good_delivery), headers={})).authentic

    def test_without_its_secrets_the_plugin_refuses_every_delivery(self) -> None:
        """A missing or empty secret never means "no check"."""
        request = self.signed(self.good_delivery)
        for secrets in ({}, {setting.name: Secret("") for setting in self.manifest.settings}):
            ctx = self.context()
            ctx.secrets = secrets

            assert not self.refusal_of(request, ctx).authentic

    def test_unknown_event_is_kept(self) -> None:
        """Tomorrow's kinds of event are kept whole, never an error."""
        facts = self.facts_of(self.unknown_delivery)

        kept = [fact.raw for fact in facts if isinstance(fact, UnknownFact)]
        contents = [fact.content for fact in facts if isinstance(fact, MessageReceived)]
        kept += [content.raw for content in contents if isinstance(content, OtherContent)]
        assert kept
        assert all(kept)

    def test_huge_delivery_is_read(self) -> None:
        """A body of the largest declared size is read like a small one."""
        assert self.manifest.webhook is not None
        padding = self.manifest.webhook.max_body_bytes - len(self.good_delivery)

        facts = self.facts_of(self.good_delivery + b" " * padding)

        assert list(facts) == list(self.facts_of(self.good_delivery))

    def test_signed_garbage_is_refused_as_such(self) -> None:
        """Authentic nonsense is InvalidWebhook(authentic=True) or kept, never a crash."""
        bodies = [b"", b"\x00\xff\xfe", b"[" * 100_000, *(self.good_delivery[:n] for n in range(1, 64))]
        for body in bodies:
            try:
                self.facts_of(body)
            except InvalidWebhook as refusal:
                if not refusal.authentic:
                    raise

    def test_handshake_is_answered_and_only_with_its_secret(self) -> None:
        """The provider's question gets its challenge; one that knows nothing gets none."""
        if self.handshake is None:
            return
        ctx = self.context()
        challenge = self.plugin.authenticate(ctx, self.handshake)
        assert isinstance(challenge, Challenge)
        assert challenge.text in self.handshake.query.values()

        ctx.secrets = {name: Secret("another") for name in ctx.secrets}
        assert not self.refusal_of(self.handshake, ctx).authentic

    # --- connecting ------------------------------------------------------------------------------------------------

    def test_good_credentials_connect(self) -> None:
        """The account comes back, and is the provider's word, not ours."""
        connected = run(self.plugin.connect(self.context(http=self.provider("connect")), sealed_entries(self)))

        assert isinstance(connected, Connected)
        assert connected.account.id
        assert connected.title

    def test_refused_credentials_are_named(self) -> None:
        """The clinic is told which entry to correct."""
        with pytest.raises(InvalidCredentials) as refusal:
            run(self.plugin.connect(self.context(http=self.provider("connect_refused")), sealed_entries(self)))

        assert refusal.value.field in {setting.name for setting in self.manifest.credentials}

    # --- sending ---------------------------------------------------------------------------------------------------

    def test_same_message_makes_the_same_request_and_carries_its_key(self) -> None:
        """The plugin keeps nothing between calls; the key lets the provider or its statuses tell a repetition."""
        http = self.provider("send")
        ctx = self.context(http=http)

        first, second = run(self.plugin.send(ctx, self.message())), run(self.plugin.send(ctx, self.message()))

        assert isinstance(first, Receipt)
        assert isinstance(second, Receipt)
        half = len(http.requests) // 2
        assert http.requests[:half] == http.requests[half:]
        assert any("idempotency-key-1" in repr(request) for request in http.requests)

    def test_what_exceeds_the_limits_is_refused_before_anything_is_sent(self) -> None:
        """Nothing is ever cut; the host learns it at once."""
        assert self.manifest.limits is not None
        http = FakeHttp()

        failure = self.failure_of(http, self.message(Text("x" * (self.manifest.limits.text_chars + 1))))

        assert isinstance(failure, PermanentFailure)
        assert not http.requests

    def test_rate_limit_is_temporary_and_its_wait_is_honoured(self) -> None:
        """The host comes back when the provider said."""
        failure = self.failure_of(self.provider("rate_limited"))

        assert isinstance(failure, TemporaryFailure)
        assert not isinstance(failure, OutcomeUnknown)
        assert failure.retry_after_seconds == 7

    def test_server_error_is_temporary(self) -> None:
        """The provider's trouble is not the message's fault."""
        assert isinstance(self.failure_of(self.provider("server_error")), TemporaryFailure)

    def test_dead_credentials_pause_the_channel(self) -> None:
        """The clinic must reconnect; retrying would help nobody."""
        assert isinstance(self.failure_of(self.provider("unauthorized")), AuthExpired)

    def test_unreadable_success_leaves_the_outcome_unknown(self) -> None:
        """A 200 without a receipt may have sent the message."""
        for content in (b"", b"<html>", b"{}", b"null"):
            assert isinstance(self.failure_of(FakeHttp(HttpResponse(200, {}, content))), OutcomeUnknown)

    def test_failures_of_the_connection_are_passed_on(self) -> None:
        """The host's client knows whether the request got out; the plugin must not make it sound better."""
        for failure in (OutcomeUnknown("sent"), TemporaryFailure("not sent"), PermanentFailure("egress")):
            assert type(self.failure_of(FakeHttp(failure))) is type(failure)

    # --- leaving ---------------------------------------------------------------------------------------------------

    def test_revoking_twice_succeeds(self) -> None:
        """The host may have been killed between the first and the second time."""
        for scenario in ("revoke", "revoked_already"):
            http = self.provider(scenario)
            run(self.plugin.revoke(self.context(http=http)))
            run(self.plugin.revoke(self.context(http=http)))

            assert http.requests

    # --- secrets ---------------------------------------------------------------------------------------------------

    def test_secrets_show_nowhere(self) -> None:
        """Not in receipts, exceptions, logs or URLs, even where the provider quotes them."""
        for answers in self.answers.values():
            self._assert_calls_are_sealed(answers)
            self._assert_calls_are_sealed([echoing(answer, self.secret_values()) for answer in answers])

    def test_secrets_show_in_no_refusal_of_a_delivery(self) -> None:
        """A refused delivery is logged."""
        ctx = self.context()
        request = self.signed(self.good_delivery)

        self.assert_sealed(ctx, self.refusal_of(replace(request, body=request.body + b" "), ctx))

    def _assert_calls_are_sealed(self, answers: Sequence[HttpResponse]) -> None:
        for call in ("connect", "send", "revoke"):
            ctx = self.context(http=FakeHttp(*answers))
            try:
                if call == "connect":
                    result: object = run(self.plugin.connect(ctx, sealed_entries(self)))
                elif call == "send":
                    result = run(self.plugin.send(ctx, self.message()))
                else:
                    result = run(self.plugin.revoke(ctx))
            except PluginError as failure:
                result = failure
            self.assert_sealed(ctx, result)
