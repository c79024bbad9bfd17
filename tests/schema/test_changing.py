"""What the front desk changes: each in one transaction, with a code where it was not done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import MONDAY, NOTES, Answer, Desk, ask, make_desk

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    CalendarConnection,
    ChannelConnection,
    Conversation,
    Job,
    Message,
    Service,
    ServicePractitioner,
    Session,
    StaffTask,
)
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id, parts_of
from chatbookr_sdk import Busy


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


SEND = """
mutation ($input: MessageSendInput!) {
  messageSend(input: $input) { message { id body direction author status authorUser { id } }
                               userErrors { code field message } }
}"""
BOOK = """
mutation ($input: BookingCreateInput!) {
  bookingCreate(input: $input) { booking { id startsAt status version notes createdBy patient { id } }
                                 userErrors { code field } }
}"""
MOVE = """
mutation ($input: BookingRescheduleInput!) {
  bookingReschedule(input: $input) { booking { id startsAt version } userErrors { code field } }
}"""
CANCEL = """
mutation ($input: BookingCancelInput!) {
  bookingCancel(input: $input) { booking { status cancelledBy cancelReason version } userErrors { code field } }
}"""
SAVE = """
mutation ($input: ServiceSaveInput!) {
  serviceSave(input: $input) { service { id shortTitle durationMinutes practitioners { fullName } }
                               userErrors { code field } }
}"""


def of_conversation(name: str) -> str:
    """Write a mutation that takes a conversation's id alone."""
    return f"""mutation ($id: ID!) {{
      {name}(conversationId: $id) {{ conversation {{ owner state unreadCount assignee {{ id }} }}
                                      userErrors {{ code }} }}
    }}"""


async def test_a_message_is_queued_and_its_writer_takes_the_conversation_over(
    deployment: Deployment, desk: Desk
) -> None:
    given = {"conversationId": desk.id_of("Conversation"), "body": " Good morning "}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert answer.errors == []
    payload = answer.data["messageSend"]
    assert payload["userErrors"] == []
    assert payload["message"]["body"] == "Good morning"
    assert payload["message"]["status"] == "QUEUED"
    assert payload["message"]["authorUser"] == {"id": global_id("User", desk.user.id)}
    assert await Job.filter(kind="outbound.send", state="due").count() == 1
    assert (await Conversation.get(id=desk.conversation.id)).owner == "staff"


@pytest.mark.parametrize(
    ("body", "code", "path"),
    [("", "INVALID_VALUE", ["input", "body"]), ("x" * 4097, "INVALID_VALUE", ["input", "body"])],
)
async def test_a_message_without_words_or_with_too_many_is_not_sent(
    deployment: Deployment, desk: Desk, body: str, code: str, path: list[str]
) -> None:
    given = {"conversationId": desk.id_of("Conversation"), "body": body}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert answer.errors == []
    (error,) = answer.data["messageSend"]["userErrors"]
    assert (error["code"], error["field"]) == (code, path)
    assert await Message.all().count() == 1


async def test_after_a_day_of_silence_free_text_is_refused(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now().replace(day=1, month=1))

    given = {"conversationId": desk.id_of("Conversation"), "body": "hello"}
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), SEND, {"input": given})

    assert [error["code"] for error in answer.data["messageSend"]["userErrors"]] == ["OUTSIDE_WINDOW"]


async def test_a_conversation_is_taken_over_marked_as_read_and_closed(deployment: Deployment, desk: Desk) -> None:
    actor, variables = desk.actor(Role.RECEPTIONIST), {"id": desk.id_of("Conversation")}
    await Conversation.filter(id=desk.conversation.id).update(unread_count=3, last_received_at=MONDAY)

    taken = await ask(deployment, actor, of_conversation("conversationTakeOver"), variables)
    read = await ask(deployment, actor, of_conversation("conversationMarkRead"), variables)
    closed = await ask(deployment, actor, of_conversation("conversationClose"), variables)

    colleague = {"id": global_id("User", desk.user.id)}
    assert taken.data["conversationTakeOver"]["conversation"] == {
        "owner": "STAFF",
        "state": "OPEN",
        "unreadCount": 1,
        "assignee": colleague,
    }
    assert read.data["conversationMarkRead"]["conversation"]["unreadCount"] == 0
    assert closed.data["conversationClose"]["conversation"]["state"] == "CLOSED"


