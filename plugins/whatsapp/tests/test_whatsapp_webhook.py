import contextlib
import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbookr_sdk import Challenge, InvalidWebhook, WebhookRequest
from chatbookr_sdk.testing.fakes import FakeContext, context_for
from chatbookr_whatsapp.channel import WhatsApp

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures"
REAL = json.loads((FIXTURES / "webhooks" / "meta_x_hub_signature_256_vector.json").read_text())
REAL_BODY: bytes = REAL["raw_body"].encode()
REAL_SIGNATURE: str = REAL["x_hub_signature_256"]
plugin = WhatsApp()


def a_context(**secrets: str) -> FakeContext:
    given = {"app_secret": REAL["app_secret_public_reset"], "verify_token": "our verify token"}
    return context_for(plugin.manifest, secrets={**given, **secrets})


def a_delivery(body: bytes = REAL_BODY, *, signature: str | None = REAL_SIGNATURE) -> WebhookRequest:
    headers = {} if signature is None else {"x-hub-signature-256": signature}
    return WebhookRequest("POST", headers, {}, body)


def a_signed_delivery(body: bytes, secret: str = REAL["app_secret_public_reset"]) -> WebhookRequest:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return a_delivery(body, signature=f"sha256={digest}")


def a_handshake(**query: str) -> WebhookRequest:
    good = {"hub.mode": "subscribe", "hub.verify_token": "our verify token", "hub.challenge": "1158201444"}
    given: Mapping[str, str] = {f"hub.{name}": value for name, value in query.items()}
    return WebhookRequest("GET", {}, {**good, **given}, b"")


def taken(request: WebhookRequest, ctx: FakeContext) -> None:
    """Let a delivery through the door, as the host does: proven first, then asked whose it is."""
    if plugin.authenticate(ctx, request) is None:
        plugin.accounts(ctx, request)


def is_refused(request: WebhookRequest, ctx: FakeContext | None = None) -> InvalidWebhook:
    with pytest.raises(InvalidWebhook) as refusal:
        taken(request, ctx or a_context())
    return refusal.value


def test_the_real_delivery_of_meta_is_accepted_byte_for_byte() -> None:
    assert plugin.authenticate(a_context(), a_delivery()) is None


def test_the_real_delivery_is_refused_when_any_one_byte_differs() -> None:
    ctx = a_context()

    for index in range(len(REAL_BODY)):
        flipped = bytearray(REAL_BODY)
        flipped[index] ^= 0x01

        assert not is_refused(a_delivery(bytes(flipped)), ctx).authentic


def test_the_real_delivery_is_refused_when_any_one_character_of_the_signature_differs() -> None:
    ctx = a_context()

    for index, character in enumerate(REAL_SIGNATURE):
        forged = REAL_SIGNATURE[:index] + ("0" if character != "0" else "1") + REAL_SIGNATURE[index + 1 :]

        assert not is_refused(a_delivery(signature=forged), ctx).authentic


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param("sha256=", id="no digest"),
        pytest.param(REAL_SIGNATURE[:-1], id="short"),
        pytest.param(REAL_SIGNATURE + "0", id="long"),
        pytest.param(REAL_SIGNATURE.removeprefix("sha256="), id="no scheme"),
        pytest.param(REAL_SIGNATURE.replace("sha256", "sha1"), id="sha1"),
        pytest.param(REAL_SIGNATURE.upper(), id="upper case"),
        pytest.param("sha256=" + REAL_SIGNATURE[7:].upper(), id="upper-case hex"),
        pytest.param(REAL_SIGNATURE + " ", id="trailing blank"),
        pytest.param(f"{REAL_SIGNATURE}, {REAL_SIGNATURE}", id="two headers"),
        pytest.param("sha256=" + "é" * 64, id="not ASCII"),
        pytest.param("sha256=\ud800", id="not even encodable"),
    ],
)
def test_a_signature_in_any_other_form_is_refused(signature: str | None) -> None:
    refusal = is_refused(a_delivery(signature=signature))

    assert not refusal.authentic


def test_the_same_json_written_differently_is_refused() -> None:
    rewritten = json.dumps(json.loads(REAL_BODY)).encode()

    assert not is_refused(a_delivery(rewritten)).authentic


