"""Measure what telling of changes costs a transaction: `python benchmarks/telling.py [--postgres URL]`.

One loop makes one small write after another; in turns nothing is told, or three changes are, as a booking does. Both
kinds are interleaved in one run, so the ratio holds on a busy machine too. Exits with 1 below the goal.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from chatbookr_core.db import opened, transaction
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.migration import migrate

GOAL = 0.5  # of the transactions that write one row and tell nothing
ROUNDS, TURNS = 20, 40
WRITE = "INSERT INTO login_failure (id, email_hash, failures, locked_until) VALUES ($1, $2, 0, $3)"


async def write(told: int) -> None:
    """Make one row, and tell of so many changes."""
    row_id = new_id()
    async with transaction() as tx:
        await tx.execute(WRITE, (row_id, str(row_id), datetime.now(UTC)))
        for _ in range(told):
            tx.tell(Change("booking", row_id, new_id()))


async def measure(database_url: str) -> dict[int, float]:
    """Return the seconds that transactions took which told nothing, one change, three and fifty."""
    await migrate(database_url)
    seconds = dict.fromkeys((0, 1, 3, 50), 0.0)
    async with opened(database_url, work="operator"):
        await write(3)
        for _ in range(ROUNDS):
            for told in seconds:
                began = time.perf_counter()
                for _ in range(TURNS):
                    await write(told)
                seconds[told] += time.perf_counter() - began
    return seconds


@contextmanager
def fresh(url: str) -> Iterator[str]:
    """Name a database for the length of the run: on a server, another one beside the one that is given."""
    if url.startswith("sqlite"):
        yield url
        return
    name = f"chatbookr_telling_{os.getpid()}"

    async def execute(statement: str) -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(execute(f"CREATE DATABASE {name}"))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        asyncio.run(execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="", help="URL of a server's database, to create another one beside it")
    chosen = parser.parse_args()
    is_met = True
    with tempfile.TemporaryDirectory(prefix="chatbookr-telling-") as folder:
        for base in filter(None, (f"sqlite://{Path(folder)}/telling.sqlite3", chosen.postgres)):
            with fresh(base) as url:
                seconds = asyncio.run(measure(url))
            for told, spent in seconds.items():
                per_second = ROUNDS * TURNS / spent
                print(f"{url.split(':')[0]:12}{told:3} told{per_second:8.0f} tx/s  ratio {seconds[0] / spent:.2f}")
            is_met = is_met and seconds[0] / seconds[3] >= GOAL
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
