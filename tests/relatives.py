"""Families for tests: somebody who writes, whom they book for, and a phone that types, taps and waits for answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.factories import (
    make_clinic,
    make_connection,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
    writing,
)

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue.bursts import READING
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.keys import columns
from chatbookr_core.keys.columns import SealedColumn
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    ChannelConnection,
    Clinic,
    Conversation,
    Job,
    Location,
    Message,
    Patient,
    Practitioner,
    RelatedPerson,
    Service,
)
from chatbookr_core.outbox.content import from_json
from chatbookr_core.rehearsals.stage import choices_of
from chatbookr_sdk import Account, Content, MessageReceived, OptionChosen, Sender, TextReceived
from chatbookr_workers import bookings, conversations, erasure
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

DECLARED = (bookings, conversations, erasure)
RUN = ("dialogue.hold", "dialogue.announce")
TIRED_OF_JOBS = 20


async def make_relative(contact: Patient, vault: Vault, *, name: str = "Tim Vos", **fields: Any) -> Patient:
    """Make somebody who has never written, and for whom a contact books."""
    clinic = await Clinic.get(id=contact.clinic_id)
    relative = await make_patient(clinic, vault, name=name, phone=None, channel="", **fields)
    await link(relative, contact)
    return relative


async def link(relative: Patient, contact: Patient, *, after: timedelta = timedelta()) -> RelatedPerson:
    """Let a contact book for somebody."""
    async with writing():
        return await RelatedPerson.create(
            clinic_id=contact.clinic_id,
            patient_id=relative.id,
            contact_id=contact.id,
            created_at=contact.created_at + after,
            created_by="staff",
        )


class Practice:
    """A clinic of one service and one practitioner, whose assistant books for others where the clinic wants it."""

    def __init__(self, deployment: Deployment, clinic: Clinic, connection: ChannelConnection) -> None:
        self.deployment, self.clinic, self.connection = deployment, clinic, connection
        self.service: Service
        self.practitioner: Practitioner
        self.location: Location

    @property
    def clock(self) -> TurnableClock:
        clock = self.deployment.clock
        assert isinstance(clock, TurnableClock)
        return clock

    async def work(self, *kinds: str) -> None:
        """Run what is due of the kinds of work that a talk is made of."""
        for _ in range(TIRED_OF_JOBS):
            due = Job.filter(kind__in=kinds or RUN, state="due", due_at__lte=self.clock.now())
            job = await due.order_by("due_at", "id").first()
            if job is None:
                return
            await run(self.deployment, declared_kinds()[job.kind], job.id)

    def phone(self, number: str = "4915112345678", name: str | None = "Ada Vos") -> "Phone":
        return Phone(self, number, name)


async def make_practice(deployment: Deployment, vault: Vault, **fields: Any) -> Practice:
    """Make a clinic that lets patients book for others."""
    clinic = await make_clinic(vault, **{"books_for_others": True, "cutoff_minutes": 60, **fields})
    practice = Practice(deployment, clinic, await make_connection(clinic, vault))
    practice.location = await make_location(clinic)
    practice.practitioner = await make_practitioner(clinic, practice.location)
    practice.service = await make_service(clinic, practice.practitioner)
    return practice


class Phone:
    """A phone that writes to the practice."""

    def __init__(self, practice: Practice, number: str, name: str | None) -> None:
        self.practice, self.number, self.name = practice, number, name

    async def types(self, body: str) -> list[str]:
        """Read what was said last and type something; return what is answered."""
        self.practice.clock.turn(READING)
        return await self._sends(TextReceived(body))

    async def taps(self, title: str) -> list[str]:
        """Tap the latest option that begins so."""
        for message in reversed(await self.messages()):
            for option_id, shown in await self.options(message):
                if shown.startswith(title):
                    return await self._sends(OptionChosen(option_id, shown))
        raise AssertionError(f"{title!r} is not offered")

    async def taps_first(self) -> list[str]:
        """Tap the first option of the latest message that has any: the first free time of a list."""
        for message in reversed(await self.messages()):
            if options := await self.options(message):
                return await self._sends(OptionChosen(*options[0]))
        raise AssertionError("nothing is offered")

    async def _sends(self, content: Content) -> list[str]:
        practice = self.practice
        before = {message.id for message in await self.messages()}
        sender = Sender(self.number, self.number, self.name)
        account = Account(practice.connection.account_id, practice.connection.group_id)
        fact = MessageReceived(account, str(uuid4()), sender, practice.clock.now(), content)
        async with transaction():
            await receive(practice.deployment, practice.connection, fact)
        await practice.work("dialogue.hold", "dialogue.announce")
        return [await self.text(one) for one in await self.messages() if one.id not in before]

    async def messages(self) -> list[Message]:
        conversation = await self.conversation()
        if conversation is None:
            return []
        return await Message.filter(conversation_id=conversation.id, direction="outbound").order_by("id")

    async def conversation(self) -> Conversation | None:
        patient = await self.patient()
        return await Conversation.get_or_none(patient_id=patient.id) if patient else None

    async def patient(self) -> Patient | None:
        keys = await self.practice.deployment.vault.clinic_keys(self.practice.clinic.id)
        hashed = keys.lookup_hash("patient.provider_user", self.number)
        return await Patient.get_or_none(clinic_id=self.practice.clinic.id, provider_user_hash=hashed)

    async def text(self, message: Message) -> str:
        """Open what a message says, with the keys of whose phone this is and no others."""
        return await self._opened(columns.MESSAGE_BODY, message.id, message.body_sealed)

    async def options(self, message: Message) -> list[tuple[str, str]]:
        """List the id and title of what can be tapped under a message."""
        if message.content_sealed is None:
            return []
        return choices_of(from_json(await self._opened(columns.MESSAGE_CONTENT, message.id, message.content_sealed)))

    async def _opened(self, column: SealedColumn, row_id: UUID, sealed: bytes) -> str:
        patient = await self.patient()
        assert patient is not None
        async with transaction():
            keys = await self.practice.deployment.vault.patient_keys(patient.clinic_id, patient.id)
        return keys.open_text(column, row_id, sealed)


async def booked(phone: Phone, *said: str) -> Booking:
    """Book from the greeting on: once a time is held, each of `said` is typed; return the booking."""
    known = set(await Booking.all().values_list("id", flat=True))
    await phone.types("hello")
    await phone.taps("Book appointment")
    await phone.taps_first()
    for words in said:
        await phone.types(words)
    await phone.taps("Confirm + reminder")
    return await Booking.exclude(id__in=known).get()
