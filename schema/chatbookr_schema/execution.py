"""Executes operations with the policies on: decided once for each selection and clinic, not for each row.

What of a selection is plain is completed by code that was compiled for it; all else, and all that turns out not to be
as expected, by graphql-core.
"""

from collections.abc import Mapping
from types import CoroutineType, GeneratorType
from typing import Any, ClassVar

from graphql import (
    DocumentNode,
    GraphQLObjectType,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from chatbookr_schema.compiled import compile_form
from chatbookr_schema.context import Context
from chatbookr_schema.errors import CodedError
from chatbookr_schema.guards import Held
from chatbookr_schema.plans import Plan, Plans, Run
from chatbookr_schema.sites import Form, Site

_NEVER_AWAITABLE = (str, int, float, bool, list, dict, tuple, type(None), GeneratorType)
Denials = Mapping[str, CodedError]


def is_awaitable(value: Any) -> bool:
    """Tell whether graphql-core must wait for a value: coroutines and futures.

    Not everything with `__await__`: database models have it too, and are values.
    """
    if isinstance(value, _NEVER_AWAITABLE):
        return False
    return isinstance(value, CoroutineType) or hasattr(value, "_asyncio_future_blocking")


class GuardedExecution(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor that leaves out what the asker may not see, with one error for each coordinate."""

    plans: ClassVar[Plans] = Plans({})
    is_compiling: ClassVar[bool] = True
    compiled: ClassVar[int] = 0  # how many objects code was run for
    surprised: ClassVar[int] = 0  # how many of them graphql-core had to do again

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_awaitable = is_awaitable  # type: ignore[assignment]  # a bool is as good as a TypeGuard
        self._begin(self.plans.new())

    @classmethod
    def build(cls, schema: Any, document: DocumentNode, *args: Any, **kwargs: Any) -> Any:
        """Build an executor that knows what earlier operations found out about the document."""
        executor: Any = super().build(schema, document, *args, **kwargs)
        if isinstance(executor, GuardedExecution):
            executor._begin(cls.plans.find(document, executor.operation, executor.variable_values.coerced))
        return executor

    @classmethod
    def ready(
        cls,
        schema: Any,
        plan: Plan,
        fragments: dict[str, FragmentDetails],
        operation: OperationDefinitionNode,
        context: Context,
        values: VariableValues,
    ) -> Any:
        """Make an executor of a valid operation whose variables are coerced, as `build` would, for the plan of both."""
        definitions = {name: one.definition for name, one in fragments.items()}
        resolvers = (default_field_resolver, default_type_resolver, default_field_resolver)
        executor = cls(schema, definitions, fragments, None, context, operation, values, *resolvers)
        executor._begin(plan)
        return executor

    def _begin(self, plan: Plan) -> None:
        context: Context | None = self.context_value
        self.plan = plan
        self._run = Run(plan, context, lambda: self)
        if context is not None:
            context.narrow(self._run)
        self._sites: dict[tuple[str, int], tuple[Site, Any]] = {}
        self._told: set[str] = set()
        middlewares = self.middleware_manager.middlewares if self.middleware_manager else ()
        self._seen = context.seen if context is not None else None
        self._may_compile = self.is_compiling and self.error_propagation and not middlewares and self._seen is None

    def build_per_event_executor(self, payload: Any) -> Any:
        """Execute one event of a subscription with the context made for it: actor as of now, nothing loaded."""
        executor: Any = super().build_per_event_executor(payload.value)
        executor.context_value = payload.context
        executor.plan.times += 1
        executor._begin(executor.plan)
        return executor

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: Any,
        position_context: Any,
    ) -> Any:
        site = self._site(parent_type, grouped_field_set)
        if path is None:
            self.plan.root = site
        is_apart = not getattr(source_value, "companions", True)
        form = site.form(self._held_for(site, source_value), is_apart=is_apart)
        self._tell_all(site, form.denials, path)
        if self._seen is not None:  # object by object: what code completes would pass by
            names = {details[0].node.name.value for details in form.open_fields.values()}
            self._seen.note(parent_type.name, names, source_value)
        done = self._completed_by_code(site, form, source_value, path, is_apart=is_apart)
        if done is not None and not form.left:
            return done
        left = form.open_fields if done is None else form.left
        results = super().execute_fields(parent_type, source_value, path, left, position_context)
        return self._together(site, form, results, done or {})

    def execute_fields_serially(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: Any,
        position_context: Any,
    ) -> Any:
        site = self._site(parent_type, grouped_field_set)
        form = site.form(self._held_for(site, source_value))
        self._tell_all(site, form.denials, path)
        results = super().execute_fields_serially(parent_type, source_value, path, form.open_fields, position_context)
        return self._together(site, form, results, {})

    @property
    def is_unwatched(self) -> bool:
        """Tell whether nobody has to answer for what is read: else it is done object by object, and noted."""
        return self._seen is None

    def _site(self, parent_type: GraphQLObjectType, fields: Any) -> Site:
        found = self._sites.get((parent_type.name, id(fields)))
        if found is None:
            found = self.plan.site(parent_type, fields), fields  # so that no other selection can get its id meanwhile
            self._sites[parent_type.name, id(fields)] = found
        return found[0]

    def _held_for(self, site: Site, source: Any) -> Held:
        return self._run.held(getattr(source, "clinic_id", None)) if site.gates else None

    def _completed_by_code(
        self, site: Site, form: Form, source: Any, path: Path | None, *, is_apart: bool
    ) -> dict[str, Any] | None:
        """Complete what of a selection is plain, or return None: then graphql-core has to do all of it."""
        if not self._may_compile:
            return None
        if not form.is_compiled:
            if not self.plan.is_worth_compiling:
                return None
            compile_form(site, form, self, is_apart=is_apart)
        if form.complete is None:
            return None
        kind = type(self)
        try:
            done = form.complete(source, self._run)
        except Exception:
            kind.surprised += 1
            self._run.forget()
            return None
        kind.compiled += 1
        if self._run.met:
            self._tell_met(done, path)
        return done

    def _tell_all(self, site: Site, denials: Denials, path: Path | None) -> None:
        for name, error in denials.items():
            self._tell(error, site.fields[name], Path(path, name, site.kind.name))

    def _tell_met(self, done: dict[str, Any], path: Path | None) -> None:
        """Report what code found closed, where it stands in the answer."""
        met, self._run.met = self._run.met, []
        for denied in met:
            place = path
            for step in _way_to(denied.completed, done) or ():
                place = Path(place, step, None)
            self._tell_all(denied.site, denied.denials, place)

    def _tell(self, error: CodedError, details: Any, path: Path) -> None:
        coordinate = str((error.extensions or {})["coordinate"])
        if coordinate not in self._told:
            self._told.add(coordinate)
            located = CodedError(error.message, **dict(error.extensions or {}))
            located.path = path.as_list()
            located.nodes = [one.node for one in details]
            self.collected_errors.add(located, path)

    def _together(self, site: Site, form: Form, results: Any, done: dict[str, Any]) -> Any:
        """Put together what was done by code, by graphql-core and by nobody, in the order of the document."""
        if not done and not form.denials:
            return results
        if self.is_awaitable(results):

            async def later() -> dict[str, Any]:
                return _in_order(site, form, {**done, **await results})

            return later()
        return _in_order(site, form, {**done, **results})


def _in_order(site: Site, form: Form, results: dict[str, Any]) -> dict[str, Any]:
    closed = form.denials
    return {
        name: None if name in closed else results[name] for name in site.fields if name in closed or name in results
    }


def _way_to(wanted: Any, tree: Any) -> list[str | int] | None:
    """Find the way to an object of the answer, itself and not one like it."""
    if tree is wanted:
        return []
    children: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, child in children:
        way = _way_to(wanted, child)
        if way is not None:
            return [step, *way]
    return None
