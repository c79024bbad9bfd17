"""A remembered statement is the one that Tortoise writes: of every table, filter, kind and value, in both dialects."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from asyncpg.pgproto.pgproto import UUID as DriverUUID  # noqa: N811  # a class, in a module without types
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from tests.factories import (
    make_booking,
    make_clinic,
    make_location,
    make_membership,
    make_patient,
    make_practitioner,
    make_service,
    make_user,
)
from tests.thoroughness import examples
from tortoise.exceptions import DoesNotExist, FieldError, MultipleObjectsReturned, ValidationError
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

from chatbookr_core import models
from chatbookr_core.db import Database, opened, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    Booking,
    Clinic,
    Job,
    Location,
    Membership,
    Patient,
    Practitioner,
    Service,
)
from chatbookr_core.statements import querysets
from chatbookr_core.statements.querysets import Remembering, Written
from chatbookr_core.statements.shapes import MOST_LISTED

OFFLINE = {"sqlite": "sqlite://:memory:", "postgres": "postgresql://nobody@127.0.0.1:1/nothing"}
TABLES = [one for one in vars(models).values() if isinstance(one, type) and issubclass(one, Model)]
MODELS = sorted(TABLES, key=lambda one: one.__name__)
ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")])
COMPARED = ("", "__not", "__gt", "__gte", "__lt", "__lte")
ID, OTHER = UUID(int=7), UUID(int=8)
THEN = datetime(2027, 3, 1, 8, tzinfo=UTC)
NAIVE = THEN.replace(tzinfo=None)  # hypothesis adds the zone

Statement = tuple[str, list[tuple[type, object]]]
Draw = Callable[[st.SearchStrategy[Any]], Any]


@pytest.fixture(params=["sqlite", "postgres"])
async def dialect(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """Open a database that statements can be written for, and sent to never; nothing is remembered yet."""
    querysets.memory.clear()
    async with opened(OFFLINE[request.param], is_offline=True):
        yield request.param


def written(query: Any) -> tuple[Statement, bool]:
    """Have a query write its statement, and tell whether it came from memory."""
    query._choose_db_if_not_chosen(True)
    query.write()
    sql, values = query.query.get_parameterized_sql()
    return (sql, [(type(one), one) for one in values]), isinstance(query.query, Written)


def by_tortoise(query: Any) -> Statement:
    query._choose_db_if_not_chosen(True)
    query._make_query()
    sql, values = query.query.get_parameterized_sql()
    return sql, [(type(one), one) for one in values]


def remembered(make: Callable[[], Any]) -> bool:
    """Tell whether the second of two like queries is remembered; both must be as Tortoise writes them."""
    own = by_tortoise(make())
    assert [written(make())[0] for _ in range(2)] == [own, own]
    return written(make())[1]


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


# --- what is odd --------------------------------------------------------------------------------------------------


class Word(StrEnum):
    """Written into the statement itself by pypika."""

    BOOKED = "booked"


class Text(str):
    __slots__ = ()


ODD: dict[str, Callable[[], Any]] = {
    "an enum's member": lambda: Booking.filter(status=Word.BOOKED),
    "a subclass": lambda: Booking.filter(status=Text("booked")),
    "a star": lambda: Booking.filter(reference="*"),
    "a star in a list": lambda: Booking.filter(reference__in=["a", "*"]),
    "a NULL in a list": lambda: Booking.filter(cancelled_by__in=["a", None]),
    "a long list": lambda: Booking.filter(version__in=list(range(MOST_LISTED + 1))),
    "an iterator": lambda: Booking.filter(version__in=iter([1, 2])),
    "another table": lambda: Membership.filter(user__is_active=True),
    "another table's order": lambda: Membership.filter(clinic_id=ID).order_by("user__created_at"),
    "rows beside": lambda: Membership.filter(clinic_id=ID).select_related("user"),
    "a part of a text": lambda: Booking.filter(reference__contains="a%"),
    "a flag that is none": lambda: Booking.filter(cancelled_at__isnull=1),
    "a column": lambda: Booking.filter(version=F("announced_version")),
    "a change by a column": lambda: Booking.filter(id=ID).update(version=F("version") + 1),
    "an expression": lambda: Booking.filter(id=ID).annotate(seen=F("version")).filter(seen=1),
    "a group": lambda: Booking.all().group_by("status").values("status"),
    "a limited change": lambda: Booking.filter(id=ID).limit(1).update(version=1),
    "a document as a text": lambda: Booking.filter(id=ID).update(reference=["a"]),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_written_by_tortoise_each_time(dialect: str, name: str) -> None:
    assert not remembered(ODD[name])


ALIKE: dict[str, Callable[[], Any]] = {
    "twice the same value": lambda: Booking.filter(Q(starts_at__lt=THEN) | Q(ends_at__lt=THEN)),
    "twice the same column": lambda: Booking.filter(Q(id=ID) | Q(id=OTHER) | ~Q(id=ID)),
    "an empty list": lambda: Booking.filter(id__in=[]),
    "a set": lambda: Booking.filter(id__in={ID, OTHER}),
    "a document": lambda: Job.filter(id=ID).update(kind="a", attempts=2),
    "rows after": lambda: Membership.filter(clinic_id=ID).prefetch_related("user"),
    "no rows": lambda: Booking.filter(id=ID).limit(0),
    "flags": lambda: Booking.filter(wants_reminders=True, cancelled_at__isnull=False),
    "denied": lambda: Booking.exclude(id=ID, status="booked").exclude(Q(version=1), version=2),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_is_alike_but_plain_is_remembered(dialect: str, name: str) -> None:
    assert remembered(ALIKE[name])


def test_other_words_are_another_shape(dialect: str) -> None:
    for first, second in [
        (Booking.filter(cancelled_at=None), Booking.filter(cancelled_at=THEN)),
        (Booking.filter(cancelled_at__isnull=True), Booking.filter(cancelled_at__isnull=False)),
        (Booking.filter(id__in=[ID]), Booking.filter(id__in=[ID, OTHER])),
        (Booking.filter(Q(id=ID) | Q(version=1)), Booking.filter(Q(id=ID) & Q(version=1))),
        (Booking.filter(~Q(id=ID)), Booking.filter(Q(id=ID))),
        (Booking.filter(id=ID).order_by("id"), Booking.filter(id=ID).order_by("-id")),
        (Booking.filter(id=ID).limit(1), Booking.filter(id=ID).offset(1)),
        (Booking.filter(id=ID).only("id"), Booking.filter(id=ID).only("id", "version")),
        (Booking.filter(id=ID).update(cancelled_at=None), Booking.filter(id=ID).update(cancelled_at=THEN)),
    ]:
        written(first)

        assert written(second) == (by_tortoise(second), False)


def test_a_field_that_encodes_differently_each_time_is_not_remembered(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = count()
    field = Booking._meta.fields_map["reference"]
    monkeypatch.setattr(field, "to_db_value", lambda value, instance: f"{value}{next(counter)}")

    written(Booking.filter(reference="a"))

    assert not written(Booking.filter(reference="a"))[1]


def test_what_tortoise_refuses_is_refused_again(dialect: str) -> None:
    for _ in range(2):
        with pytest.raises(FieldError):
            written(Booking.filter(nothing="such"))
        with pytest.raises(ValidationError):
            written(Booking.filter(reference="longer than any reference"))
        written(Booking.filter(reference="short"))


def test_no_more_is_remembered_than_there_is_room_for(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querysets, "MOST_REMEMBERED", 3)

    for number in range(1, 8):
        written(Booking.filter(version__in=list(range(number))))

    assert 1 <= len(querysets.memory) <= 3


@pytest.mark.parametrize("model", MODELS)
def test_every_table_remembers(model: type[Model]) -> None:
    assert isinstance(model._meta.manager.get_queryset(), Remembering)


# --- rows ---------------------------------------------------------------------------------------------------------


async def test_rows_are_decoded_as_tortoise_does(database: Database, vault: Vault) -> None:
    async with transaction():
        clinic = await make_clinic(vault, created_at=THEN.astimezone(ZoneInfo("Asia/Kolkata")), holidays_worked=["a"])
        place = await make_location(clinic)
        service = await make_service(clinic, other_durations=[15, 45])
        person = await make_practitioner(clinic, place, services=[service])
        patient = await make_patient(clinic, vault)
        booking = await make_booking(patient, service, person, place, starts_at=THEN, wants_reminders=True)
    querysets.memory.clear()

    for model in (Clinic, Location, Service, Practitioner, Patient, Booking, Allocation):
        for rows in (model.all().order_by("id"), model.all().order_by("id").only("id", "clinic_id")):
            if model is Clinic and rows._fields_for_select:
                rows = Clinic.all().only("id", "created_at")
            by_them, by_us = [vars(one) for one in await rows], [vars(one) for one in await rows]

            assert isinstance(rows.query, Written)
            assert by_them
            assert [_typed(one) for one in by_us] == [_typed(one) for one in by_them]
    found = await Booking.get(id=booking.id)
    found.status = "cancelled"
    await found.save(update_fields=["status"])
    assert (await Booking.get(id=booking.id)).status == "cancelled"


def _typed(attributes: dict[str, Any]) -> dict[str, tuple[object, ...]]:
    return {name: (type(one), one, str(getattr(one, "tzinfo", ""))) for name, one in attributes.items()}


async def test_one_row_none_or_too_many_are_told_apart(database: Database) -> None:
    clinic = await make_clinic(name="One")
    await make_clinic(name="Two")

    for _ in range(2):
        assert (await Clinic.get(name="One")).id == clinic.id
        assert await Clinic.get_or_none(name="None") is None
        assert await Clinic.filter(name="None").first() is None
        assert await Clinic.filter(name="One").exists()
        assert not await Clinic.filter(name="None").exists()
        assert await Clinic.filter(name__in=["One", "Two"]).count() == 2
        names: list[Any] = await Clinic.filter(name="One").values_list("name", flat=True)
        assert names == ["One"]
        assert await Clinic.filter(name="One").values("name", "id") == [{"name": "One", "id": clinic.id}]
        with pytest.raises(DoesNotExist):
            await Clinic.get(name="None")
        with pytest.raises(MultipleObjectsReturned):
            await Clinic.get(name__in=["One", "Two"])


async def test_rows_read_after_others_are_put_beside_them(database: Database) -> None:
    clinic, user = await make_clinic(name="One"), await make_user()
    await make_membership(user, clinic)

    for _ in range(2):
        [found] = await Membership.filter(clinic_id=clinic.id).prefetch_related("user", "clinic")
        assert (found.user.id, found.clinic.name) == (user.id, "One")
        assert await Membership.filter(clinic_id=user.id).prefetch_related("user") == []


async def test_many_rows_are_decoded_in_turns(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querysets, "AT_ONCE", 2)
    for number in range(5):
        await make_clinic(name=f"{number}")

    for _ in range(2):
        assert [one.name for one in await Clinic.all().order_by("name")] == ["0", "1", "2", "3", "4"]


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
