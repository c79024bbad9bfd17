import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from chatbookr_sdk import HttpResponse, WebhookRequest
from chatbookr_sdk.testing.fakes import json_answer
from chatbookr_sdk.testing.health import HealthConformance
from chatbookr_sdk.testing.messaging import MessagingConformance
from chatbookr_whatsapp import plugin

FIXTURES = Path(__file__).parents[3] / "tests" / "fixtures"
REAL = json.loads((FIXTURES / "webhooks" / "meta_x_hub_signature_256_vector.json").read_text())
NUMBERS = {"data": [{"id": "106540352242922", "verified_name": "Praktijk Zuid"}]}

APPS = json_answer(200, {"data": [{"whatsapp_business_api_data": {"id": "1234567890"}}]})
A_GOOD_TOKEN = json_answer(
    200,
    [
        {
            "code": 200,
            "body": json.dumps(
                {
                    "data": {
                        "app_id": "1234567890",
                        "is_valid": True,
                        "expires_at": 1804000000,
                        "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
                    }
                }
            ),
        }
    ],
)


def a_refusal(status: int, code: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return json_answer(status, {"error": {"message": "…", "type": "OAuthException", "code": code}}, headers)


class TestWhatsApp(MessagingConformance, HealthConformance):
    plugin = plugin
    settings: ClassVar[Mapping[str, str]] = {
        "app_secret": REAL["app_secret_public_reset"],
        "verify_token": "our verify token",
        "app_id": "1234567890",
    }
    credentials: ClassVar[Mapping[str, str]] = {"phone_number_id": "106540352242922", "waba_id": "419561257915477"}
    good_delivery = REAL["raw_body"].encode()
    unknown_delivery = (FIXTURES / "whatsapp" / "derived" / "unknown_field.json").read_bytes()
    further_deliveries: ClassVar[Sequence[bytes]] = [
        path.read_bytes() for path in sorted((FIXTURES / "whatsapp").glob("*.json")) if path.name != "PROVENANCE.json"
    ]
    status_delivery = (FIXTURES / "whatsapp" / "pywa__message_status__failed.json").read_bytes()
    handshake = WebhookRequest(
        "GET",
        {},
        {"hub.mode": "subscribe", "hub.verify_token": "our verify token", "hub.challenge": "1158201444"},
        b"",
    )
    answers: ClassVar[Mapping[str, Sequence[HttpResponse]]] = {
        "connect": [A_GOOD_TOKEN, json_answer(200, NUMBERS), json_answer(200, {"success": True}), APPS],
        "health": [A_GOOD_TOKEN, json_answer(200, NUMBERS["data"][0]), APPS, json_answer(200, {"data": []})],
        "exchange": [json_answer(200, {"access_token": "EAAnew", "token_type": "bearer"})],
        "exchange_refused": [a_refusal(400, 100)],
        "connect_refused": [a_refusal(401, 190)],
        "send": [json_answer(200, {"messages": [{"id": "wamid.1"}]})],
        "typing": [json_answer(200, {"success": True})],
        "rate_limited": [a_refusal(429, 130429, {"retry-after": "7"})],
        "server_error": [a_refusal(503, 2)],
        "unauthorized": [a_refusal(401, 190)],
        "revoke": [json_answer(200, {"success": True})],
        "revoked_already": [a_refusal(401, 190)],
        "upload": [json_answer(200, {"id": "1003383421387256"})],
        "media": [
            json_answer(
                200, {"url": "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", "file_size": "4"}
            ),
            HttpResponse(200, {"content-type": "image/jpeg"}, b"\xff\xd8\xff\xe0"),
        ],
    }

    def signed(self, body: bytes) -> WebhookRequest:
        digest = hmac.new(REAL["app_secret_public_reset"].encode(), body, hashlib.sha256).hexdigest()
        return WebhookRequest("POST", {"x-hub-signature-256": f"sha256={digest}"}, {}, body)
