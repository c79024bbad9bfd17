"""A test that hangs ends the run with its stack: nobody would learn which it was from a run that is killed."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HANGS = "import time\n\n\ndef test_hangs() -> None:\n    time.sleep(30)\n"


@pytest.mark.integration
def test_a_test_that_hangs_ends_the_run_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "test_of_hanging.py"
    file.write_text(HANGS)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-o", "faulthandler_timeout=1"]

    run = subprocess.run([*command, "-q", str(file)], capture_output=True, text=True, timeout=25, cwd=ROOT, check=False)

    assert run.returncode != 0
    assert f'File "{file}", line 5 in test_hangs' in run.stderr
