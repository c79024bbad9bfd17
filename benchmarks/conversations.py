"""How many conversations a minute one worker process takes through the dialogue: `benchmarks/conversations.py`.

A conversation is a whole booking by a patient who was there before, in three messages each way: "again" (times are
offered), a time (the practitioner's calendar is asked, the time held), a yes (booked). Of each the worker reads three
messages and nine statuses (sent, delivered, read of each of ours, in deliveries of their own, as Meta sends them),
sends three messages, asks the calendar, and writes the event: eighteen jobs. It is `chatbookr worker` itself; Meta and
Google are a stub in this process, which also stores what Meta would deliver through the intake, committed and sealed
(the way through HTTP is measured by `ingest.py`). Every patient writes once; so many talk at a time.

Counted is the time from the first message until no job is left that is due. Beside it the CPU of the worker, as on a
machine that has other work its clock tells little: the verdict is by the better one of the two, and says which.
Usage: python benchmarks/conversations.py [--postgres URL] [--conversations N] [--profile FILE]; needs Redis.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ingest import fresh_postgres
from load import cpu_seconds_of
from tortoise.expressions import Q

from chatbookr_core.channels.intake import Intake
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.dialogue import State
from chatbookr_core.keys import columns
from chatbookr_core.migration import migrate
from chatbookr_core.models import ChannelConnection, Conversation, Job, Patient, Practitioner, Service
from chatbookr_core.settings import settings_from
from chatbookr_sdk import WebhookRequest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.factories import (  # noqa: E402  # the path is set above
    make_booking,
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)
from tests.servers import free_port, is_listening  # noqa: E402  # the path is set above

GOAL_PER_MINUTE = 1000
CLINICS, PRACTITIONERS = 10, 5
AT_ONCE = 48
WARM = 24  # conversations before the count begins: what is read once is read
COUNTED = ("inbound.process", "outbound.send", "dialogue.hold", "calendar.put")
AT_START = ("calendar.sweep", "calendar.refresh", "channel.check", "templates.sync")  # of all clinics at once
STATUSES = ("sent", "delivered", "read")
PATIENCE_SECONDS = 240.0  # on a busy machine
WORKER = """
import logging, sys
from chatbookr_api.cli import main
logging.disable(logging.INFO)
sys.exit(main(["worker"]))
"""
PROFILED = f"""
import cProfile, sys, time
from chatbookr_workers.runner import Runner
profiler, live = cProfile.Profile(time.thread_time), Runner._live  # CPU: on a busy machine its clock tells little
def profiled(self):
    profiler.runcall(live, self)
    profiler.dump_stats(sys.argv[1])
Runner._live = profiled
{WORKER}"""
FULL_DAY = ((7 * 60, 20 * 60),)


@dataclass(slots=True)
class Talk:
    """One patient's conversation: who, with which number of the clinic, and how far it is."""

    phone: str
    account_id: str
    group_id: str
    done: "asyncio.Future[None]"
    heard: int = 0


