"""What somebody sees who looks over a shoulder: by default neither what for, nor who, nor why, wherever it is shown.

Titles and descriptions in practitioners' calendars, files and feeds of calendars, reminders, news of a booking, values
of templates, and what listeners are told of changes. A conversation's own answers say what they are asked.
"""

import re
from dataclasses import asdict, fields, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.agenda_feeds import make_agenda_feed
from tests.factories import make_booking, make_user, writing
from tests.relatives import Practice, make_practice, make_relative
from tests.reminding import owe_reminders
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Desk, ask, make_desk

from chatbookr_core.agenda_feeds.service import tell_agenda
from chatbookr_core.bookings.use_cases import cancel_booking
from chatbookr_core.calendars.events import event_of
from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AgendaFeed, Booking, Clinic, Consent, Message, Service
from chatbookr_core.notices.announcements import announce
from chatbookr_core.outbox.content import told_of
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_core.settings import Settings
from chatbookr_core.templates.purposes import Purpose
from chatbookr_permissions.actor import SystemActor
from chatbookr_permissions.roles import Role

HOST = SystemActor("tests")
WHAT_FOR = "Canary of the knee"
TOKEN = "T" * 43
TOLD = [one.value for one in Purpose if one is not Purpose.ANSWER]


@pytest.fixture
def talking(deployment: Deployment) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    return replace(deployment, plugins=discover(Settings(plugins=("whatsapp",), environment=secrets)))


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    desk = await make_desk(vault, clock.now())
    async with writing():
        await Service.filter(id=desk.service.id).update(title=WHAT_FOR, short_title=WHAT_FOR)
    return desk


def assert_discreet(text: str) -> None:
    words = (
        WHAT_FOR,
        *NAME.split(),
        PHONE[1:],
        *BODY.split()[:2],
        NOTES,
        "Zenobia",
        "Quuxenberg",
        "1990-12-24",
        "Tim Quuxenberg",
    )
    # as words: signed ids of options are any letters, and three of them are somebody's name now and then
    assert [word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE)] == []


async def test_a_calendar_s_event_says_that_there_is_an_appointment(deployment: Deployment, desk: Desk) -> None:
    now = deployment.clock.now()
    version: dict[str, Any] = {"version": desk.booking.version}
    job = LeasedJob(uuid4(), "calendar.put", desk.clinic.id, desk.booking.id, version, 1, 0, uuid4(), now, now)

    found = await event_of(deployment, job)

    assert found is not None
    event = found[1]
    assert event.title == f"Appointment {desk.booking.reference}"
    assert event.description == ""
    assert_discreet(" ".join(str(value) for value in asdict(event).values()))


async def test_a_file_and_a_feed_say_when_and_where_and_the_feed_what_for_only_where_that_was_wanted(
    deployment: Deployment, desk: Desk
) -> None:
    await make_agenda_feed(desk.practitioner, await make_user(), token="B" * 43)
    await make_agenda_feed(desk.practitioner, desk.user, token=TOKEN)
    document = "query ($c: ID!) { bookings(clinicId: $c) { nodes { icalendar } } }"

    answer = await ask(deployment, desk.actor(Role.OWNER), document, {"c": desk.id_of("Clinic")})
    told = await tell_agenda(deployment, TOKEN)
    async with writing():
        await AgendaFeed.filter(token_hash=token_hash_of(TOKEN)).update(detail="service")
    wanted = await tell_agenda(deployment, TOKEN)

    (node,) = answer.data["bookings"]["nodes"]
    assert told is not None
    assert told.text is not None
    for text in (node["icalendar"], told.text):
        assert "SUMMARY:" in text
        assert_discreet(text)
    assert wanted is not None
    assert wanted.text is not None
    assert WHAT_FOR in wanted.text


