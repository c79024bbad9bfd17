"""Remembers for a moment whom a token stands for, so that a burst of requests asks the database once."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from chatbookr_api.authentication import peer_of
from chatbookr_api.surface import Standing, Surface
from chatbookr_core.events import forgetting

MOMENT_SECONDS = 1.0
KEPT = 4096


@dataclass(frozen=True, slots=True)
class _Seen:
    standing: Standing
    at: datetime
    monotonic: float


class RecentStandings:
    """Whom tokens stood for within the last second; all of it goes as soon as any standing is heard to have changed.

    What ends a standing is told after its commit: here at once, in other processes by the bell; where it is not heard,
    a second later. Tokens are kept as hashes.
    """

    def __init__(self, surface: Surface, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._surface = surface
        self._monotonic = monotonic
        self._seen: OrderedDict[tuple[bytes, str | None], _Seen] = OrderedDict()
        self._forgotten = 0
        forgetting(self)

    def forget(self) -> None:
        self._forgotten += 1
        self._seen = OrderedDict()

    async def authenticate(self, request: Request) -> Standing | None:
        """Return who is asking, as `Surface.authenticate` does, and raise what it raises."""
        token = self._surface.token_of(request)
        if token is None:
            return await self._surface.authenticate(request)
        deployment = self._surface.deployment
        key = (hashlib.sha256(token.encode()).digest(), str(peer_of(request, deployment.settings)))
        now, moment = deployment.clock.now(), self._monotonic()
        seen = self._seen.get(key)
        if seen is not None and _still_holds(seen, now, moment):
            return seen.standing
        forgotten = self._forgotten
        standing = await self._surface.authenticate(request)
        if standing is not None and forgotten == self._forgotten:  # else it may have been read before what ended it
            self._seen[key] = _Seen(standing, now, moment)
            self._seen.move_to_end(key)
            if len(self._seen) > KEPT:
                self._seen.popitem(last=False)
        return standing


def _still_holds(seen: _Seen, now: datetime, moment: float) -> bool:
    """Tell whether that was a moment ago by both clocks, the deployment's and the machine's, and has not run out."""
    ends_at = seen.standing.ends_at
    is_recent = 0 <= (now - seen.at).total_seconds() < MOMENT_SECONDS and moment - seen.monotonic < MOMENT_SECONDS
    return is_recent and (ends_at is None or now < ends_at)
