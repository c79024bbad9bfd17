import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.faultpoints import VARIABLE, install, install_from, reach


@pytest.fixture(autouse=True)
def uninstalled() -> Iterator[None]:
    yield
    install(None)


def test_a_point_nobody_listens_to_does_nothing() -> None:
    install_from({}, is_production=True)

    reach("anything")


def test_a_hook_hears_of_every_point() -> None:
    heard: list[str] = []
    install(heard.append)

    reach("one")
    reach("two")

    assert heard == ["one", "two"]


@pytest.mark.integration
def test_the_process_dies_at_the_nth_time_and_not_before() -> None:
    program = (
        "import os\n"
        "from chatbookr_core.faultpoints import install_from, reach\n"
        "install_from(os.environ, is_production=False)\n"
        "for number in range(9):\n"
        "    reach('other'); print(number, flush=True); reach('here')\n"
    )

    ended = subprocess.run([sys.executable, "-c", program], env={VARIABLE: "here:3"}, capture_output=True)

    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout.split() == [b"0", b"1", b"2"]


def test_production_refuses_to_be_killed() -> None:
    with pytest.raises(InvalidSettings, match="production"):
        install_from({VARIABLE: "here"}, is_production=True)


@pytest.mark.parametrize("value", ["here:0", "here:x", "here:-1"])
def test_a_count_that_is_no_positive_number_is_refused(value: str) -> None:
    with pytest.raises(InvalidSettings, match="NAME:N"):
        install_from({VARIABLE: value}, is_production=False)
