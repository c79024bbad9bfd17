"""How many conversations a minute one worker process takes through the dialogue: `benchmarks/conversations.py`.

A conversation is a whole booking by a patient who was there before, in three messages each way: "again" (times are
offered), a time (the practitioner's calendar is asked, the time held), a yes (booked). Of each the worker reads three
messages and nine statuses (sent, delivered, read of each of ours, in deliveries of their own, as Meta sends them),
sends three messages, asks the calendar, and writes the event: eighteen jobs. It is `chatbookr worker` itself; Meta and
Google are a stub in this process, which also stores what Meta would deliver through the intake, committed and sealed
(the way through HTTP is measured by `ingest.py`). Every patient writes once; so many talk at a time.

Counted is the time from the first message until no job is left that is due. Beside it the CPU of the worker, as on a
machine that has other work its clock tells little: the verdict is by the better one of the two, and says which. How
fast the machine runs Python is printed first.
Usage: python benchmarks/conversations.py [--postgres URL] [--conversations N] [--profile FILE]; needs Redis.
"""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest import fresh_postgres
from load import cpu_seconds_of
from talking_clinics import make_world
from talks import Providers, Talk
from tortoise.expressions import Q
from yardstick import line

from chatbookr_core.channels.intake import Intake
from chatbookr_core.db import opened
from chatbookr_core.deployment import deployment_from
from chatbookr_core.migration import migrate
from chatbookr_core.models import Job
from chatbookr_core.settings import settings_from

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.servers import free_port, is_listening  # noqa: E402  # the path is set above

GOAL_PER_MINUTE = 1000
AT_ONCE = 48
WARM = 24  # conversations before the count begins: what is read once is read
COUNTED = ("inbound.process", "outbound.send", "dialogue.hold", "calendar.put")
AT_START = ("calendar.sweep", "calendar.refresh", "channel.check", "templates.sync")  # of all clinics at once
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

    print(line())
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
