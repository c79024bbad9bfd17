"""Stores deliveries durably before the provider is told that we have them: once each, whole, sealed.

Group commit: callers that arrive while others are being committed share the next transaction, and each is answered only
after the commit that holds its row. A delivery and the job that processes it stand in one transaction. Each clinic's
deliveries wait in a line of their own, and are committed in the order they came.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, Literal
from uuid import UUID

import orjson

from chatbookr_core.channels.lines import Lines
from chatbookr_core.clock import Clock
from chatbookr_core.db import Database, Dialect, Transaction, numbered, sqlite_value, transaction, uuid_of
from chatbookr_core.errors import ChannelUnavailable, KeyServiceUnavailable, LimitExceeded
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id, new_ids
from chatbookr_core.jobs import enqueue_each, wake_relays
from chatbookr_core.keys.columns import DELIVERY_BODY
from chatbookr_core.keys.vault import Keys, Vault
from chatbookr_core.models import InboundDelivery
from chatbookr_core.owed import INSERT_INTO
from chatbookr_core.scope import every_clinic
from chatbookr_sdk import WebhookRequest

KIND: Final = "inbound.process"
BATCH: Final = 200
BATCH_BYTES: Final = 4 * 1024 * 1024
WAITING: Final = 2000
WAITING_BYTES: Final = 64 * 1024 * 1024
FEW: Final[Mapping[Dialect, int]] = {"sqlite": 1, "postgres": 4}
"""While so many are under way the next group waits for them; SQLite has one writer, PostgreSQL as many as we like."""
GIVE_UP_AFTER: Final = timedelta(days=7)  # as long as WhatsApp itself would go on delivering
FAILURES_IN_A_ROW: Final = 3
AS_THEY_CAME: Final = attrgetter("int")  # of ids, which tell the time: they compare themselves in Python, at length

Outcome = Literal["stored", "duplicate"]


@dataclass(slots=True)
class _Waiting:
    """One delivery that waits for its commit, and who waits for it."""

    id: UUID
    plugin: str
    digest: str
    body_sealed: bytes
    received_at: datetime
    outcome: "asyncio.Future[Outcome]"


class Intake:
    """What takes deliveries in, in a process; lives on the loop of its database, from `start` to `stop`."""

    def __init__(self, database: Database, vault: Vault, clock: Clock, *, waiting: int = WAITING) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._lines: Lines[_Waiting] = Lines(waiting, WAITING_BYTES)
        self._few = FEW[database.dialect]
        self._under_way = 0
        self._is_open = False
        self._is_beginning = False
        self._groups: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Fetch the deployment's keys and begin to write; a key service that is down fails what comes meanwhile."""
        with suppress(KeyServiceUnavailable):  # each delivery asks again, and is refused until then
            await self._keys()
        self._is_open = True

    async def stop(self) -> None:
        """Refuse new deliveries, write those that wait, end."""
        self._is_open = False
        while self._groups:
            await asyncio.gather(*self._groups)

    async def store(self, plugin: str, request: WebhookRequest, *, whose: str = "") -> Outcome:
        """Return once the delivery is committed: now, or (a duplicate) before. It waits in the line of `whose` it is.

        Raises LimitExceeded where too many wait already, ChannelUnavailable while shutting down, and what the
        database raised; in each case nothing of this delivery was acknowledged and the provider will repeat it.
        """
        if not self._is_open:
            raise ChannelUnavailable("The intake is closed.")
        if not self._lines.has_room(len(request.body)):
            self._make_room(whose)
        keys = self._vault.known_deployment_keys() or await self._keys()
        reach("intake.received")
        row_id = new_id()
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        envelope = packed(request)
        digest = keys.lookup_hash("delivery", _identity(plugin, request, envelope))
        sealed = keys.seal(DELIVERY_BODY, row_id, envelope)
        waiting = _Waiting(row_id, plugin, digest, sealed, self._clock.now(), outcome)
        self._lines.join(whose, waiting, len(sealed))
        self._begin()
        return await outcome

    def _make_room(self, whose: str) -> None:
        """Send the last of the longest line away, which is not acknowledged yet and comes again.

        Raises LimitExceeded where that is the newcomer itself.
        """
        last = self._lines.send_away(whose)
        if last is None:
            raise LimitExceeded(retry_after_seconds=1)
        _answer([last], LimitExceeded(retry_after_seconds=1))

    async def _keys(self) -> Keys:
        """Ask each time: a key that was replaced must not be sealed under for as long as the process lives."""
        with self._database.entered(), every_clinic("intake"):
            return await self._vault.deployment_keys()

    def _begin(self) -> None:
        """Begin a group, with all that comes until it is its turn; while much is under way, it waits for that."""
        if self._is_beginning or self._under_way >= self._few:
            return
        self._is_beginning = True
        group = asyncio.create_task(self._write())
        self._groups.add(group)
        group.add_done_callback(self._groups.discard)

    async def _write(self) -> None:
        self._is_beginning = False
        with self._database.entered(), every_clinic("intake"):
            while self._under_way < self._few and (group := self._lines.group(BATCH, BATCH_BYTES)):
                batch = [one for line in group.values() for one in line]
                self._under_way += len(batch)
                try:
                    await self._commit(batch)
                finally:
                    self._under_way -= len(batch)
                    self._lines.done(group)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        try:
            stored = await insert(batch)
        except Exception as problem:
            if len(batch) == 1:
                _answer(batch, problem)
            else:
                await self._commit_each(batch)
            return
        reach("intake.after_commit")
        _answer(batch, stored)

    async def _commit_each(self, batch: Sequence[_Waiting]) -> None:
        """Write a failed batch one by one, so that one bad row harms nobody else; give up where none succeeds."""
        failures = 0
        for index, waiting in enumerate(batch):
            try:
                _answer([waiting], await insert([waiting]))
                failures = 0
            except Exception as problem:
                failures += 1
                _answer([waiting], problem)
                if failures == FAILURES_IN_A_ROW:
                    _answer(batch[index + 1 :], problem)
                    return


