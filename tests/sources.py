"""The project's own Python, read once as text and syntax trees, for the tests that hold it against the house rules."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOST_ROOTS = ("api", "schema", "permissions", "workers", "core", "sdk", "sandbox")
PLUGIN_ROOTS = ("plugins/whatsapp", "plugins/gcal")
OTHER_ROOTS = ("tests", "plugins/whatsapp/tests", "plugins/gcal/tests", "scripts", "benchmarks")
EXEMPT = (
    "core/chatbookr_core/migrations/",  # written by a tool
    "sdk/chatbookr_sdk/scaffold/template/",  # holds placeholders
)


@dataclass(frozen=True, slots=True)
class Module:
    """One file: `place` is its path from the root of the repository."""

    place: str
    text: str
    tree: ast.Module

    @property
    def stem(self) -> str:
        return Path(self.place).stem

    def walk(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def at(self, line: int) -> str:
        """Name a line for a message."""
        return f"{self.place}:{line}"

    def line(self, number: int) -> str:
        """Return a line's text; the first is 1."""
        return self.text.splitlines()[number - 1]


def package_of(root: str) -> str:
    """Name the one package of a source root: plugins/gcal holds chatbookr_gcal."""
    return f"chatbookr_{root.rsplit('/', 1)[-1]}"


def _read(folders: tuple[str, ...]) -> tuple[Module, ...]:
    places = {place for folder in folders for place in _places_in(ROOT / folder)}
    return tuple(map(_module, sorted(place for place in places if not place.startswith(EXEMPT))))


def _places_in(folder: Path) -> Iterator[str]:
    for root, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if name != "node_modules"]  # thousands of files, none of ours
        yield from (str((Path(root) / name).relative_to(ROOT)) for name in names if name.endswith(".py"))


@cache
def _module(place: str) -> Module:
    text = (ROOT / place).read_text()
    return Module(place, text, ast.parse(text, place))


@cache
def shipped_modules() -> tuple[Module, ...]:
    """Return what is installed: the host's packages, the sandbox and the plugins."""
    return _read(tuple(f"{root}/{package_of(root)}" for root in (*HOST_ROOTS, *PLUGIN_ROOTS)))


@cache
def all_modules() -> tuple[Module, ...]:
    """Return every Python file of the repository, tests and scripts included."""
    return _read((*HOST_ROOTS, *PLUGIN_ROOTS, *OTHER_ROOTS))


def modules_in(*prefixes: str) -> list[Module]:
    """Return the shipped modules whose place begins with one of `prefixes`."""
    return [module for module in shipped_modules() if module.place.startswith(prefixes)]


def dotted_name(node: ast.AST) -> str:
    """Write `a.b.c` of names and attributes; "" of anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted_name(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def calls_in(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Return every call with the dotted name of what is called."""
    for node in module.walk():
        if isinstance(node, ast.Call):
            yield node, dotted_name(node.func)
