"""Measure free times end to end: `python benchmarks/free_times.py [--postgres URL]`.

100 practitioners over 90 days, on SQLite and PostgreSQL, within the process: cold, as a process that knows nothing yet
finds them (terms, hours, what takes everybody's time, laid out), and warm, as the next search does (one statement that
asks what has changed). Each is what `availableSlots` lists, its first 500, and what `availableDays` counts.

Then `availableSlots` of 10 practitioners over 30 days through GraphQL over HTTP, on PostgreSQL, asked of one process by
somebody who is logged in, with all policies and row-level security on, one request after the other. Exits with 1 above
a goal; beside each time stands the CPU that the asking process, or the server, took for it.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from agenda import database, on_server
from busy_clinic import BusyClinic, open_busy_clinic
from load import Server, ask, cpu_seconds_of, request, serving

from chatbookr_core.availability import remembered
from chatbookr_core.availability.queries import SlotSearch, days_for, slots_for
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import opened
from chatbookr_core.migration import migrate
from chatbookr_schema.availability import MOST
from chatbookr_schema.ids import global_id

WARM_MS, COLD_MS, HTTP_P50_MS = 5.0, 50.0, 15.0
COLD_ROUNDS, WARM_ROUNDS, REQUESTS = 9, 41, 200
PORT = 8725
QUERY = """query Free($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
  availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) {
    startsAt endsAt timeZone practitioner { id fullName }
  }
}"""


async def timed(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Tell how many milliseconds of the clock, and of this process's CPU, one call takes."""
    cpu, began = time.process_time(), time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3


def is_within(what: str, taken: list[tuple[float, float]], goal_ms: float) -> bool:
    """Print the median, the best and the CPU of what was measured, and tell whether the median is within its goal."""
    middle, best = statistics.median(one[0] for one in taken), min(one[0] for one in taken)
    cpu = statistics.median(one[1] for one in taken)
    verdict = "yes" if middle <= goal_ms else "NO"
    print(f"{what:<48} {middle:7.2f} ms ({best:.2f}), CPU {cpu:.2f} ms   goal {goal_ms:.0f} ms: {verdict}")
    return middle <= goal_ms


async def measure_searches(url: str, name: str) -> bool:
    """Fill a database, and look for free times in it."""
    await migrate(url)
    now, reached = datetime.now(UTC), True
    async with opened(url, work="operator") as here:
        place = await open_busy_clinic(100, 90, now)
        if here.dialect == "postgres":
            await on_server(url, "ANALYZE")
        wanted = SlotSearch(place.service_id)
        searches: dict[str, Callable[[], Awaitable[object]]] = {
            f"the first {MOST}": lambda: slots_for(place.clinic_id, wanted, now=now, limit=MOST),
            "days": lambda: days_for(place.clinic_id, wanted, now=now),
        }
        days = await days_for(place.clinic_id, wanted, now=now)
        print(f"{name}: {place.rows} busy rows, {len(days)} days with free times")
        for what, search in searches.items():
            cold, warm = await _rounds(search)
            reached &= is_within(f"{name}, 100 x 90, {what}, cold", cold, COLD_MS)
            reached &= is_within(f"{name}, 100 x 90, {what}, warm", warm, WARM_MS)
    return reached


async def _rounds(
    search: Callable[[], Awaitable[object]],
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Search as a process that knows nothing, and then as one that has searched before."""
    cold: list[tuple[float, float]] = []
    for _ in range(COLD_ROUNDS):
        remembered._memory.clear()  # private: a process has no reason to forget
        cold.append(await timed(search))
    return cold, [await timed(search) for _ in range(WARM_ROUNDS)]


async def measure_requests(url: str, server_url: str, roles: Roles, folder: Path) -> bool:
    """Fill a database, and ask a server for its free times."""
    await migrate(url)
    now = datetime.now(UTC)
    async with opened(url, work="operator"):
        place = await open_busy_clinic(10, 60, now)
    await on_server(url, "ANALYZE")
    await make_roles(url, roles, Passwords("benchmark", "benchmark"))
    parts = urlsplit(url)
    app_url = urlunsplit(parts._replace(netloc=f"{roles.app}:benchmark@{parts.netloc.rpartition('@')[2]}"))
    environment = {
        "CHATBOOKR_DATABASE_URL": app_url,
        "CHATBOOKR_KEY_FILE": str(folder / "key"),
        "CHATBOOKR_BROKER_URL": "redis://127.0.0.1:6379/0",  # so that no worker lives in this process
        "CHATBOOKR_COST_CAPACITY": "1000000000",
        "CHATBOOKR_COST_RESTORED_PER_SECOND": "10000000",
        "CHATBOOKR_PLUGINS": "whatsapp",
        "CHATBOOKR_WHATSAPP_APP_SECRET": "benchmark-app-secret",
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "benchmark",
    }
    command = [sys.executable, "-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--factory"]
    command += ["chatbookr_api.app:create_app", "--port", str(PORT)]
    with serving("API", command, PORT, folder, environment, [asked(place, now)]) as server:
        taken = await _asked_often(server)
    return is_within("PostgreSQL, 10 x 30, GraphQL over HTTP, p50", taken, HTTP_P50_MS)


def asked(place: BusyClinic, now: datetime) -> bytes:
    variables = {
        "clinic": global_id("Clinic", place.clinic_id),
        "service": global_id("Service", place.service_id),
        "from": now.isoformat(),
        "to": (now + timedelta(days=30)).isoformat(),
    }
    return request("/graphql", json.dumps({"query": QUERY, "variables": variables}).encode(), place.token)


async def _asked_often(server: Server) -> list[tuple[float, float]]:
    first = json.loads(await ask(server, server.requests[0]))
    if "errors" in first or not first["data"]["availableSlots"]:
        raise SystemExit(f"the server does not answer: {str(first)[:300]}")
    print(f"API: {len(first['data']['availableSlots'])} times in each answer")
    for _ in range(20):
        await ask(server, server.requests[0])
    taken: list[float] = []
    cpu = cpu_seconds_of(server.pid)
    for _ in range(REQUESTS):
        began = time.perf_counter()
        await ask(server, server.requests[0])
        taken.append((time.perf_counter() - began) * 1e3)
    each = (cpu_seconds_of(server.pid) - cpu) / REQUESTS * 1e3
    return [(one, each) for one in taken]


async def run(server_url: str, folder: Path) -> bool:
    reached = await measure_searches(f"sqlite://{folder}/busy.db", "SQLite")
    name = f"chatbookr_free_{os.getpid()}"
    roles = Roles.named(name)
    try:
        async with database(server_url, name) as url:
            reached &= await measure_searches(url, "PostgreSQL")
        async with database(server_url, name) as url:
            reached &= await measure_requests(url, server_url, roles, folder)
    finally:
        await on_server(server_url, f"DROP ROLE IF EXISTS {roles.app}, {roles.migrator}, {roles.owner}")
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", default="postgresql://postgres:trust@127.0.0.1:5432/postgres")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-free-") as name:
        return 0 if asyncio.run(run(chosen.postgres, Path(name))) else 1


if __name__ == "__main__":
    sys.exit(main())
