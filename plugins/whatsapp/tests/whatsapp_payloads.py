"""Deliveries of Meta's, recorded and made up, and the facts read of them."""

import json
import random
from copy import deepcopy
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


ODD: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 1.5, 1e308, "", "\x00", "\ud800", "x" * 300, "revoke", "edit", "history",
    "0", [], {}, [[]],
    {"id": "1"}, [{"id": None}], [None],
)  # fmt: skip


def mutated(chance: random.Random) -> object:
    """Change up to four places of a recording: something odd there, something of another recording, or nothing."""
    payload, other = (json.loads(json.dumps(RECORDINGS[chance.choice(sorted(RECORDINGS))])) for _ in range(2))
    for _ in range(chance.randint(1, 4)):
        paths = [path for path in paths_of(payload["entry"]) if path]
        if not paths:
            break
        path = chance.choice(paths)
        parent: Any = payload["entry"]
        for key in path[:-1]:
            parent = parent[key]
        way = chance.randrange(3)
        if way == 0:
            del parent[path[-1]]
        elif way == 1:
            parent[path[-1]] = deepcopy(chance.choice(ODD))  # what is put in is changed later
        else:
            there = other["entry"]
            for key in chance.choice(paths_of(other["entry"])):
                there = there[key]
            parent[path[-1]] = json.loads(json.dumps(there))  # a copy: it may hold where it is put
    return payload


def paths_of(node: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, child in items for found in paths_of(child, (*path, key)))]
