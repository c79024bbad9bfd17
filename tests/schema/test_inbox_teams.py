"""Teams, and conversations that are given to people, put off and taken up again, over the API."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_conversation, make_membership, make_patient, make_user
from tests.inbox_rows import make_team
from tests.schema.desk import Desk, ask
from tests.schema.listening import hearing, told_by

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Job, Membership, StaffTask, Team, TeamMember
from chatbookr_permissions.actor import Membership as Place
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_workers.conversations import wake_up
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.runner import run

SHOWN = (
    "conversation { state snoozedUntil owner assignee { id } team { name } viewerCanSend } userErrors { code field }"
)
SNOOZE = f"mutation ($input: ConversationSnoozeInput!) {{ conversationSnooze(input: $input) {{ {SHOWN} }} }}"
ASSIGN = f"mutation ($input: ConversationAssignInput!) {{ conversationAssign(input: $input) {{ {SHOWN} }} }}"
REOPEN = f"mutation ($id: ID!) {{ conversationReopen(conversationId: $id) {{ {SHOWN} }} }}"
CLOSE = f"mutation ($id: ID!) {{ conversationClose(conversationId: $id) {{ {SHOWN} }} }}"
SAVE = """mutation ($input: TeamSaveInput!) { teamSave(input: $input) {
  team { id name members { fullName } } userErrors { code field } } }"""
DELETE = "mutation ($id: ID!) { teamDelete(teamId: $id) { teamId userErrors { code } } }"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def changed(deployment: Deployment, actor: StaffActor, query: str, **given: object) -> Any:
    """Ask for a change by its input, or by an id alone; return what became of it."""
    variables = given if list(given) == ["id"] else {"input": given}
    answer = await ask(deployment, actor, query, variables)
    assert answer.errors == []
    return next(iter(answer.data.values()))


async def wake(deployment: Deployment) -> None:
    """Run what is owed to conversations, whether it is due or not."""
    for one in await Job.filter(kind="conversation.wake", state="due"):
        await run(deployment, JobKind("conversation.wake", "dialogue", 60, wake_up), one.id)


async def test_a_conversation_that_is_put_off_wakes_when_its_time_has_come(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    actor, key, until = desk.actor(Role.RECEPTIONIST), desk.id_of("Conversation"), clock.now() + timedelta(hours=3)

    asleep = await changed(deployment, actor, SNOOZE, conversationId=key, until=until.isoformat())
    again = await changed(deployment, actor, SNOOZE, conversationId=key, until=until.isoformat())
    clock.turn(timedelta(hours=2))
    await wake(deployment)
    early = (await Conversation.get(id=desk.conversation.id)).state
    clock.turn(timedelta(hours=1))
    await wake(deployment)

    assert asleep["conversation"]["state"] == "SNOOZED"
    assert asleep["conversation"]["snoozedUntil"] == until.isoformat()
    assert asleep["conversation"]["viewerCanSend"] is True
    assert again == asleep
    assert early == "snoozed"
    woken = await Conversation.get(id=desk.conversation.id)
    assert (woken.state, woken.snoozed_until) == ("open", None)
    assert await Job.filter(kind="conversation.wake").count() == 1


async def test_one_that_was_put_off_for_longer_sleeps_on(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    actor, key, now = desk.actor(Role.RECEPTIONIST), desk.id_of("Conversation"), clock.now()
    for hours in (1, 5):
        until = (now + timedelta(hours=hours)).isoformat()
        await changed(deployment, actor, SNOOZE, conversationId=key, until=until)

    clock.turn(timedelta(hours=2))
    await wake(deployment)

    assert (await Conversation.get(id=desk.conversation.id)).state == "snoozed"


@pytest.mark.parametrize("days", [-1, 0, 367])
async def test_nothing_is_put_off_until_a_time_that_has_gone_or_never_comes(
    deployment: Deployment, desk: Desk, clock: TurnableClock, days: int
) -> None:
    until = (clock.now() + timedelta(days=days)).isoformat()

    refused = await changed(
        deployment, desk.actor(Role.OWNER), SNOOZE, conversationId=desk.id_of("Conversation"), until=until
    )

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "until"]}]
    assert (await Conversation.get(id=desk.conversation.id)).state == "open"
    assert not await Job.filter(kind="conversation.wake").exists()


async def test_what_was_closed_is_given_to_nobody_and_opened_again_by_hand(deployment: Deployment, desk: Desk) -> None:
    actor, key = desk.actor(Role.RECEPTIONIST), desk.id_of("Conversation")
    await changed(deployment, actor, ASSIGN, conversationId=key, teamId=desk.id_of("Team"))

    closed = await changed(deployment, actor, CLOSE, id=key)
    refused = [
        await changed(deployment, actor, query, conversationId=key, **given)
        for query, given in ((ASSIGN, {"teamId": desk.id_of("Team")}), (SNOOZE, {}))
    ]
    opened = await changed(deployment, actor, REOPEN, id=key)

    over = {"owner": "ASSISTANT", "assignee": None, "team": None, "snoozedUntil": None}
    assert closed["conversation"] == {**over, "state": "CLOSED", "viewerCanSend": False}
    assert [one["userErrors"] for one in refused] == [[{"code": "CONVERSATION_CLOSED", "field": None}]] * 2
    assert opened["conversation"] == {**over, "state": "OPEN", "viewerCanSend": True}


async def test_a_conversation_is_given_to_a_colleague_and_a_team_and_each_hears_of_it(
    deployment: Deployment, desk: Desk, database_url: str
) -> None:
    colleague = await make_user(full_name="Grace Example")
    await make_membership(colleague, desk.clinic, role="receptionist")
    actor, key = desk.actor(Role.RECEPTIONIST), desk.id_of("Conversation")
    given = {"conversationId": key, "assigneeId": global_id("User", colleague.id), "teamId": desk.id_of("Team")}
    heard = "subscription ($c: ID!) { conversationChanged(clinicId: $c) { conversation { assignee { fullName } } } }"

    async with told_by(database_url), hearing(deployment, actor, heard, c=desk.id_of("Clinic")) as events:
        both = await changed(deployment, actor, ASSIGN, **given)
        told = await events.next()
    neither = await changed(deployment, actor, ASSIGN, conversationId=key)

    shown = both["conversation"]
    assert (shown["owner"], shown["assignee"], shown["team"]) == (
        "STAFF",
        {"id": given["assigneeId"]},
        {"name": desk.team.name},
    )
    assert told == {"conversation": {"assignee": {"fullName": "Grace Example"}}}
    shown = neither["conversation"]
    assert (shown["owner"], shown["assignee"], shown["team"]) == ("STAFF", None, None)
    assert await StaffTask.filter(state="open").count() == 1


async def test_whoever_takes_a_conversation_to_themselves_has_looked_at_its_tasks(
    deployment: Deployment, desk: Desk
) -> None:
    given = {"conversationId": desk.id_of("Conversation"), "assigneeId": global_id("User", desk.user.id)}

    await changed(deployment, desk.actor(Role.OWNER), ASSIGN, **given)

    assert await StaffTask.filter(state="open").count() == 0


@pytest.mark.parametrize("place", ["auditor", "suspended", "elsewhere"])
async def test_nobody_is_given_a_conversation_they_could_not_read(
    deployment: Deployment, desk: Desk, place: str
) -> None:
    user = await make_user()
    clinic = await make_clinic() if place == "elsewhere" else desk.clinic
    role = "auditor" if place == "auditor" else "receptionist"
    await make_membership(user, clinic, role=role, state="suspended" if place == "suspended" else "active")
    given = {"conversationId": desk.id_of("Conversation"), "assigneeId": global_id("User", user.id)}
    query = "query ($c: ID!) { assignees(clinicId: $c) { id } }"

    refused = await changed(deployment, desk.actor(Role.OWNER), ASSIGN, **given)
    offered = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})

    assert refused["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "assigneeId"]}]
    assert (await Conversation.get(id=desk.conversation.id)).assignee_id == desk.user.id
    assert [one["id"] for one in offered.data["assignees"]] == [global_id("User", desk.user.id)]


@pytest.mark.attack("tenant-crossing")
async def test_another_clinics_team_is_as_if_it_were_not_there(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    theirs = await make_team(await make_clinic(vault))
    owner, key = desk.actor(Role.OWNER), global_id("Team", theirs.id)

    given = await changed(deployment, owner, ASSIGN, conversationId=desk.id_of("Conversation"), teamId=key)
    saved = await changed(deployment, owner, SAVE, clinicId=desk.id_of("Clinic"), teamId=key, name="Ours", memberIds=[])
    deleted = await changed(deployment, owner, DELETE, id=key)

    assert [one["userErrors"][0]["code"] for one in (given, saved, deleted)] == ["NOT_FOUND"] * 3
    assert (await Team.get(id=theirs.id)).name == theirs.name


async def test_a_team_is_made_changed_and_let_go_with_what_it_had(deployment: Deployment, desk: Desk) -> None:
    owner, clinic, member = desk.actor(Role.OWNER), desk.id_of("Clinic"), desk.id_of("Member")

    made = await changed(deployment, owner, SAVE, clinicId=clinic, name=" Recall ", memberIds=[member, member])
    key = made["team"]["id"]
    await changed(deployment, owner, ASSIGN, conversationId=desk.id_of("Conversation"), teamId=key)
    renamed = await changed(deployment, owner, SAVE, clinicId=clinic, teamId=key, name="Call back", memberIds=[])
    taken = await changed(deployment, owner, SAVE, clinicId=clinic, name="Call back", memberIds=[])
    gone = await changed(deployment, owner, DELETE, id=key)
    shown = await ask(deployment, owner, "query ($c: ID!) { teams(clinicId: $c) { nodes { id } } }", {"c": clinic})

    assert (made["team"]["name"], len(made["team"]["members"])) == ("Recall", 1)
    assert (renamed["team"]["name"], renamed["team"]["members"]) == ("Call back", [])
    assert taken["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "name"]}]
    assert gone == {"teamId": key, "userErrors": []}
    assert shown.data["teams"]["nodes"] == [{"id": desk.id_of("Team")}]
    left = await Conversation.get(id=desk.conversation.id)
    assert (left.team_id, left.owner) == (None, "staff")


async def test_whoever_leaves_the_clinic_leaves_its_teams(database: Database, desk: Desk) -> None:
    membership = await Membership.get(user_id=desk.user.id)

    await membership.delete()

    assert not await TeamMember.filter(membership_id=membership.id).exists()


async def test_conversations_are_chosen_by_state_team_and_whether_somebody_has_them(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    await make_conversation(await make_patient(desk.clinic, vault), desk.channel, state="snoozed")
    choices = {
        f'teamId: "{desk.id_of("Team")}"': ["OPEN"],
        "isAssigned: true": ["OPEN"],
        "isAssigned: false": ["SNOOZED"],
        "state: SNOOZED": ["SNOOZED"],
        "isAssigned: true, state: SNOOZED": [],
    }

    for where, states in choices.items():
        query = f"query ($c: ID!) {{ conversations(clinicId: $c, where: {{{where}}}) {{ nodes {{ state }} }} }}"
        answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"c": desk.id_of("Clinic")})
        assert [node["state"] for node in answer.data["conversations"]["nodes"]] == states, where


async def test_a_practitioner_comes_upon_the_conversations_of_their_teams(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    user = await make_user()
    doctor = await make_membership(user, desk.clinic, role="practitioner")
    actor = StaffActor(user.id, desk.session.id, {desk.clinic.id: Place(Role.PRACTITIONER)})
    patient = await make_patient(desk.clinic, vault)
    ours = await make_conversation(patient, desk.channel, team_id=(await make_team(desk.clinic, doctor)).id)
    query = (
        """query ($c: ID!) { conversations(clinicId: $c) { nodes { id } } patients(clinicId: $c) { nodes { id } } }"""
    )

    answer = await ask(deployment, actor, query, {"c": desk.id_of("Clinic")})

    assert answer.errors == []
    assert answer.data["conversations"]["nodes"] == [{"id": global_id("Conversation", ours.id)}]
    assert answer.data["patients"]["nodes"] == [{"id": global_id("Patient", patient.id)}]
