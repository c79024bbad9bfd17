"""Rules about the code itself, for what types, lints and import contracts cannot see; ARCHITECTURE.md explains them.

Each test collects every offence, so that one run names all of them. An exception stands in a table here, with why.
"""

import ast
import io
import os
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from tests.offences import listed
from tests.sources import (
    HOST_ROOTS,
    PLUGIN_ROOTS,
    ROOT,
    Module,
    all_modules,
    calls_in,
    package_of,
    shipped_modules,
)

MODULE_LINES = 400
FUNCTION_LINES = 30
SHAPELESS_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "shared"}
NAMES_ALLOWED = {"core/chatbookr_core/models/base.py": "what every table shares"}
TELLERS_OF_TIME = {
    "core/chatbookr_core/clock.py": "the clock that is passed in everywhere else",
    "core/chatbookr_core/ids.py": "a key's first bits are the time it was made (RFC 9562)",
    "sandbox/chatbookr_sandbox/clock.py": "the sandbox's own clock: it knows nothing of the host",
}
TIME_AND_CHANCE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today",
    "time.time", "time.time_ns", "uuid4", "uuid.uuid4", "uuid1", "uuid.uuid1", "random.random", "random.choice",
    "random.randint", "random.shuffle", "random.uniform",
}  # fmt: skip
PRINTERS = ("api/chatbookr_api/cli/", "sandbox/chatbookr_sandbox/app.py")  # commands


def _lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count from `def` to the end, without decorators and docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _comments(module: Module) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


# --- names and sizes ----------------------------------------------------------------------------------------------


def test_a_module_can_be_read_in_a_sitting() -> None:
    lines = {module.place: module.text.count("\n") for module in all_modules()}

    long = [f"{place}: {count}" for place, count in lines.items() if count > MODULE_LINES]

    assert not long, listed(long)


def test_a_function_fits_a_screen() -> None:
    long = [
        f"{module.at(node.lineno)} {node.name}: {_lines_of(node)} lines"
        for module in shipped_modules()
        for node in module.walk()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines_of(node) > FUNCTION_LINES
    ]

    assert not long, listed(long)


def test_a_module_is_named_for_a_thing() -> None:
    shapeless = [
        m.place for m in all_modules() if m.stem in SHAPELESS_NAMES or Path(m.place).parent.name in SHAPELESS_NAMES
    ]

    assert set(shapeless) <= set(NAMES_ALLOWED)


def test_a_module_says_what_it_is_for() -> None:
    """Hold all but tests to it: a file of tests is named for what it tests."""
    silent = [
        module.place
        for module in all_modules()
        if not module.stem.startswith("test_") and not (ast.get_docstring(module.tree) or "").strip()
    ]

    assert not silent, listed(silent)


def test_test_files_have_names_of_their_own() -> None:
    names = Counter(Path(m.place).name for m in all_modules() if Path(m.place).name.startswith("test_"))
    strays = [m.place for m in all_modules() if m.place.startswith("plugins/") and m.stem == "conftest"]
    packages = [m.place for m in all_modules() if "tests/" in m.place and m.stem == "__init__"]

    twice = [name for name, count in names.items() if count > 1]

    assert not twice + strays + packages, listed(twice + strays + packages)


# --- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", [*HOST_ROOTS, *PLUGIN_ROOTS])
def test_a_source_root_holds_one_package_named_for_the_product(root: str) -> None:
    packages = [path.parent.name for path in (ROOT / root).glob("*/__init__.py")]
    typed = [path.parent.name for path in (ROOT / root).glob("*/py.typed")]

    assert packages == [package_of(root)]
    assert typed == packages


@pytest.mark.parametrize("root", [*HOST_ROOTS, *PLUGIN_ROOTS])
def test_our_import_names_belong_to_us(root: str) -> None:
    owner = f"chatbookr-{root.removeprefix('plugins/')}" if root in PLUGIN_ROOTS else "chatbookr"

    assert set(_distributions().get(package_of(root), [])) <= {owner}


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def _imported(module: Module) -> set[str]:
    nodes = [node for node in module.walk() if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for node in nodes for alias in node.names}


