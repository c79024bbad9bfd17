"""The project's own Python, for the tests that hold it against the house rules: read once, and parsed where asked."""

import ast
import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

    @property
    def stem(self) -> str:
        return Path(self.place).stem

    @property
    def tree(self) -> ast.Module:
        return _tree(self.place)

    def walk(self) -> Sequence[ast.AST]:
        return _nodes(self.place)

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
    return Module(place, (ROOT / place).read_text())


# Parsing is what takes long here: what a rule can tell by the text alone has no tree made. The trees stay, more than a
# million of nodes: nine of ten objects that Python would look through for garbage in all tests after these.
@cache
def _tree(place: str) -> ast.Module:
    with _garbage_left():
        tree = ast.parse(_module(place).text, place)
        gc.freeze()
        return tree


@cache
def _nodes(place: str) -> tuple[ast.AST, ...]:
    """List a module's nodes as `ast.walk` does, which takes longer."""
    found: list[ast.AST] = [_tree(place)]
    for node in found:  # which grows meanwhile
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                found.extend(one for one in value if isinstance(one, ast.AST))
            elif isinstance(value, ast.AST):
                found.append(value)
    return tuple(found)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Look for no garbage among the nodes of a tree that is being made: it takes twice as long as to make it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _calls(place: str) -> tuple[tuple[ast.Call, str], ...]:
    return tuple((node, dotted_name(node.func)) for node in _nodes(place) if isinstance(node, ast.Call))


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


def calls_in(module: Module) -> Sequence[tuple[ast.Call, str]]:
    """Return every call with the dotted name of what is called."""
    return _calls(module.place)
