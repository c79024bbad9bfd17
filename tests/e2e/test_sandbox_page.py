"""The steps of docs/how-to/use-the-sandbox.md, as they stand there, and the names it lists."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from tests.e2e.running import ROOT, Running
from tests.pages import blocks, followed

from chatbookr_sandbox.meta.behaviour import Behaviour
from chatbookr_sandbox.meta.routes import GRAPH

pytestmark = pytest.mark.e2e

PAGE = (ROOT / "docs" / "how-to" / "use-the-sandbox.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8100"
LIMIT_SECONDS = 300


@pytest.fixture(scope="module")
def printed(house: Running, tmp_path_factory: pytest.TempPathFactory) -> str:
    script = "\n".join(blocks(PAGE, "sh")).replace(ADDRESS, house.sandbox)
    return followed(script, tmp_path_factory.mktemp("beside"), {}, seconds=LIMIT_SECONDS)


def test_every_step_is_taken(printed: str) -> None:
    assert printed.count('"error"') == 0, printed
    assert '"text": "hello"' in printed or '"text":"hello"' in printed
    assert '"previous_category": "UTILITY"' in printed


def test_another_client_writes_to_the_patient(house: Running, printed: str, tmp_path: Path) -> None:
    (program,) = blocks(PAGE, "python")
    (tmp_path / "with_pywa.py").write_text(program.replace(ADDRESS, house.sandbox))

    done = subprocess.run(
        [sys.executable, "with_pywa.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert re.match(r"wamid\.\S+ Praktijk Zuid \(demo\)$", done.stdout.strip())


def test_the_page_names_every_operation_and_every_behaviour() -> None:
    (row,) = re.findall(r"^\| `meta` \| (.*) \|$", PAGE, re.MULTILINE)
    behaviours = {one.name for one in fields(Behaviour)}

    assert set(re.findall(r"`([^`]+)`", row)) == {operation for _, _, operation, _ in GRAPH} | {"media.download"}
    assert not {name for name in behaviours if f"`{name}`" not in PAGE}
