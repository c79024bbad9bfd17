"""What staff hear of besides conversations and bookings: their tasks, channels, calendars, and the clinic itself."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tests.factories import make_clinic, make_conversation, make_patient
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, make_desk
from tests.schema.listening import hearing, refusal, tell
from tests.schema.test_subscribing import logged_in, process

from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.channels.lifecycle import disconnect_calendar
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clinics.appointments import set_appointment_rules
from chatbookr_core.clinics.premises import LocationDraft, save_location
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import transaction
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.inbox.service import take_over
from chatbookr_core.models import Membership
from chatbookr_core.people.queries import find_actor
from chatbookr_permissions.actor import StaffActor, SystemActor
from chatbookr_schema.ids import global_id

TASKS = """subscription ($clinic: ID!, $after: String) { taskChanged(clinicId: $clinic, after: $after) {
  cursor task { id kind state advice } } }"""
CHANNELS = """subscription ($clinic: ID!) { channelChanged(clinicId: $clinic) {
  cursor channel { id state banner { reason advice } } } }"""

CALENDARS = """subscription ($clinic: ID!, $after: String) { calendarChanged(clinicId: $clinic, after: $after) {
  cursor calendar { id state isFresh fetchedAt feeds { calendarId isWritten } } } }"""
CLINICS = """subscription ($clinic: ID!, $after: String) { clinicChanged(clinicId: $clinic, after: $after) {
  cursor clinic { id phone noticeMinutes services { nodes { title } } } } }"""


async def asked(desk: Desk, conversation_id: UUID, kind: str = "handover") -> None:
    async with transaction():
        await ask_staff(
            kind,
            clinic_id=desk.clinic.id,
            conversation_id=conversation_id,
            dedupe_key=f"{kind}:{new_id()}",
            now=desk.conversation.created_at,
        )


async def test_a_task_is_told_as_it_comes_up_and_as_it_is_done(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        _, actor = await logged_in(desk, lent.clock.now())
        other = await make_conversation(await make_patient(desk.clinic, desk.vault, phone=None), desk.channel)
        async with hearing(lent, actor, TASKS, clinic=desk.id_of("Clinic")) as heard:
            await asked(desk, other.id)
            await asked(desk, other.id, "media_missing")
            come = [(await heard.next())["task"] for _ in range(2)]
            async with transaction():
                await take_over(lent, actor, other.id)
            gone = [(await heard.next())["task"] for _ in range(2)]

    assert [(one["kind"], one["state"], one["advice"]) for one in come] == [
        ("handover", "OPEN", "ANSWER"),
        ("media_missing", "OPEN", "ASK_AGAIN"),
    ]
    assert {one["id"] for one in gone} == {one["id"] for one in come}
    assert {one["state"] for one in gone} == {"DONE"}


async def test_tasks_missed_meanwhile_are_told_after_a_cursor(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        _, actor = await logged_in(desk, lent.clock.now())
        clinic = desk.id_of("Clinic")
        async with hearing(lent, actor, TASKS, clinic=clinic) as heard:
            await asked(desk, desk.conversation.id)
            cursor = (await heard.next())["cursor"]
        await asked(desk, desk.conversation.id, "call_received")

        async with hearing(lent, actor, TASKS, clinic=clinic, after=cursor) as heard:
            task = (await heard.next())["task"]

    assert (task["kind"], task["advice"]) == ("call_received", "ANSWER")


async def as_role(desk: Desk, role: str, now: datetime) -> StaffActor:
    """Log somebody in who has another role."""
    user, actor = await logged_in(desk, now)
    await Membership.filter(user_id=user.id).update(role=role)
    found = await find_actor(actor.session_id, now=now)
    assert isinstance(found, StaffActor)
    return found


async def test_of_tasks_out_of_reach_nothing_is_told(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        actor = await as_role(desk, "practitioner", lent.clock.now())  # of their own patients, of whom there are none
        async with hearing(lent, actor, TASKS, clinic=desk.id_of("Clinic")) as heard:
            await asked(desk, desk.conversation.id)

            assert await heard.is_silent()


async def test_a_channel_is_told_as_it_is_lost_and_a_calendar_is_not(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        _, actor = await logged_in(desk, lent.clock.now())
        async with hearing(lent, actor, CHANNELS, clinic=desk.id_of("Clinic")) as heard:
            await type(desk.channel).filter(id=desk.channel.id).update(state="needs_reconnect")
            await tell(
                Change("connection", desk.clinic.id, desk.calendar.id),
                Change("connection", desk.clinic.id, desk.channel.id),
            )
            channel = (await heard.next())["channel"]
            is_silent = await heard.is_silent()

    assert channel["id"] == global_id("Channel", desk.channel.id)
    assert channel["banner"] == {"reason": "needs_reconnect", "advice": "RECONNECT"}
    assert is_silent


async def test_a_calendar_is_told_as_it_is_read_chosen_from_and_lost_and_a_channel_is_not(
    database_url: str, tmp_path: Path
) -> None:
    async with process(database_url, tmp_path) as lent:
        desk, host = await make_desk(lent.vault, lent.clock.now()), SystemActor("test")
        actor = await as_role(desk, "receptionist", lent.clock.now())
        lent = replace(lent, plugins=Plugins({"gcal": quiet_plugin()}))
        async with hearing(lent, actor, CALENDARS, clinic=desk.id_of("Clinic")) as heard:
            await tell(Change("connection", desk.clinic.id, desk.channel.id))
            await fetch_busy(lent, desk.calendar)
            read = await heard.next()
            async with transaction():
                await disconnect_calendar(lent, host, desk.calendar.id)
            lost = (await heard.next())["calendar"]
            is_silent = await heard.is_silent()
        async with hearing(lent, actor, CALENDARS, clinic=desk.id_of("Clinic"), after=read["cursor"]) as heard:
            again = (await heard.next())["calendar"]

    assert read["calendar"]["id"] == global_id("Calendar", desk.calendar.id)
    assert (read["calendar"]["state"], read["calendar"]["isFresh"]) == ("CONNECTED", True)
    assert (lost["state"], lost["isFresh"]) == ("DISCONNECTING", False)
    assert (again, is_silent) == (lost, True)


async def test_who_may_read_no_tasks_hears_of_none(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        found = await as_role(desk, "custom", lent.clock.now())  # a role of the clinic's that grants nothing

        codes = [
            await refusal(lent, found, query, clinic=desk.id_of("Clinic")) for query in (TASKS, CHANNELS, CALENDARS)
        ]

    assert set(codes) <= {"FORBIDDEN", "NOT_FOUND"}


async def test_a_clinic_is_told_of_as_what_it_says_its_rules_and_services_change(
    database_url: str, tmp_path: Path
) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        _, actor = await logged_in(desk, lent.clock.now())
        host, other = SystemActor("test"), await make_clinic()
        draft = LocationDraft("Nord", "", "Europe/Berlin")
        async with hearing(lent, actor, CLINICS, clinic=desk.id_of("Clinic")) as heard:
            async with transaction():
                await save_location(lent, host, other.id, draft)  # of another clinic
            async with transaction():
                await set_appointment_rules(lent, host, desk.clinic.id, {"notice_minutes": 90})
            rules = await heard.next()
            async with transaction():
                await save_location(lent, host, desk.clinic.id, draft)
            place, is_silent = await heard.next(), await heard.is_silent()
        async with hearing(lent, actor, CLINICS, clinic=desk.id_of("Clinic"), after=rules["cursor"]) as heard:
            again = await heard.next()

    assert rules["clinic"]["noticeMinutes"] == 90
    assert rules["clinic"]["id"] == place["clinic"]["id"] == again["clinic"]["id"] == desk.id_of("Clinic")
    assert is_silent
