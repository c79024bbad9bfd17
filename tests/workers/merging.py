"""Two patients who are one, and how they are merged, for tests of what becomes of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.factories import make_conversation, make_patient, writing
from tests.schema.desk import Desk, make_desk, make_message

from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.places import OF_PATIENTS
from chatbookr_core.keys.sealing import PATIENT_HEADER_BYTES
from chatbookr_core.keys.vault import Vault
from chatbookr_core.merges.moving import MERGE
from chatbookr_core.merges.service import merge_patients
from chatbookr_core.models import (
    Conversation,
    Job,
    LegalHold,
    Message,
    Patient,
)
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers import jobs as _declared  # noqa: F401  # its import declares every kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

HOST = SystemActor("tests")
HEADERS = "SELECT substr({0}, 1, {2}) AS header FROM {1} WHERE clinic_id = $1 AND {0} IS NOT NULL"


@pytest.fixture
def deployment(deployment: Deployment) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    return replace(deployment, plugins=discover(Settings(plugins=("whatsapp",), environment=secrets)))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    async with writing():
        await LegalHold.all().update(released_at=clock.now())
    return made


@pytest.fixture
async def kept(desk: Desk, clock: TurnableClock) -> Patient:
    """Somebody with a number of their own, who wrote through the same channel later than the desk's patient."""
    return await make_patient(desk.clinic, desk.vault, name="Kept Example", phone="+4915100000002")


async def talk(kept: Patient, desk: Desk, **fields: Any) -> Conversation:
    made = await make_conversation(kept, desk.channel, **{"last_inbound_at": desk.message.sent_at, **fields})
    await make_message(made, desk.vault, body="words of the kept one")
    return made


async def merge(deployment: Deployment, kept: Patient, gone: Patient, **given: Any) -> UUID:
    async with transaction():
        return await merge_patients(deployment, HOST, kept.id, gone.id, **given)


async def work(deployment: Deployment) -> list[str]:
    jobs = await Job.filter(kind=MERGE, state__in=("due", "queued", "running"))
    for job in jobs:
        deployment.clock.turn(max(timedelta(0), job.due_at - deployment.clock.now()))  # type: ignore[attr-defined]  # a test's
        await run(deployment, declared_kinds()[MERGE], job.id)
    return [(await Job.get(id=job.id)).state for job in jobs]


async def owners(clinic_id: UUID) -> set[bytes]:
    """Whose keys anything of the clinic's patients lies under."""
    found = set()
    for place in OF_PATIENTS:
        rows = await fetch(HEADERS.format(place.name, place.table, PATIENT_HEADER_BYTES), (clinic_id,))
        found |= {bytes(row["header"])[5:] for row in rows if bytes(row["header"])}
    return found


async def texts(deployment: Deployment, conversation_id: UUID, clinic_id: UUID) -> list[str]:
    rows = await Message.filter(conversation_id=conversation_id).order_by("id")
    keys = await deployment.vault.reading(clinic_id, [one.body_sealed for one in rows])
    return [keys.open_text(columns.MESSAGE_BODY, one.id, one.body_sealed) for one in rows]
