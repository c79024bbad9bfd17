"""Meta's side of a conversation: what happens when a patient or a clinic says something."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.meta.accounts import Accounts, ClinicNumber
from chatbookr_sandbox.meta.behaviour import Behaviour
from chatbookr_sandbox.meta.deliveries import Deliveries, Delivery
from chatbookr_sandbox.meta.identifiers import message_id
from chatbookr_sandbox.meta.media import MediaShelf
from chatbookr_sandbox.meta.payloads import change_of, contact_of, delivery_of, message_of, status_of
from chatbookr_sandbox.meta.refusals import GraphRefusal, JsonObject
from chatbookr_sandbox.meta.templates import Templates
from chatbookr_sandbox.meta.threads import Message, Patient, Threads

Batch = Literal["messages", "changes", "entries"]
SECTION = "meta"


class Platform:
    """Hold Meta's state, carry messages both ways and tell the webhook about them."""

    def __init__(self, context: SandboxContext, *, unique: Callable[[], str] | None = None) -> None:
        self.context = context
        self.unique = unique or (lambda: secrets.token_hex(10))
        settings = context.settings
        self.accounts = Accounts(settings.meta, settings.webhook_url, settings.meta.verify_token)
        self.threads = Threads()
        self.templates = Templates()
        self.media = MediaShelf(settings.meta.app_secret.encode())
        self.behaviour = Behaviour()
        self.deliveries = Deliveries(context, accepted=self._webhook_took)
        stored = context.state.attach(SECTION, self.as_json)
        if isinstance(stored, dict):
            self._restore(stored)
        else:
            self._open_demo_number()
        context.on_start.append(self.deliveries.resume)

    def _open_demo_number(self) -> None:
        demo = self.context.settings.meta
        names = (demo.phone_number_id, demo.waba_id, demo.display_phone_number, demo.verified_name)
        self.accounts.open(ClinicNumber(*names), token=demo.access_token, user_id="900000000000001")

    def now(self) -> int:
        """Give the present instant in epoch seconds."""
        return int(self.context.clock.now().timestamp())

    def numeric_id(self) -> str:
        """Make an id that looks like Meta's."""
        return str(10**15 + int(self.unique(), 16) % (9 * 10**15))

    # What patients do

    def hear(
        self,
        number: ClinicNumber,
        patient: Patient,
        messages: Sequence[Message],
        *,
        copies: int = 1,
        batch: Batch = "messages",
    ) -> list[str]:
        """Take what a patient sends and deliver it; returns the ids of the deliveries."""
        for message in messages:
            if message.kind == "reaction":
                self.threads.react(message.content["message_id"], message.content.get("emoji", ""))
            self.threads.add(message)
            self.threads.raise_status(message.id, "sent")
        said = [message_of(message, patient, number) for message in messages]
        contacts = [contact_of(patient, number.waba_id)]
        groups = [said] if batch == "messages" else [[each] for each in said]
        changes = [change_of(number, contacts=contacts, messages=group) for group in groups]
        entries = [(number.waba_id, [each]) for each in changes] if batch == "entries" else []
        body = delivery_of(entries or [(number.waba_id, changes)])
        return self._deliver(number, patient, body, copies=copies, message_ids=tuple(m.id for m in messages))

    def see(self, number: ClinicNumber, patient: Patient) -> list[str]:
        """Let the patient read everything the clinic sent; returns the ids of the messages read now."""
        thread = self.threads.thread(number.phone_number_id, patient.key)
        unread = [each for each in thread if not each.is_from_patient and each.status in ("sent", "delivered")]
        for message in unread:
            self._climb(number, patient, message, ("delivered", "read"))
        return [each.id for each in unread]

    # What clinics do

    def say(self, number: ClinicNumber, patient: Patient, message: Message) -> None:
        """Take a clinic's message, show it to the patient and report its fate."""
        self.threads.add(message)
        self.context.state.touch()
        is_late = not self.threads.is_window_open(number.phone_number_id, patient.key, now=self.now())
        if is_late and message.kind != "template":
            self.fail(number, patient, message, 131047)
            return
        ladder = ["sent"]
        if self.behaviour.phones_are_online:
            ladder.append("delivered")
        if self.behaviour.reads_automatically or self.behaviour.reverses_statuses:
            ladder = ["sent", "delivered", "read"]
        self._climb(number, patient, message, ladder)

    def fail(self, number: ClinicNumber, patient: Patient, message: Message, code: int) -> None:
        """Report that a message never arrived."""
        self.threads.fail(message.id, code)
        self._tell(number, patient, self.threads.messages[message.id], [("failed", self.now())])

    def _climb(self, number: ClinicNumber, patient: Patient, message: Message, ladder: Sequence[str]) -> None:
        reached = [status for status in ladder if self.threads.raise_status(message.id, status)]
        reports = [(status, self.now() + step) for step, status in enumerate(reached)]
        if self.behaviour.reverses_statuses:
            reports.reverse()
        self._tell(number, patient, message, reports)

    def _tell(
        self, number: ClinicNumber, patient: Patient, message: Message, reports: Sequence[tuple[str, int]]
    ) -> None:
        if not self.behaviour.sends_statuses:
            return
        contacts = [contact_of(patient, number.waba_id)]
        for status, at in reports:
            told = status_of(message, patient, number, status, at=at)
            body = delivery_of([(number.waba_id, [change_of(number, contacts=contacts, statuses=[told])])])
            self._deliver(number, patient, body, copies=self.behaviour.status_copies)

    def tell(self, number: ClinicNumber, patient: Patient, message: Message, status: str, at: int) -> None:
        """Report any status at any time, true or not, to test a receiver."""
        self._tell(number, patient, message, [(status, at)])

    def _deliver(
        self,
        number: ClinicNumber,
        patient: Patient,
        body: str,
        *,
        copies: int,
        message_ids: tuple[str, ...] = (),
    ) -> list[str]:
        self.context.state.touch()
        url = self.accounts.webhook_url_for(number.waba_id)
        if url is None:
            return []
        lane = f"{number.phone_number_id}/{patient.key}"
        made = [Delivery(self.unique(), url, body, lane, message_ids) for _ in range(copies)]
        for delivery in made:
            self.deliveries.send(delivery)
        return [delivery.id for delivery in made]

    def _webhook_took(self, delivery: Delivery) -> None:
        for each in delivery.message_ids:
            self.threads.raise_status(each, "delivered")

    def tell_of_account(self, waba_id: str, field: str, value: JsonObject) -> None:
        """Deliver something about an account, such as what became of a template."""
        url = self.accounts.webhook_url_for(waba_id)
        if url is not None:
            body = delivery_of([(waba_id, [{"field": field, "value": value}])], at=self.now())
            self.deliveries.send(Delivery(self.unique(), url, body, waba_id))

    # Finding

    def number_of_page(self, phone_number_id: str | None) -> ClinicNumber:
        """Find a number for the control API, the first one by default; raises GraphRefusal."""
        numbers: Iterator[ClinicNumber] = iter(self.accounts.numbers.values())
        wanted = phone_number_id or next(numbers).phone_number_id
        if wanted not in self.accounts.numbers:
            raise GraphRefusal(803, "Phone number not found", status=404)
        return self.accounts.numbers[wanted]

    def new_message_id(self, patient: Patient, *, is_from_patient: bool) -> str:
        """Make the id of a new message."""
        return message_id(patient.wa_id or patient.key, self.unique(), is_from_patient=is_from_patient)

    # Persistence

    def as_json(self) -> JsonObject:
        """Write everything that has to outlive a restart."""
        return {
            "accounts": self.accounts.as_json(),
            "threads": self.threads.as_json(),
            "templates": self.templates.as_json(),
            "behaviour": self.behaviour.as_json(),
            "deliveries": self.deliveries.as_json(),
        }

    def _restore(self, stored: JsonObject) -> None:
        self.accounts.restore(stored["accounts"])
        self.threads.restore(stored["threads"])
        self.templates.restore(stored["templates"])
        self.behaviour = Behaviour(**stored["behaviour"])
        self.deliveries.restore(stored["deliveries"])
