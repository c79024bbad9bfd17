"""A deployment whose schema keeps silent about a policy, or says less than was promised, does not start."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
import strawberry
from graphql import build_schema, is_input_object_type
from tests.api.clients import make_deployment
from tests.schema.closed_types import CONTACT, PUBLIC, refusal_of, root_of

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_schema.build import build, schema_of, staff_schema
from chatbookr_schema.completeness import TELLING, coordinates_of
from chatbookr_schema.field import (
    BOTH,
    GUARD,
    OF_PARENT,
    DataClass,
    Guard,
    Needs,
    OfParent,
    OfProof,
    Public,
    Surface,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import InputDenied, check_input
from chatbookr_schema.recorded import Recorded

ANYTHING: Any = None


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


def with_guard(guard: Any) -> type:
    """Make a root with one field that was made past the factory, with a guard of its own."""
    told: Any = strawberry.field(description="It tells.", metadata={GUARD: guard}, resolver=lambda: "told")
    return strawberry.type(
        type("Query", (), {"__annotations__": {"told": str | None}, "told": told}), description="All."
    )


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize(
    ("guard", "problem"),
    [
        ({"policy": PUBLIC}, "not made by the field factory"),
        (Guard(ANYTHING, DataClass.NONE, 0), "no policy"),
        (Guard(Needs(ANYTHING), DataClass.NONE, 0), "asks for something that is no permission"),
        (Guard(Public(" "), DataClass.NONE, 0), "public, and nobody said why"),
        (Guard(OfProof(" "), DataClass.NONE, 0), "for a proof, and nobody said which"),
        (Guard(OfProof("a test"), DataClass.NONE, 0), "only the payload of a change can tell what was proven in it"),
        (Guard(PUBLIC, ANYTHING, 0), "no class of data"),
        (Guard(PUBLIC, DataClass.NONE, ANYTHING), "no cost"),
        (Guard(PUBLIC, DataClass.NONE, -1), "no cost"),
        (Guard(PUBLIC, DataClass.NONE, True), "no cost"),
    ],
)
def test_a_guard_made_past_the_factory_must_say_everything(guard: object, problem: str) -> None:
    assert f"Query.told: {problem}" in refusal_of(with_guard(guard))


def test_a_whole_guard_starts() -> None:
    assert build(with_guard(Guard(PUBLIC, DataClass.NONE, 0)), None, None)


def test_an_input_field_made_past_the_factory_stops_the_start() -> None:
    @strawberry.input(description="What to tell.")
    class Wish:
        name: str = strawberry.field(description="Of whom.")

    @strawberry.type(description="All.")
    class Query:
        @field("It tells.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self, wish: Annotated[Wish, argument("What.")]) -> str | None:
            return wish.name

    assert "Wish.name: not made by the field factory" in refusal_of(Query)


@pytest.mark.checklist(7)
@pytest.mark.parametrize("data", [DataClass.CONTACT, DataClass.CONVERSATION, DataClass.SECRET])
@pytest.mark.parametrize("policy", [PUBLIC, OF_PARENT])
def test_peoples_data_is_for_holders_of_a_permission(data: DataClass, policy: Public | OfParent) -> None:
    @object_type("Somebody.")
    class Somebody:
        phone: str | None = field("Their number.", policy=policy, data=data)

    @strawberry.type(description="All.")
    class Query:
        somebody: Somebody | None = field("Somebody.", policy=PUBLIC)

    assert f"Somebody.phone: {data} data that neither the field nor its type asks" in refusal_of(Query)


def test_a_secret_may_be_told_to_whoever_has_just_proven_that_it_is_theirs() -> None:
    @object_type("What became of it.")
    class ProvePayload:
        token: str | None = field("A token.", policy=OfProof("The password was right."), data=DataClass.SECRET)

    @object_type("Somebody.")
    class Somebody:
        token: str | None = field("A token.", policy=OfProof("The password was right."), data=DataClass.SECRET)

    @strawberry.type(description="All.")
    class Proving:
        prove: ProvePayload | None = field("Proven.", policy=PUBLIC)

    @strawberry.type(description="All.")
    class Reading:
        somebody: Somebody | None = field("Somebody.", policy=PUBLIC)

    assert build(Proving, None, None)
    assert "Somebody.token: only the payload of a change" in refusal_of(Reading)


def test_peoples_data_may_be_open_within_a_type_that_asks_for_a_permission() -> None:
    @object_type("Somebody.", needs=Permission.PATIENT_CONTACT_READ)
    class Somebody:
        phone: str | None = field("Their number.", policy=OF_PARENT, data=DataClass.CONTACT)

    @strawberry.type(description="All.")
    class Query:
        somebody: Somebody | None = field("Somebody.", policy=CONTACT)

    assert build(Query, None, None)


def test_a_type_with_closed_fields_knows_its_clinic() -> None:
    @object_type("A note.")
    class Note:
        words: str | None = field("It.", policy=CONTACT)

    @object_type("A note of a clinic.")
    class ClinicNote(Note):
        clinic_id: strawberry.Private[str]

    assert "Note: has fields that need a permission, and no clinic_id" in refusal_of(root_of(Note))
    assert build(root_of(ClinicNote), None, None)


@pytest.mark.checklist(7)
@pytest.mark.parametrize("name", sorted(TELLING))
def test_what_is_named_like_somebodys_data_says_of_which_class_it_is(name: str) -> None:
    def somebody(**data: Any) -> Any:
        told: Any = field("It.", policy=OF_PARENT, **data)
        return object_type("Somebody.")(type("Somebody", (), {"__annotations__": {name: str | None}, name: told}))

    assert "by its name it could be somebody's data" in refusal_of(root_of(somebody()))
    assert build(root_of(somebody(data=DataClass.NONE)), None, None)


def test_what_is_kept_sealed_has_a_class_of_data() -> None:
    @dataclass(frozen=True)
    class Record:
        id: int
        clinic_id: int
        story_sealed: bytes

    @object_type("Somebody.", record=Record)
    class Somebody(Recorded):
        @field("It.", policy=OF_PARENT, data=DataClass.NONE)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def story(self) -> str | None:
            return None

    assert "Somebody.story: is kept sealed, and nobody said" in refusal_of(root_of(Somebody))


def test_what_an_argument_can_close_is_nullable() -> None:
    @strawberry.type(description="All.")
    class Query:
        @field("It tells.", policy=PUBLIC)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
        def told(self, whom: Annotated[str | None, argument("Whom.", policy=CONTACT)] = None) -> str:
            return str(whom)

    assert "Query.told(whom:): can close the field, so that must be nullable" in refusal_of(Query)


def test_a_field_of_an_input_in_a_list_is_asked_for_too() -> None:
    @input_type("A wish.")
    class Wish:
        notes: str | None = optional_input("Notes.", policy=CONTACT)

    @input_type("Wishes.")
    class Wishes:
        each: list[Wish] | None = optional_input("Each.", policy=OF_PARENT)

    wishes = Wishes(each=[Wish(), Wish(notes="x")])

    with pytest.raises(InputDenied) as denied:
        check_input(None, wishes, None, "input")

    assert (denied.value.field, denied.value.coordinate) == ("input.each.1.notes", "Wish.notes")


def test_the_published_schema_shows_every_permission_that_is_asked_for() -> None:
    published = build_schema(staff_schema().as_str())
    shown: dict[str, list[str]] = {}
    for kind in published.type_map.values():
        for name, one in getattr(kind, "fields", {}).items():
            elements = [(f"{kind.name}.{name}", one)]
            elements += [
                (f"{kind.name}.{name}({key}:)", argument) for key, argument in getattr(one, "args", {}).items()
            ]
            for coordinate, element in elements:
                nodes = (element.ast_node and element.ast_node.directives) or ()
                found = [node.arguments[0].value.value for node in nodes if node.name.value == "requires"]
                if found:
                    shown[coordinate] = found
    asked = {
        one.name: [one.guard.policy.permission.value]
        for one in coordinates_of(staff_schema()._schema)
        if isinstance(one.guard.policy, Needs)
    }

    assert shown == asked
    assert shown["Booking.notes"] == ["booking.notes:read"]
    assert shown["BookingWhere.patientId"] == ["patient:read"]
    assert any(is_input_object_type(published.type_map[name.split(".")[0]]) for name in shown)


@pytest.mark.parametrize("surface", ["staff", "partner"])
def test_what_is_given_is_of_the_class_it_is_read_as(surface: Surface) -> None:
    told = {one.name: one.guard.data for one in coordinates_of(schema_of(surface)._schema) if "(" not in one.name}
    kinds = {name.split(".")[0] for name in told}
    pairs = [
        (f"{kind}.{name.split('.')[1]}", name)
        for name in told
        for kind in kinds
        if name.split(".")[0].endswith("Input") and name.startswith(kind) and not name.startswith(f"{kind}.")
    ]
    compared = {name: (told[name], told[read]) for read, name in pairs if read in told}

    assert [name for name, (given, read) in compared.items() if given is not read] == []
    assert compared["BookingCreateInput.notes"] == (DataClass.CONVERSATION, DataClass.CONVERSATION)


def test_what_may_be_left_out_has_no_null_for_a_default() -> None:
    assert re.findall(r"= null", staff_schema().as_str()) == []


@pytest.mark.parametrize(
    ("surfaces", "tells", "is_refused"), [(BOTH, None, True), (BOTH, False, False), (None, None, False)]
)
def test_a_partners_mutation_says_whether_people_are_told_of_it(
    surfaces: Any, tells: bool | None, is_refused: bool
) -> None:
    class Made:
        make: str | None = field("It makes.", policy=PUBLIC, cost=10, surfaces=surfaces, tells=tells)

    class Asked:
        told: str | None = field("It tells.", policy=PUBLIC, surfaces=BOTH)

    query = strawberry.type(Asked, name="Query", description="All.")
    mutation = strawberry.type(Made, name="Mutation", description="All.")
    if not is_refused:
        build(query, mutation, None)
        return
    with pytest.raises(InvalidSettings) as refused:
        build(query, mutation, None)

    assert "Mutation.make: partners' programs have it, and nobody said" in refused.value.message


def test_what_an_object_or_an_input_holds_is_not_printed() -> None:
    @object_type("A secret.")
    class Secret:
        word: str = field("It.", policy=PUBLIC)

    @input_type("A wish.")
    class Wish:
        notes: str | None = optional_input("Notes.", policy=PUBLIC)

    assert "xyzzy" not in repr(Secret(word="xyzzy")) + repr(Wish(notes="xyzzy"))
