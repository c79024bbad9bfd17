"""When calendars are read, how long a failure rests, whose turn it is, and which time is taken: pure rules."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

MARGIN: Final = timedelta(days=1)
"""A buffer, or an event under way, can reach into the horizon from outside."""
SLACK: Final = timedelta(days=7)
"""So much further than the horizon a full reading looks: it is read anew once a week, not with every day."""
POLL: Final = timedelta(minutes=1)
LONGEST_POLL: Final = timedelta(minutes=10)
CHANNEL_LIFE: Final = timedelta(days=7)
RENEW_BEFORE: Final = timedelta(days=1)
GRANT_WARNING: Final = timedelta(days=3)
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
Minutes = tuple[int, int]


class Trouble(Enum):
    """Why a calendar could not be read: the first pause in seconds, and the longest.

    What passes by itself is tried again within a minute, so that a minute after it has passed nothing is amiss; Google
    counts its quotas by the minute, and recommends to wait no longer (Calendar API, "Manage quotas").
    """

    OUTAGE = (4.0, 40.0)
    QUOTA = (30.0, 55.0)
    UNKNOWN = (20.0, 55.0)
    REFUSED = (60.0, 3600.0)


@dataclass(frozen=True, slots=True)
class Turn:
    """A connection that is due to be read; `due_at` None for one that never was."""

    clinic_id: UUID
    connection_id: UUID
    due_at: datetime | None


def pause_after(trouble: Trouble, failures: int, *, jitter: float, retry_after_seconds: float | None) -> timedelta:
    """Return how long to rest after the `failures`-th failure in a row, `jitter` in [0, 1) being the caller's chance.

    Half of a span that doubles up to the trouble's longest, and `jitter` of the other half; never less than the
    provider asks for.
    """
    first, longest = trouble.value
    whole = min(first * 2.0 ** min(max(failures, 1) - 1, 20), longest)
    return timedelta(seconds=max(whole / 2 * (1 + jitter), retry_after_seconds or 0.0))


def next_look(now: datetime, *, is_pushed: bool, freshness: timedelta) -> datetime:
    """Return when a calendar is read again without being told to: pushes can be lost, so polling never ends.

    Often where nothing is pushed, else well within the time after which the clinic calls it stale.
    """
    return now + (min(max(freshness / 3, POLL), LONGEST_POLL) if is_pushed else POLL)


def fair_turns(due: Iterable[Turn], budget: int) -> list[Turn]:
    """Choose whose calendars are read now: each clinic in turn, its longest waiting first, until `budget` is spent.

    However many calendars one clinic has, another's one is not kept waiting behind them.
    """
    waiting: dict[UUID, list[Turn]] = defaultdict(list)
    for turn in due:
        waiting[turn.clinic_id].append(turn)
    queues = [deque(sorted(turns, key=_age)) for turns in waiting.values()]
    round_ = deque(sorted(queues, key=lambda queue: (_age(queue[0]), str(queue[0].clinic_id))))
    chosen: list[Turn] = []
    while round_ and len(chosen) < budget:
        queue = round_.popleft()
        chosen.append(queue.popleft())
        if queue:
            round_.append(queue)
    return chosen


def _age(turn: Turn) -> tuple[bool, float, str]:
    return turn.due_at is not None, turn.due_at.timestamp() if turn.due_at else 0.0, str(turn.connection_id)


def window(now: datetime, horizon: timedelta) -> tuple[datetime, datetime]:
    """Return what a full reading covers: what is under way now, and a week more than can be booked."""
    return now - MARGIN, now + horizon + MARGIN + SLACK


def has_run_out(until: datetime | None, now: datetime, horizon: timedelta) -> bool:
    """Tell whether a window no longer reaches as far as can be booked, and must be read anew, further."""
    return until is None or until < now + horizon + MARGIN


def needs_channel(expires_at: datetime | None, now: datetime) -> bool:
    """Tell whether a push channel is to be opened: there is none, or it ends within a day."""
    return expires_at is None or expires_at - now <= RENEW_BEFORE


def can_be_pushed(public_url: str) -> bool:
    """Tell whether a provider could post to this deployment: over TLS, or on the machine itself."""
    place = urlsplit(public_url)
    return place.scheme == "https" or (place.scheme == "http" and place.hostname in LOOPBACK)


def is_ending(grant_ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether staff are to be warned that the provider will end the consent by itself."""
    return grant_ends_at is not None and grant_ends_at - now <= GRANT_WARNING


def union(spans: Iterable[Minutes]) -> list[Minutes]:
    """Join stretches that overlap or touch, in order; what has no length takes no time."""
    joined: list[Minutes] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def difference(before: Sequence[Minutes], after: Sequence[Minutes]) -> tuple[list[Minutes], list[Minutes]]:
    """Return which stretches are gone, and which are new."""
    old, new = set(before), set(after)
    return sorted(old - new), sorted(new - old)
