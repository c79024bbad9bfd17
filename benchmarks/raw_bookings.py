"""Bookings by hand, as bare as they can be on PostgreSQL and still never two in one place: a peer for `bookings.py`.

One statement of one function: the booking, the practitioner's and the room's time under an exclusion constraint, the
job for the calendar. It knows one clinic, checks no service, patient, place or hours, tells nobody, and has no
policies.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg

BEGIN = datetime(2027, 3, 1, 8, tzinfo=UTC)
LENGTH = timedelta(minutes=30)
TABLES = """
CREATE TABLE bare_insert (id uuid PRIMARY KEY, practitioner uuid NOT NULL, starts_at timestamptz NOT NULL);
CREATE INDEX ON bare_insert (practitioner, starts_at);
CREATE TABLE bare_booking (
    id uuid PRIMARY KEY, practitioner uuid NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL
);
CREATE TABLE bare_time (
    booking uuid NOT NULL REFERENCES bare_booking, subject uuid NOT NULL, during tstzrange NOT NULL,
    PRIMARY KEY (booking, subject), EXCLUDE USING gist (subject WITH =, during WITH &&)
);
CREATE TABLE bare_job (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, booking uuid NOT NULL, kind text NOT NULL);
CREATE FUNCTION bare_book(wanted uuid, whom uuid, place uuid, since timestamptz, until timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE got int;
BEGIN
    INSERT INTO bare_booking VALUES (wanted, whom, since, until);
    INSERT INTO bare_time
    SELECT wanted, one, tstzrange(since, until) FROM unnest(ARRAY[whom, place]) AS one ORDER BY one
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS got = ROW_COUNT;
    IF got < 2 THEN
        RAISE EXCEPTION 'taken' USING errcode = '23P01';
    END IF;
    INSERT INTO bare_job (booking, kind) VALUES (wanted, 'calendar');
END $$;
"""
INSERT = "INSERT INTO bare_insert VALUES ($1, $2, $3)"
BOOK = "SELECT bare_book($1, $2, $3, $4, $5)"


class RawClient:
    """One connection that books in a diary and a room of its own, later each time."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._whom, self._place = uuid4(), uuid4()
        self._starts_at = BEGIN

    async def insert(self) -> None:
        await self._connection.execute(INSERT, uuid4(), self._whom, self._next())

    async def book(self) -> None:
        since, booking_id = self._next(), uuid4()
        await self._connection.fetchval(BOOK, booking_id, self._whom, self._place, since, since + LENGTH)

    def _next(self) -> datetime:
        self._starts_at += LENGTH
        return self._starts_at


async def make_tables(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(TABLES)
    await connection.close()


@asynccontextmanager
async def raw_clients(url: str, count: int) -> AsyncIterator[list[RawClient]]:
    """Connect so many clients for the length of a block."""
    connections = await asyncio.gather(*(asyncpg.connect(url) for _ in range(count)))
    try:
        yield [RawClient(one) for one in connections]
    finally:
        await asyncio.gather(*(one.close() for one in connections))


async def timed(clients: Sequence[Callable[[], Awaitable[None]]], each: int) -> tuple[float, list[float]]:
    """Let every client work so many times, one after the other; return pieces a second, and how long each took."""
    taken: list[float] = []

    async def work(one: Callable[[], Awaitable[None]]) -> None:
        for _ in range(each):
            began = time.perf_counter()
            await one()
            taken.append(time.perf_counter() - began)

    since = time.perf_counter()
    await asyncio.gather(*map(work, clients))
    return len(taken) / (time.perf_counter() - since), taken