def test_without_an_app_secret_nothing_is_authentic() -> None:
    signed_with_nothing = a_signed_delivery(REAL_BODY, secret="")

    assert not is_refused(signed_with_nothing, a_context(app_secret="")).authentic
    assert not is_refused(signed_with_nothing, a_context(app_secret="", app_secret_previous="")).authentic


def test_during_a_change_of_the_app_secret_the_previous_one_is_accepted_too() -> None:
    body = b'{"object": "whatsapp_business_account", "entry": []}'
    ctx = a_context(app_secret="the new one", app_secret_previous="the old one")

    assert plugin.authenticate(ctx, a_signed_delivery(body, "the new one")) is None
    assert plugin.authenticate(ctx, a_signed_delivery(body, "the old one")) is None
    assert not is_refused(a_signed_delivery(body, "a third one"), ctx).authentic
    assert not is_refused(a_signed_delivery(body, "")).authentic


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"[]",
        b"null",
        b'"whatsapp_business_account"',
        b'{"object": "page", "entry": []}',
        b'{"entry": []}',
        b'{"object": "whatsapp_business_account", "entry": NaN}',
        b"\xff\xfe{\x00}\x00",
        b'{"object": "whatsapp_business_account", "x": "\xed\xa0\x80"}',
        b'{"object": "whatsapp_business_account", "entry": ' + b"[" * 65 + b"]" * 65 + b"}",
        b"[" * 200_000,
        b'{"object": "whatsapp_business_account", "entry": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_signed_body_that_is_no_payload_is_refused_as_authentic_nonsense(body: bytes) -> None:
    refusal = is_refused(a_signed_delivery(body))

    assert refusal.authentic
    assert refusal.__cause__ is None


def test_a_large_flat_batch_is_no_deep_one() -> None:
    entries = ", ".join(['{"id": "1", "changes": [{"value": {}}]}'] * 200)
    body = f'{{"object": "whatsapp_business_account", "entry": [{entries}]}}'.encode()

    assert plugin.authenticate(a_context(), a_signed_delivery(body)) is None
    assert plugin.accounts(a_context(), a_signed_delivery(body)) == []


PIECES = st.sampled_from([b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\", b"\\ud800", b"\x00", b"1e999", b"\xff"])
SPLICES = st.tuples(st.integers(0, len(REAL_BODY)), st.integers(0, 40), PIECES | st.binary(max_size=8))


@settings(max_examples=5 * settings().max_examples, deadline=None)
@given(st.lists(SPLICES, min_size=1, max_size=5))
def test_signed_garbage_is_refused_or_read_and_never_crashes(splices: list[tuple[int, int, bytes]]) -> None:
    body = REAL_BODY
    for start, length, piece in splices:
        body = body[:start] + piece + body[start + length :]
    delivery = a_signed_delivery(body)

    # Garbage is refused as authentic nonsense; what passes is read.
    with contextlib.suppress(InvalidWebhook):
        plugin.authenticate(a_context(), delivery)
        plugin.parse(a_context(), delivery)


def test_the_handshake_is_answered_with_its_challenge() -> None:
    assert plugin.authenticate(a_context(), a_handshake()) == Challenge("1158201444")


@pytest.mark.parametrize("token", ["", "another", "our verify token ", "Our verify token", "é\ud800"])
def test_a_handshake_with_another_verify_token_is_refused(token: str) -> None:
    assert not is_refused(a_handshake(verify_token=token)).authentic


def test_a_handshake_is_refused_where_no_verify_token_is_configured() -> None:
    assert not is_refused(a_handshake(verify_token=""), a_context(verify_token="")).authentic


@pytest.mark.parametrize(
    "query", [{"mode": "unsubscribe"}, {"challenge": ""}, {"challenge": "<script>"}, {"challenge": "1" * 257}]
)
def test_a_handshake_that_asks_for_anything_else_is_refused(query: dict[str, str]) -> None:
    assert is_refused(a_handshake(**query)).authentic


def test_other_methods_are_refused() -> None:
    delivery = a_delivery()

    assert not is_refused(WebhookRequest("PUT", delivery.headers, {}, delivery.body)).authentic
