"""Who of the staff is at a conversation, over the API: seen at once, for a moment, by whoever may read it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_membership, make_user, writing
from tests.schema.desk import Desk, ask
from tests.schema.listening import hearing, refusal, told_by
from tests.schema.statements import statements
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, AuditPending, Conversation, Job, LoggedChange, Patient, Session
from chatbookr_core.presence.board import MOST_SIGNS, Board
from chatbookr_core.presence.indicator import TYPING_JOB
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

TELL = """mutation ($c: ID!, $a: PresenceActivity!) { conversationPresenceTell(conversationId: $c, activity: $a) {
  presence { colleagues { user { fullName } isTyping } } userErrors { code } } }"""
HEAR = """subscription ($c: ID!) { conversationPresence(conversationId: $c) {
  conversationId colleagues { user { fullName } isTyping until } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), presence=Board(clock))


async def colleague(desk: Desk, clock: TurnableClock, name: str, role: Role = Role.RECEPTIONIST) -> StaffActor:
    user = await make_user(full_name=name)
    await make_membership(user, desk.clinic, role=role.value)
    session = await make_session(user, clock.now())
    return StaffActor(user.id, session.id, {desk.clinic.id: Membership(role)})


async def told(deployment: Deployment, desk: Desk, actor: Any, activity: str = "VIEWING") -> Any:
    answer = await ask(deployment, actor, TELL, {"c": desk.id_of("Conversation"), "a": activity})
    assert answer.errors == []
    return answer.data["conversationPresenceTell"]


def names(heard: Any) -> dict[str, bool]:
    return {one["user"]["fullName"]: one["isTyping"] for one in heard["colleagues"]}


@asynccontextmanager
async def watched(deployment: Deployment, desk: Desk, actor: StaffActor) -> AsyncIterator[Any]:
    async with hearing(deployment, actor, HEAR, c=desk.id_of("Conversation")) as heard:
        yield heard


