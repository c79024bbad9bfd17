"""An outside client of the Cloud API, written by people who never saw this sandbox, works against it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pywa.types.callback import Button, Section, SectionList, SectionRow
from pywa_async.client import WhatsApp
from pywa_async.errors import InvalidParameter, WhatsAppError
from pywa_async.handlers import CallbackButtonHandler, CallbackSelectionHandler, MessageHandler, MessageStatusHandler
from tests.sandbox.meta_sandbox import APP, BASE, GRAPH, PATIENT, MetaSandbox, meta_sandbox

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic that runs on pywa, and the sandbox it talks to."""

    sandbox: MetaSandbox
    whatsapp: WhatsApp
    heard: list[Any]

    def of(self, kind: str) -> list[Any]:
        """List the updates of a kind that pywa made of the deliveries."""
        return [each for each in self.heard if type(each).__name__ == kind]

    async def take_deliveries(self) -> None:
        """Hand what arrived at the webhook to pywa, which checks the signature first."""
        await self.sandbox.settled()
        for request, body in zip(self.sandbox.webhook.received, self.sandbox.webhook.bodies, strict=True):
            signature = request.headers["x-hub-signature-256"]
            tampered = body.replace(b"messages", b"massages", 1)
            assert await self.whatsapp.webhook_update_validator(body, signature) is None
            assert await self.whatsapp.webhook_update_validator(tampered, signature) == ("Forbidden", 403)
            assert await self.whatsapp.webhook_update_handler(body) == ("ok", 200)


@pytest.fixture
async def clinic() -> AsyncIterator[Clinic]:
    async with meta_sandbox() as sandbox:
        session = httpx.AsyncClient(transport=sandbox.http._transport)
        whatsapp = WhatsApp(
            phone_id=APP.phone_number_id,
            token=APP.access_token,
            session=session,
            app_secret=APP.app_secret,
            verify_token=APP.verify_token,
            server=None,
        )
        session.base_url = httpx.URL(f"{BASE}{GRAPH}")
        clinic = Clinic(sandbox, whatsapp, [])

        async def hear(_: object, update: Any) -> None:
            clinic.heard.append(update)

        for handler in (MessageHandler, CallbackButtonHandler, CallbackSelectionHandler, MessageStatusHandler):
            whatsapp.add_handlers(handler(hear))
        await sandbox.hear(text="hello", name="Ana")
        yield clinic


async def test_words_buttons_and_lists_go_out_and_taps_come_back(clinic: Clinic) -> None:
    words = await clinic.whatsapp.send_message(to=PATIENT, text="Welcome", tracker="job-1")
    choice = await clinic.whatsapp.send_message(
        to=PATIENT,
        text="Which?",
        header="Praktijk Zuid",
        footer="Reply STOP to end",
        buttons=[Button(title="Book", callback_data="v1.book"), Button("Cancel", callback_data="v1.no")],
    )
    rows = [SectionRow(title="Tue 09:30", callback_data="v1.slot.1", description="Dr Vos")]
    times = SectionList(button_title="Times", sections=[Section(title="Tue 13 Oct", rows=rows)])
    offer = await clinic.whatsapp.send_message(to=PATIENT, text="When?", buttons=times)
    await clinic.sandbox.hear(type="button_reply", id="v1.book")
    await clinic.sandbox.hear(type="list_reply", id="v1.slot.1")
    await clinic.sandbox.http.post(f"/sandbox/meta/patients/{PATIENT}/read")

    await clinic.take_deliveries()

    (first,), (tap,), (row,) = clinic.of("Message"), clinic.of("CallbackButton"), clinic.of("CallbackSelection")
    assert (first.text, first.from_user.name, first.from_user.wa_id) == ("hello", "Ana", PATIENT)
    assert (tap.data, tap.title, tap.reply_to_message.id) == ("v1.book", "Book", choice.id)
    assert (row.data, row.description, row.reply_to_message.id) == ("v1.slot.1", "Dr Vos", offer.id)
    statuses = [each for each in clinic.of("MessageStatus") if each.id == words.id]
    assert [each.status.value for each in statuses] == ["sent", "delivered", "read"]
    assert {each.tracker for each in statuses} == {"job-1"}


async def test_refusals_are_understood(clinic: Clinic) -> None:
    with pytest.raises(InvalidParameter) as refused:
        await clinic.whatsapp.send_message(
            to=PATIENT, text="Which?", buttons=[Button(title="x" * 21, callback_data="v1.book")]
        )
    await clinic.sandbox.http.post("/sandbox/faults", json={"api": "meta", "operation": "*", "kind": "rate_limited"})
    with pytest.raises(WhatsAppError) as limited:
        await clinic.whatsapp.send_message(to=PATIENT, text="hi")

    assert (refused.value.code, refused.value.status_code) == (131009, 400)
    assert "Max length: 20" in (refused.value.details or "")
    assert limited.value.status_code == 429


async def test_receipts_reactions_and_accounts_work(clinic: Clinic) -> None:
    heard = (await clinic.sandbox.thread())[0]["id"]

    marked = await clinic.whatsapp.mark_message_as_read(message_id=heard)
    await clinic.whatsapp.send_reaction(to=PATIENT, emoji="👋", message_id=heard)
    number = await clinic.whatsapp.get_business_phone_number()
    token = await clinic.whatsapp.get_app_access_token(app_id=int(APP.app_id), app_secret=APP.app_secret)

    shown = (await clinic.sandbox.thread())[0]
    assert marked
    assert (shown["status"], shown["reaction"]) == ("read", "👋")
    assert number.verified_name == APP.verified_name
    assert token == f"{APP.app_id}|{APP.app_secret}"


async def test_a_patient_without_a_phone_number_is_understood(clinic: Clinic) -> None:
    await clinic.sandbox.hear("NL.777", text="hi", name="Sam")

    await clinic.take_deliveries()
    said = clinic.of("Message")[-1]
    await said.reply("Hello Sam")

    assert (said.from_user.bsuid, said.from_user.wa_id) == ("NL.777", None)
    assert [each["text"] for each in await clinic.sandbox.thread("NL.777")] == ["hi", "Hello Sam"]
