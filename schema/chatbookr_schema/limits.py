"""What a document may ask for at all: its size, depth, aliases, directives and root mutations.

One rule of the module's, never a factory: a new rule class a request would empty the cache of validated documents.
"""

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValidationRule,
)

from chatbookr_schema.errors import VALIDATION_FAILED, CodedError

BODY_BYTES = 256 * 1024
TOKENS = 2000
DEPTH = 12
ALIASES = 15
DIRECTIVES = 50
ROOT_MUTATIONS = 4
INPUT_LIST = 100
TIMEOUT_SECONDS = 10.0


class DocumentLimits(ValidationRule):
    """Refuses a document that is too deep, too wide or too decorated; introspection's own depth is not counted."""

    def enter_document(self, node: DocumentNode, *_: Any) -> None:
        self._aliases = 0
        self._directives = 0

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self._directives += len(node.directives or ())
        if node.alias is not None:
            self._aliases += 1
            if self._aliases == ALIASES + 1:
                self._refuse(f"A document has at most {ALIASES} aliases.")
        self._check_directives()

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> None:
        self._directives += len(node.directives or ())
        self._check_directives()

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self._directives += len(node.directives or ())
        self._check_directives()

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        self._directives += len(node.directives or ())
        if node.operation is OperationType.MUTATION and len(node.selection_set.selections) > ROOT_MUTATIONS:
            self._refuse(f"An operation has at most {ROOT_MUTATIONS} mutations.")
        if self._depth(node.selection_set, frozenset(), {}) > DEPTH:
            self._refuse(f"A document is at most {DEPTH} levels deep.")

    def _check_directives(self) -> None:
        if self._directives > DIRECTIVES:
            self._directives = 0
            self._refuse(f"A document has at most {DIRECTIVES} directives.")

    def _refuse(self, message: str) -> None:
        self.report_error(CodedError(message, VALIDATION_FAILED))

    def _depth(self, selections: SelectionSetNode | None, open_fragments: frozenset[str], known: dict[str, int]) -> int:
        """Measure how deep a selection goes; fragments once each, and cycles end (another rule refuses them)."""
        deepest = 0
        for selection in selections.selections if selections else ():
            if isinstance(selection, FragmentSpreadNode):
                depth = self._fragment_depth(selection.name.value, open_fragments, known)
            elif isinstance(selection, FieldNode):
                is_meta = selection.name.value.startswith("__")
                depth = 1 if is_meta else 1 + self._depth(selection.selection_set, open_fragments, known)
            else:
                depth = self._depth(getattr(selection, "selection_set", None), open_fragments, known)
            deepest = max(deepest, depth)
        return deepest

    def _fragment_depth(self, name: str, open_fragments: frozenset[str], known: dict[str, int]) -> int:
        if name in open_fragments:
            return 0
        if name not in known:
            fragment = self.context.get_fragment(name)
            inside = fragment.selection_set if fragment else None
            known[name] = self._depth(inside, open_fragments | {name}, known)
        return known[name]
