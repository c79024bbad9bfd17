"""Signatures as receivers check them: the published vectors, and the specification's own library on the other side."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chatbookr_core.webhooks.signing import SECRET_BYTES, secret_from, signature, signed_headers

VECTORS = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "webhooks" / "standard_webhooks_vectors.json").read_text()
)
OLD, NEW = secret_from(bytes(SECRET_BYTES)), secret_from(b"n" * SECRET_BYTES)
BODY = '{"type":"booking.changed","data":{"name":"Zoë 🦷"}}'.encode()


def now() -> datetime:
    return datetime.now(UTC)  # the library compares with the machine's clock


@pytest.mark.parametrize("vector", [one for one in VECTORS["sign"] if "HMAC" in one["scheme"]])
def test_the_published_vectors(vector: dict[str, str]) -> None:
    made = signature(vector["secret"], vector["msg_id"], int(vector["timestamp"]), vector["payload"].encode())

    assert made == vector["expected"]


@given(st.binary(min_size=32, max_size=32), st.text(max_size=200))
def test_the_specifications_library_takes_what_we_sign(key: bytes, text: str) -> None:
    secret, body = secret_from(key), json.dumps({"text": text}, ensure_ascii=False).encode("utf-8", "replace")

    headers = signed_headers([secret], "0192-id", now(), body)

    assert Webhook(secret).verify(body, headers) == json.loads(body)


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_while_secrets_rotate_either_verifies(secret: str) -> None:
    headers = signed_headers([NEW, OLD], "id-1", now(), BODY)

    assert len(headers["webhook-signature"].split(" ")) == 2
    Webhook(secret).verify(BODY, headers)


@pytest.mark.parametrize("changed", ["body", "webhook-id", "webhook-timestamp", "secret"])
def test_whatever_is_changed_on_the_way_is_noticed(changed: str) -> None:
    headers, body = signed_headers([NEW], "id-1", now(), BODY), BODY
    if changed == "body":
        body += b" "
    elif changed == "webhook-timestamp":
        headers[changed] = str(int(headers[changed]) + 1)
    elif changed == "webhook-id":
        headers[changed] = "id-2"

    with pytest.raises(WebhookVerificationError):
        Webhook(OLD if changed == "secret" else NEW).verify(body, headers)


def test_a_secret_is_written_as_libraries_read_it() -> None:
    prefix, _, rest = NEW.partition("_")

    assert prefix == "whsec"
    assert base64.b64decode(rest, validate=True) == b"n" * SECRET_BYTES
    with pytest.raises(ValueError, match="32 bytes"):
        secret_from(b"short")
