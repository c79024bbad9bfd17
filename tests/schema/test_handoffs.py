"""What staff read first of a conversation that was handed over, over the API."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import CREATED_AT, make_conversation, make_patient, writing
from tests.schema.desk import BODY, MONDAY, Desk, ask
from tests.schema.statements import statements
from tests.sources import ROOT

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import Slot, State, Step, Wish
from chatbookr_core.handoffs.reasons import HandoverReason as Reason
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, Hold, StaffTask
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership
from chatbookr_permissions.roles import Role
from chatbookr_schema.conversation_codes import HandoverReason

HANDOFF = """query ($c: ID!) { conversations(clinicId: $c) { nodes { id handoff {
  reason summary openStep change bookingId chosenAt wishedDay wishedLastDay wishedFrom wishedUntil
  service { shortTitle } practitioner { shortName } hold { startsAt endsAt expiresAt } } } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def stand(desk: Desk, conversation: Conversation, state: State, reason: str | None = "complaint") -> None:
    """Let a person have a conversation whose dialogue stands somewhere."""
    async with writing():
        keys = await desk.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        sealed = keys.seal(columns.DIALOGUE, conversation.id, state.to_json())
        rows = Conversation.filter(id=conversation.id)
        await rows.update(owner="staff", handover_reason=reason, dialogue_sealed=sealed)


def confirming(desk: Desk) -> State:
    slot = Slot(MONDAY, MONDAY + timedelta(minutes=30), desk.practitioner.id, desk.location.id)
    return State(
        step=Step.CONFIRM,
        service_id=desk.service.id,
        practitioner_id=desk.practitioner.id,
        chosen=slot,
        hold_id=uuid4(),
        wish=Wish(MONDAY.date()),
    )


async def make_hold(desk: Desk, conversation: Conversation, clock: TurnableClock, minutes: int = 10) -> None:
    async with writing():
        await Hold.create(
            clinic_id=desk.clinic.id,
            conversation_id=conversation.id,
            service_id=desk.service.id,
            practitioner_id=desk.practitioner.id,
            location_id=desk.location.id,
            starts_at=MONDAY,
            ends_at=MONDAY + timedelta(minutes=30),
            state="held",
            expires_at=clock.now() + timedelta(minutes=minutes),
            created_at=CREATED_AT,
        )


async def asked(deployment: Deployment, desk: Desk, actor: Any = None) -> list[Any]:
    answer = await ask(deployment, actor or desk.actor(Role.RECEPTIONIST), HANDOFF, {"c": desk.id_of("Clinic")})
    assert answer.errors == []
    return [node["handoff"] for node in answer.data["conversations"]["nodes"]]


async def test_staff_read_why_what_until_when_and_where_it_stands(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await stand(desk, desk.conversation, confirming(desk))
    await make_hold(desk, desk.conversation, clock)

    (found,) = await asked(deployment, desk)

    assert (found["reason"], found["openStep"], found["change"]) == ("COMPLAINT", "CONFIRM", None)
    assert found["service"] == {"shortTitle": desk.service.short_title}
    assert found["practitioner"] == {"shortName": desk.practitioner.short_name}
    assert found["wishedDay"] == MONDAY.date().isoformat()
    assert found["hold"]["startsAt"] == found["chosenAt"]
    first, held, step = found["summary"]
    assert desk.service.short_title in first
    assert desk.practitioner.short_name in first
    assert held.startswith("Held: Mon 8 Mar")
    assert step == "Open step: confirming the time."
    assert BODY not in str(found)


async def test_a_hold_that_has_run_out_is_not_told(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    await stand(desk, desk.conversation, confirming(desk))
    await make_hold(desk, desk.conversation, clock)
    clock.turn(timedelta(minutes=11))

    (found,) = await asked(deployment, desk)

    assert found["hold"] is None
    assert found["summary"][1] == "No time is held."


async def test_while_the_assistant_speaks_there_is_none(deployment: Deployment, desk: Desk) -> None:
    await stand(desk, desk.conversation, confirming(desk))
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(owner="assistant")

    assert await asked(deployment, desk) == [None]


async def test_whoever_may_not_read_messages_reads_no_handoff(deployment: Deployment, desk: Desk) -> None:
    await stand(desk, desk.conversation, confirming(desk))
    reads = frozenset({Permission.CONVERSATION_READ, Permission.CONVERSATION_ALL_READ, Permission.CLINIC_READ})
    actor = desk.member_actor(Membership(Role.CUSTOM, granted=reads))

    answer = await ask(deployment, actor, HANDOFF, {"c": desk.id_of("Clinic")})

    assert [node["handoff"] for node in answer.data["conversations"]["nodes"]] == [None]
    assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]


async def test_twenty_handoffs_take_as_many_statements_as_two(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    async def another() -> None:
        patient = await make_patient(desk.clinic, desk.vault)
        conversation = await make_conversation(patient, desk.channel)
        await stand(desk, conversation, confirming(desk))
        await make_hold(desk, conversation, clock)

    counted = []
    for more in (2, 18):
        for _ in range(more):
            await another()
        await asked(deployment, desk)
        with statements() as found:
            told = await asked(deployment, desk)
        counted.append(len(found))

    assert len([one for one in told if one]) == 20
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("kind", "reason", "shown"),
    [
        ("handover", "not_understood", "NOT_UNDERSTOOD"),
        ("handover", "urgent", "URGENT"),
        ("handover", "made up by a later version", "OTHER"),
        ("handover", None, None),
        ("message_failed", "media", None),
    ],
)
async def test_a_task_says_why_the_assistant_wants_somebody(
    deployment: Deployment, desk: Desk, kind: str, reason: str | None, shown: str | None
) -> None:
    async with writing():
        await StaffTask.filter(id=desk.task.id).update(kind=kind, reason=reason)
    query = "query ($c: ID!) { tasks(clinicId: $c) { nodes { kind reason handoverReason } } }"

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"c": desk.id_of("Clinic")})
    (task,) = answer.data["tasks"]["nodes"]

    assert task == {"kind": kind, "reason": reason, "handoverReason": shown}


def test_whatever_the_dialogue_hands_over_for_has_a_name_that_clients_know() -> None:
    """Reasons are plain texts there: each call that names one is looked at, as it is written."""
    named = set()
    for path in (ROOT / "core" / "chatbookr_core" / "dialogue").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("hand_over", "HandOver"):
                named |= {one.value for one in call.args if isinstance(one, ast.Constant)}

    assert named == {one.value for one in Reason} - {"phone_app", "other"}
    assert {one.value for one in HandoverReason} == {one.value for one in Reason}
