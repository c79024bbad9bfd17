"""How many statements a turn of the dialogue takes, on both databases: a whole booking of who was there before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories import (
    make_booking,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)
from tests.schema.statements import statements

from chatbookr_core.assistant.holding import answer, wish_of
from chatbookr_core.assistant.person import PERSON, person_of
from chatbookr_core.assistant.practice import PRACTICE
from chatbookr_core.assistant.view import TOGETHER
from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import JSON_ROWS, Database, fetch, placeholders, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import State
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.jobs import start
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, ChannelConnection, Job, Message, Patient
from chatbookr_core.notices.announcements import announce
from chatbookr_core.outbox.content import from_json
from chatbookr_core.settings import Settings
from chatbookr_sdk import Account, Buttons, Content, MessageReceived, OptionChosen, Options, Sender, TextReceived

PHONE = "4915112345678"
MOST = {
    "sqlite": {"again": 14, "tap": 8, "hold": 14, "yes": 17, "announce": 12},
    "postgres": {"again": 11, "tap": 7, "hold": 11, "yes": 13, "announce": 10},
}


@dataclass(slots=True)
class Talk:
    """One patient's conversation, and how many statements each turn of it took."""

    deployment: Deployment
    connection: ChannelConnection
    dialect: str
    took: dict[str, list[str]]

    async def counted(self, name: str, turn: Callable[[], Awaitable[object]]) -> None:
        async with transaction():
            with statements() as found:
                await turn()
        self.took[name] = found

    async def says(self, name: str, content: Content) -> None:
        account = Account(self.connection.account_id, self.connection.group_id)
        now = self.deployment.clock.now()
        fact = MessageReceived(account, str(uuid4()), Sender(PHONE, PHONE, "Ada"), now, content)
        await self.counted(name, lambda: receive(self.deployment, self.connection, fact))

    async def offered(self) -> dict[str, str]:
        """Say by title what the assistant's last message offers to tap."""
        message = await Message.filter(author="assistant").order_by("-sent_at", "-id").first()
        assert message is not None
        assert message.content_sealed is not None
        keys = await self.deployment.vault.reading(message.clinic_id, [message.content_sealed])
        content = from_json(keys.open_text(columns.MESSAGE_CONTENT, message.id, message.content_sealed))
        if isinstance(content, Buttons):
            return {one.title: one.id for one in content.buttons}
        assert isinstance(content, Options)
        return {row.title: row.id for section in content.sections for row in section.rows}

    async def taps(self, name: str, part: str) -> None:
        title, option_id = next(one for one in (await self.offered()).items() if part in one[0])
        await self.says(name, OptionChosen(option_id, title))

    async def is_held(self) -> None:
        job = await Job.get(kind="dialogue.hold")
        leased = await start(job.id, now=self.deployment.clock.now(), lease_seconds=60)
        assert leased is not None
        wish = await wish_of(leased)
        await self.counted("hold", lambda: answer(self.deployment, wish, is_free=True))

    async def is_told(self) -> None:
        booking = await Booking.filter(created_by="patient").first()
        assert booking is not None
        await self.counted("announce", lambda: announce(self.deployment, booking))


@pytest.fixture
async def talk(database: Database, vault: Vault, clock: TurnableClock, deployment: Deployment) -> Talk:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    equipped = replace(deployment, plugins=discover(Settings(plugins=("whatsapp",), environment=secrets)))
    clinic = await make_clinic(vault)
    place = await make_location(clinic)
    services = [await make_service(clinic) for _ in range(3)]
    people = [await make_practitioner(clinic, place, services=[one]) for one in services]
    connection = await make_connection(clinic, vault)
    patient = await make_patient(clinic, vault, phone=PHONE, provider_user_id=PHONE)
    now = clock.now()
    await make_booking(patient, services[0], people[0], place, starts_at=now - timedelta(days=90))
    conversation = await make_conversation(patient, connection, last_inbound_at=now - timedelta(days=2))
    async with transaction():
        keys = await vault.patient_keys(clinic.id, patient.id)
        state = State(language="en", greeted_at=now - timedelta(days=2), touched_at=now - timedelta(days=2))
        conversation.dialogue_sealed = keys.seal(columns.DIALOGUE, conversation.id, state.to_json())
        await conversation.save(update_fields=["dialogue_sealed"])
    return Talk(equipped, connection, database.dialect, {})


async def test_the_turns_of_a_booking_take_few_statements(talk: Talk) -> None:
    await talk.says("again", TextReceived("again"))
    await talk.taps("tap", ":")
    await talk.is_held()
    await talk.taps("yes", "Confirm only")
    await talk.is_told()

    over = {name: found for name, found in talk.took.items() if len(found) > MOST[talk.dialect][name]}
    assert await Booking.filter(status="confirmed").count() == 2
    assert over == {}


async def test_what_was_had_last_is_read_with_where_and_for_how_long(talk: Talk) -> None:
    booking, now = await Booking.get(), talk.deployment.clock.now()
    patient = await Patient.get(id=booking.patient_id, clinic_id=booking.clinic_id)

    person = await person_of(patient, now=now, cutoff=timedelta())

    assert (person.last_practitioner_id, person.last_service_id) == (booking.practitioner_id, booking.service_id)
    assert person.last_location_id == booking.location_id
    assert person.last_minutes == (booking.ends_at - booking.starts_at) // timedelta(minutes=1)


async def looks_of(sql: str, values: int) -> list[str]:
    """List how SQLite looks at tables for a statement."""
    plan = await fetch(f"EXPLAIN QUERY PLAN {placeholders(sql, 'sqlite')}", [None] * values)
    looks = [str(row["detail"]) for row in plan if str(row["detail"]).startswith(("SEARCH", "SCAN"))]
    return [one for one in looks if one not in ("SCAN CONSTANT ROW", "SCAN said", "SCAN person")]


async def test_who_is_read_with_the_clinic_is_looked_for_as_alone(sqlite_database: Database) -> None:
    rows = JSON_ROWS["sqlite"]

    alone = [await looks_of(PRACTICE.format(rows=rows, through="$2"), 2), await looks_of(PERSON.format(rows=rows), 7)]
    together = await looks_of(TOGETHER.format(rows=rows, through="$8"), 8)

    assert sorted(together) == sorted(look for looks in alone for look in looks)


async def test_of_a_clinics_rows_only_the_patients_are_looked_at(sqlite_database: Database) -> None:
    found = await looks_of(PERSON.format(rows=JSON_ROWS["sqlite"]), 7)

    keys = ("patient_id=?", "merged_into_id=?", "contact_id=?")
    assert len(found) == 7
    assert [one for one in found if not any(key in one for key in keys)] == []
