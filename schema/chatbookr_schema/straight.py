"""Runs a query of one root field straight through: its arguments, its resolver, and the code compiled for its answer.

graphql-core does all of it again wherever anything is not plain, is closed to the asker, or goes wrong: answers and
errors are as its executor gives them. Queries only read, so that they may run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import FieldNode, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.values import VariableValues
from graphql.pyutils import Path
from strawberry.types import Info

from chatbookr_schema.arguments import argument_reader
from chatbookr_schema.compiled import NotPlain, compile_form, is_odd, is_plain
from chatbookr_schema.context import Context
from chatbookr_schema.execution import GuardedExecution
from chatbookr_schema.guards import BACKREF, Held
from chatbookr_schema.plans import Plan, Run
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.sites import Site

MOST_AVOIDED = 32
Ready = Callable[[], GuardedExecution]


class Straight:
    """The one root field of a plan; `executor` has executed it before."""

    def __init__(self, plan: Plan, root: Site, executor: GuardedExecution) -> None:
        """Find out how it is run. Raises NotPlain for what only graphql-core can run."""
        if len(root.fields) != 1:
            raise NotPlain
        (self._key, details), *_ = root.fields.items()
        node: FieldNode = details[0].node
        definition = root.kind.fields.get(node.name.value)
        own: Any = (definition.extensions or {}).get(BACKREF) if definition is not None else None
        if definition is None or own is None or own.extensions or own.permission_classes or is_odd(details):
            raise NotPlain
        resolver, kind = own.base_resolver, definition.type
        if resolver is None or not own.is_async or not resolver.self_parameter or not resolver.info_parameter:
            raise NotPlain
        self._is_list = isinstance(kind, GraphQLList) and isinstance(kind.of_type, GraphQLNonNull)
        if self._is_list:
            kind = kind.of_type.of_type
        if not isinstance(kind, GraphQLObjectType) or (self._is_list and _is_recorded(kind)):
            raise NotPlain
        fields, defers, _ = executor.collect_subfields(kind, details)
        self._plan, self._root, self._site, self._own = plan, root, plan.site(kind, fields), own
        if defers or not is_plain(self._site, executor):
            raise NotPlain
        self._resolve, self._info_name = resolver.wrapped_func, resolver.info_parameter.name
        self._arguments = argument_reader(executor.schema._strawberry_schema, definition, own, node)  # type: ignore[attr-defined]  # set by Strawberry
        nodes, path = [one.node for one in details], Path(None, self._key, root.kind.name)
        self._raw = _forgetful(executor.build_resolve_info(definition, nodes, root.kind, path))
        self._executor = type(executor)
        self._avoided: set[Held] = set()

    async def data(self, context: Context, values: VariableValues, ready: Ready) -> dict[str, Any] | None:
        """Return the answer's data, whole and without an error; None where graphql-core is to find out."""
        run = Run(self._plan, context, ready)
        held = run.held(None)
        if held in self._avoided or self._root.form(held).denials:
            return None
        context.narrow(run)
        try:
            info: Any = Info(_raw_info=self._raw._replace(context=context, variable_values=values), _field=self._own)
            given = self._arguments(values.coerced)
            found = await self._resolve(None, **{self._info_name: info}, **given)
            done = None if found is None else self._whole(found, run)
        except Exception:  # graphql-core meets it again, and tells of it
            context.forget()
            return None
        finally:
            context.narrow(None)  # the run knows the context: they are not to keep each other alive
        if done is None and found is not None:
            if len(self._avoided) < MOST_AVOIDED:
                self._avoided.add(held)
            context.forget()
            return None
        return {self._key: done}

    def _whole(self, found: Any, run: Run) -> dict[str, Any] | list[dict[str, Any]] | None:
        """Complete what the field gave; None where that is not all, or not for everybody."""
        return self._each_completed(found, run) if self._is_list else self._completed(found, run)

    def _each_completed(self, found: list[Any], run: Run) -> list[dict[str, Any]] | None:
        """Complete the objects of a list by code, each by that for its clinic."""
        if type(found) is not list:
            return None
        table = run.tables[self._site.number]
        done = [table[getattr(one, "clinic_id", None)](one, run) for one in found]
        if run.met:
            return None
        self._executor.compiled += len(done)
        return done

    def _completed(self, found: Any, run: Run) -> dict[str, Any] | None:
        """Complete the field's object by code; None where that is not all, or not for everybody."""
        is_apart = not getattr(found, "companions", True)
        held = run.held(getattr(found, "clinic_id", None)) if self._site.gates else None
        form = self._site.form(held, is_apart=is_apart)
        if not form.is_compiled:
            compile_form(self._site, form, run.executor, is_apart=is_apart)
        if form.denials or form.left or form.complete is None:
            return None
        done = form.complete(found, run)
        if run.met:
            return None
        self._executor.compiled += 1
        return done


def _is_recorded(kind: GraphQLObjectType) -> bool:
    """Tell whether a type's objects are of rows, which were each looked for where they come as a plain list."""
    return issubclass((kind.extensions or {})[BACKREF].origin, Recorded)


def _forgetful(info: GraphQLResolveInfo[Any]) -> GraphQLResolveInfo[Any]:
    """Keep of an operation's info what is the same for the next operation, and nothing of whoever asked."""
    nothing: Any = None
    return info._replace(
        context=nothing, variable_values=nothing, root_value=None, abort_signal=None, async_helpers=nothing
    )


def straight_of(plan: Plan, executor: GuardedExecution) -> Straight | None:
    """Return how a plan is run straight through; None where it is not."""
    if plan.root is None:
        return None
    try:
        return Straight(plan, plan.root, executor)
    except NotPlain:
        return None
