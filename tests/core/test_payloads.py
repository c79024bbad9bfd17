"""Every recorded payload of Meta's, and every hostile one: what stands in the tables after it was taken in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.api.test_hooks import ENVIRONMENT
from tests.clinic_world import deployment_for, settings_for
from tests.factories import make_clinic, make_connection

from chatbookr_core.channels.deliveries import Read, channels_of, take_in
from chatbookr_core.channels.registry import app_context
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.inbox.keeping import marks_of, opened
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    ChannelConnection,
    ChannelNotice,
    Consent,
    Conversation,
    InboundDelivery,
    Message,
    Patient,
    StaffTask,
)
from chatbookr_sdk import WebhookRequest

Json = dict[str, Any]
WHATSAPP = Path(__file__).parents[1] / "fixtures" / "whatsapp"
EXPECTED: Json = json.loads((Path(__file__).parent / "stored_payloads.json").read_text())
RECORDINGS: dict[str, Json] = {
    str(path.relative_to(WHATSAPP)): json.loads(path.read_text())
    for folder in (WHATSAPP, WHATSAPP / "derived")
    for path in sorted(folder.glob("*.json"))
    if path.name != "PROVENANCE.json"
}


@pytest.fixture
def deployed(database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path, database: Database) -> Deployment:
    return deployment_for(settings_for(database_url, tmp_path, ENVIRONMENT, plugins=("whatsapp",)), clock, vault)


async def deliver(deployment: Deployment, *payloads: Json) -> list[InboundDelivery]:
    """Take payloads in, one after the other, and return what stands of each delivery."""
    loaded, channel = deployment.plugins.messaging_for("whatsapp")
    found = []
    for payload in payloads:
        row_id = new_id()
        request = WebhookRequest("POST", {}, {}, json.dumps(payload).encode())
        facts = channel.parse(app_context(loaded, deployment.clock), request)
        async with transaction():
            row = await InboundDelivery.create(
                id=row_id,
                plugin="whatsapp",
                digest=str(row_id),
                body_sealed=b"sealed",
                received_at=deployment.clock.now(),
                state="received",
            )
        read = Read(row, facts, await channels_of(row, facts))
        async with transaction():
            await take_in(deployment, read)
        found.append(await InboundDelivery.get(id=row_id))
    return found


def account_of(payload: Json) -> tuple[str, str]:
    """Name the number and the business account a recording is for; made up where it names none."""
    for entry in payload.get("entry", []):
        for change in entry.get("changes", []):
            value = change.get("value", {})
            number = value.get("metadata", {}).get("phone_number_id", "no number")
            return str(number), str(value.get("waba_info", {}).get("waba_id") or entry["id"])
    return "no number", "no account"


def reported(payload: Json) -> Sequence[str]:
    """List the messages whose statuses a recording reports."""
    values = [change["value"] for entry in payload.get("entry", []) for change in entry.get("changes", [])]
    return [str(one["id"]) for value in values for one in value.get("statuses", []) if one.get("type") != "call"]


async def planted(connection: ChannelConnection, vault: Vault, external_id: str) -> None:
    """Make a message of ours that was sent, for a status to be about."""
    patient_id, message_id = new_id(), new_id()
    async with transaction():
        keys = vault.draft_patient_keys(await vault.clinic_keys(connection.clinic_id), patient_id)
        await Patient.create(
            id=patient_id,
            clinic_id=connection.clinic_id,
            channel="whatsapp",
            provider_user_hash=str(patient_id),
            provider_user_sealed=keys.seal(columns.PATIENT_PROVIDER_USER, patient_id, "somebody"),
            created_at=connection.connected_at,
        )
        await vault.keep_patient_keys(keys)
        conversation = await Conversation.create(
            id=new_id(),
            clinic_id=connection.clinic_id,
            patient_id=patient_id,
            connection_id=connection.id,
            last_message_at=connection.connected_at,
            created_at=connection.connected_at,
        )
        await Message.create(
            id=message_id,
            clinic_id=connection.clinic_id,
            conversation_id=conversation.id,
            connection_id=connection.id,
            direction="outbound",
            author="staff",
            kind="text",
            body_sealed=keys.seal(columns.MESSAGE_BODY, message_id, "from us"),
            external_hash=hidden(keys, external_id),
            status="queued",
            sent_at=connection.connected_at,
            created_at=connection.connected_at,
        )


def texts_of(payload: object) -> Iterator[str]:
    """Give every text of a recording that could be an id, wherever it stands: half a character is none."""
    if isinstance(payload, str) and payload.encode(errors="replace").decode() == payload:
        yield payload
    for inner in payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ():
        yield from texts_of(inner)


async def stored(deployment: Deployment, clinic_id: UUID, payload: Json) -> Json:
    """Say what stands in a clinic's tables, opened; what the assistant says of its own is another test's.

    Providers' ids are kept as keyed hashes: which of the recording's texts each is of is looked up.
    """
    async with transaction():
        keys = await deployment.vault.clinic_keys(clinic_id)
        return await _stored(deployment, clinic_id, {hidden(keys, one): one for one in texts_of(payload)})


async def _stored(deployment: Deployment, clinic_id: UUID, ids: Mapping[str, str]) -> Json:
    said = await Message.filter(clinic_id=clinic_id).exclude(author="assistant").order_by("sent_at", "id")
    messages = [await _message(deployment, row, ids) for row in said]
    notices = await ChannelNotice.filter(clinic_id=clinic_id).order_by("created_at", "id")
    consents = await Consent.filter(clinic_id=clinic_id).exclude(decision="shown")
    connection = await ChannelConnection.get(clinic_id=clinic_id)
    tasks = await StaffTask.filter(clinic_id=clinic_id).order_by("kind").values_list("kind", flat=True)
    found: Json = {
        "messages": messages,
        "people": await _people(deployment, clinic_id),
        "notices": [[one.kind, one.event, one.effect, one.detail] for one in notices],
        "consents": [[one.purpose, one.decision, one.recorded_at.isoformat()] for one in consents],
        "connection": None if connection.state == "connected" else [connection.state, connection.state_reason],
        "tasks": list(tasks),
    }
    return {name: value for name, value in found.items() if value}


async def _message(deployment: Deployment, row: Message, ids: Mapping[str, str]) -> Json:
    conversation = await Conversation.get(id=row.conversation_id)
    keys = await deployment.vault.patient_keys(row.clinic_id, conversation.patient_id)
    content, put = opened(row, keys), json.loads(marks_of(row, keys).to_json() or "{}")
    told = {
        "from": row.author,
        "kind": row.kind,
        "body": content.body,
        "content": content.content,
        "id": ids[row.external_hash] if row.external_hash else None,
        "reply_to": ids[row.reply_to_hash] if row.reply_to_hash else None,
        "status": row.status,
        "error": row.error_code,
        "sent_at": row.sent_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
        "edited_at": row.edited_at.isoformat() if row.edited_at else None,
        "phase": row.history_phase,
        "owner": conversation.owner,
        "marks": {name: value for name, value in put.items() if value} or None,
    }
    return {name: value for name, value in told.items() if value is not None}


async def _people(deployment: Deployment, clinic_id: UUID) -> list[str]:
    found = []
    for row in await Patient.filter(clinic_id=clinic_id).order_by("id"):
        keys = await deployment.vault.patient_keys(clinic_id, row.id)
        parts = (
            (columns.PATIENT_PROVIDER_USER, row.provider_user_sealed),
            (columns.PATIENT_PHONE, row.phone_sealed),
            (columns.PATIENT_NAME, row.name_sealed),
        )
        found.append(" / ".join(keys.open_text(column, row.id, sealed) if sealed else "-" for column, sealed in parts))
    return found


async def stored_of(deployment: Deployment, payload: Json) -> Json:
    """Take a recording in at a clinic of its own and say what stands there then."""
    number, account = account_of(payload)
    clinic = await make_clinic(deployment.vault)
    connection = await make_connection(clinic, deployment.vault, account_id=number, group_id=account)
    for external_id in reported(payload):
        await planted(connection, deployment.vault, external_id)
    (delivery,) = await deliver(deployment, payload)
    found = await stored(deployment, clinic.id, payload)
    await ChannelConnection.filter(id=connection.id).update(account_id=str(connection.id), group_id="gone")
    assert (delivery.body_sealed is None) == (delivery.state == "processed")
    return found | {"delivery": delivery.kept_reason or delivery.state}


def test_every_recording_has_its_facts_written_down() -> None:
    assert len(RECORDINGS) > 90
    assert EXPECTED.keys() == RECORDINGS.keys()


async def test_every_recording_leaves_exactly_these_facts(deployed: Deployment) -> None:
    for name, payload in RECORDINGS.items():
        assert await stored_of(deployed, payload) == EXPECTED[name], name


async def test_every_recording_taken_in_twice_leaves_what_it_left_once(deployed: Deployment) -> None:
    for name, payload in RECORDINGS.items():
        number, account = account_of(payload)
        clinic = await make_clinic(deployed.vault)
        connection = await make_connection(clinic, deployed.vault, account_id=number, group_id=account)
        await deliver(deployed, payload)
        once = await stored(deployed, clinic.id, payload)
        await deliver(deployed, payload)
        assert await stored(deployed, clinic.id, payload) == once, name
        await ChannelConnection.filter(id=connection.id).update(account_id=str(connection.id), group_id="gone")
