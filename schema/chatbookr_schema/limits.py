"""What a document may ask for at all: its size, depth, width, aliases, directives, root fields and lists.

A fragment counts as often as it is spread, and is measured once: the check takes time with the document's length.
Nothing here depends on variables but `check_variables`: what is found out about a document can be kept with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    get_named_type,
)

from chatbookr_core.errors import InvalidInput
from chatbookr_schema.errors import VALIDATION_FAILED, CodedError

BODY_BYTES = 256 * 1024
DOCUMENT_CHARS = 32 * 1024  # a comment is one token however long it is, and is read all the same
TOKENS = 2000
DEPTH = 12
ALIASES = 15
DIRECTIVES = 50
FIELDS = 500
ROOT_FIELDS: Mapping[OperationType, tuple[int, str]] = {
    OperationType.QUERY: (20, "root fields"),
    OperationType.MUTATION: (4, "mutations"),
    OperationType.SUBSCRIPTION: (1, "subscription"),
}
OPERATIONS = 20
VARIABLES = 100
INPUT_LIST = 100
INPUT_DEPTH = 16
INPUT_KEYS = 100
INPUT_VALUES = 2000
KEY_CHARS = 100  # of a name in the variables, in an error that names the place
NUMBER_BITS = 64  # of a whole number among the variables: no database takes more
NUMBER_CHARS = 64  # Python refuses to read thousands of digits, and graphql-core does not expect that
VALIDATION_ERRORS = 10
COST = 1000
DEFAULT_SIZE = 20  # of a page, in items
LARGEST_SIZE = 100
TIMEOUT_SECONDS = 10.0
EVENT_SECONDS = 10.0
TOO_LONG = f"A number has at most {NUMBER_CHARS} digits."
TOO_LARGE = f"A whole number has at most {NUMBER_BITS} bits."
NO_NUL = "A text holds no NUL: databases refuse it."
TOO_DEEP = f"A document is at most {DEPTH} levels deep."

Composite = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Shape:
    """How much of everything a selection holds, its fragments in place; `roots` are the fields of its own level."""

    depth: int = 0
    roots: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    longest_list: int = 0
    longest_number: int = 0
    has_nul: bool = False

    def beside(self, other: "Shape") -> "Shape":
        """Measure two parts of one selection together."""
        return Shape(
            max(self.depth, other.depth),
            self.roots + other.roots,
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            max(self.longest_list, other.longest_list),
            max(self.longest_number, other.longest_number),
            self.has_nul or other.has_nul,
        )


class Measure:
    """Measures the selections of one document; what is unknown to the schema counts, other rules refuse it."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._known: dict[str, Shape] = {}

    def of(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Shape:
        """Measure a selection on a type. Cycles of fragments end (another rule refuses them)."""
        found = Shape()
        for selection in selections.selections if selections else ():
            found = found.beside(self._one(selection, parent))
        return found

    def _one(self, selection: SelectionNode, parent: GraphQLNamedType | None) -> Shape:
        if isinstance(selection, FieldNode):
            found = self._field(selection, parent)
        elif isinstance(selection, FragmentSpreadNode):
            found = self.of_fragment(selection.name.value)
        elif isinstance(selection, InlineFragmentNode):
            on = selection.type_condition
            found = self.of(selection.selection_set, self._type(on.name.value) if on else parent)
        else:
            found = Shape()
        return found.beside(decoration_of(selection.directives)) if selection.directives else found

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Shape:
        name = node.name.value
        field = parent.fields.get(name) if isinstance(parent, Composite) else None
        kind = get_named_type(field.type) if field else None
        inside = self.of(node.selection_set, kind)
        is_meta = name.startswith("__")  # graphql-core has a limit of its own for introspection's depth
        depth = 1 if is_meta else levels_of(parent, name, kind) + inside.depth
        aliases = inside.aliases + (node.alias is not None)
        own = replace(inside, depth=depth, roots=1, fields=1 + inside.fields, aliases=aliases)
        return own.beside(of_values(one.value for one in node.arguments)) if node.arguments else own

    def of_fragment(self, name: str) -> Shape:
        """Measure a fragment, once."""
        if name not in self._known:
            self._known[name] = Shape()  # a cycle finds this
            fragment = self._fragments.get(name)
            if fragment is not None:
                on = self._type(fragment.type_condition.name.value)
                own = decoration_of(fragment.directives)
                self._known[name] = self.of(fragment.selection_set, on).beside(own)
        return self._known[name]

    def _type(self, name: str) -> GraphQLNamedType | None:
        return self._schema.type_map.get(name)


def levels_of(parent: GraphQLNamedType | None, name: str, kind: GraphQLNamedType | None) -> int:
    """Tell how many levels a field is: a connection two, the steps from a page to what is on it none."""
    if parent is not None and is_plumbing(parent, name):
        return 0
    return 2 if kind is not None and is_connection(kind) else 1


def is_connection(kind: GraphQLNamedType) -> bool:
    """Tell a page of a list that can grow (Relay, Cursor Connections, section 2)."""
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection") and "pageInfo" in kind.fields


def is_plumbing(parent: GraphQLNamedType, name: str) -> bool:
    """Tell whether a field is but a step from a page to what is on it, or to its ends."""
    if name == "node":
        return parent.name.endswith("Edge")
    return name in ("nodes", "edges", "pageInfo") and is_connection(parent)


def decoration_of(directives: Sequence[DirectiveNode] | None) -> Shape:
    """Measure directives and what they are given."""
    given = of_values(one.value for directive in directives or () for one in directive.arguments or ())
    return given.beside(Shape(directives=len(directives or ())))


def of_values(values: Iterable[ValueNode]) -> Shape:
    """Measure the longest list and the longest number that are written in the document, and look for a NUL."""
    longest_list, longest_number, has_nul, waiting = 0, 0, False, list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, IntValueNode | FloatValueNode):
            longest_number = max(longest_number, len(value.value))
        elif isinstance(value, StringValueNode):
            has_nul = has_nul or "\0" in value.value
        elif isinstance(value, ListValueNode):
            longest_list = max(longest_list, len(value.values))
            waiting += value.values
        elif isinstance(value, ObjectValueNode):
            waiting += [one.value for one in value.fields]
    return Shape(longest_list=longest_list, longest_number=longest_number, has_nul=has_nul)