async def test_colleagues_see_who_looks_on_who_writes_and_who_goes(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")
    seen = []

    async with watched(deployment, desk, ada) as heard:
        seen.append(names(await heard.next()))
        for activity in ("VIEWING", "TYPING", "LEFT"):
            await told(deployment, desk, bea, activity)
            seen.append(names(await heard.next()))

    assert seen == [{}, {"Bea": False}, {"Bea": True}, {}]


async def test_whoever_tells_learns_who_else_is_there(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")

    first, second = await told(deployment, desk, ada, "TYPING"), await told(deployment, desk, bea)

    assert names(first["presence"]) == {}
    assert names(second["presence"]) == {"Ada": True}


async def test_it_lapses_by_itself_while_somebody_watches(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")
    await told(deployment, desk, bea, "TYPING")
    seen = []

    async with watched(deployment, desk, ada) as heard:
        seen.append(names(await heard.next()))
        clock.turn(timedelta(seconds=7))
        await told(deployment, desk, ada)  # wakes the watcher, as real time would
        seen.append(names(await heard.next()))
        clock.turn(timedelta(seconds=24))
        await told(deployment, desk, ada)
        seen.append(names(await heard.next()))

    assert seen == [{"Bea": True}, {"Bea": False}, {}]


async def test_whoever_stops_listening_has_left(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")
    seen = []

    async with watched(deployment, desk, ada) as heard:
        await heard.next()
        async with watched(deployment, desk, bea) as theirs:
            await theirs.next()
            await told(deployment, desk, bea)
            seen.append(names(await heard.next()))
        seen.append(names(await heard.next()))

    assert seen == [{"Bea": False}, {}]


async def test_of_two_windows_of_one_device_the_last_one_leaves(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")

    async with watched(deployment, desk, bea) as still:
        await still.next()
        async with watched(deployment, desk, bea) as window:
            await window.next()
            await told(deployment, desk, bea)
        await asyncio.sleep(0.1)  # what leaves, leaves in a task of its own
        second = await told(deployment, desk, ada)

    assert names(second["presence"]) == {"Bea": False}


async def test_nothing_of_it_is_kept_or_logged(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    ada = await colleague(desk, clock, "Ada")
    kinds: tuple[Any, ...] = (AuditEntry, AuditPending, LoggedChange, Job)
    before = [await kind.all().count() for kind in kinds]

    with statements() as found:
        await told(deployment, desk, ada)
        await told(deployment, desk, ada, "LEFT")

    assert [await kind.all().count() for kind in kinds] == before
    assert not [one for one in found if one.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]


async def test_whoever_may_not_read_messages_neither_sees_nor_tells(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    reads = frozenset({Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ})
    blind = desk.member_actor(Membership(Role.CUSTOM, granted=reads))

    answer = await ask(deployment, blind, TELL, {"c": desk.id_of("Conversation"), "a": "VIEWING"})
    refused = await refusal(deployment, blind, HEAR, c=desk.id_of("Conversation"))

    assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]
    assert refused == "FORBIDDEN"
    assert deployment.presence.present(desk.conversation.id) == ()


async def test_whoever_may_not_write_does_not_type(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    reads = {Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ, Permission.MESSAGE_READ}
    reader = desk.member_actor(Membership(Role.CUSTOM, granted=frozenset(reads)))

    answer = await ask(deployment, reader, TELL, {"c": desk.id_of("Conversation"), "a": "TYPING"})

    assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]
    assert deployment.presence.present(desk.conversation.id) == ()


async def test_another_clinics_conversation_is_as_if_it_were_not_there(
    deployment: Deployment, desk: Desk, clock: TurnableClock, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    user = await make_user()
    session = await make_session(user, clock.now())
    stranger = StaffActor(user.id, session.id, {clinic.id: Membership(Role.OWNER)})

    answer = await told(deployment, desk, stranger)
    refused = await refusal(deployment, stranger, HEAR, c=desk.id_of("Conversation"))

    assert (answer["presence"], answer["userErrors"]) == (None, [{"code": "NOT_FOUND"}])
    assert refused == "NOT_FOUND"


async def test_a_practitioner_is_at_their_own_conversations_alone(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(team_id=None, assignee_id=None)
    user = await make_user()
    session = await make_session(user, clock.now())
    place = Membership(Role.PRACTITIONER, desk.resource.id)  # not who has the patient
    other = StaffActor(user.id, session.id, {desk.clinic.id: place})

    assert (await told(deployment, desk, other))["userErrors"] == [{"code": "NOT_FOUND"}]


async def test_too_many_signs_are_refused_with_a_code(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    ada = await colleague(desk, clock, "Ada")
    for _ in range(MOST_SIGNS):
        deployment.presence.spend(ada.session_id)

    assert (await told(deployment, desk, ada))["userErrors"] == [{"code": "RATE_LIMITED"}]


async def test_whoever_is_logged_out_hears_nothing_more(
    deployment: Deployment, desk: Desk, clock: TurnableClock, database_url: str
) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")

    async with told_by(database_url), watched(deployment, desk, ada) as heard:
        await heard.next()
        async with transaction() as tx:
            await Session.filter(id=ada.session_id).update(revoked_at=clock.now())
            tx.tell(Change("session", None, ada.session_id))
        code = await heard.end()
        await told(deployment, desk, bea, "TYPING")

    assert code == 4403


async def test_of_a_patient_who_is_sealed_meanwhile_nothing_more_is_told(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea", Role.OWNER)

    async with watched(deployment, desk, ada) as heard:
        await heard.next()
        async with writing():
            await Patient.filter(id=desk.patient.id).update(is_sealed=True)
        await told(deployment, desk, bea, "TYPING")
        with pytest.raises(StopAsyncIteration):
            await heard.next()


async def test_a_patient_who_wrote_lately_sees_that_somebody_types(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    ada = await colleague(desk, clock, "Ada")
    await told(deployment, desk, ada, "TYPING")
    without = await Job.filter(kind=TYPING_JOB).count()
    async with writing():
        keys = await desk.vault.patient_keys(desk.clinic.id, desk.patient.id)
        sealed = keys.seal(columns.NEWEST_MESSAGE, desk.conversation.id, "wamid.canary")
        await Conversation.filter(id=desk.conversation.id).update(newest_sealed=sealed)
    clock.turn(timedelta(seconds=20))

    for _ in range(4):
        clock.turn(timedelta(seconds=3))
        await told(deployment, desk, ada, "TYPING")

    (job,) = await Job.filter(kind=TYPING_JOB)
    assert without == 0
    assert job.subject_id == desk.conversation.id
    assert "canary" not in json.dumps(job.arguments)


async def test_another_process_sees_it_too(
    deployment: Deployment, desk: Desk, clock: TurnableClock, database_url: str, tmp_path: Path, vault: Vault
) -> None:
    """On PostgreSQL by NOTIFY; on SQLite each process has its own, and deployments of one process share."""
    other = replace(make_deployment(vault, clock, tmp_path), presence=Board(clock))
    ada, bea = await colleague(desk, clock, "Ada"), await colleague(desk, clock, "Bea")
    seen = []

    async with told_by(database_url), watched(other, desk, ada) as heard:
        seen.append(names(await heard.next()))
        for activity in ("TYPING", "LEFT"):
            await told(deployment, desk, bea, activity)
            seen.append(names(await heard.next()))

    assert seen == [{}, {"Bea": True}, {}]
