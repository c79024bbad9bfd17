"""How long does a worker take to bring 10,000 changed events of a calendar into the database?

The provider answers from memory, over the plugin's own code: four pages of 2,500 events as Google writes them, all of
which have another time and tag than the last time. Bare: the same pages parsed and inserted in plain statements of 500
rows, without tokens, comparison or busy times. Measured is what the worker's job does, its lease and its broker aside,
by the clock and by CPU, PostgreSQL's included. On SQLite, and on PostgreSQL where a server is named, in a database that
is dropped afterwards: `.venv/bin/python benchmarks/calendars.py [--events 10000] [--postgres URL]`. Exits with 1 where
10,000 changed events take longer than 10 seconds (of another number, as much of that).
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from agenda import database
from load import exact_cpu_seconds_of, servers_of

from chatbookr_core.calendars.feeds import CHUNK, known_feeds
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.channels import host
from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import current_transaction, opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.providers import key_provider_from
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import migrate
from chatbookr_core.models import CalendarConnection, CalendarFeed, ExternalBusy
from chatbookr_core.settings import Settings
from chatbookr_sdk import HttpResponse

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.factories import make_calendar_connection, make_clinic, make_location, make_practitioner

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
PAGE = 2_500
SECONDS_PER_EVENT = 10 / 10_000
CALENDAR = {"accessRole": "owner", "timeZone": "Europe/Amsterdam", "primary": True}


class Provider:
    """Google, from memory; `shift_minutes` moves every event, so that each has changed."""

    def __init__(self, events: int) -> None:
        self.events = events
        self.calendar_id = ""
        self.pages: list[bytes] = []

    def change(self, shift_minutes: int) -> None:
        """Write the pages anew."""
        items = [self._event(number, shift_minutes) for number in range(self.events)]
        self.pages = []
        for first in range(0, len(items), PAGE):
            is_last = first + PAGE >= len(items)
            token = {"nextSyncToken": f"s{shift_minutes}"} if is_last else {"nextPageToken": str(first // PAGE + 1)}
            page = {"timeZone": "Europe/Amsterdam", "items": items[first : first + PAGE], **token}
            self.pages.append(json.dumps(page).encode())

    def _event(self, number: int, shift_minutes: int) -> dict[str, object]:
        start = NOW + timedelta(minutes=7 * number % 80_000 + shift_minutes)
        end = start + timedelta(minutes=5)
        return {
            "id": f"event{number:08d}",
            "etag": f'"{shift_minutes}{number}"',
            "status": "confirmed",
            "eventType": "default",
            "start": {"dateTime": start.isoformat(), "timeZone": "Europe/Amsterdam"},
            "end": {"dateTime": end.isoformat(), "timeZone": "Europe/Amsterdam"},
        }

    async def request(
        self, method: str, url: str, *, params: Mapping[str, str] | None = None, **_: object
    ) -> HttpResponse:
        """Answer the plugin's calls."""
        if url.endswith("/events"):
            return HttpResponse(200, {}, self.pages[int((params or {}).get("pageToken", "0"))])
        entry = {"id": self.calendar_id, "summary": "Dr", **CALENDAR}
        return HttpResponse(200, {}, json.dumps({"items": [entry]}).encode())


async def bare(pages: list[bytes]) -> None:
    """Parse the pages and insert their times."""
    async with transaction() as tx:
        for page in pages:
            items = json.loads(page)["items"]
            for first in range(0, len(items), CHUNK):
                rows = items[first : first + CHUNK]
                places = ", ".join(f"(${3 * n + 1}, ${3 * n + 2}, ${3 * n + 3})" for n in range(len(rows)))
                values = [
                    value
                    for one in rows
                    for value in (
                        one["id"],
                        int(datetime.fromisoformat(one["start"]["dateTime"]).timestamp() // 60),
                        int(datetime.fromisoformat(one["end"]["dateTime"]).timestamp() // 60),
                    )
                ]
                await tx.execute(f"INSERT INTO bare VALUES {places}", values)  # noqa: S608  # places alone


async def measure(url: str, folder: Path, events: int) -> bool:
    """Print how long a first reading, and one of as many changes, take, beside the bare variant; tell if in time."""
    settings = Settings(
        database_url=url,
        key_file=folder / "key",
        environment={"CHATBOOKR_GCAL_CLIENT_ID": "c", "CHATBOOKR_GCAL_CLIENT_SECRET": "s"},
        plugins=("gcal",),
    )
    await migrate(url)
    clock, provider = TurnableClock(NOW), Provider(events)
    host.ProviderHttp.request = lambda self, *args, **named: provider.request(*args, **named)  # type: ignore[method-assign]  # the provider is here
    async with opened(url, work="operator"):
        vault = Vault(key_provider_from(settings), clock)
        deployment = Deployment(settings, clock, vault, discover(settings), Random(1))  # noqa: S311  # jitter
        clinic = await make_clinic(vault)
        practitioner = await make_practitioner(clinic, await make_location(clinic))
        connection = await make_calendar_connection(practitioner, vault, fetched_at=None)
        provider.calendar_id = connection.calendar_id
        rounds: dict[str, tuple[float, float]] = {}
        async with transaction():
            await current_transaction().connection.execute_script(
                "CREATE TABLE bare (id varchar(99), starts int, ends int)"
            )
        for name, shift in (("first reading", 0), ("all changed", 11)):
            provider.change(shift)
            clock.turn(timedelta(minutes=1))
            servers = await servers_of(url)
            began, cpu = time.perf_counter(), time.process_time() + sum(map(exact_cpu_seconds_of, servers))
            await fetch_busy(deployment, await CalendarConnection.get(id=connection.id))
            spent = time.process_time() + sum(map(exact_cpu_seconds_of, servers)) - cpu
            rounds[name] = time.perf_counter() - began, spent
        began = time.perf_counter()
        await bare(provider.pages)
        plain = time.perf_counter() - began
        feed: CalendarFeed = (await known_feeds(connection, [connection.calendar_id]))[0]
        assert feed.sync_token == "s11", feed.sync_token  # noqa: S105  # the provider's last word
        since = int((NOW + timedelta(minutes=11)).timestamp() // 60)
        moved = await ExternalBusy.filter(
            connection_id=connection.id, clinic_id=clinic.id, starts_minute__in=[since + 7 * one for one in range(99)]
        ).count()
        assert moved == min(99, events), f"{moved} of the first events have their new times"
    for name, (seconds, spent) in rounds.items():
        times = f"{seconds / plain:.1f} times the bare {plain:.2f} s"
        print(f"{name}: {events} events in {seconds:.2f} s (CPU {spent:.2f} s), {times}")
    in_time = rounds["all changed"][0] <= events * SECONDS_PER_EVENT
    print(f"all changed within {events * SECONDS_PER_EVENT:.0f} s: {'yes' if in_time else 'NO'}")
    return in_time


async def measure_all(folder: Path, events: int, server_url: str | None) -> bool:
    """Measure on SQLite, and on PostgreSQL where there is a server."""
    print("SQLite")
    in_time = await measure(f"sqlite://{folder}/{uuid4()}.db", folder, events)
    if server_url is None:
        return in_time
    async with database(server_url, f"chatbookr_calendars_{os.getpid()}") as url:
        print("PostgreSQL")
        return await measure(url, folder, events) and in_time


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--postgres", help="a server")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        in_time = asyncio.run(measure_all(Path(folder), arguments.events, arguments.postgres))
    return 0 if in_time else 1


if __name__ == "__main__":
    sys.exit(main())