def excesses_of(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    """List what a document has too much of.

    A function of its own beside the rules of validation: those begin with a walk through everything there is.
    """
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    measure = Measure(schema, fragments)
    try:
        problems = {problem for one in operations for problem in _excesses_of(one, schema, measure)}
        if any(measure.of_fragment(name).longest_number > NUMBER_CHARS for name in fragments):  # spread or not
            problems.add(TOO_LONG)
    except RecursionError:  # a chain of fragments, each of which spreads the next
        problems = {TOO_DEEP}
    if len(operations) > OPERATIONS:
        problems.add(f"A document has at most {OPERATIONS} operations.")
    return [CodedError(problem, VALIDATION_FAILED) for problem in sorted(problems)]


def _excesses_of(operation: OperationDefinitionNode, schema: GraphQLSchema, measure: Measure) -> Iterator[str]:
    definitions = operation.variable_definitions or ()
    defaults = (one.default_value for one in definitions if one.default_value)
    shape = measure.of(operation.selection_set, schema.get_root_type(operation.operation))
    for one in (decoration_of(operation.directives), of_values(defaults)):
        shape = shape.beside(one)
    most_roots, roots = ROOT_FIELDS[operation.operation]
    for is_over, problem in (
        (shape.roots > most_roots, f"An operation has at most {most_roots} {roots}."),
        (shape.depth > DEPTH, TOO_DEEP),
        (shape.aliases > ALIASES, f"A document has at most {ALIASES} aliases."),
        (shape.directives > DIRECTIVES, f"A document has at most {DIRECTIVES} directives."),
        (shape.fields > FIELDS, f"A document asks for at most {FIELDS} fields, wherever they are spread."),
        (shape.longest_list > INPUT_LIST, f"A list has at most {INPUT_LIST} values."),
        (shape.longest_number > NUMBER_CHARS, TOO_LONG),
        (shape.has_nul, NO_NUL),
        (len(definitions) > VARIABLES, f"An operation has at most {VARIABLES} variables."),
    ):
        if is_over:
            yield problem


def check_variables(variables: Mapping[str, object]) -> None:
    """Hold the variables to the limits: the length of each list, the names in each object, the depth, and all values.

    What no database takes is refused too: a NUL within a text, and a whole number that is too large.

    Raises InvalidInput that names the place.
    """
    if len(variables) > VARIABLES:
        raise InvalidInput(f"An operation has at most {VARIABLES} variables.")
    waiting: list[tuple[object, str, int]] = [(value, _short(name), 1) for name, value in variables.items()]
    count = len(waiting)
    while waiting:
        value, path, depth = waiting.pop()
        if (refusal := _refusal_of(value)) is not None:
            raise InvalidInput(refusal, field=path)
        if not isinstance(value, list | dict):
            continue
        if depth > INPUT_DEPTH:
            raise InvalidInput(f"Variables are at most {INPUT_DEPTH} levels deep.", field=path.split(".")[0])
        if isinstance(value, list) and len(value) > INPUT_LIST:
            raise InvalidInput(f"A list has at most {INPUT_LIST} values.", field=path)
        if isinstance(value, dict) and len(value) > INPUT_KEYS:
            raise InvalidInput(f"An object has at most {INPUT_KEYS} fields.", field=path)
        count += len(value)
        if count > INPUT_VALUES:
            raise InvalidInput(f"Variables hold at most {INPUT_VALUES} values in all.", field=path.split(".")[0])
        if isinstance(value, dict) and any("\0" in name for name in value):
            raise InvalidInput(NO_NUL)
        items: Iterable[tuple[object, object]] = enumerate(value) if isinstance(value, list) else value.items()
        waiting += [(one, f"{path}.{_short(str(key))}", depth + 1) for key, one in items if not _is_at_rest(one)]


def _is_at_rest(value: object) -> bool:
    """Tell of most values at once, before their place is written, that there is nothing more to look at."""
    return not isinstance(value, list | dict) and _refusal_of(value) is None


def _refusal_of(value: object) -> str | None:
    """Say why no database takes a value; None where one does, or it is made of others."""
    if isinstance(value, str) and "\0" in value:
        return NO_NUL
    if isinstance(value, int) and value.bit_length() >= NUMBER_BITS:
        return TOO_LARGE
    return None


def _short(name: str) -> str:
    return name if len(name) <= KEY_CHARS else f"{name[:KEY_CHARS]}…"