# --- time, chance, speech -----------------------------------------------------------------------------------------


def test_time_and_chance_are_passed_in() -> None:
    taken = [
        f"{module.at(call.lineno)} {name}()"
        for module in shipped_modules()
        if module.place not in TELLERS_OF_TIME
        for call, name in calls_in(module)
        if name in TIME_AND_CHANCE and name.split(".")[0] in _imported(module)
    ]

    assert not taken, listed(taken)


def test_only_commands_print() -> None:
    talkers = [
        module.at(call.lineno)
        for module in shipped_modules()
        if not module.place.startswith(PRINTERS)
        for call, name in calls_in(module)
        if name == "print"
    ]

    assert not talkers, listed(talkers)


def test_a_script_says_what_it_is_for_where_it_is_asked_by_help() -> None:
    scripts = [one for one in all_modules() if one.place.startswith(("scripts/", "benchmarks/"))]
    silent = [
        module.place
        for module in scripts
        if '__name__ == "__main__"' in module.text and "ArgumentParser(description=__doc__" not in module.text
    ]

    assert len(scripts) > 40
    assert not silent, listed(silent)


def test_nothing_is_left_for_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
    pattern = re.compile(rf"\b({'|'.join(words)})\b")
    suspects = [module for module in all_modules() if pattern.search(module.text)]  # to tell comments apart takes long
    left = [module.at(line) for module in suspects for line, text in _comments(module) if pattern.search(text)]

    assert not left, listed(left)


def test_no_error_is_swallowed() -> None:
    def is_idle(statement: ast.stmt) -> bool:
        return isinstance(statement, ast.Pass) or (
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        )

    everything = re.compile(r"\bexcept\s*\(?\s*((Base)?Exception\b|:)")
    suspects = [module for module in all_modules() if everything.search(module.text)]  # to parse them all takes long
    swallowed = [
        module.at(node.lineno)
        for module in suspects
        for node in module.walk()
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
        and all(is_idle(statement) for statement in node.body)
    ]

    assert not swallowed, listed(swallowed)


def test_an_exception_to_a_check_is_argued_on_its_line() -> None:
    marker = re.compile(r"#\s*(noqa|type:\s*ignore|pragma: no cover)")
    argued = re.compile(r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[a-z, -]+\]|pragma: no cover)\s+\S+")
    silent = [
        f"{module.at(line)} {text}"
        for module in all_modules()
        if marker.search(module.text)
        for line, text in _comments(module)
        if marker.search(text) and not argued.search(text)
    ]

    assert not silent, listed(silent)


# --- what must not be found ---------------------------------------------------------------------------------------

UNREAD = {".git", "node_modules", "var", "fixtures", "htmlcov", "build", "dist"}
STRANGE = [  # written in halves, so that this file is not found by itself
    r"\.\./sh" + r"ared", r"/wo" + r"rk/", r"/ro" + r"ot/", r"/ho" + r"me/\w", r"/opt/py" + r"pi",
    r"pypi\.o" + r"rg", r"pythonho" + r"sted\.org", r"registry\.npm" + r"js\.org", r"--index-" + r"url http",
    r"BEGIN (RSA |EC )?PRIV" + r"ATE KEY",
]  # fmt: skip


def _is_ours(name: str) -> bool:
    return name not in UNREAD and not name.startswith((".venv", ".hypothesis")) and not name.endswith("_cache")


def _texts() -> Iterator[tuple[str, str]]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = filter(_is_ours, folders)
        for file in sorted(filter(_is_ours, files)):  # in a worktree of git's, `.git` is a file
            path = Path(folder, file)
            try:
                yield str(path.relative_to(ROOT)), path.read_text()
            except UnicodeDecodeError:
                continue  # a picture


def test_no_file_names_a_machine_a_registry_or_a_key() -> None:
    pattern = re.compile("|".join(STRANGE))
    found = [
        f"{place}:{number} {line.strip()[:100]}"
        for place, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]

    assert not found, listed(found)