@dataclass(slots=True)
class Providers:
    """Meta and Google as far as a conversation needs them, and the patients' thumbs."""

    intake: Intake
    talks: dict[str, Talk] = field(default_factory=dict)
    events: int = 0
    told: set["asyncio.Task[Any]"] = field(default_factory=set)
    numbers: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it ends."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = head.lower().partition("content-length: ")[2].partition("\r\n")[0]
                body = await reader.readexactly(int(length or 0))
                path = head.split(" ", 2)[1].partition("?")[0]
                answer = json.dumps(self._answer(path, json.loads(body) if body[:1] == b"{" else {})).encode()
                kind = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                writer.write(kind + str(len(answer)).encode() + b"\r\n\r\n" + answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, path: str, asked: dict[str, Any]) -> object:
        if path.endswith("/messages"):
            return self._message(asked)
        if path.endswith("/freeBusy"):
            return {"calendars": {item["id"]: {"busy": []} for item in asked["items"]}}
        if path.endswith("/events"):
            self.events += 1
            return {**asked, "etag": f'"{self.events}"', "updated": datetime.now(UTC).isoformat()}
        return {"items": [], "timeZone": "Europe/Berlin", "nextSyncToken": "1"}  # the look at all events, once a night

    def _message(self, asked: dict[str, Any]) -> object:
        self.numbers += 1
        external_id, talk = f"wamid.out.{self.numbers}", self.talks[asked["to"]]
        task = asyncio.create_task(self._react(talk, external_id, asked))
        self.told.add(task)
        task.add_done_callback(self.told.discard)
        return {"messaging_product": "whatsapp", "messages": [{"id": external_id}]}

    async def _react(self, talk: Talk, external_id: str, asked: dict[str, Any]) -> None:
        """Tell of the message's fate as Meta does, and let the patient tap."""
        for status in STATUSES:
            told = {"id": external_id, "status": status, "timestamp": str(int(time.time()))}
            told |= {"recipient_id": talk.phone, "biz_opaque_callback_data": asked["biz_opaque_callback_data"]}
            await self.deliver(talk, "statuses", told)
        talk.heard += 1
        options = _options(asked)
        if "Booked" in _text(asked):
            talk.done.set_result(None)
        elif any(one["title"] == "Confirm only" for _, one in options):
            await self.tap(talk, next(one for one in options if one[1]["title"] == "Confirm only"))
        else:
            times = [one for one in options if ":" in one[1]["title"]]
            await self.tap(talk, random.choice(times))  # noqa: S311  # which time is chosen

    async def tap(self, talk: Talk, option: tuple[str, Mapping[str, str]]) -> None:
        kind, chosen = option
        reply = {"type": kind, kind: {"id": chosen["id"], "title": chosen["title"]}}
        await self.say(talk, {"type": "interactive", "interactive": reply})

    async def say(self, talk: Talk, content: Mapping[str, object]) -> None:
        self.numbers += 1
        message = {"from": talk.phone, "id": f"wamid.in.{self.numbers}", "timestamp": str(int(time.time()))}
        await self.deliver(talk, "messages", {**message, **content})

    async def deliver(self, talk: Talk, field_name: str, item: object) -> None:
        """Store a delivery as the hook does."""
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": talk.account_id},
            "contacts": [{"profile": {"name": "Ada Example"}, "wa_id": talk.phone}],
            field_name: [item],
        }
        entry = {"id": talk.group_id, "changes": [{"value": value, "field": "messages"}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        await self.intake.store("whatsapp", WebhookRequest("POST", {"content-type": "application/json"}, {}, body))


def _options(asked: dict[str, Any]) -> list[tuple[str, Mapping[str, str]]]:
    action = asked.get("interactive", {}).get("action", {})
    rows = [("list_reply", row) for section in action.get("sections", ()) for row in section["rows"]]
    return rows + [("button_reply", button["reply"]) for button in action.get("buttons", ())]


def _text(asked: dict[str, Any]) -> str:
    return str(asked.get("text", asked.get("interactive", {})).get("body", ""))


# --- the world ----------------------------------------------------------------------------------------------------


async def make_world(deployment: Deployment, talks: int) -> list[tuple[str, str, str]]:
    """Make clinics with calendars, and patients who were there before: (phone, account, group) of each."""
    made: list[tuple[str, str, str]] = []
    for number in range(CLINICS):
        async with transaction():
            made += await _make_clinic(deployment, number, -(-talks // CLINICS))
    random.shuffle(made)
    return made


async def _make_clinic(deployment: Deployment, number: int, patients: int) -> list[tuple[str, str, str]]:
    vault, now = deployment.vault, deployment.clock.now()
    clinic = await make_clinic(vault, zone="Europe/Berlin", horizon_days=60)
    place = await make_location(clinic)
    channel = await make_connection(clinic, vault, account_id=f"10000{number}", group_id=f"20000{number}")
    named = {"access_token": "token", "phone_number_id": channel.account_id, "waba_id": channel.group_id}
    keys = await vault.clinic_keys(clinic.id)
    channel.credentials_sealed = keys.seal(columns.CHANNEL_CREDENTIALS, channel.id, json.dumps(named))
    await channel.save(update_fields=["credentials_sealed"])
    services = [await make_service(clinic, short_title=title) for title in ("Check-up", "First visit", "Follow-up")]
    people: list[tuple[Practitioner, Service]] = []
    for index in range(PRACTITIONERS):
        service = services[index % len(services)]
        person = await make_practitioner(clinic, place, hours=FULL_DAY, services=[service])
        fresh: dict[str, Any] = {
            "fetched_at": now,
            "fetched_until": now + timedelta(days=90),
            "next_read_at": now + timedelta(days=1),
        }
        fresh["credentials_expire_at"] = now + timedelta(days=1)
        await make_calendar_connection(person, vault, **fresh)
        people.append((person, service))
    phones = [f"4915{number:02}{index:07}" for index in range(patients)]
    for index, phone in enumerate(phones):
        patient = await make_patient(clinic, vault, phone=phone, provider_user_id=phone, created_at=now)
        person, service = people[index % len(people)]
        then = now - timedelta(days=90, hours=index)  # not so long ago that a night forgets it
        await make_booking(patient, service, person, place, starts_at=then)
        await _greeted(deployment, patient, channel, now - timedelta(days=2))
    return [(phone, channel.account_id, str(channel.group_id)) for phone in phones]


async def _greeted(deployment: Deployment, patient: Patient, channel: ChannelConnection, at: datetime) -> Conversation:
    keys = await deployment.vault.patient_keys(patient.clinic_id, patient.id)
    made = await make_conversation(patient, channel, last_inbound_at=at, last_message_at=at)
    state = State(language="en", greeted_at=at, touched_at=at)
    made.dialogue_sealed = keys.seal(columns.DIALOGUE, made.id, state.to_json())
    await made.save(update_fields=["dialogue_sealed"])
    return made


# --- the run ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """What one database made of the conversations."""

    conversations: int
    seconds: float
    cpu_seconds: float
    slowest_seconds: float

    @property
    def per_minute(self) -> float:
        return self.conversations / self.seconds * 60

    @property
    def per_minute_of_cpu(self) -> float:
        return self.conversations / self.cpu_seconds * 60


async def measure(environment: dict[str, str], talks: int, port: int, profile: str) -> Measured:
    """Migrate, make the world, start a worker, let everybody book."""
    url = environment["CHATBOOKR_DATABASE_URL"]
    await migrate(url)
    deployment = deployment_from(settings_from(environment))
    async with opened(url, work="operator") as database:
        world = await make_world(deployment, WARM + talks)
        providers = Providers(Intake(database, deployment.vault, deployment.clock))
        await providers.intake.start()
        server = await asyncio.start_server(providers.serve, "127.0.0.1", port)
        with working(environment, profile) as pid:
            await _book_all(providers, world[:WARM])
            await _settled()
            await _settled(AT_START, ahead_seconds=1.0)
            cpu, began = cpu_seconds_of(pid), time.perf_counter()
            lasted = await _book_all(providers, world[WARM : WARM + talks])
            await _settled()
            seconds, cpu = time.perf_counter() - began, cpu_seconds_of(pid) - cpu
        server.close()
        await asyncio.gather(*providers.told)
        await providers.intake.stop()
        dead = await Job.filter(state="dead", kind__in=COUNTED).count()
    if dead:
        raise SystemExit(f"{dead} jobs have died")
    return Measured(talks, seconds, cpu, sorted(lasted)[int(len(lasted) * 0.99)])


async def _book_all(providers: Providers, people: list[tuple[str, str, str]]) -> list[float]:
    """Let everybody book, so many at a time; return how long each took from the first word, in seconds."""
    places, lasted = asyncio.Semaphore(AT_ONCE), list[float]()

    async def book(phone: str, account_id: str, group_id: str) -> None:
        async with places:
            began = time.perf_counter()
            talk = Talk(phone, account_id, group_id, asyncio.get_running_loop().create_future())
            providers.talks[phone] = talk
            await providers.say(talk, {"type": "text", "text": {"body": "again"}})
            await talk.done
            lasted.append(time.perf_counter() - began)

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*(book(*person) for person in people))
    return lasted


async def _settled(kinds: Sequence[str] = COUNTED, *, ahead_seconds: float = 60.0) -> None:
    """Wait until nothing of these kinds is under way or due within so long."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await _open(kinds, datetime.now(UTC) + timedelta(seconds=ahead_seconds)):  # noqa: ASYNC110  # by a worker
            await asyncio.sleep(0.05)


async def _open(kinds: Sequence[str], until: datetime) -> bool:
    rows = Job.filter(kind__in=kinds)
    return await rows.filter(Q(state__in=("queued", "running")) | Q(state="due", due_at__lt=until)).exists()


@contextmanager
def working(environment: dict[str, str], profile: str) -> Iterator[int]:
    """Run one `chatbookr worker`; give its id."""
    command = [sys.executable, "-c", PROFILED if profile else WORKER, profile]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Run a Redis of our own: one that is shared may hold others' jobs."""
    binary, port = shutil.which("redis-server"), free_port()
    if binary is None:
        raise SystemExit("redis-server is not installed")
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not is_listening("127.0.0.1", port):
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(20)


def environment_for(folder: Path, database_url: str, broker_url: str, port: int) -> dict[str, str]:
    base = f"http://127.0.0.1:{port}"
    return {
        "CHATBOOKR_DATABASE_URL": database_url,
        "CHATBOOKR_BROKER_URL": broker_url,
        "CHATBOOKR_KEY_FILE": str(folder / f"{port}.key"),
        "CHATBOOKR_WHATSAPP_APP_SECRET": "benchmark-app-secret",
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "benchmark",
        "CHATBOOKR_WHATSAPP_GRAPH_URL": f"{base}/meta",
        "CHATBOOKR_GCAL_CLIENT_ID": "benchmark",
        "CHATBOOKR_GCAL_CLIENT_SECRET": "benchmark",
        "CHATBOOKR_GCAL_API_URL": f"{base}/google",
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="URL of a server's database, to create another one beside it")
    parser.add_argument("--conversations", type=int, default=400)
    parser.add_argument("--only-postgres", action="store_true", help="leave SQLite out")
    parser.add_argument("--profile", default="", help="write a profile of the worker's loop there (cProfile)")
    chosen = parser.parse_args()
    reached: list[bool] = []

    def run(name: str, folder: Path, broker_url: str, url: str) -> None:
        port = free_port()
        environment = environment_for(folder, url, broker_url, port)
        found = asyncio.run(measure(environment, chosen.conversations, port, chosen.profile))
        reached.append(max(found.per_minute, found.per_minute_of_cpu) >= GOAL_PER_MINUTE)
        print(
            f"{name:9}{found.per_minute:6.0f} conversations a minute, {found.per_minute_of_cpu:.0f} by the worker's CPU"
            f" ({found.cpu_seconds / found.conversations * 1e3:.1f} ms each), the slowest percent"
            f" {found.slowest_seconds:.1f} s; goal {GOAL_PER_MINUTE}: {'reached' if reached[-1] else 'missed'}"
        )

    with tempfile.TemporaryDirectory(prefix="chatbookr-talks-") as name:
        folder = Path(name)
        if not chosen.only_postgres:
            with broker(folder) as broker_url:
                run("sqlite", folder, broker_url, f"sqlite://{folder}/talks.sqlite3")
        if chosen.postgres:
            with broker(folder) as broker_url, fresh_postgres(chosen.postgres) as url:
                run("postgres", folder, broker_url, url)
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