def _answer(batch: Sequence[_Waiting], result: set[UUID] | Exception) -> None:
    for waiting in batch:
        if waiting.outcome.done():
            continue  # the caller has gone
        if isinstance(result, Exception):
            waiting.outcome.set_exception(result)
        else:
            waiting.outcome.set_result("stored" if waiting.id in result else "duplicate")


INSERT: Final = "INSERT INTO inbound_delivery (id, plugin, digest, body_sealed, received_at, state)"
ONCE: Final = "ON CONFLICT (digest) DO NOTHING"
STORED_AND_OWED: Final = f"""
WITH stored AS (
    {INSERT}
    SELECT *, 'received' FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::timestamptz[])
    {ONCE} RETURNING id
), owed AS (
    {INSERT_INTO}
    SELECT owed.id, NULL, $7, subject, '{{}}', NULL, 'due', $8, 0, 0, $9, $8
    FROM unnest($1::uuid[], $6::uuid[]) AS owed (subject, id) JOIN stored ON stored.id = subject
)
SELECT id FROM stored
"""  # noqa: S608  # constants
"""What PostgreSQL stores and owes in one statement: each is a journey to the server."""


async def insert(batch: Sequence[_Waiting]) -> set[UUID]:
    """Insert rows and their jobs in one transaction; return the ids that were new."""
    # in one order for everybody: two processes with the same deliveries would else wait for each other
    rows = sorted(batch, key=lambda waiting: waiting.digest)
    async with transaction() as tx:
        stored = await (_insert_into_postgres if tx.dialect == "postgres" else _insert_into_sqlite)(tx, rows)
        reach("intake.before_commit")
    return stored


async def _insert_into_postgres(tx: Transaction, rows: Sequence[_Waiting]) -> set[UUID]:
    now = rows[0].received_at
    in_order = dict(zip(sorted((row.id for row in rows), key=AS_THEY_CAME), new_ids(len(rows)), strict=True))
    values: list[object] = [
        [row.id for row in rows],
        [row.plugin for row in rows],
        [row.digest for row in rows],
        [row.body_sealed for row in rows],
        [row.received_at for row in rows],
        [in_order[row.id] for row in rows],
        *(KIND, now, now + GIVE_UP_AFTER),
    ]
    stored = {uuid_of(row["id"]) for row in await tx.fetch(STORED_AND_OWED, values)}
    if stored:
        wake_relays(tx)
    return stored


async def _insert_into_sqlite(tx: Transaction, rows: Sequence[_Waiting]) -> set[UUID]:
    stored = await _stored_by_sqlite(tx, rows)
    if stored:
        await enqueue_each(KIND, sorted(stored, key=AS_THEY_CAME), now=rows[0].received_at, give_up_after=GIVE_UP_AFTER)
    return stored


async def _stored_by_sqlite(tx: Transaction, rows: Sequence[_Waiting]) -> set[UUID]:
    written = [(str(row.id), row.plugin, row.digest, row.body_sealed, sqlite_value(row.received_at)) for row in rows]
    ids = [row.id for row in rows]
    if await tx.write_each(f"{INSERT} VALUES (?, ?, ?, ?, ?, 'received') {ONCE}", written) == len(rows):
        return set(ids)
    found = f"SELECT id FROM inbound_delivery WHERE id IN ({numbered(len(rows), since=1)})"  # noqa: S608  # placeholders
    return {uuid_of(row["id"]) for row in await tx.fetch(found, ids)}


# --- the envelope -----------------------------------------------------------------------------------------------

_HEADERS: Final = frozenset({"content-type", "user-agent"})


def _is_kept(name: str) -> bool:
    """Keep what a provider says about its delivery; not what proxies, browsers and credentials add."""
    return name in _HEADERS or (name.startswith("x-") and not name.startswith(("x-forwarded", "x-real", "x-api")))


def packed(request: WebhookRequest) -> bytes:
    """Write what parsing needs: one line of JSON (method, headers, query), then the body, byte for byte."""
    head = {
        "method": request.method,
        "headers": {name: value for name, value in request.headers.items() if _is_kept(name)},
        "query": dict(request.query),
    }
    return orjson.dumps(head) + b"\n" + request.body


def unpacked(envelope: bytes) -> WebhookRequest:
    """Read what `packed` wrote."""
    line, _, body = envelope.partition(b"\n")
    head = orjson.loads(line)
    return WebhookRequest(head["method"], head["headers"], head["query"], body)


def opened_delivery(keys: Keys, delivery: InboundDelivery) -> WebhookRequest:
    """Unseal a stored delivery. Raises CannotUnseal, also where its body is gone."""
    return unpacked(keys.open(DELIVERY_BODY, delivery.id, delivery.body_sealed or b""))


def _identity(plugin: str, request: WebhookRequest, envelope: bytes) -> str:
    """Name a delivery by its body; where it has none (a push that says all in headers), by the whole of it."""
    return f"{plugin}:{hashlib.sha256(request.body or envelope).hexdigest()}"
