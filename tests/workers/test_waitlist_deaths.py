"""A worker that is killed while it looks at the waitlist leaves no half of an offer, and the next one goes on."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from random import Random

import pytest
from tests.core.booking_desk import make_desk
from tests.core.test_bookings_races import assert_sound
from tests.core.waiting_room import Room, make_room
from tests.factories import writing
from tests.sources import ROOT

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Hold, Job, StaffTask, WaitlistEntry, WaitlistOffer
from chatbookr_core.waitlist.owing import END_JOB, LOOK_JOB

pytestmark = [pytest.mark.integration, pytest.mark.e2e]


@pytest.fixture
async def room(database: Database, vault: Vault, clock: TurnableClock, random: Random) -> Room:
    room = await make_room(await make_desk(vault, clock, random), vault, people=2)
    async with writing():  # nobody is woken by these
        await Clinic.filter(id=room.desk.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
    return room


async def works(database: Database, folder: Path, kind: str, *, faultpoint: str = "") -> int | None:
    """Have a process of its own do what is owed; return how it ended."""
    async with transaction() as tx:  # whoever died before holds no lease any more
        await tx.execute("UPDATE job SET state = 'due', lease = NULL WHERE kind = $1 AND state = 'running'", (kind,))
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.workers.waitlist_process", database.url, str(folder), kind),
        cwd=ROOT,
        env={**os.environ, "CHATBOOKR_FAULTPOINT": faultpoint, "PYTHONPATH": str(ROOT)},
    )
    return await child.wait()


@pytest.mark.parametrize(("point", "made"), [("waitlist.before_commit", 0), ("waitlist.before_commit:2", 1)])
async def test_a_look_that_was_killed_offers_everything_once(
    database: Database, room: Room, tmp_path: Path, point: str, made: int
) -> None:
    await room.joins(0)
    await room.joins(1)

    killed = await works(database, tmp_path, LOOK_JOB, faultpoint=point)
    left = await WaitlistOffer.all().count()
    again = await works(database, tmp_path, LOOK_JOB)

    assert (killed, left, again) == (-signal.SIGKILL, made, 0)
    offers = await WaitlistOffer.filter(state="open")
    assert len({one.patient_id for one in offers}) == len({one.starts_at for one in offers}) == len(offers) == 2
    assert await WaitlistEntry.filter(state="offered").count() == await Hold.filter(state="held").count() == 2
    assert await StaffTask.filter(kind="waitlist_offer").count() == 2
    assert await Job.filter(kind=END_JOB).count() == 2
    await assert_sound()


async def test_an_end_that_was_killed_is_made_by_the_next(database: Database, room: Room, tmp_path: Path) -> None:
    offer = await room.offer(await room.joins(0), room.desk.at(0))
    before = await Job.filter(kind=LOOK_JOB).count()

    killed = await works(database, tmp_path, END_JOB, faultpoint="waitlist.before_end")
    await offer.refresh_from_db()
    left = offer.state
    again = await works(database, tmp_path, END_JOB)

    await offer.refresh_from_db()
    assert (killed, left, again, offer.state) == (-signal.SIGKILL, "open", 0, "expired")
    assert await Job.filter(kind=LOOK_JOB).count() == before + 1
    await assert_sound()
