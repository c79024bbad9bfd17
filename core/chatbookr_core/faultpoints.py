"""Named moments at which a test may stop a process dead, to prove that nothing acknowledged is lost there.

Nothing happens at a point unless a hook was installed; production refuses to install one.
"""

import os
import signal
import threading
from collections.abc import Callable, Mapping

from chatbookr_core.errors import InvalidSettings

Hook = Callable[[str], None]
VARIABLE = "CHATBOOKR_FAULTPOINT"

_hook: Hook | None = None


def reach(point: str) -> None:
    """Say that `point` is reached: one comparison, unless a test listens."""
    if _hook is not None:
        _hook(point)


def install(hook: Hook | None) -> None:
    """Let `hook` hear of every point from now on, on whichever thread it is reached; None removes it."""
    global _hook
    _hook = hook


class Killer:
    """Kills the own process with SIGKILL when `point` is reached the `count`-th time: no cleanup, no goodbye."""

    def __init__(self, point: str, count: int = 1) -> None:
        self._point = point
        self._left = count
        self._lock = threading.Lock()

    def __call__(self, point: str) -> None:
        if point != self._point:
            return
        with self._lock:
            self._left -= 1
            is_last = self._left == 0
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)


def install_from(environment: Mapping[str, str], *, is_production: bool) -> None:
    """Read CHATBOOKR_FAULTPOINT="name" or "name:n" and install its Killer.

    Raises InvalidSettings in production, or where n is no positive number.
    """
    wanted = environment.get(VARIABLE, "").strip()
    if not wanted:
        return
    if is_production:
        raise InvalidSettings(f"{VARIABLE} kills the process on purpose: it is refused in production.")
    point, _, count = wanted.partition(":")
    if count and not (count.isdecimal() and int(count) > 0):
        raise InvalidSettings(f"{VARIABLE} is NAME or NAME:N, N a number from 1.")
    install(Killer(point, int(count or 1)))
