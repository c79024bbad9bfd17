"""Measure what a rotation of keys takes: `python benchmarks/rotation.py`.

Patients' messages on a SQLite file (or the database of --url, migrated and empty) are put under new keys by the
rotation itself; between its rounds the same bodies are opened and sealed by bare AES-256-GCM of `cryptography`, in
memory. CPU of this process and wall time are both printed. And what 50 sealed rows of 50 patients add to a list, with
keys remembered and with none. Exits with 1 where a million values would take more than ten minutes, or the rows of a
page with remembered keys more than 0.3 ms.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatbookr_core.clock import SystemClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.rotation import rotate
from chatbookr_core.keys.sealing import KEY_BYTES
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.migration import migrate
from chatbookr_core.models import ChannelConnection, Clinic, Conversation, Message, Patient

GOAL_VALUES_A_SECOND = 1_000_000 / 600
GOAL_PAGE_MILLISECONDS = 0.3
PATIENTS = 50
ROUNDS = 3
BODY = "I would like to come on Tuesday, if there is a time in the morning; else on Thursday after five. Thank you!"


async def fill(vault: Vault, messages: int) -> UUID:
    """Make a clinic with patients and their messages; return its id."""
    now = datetime.now(UTC)
    async with transaction():
        clinic = await Clinic.create(name="Bench", zone="UTC", created_at=now)
        keys = await vault.create_clinic_keys(clinic.id)
        channel = await ChannelConnection.create(
            clinic_id=clinic.id, plugin="whatsapp", account_id="1", state="connected", connected_at=now
        )
        for number in range(PATIENTS):
            patient_id, own = new_id(), None
            own = vault.draft_patient_keys(keys, patient_id)
            await vault.keep_patient_keys(own)
            await Patient.create(
                id=patient_id,
                clinic_id=clinic.id,
                channel="whatsapp",
                provider_user_hash=str(number),
                provider_user_sealed=own.seal(columns.PATIENT_PROVIDER_USER, patient_id, str(number)),
                name_sealed=own.seal(columns.PATIENT_NAME, patient_id, f"Ada Number {number}"),
                created_at=now,
            )
            conversation = await Conversation.create(
                clinic_id=clinic.id,
                patient_id=patient_id,
                connection_id=channel.id,
                last_message_at=now,
                created_at=now,
            )
            rows = []
            for _ in range(messages // PATIENTS):
                row_id = new_id()
                rows.append(
                    Message(
                        id=row_id,
                        clinic_id=clinic.id,
                        conversation_id=conversation.id,
                        connection_id=channel.id,
                        direction="inbound",
                        author="patient",
                        kind="text",
                        body_sealed=own.seal(columns.MESSAGE_BODY, row_id, BODY),
                        status="received",
                        sent_at=now,
                        created_at=now,
                    )
                )
            await Message.bulk_create(rows, batch_size=500)
    return clinic.id


def bare(values: int) -> float:
    """Open and seal as many bodies by AES-GCM alone; return the seconds of CPU."""
    one, other, body, beside = AESGCM(os.urandom(32)), AESGCM(os.urandom(KEY_BYTES)), BODY.encode(), os.urandom(120)
    nonce = os.urandom(12)
    sealed = one.encrypt(nonce, body, beside)
    began = time.process_time()
    for _ in range(values):
        other.encrypt(os.urandom(12), one.decrypt(nonce, sealed, beside), beside)
    return time.process_time() - began


async def page(vault: Vault, clinic_id: UUID, *, is_cold: bool) -> float:
    """Open the names of 50 patients; return the milliseconds of wall time."""
    rows = [(one.id, one.name_sealed or b"") for one in await Patient.filter(clinic_id=clinic_id).limit(50)]
    times = []
    for _ in range(40):
        if is_cold:
            vault._patients.clear()
        began = time.perf_counter()
        keys = await vault.reading(clinic_id, [sealed for _, sealed in rows])
        for row_id, sealed in rows:
            keys.open_text(columns.PATIENT_NAME, row_id, sealed)
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


async def measure(url: str, key_file: Path, messages: int) -> int:
    """Print everything, and say whether the goals are met."""
    async with opened(url, work="keys"):
        vault, clock = Vault(LocalKeyFile(key_file), SystemClock()), SystemClock()
        clinic_id = await fill(vault, messages)
        rates, ratios, walls = [], [], []
        for _ in range(ROUNDS):
            alone = bare(messages)
            cpu, wall = time.process_time(), time.perf_counter()
            done = await rotate(vault, clock, clinic_id=clinic_id, before=clock.now() + timedelta(seconds=1))
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            rates.append(done.values / cpu)
            walls.append(done.values / wall)
            ratios.append(cpu / done.values / (alone / messages))
            await asyncio.sleep(1.1)  # the next round's keys must be older than its `before`
        hot = await page(vault, clinic_id, is_cold=False)
        cold = await page(vault, clinic_id, is_cold=True)
    return report(rates, walls, ratios, hot, cold)


def report(rates: Sequence[float], walls: Sequence[float], ratios: Sequence[float], hot: float, cold: float) -> int:
    """Print the figures; 1 where a goal is missed."""
    rate, wall = statistics.median(rates), statistics.median(walls)
    print(f"re-sealed values a second: {rate:,.0f} of CPU, {wall:,.0f} of wall time")
    print(f"a million values: {1_000_000 / rate / 60:.1f} minutes of one core")
    print(f"CPU of a value against bare AES-GCM (open and seal): {statistics.median(ratios):.1f} times")
    print(f"50 names of 50 patients: {hot:.3f} ms with keys remembered, {cold:.3f} ms with none (one statement)")
    is_met = max(rates) >= GOAL_VALUES_A_SECOND and hot <= GOAL_PAGE_MILLISECONDS
    return 0 if is_met else 1


def main() -> int:
    """Fill, rotate, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--url", help="a migrated, empty database of PostgreSQL instead of SQLite")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.url or f"sqlite://{folder}/bench.sqlite3"
        if chosen.url is None:
            asyncio.run(migrate(url))
        return asyncio.run(measure(url, Path(folder) / "key", chosen.messages))


if __name__ == "__main__":
    sys.exit(main())
