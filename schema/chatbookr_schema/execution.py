"""Executes operations with the policies on: decided once for each selection and clinic, not for each row."""

from collections.abc import Mapping
from types import CoroutineType, GeneratorType
from typing import Any, ClassVar
from uuid import UUID

from graphql import GraphQLObjectType
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from chatbookr_permissions.actor import Principal
from chatbookr_schema.context import Context
from chatbookr_schema.errors import CodedError, forbidden, unauthenticated
from chatbookr_schema.field import Needs
from chatbookr_schema.guards import Gate, is_open

_NEVER_AWAITABLE = (str, int, float, bool, list, dict, tuple, type(None), GeneratorType)
Denials = Mapping[str, CodedError]
_NONE: Denials = {}


def is_awaitable(value: Any) -> bool:
    """Tell whether graphql-core must wait for a value: coroutines and futures.

    Not everything with `__await__`: database models have it too, and are values.
    """
    if isinstance(value, _NEVER_AWAITABLE):
        return False
    return isinstance(value, CoroutineType) or hasattr(value, "_asyncio_future_blocking")


class GuardedExecution(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor that leaves out what the asker may not see, with one error for each coordinate."""

    gates: ClassVar[Mapping[str, Mapping[str, Gate]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_awaitable = is_awaitable  # type: ignore[assignment]  # a bool is as good as a TypeGuard
        self._decided: dict[tuple[int, str, UUID | None], Denials] = {}
        self._alive: list[Any] = []
        self._told: set[str] = set()

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: Any,
        position_context: Any,
    ) -> Any:
        denials = self._denials(parent_type, source_value, grouped_field_set)
        if not denials:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        open_fields = self._told_of(denials, parent_type, grouped_field_set, path)
        results = super().execute_fields(parent_type, source_value, path, open_fields, position_context)
        return self._completed(results, grouped_field_set, denials)

    def execute_fields_serially(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: Any,
        position_context: Any,
    ) -> Any:
        denials = self._denials(parent_type, source_value, grouped_field_set)
        open_fields = self._told_of(denials, parent_type, grouped_field_set, path)
        results = super().execute_fields_serially(parent_type, source_value, path, open_fields, position_context)
        return self._completed(results, grouped_field_set, denials)

    def build_per_event_executor(self, payload: Any) -> Any:
        """Execute one event of a subscription with the context made for it: actor as of now, nothing loaded."""
        executor: Any = super().build_per_event_executor(payload.value)
        executor.context_value = payload.context
        executor._decided, executor._alive = {}, []
        executor._told = set()
        return executor

    def _denials(self, parent_type: GraphQLObjectType, source: Any, fields: Any) -> Denials:
        gates = self.gates.get(parent_type.name)
        if gates is None:
            return _NONE
        clinic_id = getattr(source, "clinic_id", None)
        key = (id(fields), parent_type.name, clinic_id)
        denials = self._decided.get(key)
        if denials is None:
            denials = self._decide(parent_type, gates, fields, clinic_id)
            self._decided[key] = denials
            self._alive.append(fields)  # so that no other selection can get its id meanwhile
        return denials

    def _told_of(self, denials: Denials, parent_type: GraphQLObjectType, fields: Any, path: Any) -> Any:
        """Report what is closed, and return the fields that are open."""
        for name, error in denials.items():
            self._tell(error, fields[name], Path(path, name, parent_type.name))
        return {name: details for name, details in fields.items() if name not in denials}

    def _completed(self, results: Any, fields: Any, denials: Denials) -> Any:
        if self.is_awaitable(results):

            async def later() -> dict[str, Any]:
                return _with_nulls(await results, fields, denials)

            return later()
        return _with_nulls(results, fields, denials)

    def _decide(
        self, parent_type: GraphQLObjectType, gates: Mapping[str, Gate], fields: Any, clinic_id: UUID | None
    ) -> Denials:
        context: Context = self.context_value
        denials: dict[str, CodedError] = {}
        for response_name, details in fields.items():
            node = details[0].node
            gate = gates.get(node.name.value)
            if gate is None:
                continue
            coordinate = f"{parent_type.name}.{node.name.value}"
            given = [gate.arguments[one.name.value] for one in node.arguments or () if one.name.value in gate.arguments]
            closed = [one for one in (gate.policy, *given) if not is_open(one, context.actor, clinic_id)]
            if closed:
                denials[response_name] = _denial(coordinate, closed, context.actor)
        return denials

    def _tell(self, error: CodedError, details: Any, path: Path) -> None:
        coordinate = str((error.extensions or {})["coordinate"])
        if coordinate not in self._told:
            self._told.add(coordinate)
            located = CodedError(error.message, **_extensions(error))
            located.path = path.as_list()
            located.nodes = [one.node for one in details]
            self.collected_errors.add(located, path)


def _extensions(error: CodedError) -> dict[str, Any]:
    return dict(error.extensions or {})


def _denial(coordinate: str, closed: list[Any], actor: Principal | None) -> CodedError:
    if actor is None:
        return unauthenticated(coordinate)
    return forbidden([one.permission.value for one in closed if isinstance(one, Needs)], coordinate)


def _with_nulls(results: dict[str, Any], fields: Any, denials: Denials) -> dict[str, Any]:
    """Put nulls where the closed fields stand, in the order of the document."""
    return {name: None if name in denials else results[name] for name in fields if name in denials or name in results}