async def test_a_returned_conversation_is_the_assistants_again(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    actor, variables = desk.actor(Role.RECEPTIONIST), {"id": desk.id_of("Conversation")}
    await Conversation.filter(id=desk.conversation.id).update(owner="staff", last_inbound_at=None)

    returned = await ask(deployment, actor, of_conversation("conversationReturn"), variables)

    assert returned.errors == []
    assert returned.data["conversationReturn"]["conversation"]["owner"] == "ASSISTANT"


def _booking(desk: Desk, starts_at: str, **further: object) -> dict[str, Any]:
    return {
        "input": {
            "serviceId": desk.id_of("Service"),
            "practitionerId": desk.id_of("Practitioner"),
            "patientId": desk.id_of("Patient"),
            "startsAt": starts_at,
            **further,
        }
    }


async def test_a_booking_is_made_moved_and_cancelled(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.PRACTITIONER)

    made = await ask(deployment, actor, BOOK, _booking(desk, "2027-03-08T11:00:00+01:00", notes="bring papers"))
    booking = made.data["bookingCreate"]["booking"]
    to = {"bookingId": booking["id"], "startsAt": "2027-03-08T12:30:00Z", "version": booking["version"]}
    moved = await ask(deployment, actor, MOVE, {"input": to})
    stale = await ask(deployment, actor, MOVE, {"input": {**to, "startsAt": "2027-03-08T13:00:00Z"}})
    end = {"bookingId": booking["id"], "reason": "ill", "version": 2}
    unseen = await ask(deployment, actor, CANCEL, {"input": {**end, "version": 1}})
    cancelled = await ask(deployment, actor, CANCEL, {"input": end})
    again = await ask(deployment, actor, CANCEL, {"input": {**end, "version": 3}})

    assert [one.errors for one in (made, moved, stale, unseen, cancelled, again)] == [[]] * 6
    assert booking["startsAt"] == "2027-03-08T10:00:00+00:00"
    assert booking["notes"] == "bring papers"
    assert moved.data["bookingReschedule"]["booking"] == {
        "id": booking["id"],
        "startsAt": "2027-03-08T12:30:00+00:00",
        "version": 2,
    }
    assert stale.data["bookingReschedule"]["userErrors"] == [{"code": "STALE", "field": ["input", "version"]}]
    assert unseen.data["bookingCancel"]["userErrors"] == [{"code": "STALE", "field": ["input", "version"]}]
    assert cancelled.data["bookingCancel"]["booking"]["cancelReason"] == "ill"
    assert [one["code"] for one in again.data["bookingCancel"]["userErrors"]] == ["ALREADY_CANCELLED"]


@pytest.mark.parametrize("query", [MOVE, CANCEL])
async def test_a_change_of_a_booking_says_which_version_it_is_of(
    deployment: Deployment, desk: Desk, query: str
) -> None:
    given = {"bookingId": desk.id_of("Booking"), **({"startsAt": MONDAY.isoformat()} if query == MOVE else {})}

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"input": given})

    assert answer.data is None
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "version" in answer.errors[0]["message"]


@pytest.mark.parametrize(
    "reason", ["Ada has cancer, call +4915112345", "Ill", "1", "_", "", "no-show", "ill\n", "a" * 41, "ärzte"]
)
async def test_the_reason_of_a_cancellation_is_a_code_and_no_words(
    deployment: Deployment, desk: Desk, reason: str
) -> None:
    given = {"bookingId": desk.id_of("Booking"), "version": 1, "reason": reason}

    refused = await ask(deployment, desk.actor(Role.RECEPTIONIST), CANCEL, {"input": given})
    taken = await ask(deployment, desk.actor(Role.RECEPTIONIST), CANCEL, {"input": {**given, "reason": "no_show"}})

    (error,) = refused.data["bookingCancel"]["userErrors"]
    assert error == {"code": "INVALID_VALUE", "field": ["input", "reason"]}
    assert taken.data["bookingCancel"]["booking"]["cancelReason"] == "no_show"


