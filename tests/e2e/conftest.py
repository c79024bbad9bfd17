"""What the tests of whole processes begin with, unless they need it otherwise: the demo, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.e2e.browser import chromium
from tests.e2e.desk_clinic import Clinic, clinic_of
from tests.e2e.running import Running, running


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Running]:
    """Run the demo for the tests of a file."""
    with running(tmp_path_factory.mktemp("demo"), tables=sqlite_template) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a browser for the tests of a file."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def clinic(house: Running) -> Clinic:
    """Know the demo's clinic as its owner does."""
    return clinic_of(house)
