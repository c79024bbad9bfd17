"""Bookings by hand on PostgreSQL, as a prototype would have them: a peer for `bookings.py`.

One statement of one function, as in the prototype whose 2,846 a second, 0.37 of a plain insert, the goal was taken
from: the booking under a key that answers a second try, holds in its way released once they are over, the
practitioner's and the room's time under an exclusion constraint, the job for the calendar. It knows one clinic, checks
no service, patient, place or hours, tells nobody, owes no reminder, logs nothing, and has no policies.
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
    id uuid PRIMARY KEY, key text UNIQUE, practitioner uuid NOT NULL,
    starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('held', 'confirmed', 'cancelled', 'expired')), expires_at timestamptz,
    CHECK ((status = 'held') = (expires_at IS NOT NULL))
);
CREATE TABLE bare_time (
    booking uuid NOT NULL REFERENCES bare_booking, subject uuid NOT NULL,
    since timestamptz NOT NULL, until timestamptz NOT NULL, is_active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (booking, subject), CHECK (since < until),
    EXCLUDE USING gist (subject WITH =, tstzrange(since, until) WITH &&) WHERE (is_active)
);
CREATE TABLE bare_job (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, booking uuid NOT NULL, kind text NOT NULL);
CREATE FUNCTION bare_book(
    wanted uuid, given_key text, whom uuid, place uuid, begins timestamptz, ends timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE got int; over record;
BEGIN
    INSERT INTO bare_booking (id, key, practitioner, starts_at, ends_at, status)
    VALUES (wanted, given_key, whom, begins, ends, 'confirmed') ON CONFLICT (key) DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    FOR over IN
        SELECT taken.booking FROM bare_time taken JOIN bare_booking held ON held.id = taken.booking
        WHERE taken.subject IN (whom, place) AND taken.is_active AND held.status = 'held'
            AND held.expires_at <= clock_timestamp() AND tstzrange(taken.since, taken.until) && tstzrange(begins, ends)
        ORDER BY taken.booking
    LOOP
        UPDATE bare_booking SET status = 'expired', expires_at = NULL
        WHERE id = over.booking AND status = 'held' AND expires_at <= clock_timestamp();
        IF FOUND THEN
            UPDATE bare_time SET is_active = false WHERE booking = over.booking;
        END IF;
    END LOOP;
    INSERT INTO bare_time (booking, subject, since, until)
    SELECT wanted, one, begins, ends FROM unnest(ARRAY[whom, place]) AS one ORDER BY one
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS got = ROW_COUNT;
    IF got < 2 THEN
        RAISE EXCEPTION 'taken' USING errcode = '23P01';
    END IF;
    INSERT INTO bare_job (booking, kind) VALUES (wanted, 'calendar');
    RETURN true;
END $$;
"""
INSERT = "INSERT INTO bare_insert VALUES ($1, $2, $3)"
BOOK = "SELECT bare_book($1, $2, $3, $4, $5, $6)"


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
        until = since + LENGTH
        await self._connection.fetchval(BOOK, booking_id, str(booking_id), self._whom, self._place, since, until)

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
