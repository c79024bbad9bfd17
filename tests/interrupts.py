"""Lets Ctrl-C end the tests from wherever they are, and no event loop look after it.

asyncio puts a handler of its own in place for each coroutine that it runs on the main thread, which here is each async
fixture and test, unless it finds another than Python's. To do that it writes out the task twice, in words that nobody
reads: a fiftieth of all tests.
"""

import signal
from types import FrameType


def interrupt_at_once() -> None:
    """Raise KeyboardInterrupt where the signal finds the main thread, as Python's own handler does."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