def test_a_change_that_listeners_are_told_of_holds_ids_and_codes_alone() -> None:
    """What stands in a push, a notification of the database and an event's frame: whoever hears of it reads anew."""
    kinds = {one.name: str(one.type) for one in fields(Change)}

    assert set(kinds) >= {"kind", "clinic_id", "subject_id"}
    told = {kind.replace("uuid.", "") for name, kind in kinds.items() if name not in ("kind", "position")}
    assert told <= {"UUID", "UUID | None", "<class 'UUID'>"}, kinds


@pytest.fixture
async def practice(sqlite_database: Database, vault: Vault, talking: Deployment) -> Practice:
    await vault.deployment_keys()
    practice = await make_practice(talking, vault, quiet_from_minute=0, quiet_until_minute=0, follows_up_no_shows=True)
    async with writing():
        await Service.filter(id=practice.service.id).update(title=WHAT_FOR, short_title=WHAT_FOR)
    return practice


async def told_unasked(practice: Practice, booking: Booking) -> list[str]:
    """Have everything told of a booking that is told unasked, and return all of it with the values for templates."""
    clock = practice.clock
    async with transaction():
        await announce(practice.deployment, await Booking.filter(id=booking.id).select_for_update().get())
    async with transaction():
        await owe_reminders(await Booking.get(id=booking.id), clock.now() - timedelta(days=30))
    clock.turn(booking.starts_at - clock.now() - timedelta(hours=2))
    await practice.work("booking.remind")
    async with transaction():
        await cancel_booking(practice.deployment, HOST, booking.id, reason=None)
    await practice.work("dialogue.announce")
    found = []
    for row in await Message.filter(direction="outbound", purpose__in=TOLD).order_by("id"):
        keys = await practice.deployment.vault.reading(row.clinic_id, (row.body_sealed, row.content_sealed))
        assert row.content_sealed is not None
        content = keys.open_text(columns.MESSAGE_CONTENT, row.id, row.content_sealed)
        assert told_of(content).values is not None
        found += [keys.open_text(columns.MESSAGE_BODY, row.id, row.body_sealed), content]
    return found


async def booked(practice: Practice, *, for_relative: bool) -> Booking:
    phone = practice.phone(name="Zenobia Quuxenberg")
    await phone.types("hello")
    await phone.types("my knee hurts")
    patient = await phone.patient()
    assert patient is not None
    who = await make_relative(patient, practice.deployment.vault, name="Tim Quuxenberg") if for_relative else patient
    async with writing():
        await Consent.create(
            clinic_id=patient.clinic_id, patient_id=patient.id, purpose="reminders", decision="granted",
            recorded_at=practice.clock.now(),
        )  # fmt: skip
    at = practice.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=6)
    return await make_booking(
        who, practice.service, practice.practitioner, practice.location, starts_at=at, created_by="patient",
        arranged_by_id=patient.id if for_relative else None, wants_reminders=True,
    )  # fmt: skip


@pytest.mark.parametrize("for_relative", [False, True], ids=["of who writes", "of somebody they book for"])
async def test_what_is_told_unasked_says_neither_what_for_nor_who_but_a_relative_s_first_name(
    practice: Practice, for_relative: bool
) -> None:
    booking = await booked(practice, for_relative=for_relative)

    told = await told_unasked(practice, booking)

    assert len(told) >= 6  # booked, reminded, cancelled: each as text, and as it is sent
    for text in told:
        assert_discreet(text)
        assert "knee" not in text
    assert any("Tim" in text for text in told) is for_relative


async def test_reminders_say_what_for_only_where_the_clinic_wants_that(practice: Practice) -> None:
    async with writing():
        await Clinic.filter(id=practice.clinic.id).update(reminders_name_services=True)

    told = await told_unasked(practice, await booked(practice, for_relative=False))

    assert [text for text in told if WHAT_FOR in text and "Reminder" in text]
    assert all("told" not in text or WHAT_FOR not in text.split('"told"')[1] for text in told)  # never a template
