"""Lets each module be compiled by one of a run's workers: they all begin at once, with the same, and would do it each.

That is only in a fresh copy of the sources, as CI's: what was compiled is kept.
"""

import compileall
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from _pytest.assertion.rewrite import (  # no public way: pytest rewrites a test module's assertions as it imports it
    PYC_TAIL,
    _rewrite_test,
    _write_pyc,
    assertstate_key,
    get_cache_dir,
    try_makedirs,
)
from tests.sources import ROOT

FOLDERS = ("api", "schema", "permissions", "workers", "core", "sdk", "sandbox", "plugins", "scripts", "tests")


def compile_share(config: pytest.Config) -> None:
    """Compile what this worker of several has to, and nobody has yet; the others' share is made meanwhile."""
    given = getattr(config, "workerinput", {"workerid": "gw0", "workercount": 1})
    number, count = int(given["workerid"].removeprefix("gw")), int(given["workercount"])
    if count == 1 or sys.dont_write_bytecode or any(".py" in argument for argument in config.args):
        return
    ignored = {Path(name).absolute() for name in config.getoption("ignore") or ()}
    for path in _modules()[number::count]:
        if path.name.startswith("test_"):
            if ignored.isdisjoint(path.parents):
                _rewrite(path, config)
        elif not Path(cache_from_source(path)).exists():
            compileall.compile_file(path, quiet=2)


def _modules() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "node_modules" not in path.parts)


def _rewrite(path: Path, config: pytest.Config) -> None:
    folder = get_cache_dir(path)
    compiled = folder / (path.stem + PYC_TAIL)
    if not compiled.exists() and try_makedirs(folder):
        status, code = _rewrite_test(path, config)
        _write_pyc(config.stash[assertstate_key], code, status, compiled)
