"""The ledger of consents: added to, never changed, replayed to what stands, and heard whoever has the conversation."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.test_inbox_service import Line
from tests.factories import (
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_membership,
    make_patient,
    make_practitioner,
    make_service,
    make_user,
    writing,
)

from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.exporting import ledger_of
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Decision, Entry, Purpose, State, replay
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.service import take_over
from chatbookr_core.inbox.standing import note_preference
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Clinic, Consent, ConsentWording, Message, Patient
from chatbookr_core.outbox.permits import permits_of
from chatbookr_core.retention.due import DUE
from chatbookr_core.retention.rules import RetainedClass
from chatbookr_core.settings import Settings
from chatbookr_core.templates.purposes import Permit
from chatbookr_sdk import PreferenceChanged, Sender

DECISIONS = ("granted", "refused", "withdrawn", "shown")


@pytest.fixture
async def line(database: Database, vault: Vault, clock: TurnableClock, deployment: Deployment) -> Line:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    plugins = discover(Settings(plugins=("whatsapp",), environment=secrets))
    equipped = Deployment(deployment.settings, clock, vault, plugins, deployment.random)
    clinic = await make_clinic(vault, privacy_url="https://clinic.example/privacy")
    await make_service(clinic, await make_practitioner(clinic, await make_location(clinic)))
    line = Line(equipped, clock, await make_connection(clinic, vault))
    await make_membership(await make_user(id=line.user_id), clinic)
    return line


async def entries_of(line: Line) -> list[tuple[str, str]]:
    rows = await Consent.filter(clinic_id=line.connection.clinic_id).order_by("recorded_at", "id")
    return [(one.purpose, one.decision) for one in rows]


async def states_of(line: Line) -> dict[str, State]:
    patient = await Patient.get(clinic_id=line.connection.clinic_id)
    standings = await standings_of(patient.clinic_id, patient.id)
    return {purpose: one.state for purpose, one in standings.items() if one.state is not State.NOT_ASKED}


STOP = [("messages", "withdrawn"), ("reminders", "withdrawn"), ("marketing", "withdrawn")]


async def test_a_stop_is_one_entry_for_each_purpose_however_often_it_comes_and_whoever_has_the_conversation(
    line: Line,
) -> None:
    await line.hears("hello")
    async with transaction():
        await take_over(line.deployment, line.staff(), (await line.conversation()).id)
    before = await line.said("assistant")

    await line.hears("STOP", "wamid.stop")
    assert not await line.hears("STOP", "wamid.stop")  # the same delivery
    await line.hears("stop", "wamid.again")  # the same word

    assert sorted(await entries_of(line)) == sorted([("data_processing", "shown"), *STOP])
    assert await line.said("assistant") == before + 1  # confirmed once
    assert (await line.conversation()).owner == "staff"
    stop = await Message.get(body_sealed__isnull=False, author="patient", kind="text", id__in=await _shown_by(STOP[0]))
    assert stop.direction == "inbound"
    noted = await AuditEntry.filter(action="consentRecord", actor_kind="patient").count()
    assert noted == 3

    await line.hears("START")
    assert await states_of(line) == {
        "messages": State.GRANTED,
        "reminders": State.GRANTED,
        "marketing": State.WITHDRAWN,
    }


async def _shown_by(entry: tuple[str, str]) -> list[UUID]:
    rows: Any = await Consent.filter(purpose=entry[0], decision=entry[1]).values_list("message_id", flat=True)
    return list(rows)


async def test_after_stop_a_person_is_asked_and_start_gives_the_conversation_back(line: Line) -> None:
    await line.hears("hello")
    await line.hears("STOP")
    said = await line.said("assistant")

    await line.hears("I want to book")
    handed = await line.conversation()
    assert (handed.owner, handed.handover_reason) == ("staff", "stop_requested")
    assert await line.said("assistant") == said

    await line.hears("start")
    assert (await line.conversation()).owner == "assistant"
    await line.hears("book")
    assert await line.said("assistant") > said + 1


async def test_the_notice_is_evidence_with_its_words_and_the_message_that_carried_them(line: Line) -> None:
    await line.hears("hello")

    entry = await Consent.get(clinic_id=line.connection.clinic_id)
    wording = await ConsentWording.get(clinic_id=line.connection.clinic_id)
    shown = await Message.get(id=entry.message_id)
    assert (entry.decision, entry.actor_kind, entry.source, entry.channel) == ("shown", "assistant", "chat", "whatsapp")
    assert (entry.wording, entry.language) == (wording.version, wording.language)
    assert "https://clinic.example/privacy" in wording.text
    assert shown.direction == "outbound"


@pytest.mark.parametrize(("hello", "yes"), [("hello there", "I agree"), ("deutsch", "Ich stimme zu")])
async def test_a_clinic_that_asks_first_books_for_nobody_who_has_not_agreed(line: Line, hello: str, yes: str) -> None:
    async with writing():
        await Clinic.filter(id=line.connection.clinic_id).update(consent_mode="explicit_first")

    await line.hears(hello)
    await line.hears("book")
    assert await states_of(line) == {}
    await line.hears(yes)

    assert await states_of(line) == {"data_processing": State.GRANTED}
    entry = await Consent.get(decision="granted")
    assert entry.wording is not None
    assert (await Message.get(id=entry.message_id)).direction == "inbound"


async def test_a_wish_told_to_the_provider_is_entered_once_and_counts_by_its_own_time(line: Line) -> None:
    person, at = Sender("4915112345678", "4915112345678", "Ada"), line.clock.now()

    async def told(*, is_granted: bool, at: datetime) -> None:
        fact = PreferenceChanged(line.account, person, "marketing", is_granted, at)
        async with transaction():
            await note_preference(line.deployment, line.connection, fact)

    await told(is_granted=True, at=at)
    await told(is_granted=False, at=at - timedelta(hours=1))  # late, and overtaken
    await told(is_granted=True, at=at)

    assert await entries_of(line) == [("marketing", "withdrawn"), ("marketing", "granted")]
    assert await states_of(line) == {"marketing": State.GRANTED}
    assert {one.source for one in await Consent.all()} == {"provider"}


async def test_what_nobody_asked_for_is_not_sent_without_a_yes_at_that_moment(line: Line) -> None:
    await line.hears("hello")
    conversation = await line.conversation()
    clinic_id, patient_id = conversation.clinic_id, conversation.patient_id
    async with transaction():
        statement = Statement(clinic_id, patient_id, Purpose.REMINDERS, Decision.GRANTED, line.clock.now())
        await enter(statement)

    assert await permits_of(clinic_id=clinic_id, patient_id=patient_id) == {Permit.SERVICE, Permit.REMINDERS}
    line.clock.turn(timedelta(seconds=1))
    await line.hears("stop reminders")
    assert await permits_of(clinic_id=clinic_id, patient_id=patient_id) == {Permit.SERVICE}
    line.clock.turn(timedelta(seconds=1))
    await line.hears("stop all")
    assert await permits_of(clinic_id=clinic_id, patient_id=patient_id) == set()


async def test_the_database_lets_nobody_change_an_entry(database: Database, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    patient, other = await make_patient(clinic, vault), await make_patient(clinic, vault)
    at = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    async with transaction():
        key = await enter(Statement(clinic.id, patient.id, "reminders", "granted", at))

    for change in ({"decision": "withdrawn"}, {"patient_id": other.id}, {"recorded_at": at - timedelta(days=1)}):
        with pytest.raises(Exception, match="consent_append_only"):  # each driver has its own
            async with writing():
                await Consent.filter(id=key).update(**change)

    async with writing():
        await Consent.filter(id=key).update(note_sealed=None)
    stood = await Consent.get(id=key)
    assert (stood.decision, stood.patient_id, stood.recorded_at) == ("granted", patient.id, at)


async def test_what_stands_is_the_ledger_replayed_and_outlives_its_overtaken_rows(
    database: Database, vault: Vault
) -> None:
    """Random talks, entered in any order; a plain model of the rules says what must stand, also after a night."""
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic, vault)
    random = Random(20270101)  # noqa: S311  # the same talks each time
    begin = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
    expected: dict[UUID, dict[str, str]] = {}
    patients = [await make_patient(clinic, vault) for _ in range(25)]
    for patient in patients:  # who still write: what stands is kept
        await make_conversation(patient, connection, last_message_at=begin + timedelta(days=800))
    async with transaction():
        for patient in patients:
            talk = [
                (random.choice(("reminders", "marketing")), random.choice(DECISIONS), begin + timedelta(days=day))
                for day in range(random.randint(0, 12))
            ]
            expected[patient.id] = modelled(talk)
            for purpose, decision, at in random.sample(talk, len(talk)):
                await enter(Statement(clinic.id, patient.id, purpose, decision, at))

    async def standing() -> dict[UUID, dict[str, str]]:
        found = {}
        for one in expected:
            standings = await standings_of(clinic.id, one)
            found[one] = {name: str(it.state) for name, it in standings.items() if it.state is not State.NOT_ASKED}
        return found

    assert await standing() == expected
    (due,) = DUE[RetainedClass.CONSENT]
    before, cutoff = await Consent.all().count(), begin + timedelta(days=400)
    overtaken = f"DELETE FROM consent WHERE id IN ({due.portion})"  # noqa: S608  # the night's own condition
    async with transaction() as tx:
        await tx.execute(overtaken, (clinic.id, cutoff, cutoff, 1000))
    assert await Consent.all().count() < before
    assert await standing() == expected


def modelled(talk: Sequence[tuple[str, str, datetime]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for purpose, decision, _ in sorted(talk, key=lambda one: one[2]):
        if decision in ("granted", "withdrawn") or (decision == "refused" and purpose not in found):
            found[purpose] = decision
    return found


@given(st.lists(st.tuples(st.sampled_from(("reminders", "messages")), st.sampled_from(DECISIONS)), max_size=12))
def test_any_order_of_reading_replays_to_the_same(talk: list[tuple[str, str]]) -> None:
    begin = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    entries = [
        Entry(UUID(int=number), purpose, decision, begin + timedelta(minutes=number // 2))
        for number, (purpose, decision) in enumerate(talk)
    ]

    assert replay(entries) == replay(reversed(entries))
    for number in range(len(entries)):  # a prefix replayed and carried on is the whole
        assert replay([*entries[:number], *entries[number:]]) == replay(entries)


async def test_the_whole_ledger_is_given_with_every_wording(line: Line) -> None:
    await line.hears("hello")
    await line.hears("STOP")

    archive = ZipFile(BytesIO(await ledger_of(line.connection.clinic_id, line.clock.now())))

    told = json.loads(archive.read("ledger.json"))
    assert [one["decision"] for one in told["entries"]] == ["shown", "withdrawn", "withdrawn", "withdrawn"]
    assert told["wordings"][0]["version"] == told["entries"][0]["wording"]
    assert archive.read("ledger.csv").count(b"\r\n") == 5
    bundle = json.loads(archive.read("fhir.json"))
    assert [one["resource"]["status"] for one in bundle["entry"]] == ["proposed", "inactive", "inactive", "inactive"]
    rows = await fetch("SELECT COUNT(*) AS n FROM consent", ())
    assert int(rows[0]["n"]) == 4
