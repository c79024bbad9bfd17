"""How long it takes to erase a patient with 10,000 messages: `python benchmarks/erasure.py [MESSAGES]`.

From the instruction to the receipt, by the worker's own runner; on SQLite, and on PostgreSQL where
CHATBOOKR_TEST_POSTGRES_URL names a server. Fails over 5 seconds.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import asyncpg

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.receipt import receipt_of
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.models import ChannelConnection, Clinic, Conversation, Job, Message, Patient
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers import erasure as _declared  # noqa: F401  # its import declares the kinds of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

MOST_SECONDS = 5.0
ROUNDS = 3
PORTION = 1000


async def patient_with(deployment: Deployment, messages: int) -> Patient:
    """Make a patient of a clinic of its own with so many messages of 200 characters."""
    now, vault = deployment.clock.now(), deployment.vault
    async with transaction():
        clinic = await Clinic.create(name="A clinic", zone="Europe/Berlin", created_at=now)
        await vault.create_clinic_keys(clinic.id)
        patient_id = new_id()
        keys = await vault.patient_keys(clinic.id, patient_id)
        patient = await Patient.create(
            id=patient_id,
            clinic_id=clinic.id,
            channel="whatsapp",
            provider_user_hash=patient_id.hex,
            provider_user_sealed=keys.seal(columns.PATIENT_PROVIDER_USER, patient_id, "user"),
            name_sealed=keys.seal(columns.PATIENT_NAME, patient_id, "Ada Example"),
            created_at=now,
        )
        connection = await ChannelConnection.create(
            clinic_id=clinic.id, plugin="whatsapp", account_id=new_id().hex, state="connected", connected_at=now
        )
        conversation = await Conversation.create(
            clinic_id=clinic.id, patient_id=patient_id, connection_id=connection.id, last_message_at=now, created_at=now
        )
        for first in range(0, messages, PORTION):
            ids = [new_id() for _ in range(first, min(first + PORTION, messages))]
            await Message.bulk_create(
                Message(
                    id=one,
                    clinic_id=clinic.id,
                    conversation_id=conversation.id,
                    connection_id=connection.id,
                    direction="inbound",
                    author="patient",
                    kind="text",
                    body_sealed=keys.seal(columns.MESSAGE_BODY, one, "a word of theirs " * 12),
                    external_hash=one.hex,
                    status="received",
                    sent_at=now + timedelta(seconds=place),
                    created_at=now,
                )
                for place, one in enumerate(ids)
            )
    return patient


async def seconds_to_erase(deployment: Deployment, messages: int) -> float:
    """Erase such a patient and write the receipt; return how long that took."""
    patient = await patient_with(deployment, messages)
    began = time.perf_counter()
    async with transaction():
        erasure_id = await erase_patient(
            deployment, SystemActor("benchmark"), patient.id, reference="DSR-1", ground=Ground.OBJECTION
        )
    (job,) = await Job.filter(kind="patient.erase", subject_id=erasure_id)
    await run(deployment, declared_kinds()["patient.erase"], job.id)
    receipt = await receipt_of(deployment, erasure_id, clinic_id=patient.clinic_id)
    took = time.perf_counter() - began
    assert receipt is not None
    assert {one["what"]: one["rows"] for one in receipt["receipt"]["erased"]}["message"] == messages
    return took


async def measured(url: str, folder: Path, messages: int) -> list[float]:
    """Measure some rounds on one database."""
    await migrate(url)
    settings = Settings(database_url=url, key_file=folder / "key-encryption.key", plugins=())
    clock = SystemClock()
    vault = Vault(LocalKeyFile(settings.key_file), clock)
    deployment = Deployment(settings, clock, vault, Plugins({}), Random(7))  # noqa: S311  # references alone
    async with opened(url, work="jobs"):
        await vault.deployment_keys()
        return [round(await seconds_to_erase(deployment, messages), 3) for _ in range(ROUNDS)]


async def on_postgres(server: str, folder: Path, messages: int) -> list[float]:
    """Measure on a database of its own, as its owner."""
    connection = await asyncpg.connect(server)
    try:
        await connection.execute("DROP DATABASE IF EXISTS chatbookr_erasure WITH (FORCE)")
        await connection.execute("CREATE DATABASE chatbookr_erasure")
        try:
            return await measured(f"{server.rpartition('/')[0]}/chatbookr_erasure", folder, messages)
        finally:
            await connection.execute("DROP DATABASE chatbookr_erasure WITH (FORCE)")
    finally:
        await connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", nargs="?", type=int, default=10_000)
    messages = parser.parse_args().messages
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found["sqlite"] = asyncio.run(measured(f"sqlite://{folder / 'erasure.sqlite3'}", folder, messages))
        if server := os.environ.get("CHATBOOKR_TEST_POSTGRES_URL"):
            found["postgres"] = asyncio.run(on_postgres(server, folder, messages))
    sys.stdout.write(json.dumps({"messages": messages, "seconds": found, "most": MOST_SECONDS}) + "\n")
    return 0 if all(one <= MOST_SECONDS for rounds in found.values() for one in rounds) else 1


if __name__ == "__main__":
    sys.exit(main())
