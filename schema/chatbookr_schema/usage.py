"""Which fields and arguments a document uses, by their coordinates (GraphQL, section 3.14)."""

from collections.abc import Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)

from chatbookr_core.field_use import Coordinates
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.context import Context

Found = dict[str, None]


def coordinates_in(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> Coordinates:
    """List what an operation of a valid document asks for; introspection is left out.

    Fields of inputs are not in it: most stand in variables, which every request has anew.
    """
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    found: Found = {}
    _walk(schema, schema.get_root_type(operation.operation), operation.selection_set, fragments, found, set())
    return Coordinates(tuple(sorted(found)))


def note_use(context: Context, coordinates: Coordinates) -> None:
    """Count an operation that a key has executed; what people ask for is nobody's business."""
    actor = context.actor
    if isinstance(actor, KeyActor):
        context.deployment.field_uses.note(actor.clinic_id, actor.key_id, coordinates, context.now)


def _walk(
    schema: GraphQLSchema,
    parent: GraphQLNamedType | None,
    selections: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    found: Found,
    spread: set[str],
) -> None:
    for selection in selections.selections if selections else ():
        if isinstance(selection, FieldNode):
            kind = _noted(parent, selection, found)
            _walk(schema, kind, selection.selection_set, fragments, found, spread)
        elif isinstance(selection, InlineFragmentNode):
            on = selection.type_condition
            kind = schema.type_map[on.name.value] if on else parent
            _walk(schema, kind, selection.selection_set, fragments, found, spread)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
            spread.add(selection.name.value)
            fragment = fragments[selection.name.value]
            kind = schema.type_map[fragment.type_condition.name.value]
            _walk(schema, kind, fragment.selection_set, fragments, found, spread)


def _noted(parent: GraphQLNamedType | None, node: FieldNode, found: Found) -> GraphQLNamedType | None:
    """Note a field and the arguments it is given; return the type it leads to."""
    name = node.name.value
    if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) or name.startswith("__"):
        return None
    coordinate = f"{parent.name}.{name}"
    found[coordinate] = None
    found.update((f"{coordinate}({one.name.value}:)", None) for one in node.arguments or ())
    kind: GraphQLNamedType = get_named_type(parent.fields[name].type)
    return kind
