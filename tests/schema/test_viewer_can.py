"""What a screen asks before it shows a button: answered from the role and the object's own state, without a look."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.schema.desk import ask, make_desk
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, ChannelConnection, Conversation, StaffTask
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

PERMISSIONS = {
    ("Booking", "viewerCanReschedule"): Permission.BOOKING_WRITE,
    ("Booking", "viewerCanCancel"): Permission.BOOKING_WRITE,
    ("Booking", "viewerCanReadNotes"): Permission.BOOKING_NOTES_READ,
    ("Conversation", "viewerCanSend"): Permission.MESSAGE_SEND,
    ("Conversation", "viewerCanAssign"): Permission.CONVERSATION_ASSIGN,
    ("StaffTask", "viewerCanMarkDone"): Permission.TASK_WRITE,
    ("Channel", "viewerCanDisconnect"): Permission.CONNECTION_MANAGE,
    ("Calendar", "viewerCanDisconnect"): Permission.CONNECTION_MANAGE,
    ("Clinic", "viewerCanEditServices"): Permission.SERVICE_WRITE,
    ("Clinic", "viewerCanManageConnections"): Permission.CONNECTION_MANAGE,
    ("Clinic", "viewerCanManageKeys"): Permission.KEY_MANAGE,
    ("Clinic", "viewerCanManageIdentityProviders"): Permission.IDENTITY_PROVIDER_MANAGE,
    ("Clinic", "viewerCanManageWebhooks"): Permission.WEBHOOK_MANAGE,
}


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.mark.parametrize("role", Role)
async def test_a_button_is_for_whom_the_change_is_for(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, role: Role
) -> None:
    desk = await make_desk(vault, clock.now())

    async def asked(type_name: str, fields: str) -> tuple[Any, int]:
        query = f"query ($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ {fields} }} }} }}"
        with statements() as found:
            answer = await ask(deployment, desk.actor(role), query, {"id": desk.id_of(type_name)})
        assert answer.errors == [], (type_name, fields)
        return answer.data["node"] or {}, len(found)

    for (type_name, name), permission in PERMISSIONS.items():
        await asked(type_name, "id")  # the clinic's keys are read once and kept
        _, without = await asked(type_name, "id")
        node, with_it = await asked(type_name, f"id {name}")
        is_shown = node.get(name)

        may_see = is_shown is not None
        assert is_shown == (permission in ROLE_PERMISSIONS[role] if may_see else None), name
        assert may_see or role in (Role.AUDITOR, Role.CUSTOM), name
        assert with_it == without, name


SENDING = "query ($id: ID!) { node(id: $id) { ... on Conversation { viewerCanSend } } }"


async def test_nobody_can_write_in_a_closed_conversation_or_long_after_the_patient(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    owner, conversation = desk.actor(Role.OWNER), {"id": desk.id_of("Conversation")}

    async def can_send() -> object:
        return (await ask(deployment, owner, SENDING, conversation)).data["node"]["viewerCanSend"]

    before = await can_send()
    clock.turn(timedelta(hours=24))
    later = await can_send()
    async with transaction():
        rows = Conversation.filter(id=desk.conversation.id, clinic_id=desk.clinic.id)
        await rows.update(state="closed", last_inbound_at=clock.now())
    closed = await can_send()

    assert (before, later, closed) == (True, False, False)


@pytest.mark.parametrize(
    ("state", "expected"),
    [("connected", True), ("needs_reconnect", True), ("disconnecting", False), ("disconnected", False)],
)
async def test_nobody_can_write_through_a_channel_that_is_disconnected_and_a_lost_one_waits(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, state: str, expected: bool
) -> None:
    desk = await make_desk(vault, clock.now())
    conversation = {"id": desk.id_of("Conversation")}
    async with transaction():
        rows = ChannelConnection.filter(id=desk.conversation.connection_id, clinic_id=desk.clinic.id)
        await rows.update(state=state)

    answer = await ask(deployment, desk.actor(Role.OWNER), SENDING, conversation)

    assert answer.data["node"]["viewerCanSend"] is expected


async def test_what_is_over_can_be_changed_no_more(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    async with transaction():
        await Booking.filter(id=desk.booking.id, clinic_id=desk.clinic.id).update(status="cancelled")
        await StaffTask.filter(id=desk.task.id, clinic_id=desk.clinic.id).update(state="done")
    query = """query ($b: ID!, $t: ID!) {
      booking: node(id: $b) { ... on Booking { viewerCanReschedule viewerCanCancel viewerCanReadNotes } }
      task: node(id: $t) { ... on StaffTask { viewerCanMarkDone } }
    }"""

    variables = {"b": desk.id_of("Booking"), "t": desk.id_of("StaffTask")}
    answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)

    assert answer.data == {
        "booking": {"viewerCanReschedule": False, "viewerCanCancel": False, "viewerCanReadNotes": True},
        "task": {"viewerCanMarkDone": False},
    }
