"""What Python and pytest make of the sources is shared out among xdist's workers: all of it once, and as ever."""

import sys
from importlib.util import cache_from_source
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from _pytest.assertion.rewrite import _read_pyc
from tests.rewritten_once import make, make_share, rewritten, sources_in

from tests import rewritten_once

TESTS = ("test_first.py", "test_second.py", "within/test_third.py", "within/test_fourth.py")
OTHERS = ("desk.py", "within/crowd.py")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    for name in (*TESTS, *OTHERS, "node_modules/other/test_theirs.py"):
        path = tmp_path / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("def test_it():\n    assert 1 + 1 == 3\n")
    return tmp_path / "tests"


def worker(config: pytest.Config, folder: Path, number: int, workers: int = 2) -> pytest.Config:
    given = {"workerid": f"gw{number}", "workercount": workers}
    found: Any = SimpleNamespace(workerinput=given, args=[folder.name], rootpath=folder.parent, stash=config.stash)
    found.getini, found.get_verbosity = config.getini, config.get_verbosity
    return cast(pytest.Config, found)


def made_in(folder: Path) -> set[str]:
    sources = sources_in([folder])
    tests = {str(path.relative_to(folder)) for path in sources if rewritten(path).exists()}
    return tests | {str(path.relative_to(folder)) for path in sources if Path(cache_from_source(path)).exists()}


def test_all_shares_together_are_everything_and_none_is_anothers(pytestconfig: pytest.Config, folder: Path) -> None:
    make_share(worker(pytestconfig, folder, 0))
    first = made_in(folder)
    make_share(worker(pytestconfig, folder, 1))

    assert len(first) == 3
    assert made_in(folder) == {*TESTS, *OTHERS}


def test_what_is_made_is_taken_by_pytest_as_its_own(pytestconfig: pytest.Config, folder: Path) -> None:
    path = folder / "test_first.py"
    make(pytestconfig, [path])

    code = _read_pyc(path, rewritten(path))
    assert code is not None
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102  # the file of this test
    with pytest.raises(AssertionError, match=r"\(1 \+ 1\) == 3"):  # a plain assertion says nothing
        names["test_it"]()


def test_what_is_there_is_left_as_it_is(pytestconfig: pytest.Config, folder: Path) -> None:
    path = folder / "test_first.py"
    rewritten(path).parent.mkdir()
    rewritten(path).write_bytes(b"another's")
    make(pytestconfig, [path])

    assert rewritten(path).read_bytes() == b"another's"


def test_a_file_that_is_no_python_is_left_to_who_imports_it(pytestconfig: pytest.Config, folder: Path) -> None:
    (folder / "desk.py").write_text("def (")
    make(pytestconfig, [folder / "desk.py", folder / "within/crowd.py"])

    assert made_in(folder) == {"within/crowd.py"}


@pytest.mark.parametrize("left_out", ["no worker", "nothing is kept", "one file"])
def test_nothing_is_made_where_it_would_be_for_nobody(
    pytestconfig: pytest.Config, folder: Path, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    given: Any = worker(pytestconfig, folder, 0)
    if left_out == "no worker":
        del given.workerinput
    elif left_out == "nothing is kept":
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    else:
        given.args = ["tests/test_first.py::test_it"]
    make_share(given)

    assert made_in(folder) == set()


def test_the_product_is_all_of_its_folders() -> None:
    root = Path(__file__).parents[1]

    packages = {path.parent.name for path in root.glob("[!.]*/chatbookr_*")}  # tools keep folders with a dot

    assert packages == {*rewritten_once.PRODUCT} - {"plugins"}
