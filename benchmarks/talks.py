"""Meta and Google as far as a conversation needs them, and patients who tap: what `conversations.py` talks with."""

import asyncio
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chatbookr_core.channels.intake import Intake
from chatbookr_sdk import WebhookRequest

STATUSES = ("sent", "delivered", "read")


@dataclass(slots=True)
class Talk:
    """One patient's conversation: who, with which number of the clinic, and how far it is."""

    phone: str
    account_id: str
    group_id: str
    done: "asyncio.Future[None]"
    heard: int = 0


@dataclass(slots=True)
class Providers:
    """Meta and Google as far as a conversation needs them, and the patients' thumbs."""

    intake: Intake
    talks: dict[str, Talk] = field(default_factory=dict)
    events: int = 0
    told: set["asyncio.Task[Any]"] = field(default_factory=set)
    numbers: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it ends."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = head.lower().partition("content-length: ")[2].partition("\r\n")[0]
                body = await reader.readexactly(int(length or 0))
                path = head.split(" ", 2)[1].partition("?")[0]
                answer = json.dumps(self._answer(path, json.loads(body) if body[:1] == b"{" else {})).encode()
                kind = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                writer.write(kind + str(len(answer)).encode() + b"\r\n\r\n" + answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, path: str, asked: dict[str, Any]) -> object:
        if path.endswith("/messages"):
            return self._message(asked)
        if path.endswith("/freeBusy"):
            return {"calendars": {item["id"]: {"busy": []} for item in asked["items"]}}
        if path.endswith("/events"):
            self.events += 1
            return {**asked, "etag": f'"{self.events}"', "updated": datetime.now(UTC).isoformat()}
        return {"items": [], "timeZone": "Europe/Berlin", "nextSyncToken": "1"}  # the look at all events, once a night

    def _message(self, asked: dict[str, Any]) -> object:
        self.numbers += 1
        external_id, talk = f"wamid.out.{self.numbers}", self.talks[asked["to"]]
        task = asyncio.create_task(self._react(talk, external_id, asked))
        self.told.add(task)
        task.add_done_callback(self.told.discard)
        return {"messaging_product": "whatsapp", "messages": [{"id": external_id}]}

    async def _react(self, talk: Talk, external_id: str, asked: dict[str, Any]) -> None:
        """Tell of the message's fate as Meta does, and let the patient tap."""
        for status in STATUSES:
            told = {"id": external_id, "status": status, "timestamp": str(int(time.time()))}
            told |= {"recipient_id": talk.phone, "biz_opaque_callback_data": asked["biz_opaque_callback_data"]}
            await self.deliver(talk, "statuses", told)
        talk.heard += 1
        options = _options(asked)
        if "Booked" in _text(asked):
            talk.done.set_result(None)
        elif any(one["title"] == "Confirm only" for _, one in options):
            await self.tap(talk, next(one for one in options if one[1]["title"] == "Confirm only"))
        else:
            times = [one for one in options if ":" in one[1]["title"]]
            await self.tap(talk, random.choice(times))  # noqa: S311  # which time is chosen

    async def tap(self, talk: Talk, option: tuple[str, Mapping[str, str]]) -> None:
        kind, chosen = option
        reply = {"type": kind, kind: {"id": chosen["id"], "title": chosen["title"]}}
        await self.say(talk, {"type": "interactive", "interactive": reply})

    async def say(self, talk: Talk, content: Mapping[str, object]) -> None:
        self.numbers += 1
        message = {"from": talk.phone, "id": f"wamid.in.{self.numbers}", "timestamp": str(int(time.time()))}
        await self.deliver(talk, "messages", {**message, **content})

    async def deliver(self, talk: Talk, field_name: str, item: object) -> None:
        """Store a delivery as the hook does."""
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": talk.account_id},
            "contacts": [{"profile": {"name": "Ada Example"}, "wa_id": talk.phone}],
            field_name: [item],
        }
        entry = {"id": talk.group_id, "changes": [{"value": value, "field": "messages"}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        await self.intake.store("whatsapp", WebhookRequest("POST", {"content-type": "application/json"}, {}, body))


def _options(asked: dict[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    action = asked.get("interactive", {}).get("action", {})
    rows = [("list_reply", row) for section in action.get("sections", ()) for row in section["rows"]]
    return rows + [("button_reply", button["reply"]) for button in action.get("buttons", ())]


def _text(asked: dict[str, Any]) -> str:
    return str(asked.get("text", asked.get("interactive", {})).get("body", ""))
