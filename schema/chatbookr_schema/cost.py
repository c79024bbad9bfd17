"""What an operation costs: a plan compiled once for it, priced by the variables of a request, settled by its answer.

A scalar costs nothing, an object 1, a page its size times what is on it, any other list the size its field declares,
a mutation 10; a field may declare a price of its own. Of the types an interface can be, the dearest counts. What
`@skip` and `@include` leave out is free. The plan holds nothing of a request, so it can be kept with the document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from chatbookr_schema.pricing import (
    ALWAYS,
    OBJECT,
    Conditions,
    Size,
    Variables,
    conditions_of,
    is_met,
    own_price,
    page_size,
    size_of,
)

Selections = list[tuple[SelectionSetNode, Conditions]]


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked of one concrete type: `items` are all of it, `varying` those that variables decide about.

    Of an answer, `sure` is in every object, and only what is `counted` has to be looked at.
    """

    fixed: int
    varying: tuple["Item", ...]
    items: tuple["Item", ...]
    sure: int
    counted: tuple["Item", ...]

    def requested(self, variables: Variables) -> int:
        total = self.fixed
        for item in self.varying:
            total += item.requested(variables)
        return total

    def actual(self, value: Mapping[str, Any]) -> int:
        total = self.sure
        for item in self.counted:
            if item.key in value:
                total += item.actual(value[item.key])
        return total


@dataclass(frozen=True, slots=True)
class Item:
    """One field of the answer that costs something, or leads to what does.

    `own` is what it costs once; `size` how many objects it brings (None: a single one, whose price is in `own`).
    """

    key: str
    own: int
    size: Size
    conditions: tuple[Conditions, ...]
    groups: tuple[Group, ...]

    def requested(self, variables: Variables) -> int:
        if self.conditions and not any(is_met(one, variables) for one in self.conditions):
            return 0
        inside = max((group.requested(variables) for group in self.groups), default=0)
        if self.size is None:
            return self.own + inside
        size = self.size if isinstance(self.size, int) else self.size(variables)
        return self.own + size * (OBJECT + inside)

    def actual(self, value: Any) -> int:
        if self.size is None or not isinstance(value, list):
            return self.own + self._inside(value)
        if len(self.groups) == 1 and not self.groups[0].counted:
            return self.own + OBJECT * len(value) + self.groups[0].sure * (len(value) - value.count(None))
        return self.own + OBJECT * len(value) + (sum(map(self._inside, value)) if self.groups else 0)

    def _inside(self, value: Any) -> int:
        if not self.groups or not isinstance(value, dict):
            return 0
        if len(self.groups) == 1:
            return self.groups[0].actual(value)
        return max(group.actual(value) for group in self.groups)

    @property
    def is_sure(self) -> bool:
        """True for what every object of the answer has once, and nothing in it costs more."""
        return self.size is None and not self.conditions and not self.groups

    @property
    def is_fixed(self) -> bool:
        is_sized = self.size is None or isinstance(self.size, int)
        return is_sized and not self.conditions and not any(group.varying for group in self.groups)


@dataclass(frozen=True, slots=True)
class CostPlan:
    """The price of one operation of one document."""

    root: Group

    def requested(self, variables: Variables) -> int:
        """Price the operation for its coerced variables, in points; of a subscription, each event."""
        return self.root.requested(variables)

    def actual(self, data: Mapping[str, Any] | None, requested: int) -> int:
        """Price what was returned, never above what was requested; where no data came, the work was done still."""
        return requested if data is None else min(requested, self.root.actual(data))


def cost_plan(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> CostPlan:
    """Compile the price of an operation. The document must be valid."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    root = schema.get_root_type(operation.operation)
    if not isinstance(root, GraphQLObjectType):
        raise TypeError("a valid operation has a root type")
    return CostPlan(_Compiler(schema, fragments).group(root, [(operation.selection_set, ALWAYS)], None))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field of the document, and under which conditions it is asked for."""

    node: FieldNode
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Compiles the selections of one document; fields of one name in the answer are one field, as they are executed."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]

    def group(self, parent: GraphQLObjectType, selections: Selections, page: Size) -> Group:
        """Compile what is asked of a concrete type; `page` is its size, where it is a connection."""
        asked: dict[str, list[_Asked]] = {}
        for selection_set, conditions in selections:
            for one in self._fields(parent, selection_set, conditions, set()):
                key = one.node.alias.value if one.node.alias else one.node.name.value
                asked.setdefault(key, []).append(one)
        items = tuple(item for key, fields in asked.items() if (item := self._item(parent, key, fields, page)))
        fixed = sum(item.requested({}) for item in items if item.is_fixed)
        sure = sum(item.own for item in items if item.is_sure)
        varying = tuple(item for item in items if not item.is_fixed)
        return Group(fixed, varying, items, sure, tuple(item for item in items if not item.is_sure))

    def _item(self, parent: GraphQLObjectType, key: str, asked: list[_Asked], page: Size) -> Item | None:
        """Compile one field of the answer; None for one that costs nothing and leads to nothing."""
        node = asked[0].node
        name = node.name.value
        field = self.schema.get_field(parent, name)
        if field is None:
            raise TypeError("a valid document asks for fields that exist")
        own, size = own_price(self.schema, parent, name, field), size_of(node, field, page)
        kind = get_named_type(field.type)
        selections = [(one.node.selection_set, one.conditions) for one in asked if one.node.selection_set]
        is_descended = not is_leaf_type(kind) and not name.startswith("__")
        groups = self._groups(kind, selections, page_size(node, field)) if is_descended else ()
        if not own and size is None and not groups:
            return None
        is_certain = any(not one.conditions for one in asked)
        return Item(key, own, size, () if is_certain else tuple(one.conditions for one in asked), groups)

    def _groups(self, kind: GraphQLNamedType, selections: Selections, page: Size) -> tuple[Group, ...]:
        """Compile a selection for each concrete type it can meet; those without a price are left out."""
        if isinstance(kind, GraphQLObjectType):
            possible = [kind]
        else:
            possible = list(self.schema.get_possible_types(kind)) if is_abstract_type(kind) else []
        found = dict.fromkeys(self.group(one, selections, page) for one in possible)
        return tuple(one for one in found if one.items)

    def _fields(
        self, parent: GraphQLObjectType, selections: SelectionSetNode, conditions: Conditions, spread: set[str]
    ) -> Iterator[_Asked]:
        """Walk the fields of a selection on a type, through fragments: each once under the same conditions."""
        for selection in selections.selections:
            own = conditions_of(selection.directives)
            if own is None:
                continue
            met = conditions | own
            if isinstance(selection, FieldNode):
                yield _Asked(selection, met)
            elif isinstance(selection, InlineFragmentNode):
                on = selection.type_condition
                if on is None or self._applies(on.name.value, parent):
                    yield from self._fields(parent, selection.selection_set, met, spread)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self.fragments[selection.name.value]
                mark = f"{selection.name.value} {sorted(met)}"
                if mark not in spread and self._applies(fragment.type_condition.name.value, parent):
                    spread.add(mark)
                    yield from self._fields(parent, fragment.selection_set, met, spread)

    def _applies(self, name: str, parent: GraphQLObjectType) -> bool:
        kind = self.schema.type_map[name]
        return kind is parent or (is_abstract_type(kind) and self.schema.is_sub_type(kind, parent))
