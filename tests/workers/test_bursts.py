"""What comes in pieces before anything was answered has one answer, as a whole; what was said otherwise stays said."""

import json
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic_world import World, clinic_world
from tests.e2e.patient import options_of
from tests.forked import begun

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.dialogue.bursts import READING
from chatbookr_core.jobs import claim_due
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Job, Message, StaffTask
from chatbookr_core.outbox.routing import route
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets
PIECES = ("I need an appointment", "next week", "after 12")
POINTS = (
    "inbound.parsed:2",
    "inbound.before_commit:2",
    "inbound.after_commit:2",
    "inbound.after_commit:3",
    "outbound.before_send",
    "outbound.after_send",
)


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        await world.write("hello")
        await world.work()
        world.clock.turn(timedelta(minutes=1))
        yield world


async def burst(world: World, *pieces: str) -> None:
    for piece in pieces:
        await world.write(piece)
    await world.hooks_settled()


async def answers(world: World, *, after: int) -> list[dict[str, Any]]:
    return (await world.heard())[after:]


def is_of_the_whole(answer: dict[str, Any]) -> bool:
    """Tell whether an answer offers times of the week and the hours that were wished for, each in its own piece."""
    return answer["text"].startswith("Free times, ") and "from 12:00" in answer["text"]


async def test_pieces_that_come_before_the_first_answer_left_have_one_answer(world: World) -> None:
    before = len(await world.heard())
    await burst(world, *PIECES)

    await world.work()

    (answer,) = await answers(world, after=before)
    assert is_of_the_whole(answer)
    assert await Message.filter(direction="inbound").count() == 1 + len(PIECES)
    assert {one.status for one in await Message.filter(direction="outbound")} == {"delivered"}
    assert await Job.filter(kind="outbound.send", state__not_in=("done",)).count() == 0
    assert await StaffTask.all().count() == 0


async def test_what_the_one_answer_offers_can_be_tapped(world: World) -> None:
    await burst(world, *PIECES)
    await world.work()
    first = options_of((await world.heard())[-1])[0]["title"]

    await world.choose(first)

    assert "May I also send reminders" in (await world.heard())[-1]["text"]


async def test_an_answer_that_has_left_stays_and_the_next_follows_it(world: World) -> None:
    before = len(await world.heard())
    await burst(world, PIECES[0])
    await world.work()
    await burst(world, PIECES[1])
    await world.work()

    texts = [one["text"] for one in await answers(world, after=before)]

    assert len(texts) == 2
    assert texts[0].startswith("Choose a time")
    assert texts[1].startswith("Free times, ")


async def test_words_that_the_answer_on_its_way_answers_already_have_no_second_one(world: World) -> None:
    before = len(await world.heard())
    await burst(world, PIECES[0])
    await world.work()
    await burst(world, "as soon as possible", "please book an appointment")
    await world.work()

    (answer,) = await answers(world, after=before)
    first = options_of(answer)[0]["title"]
    await world.choose(first)

    assert answer["text"].startswith("Choose a time")
    assert "May I also send reminders" in (await world.heard())[-1]["text"]
    assert await Message.filter(direction="inbound", status="received").count() == 5
    assert await Job.filter(kind="outbound.send").exclude(state="done").count() == 0


async def test_who_asks_the_same_once_they_can_have_read_the_answer_has_it_again(world: World) -> None:
    before = len(await world.heard())
    await burst(world, PIECES[0])
    await world.work()
    world.clock.turn(READING)
    await burst(world, "as soon as possible")
    await world.work()

    assert len(await answers(world, after=before)) == 2


async def test_an_answer_that_failed_is_given_once_more(world: World) -> None:
    await burst(world, PIECES[0])
    await world.work()
    asked = await Message.filter(direction="outbound").order_by("-id").first()
    assert asked is not None
    async with transaction():
        await Message.filter(id=asked.id).update(status="failed")
    before = len(await world.heard())
    await burst(world, "as soon as possible")
    await world.work()

    (answer,) = await answers(world, after=before)
    assert answer["text"].startswith("Choose a time")


async def test_what_says_more_than_a_question_is_never_taken_back(world: World) -> None:
    before = len(await world.heard())
    await burst(world, "where are you", "book an appointment")

    await world.work()

    texts = [one["text"] for one in await answers(world, after=before)]
    assert len(texts) == 2
    assert texts[-1].startswith("Choose a time")


async def test_a_notice_is_never_taken_back(world: World) -> None:
    other = "4915199999999"
    for text in ("hello", "I need an appointment"):
        await world.write(text, patient=other)

    await world.work()

    texts = [one["text"] for one in await world.heard(patient=other)]
    assert len(texts) == 2
    assert "booking assistant" in texts[0]
    assert texts[1].startswith("Choose a time")


async def test_a_question_taken_back_while_its_sending_begins_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(await world.heard())
    await burst(world, PIECES[0])
    for job in await claim_due(world.clock.now(), 100, kinds={"inbound.process"}):
        await run(world.deployment, declared_kinds()[job.kind], job.id)
    await burst(world, PIECES[1])
    late = await claim_due(world.clock.now(), 100, kinds={"inbound.process"})

    async def overtaken(*given: Any, **named: Any) -> Any:
        while late:  # the next words are heard between the look at a message and the note that it is being sent
            job = late.pop()
            await run(world.deployment, declared_kinds()[job.kind], job.id)
        return await route(*given, **named)

    monkeypatch.setattr("chatbookr_workers.outbound.route", overtaken)
    await world.work()

    (answer,) = await answers(world, after=before)
    assert answer["text"].startswith("Free times, ")
    assert await Job.filter(kind="outbound.send").exclude(state="done").count() == 0


async def dies(world: World, folder: Path, point: str) -> int:
    """Have a worker of its own do what is due until it dies; return how it ended."""
    given = world.database.url, str(folder), world.clock.now().isoformat()
    plugins = json.dumps(dict(world.deployment.settings.environment))
    worker = begun(folder / "worker.log", "tests.workers.burst_process", *given, plugins, faultpoint=point)
    return await worker.ended()


@pytest.mark.e2e
@pytest.mark.parametrize("point", POINTS)
async def test_a_burst_in_which_the_worker_is_killed_is_answered_once(world: World, tmp_path: Path, point: str) -> None:
    before = len(await world.heard())
    await burst(world, *PIECES)

    killed = await dies(world, tmp_path, point)
    async with transaction() as tx:  # its leases have run out
        await tx.execute("UPDATE job SET state = 'due', lease = NULL, due_at = created_at WHERE state = 'running'")
        await tx.execute("UPDATE job SET state = 'due', due_at = created_at WHERE state = 'queued'")
    await world.work(within=timedelta(minutes=5))

    (answer,) = await answers(world, after=before)
    assert killed == -signal.SIGKILL
    assert is_of_the_whole(answer)
    assert await Message.filter(direction="inbound").count() == 1 + len(PIECES)
    assert {one.status for one in await Message.filter(direction="outbound")} == {"delivered"}