@pytest.mark.parametrize(
    "starts_at", [MONDAY.isoformat(), "2027-03-08T10:07:00Z", "2027-03-08T20:00:00Z", "2027-03-01T08:10:00Z"]
)
async def test_a_time_that_is_taken_or_not_on_offer_is_not_booked(
    deployment: Deployment, desk: Desk, starts_at: str
) -> None:
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), BOOK, _booking(desk, starts_at))

    assert answer.errors == []
    (error,) = answer.data["bookingCreate"]["userErrors"]
    assert error["code"] in ("SLOT_NOT_OFFERED", "SLOT_TAKEN")
    assert await Booking.all().count() == 1


async def test_a_time_the_calendar_has_taken_meanwhile_is_not_booked(deployment: Deployment, desk: Desk) -> None:
    taken = Busy(datetime(2027, 3, 8, 10, 15, tzinfo=UTC), datetime(2027, 3, 8, 10, 45, tzinfo=UTC))
    busy = replace(deployment, plugins=Plugins({"gcal": quiet_plugin(taken)}))
    away = replace(deployment, plugins=Plugins({}))
    actor = desk.actor(Role.RECEPTIONIST)
    wanted = _booking(desk, "2027-03-08T10:00:00Z")

    refused = await ask(busy, actor, BOOK, wanted)
    unheard = await ask(away, actor, BOOK, wanted)

    assert refused.data["bookingCreate"]["userErrors"] == [{"code": "SLOT_TAKEN", "field": ["input", "startsAt"]}]
    assert [one["code"] for one in unheard.data["bookingCreate"]["userErrors"]] == ["CALENDAR_NOT_FRESH"]
    assert await Booking.all().count() == 1


async def test_a_booking_may_move_into_the_time_its_own_event_takes(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.RECEPTIONIST)
    made = await ask(deployment, actor, BOOK, _booking(desk, "2027-03-08T10:00:00Z"))
    booking = made.data["bookingCreate"]["booking"]
    row = await Booking.get(id=parts_of(booking["id"])[1])
    own = replace(deployment, plugins=Plugins({"gcal": quiet_plugin(Busy(row.starts_at, row.ends_at))}))

    moved = await ask(
        own, actor, MOVE, {"input": {"bookingId": booking["id"], "startsAt": "2027-03-08T10:00:00Z", "version": 1}}
    )

    assert moved.data["bookingReschedule"]["userErrors"] == []


async def test_notes_of_somebody_who_may_not_write_them_stop_the_whole_booking(
    deployment: Deployment, desk: Desk
) -> None:
    given = _booking(desk, "2027-03-08T11:00:00Z", notes="x")
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), BOOK, given)

    assert answer.data["bookingCreate"]["booking"] is None
    (error,) = answer.data["bookingCreate"]["userErrors"]
    assert (error["code"], error["field"]) == ("FORBIDDEN_FIELD", ["input", "notes"])
    assert await Booking.all().count() == 1


async def test_a_time_without_an_offset_is_no_time(deployment: Deployment, desk: Desk) -> None:
    answer = await ask(deployment, desk.actor(Role.OWNER), BOOK, _booking(desk, "2027-03-08T11:00:00"))

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["field"] == ["input", "startsAt"]


def _service(desk: Desk, **further: object) -> dict[str, Any]:
    return {
        "input": {
            "clinicId": desk.id_of("Clinic"),
            "title": "A first conversation",
            "shortTitle": "First talk",
            "durationMinutes": 45,
            **further,
        }
    }


async def test_a_service_is_made_and_changed_with_who_gives_it(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.MANAGER)

    made = await ask(deployment, actor, SAVE, _service(desk, practitionerIds=[desk.id_of("Practitioner")]))
    service = made.data["serviceSave"]["service"]
    further = {"serviceId": service["id"], "shortTitle": "Talk", "practitionerIds": []}
    changed = await ask(deployment, actor, SAVE, _service(desk, **further))

    assert service["practitioners"] == [{"fullName": desk.practitioner.full_name}]
    assert changed.data["serviceSave"]["service"] == {
        "id": service["id"],
        "shortTitle": "Talk",
        "durationMinutes": 45,
        "practitioners": [],
    }
    assert await Service.all().count() == 2
    assert await ServicePractitioner.all().count() == 1


