"""Remembers for a moment which accounts clinics own, so that not every delivery asks the database.

The worker looks again before it acts on one, so a disconnect is effective at once.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Final

from chatbookr_core.channels.connections import find_channel
from chatbookr_core.db import Database
from chatbookr_core.scope import every_clinic
from chatbookr_sdk import Account

FRESH_SECONDS: Final = 5.0
BELIEVED_SECONDS: Final = 60.0
REMEMBERED: Final = 10_000
log = logging.getLogger(__name__)


class Owners:
    """What one process has found; what is no longer fresh is believed while it is looked at again, and nobody waits."""

    def __init__(self, database: Database, seconds: Callable[[], float]) -> None:
        """`seconds` tells the time, since whenever."""
        self._database = database
        self._seconds = seconds
        self._found: dict[tuple[str, Account], float] = {}
        self._looking: dict[tuple[str, Account], asyncio.Task[None]] = {}

    async def have_any(self, plugin: str, accounts: Iterable[Account]) -> bool:
        """Tell whether a clinic owns one of a plugin's accounts."""
        for account in accounts:
            age = self._seconds() - self._found.get((plugin, account), float("-inf"))
            if age < FRESH_SECONDS:
                return True
            if age < BELIEVED_SECONDS:
                self._look_again(plugin, account)
                return True
            if await self._is_owned(plugin, account):
                return True
        return False

    def _look_again(self, plugin: str, account: Account) -> None:
        key = plugin, account
        if key not in self._looking:
            self._looking[key] = asyncio.create_task(self._looked(plugin, account))

    async def _looked(self, plugin: str, account: Account) -> None:
        try:
            await self._is_owned(plugin, account)
        except Exception as problem:  # it is believed a little longer, and then the delivery itself fails
            log.warning("owners: could not look again (%s)", type(problem).__name__)
        finally:
            del self._looking[plugin, account]

    async def _is_owned(self, plugin: str, account: Account) -> bool:
        with self._database.entered(), every_clinic("intake"):
            found = await find_channel(plugin, account)
        self._found.pop((plugin, account), None)
        if found is None:
            return False
        if len(self._found) >= REMEMBERED:
            self._found.clear()
        self._found[plugin, account] = self._seconds()
        return True
