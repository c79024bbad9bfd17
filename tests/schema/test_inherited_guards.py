from typing import Annotated, Any

import pytest
import strawberry
from tests.schema.closed_types import CONTACT, PUBLIC, refusal_of, root_of

from chatbookr_permissions.actions import Permission
from chatbookr_schema.build import build
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    Public,
    argument,
    field,
    input_type,
    interface_type,
    object_type,
)


@pytest.mark.parametrize(
    ("policy", "data"), [(PUBLIC, DataClass.NONE), (CONTACT, DataClass.NONE), (Needs(Permission.TASK_READ), "contact")]
)
def test_a_class_cannot_weaken_what_it_inherits(policy: Public | Needs, data: str) -> None:
    @object_type("Named.")
    class Named:
        name: str | None = field("A name.", policy=CONTACT, data=DataClass.CONTACT)

    @object_type("Somebody.")
    class Somebody(Named):
        name: str | None = field("A name.", policy=policy, data=DataClass(data))

    @strawberry.type(description="All.")
    class Query:
        somebody: Somebody | None = field("Somebody.", policy=PUBLIC)

    assert "Somebody.name: another policy than Named.name" in refusal_of(Query)


def test_a_root_cannot_weaken_the_queries_it_is_put_together_from() -> None:
    @strawberry.type
    class Names:
        name: str | None = field("A name.", policy=CONTACT)

    @strawberry.type(description="All.")
    class Query(Names):
        name: str | None = field("A name.", policy=PUBLIC)

    assert "Query.name: another policy than Names.name" in refusal_of(Query)


def test_an_input_cannot_weaken_the_one_it_comes_from() -> None:
    @input_type("A wish.")
    class Wish:
        notes: str = field("Notes.", policy=Needs(Permission.BOOKING_NOTES_WRITE))

    @input_type("A wider wish.")
    class WiderWish(Wish):
        notes: str = field("Notes.", policy=OF_PARENT)

    @strawberry.type(description="All.")
    class Query:
        @field("It tells.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self, wish: Annotated[WiderWish, argument("What.")]) -> str | None:
            return wish.notes

    assert "WiderWish.notes: another policy than Wish.notes" in refusal_of(Query)


def closed_type(name: str, *parents: type) -> Any:
    made = type(name, parents, {"__annotations__": {"name": str}, "name": field("A name.", policy=OF_PARENT)})
    return object_type("Closed.", needs=Permission.PATIENT_READ)(made)


def test_a_class_cannot_drop_what_the_type_it_comes_from_needs() -> None:
    @object_type("Opened.")
    class Opened(closed_type("Closed")):  # type: ignore[misc]  # made on the spot
        pass

    assert "Opened: does not need patient:read, as Closed does" in refusal_of(root_of(Opened))


def test_a_class_cannot_weaken_an_argument() -> None:
    @object_type("Told.")
    class Told:
        @field("It tells.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self, whom: Annotated[str | None, argument("Whom.", policy=CONTACT)] = None) -> str | None:
            return whom

    @object_type("Told more.")
    class ToldMore(Told):
        @field("It tells.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self, whom: Annotated[str | None, argument("Whom.")] = None) -> str | None:
            return whom

    assert "ToldMore.told: another policy than Told.told(whom:)" in refusal_of(root_of(ToldMore))
    assert build(root_of(Told), None, None)


@pytest.mark.parametrize("weaker", [{"cost": 1}, {"surfaces": BOTH}, {"lists": 3}, {"lists": None}])
def test_a_class_cannot_be_cheaper_or_stand_in_more_places(weaker: dict[str, Any]) -> None:
    promised: dict[str, Any] = {"policy": PUBLIC, "cost": 5, "surfaces": STAFF, "lists": 7}

    @object_type("Named.")
    class Named:
        names: list[str] = field("Names.", **promised)

    @object_type("Somebody.")
    class Somebody(Named):
        names: list[str] = field("Names.", **{**promised, **weaker})

    assert "Somebody.names: costs less or stands in more places than Named.names" in refusal_of(root_of(Somebody))


def test_an_open_field_cannot_lead_to_a_union_or_an_interface_of_closed_types() -> None:
    @object_type("Other.")
    class Other:
        name: str = field("A name.", policy=OF_PARENT)

    @interface_type("Named.")
    class Named:
        name: str = field("A name.", policy=OF_PARENT)

    closed = closed_type("Closed", Named)
    union = Annotated[closed | Other, strawberry.union("OneOf", description="One of them.")]  # type: ignore[valid-type]  # made on the spot
    own = field("The type.", policy=Needs(Permission.PATIENT_READ))
    told = {"named": field("By interface.", policy=PUBLIC), "either": field("By union.", policy=PUBLIC), "own": own}
    kinds = {"named": Named | None, "either": union | None, "own": closed | None}
    query = strawberry.type(type("Query", (), {"__annotations__": kinds, **told}), description="All.")

    refusal = refusal_of(query)
    assert "Query.named: leads to what needs patient:read without asking for it" in refusal
    assert "Query.either: leads to what needs patient:read without asking for it" in refusal
    assert "Query.own" not in refusal
