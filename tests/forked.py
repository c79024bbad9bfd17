"""Starts processes that have the product imported already: forks of one that imported it once, for its test process.

A process that is started anew imports the product for two seconds of a core and builds its schemas for as long, and
tests that kill processes start some two hundred: tests/warmed.py has done what each would begin with. A fork is a
process like any other: of a session and an environment of its own, and killed by signals.
What it is about that a program starts at all, and how soon, is for tests that run the program itself.
"""

import asyncio
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.sources import ROOT

WARMED = "tests.warmed"
LONGEST_SECONDS = 300.0
LOOK_SECONDS = 0.05

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([WARMED])


class Forked:
    """A process under way, with the part of `subprocess.Popen` that tests use."""

    def __init__(self, process: ForkServerProcess, log: Path) -> None:
        self._process = process
        self.pid: int = process.pid or 0
        self.log = log

    @property
    def said(self) -> str:
        """What it has printed so far, also of problems."""
        return self.log.read_text(errors="replace")

    def poll(self) -> int | None:
        """Tell how it ended: its exit code, or minus the signal that killed it; None while it runs."""
        return self._process.exitcode

    def wait(self, seconds: float = LONGEST_SECONDS) -> int:
        """Wait until it has ended and tell how. Raises subprocess.TimeoutExpired."""
        self._process.join(seconds)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, seconds)
        return code

    async def ended(self) -> int:
        """Wait as `wait` does, and let others of this loop go on."""
        async with asyncio.timeout(LONGEST_SECONDS):
            while (code := self.poll()) is None:  # noqa: ASYNC110  # another process is being waited for
                await asyncio.sleep(LOOK_SECONDS)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def forked(arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path) -> Forked:
    """Begin what `python ARGUMENTS` would (a file, or -m and a module) in a folder; its words are added to `log`."""
    given = (list(arguments), str(folder), dict(environment), str(log))
    process = _context.Process(target=_become, args=given, name=" ".join(arguments))
    with _tests_importable():
        process.start()
    log.touch()
    return Forked(process, log)


def begun(log: Path, module: str, *arguments: str, faultpoint: str = "") -> Forked:
    """Begin a module of the tests, which kills itself at a point; its words are all that `log` holds."""
    log.unlink(missing_ok=True)
    environment = {**os.environ, "CHATBOOKR_FAULTPOINT": faultpoint}
    return forked(["-m", module, *arguments], folder=ROOT, environment=environment, log=log)


def ran(log: Path, module: str, *arguments: str, faultpoint: str = "") -> tuple[int, str]:
    """Run a module of the tests to its end; return how it ended, and what it said."""
    process = begun(log, module, *arguments, faultpoint=faultpoint)
    return process.wait(), process.said


@contextmanager
def _tests_importable() -> Iterator[None]:
    """Let a fork, which looks where its parent does, find the tests' own modules, and so the process it is a fork of.

    That one, begun with the first fork, passes over in silence what it does not find: tests/test_forked.py would tell.
    """
    sys.path.append(str(ROOT))
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (before, str(ROOT))))
    try:
        yield
    finally:
        sys.path.remove(str(ROOT))
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def _become(arguments: list[str], folder: str, environment: dict[str, str], log: str) -> None:
    """Turn a fork into the process that was asked for."""
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(words, stream.fileno())
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # they are text over files
    os.close(words)
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        sys.path.insert(0, str(Path(arguments[0]).parent))
        runpy.run_path(arguments[0], run_name="__main__")