FAULTS = [
    ({"shortTitle": "x" * 25}, "TITLE_NOT_SHOWABLE", ["input", "shortTitle"]),
    ({"shortTitle": " "}, "TITLE_NOT_SHOWABLE", ["input", "shortTitle"]),
    ({"title": ""}, "INVALID_VALUE", ["input", "title"]),
    ({"durationMinutes": 0}, "INVALID_VALUE", ["input", "durationMinutes"]),
    ({"bufferBeforeMinutes": -1}, "INVALID_VALUE", ["input", "bufferBeforeMinutes"]),
    ({"stepMinutes": 7}, "INVALID_VALUE", ["input", "stepMinutes"]),
    ({"priceMinorUnits": 100}, "INVALID_VALUE", ["input", "currency"]),
    ({"priceMinorUnits": -1, "currency": "EUR"}, "INVALID_VALUE", ["input", "priceMinorUnits"]),
    ({"priceMinorUnits": 1, "currency": "euro"}, "INVALID_VALUE", ["input", "currency"]),
]


@pytest.mark.parametrize(("fault", "code", "path"), FAULTS)
async def test_a_service_with_a_fault_is_refused_and_never_mended(
    deployment: Deployment, desk: Desk, fault: dict[str, object], code: str, path: list[str]
) -> None:
    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, _service(desk, **fault))

    assert answer.errors == []
    assert answer.data["serviceSave"] == {"service": None, "userErrors": [{"code": code, "field": path}]}
    assert await Service.all().count() == 1


async def test_a_title_of_exactly_24_characters_is_saved_whole(deployment: Deployment, desk: Desk) -> None:
    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, _service(desk, shortTitle="x" * 24))

    assert answer.data["serviceSave"]["service"]["shortTitle"] == "x" * 24


async def test_a_task_is_ticked_off(deployment: Deployment, desk: Desk) -> None:
    query = "mutation ($id: ID!) { taskDone(taskId: $id) { task { state doneAt } userErrors { code } } }"
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"id": desk.id_of("StaffTask")})

    assert answer.data["taskDone"]["task"]["state"] == "DONE"
    assert (await StaffTask.get(id=desk.task.id)).done_at is not None


@pytest.mark.checklist(24)
async def test_a_channel_and_a_calendar_are_unusable_at_once(deployment: Deployment, desk: Desk) -> None:
    """Once somebody has proved again who they are: before, the answer says that it takes that."""
    query = """mutation ($channel: ID!, $calendar: ID!) {
      channelDisconnect(channelId: $channel) { channel { state } userErrors { code } }
      calendarDisconnect(calendarId: $calendar) { calendar { state } userErrors { code } }
    }"""
    variables = {"channel": desk.id_of("Channel"), "calendar": desk.id_of("Calendar")}
    before = await ask(deployment, desk.actor(Role.MANAGER), query, variables)
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=deployment.clock.now())

    answer = await ask(deployment, desk.actor(Role.MANAGER), query, variables)

    assert [payload["userErrors"] for payload in before.data.values()] == [[{"code": "STEP_UP_REQUIRED"}]] * 2
    assert answer.errors == []
    assert answer.data["channelDisconnect"]["channel"]["state"] == "DISCONNECTING"
    assert answer.data["calendarDisconnect"]["calendar"]["state"] == "DISCONNECTING"
    assert (await ChannelConnection.get(id=desk.channel.id)).state == "disconnecting"
    assert (await CalendarConnection.get(id=desk.calendar.id)).state == "disconnecting"
    assert await Job.filter(kind="connection.revoke", state="due").count() == 2


