"""A worker that is killed in the middle of a file leaves one that the next fetches; a large one takes no memory."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.media_files import JPEG, PDF
from tests.sources import ROOT
from tests.workers.test_media import content_of, send

from chatbookr_core.chunks import CHUNK_BYTES
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.jobs import claim_due
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.owing import FETCH
from chatbookr_core.models import Media, MediaChunk
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = [pytest.mark.integration, pytest.mark.e2e]
LARGE = 64 * CHUNK_BYTES


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        yield world


async def owed(world: World, content: bytes, kind: str, mime_type: str) -> Media:
    """Let a patient send a file, and all be done but fetching it."""
    before = {row.id for row in await Media.all()}
    await send(world, content, kind, mime_type)
    await world.hooks_settled()
    while claimed := await claim_due(world.clock.now(), 100, kinds=declared_kinds().keys() - {FETCH}):
        for job in claimed:
            await run(world.deployment, declared_kinds()[job.kind], job.id)
    [media] = [row for row in await Media.all() if row.id not in before]
    return media


async def fetch(world: World, folder: Path, *, faultpoint: str = "") -> tuple[int | None, list[str]]:
    """Have a process of its own fetch it; return how it ended, and what it said."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.workers.media_process", world.database.url, str(folder)),
        cwd=ROOT,
        env={**os.environ, "CHATBOOKR_FAULTPOINT": faultpoint, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await child.communicate(json.dumps(dict(world.deployment.settings.environment)).encode())
    return child.returncode, said.decode().split()


@pytest.mark.parametrize("point", ["media.portion:2", "media.before_stored", "media.stored"])
async def test_a_fetch_that_was_killed_is_made_good_by_the_next(world: World, tmp_path: Path, point: str) -> None:
    picture = JPEG + os.urandom(5 * CHUNK_BYTES)
    media = await owed(world, picture, "image", "image/jpeg")

    killed, _ = await fetch(world, tmp_path, faultpoint=point)
    left = await Media.get(id=media.id)
    async with transaction() as tx:  # its lease has run out
        await tx.execute(f"UPDATE job SET due_at = created_at WHERE kind = '{FETCH}'")  # noqa: S608  # our own word
    again, said = await fetch(world, tmp_path)

    assert (killed, left.state) == (-signal.SIGKILL, "waiting")
    assert (again, said[:1]) == (0, ["fetched"])
    await media.refresh_from_db()
    assert await content_of(world, media) == picture
    assert await MediaChunk.filter(media_id=media.id).count() == 6 == media.chunk_count


async def test_a_large_file_takes_no_more_memory_than_a_small_one(world: World, tmp_path: Path) -> None:
    taken = list[int]()
    for content in (PDF, PDF + os.urandom(LARGE)):
        media = await owed(world, content, "document", "application/pdf")
        code, said = await fetch(world, tmp_path)
        assert (code, said[0]) == (0, "fetched")
        await media.refresh_from_db()
        assert media.size_bytes == len(content)
        taken.append(int(said[1]) * 1024)

    small, large = taken
    assert large - small < LARGE / 2, (small, large)
