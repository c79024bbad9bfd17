"""The partners' programs of docs/examples against a running server: each books a time, and is told of it.

Run by scripts/ci_clients.py, which has compiled the one in TypeScript.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.clients.partnership import Partnership, let_in
from tests.clients.people import peopled
from tests.e2e.running import Running, running, wait_for
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "docs" / "examples" / "python-partner"
TYPESCRIPT = ROOT / "tests" / "clients" / "dist" / "typescript-partner"
PROGRAMS = {
    "python": ([sys.executable, str(PYTHON / "partner.py")], [sys.executable, str(PYTHON / "receiver.py")]),
    "typescript": (["node", str(TYPESCRIPT / "partner.js")], ["node", str(TYPESCRIPT / "receiver.js")]),
}


@dataclass(frozen=True, slots=True)
class Clinic:
    """A demo under way, and a port for each receiver that its webhooks may reach."""

    house: Running
    id: str
    ports: dict[str, int]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    ports = {name: free_port() for name in PROGRAMS}
    allowed = ",".join(f"127.0.0.1:{port}" for port in ports.values())
    settings = {"CHATBOOKR_WEBHOOK_ALLOWED_HOSTS": allowed}
    with running(tmp_path_factory.mktemp("partner"), settings) as house:
        yield Clinic(house, peopled(house)["clinic"], ports)


@contextmanager
def receiving(command: list[str], port: int, partnership: Partnership, log: Path) -> Iterator[None]:
    environment = {**os.environ, "CHATBOOKR_WEBHOOK_SECRET": partnership.secret}
    with log.open("wb") as out, subprocess.Popen([*command, str(port)], env=environment, stdout=out) as receiver:
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield
        finally:
            receiver.terminate()


@pytest.mark.integration
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_partners_program_books_and_is_told(clinic: Clinic, name: str, tmp_path: Path) -> None:
    partner, receiver = PROGRAMS[name]
    port = clinic.ports[name]
    partnership = let_in(clinic.house, clinic.id, name, f"http://127.0.0.1:{port}/chatbookr")
    environment = {
        **os.environ,
        "CHATBOOKR_API": f"{clinic.house.api}/partner/graphql",
        "CHATBOOKR_KEY": partnership.key,
    }
    log = tmp_path / "receiver.log"

    with receiving(receiver, port, partnership, log):
        slots = subprocess.run([*partner, "slots"], env=environment, capture_output=True, text=True, check=True)
        booked = subprocess.run([*partner, "book"], env=environment, capture_output=True, text=True, check=True)
        reference = booked.stdout.split()[-1]
        wait_for(lambda: f"Told: {reference} is CONFIRMED" in log.read_text())
        forged = httpx.post(f"http://127.0.0.1:{port}/chatbookr", json={"data": {}}, timeout=10)

    assert len(slots.stdout.splitlines()) == 10
    assert "Europe/Amsterdam" in slots.stdout
    assert forged.status_code == 401
