"""The clock that runs while a clinic is open. Pure; in epoch minutes."""

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]
"""`[start, end)`."""


def joined(windows: Iterable[Interval]) -> list[Interval]:
    """Join windows that overlap or adjoin, in time's order."""
    found: list[Interval] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def due_minute(windows: Sequence[Interval], since: int, minutes: int) -> int | None:
    """Return the minute by which a clinic has been open for so many minutes since; None where the windows end before.

    `windows` are disjoint and in order.
    """
    left = minutes
    for start, end in windows:
        begins = max(start, since)
        if end - begins >= left:
            return begins + left
        left -= max(0, end - begins)
    return None
