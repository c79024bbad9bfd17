"""Says in which order xdist's workers are to take the tests, which it gives them in stretches of one list."""

from itertools import groupby, islice
from operator import attrgetter

import pytest


def shared_out(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Let half of the workers begin with what starts whole processes, which mostly waits, while the others compute.

    `--dist worksteal` gives every worker one stretch of the list, and to who has come to an end half of another's rest.
    A file's tests stay together: what they share, a demo or a browser, is started by one worker.
    """
    long = [item for item in items if item.get_closest_marker("e2e")]
    short = iter([item for item in items if not item.get_closest_marker("e2e")])
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for _, tests in groupby(long, key=attrgetter("path")):
        min(shares[: max(1, workers // 2)], key=len).extend(tests)
    stretch = -(-len(items) // workers)
    return [item for share in shares for item in (*share, *islice(short, max(0, stretch - len(share))))] + list(short)
