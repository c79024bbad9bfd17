"""What a document asks of a list's items, so that one statement can read it along."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from chatbookr_schema.context import Info


def asked_of_items(info: Info, columns: Mapping[str, str]) -> set[str]:
    """Tell which companions a connection's items are asked for; `columns`: the field by its name, and its column.

    Neither conditions (@skip, @include) nor policies are weighed here: `narrowing.py` leaves out what they leave out.
    """
    raw: Any = info._raw_info  # the parsed document; strawberry's own view of it is built anew at every access
    fragments: Mapping[str, FragmentDefinitionNode] = raw.fragments
    found: set[str] = set()
    for node in raw.field_nodes:
        for of_page in _fields(node.selection_set, fragments, 0):
            name = of_page.name.value
            for item in _fields(of_page.selection_set, fragments, 0) if name in ("nodes", "edges") else ():
                if name == "edges" and item.name.value == "node":
                    found.update(_names(item.selection_set, fragments))
                elif name == "nodes":
                    found.add(item.name.value)
    return {columns[name] for name in found if name in columns}


def asks_for_rows(info: Info) -> bool:
    """Tell whether a connection is asked for more than a count: then its page has to be read."""
    raw: Any = info._raw_info
    names = (name for node in raw.field_nodes for name in _names(node.selection_set, raw.fragments))
    return any(name in ("nodes", "edges", "pageInfo") for name in names)


def _names(selections: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[str]:
    return (node.name.value for node in _fields(selections, fragments, 0))


def _fields(
    selections: SelectionSetNode | None, fragments: Mapping[str, FragmentDefinitionNode], depth: int
) -> Iterator[FieldNode]:
    """Walk the fields of a selection through its fragments (validated to hold no cycle)."""
    for selection in selections.selections if selections and depth < 20 else ():
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _fields(selection.selection_set, fragments, depth + 1)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value in fragments:
            yield from _fields(fragments[selection.name.value].selection_set, fragments, depth + 1)
