"""Lets xdist's workers share what Python and pytest make of the sources once: each would do all of it at the same time.

pytest rewrites the assertions of every file of tests, and Python compiles every module, on a clone that is new: with
four workers, which all begin with the same file, four times. What is there already stays, whoever made it; what is out
of date is made anew where it is imported, as ever.
"""

import compileall
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from _pytest.assertion.rewrite import PYC_TAIL, _rewrite_test, _write_pyc, assertstate_key, get_cache_dir, try_makedirs

PRODUCT: Final = ("api", "core", "permissions", "plugins", "sandbox", "schema", "sdk", "workers")
SKIPPED: Final = {"__pycache__", "node_modules"}


def make_share(config: pytest.Config) -> None:
    """Make a worker's share, if this process is one, where whole folders are tested and what is made may be kept."""
    given = getattr(config, "workerinput", None)
    folders = [config.rootpath / one for one in config.args if (config.rootpath / one).is_dir()]
    if given is None or sys.dont_write_bytecode or not folders:
        return
    number, workers = int(given["workerid"].removeprefix("gw")), int(given["workercount"])
    sources = sources_in([*folders, *(config.rootpath / name for name in PRODUCT)])
    make(config, sources[number::workers])


def sources_in(folders: Sequence[Path]) -> list[Path]:
    """List every file of Python in these folders, each once, in the same order in every process."""
    return sorted({path for folder in folders for path in _walked(folder)})


def make(config: pytest.Config, sources: Sequence[Path]) -> None:
    """Rewrite and compile what has not been."""
    for path in sources:
        if not path.name.startswith("test_"):
            compileall.compile_file(path, quiet=2)  # what is no Python is for whoever imports it to say
            continue
        made = rewritten(path)
        if not made.exists() and try_makedirs(made.parent):
            source_hash, code = _rewrite_test(path, config)
            _write_pyc(config.stash[assertstate_key], code, source_hash, made)


def rewritten(path: Path) -> Path:
    """Name the file in which pytest keeps what it has made of a file of tests."""
    return get_cache_dir(path) / f"{path.stem}{PYC_TAIL}"


def _walked(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(where, name) for name in names if name.endswith(".py"))
