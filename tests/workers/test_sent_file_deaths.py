"""A worker that is killed while it hands a file over or sends it: the patient has it once, and whole."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.sources import ROOT
from tests.workers.test_sent_files import met, on_phone, sent

from chatbookr_core.chunks import CHUNK_BYTES
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.fetching import source_of
from chatbookr_core.models import Media

pytestmark = [pytest.mark.integration, pytest.mark.e2e]
WAITED = timedelta(minutes=10)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        yield world


async def send(world: World, folder: Path, *, faultpoint: str = "") -> tuple[int | None, str]:
    """Have a process of its own send what is owed; return how it ended, and what it said."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.workers.sending_process", world.database.url, str(folder)),
        cwd=ROOT,
        env={**os.environ, "CHATBOOKR_FAULTPOINT": faultpoint, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await child.communicate(json.dumps(dict(world.deployment.settings.environment)).encode())
    return child.returncode, said.decode().strip()


@pytest.mark.parametrize(
    ("point", "is_known"),
    [
        ("outbound.before_upload", False),
        ("outbound.uploaded", False),  # it is handed over once more: Meta forgets what no message names
        ("outbound.upload_noted", True),
        ("outbound.before_send", True),
    ],
)
async def test_a_worker_that_was_killed_leaves_a_file_that_arrives_once(
    world: World, tmp_path: Path, point: str, is_known: bool
) -> None:
    conversation = await met(world)
    content = b"%PDF-1.4\n" + os.urandom(3 * CHUNK_BYTES)
    message, media = await sent(world, conversation, content=content)
    before = len(await world.heard())

    killed, _ = await send(world, tmp_path, faultpoint=point)
    known = (await source_of(world.deployment, await Media.get(id=media.id))).media_id
    async with transaction() as tx:  # its lease has run out
        await tx.execute("UPDATE job SET due_at = created_at WHERE kind = 'outbound.send' AND state = 'running'")
    await world.work(within=WAITED)

    await message.refresh_from_db()
    assert killed == -signal.SIGKILL
    assert bool(known) == is_known
    assert (message.status, len(await world.heard()) - before) == ("delivered", 1)
    seen = await on_phone(world)
    assert seen["bytes"] == content
    assert not known or seen["content"]["id"] == known