async def test_two_mutations_of_one_operation_each_see_what_the_other_did(deployment: Deployment, desk: Desk) -> None:
    query = """mutation ($id: ID!) {
      a: conversationTakeOver(conversationId: $id) { conversation { owner } }
      b: conversationClose(conversationId: $id) { conversation { owner state } }
    }"""
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"id": desk.id_of("Conversation")})

    assert answer.data["a"]["conversation"]["owner"] == "STAFF"
    assert answer.data["b"]["conversation"] == {"owner": "ASSISTANT", "state": "CLOSED"}


Change = Callable[[Desk], tuple[str, dict[str, Any]]]
FOREIGN: dict[str, Change] = {
    "messageSend": lambda desk: (
        SEND,
        {"input": {"conversationId": desk.id_of("Conversation"), "body": "hello"}},
    ),
    "conversationTakeOver": lambda desk: (
        of_conversation("conversationTakeOver"),
        {"id": desk.id_of("Conversation")},
    ),
    "conversationReturn": lambda desk: (of_conversation("conversationReturn"), {"id": desk.id_of("Conversation")}),
    "conversationClose": lambda desk: (of_conversation("conversationClose"), {"id": desk.id_of("Conversation")}),
    "conversationReopen": lambda desk: (of_conversation("conversationReopen"), {"id": desk.id_of("Conversation")}),
    "conversationSnooze": lambda desk: (
        "mutation ($input: ConversationSnoozeInput!) { conversationSnooze(input: $input) {"
        " conversation { state } userErrors { code } } }",
        {"input": {"conversationId": desk.id_of("Conversation")}},
    ),
    "conversationAssign": lambda desk: (
        "mutation ($input: ConversationAssignInput!) { conversationAssign(input: $input) {"
        " conversation { state } userErrors { code } } }",
        {"input": {"conversationId": desk.id_of("Conversation"), "teamId": desk.id_of("Team")}},
    ),
    "conversationNoteAdd": lambda desk: (
        "mutation ($input: ConversationNoteAddInput!) { conversationNoteAdd(input: $input) {"
        " note { body } userErrors { code } } }",
        {"input": {"conversationId": desk.id_of("Conversation"), "body": "look"}},
    ),
    "conversationLabelsSet": lambda desk: (
        "mutation ($input: ConversationLabelsSetInput!) { conversationLabelsSet(input: $input) {"
        " conversation { state } userErrors { code } } }",
        {"input": {"conversationId": desk.id_of("Conversation"), "labelIds": []}},
    ),
    "labelDelete": lambda desk: (
        "mutation ($id: ID!) { labelDelete(labelId: $id) { labelId userErrors { code } } }",
        {"id": desk.id_of("Label")},
    ),
    "cannedReplyDelete": lambda desk: (
        "mutation ($id: ID!) { cannedReplyDelete(cannedReplyId: $id) { cannedReplyId userErrors { code } } }",
        {"id": desk.id_of("CannedReply")},
    ),
    "teamDelete": lambda desk: (
        "mutation ($id: ID!) { teamDelete(teamId: $id) { teamId userErrors { code } } }",
        {"id": desk.id_of("Team")},
    ),
    "conversationMarkRead": lambda desk: (
        of_conversation("conversationMarkRead"),
        {"id": desk.id_of("Conversation")},
    ),
    "bookingCreate": lambda desk: (BOOK, _booking(desk, "2027-03-08T11:00:00Z")),
    "bookingReschedule": lambda desk: (
        MOVE,
        {"input": {"bookingId": desk.id_of("Booking"), "startsAt": "2027-03-08T11:00:00Z", "version": 1}},
    ),
    "bookingCancel": lambda desk: (CANCEL, {"input": {"bookingId": desk.id_of("Booking"), "version": 1}}),
    "serviceSave": lambda desk: (SAVE, _service(desk, serviceId=desk.id_of("Service"))),
    "taskDone": lambda desk: (
        "mutation ($id: ID!) { taskDone(taskId: $id) { task { state } userErrors { code } } }",
        {"id": desk.id_of("StaffTask")},
    ),
    "channelDisconnect": lambda desk: (
        "mutation ($id: ID!) { channelDisconnect(channelId: $id) { channel { state } userErrors { code } } }",
        {"id": desk.id_of("Channel")},
    ),
    "calendarDisconnect": lambda desk: (
        "mutation ($id: ID!) { calendarDisconnect(calendarId: $id) { calendar { state } userErrors { code } } }",
        {"id": desk.id_of("Calendar")},
    ),
}


