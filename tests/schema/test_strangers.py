"""An id of another clinic's is answered like one that nobody has, wherever the schema takes an id."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type
from tests.api.clients import make_deployment
from tests.matrix.examples import Examples
from tests.matrix.places import Place, Step, document_of
from tests.schema.desk import Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Session
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import KINDS, staff_schema
from chatbookr_schema.ids import global_id

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


@pytest.mark.parametrize("coordinate", PLACES)
async def test_another_clinics_id_is_answered_like_nobodys(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, coordinate: str
) -> None:
    desk, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    async with transaction():  # some changes are for those alone who proved again who they are
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    place, owner, name = PLACES[coordinate]
    operation = "mutation" if place.way[0].kind is SCHEMA.mutation_type else "query"

    async def answered(examples: Examples) -> Answer:
        document, variables = document_of(place, examples, operation)
        telling = document.replace("{ __typename }", _telling(place))
        return await ask(deployment, desk.actor(Role.OWNER), telling, variables)

    def theirs(type_name: str) -> str:
        people = {"User": other.user.id, "Session": other.session.id}
        return global_id(type_name, people[type_name]) if type_name in people else other.id_of(type_name)

    foreign = await answered(OneOther(desk, owner, name, theirs))
    missing = await answered(OneOther(desk, owner, name, lambda type_name: global_id(type_name, uuid4())))
    own = await answered(Examples(desk))

    assert told(foreign) == told(missing)
    assert told(own) != told(foreign), "the id makes no difference: this document shows nothing"


def _telling(place: Place) -> str:
    """Ask for what tells answers apart: how many a list has, why a change was not made."""
    step = place.way[0]
    kind = get_named_type(step.kind.fields[step.field].type)
    names = getattr(kind, "fields", {})
    if "totalCount" in names:
        return "{ totalCount }"
    return "{ userErrors { code message field } }" if "userErrors" in names else "{ __typename }"


@pytest.mark.parametrize("type_name", KINDS)
@pytest.mark.parametrize("role", [Role.OWNER, Role.AUDITOR])
async def test_another_clinics_node_is_answered_like_nobodys(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, type_name: str, role: Role
) -> None:
    desk, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    query = "query ($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }"

    async def answered(value: str) -> Answer:
        return await ask(deployment, desk.actor(role), query, {"id": value, "ids": [value]})

    foreign, missing = await answered(other.id_of(type_name)), await answered(global_id(type_name, uuid4()))

    assert foreign == missing
    assert foreign.data == {"node": None, "nodes": [None]}
