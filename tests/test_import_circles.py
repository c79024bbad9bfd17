"""No two modules need each other, not even for their types alone: whoever reads one can stop there."""

import ast
from collections.abc import Iterator, Mapping

import pytest
from tests.offences import listed
from tests.sources import HOST_ROOTS, PLUGIN_ROOTS, Module, shipped_modules

ARGUED: Mapping[tuple[str, str], str] = {}
"""Imports that may close a circle, (importer, imported), each with why."""
Graph = Mapping[str, frozenset[str]]


def name_of(module: Module) -> str:
    """Name a module as it is imported: api/chatbookr_api/app.py is chatbookr_api.app."""
    root = next(one for one in (*HOST_ROOTS, *PLUGIN_ROOTS) if module.place.startswith(f"{one}/chatbookr_"))
    return module.place.removeprefix(f"{root}/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imports_of(module: Module, name: str, known: Mapping[str, Module]) -> Iterator[str]:
    """List what a module imports of the product: at its top, for its types alone, or within a function."""
    package = name if module.stem == "__init__" else name.rpartition(".")[0]
    for node in module.walk():
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: -(node.level - 1) or None] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            inner = [one for one in (f"{source}.{name.name}" for name in node.names) if one in known]
            yield from inner
            if len(inner) < len(node.names) and source in known:  # else the package is only the way there
                yield source


def graph_of(modules: Mapping[str, Module]) -> Graph:
    return {
        name: frozenset(one for one in imports_of(module, name, modules) if one != name and (name, one) not in ARGUED)
        for name, module in modules.items()
    }


def circles_in(graph: Graph) -> list[list[str]]:
    """List the modules of each circle: those among which everybody reaches everybody."""
    left = dict(graph)
    while ends := [name for name, imported in left.items() if not any(one in left for one in imported)]:
        for name in ends:  # leads nowhere that could lead back
            del left[name]
    reached = {name: _reached_from(name, left) for name in left}
    circles = {frozenset(other for other in reached[name] if name in reached[other]) for name in left}
    return sorted(sorted(one) for one in circles if one)


def _reached_from(name: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    ahead = list(graph[name])
    while ahead:
        one = ahead.pop()
        if one not in found and one in graph:
            found.add(one)
            ahead += graph[one]
    return found


def shipped() -> dict[str, Module]:
    return {name_of(one): one for one in shipped_modules()}


def test_no_modules_need_each_other() -> None:
    circles = circles_in(graph_of(shipped()))

    assert not circles, listed([", ".join(one) for one in circles])


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("import chatbookr_core.db", {"chatbookr_core.db"}),
        ("from chatbookr_core import db", {"chatbookr_core.db"}),
        ("from .. import db", {"chatbookr_core.db"}),
        ("from ..db import fetch", {"chatbookr_core.db"}),
        ("from . import service", {"chatbookr_core.teams.service"}),
        ("from chatbookr_core.models import Clinic", {"chatbookr_core.models"}),
        ("if TYPE_CHECKING:\n    from chatbookr_core.db import Database", {"chatbookr_core.db"}),
        ("def f():\n    from chatbookr_core.db import Database", {"chatbookr_core.db"}),
        ("import json", set()),
    ],
)  # fmt: skip
def test_imports_are_found_wherever_they_stand(text: str, imported: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    module = Module("core/chatbookr_core/teams/queries.py", text)
    monkeypatch.setattr(Module, "walk", lambda one: list(ast.walk(ast.parse(one.text))))

    assert set(imports_of(module, "chatbookr_core.teams.queries", shipped())) == imported


def test_a_circle_is_found_and_what_only_leads_to_it_is_not() -> None:
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b"), "d": frozenset()}

    assert circles_in(graph) == [["b", "c"]]
