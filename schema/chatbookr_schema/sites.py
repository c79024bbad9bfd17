"""One selection of a document on one object type, and what of it is open to holders of which permissions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType

from chatbookr_core.records import Shape
from chatbookr_schema.errors import CodedError, forbidden, unauthenticated
from chatbookr_schema.field import Needs, Policy
from chatbookr_schema.guards import Gate, Held, is_open_to, policies_of
from chatbookr_schema.recorded import Shown

MOST_FORMS = 32  # of one selection: roles are few, the scopes of keys can be many
Complete = Callable[[Any, Any], dict[str, Any]]
CompleteRows = Callable[[Sequence[Any], Shown[Any], Any], list[dict[str, Any]]]


@dataclass(slots=True)
class Form:
    """One selection for holders of the same permissions: what is closed to them, and the code for what is plain."""

    held: Held
    denials: Mapping[str, CodedError]
    open_fields: dict[str, Any]
    complete: Complete | None = None
    left: dict[str, Any] = field(default_factory=dict)
    is_compiled: bool = False
    of_rows: dict[Shape, CompleteRows | None] = field(default_factory=dict)


class Site:
    """One selection of one object type."""

    def __init__(self, number: int, kind: GraphQLObjectType, fields: dict[str, Any], gates: Mapping[str, Gate]) -> None:
        self.number = number
        self.kind = kind
        self.fields = dict(fields)
        self.gates = {name: found for name, details in fields.items() if (found := _gate(kind, details, gates))}
        self.is_plain: bool | None = None  # whether all of it can be compiled; None: nobody has looked yet
        self._forms: OrderedDict[tuple[Held, bool], Form] = OrderedDict()

    def form(self, held: Held, *, is_apart: bool = False) -> Form:
        """Return the form for holders of `held`; decided once for the document."""
        key = (held, is_apart)
        form = self._forms.get(key)
        if form is None:
            denials = dict(self._denials(held))
            form = Form(held, denials, {name: one for name, one in self.fields.items() if name not in denials})
            self._forms[key] = form
            if len(self._forms) > MOST_FORMS:
                self._forms.popitem(last=False)
        return form

    def _denials(self, held: Held) -> Iterator[tuple[str, CodedError]]:
        for name, (coordinate, policies) in self.gates.items():
            closed = [one for one in policies if not is_open_to(one, held)]
            if closed and held is None:
                yield name, unauthenticated(coordinate)
            elif closed:
                yield name, forbidden([one.permission.value for one in closed if isinstance(one, Needs)], coordinate)


def _gate(kind: GraphQLObjectType, details: list[Any], gates: Mapping[str, Gate]) -> tuple[str, list[Policy]] | None:
    node = details[0].node
    gate = gates.get(node.name.value)
    if gate is None:
        return None
    return f"{kind.name}.{node.name.value}", policies_of(gate, node)
