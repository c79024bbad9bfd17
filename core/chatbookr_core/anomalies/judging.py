"""Judges entries by a rule: from where on there are too many, and which of them one alert takes up. Pure."""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chatbookr_core.anomalies.rules import Rule, Sighting


@dataclass(slots=True)
class Episode:
    """What one alert is about: a subject, from the first entry of the window in which it was too much to the last.

    `is_new`: it was not known before; `is_changed`: something was taken up.
    """

    subject: str
    started_at: datetime
    last_seen_at: datetime
    count: int
    closed_at: datetime | None = None
    is_new: bool = False
    is_changed: bool = False


@dataclass(slots=True)
class _Window:
    """What was counted of one subject lately."""

    length: timedelta
    entries: deque[tuple[datetime, tuple[str, ...]]] = field(default_factory=deque)
    counted: Counter[str] = field(default_factory=Counter)

    def turn_to(self, now: datetime, since: datetime | None) -> None:
        """Leave out what is older than the window, and what was there when somebody closed the alert of it."""
        while self.entries and self._is_over(self.entries[0][0], now, since):
            for one in self.entries.popleft()[1]:
                self.counted[one] -= 1
                if not self.counted[one]:
                    del self.counted[one]

    def _is_over(self, at: datetime, now: datetime, since: datetime | None) -> bool:
        return at <= now - self.length or (since is not None and at <= since)

    def take(self, at: datetime, things: Collection[str]) -> int:
        """Count things; return how many of them are new within the window."""
        fresh = sum(one not in self.counted for one in set(things))
        self.entries.append((at, tuple(things)))
        self.counted.update(things)
        return fresh


def judge(
    rule: Rule, threshold: int, sightings: Iterable[Sighting], *, since: int, known: Mapping[str, Episode]
) -> list[Episode]:
    """Return the episodes that entries from position `since` on begin or add to; those before are the window's past.

    `sightings` are in the order of the log; `known` is the last alert of each subject.
    """
    windows: dict[str, _Window] = {}
    current, found = dict(known), list[Episode]()
    for one in sightings:
        subject = rule.subject(one) if rule.concerns(one) else None
        if subject is None:
            continue
        last = current.get(subject)
        closed_at = last.closed_at if last else None
        if closed_at is not None and one.happened_at <= closed_at:
            continue
        window = windows.setdefault(subject, _Window(rule.window))
        window.turn_to(one.happened_at, closed_at)
        fresh = window.take(one.happened_at, rule.counts(one))
        if one.position < since or not fresh or len(window.counted) < threshold:
            continue
        episode = _taken_up(rule, subject, one.happened_at, fresh, last, window)
        current[subject] = episode
        if episode not in found:
            found.append(episode)
    return found


def _taken_up(rule: Rule, subject: str, at: datetime, fresh: int, last: Episode | None, window: _Window) -> Episode:
    """Add to the subject's last episode while it goes on, or begin another one."""
    if last is not None and last.closed_at is None and at <= last.last_seen_at + rule.absorbs:
        last.count += fresh
        last.last_seen_at = max(last.last_seen_at, at)
        last.is_changed = True
        return last
    return Episode(subject, window.entries[0][0], at, len(window.counted), is_new=True, is_changed=True)
