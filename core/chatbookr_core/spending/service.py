"""Takes points before something is done for an asker, and gives back what was not used; mostly without the database.

A process leases a chunk of an asker's bucket in one statement and spends it from memory. What a process that dies
had leased is lost to the asker, never more than two chunks, and comes back with time.
"""

import asyncio
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.errors import LimitExceeded
from chatbookr_core.spending import buckets
from chatbookr_core.spending.rules import Lease, Level, Terms, drawn, full, returned, seconds_until

MOST_KNOWN = 10_000
IDLE = timedelta(seconds=60)
EMPTY = "Too much at once: wait until points have come back."


@dataclass(frozen=True, slots=True)
class Spender:
    """Who pays: a user or an API key (with its clinic), whose bucket every process shares."""

    id: UUID
    clinic_id: UUID | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Nobody known, at an address; the bucket is this process's own, so that no stranger makes it write rows."""

    address: str


Payer = Spender | Visitor


@dataclass(slots=True)
class _Account:
    lease: Lease
    used_at: datetime
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Spending:
    """The accounts of one event loop."""

    def __init__(self) -> None:
        self._accounts: dict[Spender, _Account] = {}
        self._visitors: OrderedDict[Visitor, Level] = OrderedDict()

    async def take(self, payer: Payer, points: float, terms: Terms, now: datetime) -> float:
        """Take points; return how many are left. Begins a transaction of its own where a new lease is needed.

        Raises LimitExceeded where there are too few.
        """
        if isinstance(payer, Visitor):
            return self._take_from_visitor(payer, points, terms, now)
        account = self._accounts.get(payer) or self._opened(payer, terms, now)
        account.used_at = now
        if not account.lease.spend(points):
            async with account.lock:
                if not account.lease.spend(points):  # another request may have leased meanwhile
                    await self._lease(payer, account.lease, points, terms, now)
                    account.lease.spend(points)
        return account.lease.available(terms, now)

    async def refund(self, payer: Payer, points: float, terms: Terms, now: datetime) -> float:
        """Give back what was taken and not used; return how many points are left."""
        if isinstance(payer, Visitor):
            level = returned(self._visitors.get(payer, full(terms, now)), terms, now, points)
            self._visitors[payer] = level
            return level.points
        account = self._accounts.get(payer) or self._opened(payer, terms, now)
        account.lease.held += points
        surplus = account.lease.surplus(terms)
        if surplus:
            account.lease.held -= surplus
            account.lease.shared = await buckets.give(payer.id, payer.clinic_id, terms, now, surplus)
        return account.lease.available(terms, now)

    async def give_back(self, terms: Terms, now: datetime, *, idle_for: timedelta = IDLE) -> None:
        """Return what is leased to askers who have not been heard of for a while."""
        for payer, account in list(self._accounts.items()):
            if now - account.used_at >= idle_for and not account.lock.locked():
                del self._accounts[payer]
                if account.lease.held > 0:
                    await buckets.give(payer.id, payer.clinic_id, terms, now, account.lease.held)

    def _opened(self, payer: Spender, terms: Terms, now: datetime) -> _Account:
        account = self._accounts[payer] = _Account(Lease(full(terms, now)), now)
        return account

    async def _lease(self, payer: Spender, lease: Lease, points: float, terms: Terms, now: datetime) -> None:
        """Draw what is missing. Asks nobody where it is known to be too early: an empty bucket costs no statement."""
        missing = points - lease.held
        if seconds_until(lease.shared, terms, now, missing) > 0:
            raise _refusal(lease.shared, terms, now, missing)
        for wanted in lease.wanted(points, terms):
            level = await buckets.draw(payer.id, payer.clinic_id, terms, now, wanted)
            if level is not None:
                lease.add(wanted, level)
                return
        lease.shared = await buckets.find_level(payer.id) or lease.shared
        raise _refusal(lease.shared, terms, now, missing)

    def _take_from_visitor(self, payer: Visitor, points: float, terms: Terms, now: datetime) -> float:
        level = self._visitors.pop(payer, None) or full(terms, now)
        left = drawn(level, terms, now, points)
        self._visitors[payer] = left or level
        if len(self._visitors) > MOST_KNOWN:
            self._visitors.popitem(last=False)
        if left is None:
            raise _refusal(level, terms, now, points)
        return left.points


def _refusal(level: Level, terms: Terms, now: datetime, points: float) -> LimitExceeded:
    seconds = seconds_until(level, terms, now, points)
    return LimitExceeded(EMPTY, retry_after_seconds=max(1, math.ceil(seconds)))
