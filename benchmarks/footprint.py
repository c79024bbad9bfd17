"""How heavy and how quick the whole demo is: memory of API + worker + sandbox in one process, time to first answer.

Beside it a bare Starlette application under uvicorn, started in turn with it. Goals: <= 160 MB, <= 5 s.
What the first start lays out in a process of its own is in the time, and not in the memory: it has ended by then.
Linux only (memory is read from /proc).
"""

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.patient import Patient, book  # noqa: E402  # the path is set above
from tests.e2e.running import DEMO, HTTP  # noqa: E402  # the path is set above
from tests.servers import free_port  # noqa: E402  # the path is set above

MOST_MEGABYTES = 160
MOST_SECONDS = 5.0
PATIENCE_SECONDS = 60.0
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
async def health(request):
    return PlainTextResponse("ok")
uvicorn.run(Starlette(routes=[Route("/health", health)]), port=int(sys.argv[1]), log_level="error")
"""


@dataclass(frozen=True, slots=True)
class Footprint:
    """One start: seconds to the first answer, megabytes at its highest."""

    seconds: float
    megabytes: float


def memory_megabytes(pid: int) -> float:
    """Read the high-water mark of a process's resident memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


def deployed(environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out what is for development: a deployment's modules are compiled once, and not at every start."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextlib.contextmanager
def started(
    command: list[str], address: str, environment: Mapping[str, str], folder: str
) -> Iterator[tuple[int, float]]:
    """Start a process and wait for its first answer; give its id and how long that took."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=deployed(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                HTTP.get(address, timeout=1)
                break
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE_SECONDS:
                raise RuntimeError(f"{command} does not answer")
            time.sleep(0.01)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def demo(folder: str) -> Footprint:
    """Start the demo in an empty folder, write in French, book once, and read what it took."""
    api, sandbox = free_port(), free_port()
    environment = {**os.environ, "CHATBOOKR_PORT": str(api), "CHATBOOKR_SANDBOX_PORT": str(sandbox)}
    with started([sys.executable, DEMO], f"http://127.0.0.1:{api}/health", environment, folder) as (pid, seconds):
        logins = Path(folder) / "var" / "demo-logins.txt"
        while not logins.exists():
            time.sleep(0.05)
        time.sleep(1)  # the calendars are read once
        stranger = Patient(f"http://127.0.0.1:{sandbox}", "31612345679")
        stranger.write("bonjour, je voudrais un rendez-vous")  # long enough for its language to be looked at
        stranger.hears_text("Bonjour")
        book(Patient(f"http://127.0.0.1:{sandbox}", "31612345678"))
        return Footprint(seconds, memory_megabytes(pid))


def bare(folder: str) -> Footprint:
    """Start the bare application."""
    port = free_port()
    command = [sys.executable, "-c", BARE, str(port)]
    with started(command, f"http://127.0.0.1:{port}/health", os.environ, folder) as (pid, seconds):
        return Footprint(seconds, memory_megabytes(pid))


def main() -> int:
    """Print medians and ratios; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=3)
    runs = parser.parse_args().runs
    found: dict[str, list[Footprint]] = {"demo": [], "bare": []}
    for _ in range(runs):
        for name, start in (("bare", bare), ("demo", demo)):
            with tempfile.TemporaryDirectory() as folder:
                found[name].append(start(folder))
    seconds = {name: statistics.median(one.seconds for one in rows) for name, rows in found.items()}
    megabytes = {name: statistics.median(one.megabytes for one in rows) for name, rows in found.items()}
    for name in found:
        print(f"{name:6} first answer {seconds[name]:5.2f} s   memory {megabytes[name]:6.1f} MB")
    slower, heavier = seconds["demo"] / seconds["bare"], megabytes["demo"] / megabytes["bare"]
    print(f"ratio  first answer {slower:5.2f}     memory {heavier:6.2f}")
    return int(megabytes["demo"] > MOST_MEGABYTES or seconds["demo"] > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
