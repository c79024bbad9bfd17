"""The front desk is held to what `test_house_rules.py` holds Python to: functions and modules can be taken in."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.offences import listed

DESK = Path(__file__).parents[1] / "web" / "desk"
FUNCTION_LINES = 40  # a component's is its markup, too, a line for each tag: ten more than Python's
MODULE_LINES = 400


def sources() -> list[Path]:
    return [path for path in sorted((DESK / "src").rglob("*.ts*")) if "gql" not in path.parts]


def functions_longer_than(lines: int) -> list[str]:
    """Name them, each by its file, line and name."""
    if shutil.which("node") is None or not (DESK / "node_modules" / "@babel" / "parser").is_dir():
        reason = "the desk's packages are not installed: npm --prefix web/desk ci"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    asked = ["node", "functions.mjs", f"{lines}"]
    return subprocess.run(asked, cwd=DESK, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.integration
def test_a_function_of_the_desk_fits_a_screen() -> None:
    long = functions_longer_than(FUNCTION_LINES)

    assert long == [], listed(long)


def named(line: str) -> str:
    """Leave out where a function begins and how long it is."""
    place, name, *_ = line.split(" ")
    return f"{place.split(':')[0]} {name.removesuffix(':')}"


@pytest.mark.integration
def test_the_functions_are_found() -> None:
    assert any(named(one) == "src/graph/client.ts ask" for one in functions_longer_than(1))


def test_a_module_of_the_desk_can_be_read_in_a_sitting() -> None:
    lines = {path.relative_to(DESK): path.read_text(encoding="utf-8").count("\n") for path in sources()}

    long = [f"{place}: {count}" for place, count in lines.items() if count > MODULE_LINES]

    assert len(lines) > 100
    assert not long, listed(long)
