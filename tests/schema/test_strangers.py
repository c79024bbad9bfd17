"""An id of another clinic's is answered like one that nobody has, wherever the schema takes an id."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type
from tests.api.clients import make_deployment
from tests.matrix.examples import Examples
from tests.matrix.families import be_booked_for
from tests.matrix.merging import meet_another
from tests.matrix.places import Place, Step, document_of
from tests.matrix.preparing import have_something_to_send
from tests.schema.desk import Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Session
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import staff_schema
from chatbookr_schema.ids import global_id
from chatbookr_schema.roots import KINDS

pytestmark = pytest.mark.exhaustive  # every cell of a generated matrix: make test and CI run it
SCHEMA = staff_schema()._schema


class OneOther(Examples):
    """Examples of a desk's own, but for one id."""

    def __init__(self, desk: Desk, owner: str, name: str, other: Callable[[str], str]) -> None:
        super().__init__(desk)
        self._target, self._other = (owner, name.removesuffix("s")), other

    def _of_scalar(self, name: str, kind: str, owner: str) -> object:
        if kind == "ID" and (owner, name) == self._target:
            return self._other(self._type_of(name, owner))
        return super()._of_scalar(name, kind, owner)


def places() -> Iterator[tuple[Place, str, str]]:
    """List the places of the roots that take an id, with who owns it and its name."""
    for root in (SCHEMA.query_type, SCHEMA.mutation_type):
        assert isinstance(root, GraphQLObjectType)
        for field, one in root.fields.items():
            here = Place(f"{root.name}.{field}", (Step(root, field),), "staff")
            for argument, given in one.args.items():
                kind = get_named_type(given.type)
                if isinstance(kind, GraphQLInputObjectType):
                    for name, member in kind.fields.items():
                        if get_named_type(member.type).name == "ID":
                            at = f"{here.coordinate}({argument}.{name}:)"
                            yield replace(here, coordinate=at, argument=argument, input_field=name), kind.name, name
                elif kind.name == "ID":
                    owner = field if argument in ("id", "ids") else root.name
                    at = f"{here.coordinate}({argument}:)"
                    yield replace(here, coordinate=at, argument=argument), owner, argument


PLACES = {place.coordinate: (place, owner, name) for place, owner, name in places()}


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


def told(answer: Answer) -> tuple[Any, list[Any]]:
    return answer.data, [{**error, "extensions": {**error["extensions"], "requestId": None}} for error in answer.errors]


def _is_change(place: Place) -> bool:
    return place.way[0].kind is SCHEMA.mutation_type


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two clinics, and what an owner of one is answered."""

    deployment: Deployment
    desk: Desk
    other: Desk

    async def difference(self, coordinate: str) -> str | None:
        """Say how an id of the other clinic is told from nobody's at a place, or that it is told from no other id."""
        place, owner, name = PLACES[coordinate]

        def theirs(type_name: str) -> str:
            return Examples(self.other).id_of(type_name)

        foreign = await self._answered(place, OneOther(self.desk, owner, name, theirs))
        nobodys = OneOther(self.desk, owner, name, lambda type_name: global_id(type_name, uuid4()))
        missing = await self._answered(place, nobodys)
        own = await self._answered(place, Examples(self.desk))
        if told(foreign) != told(missing):
            return f"{coordinate}: {foreign} is not {missing}"
        return f"{coordinate}: the id makes no difference to {own}" if told(own) == told(foreign) else None

    async def _answered(self, place: Place, examples: Examples) -> Answer:
        document, variables = document_of(place, examples, "mutation" if _is_change(place) else "query")
        telling = document.replace("{ __typename }", _telling(place))
        return await ask(self.deployment, self.desk.actor(Role.OWNER), telling, variables)


@pytest.fixture
async def neighbours(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> Neighbours:
    desk, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    async with transaction():  # some changes are for those alone who proved again who they are
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    await meet_another(desk)
    await be_booked_for(desk)
    await have_something_to_send(desk)
    return Neighbours(deployment, desk, other)


@pytest.mark.attack("tenant-crossing")
@pytest.mark.asvs("8.2.2", "8.4.1")
@pytest.mark.checklist(6)
async def test_another_clinics_id_is_read_like_nobodys(neighbours: Neighbours) -> None:
    asked = [coordinate for coordinate, (place, _, _) in PLACES.items() if not _is_change(place)]

    differences = [await neighbours.difference(coordinate) for coordinate in asked]

    assert len(asked) > 30
    assert not any(differences), "\n".join(filter(None, differences))


@pytest.mark.attack("tenant-crossing")
@pytest.mark.asvs("8.2.2", "8.4.1")
@pytest.mark.checklist(6)
@pytest.mark.parametrize("coordinate", [name for name, (place, _, _) in PLACES.items() if _is_change(place)])
async def test_another_clinics_id_is_changed_like_nobodys(neighbours: Neighbours, coordinate: str) -> None:
    assert await neighbours.difference(coordinate) is None


def _telling(place: Place) -> str:
    """Ask for what tells answers apart: how many a list has, why a change was not made."""
    step = place.way[0]
    kind = get_named_type(step.kind.fields[step.field].type)
    names = getattr(kind, "fields", {})
    if "totalCount" in names:
        return "{ totalCount }"
    return "{ userErrors { code message field } }" if "userErrors" in names else "{ __typename }"


@pytest.mark.checklist(6)
@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR])
async def test_another_clinics_node_is_answered_like_nobodys(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, role: Role
) -> None:
    desk, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    query = "query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }"

    async def answered(value: str) -> Answer:
        return await ask(deployment, desk.actor(role), query, {"id": value, "ids": [value]})

    for type_name in KINDS:
        foreign, missing = await answered(other.id_of(type_name)), await answered(global_id(type_name, uuid4()))
        assert foreign == missing, type_name
        assert foreign.data == {"node": None, "nodes": [None]}, type_name
