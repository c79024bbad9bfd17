"""A remembered statement is the one that Tortoise writes: of every table, filter, kind and value, in both dialects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from asyncpg.pgproto.pgproto import UUID as DriverUUID  # noqa: N811  # a class, in a module without types
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from tests.core.written_statements import ID, MODELS, THEN, by_tortoise, written
from tests.core.written_statements import dialect as dialect
from tests.thoroughness import examples
from tortoise.expressions import F, Q
from tortoise.fields import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DatetimeField,
    Field,
    FloatField,
    JSONField,
    TextField,
    UUIDField,
)
from tortoise.fields.relational import RelationalField
from tortoise.models import Model
from tortoise.queryset import AwaitableQuery, QuerySet

from chatbookr_core.models import (
    Booking,
    Membership,
)

ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")])
COMPARED = ("", "__not", "__gt", "__gte", "__lt", "__lte")
NAIVE = THEN.replace(tzinfo=None)  # hypothesis adds the zone
Draw = Callable[[st.SearchStrategy[Any]], Any]


# --- any query whatever -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """A filter and what its values are made by; what changes the words of the statement is settled."""

    key: str
    values: st.SearchStrategy[Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A condition: leaves or other conditions, joined one way, perhaps denied."""

    below: tuple["Node | Leaf", ...]
    join_type: str
    is_denied: bool

    def made(self, draw: Draw) -> Q:
        leaves = {one.key: draw(one.values) for one in self.below if isinstance(one, Leaf)}
        nodes = [one.made(draw) for one in self.below if isinstance(one, Node)]
        made = Q(*nodes, join_type=self.join_type, **leaves)
        return ~made if self.is_denied else made


def columns_of(model: type[Model]) -> dict[str, Field[Any]]:
    return {name: one for name, one in model._meta.fields_map.items() if not isinstance(one, RelationalField)}


def values_of(field: Field[Any]) -> st.SearchStrategy[Any]:
    simple: dict[type, st.SearchStrategy[Any]] = {
        UUIDField: st.uuids() | st.uuids().map(lambda one: DriverUUID(str(one))),  # as PostgreSQL's driver reads them
        DatetimeField: st.datetimes(NAIVE.replace(year=1971), NAIVE.replace(year=2090), timezones=ZONES),
        DateField: st.dates(),
        BinaryField: st.binary(max_size=8),
        FloatField: st.floats(allow_nan=False),
        TextField: st.text(max_size=8).filter(lambda one: one != "*"),
    }
    for kind, values in simple.items():
        if isinstance(field, kind):
            return values
    if isinstance(field, CharField):
        return st.text(max_size=min(field.max_length, 8)).filter(lambda one: one != "*")
    return st.integers(-30_000, 30_000)


@st.composite
def leaves(draw: Draw, model: type[Model]) -> Leaf:
    name, field = draw(st.sampled_from(sorted(columns_of(model).items())))
    kinds = ["null", "being null"] if isinstance(field, JSONField) else ["null", "being null", "one", "many"]
    kind = draw(st.sampled_from(kinds))
    if kind == "being null":
        return Leaf(name + draw(st.sampled_from(["__isnull", "__not_isnull"])), st.just(draw(st.booleans())))
    if kind == "null":
        return Leaf(name + draw(st.sampled_from(["", "__not"] if field.null else [""])), st.none())
    values = st.just(draw(st.booleans())) if isinstance(field, BooleanField) else values_of(field)
    if kind == "one":
        return Leaf(name + draw(st.sampled_from(COMPARED)), values)
    count, listed = draw(st.integers(0, 4)), draw(st.sampled_from([list, tuple]))
    many = st.lists(values, min_size=count, max_size=count).map(listed)
    return Leaf(name + draw(st.sampled_from(["__in", "__not_in"])), many)


def conditions(model: type[Model]) -> st.SearchStrategy[Node]:
    def nodes(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Node]:
        several = st.lists(below, min_size=1, max_size=3).map(tuple)
        return st.builds(Node, several, st.sampled_from([Q.AND, Q.OR]), st.booleans())

    return st.recursive(nodes(leaves(model)), nodes, max_leaves=4)


