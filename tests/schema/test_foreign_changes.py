"""Nobody changes what is of another clinic, or what they hold no permission for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.schema.changes import BOOK, CANCEL, MOVE, SAVE, SEND, a_booking, a_service, of_conversation
from tests.schema.changes import deployment as deployment
from tests.schema.desk import NOTES, Answer, Desk, ask, make_desk

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
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
    StaffTask,
)
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id, parts_of

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
    "conversationsChange": lambda desk: (
        "mutation ($input: ConversationsChangeInput!) { conversationsChange(input: $input) {"
        " conversations { state } refused { code } userErrors { code } } }",
        {
            "input": {
                "clinicId": desk.id_of("Clinic"),
                "conversationIds": [desk.id_of("Conversation")],
                "action": "CLOSE",
            }
        },
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
    "conversationMarkUnread": lambda desk: (
        of_conversation("conversationMarkUnread"),
        {"id": desk.id_of("Conversation")},
    ),
    "bookingCreate": lambda desk: (BOOK, a_booking(desk, "2027-03-08T11:00:00Z")),
    "bookingReschedule": lambda desk: (
        MOVE,
        {"input": {"bookingId": desk.id_of("Booking"), "startsAt": "2027-03-08T11:00:00Z", "version": 1}},
    ),
    "bookingCancel": lambda desk: (CANCEL, {"input": {"bookingId": desk.id_of("Booking"), "version": 1}}),
    "serviceSave": lambda desk: (SAVE, a_service(desk, serviceId=desk.id_of("Service"))),
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


@pytest.mark.exhaustive  # each mutation for each role
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

    given = a_booking(desk, "2027-03-08T11:00:00Z", notes="x")
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

    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, a_service(desk, practitionerIds=[stranger]))
    too_many = await ask(deployment, desk.actor(Role.OWNER), SAVE, a_service(desk, practitionerIds=[stranger] * 101))
    foreign = a_service(desk, serviceId=global_id("Service", desk.clinic.id))
    missing = await ask(deployment, desk.actor(Role.OWNER), SAVE, foreign)

    assert answer.data["serviceSave"]["userErrors"] == [
        {"code": "INVALID_VALUE", "field": ["input", "practitionerIds", "0"]}
    ]
    assert too_many.codes == ["BAD_USER_INPUT"]
    assert missing.data["serviceSave"]["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "serviceId"]}]
