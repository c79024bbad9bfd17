"""Services are saved, and tasks and connections changed, by GraphQL."""

import pytest
from tests.factories import writing
from tests.schema.changes import SAVE, a_service
from tests.schema.changes import deployment as deployment
from tests.schema.desk import Desk, ask

from chatbookr_core.deployment import Deployment
from chatbookr_core.models import (
    CalendarConnection,
    ChannelConnection,
    Job,
    Service,
    ServicePractitioner,
    Session,
    StaffTask,
)
from chatbookr_permissions.roles import Role


async def test_a_service_is_made_and_changed_with_who_gives_it(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.MANAGER)

    made = await ask(deployment, actor, SAVE, a_service(desk, practitionerIds=[desk.id_of("Practitioner")]))
    service = made.data["serviceSave"]["service"]
    further = {"serviceId": service["id"], "shortTitle": "Talk", "practitionerIds": []}
    changed = await ask(deployment, actor, SAVE, a_service(desk, **further))

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
    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, a_service(desk, **fault))

    assert answer.errors == []
    assert answer.data["serviceSave"] == {"service": None, "userErrors": [{"code": code, "field": path}]}
    assert await Service.all().count() == 1


async def test_a_title_of_exactly_24_characters_is_saved_whole(deployment: Deployment, desk: Desk) -> None:
    answer = await ask(deployment, desk.actor(Role.OWNER), SAVE, a_service(desk, shortTitle="x" * 24))

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
