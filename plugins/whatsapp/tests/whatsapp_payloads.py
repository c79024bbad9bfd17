"""Deliveries of Meta's, recorded and made up, and the facts read of them."""

import json
from pathlib import Path
from typing import Any

from chatbookr_sdk import (
    Fact,
    MessageReceived,
    WebhookRequest,
)
from chatbookr_sdk.testing.fakes import context_for
from chatbookr_whatsapp import plugin

WHATSAPP = Path(__file__).parents[3] / "tests" / "fixtures" / "whatsapp"
RECORDINGS = {
    str(path.relative_to(WHATSAPP)): json.loads(path.read_text())
    for folder in (WHATSAPP, WHATSAPP / "derived")
    for path in sorted(folder.glob("*.json"))
    if path.name != "PROVENANCE.json"
}
Json = dict[str, Any]


def facts_of(payload: object) -> list[Fact]:
    request = WebhookRequest("POST", {}, {}, json.dumps(payload).encode())
    return list(plugin.parse(context_for(plugin.manifest), request))


def a_payload(value: object, *, field: str = "messages", waba_id: str = "WABA") -> Json:
    return {"object": "whatsapp_business_account", "entry": [{"id": waba_id, "changes": [change_of(value, field)]}]}


def change_of(value: object, field: str = "messages") -> Json:
    return {"field": field, "value": value}


def a_value(*messages: object, contacts: list[object] | None = None, phone_number_id: str = "PHONE") -> Json:
    return {"metadata": {"phone_number_id": phone_number_id}, "contacts": contacts or [], "messages": list(messages)}


def a_message(**parts: object) -> Json:
    text = {"type": "text", "text": {"body": "hello"}}
    return {"from": "16505551234", "id": "wamid.1", "timestamp": "1749416383", **text, **parts}


def the_message(payload: object) -> MessageReceived:
    (fact,) = facts_of(payload)
    assert isinstance(fact, MessageReceived)
    return fact


def texts_of(fact: object) -> list[str]:
    if isinstance(fact, str):
        return [fact]
    slots = getattr(type(fact), "__slots__", ())
    return [text for slot in slots for text in texts_of(getattr(fact, slot))]


def history(*messages: Json, **metadata: object) -> Json:
    chunk = {"metadata": metadata, "threads": [{"id": "491700000001", "messages": list(messages)}]}
    return a_payload({"metadata": {"phone_number_id": "P"}, "history": [chunk]}, field="history")
