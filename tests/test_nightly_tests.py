"""What runs at night alone is seen by day to be able to run: one night's tests asked for a fixture that was gone."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NIGHTLY = """import pytest


@pytest.mark.nightly
@pytest.mark.usefixtures("tmp_path")
def test_can_run(request: pytest.FixtureRequest) -> None:
    assert request


@pytest.mark.nightly
@pytest.mark.usefixtures("gone_since")
@pytest.mark.parametrize("seed", [1])
def test_cannot_run(seed: int) -> None:
    assert seed
"""


@pytest.mark.integration
def test_a_nightly_test_that_could_not_run_fails_by_day(tmp_path: Path) -> None:
    file = tmp_path / "test_of_a_night.py"
    file.write_text(NIGHTLY)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "conftest", "-rA", str(file)]

    run = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)

    assert "1 skipped, 1 error" in run.stdout
    assert "there is no fixture gone_since" in run.stdout
