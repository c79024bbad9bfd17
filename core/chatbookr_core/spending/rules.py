"""The arithmetic of a leaky bucket: points are drawn from it, it fills again with time, never above its capacity."""

from dataclasses import dataclass, replace
from datetime import datetime

CHUNKS = 20  # a process takes a twentieth of the capacity at a time, and asks again when that is spent


@dataclass(frozen=True, slots=True)
class Terms:
    """How many points a bucket holds, and how many come back in a second. Both are above zero."""

    capacity: float
    restored_per_second: float

    @property
    def chunk(self) -> float:
        return self.capacity / CHUNKS

    @property
    def window_seconds(self) -> float:
        """How long an empty bucket takes to fill."""
        return self.capacity / self.restored_per_second


@dataclass(frozen=True, slots=True)
class Level:
    """How many points there were at an instant."""

    points: float
    at: datetime


def full(terms: Terms, now: datetime) -> Level:
    """Return the level of a bucket nobody has drawn from."""
    return Level(terms.capacity, now)


def risen(level: Level, terms: Terms, now: datetime) -> Level:
    """Return the level as of `now`; a clock that runs behind another process's gains nothing."""
    seconds = max(0.0, (now - level.at).total_seconds())
    return Level(min(terms.capacity, level.points + terms.restored_per_second * seconds), max(level.at, now))


def drawn(level: Level, terms: Terms, now: datetime, points: float) -> Level | None:
    """Draw points; None where there are too few, and then nothing is drawn."""
    current = risen(level, terms, now)
    return replace(current, points=current.points - points) if current.points >= points else None


def returned(level: Level, terms: Terms, now: datetime, points: float) -> Level:
    """Put points back that were drawn and not used."""
    current = risen(level, terms, now)
    return replace(current, points=min(terms.capacity, current.points + points))


def seconds_until(level: Level, terms: Terms, now: datetime, points: float) -> float:
    """Return how long it takes until `points` can be drawn, if nobody else draws meanwhile."""
    missing = points - risen(level, terms, now).points
    return max(0.0, missing / terms.restored_per_second)


@dataclass(slots=True)
class Lease:
    """The points one process has drawn for an asker and not spent yet; `shared` is the bucket when it last looked."""

    shared: Level
    held: float = 0.0

    def spend(self, points: float) -> bool:
        """Spend from what is held; False, and nothing spent, where that is too little."""
        if points > self.held:
            return False
        self.held -= points
        return True

    def wanted(self, points: float, terms: Terms) -> tuple[float, ...]:
        """Say how much to draw so that `points` can be spent: a whole chunk, or where that is too much the rest."""
        missing = points - self.held
        return (terms.chunk, missing) if missing < terms.chunk else (missing,)

    def add(self, points: float, shared: Level) -> None:
        self.held += points
        self.shared = shared

    def surplus(self, terms: Terms) -> float:
        """Return what is held beyond two chunks, which others could use."""
        return max(0.0, self.held - 2 * terms.chunk)

    def available(self, terms: Terms, now: datetime) -> float:
        """Return what can be spent as far as this process knows: never above the capacity."""
        return min(terms.capacity, self.held + risen(self.shared, terms, now).points)
