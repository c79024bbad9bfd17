"""What is known of a document from one request to the next: who may not see what of it, and its compiled selections.

A plan belongs to one document, one of its operations and one way its conditions (@skip, @include) turn out. It keeps
the nodes it is about alive, so that no later node can be taken for one of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from graphql import DocumentNode, GraphQLObjectType, Node, VariableNode
from graphql.execution.values import VariableValues

from chatbookr_core.records import Rows, Unread
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.policy import permissions_in
from chatbookr_schema.compiled import CONDITIONS, Surprise, compile_form
from chatbookr_schema.compiled_rows import code_for_rows
from chatbookr_schema.context import Context
from chatbookr_schema.errors import CodedError
from chatbookr_schema.guards import Gate, Held
from chatbookr_schema.narrowing import Asking, unread_of
from chatbookr_schema.recorded import Shown
from chatbookr_schema.sites import MOST_FORMS, Complete, Form, Site

KEPT = 256
MOST_SITES = 400  # of one plan; a document has at most 2000 tokens
COMPILED_FROM = 2  # compiling pays from the second time on


class Straight(Protocol):
    """How an operation is run without an executor."""

    async def data(self, context: Context, values: VariableValues, ready: Callable[[], Any]) -> dict[str, Any] | None:
        """Return the data of an answer without errors; None where graphql-core has to execute it."""
        ...


class Plan:
    """The selections of one document as one way of its conditions has them."""

    def __init__(self, gates: Mapping[str, Mapping[str, Gate]]) -> None:
        self._gates = gates
        self._sites: dict[tuple[Any, ...], Site] = {}
        self.numbered: list[Site] = []
        self.root: Site | None = None
        self.straight: Straight | None = None
        self.times = 0
        self._unread: OrderedDict[tuple[Held, Held], Unread] = OrderedDict()

    @property
    def is_worth_compiling(self) -> bool:
        return self.times >= COMPILED_FROM and len(self.numbered) < MOST_SITES

    def unread(self, anywhere: Held, here: Held, ready: Callable[[], Any]) -> Unread:
        """Tell what the operation cannot show to holders of these permissions; found out once for the document.

        `here` is held in the clinic of the objects, `anywhere` in any; `ready` makes an executor of the operation.
        """
        key = (anywhere, here)
        found = self._unread.get(key)
        if found is None:
            executor = ready()
            asked = Asking(executor, self._gates, anywhere, here).asked()
            found = self._unread[key] = unread_of(executor.schema, asked)
            if len(self._unread) > MOST_FORMS:
                self._unread.popitem(last=False)
        return found

    def site(self, kind: GraphQLObjectType, fields: dict[str, Any]) -> Site:
        """Return the site of collected fields: the same for the same nodes of the document."""
        key = (kind.name, *[id(one.node) for details in fields.values() for one in details])
        site = self._sites.get(key)
        if site is None:
            site = self._sites[key] = Site(len(self.numbered), kind, fields, self._gates.get(kind.name, {}))
            self.numbered.append(site)
        return site


@dataclass(slots=True)
class _Known:
    document: DocumentNode
    conditions: tuple[str, ...]
    plans: OrderedDict[tuple[Any, ...], Plan] = field(default_factory=OrderedDict)


class Plans:
    """The plans of the documents most recently executed, by their identity; they keep the documents alive."""

    MOST_VARIANTS = 8  # of one document

    def __init__(self, gates: Mapping[str, Mapping[str, Gate]]) -> None:
        self._gates = gates
        self._known: OrderedDict[int, _Known] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def new(self) -> Plan:
        """Return a plan nobody keeps."""
        return Plan(self._gates)

    def find(self, document: DocumentNode, operation: Node, variables: Mapping[str, Any]) -> Plan:
        """Return the plan of an operation with these variables, and count that it is asked for."""
        known = self._known.get(id(document))
        if known is None:
            known = self._known[id(document)] = _Known(document, tuple(sorted(set(_conditions_in(document)))))
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(id(document))
        key = (id(operation), *[variables.get(name) for name in known.conditions])
        plan = known.plans.get(key)
        if plan is None:
            plan = known.plans[key] = Plan(self._gates)
            if len(known.plans) > self.MOST_VARIANTS:
                known.plans.popitem(last=False)
        plan.times += 1
        return plan


def _conditions_in(node: Any) -> Iterator[str]:
    """List the variables that decide what is left out of a document."""
    for directive in getattr(node, "directives", None) or ():
        if directive.name.value in CONDITIONS:
            for given in directive.arguments or ():
                if isinstance(given.value, VariableNode):
                    yield given.value.name.value
    if isinstance(node, DocumentNode):
        children: Any = node.definitions
    else:
        selection_set = getattr(node, "selection_set", None)
        children = selection_set.selections if selection_set else ()
    for child in children:
        yield from _conditions_in(child)


@dataclass(slots=True)
class Denied:
    """Something closed that compiled code has met for the first time, and the object it was met in."""

    site: Site
    denials: Mapping[str, CodedError]
    completed: dict[str, Any] | None = None


class Run:
    """What compiled code needs of one operation: what the asker holds where, and the code for it."""

    def __init__(
        self, plan: Plan, context: Context | None, ready: Callable[[], Any], actor: Principal | None = None
    ) -> None:
        """Begin an operation; `actor` is who asks where there is no context yet."""
        self.context = context
        self.plan = plan
        self.met: list[Denied] = []
        self.tables = Tables(self)
        self._ready = ready
        self._actor: Principal | None = context.actor if context is not None else actor
        self._held: dict[UUID | None, Held] = {}

    @property
    def executor(self) -> Any:
        """The executor of the operation: it writes code."""
        return self._ready()

    def held(self, clinic_id: UUID | None) -> Held:
        """Return what the asker holds in a clinic; without one (at the root) what they hold in any."""
        if self._actor is None:
            return None
        held = self._held.get(clinic_id)
        if held is None:
            if clinic_id is not None:
                held = permissions_in(self._actor, clinic_id)
            else:
                held = frozenset().union(*(permissions_in(self._actor, one) for one in self._actor.clinic_ids))
            self._held[clinic_id] = held
        return held

    def unread(self, clinic_id: UUID | None) -> Unread:
        """Tell what of a clinic's records, or (None) of those of any, need not be read."""
        return self.plan.unread(self.held(None), self.held(clinic_id), self._ready)

    def renewed(self, actor: Principal) -> Run:
        """Begin the next event of a subscription: the same plan, for the actor as of now."""
        return Run(self.plan, None, self._ready, actor)

    def rows(self, number: int, shown: Shown[Any]) -> list[dict[str, Any]] | None:
        """Complete the items of a page by their rows; None where they have to be looked at one by one."""
        rows = shown.rows
        if not isinstance(rows, Rows):
            return None
        if not rows:
            return []
        site = self.plan.numbered[number]
        form = site.form(self.held(shown[0].clinic_id))
        complete = code_for_rows(form, site, rows, self._ready)
        return complete(rows.raw, shown, self) if complete is not None else None

    def tell(self, number: int, clinic_id: UUID, completed: dict[str, Any]) -> bool:
        """Note that something of a selection was closed when the first object of it was completed; return False."""
        site = self.plan.numbered[number]
        self.met.append(Denied(site, site.form(self.held(clinic_id)).denials, completed))
        return False

    def forget(self) -> None:
        """Drop what was met in a subtree that graphql-core does again."""
        self.met = []
        self.tables = Tables(self)


class Tables(dict[int, "Table"]):
    """The tables of one operation, by the number of the site."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def __missing__(self, number: int) -> Table:
        table = self[number] = Table(self._run, self._run.plan.numbered[number])
        return table


class Table(dict[UUID | None, Complete]):
    """The code of one site by the clinic of the object."""

    def __init__(self, run: Run, site: Site) -> None:
        super().__init__()
        self._run = run
        self._site = site

    def __missing__(self, clinic_id: UUID | None) -> Complete:
        form = self._site.form(self._run.held(clinic_id))
        if not form.is_compiled:
            compile_form(self._site, form, self._run.executor)
        complete = form.complete
        if complete is None or form.left:
            raise Surprise
        self[clinic_id] = complete
        return _telling(complete, self._run, self._site, form) if form.denials else complete


def _telling(complete: Complete, run: Run, site: Site, form: Form) -> Complete:
    """Note on its way in, as graphql-core tells on its way in, that something is closed."""

    def first(source: Any, same: Any) -> dict[str, Any]:
        denied = Denied(site, form.denials)
        run.met.append(denied)
        denied.completed = complete(source, same)
        return denied.completed

    return first
