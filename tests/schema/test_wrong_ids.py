"""An id that cannot be meant is answered alike by every mutation: an error of the field, by the path of the id."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from graphql import GraphQLInputObjectType, get_named_type, get_nullable_type, is_list_type
from tests.api.clients import make_deployment
from tests.matrix.actors import key_comer
from tests.matrix.examples import Examples
from tests.matrix.places import Place
from tests.matrix.preparing import PREPARED, nothing
from tests.matrix.test_changing_matrix import MUTATIONS, asked, changed, snapshot
from tests.schema.desk import MONDAY, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

OF_NO_TYPE = global_id("Nothing", UUID(int=7))
WRONG = ("garbage", OF_NO_TYPE)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


def id_at(place: Place) -> tuple[list[str], Any] | None:
    """Say where in the arguments a place's id stands, and its type; None for what is no id."""
    if place.argument is None:
        return None
    kind: Any = place.way[-1].kind.fields[place.way[-1].field].args[place.argument].type
    path = [place.argument]
    named = get_named_type(kind)
    if isinstance(named, GraphQLInputObjectType):
        if place.input_field is None:
            return None
        kind, path = named.fields[place.input_field].type, [*path, place.input_field]
    return (path, kind) if get_named_type(kind).name == "ID" else None


def ids_of_mutations() -> Iterator[Any]:
    for (surface, name), places in MUTATIONS.items():
        for place in places:
            found = id_at(place)
            if found is not None:
                yield pytest.param(surface, name, place, *found, id=f"{surface}-{place.coordinate}")


def with_id(value: object, kind: Any, path: list[str], wrong: str, right: str) -> tuple[object, list[str]]:
    """Put a wrong id where the path leads: second in a list, so that its place is told."""
    if len(path) > 1:
        assert isinstance(value, dict)
        inner, told = with_id(value.get(path[1]), kind, path[1:], wrong, right)
        return {**value, path[1]: inner}, [path[0], *told]
    if is_list_type(get_nullable_type(kind)):
        return [right, wrong], [path[0], "1"]
    return wrong, path


@pytest.mark.exhaustive  # every id of every mutation
@pytest.mark.checklist(10)
@pytest.mark.parametrize(("surface", "name", "place", "path", "kind"), list(ids_of_mutations()))
async def test_a_wrong_id_is_an_error_of_the_field_by_its_path(
    deployment: Deployment, desk: Desk, surface: Surface, name: str, place: Place, path: list[str], kind: Any
) -> None:
    owner, key = desk.actor(Role.OWNER), key_comer(desk, set(Permission))
    actor: Principal | None = owner if surface == "staff" else key.actor
    await PREPARED.get(name, nothing)(desk)
    document, variables = asked(place, Examples(desk))
    (variable,) = re.findall(rf"\b{place.argument}: \$(\w+)", document)
    before = await snapshot()

    another = "Booking" if path[-1] == "replyToMessageId" else "Message"
    for wrong in (*WRONG, desk.id_of(another)):
        right = desk.id_of(path[-1].removesuffix("Ids").capitalize()) if path[-1].endswith("Ids") else ""
        given, told = with_id(variables[variable], kind, path, wrong, right)
        answer = await ask(deployment, actor, document, {**variables, variable: given}, surface)

        assert answer.data == {name: None}
        assert answer.codes == ["BAD_USER_INPUT"]
        assert answer.errors[0]["extensions"]["field"] == told
    assert changed(before, await snapshot()) == []


CREATE = "mutation ($i: BookingCreateInput!) { bookingCreate(input: $i) { userErrors { code field } } }"


@pytest.mark.parametrize("name", ["serviceId", "patientId"])
async def test_what_is_not_found_is_named_where_several_ids_were_given(
    deployment: Deployment, desk: Desk, name: str
) -> None:
    given = {
        "serviceId": desk.id_of("Service"),
        "practitionerId": desk.id_of("Practitioner"),
        "patientId": desk.id_of("Patient"),
        "startsAt": MONDAY.replace(hour=11).isoformat(),
    }
    nobodys = global_id(name.removesuffix("Id").capitalize(), uuid4())

    answer = await ask(deployment, desk.actor(Role.OWNER), CREATE, {"i": {**given, name: nobodys}})

    assert answer.data["bookingCreate"]["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", name]}]
