"""Those who wait, in a line for each clinic: groups are made up of all lines in turns, so that nobody waits for one.

Plain rules on plain values: nothing in here waits itself.
"""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Lines(Generic[T]):
    """Lines by whoever they are for. While a group of a line is under way, none of what follows it is taken.

    So each line is served in its order, however many groups there are at once.
    """

    def __init__(self, places: int, most_bytes: int) -> None:
        """`places` and `most_bytes` are what may wait altogether."""
        self._places = places
        self._most_bytes = most_bytes
        self._lines: dict[str, deque[tuple[T, int]]] = {}
        self._served: set[str] = set()
        self._count = 0
        self._bytes = 0

    def __len__(self) -> int:
        return self._count

    def has_room(self, size_bytes: int) -> bool:
        """Tell whether one more may wait."""
        return self._count < self._places and self._bytes + size_bytes <= self._most_bytes

    def send_away(self, whose: str) -> T | None:
        """Give up the last of the longest line for one of a shorter; None where theirs would be as long."""
        longest = max(self._lines, key=lambda one: len(self._lines[one]), default=whose)
        if longest == whose or len(self._lines[longest]) <= len(self._lines.get(whose, ())) + 1:
            return None
        one, size_bytes = self._lines[longest].pop()
        self._count -= 1
        self._bytes -= size_bytes
        return one

    def join(self, whose: str, one: T, size_bytes: int) -> None:
        """Put one at the end of a line."""
        line = self._lines.get(whose)
        if line is None:
            line = self._lines[whose] = deque()
        line.append((one, size_bytes))
        self._count += 1
        self._bytes += size_bytes

    def group(self, most: int, most_bytes: int) -> dict[str, list[T]]:
        """Take the first of every line, then the second, and so on, up to a number, and until a size is reached."""
        taken: dict[str, list[T]] = {}
        waiting = [whose for whose in self._lines if whose not in self._served]
        count = bytes_taken = 0
        while waiting:
            for whose in waiting:
                if count == most or bytes_taken >= most_bytes:
                    return self._put_last(taken)
                one, size_bytes = self._lines[whose].popleft()
                taken.setdefault(whose, []).append(one)
                count, bytes_taken = count + 1, bytes_taken + size_bytes
                self._count -= 1
                self._bytes -= size_bytes
            waiting = [whose for whose in waiting if self._lines[whose]]
        return self._put_last(taken)

    def done(self, group: dict[str, list[T]]) -> None:
        """Let what follows a group be taken."""
        self._served.difference_update(group)

    def _put_last(self, taken: dict[str, list[T]]) -> dict[str, list[T]]:
        """Let those who were not served be first the next time."""
        for whose in taken:
            line = self._lines.pop(whose)
            if line:
                self._lines[whose] = line
        self._served.update(taken)
        return taken