async def _rows() -> list[object]:
    models = (Booking, Conversation, Message, Service, StaffTask, ChannelConnection, CalendarConnection, Job)
    return [await model.all().order_by("id").values() for model in models]


def _randomised(value: Any) -> Any:
    """Replace every id by one of the same type that nobody has."""
    if isinstance(value, dict):
        return {name: _randomised(one) for name, one in value.items()}
    if not isinstance(value, str):
        return value
    try:
        return global_id(parts_of(value)[0], uuid4())
    except InvalidInput:
        return value


@pytest.mark.parametrize("name", FOREIGN)
async def test_another_clinics_things_are_answered_like_things_that_are_not(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock, name: str
) -> None:
    stranger = (await make_desk(vault, clock.now())).actor(Role.OWNER)
    query, variables = FOREIGN[name](desk)
    before = await _rows()

    foreign = await ask(deployment, stranger, query, variables)
    random = await ask(deployment, stranger, query, _randomised(variables))

    assert foreign == random
    assert await _rows() == before
    assert [one["code"] for one in foreign.data[name]["userErrors"]] == ["NOT_FOUND"]


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("role", [None, Role.AUDITOR])
async def test_somebody_without_the_permission_changes_nothing(
    deployment: Deployment, desk: Desk, name: str, role: Role | None
) -> None:
    query, variables = FOREIGN[name](desk)
    before = await _rows()

    answer: Answer = await ask(deployment, desk.actor(role), query, variables)
    anonymous = await ask(deployment, None, query, variables)

    assert answer.codes == ["FORBIDDEN"]
    assert anonymous.codes == ["UNAUTHENTICATED"]
    assert answer.data == anonymous.data == {name: None}
    assert await _rows() == before
    assert NOTES not in str(answer)


async def test_a_permission_held_elsewhere_is_not_held_here(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    elsewhere = await make_desk(vault, clock.now())

    def owner_elsewhere_and(role: Role) -> StaffActor:
        here = desk.actor(role)
        memberships = {**here.memberships, **elsewhere.actor(Role.OWNER).memberships}
        return StaffActor(here.user_id, here.session_id, memberships)

    given = _booking(desk, "2027-03-08T11:00:00Z", notes="x")
    away = replace(deployment, plugins=Plugins({}))  # whose calendars cannot be asked, which is never tried
    noted = await ask(away, owner_elsewhere_and(Role.RECEPTIONIST), BOOK, given)
    end = {"bookingId": desk.id_of("Booking"), "version": 1}
    cancelled = await ask(deployment, owner_elsewhere_and(Role.AUDITOR), CANCEL, {"input": end})

    assert noted.errors == []
    (error,) = noted.data["bookingCreate"]["userErrors"]
    assert error == {"code": "FORBIDDEN_FIELD", "field": ["input", "notes"]}
    assert cancelled.codes == ["FORBIDDEN"]
    assert cancelled.data == {"bookingCancel": None}
    assert [row.status for row in await Booking.all()] == ["confirmed", "confirmed"]


async def test_a_service_is_given_by_the_clinics_own_people_alone(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    stranger = (await make_desk(vault, clock.now())).id_of("Practitioner")

    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, _service(desk, practitionerIds=[stranger]))
    too_many = await ask(deployment, desk.actor(Role.OWNER), SAVE, _service(desk, practitionerIds=[stranger] * 101))
    foreign = _service(desk, serviceId=global_id("Service", desk.clinic.id))
    missing = await ask(deployment, desk.actor(Role.OWNER), SAVE, foreign)

    assert answer.data["serviceSave"]["userErrors"] == [
        {"code": "INVALID_VALUE", "field": ["input", "practitionerIds", "0"]}
    ]
    assert too_many.codes == ["BAD_USER_INPUT"]
    assert missing.data["serviceSave"]["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "serviceId"]}]
