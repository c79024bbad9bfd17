"""What a process's start makes stays as long as the process: Python need not look for garbage in it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG_OBJECTS = 20_000  # a list of 50 makes about 2,000
STARTING_OBJECTS = 5_000
NEVER = 1_000_000
AS_PYTHON_BEGINS = (10, 10)


def look_once() -> None:
    """Let what a process's start makes be looked through once, while it is young: `start_set_aside` ends that.

    It stays, so to look through it again and again would be a fifth of the start. But a start makes garbage as well:
    of every dataclass with slots there is one before that without them, and in all it is 4 MB.
    """
    gc.set_threshold(STARTING_OBJECTS, NEVER, NEVER)


@contextmanager
def start_set_aside() -> Iterator[None]:
    """Keep what start-up made out of garbage collection: it lives as long as the process, and is long to walk.

    Who knows that a process is about to start has it looked through once (`look_once`), or switches collection off
    (`gc.disable`); this switches it on again, of all. What a request or job makes is gone with it, so the young are
    looked through less often. Where that is so already while collection is on (the tests see to that) this is not the
    process's only application, and a walk for each would be most of the work; to count what has been set aside is a
    walk too.
    """
    before = gc.get_threshold()
    if gc.isenabled() and before[0] >= YOUNG_OBJECTS:
        yield
        return
    older = AS_PYTHON_BEGINS if NEVER in before[1:] else before[1:]
    gc.freeze()  # with what garbage is left in it: to look for that takes a tenth of the start
    gc.set_threshold(max(YOUNG_OBJECTS, before[0]), *older)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