@st.composite
def changes(draw: Draw, model: type[Model]) -> list[Leaf]:
    own = {name: one for name, one in columns_of(model).items() if not one.pk and not one.generated}
    if not own:
        return []
    found = []
    for name in draw(st.lists(st.sampled_from(sorted(own)), min_size=1, max_size=4, unique=True)):
        if isinstance(own[name], JSONField):
            values: st.SearchStrategy[Any] = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=2)
        elif isinstance(own[name], BooleanField):
            values = st.just(draw(st.booleans()))
        else:
            values = values_of(own[name])
        found.append(Leaf(name, st.none() if draw(st.booleans()) and own[name].null else values))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A query without its values."""

    model: type[Model]
    conditions: list[Node]
    ordering: list[str]
    columns: list[str]
    kind: str
    changes: list[Leaf]
    limits: tuple[bool, bool]
    flags: tuple[bool, bool]

    def made(self, draw: Draw) -> Any:
        rows: Any = self.model.all()
        for condition in self.conditions:
            rows = rows.filter(condition.made(draw))
        rows = rows.order_by(*self.ordering)
        if self.limits[0]:
            rows = rows.limit(draw(st.integers(1, 50)))
        if self.limits[1]:
            rows = rows.offset(draw(st.integers(1, 50)))
        if self.flags[0]:
            rows = rows.distinct()
        return self._of_kind(rows, draw)

    def _of_kind(self, rows: Any, draw: Draw) -> Any:
        kinds: Mapping[str, Callable[[], Any]] = {
            "rows": lambda: rows,
            "locked rows": lambda: rows.select_for_update(skip_locked=self.flags[1], no_key=self.flags[0]),
            "some columns": lambda: rows.only(*self.columns),
            "first": rows.first,
            "get": lambda: rows.get(pk=draw(values_of(self.model._meta.pk))),
            "exists": rows.exists,
            "count": rows.count,
            "delete": self._unlimited(rows).delete,
            "update": lambda: self._unlimited(rows).update(**{one.key: draw(one.values) for one in self.changes}),
            "tuples": lambda: rows.values_list(*self.columns),
            "dicts": lambda: rows.values(*self.columns),
        }
        return kinds[self.kind]()

    @staticmethod
    def _unlimited(rows: Any) -> Any:
        made = rows.all()
        made._limit = None
        return made


@st.composite
def queries(draw: Draw) -> Asked:
    model = draw(st.sampled_from(MODELS))
    names = st.sampled_from(sorted(columns_of(model)))
    kinds = ["rows", "locked rows", "some columns", "first", "get", "exists", "count", "delete", "tuples", "dicts"]
    changed = draw(changes(model))
    ordered = st.tuples(st.sampled_from(["", "-"]), names).map("".join)
    return Asked(
        model,
        draw(st.lists(conditions(model), max_size=3)),
        draw(st.lists(ordered, max_size=2)),
        draw(st.lists(names, min_size=1, max_size=4, unique=True)),
        draw(st.sampled_from([*kinds, "update"] if changed else kinds)),
        changed,
        draw(st.tuples(st.booleans(), st.booleans())),
        draw(st.tuples(st.booleans(), st.booleans())),
    )


@examples(200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=queries(), data=st.data())
def test_what_is_remembered_is_what_tortoise_writes(dialect: str, asked: Asked, data: st.DataObject) -> None:
    first, second = asked.made(data.draw), asked.made(data.draw)
    own = by_tortoise(second)
    written(first)

    again, from_memory = written(second)

    assert from_memory
    assert again == own


@pytest.mark.parametrize("slot", sorted({*QuerySet.__slots__, *AwaitableQuery.__slots__} - {"_capabilities"}))
def test_a_step_of_a_chain_takes_everything_along(dialect: str, slot: str) -> None:
    rows: Any = Booking.filter(id=ID).order_by("-id").limit(3).offset(4).distinct().only("id").select_for_update()
    rows = rows.filter(version=1).group_by("id")
    rows._single = rows._raise_does_not_exist = True
    rows._prefetch_map = {"user": set()}

    copied = rows.all()

    assert copied is not rows
    assert getattr(copied, slot) == getattr(rows, slot)


def test_a_step_of_a_chain_leaves_what_it_was_taken_from(dialect: str) -> None:
    rows = Membership.filter(clinic_id=ID)
    before = by_tortoise(rows)

    rows.filter(user_id=ID).order_by("id").select_related("user").annotate(seen=F("user_id"))

    assert by_tortoise(rows) == before
