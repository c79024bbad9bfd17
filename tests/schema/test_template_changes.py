"""Templates over the API: looked at, mapped, sent; quiet hours; what a message was counted as."""

from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.schema.desk import Desk, ask
from tests.template_factories import make_template

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Clinic, Conversation, Job, Message, StaffTask, TemplateUse
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

MAP = """mutation ($input: TemplateMapInput!) { templateMap(input: $input) {
  template { uses { purpose fillings } viewerCanMap } userErrors { code field } } }"""
SEND = """mutation ($input: MessageSendTemplateInput!) { messageSendTemplate(input: $input) {
  message { body kind status purpose choices heldUntil } userErrors { code field } } }"""
QUIET = """mutation ($input: ClinicQuietHoursUpdateInput!) { clinicQuietHoursUpdate(input: $input) {
  clinic { quietFromMinute quietUntilMinute } userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def changed(deployment: Deployment, desk: Desk, query: str, name: str, **given: object) -> Any:
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"input": given})
    assert answer.errors == []
    return answer.data[name]


async def test_a_template_is_looked_at_mapped_and_let_go(deployment: Deployment, desk: Desk) -> None:
    key, owner = desk.id_of("MessageTemplate"), desk.actor(Role.OWNER)
    query = """query ($id: ID!, $clinic: ID!) {
      node(id: $id) { ... on MessageTemplate { category variables { place name } channel { accountId }
        good: preview(values: ["Tuesday"]) { text problems } bad: preview(values: ["a", "b\\nc"]) { problems } } }
      templates(clinicId: $clinic, where: {status: APPROVED, name: "reminder"}) { totalCount nodes { name replies } }
      none: templates(clinicId: $clinic, where: {category: MARKETING}) { nodes { name } } }"""

    seen = await ask(deployment, owner, query, {"id": key, "clinic": desk.id_of("Clinic")})
    mapped = await changed(deployment, desk, MAP, "templateMap", templateId=key, purpose="REMINDER", fillings=["date"])
    wrong = [
        await changed(deployment, desk, MAP, "templateMap", templateId=key, purpose="REMINDER", fillings=fillings)
        for fillings in ([], ["date", "time"], ["service"])
    ]
    unmap = "mutation ($input: TemplateUnmapInput!) { templateUnmap(input: $input) { template { uses { purpose } } } }"
    left = await changed(deployment, desk, unmap, "templateUnmap", templateId=key, purpose="BOOKED")

    assert seen.errors == []
    node = seen.data["node"]
    assert node["good"] == {"text": "You are expected on Tuesday.", "problems": []}
    assert node["bad"]["problems"] == ["WRONG_COUNT"]
    assert (node["category"], node["variables"]) == ("UTILITY", [{"place": "body", "name": "1"}])
    assert seen.data["templates"] == {"totalCount": 1, "nodes": [{"name": "reminder", "replies": ["Cancel"]}]}
    assert seen.data["none"]["nodes"] == []
    assert [use["purpose"] for use in mapped["template"]["uses"]] == ["BOOKED", "REMINDER"]
    assert [one["userErrors"] for one in wrong] == [[{"code": "INVALID_VALUE", "field": ["input", "fillings"]}]] * 3
    assert left == {"template": {"uses": [{"purpose": "REMINDER"}]}}


async def test_one_template_of_a_language_serves_a_purpose_and_a_lost_one_none(
    deployment: Deployment, desk: Desk
) -> None:
    other = await make_template(desk.channel, name="better")
    gone = await make_template(desk.channel, name="gone", status="gone")
    given = {"purpose": "REMINDER", "fillings": ["date"]}

    ids = [global_id("MessageTemplate", one.id) for one in (other, gone)]
    answers = [await changed(deployment, desk, MAP, "templateMap", templateId=one, **given) for one in ids]

    assert [one["userErrors"] for one in answers] == [[], [{"code": "CONFLICT", "field": None}]]
    assert await TemplateUse.filter(purpose="reminder").values_list("template_id", flat=True) == [other.id]


async def test_after_a_day_of_silence_templates_are_offered_and_one_is_sent(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await make_template(desk.channel, name="picture", is_fillable=False)
    long_ago = clock.now().replace(day=1, month=1)
    await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=long_ago)
    conversation = desk.id_of("Conversation")
    free = """mutation ($input: MessageSendInput!) { messageSend(input: $input) {
      message { id } templateChoices { id name } userErrors { code } } }"""

    refused = await changed(deployment, desk, free, "messageSend", conversationId=conversation, body="hello")
    (choice,) = refused["templateChoices"]
    given = {"conversationId": conversation, "templateId": choice["id"]}
    sent = await changed(deployment, desk, SEND, "messageSendTemplate", values=["Tuesday"], **given)
    bad = await changed(deployment, desk, SEND, "messageSendTemplate", values=["a\tb"], **given)

    assert (refused["message"], refused["userErrors"]) == (None, [{"code": "OUTSIDE_WINDOW"}])
    assert sent["userErrors"] == []
    assert sent["message"] == {
        "body": "You are expected on Tuesday.",
        "kind": "template",
        "status": "QUEUED",
        "purpose": "WRITE_BACK",
        "choices": [],
        "heldUntil": None,
    }
    assert bad["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "values"]}]
    assert await Job.filter(kind="outbound.send", state="due").count() == 1
    assert (await Conversation.get(id=desk.conversation.id)).owner == "staff"


async def test_reading_anew_is_owed_once_a_minute_and_not_for_a_lost_channel(
    deployment: Deployment, desk: Desk
) -> None:
    query = "mutation ($id: ID!) { templateSync(channelId: $id) { channel { state } userErrors { code } } }"
    owner, given = desk.actor(Role.OWNER), {"id": desk.id_of("Channel")}

    for _ in range(2):
        assert (await ask(deployment, owner, query, given)).data["templateSync"]["userErrors"] == []
    await ChannelConnection.filter(id=desk.channel.id).update(state="needs_reconnect")
    lost = await ask(deployment, owner, query, given)

    assert await Job.filter(kind="templates.sync").count() == 1
    assert lost.data["templateSync"]["userErrors"] == [{"code": "NEEDS_RECONNECT"}]


async def test_quiet_hours_are_minutes_of_a_day(deployment: Deployment, desk: Desk) -> None:
    clinic = desk.id_of("Clinic")

    name = "clinicQuietHoursUpdate"
    done = await changed(deployment, desk, QUIET, name, clinicId=clinic, fromMinute=1290, untilMinute=420)
    wrong = await changed(deployment, desk, QUIET, name, clinicId=clinic, fromMinute=0, untilMinute=1440)

    assert done == {"clinic": {"quietFromMinute": 1290, "quietUntilMinute": 420}, "userErrors": []}
    assert wrong["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "untilMinute"]}]
    row = await Clinic.get(id=desk.clinic.id)
    assert (row.quiet_from_minute, row.quiet_until_minute) == (1290, 420)


async def test_what_a_message_was_counted_as_is_for_managers_and_a_task_says_what_to_do(
    deployment: Deployment, desk: Desk
) -> None:
    await Message.filter(id=desk.message.id).update(price_kind="regular", price_model="PMP", is_billable=True)
    await StaffTask.filter(id=desk.task.id).update(reason="undeliverable")
    query = """query ($m: ID!, $t: ID!) { message: node(id: $m) { ... on Message {
      price { category kind model isBillable } } } task: node(id: $t) { ... on StaffTask { reason advice } } }"""
    given = {"m": desk.id_of("Message"), "t": desk.id_of("StaffTask")}

    owner = await ask(deployment, desk.actor(Role.OWNER), query, given)
    desk_clerk = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, given)

    price = {"category": "service", "kind": "regular", "model": "PMP", "isBillable": True}
    assert owner.data == {"message": {"price": price}, "task": {"reason": "undeliverable", "advice": "CALL"}}
    assert desk_clerk.data["message"] == {"price": None}
    assert desk_clerk.codes == ["FORBIDDEN"]
