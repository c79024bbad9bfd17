"""Every field, argument and input field of every query, against everybody: generated from the schema.

What is expected follows from the declared policies and the table of roles alone, never from the executor.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_clinic, make_membership, make_user
from tests.matrix.actors import Comer, key_comer, staff_at_home, strangers
from tests.matrix.examples import Examples, nobodys
from tests.matrix.places import Gate, Place, document_of, gates_on, places_of, value_at
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.build import staff_schema

CANARIES = (NAME, PHONE, BODY, NOTES)
SCHEMA = staff_schema()._schema
assert SCHEMA.query_type is not None
PLACES = list(places_of(SCHEMA, SCHEMA.query_type))
TYPES = sorted({place.coordinate.split(".")[0] for place in PLACES})
OWN = {"viewer"}  # roots that answer about the asker and no clinic
NOT_READ_WELL = {"BAD_USER_INPUT"}  # an example cursor is no cursor: past the gates, which is what is asked here


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


@pytest.fixture
async def outsiders(desk: Desk, vault: Vault) -> list[Comer]:
    """Everybody who holds nothing at the desk; the suspended member has a place, and it counts for nothing."""
    elsewhere = await make_clinic(vault)
    member = await make_user()
    await make_membership(member, desk.clinic, state="suspended")
    return list(strangers(desk, elsewhere.id, StaffActor(member.id, uuid4(), {})))


def places_in(type_name: str) -> list[Place]:
    return [place for place in PLACES if place.coordinate.split(".")[0] == type_name]


def insiders(desk: Desk, gates: list[Gate]) -> Iterator[Comer]:
    """Yield each role, a key with all it takes, and for each permission a key with all but that one."""
    yield from staff_at_home(desk)
    needed = {gate.permission for gate in gates if gate.permission is not None}
    yield key_comer(desk.clinic.id, needed)
    for left_out in sorted(needed):
        yield key_comer(desk.clinic.id, set(Permission) - {left_out})


def closed_well(answer: Answer, place: Place, gate: Gate, comer: Comer) -> str | None:
    """Say what is wrong with an answer that had to end at a gate."""
    if any(canary in str(answer) for canary in CANARIES):
        return "leaked"
    if gate.coordinate is None:
        return None if answer.data == {"node": None} and not answer.errors else f"not silent: {answer}"
    told = [error for error in answer.errors if error["extensions"].get("coordinate") == gate.coordinate]
    code = "UNAUTHENTICATED" if comer.actor is None else "FORBIDDEN"
    if [error["extensions"]["code"] for error in told] != [code]:
        return f"not told once with {code} at {gate.coordinate}: {answer.errors}"
    named = told[0]["extensions"].get("requiredPermissions", [])
    if gate.permission is not None and comer.actor is not None and gate.permission.value not in named:
        return f"did not name {gate.permission.value}"
    on_way = [f"{step.kind.name}.{step.field}" for step in place.way]
    at = on_way.index(gate.coordinate) if gate.coordinate in on_way else len(on_way) - 1
    return None if value_at(answer.data, place, at) is None else "is not null"


def open_well(answer: Answer) -> str | None:
    codes = set(answer.codes) - NOT_READ_WELL
    return f"was refused: {answer.errors}" if codes else None


@pytest.mark.parametrize("type_name", TYPES)
async def test_everything_that_can_be_read_is_for_whom_it_says(
    deployment: Deployment, desk: Desk, type_name: str
) -> None:
    wrong = []
    for place in places_in(type_name):
        gates = gates_on(place)
        document, variables = document_of(place, Examples(desk))
        for comer in insiders(desk, gates):
            if place.root in OWN and not isinstance(comer.actor, StaffActor):
                continue
            answer = await ask(deployment, comer.actor, document, variables)
            gate = comer.first_closed(gates)
            problem = closed_well(answer, place, gate, comer) if gate else open_well(answer)
            if problem:
                wrong.append(f"{place.coordinate} for {comer.name}: {problem}\n  {document}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("type_name", TYPES)
async def test_who_holds_nothing_reads_nothing_and_learns_nothing(
    deployment: Deployment, desk: Desk, outsiders: list[Comer], type_name: str
) -> None:
    wrong = []
    for place in places_in(type_name):
        if place.root in OWN:
            continue
        document, variables = document_of(place, Examples(desk))
        document_of_nobody, made_up = document_of(place, Examples(desk, nobodys(uuid4)))
        assert document == document_of_nobody
        for comer in outsiders:
            answer = await ask(deployment, comer.actor, document, variables)
            random = await ask(deployment, comer.actor, document, made_up)
            if _shown(answer, place):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer}\n  {document}")
            if (answer.data, without_ids(answer.errors)) != (random.data, without_ids(random.errors)):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer} is not {random}\n  {document}")

    assert not wrong, "\n".join(wrong)


def _shown(answer: Answer, place: Place) -> bool:
    """Tell whether anything but null stands at the root, apart from lists of nothing."""
    value = (answer.data or {}).get(place.root)
    is_empty = value is None or (isinstance(value, list) and all(one is None for one in value))
    return not is_empty or any(canary in str(answer) for canary in CANARIES)


def without_ids(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**error, "extensions": {**error["extensions"], "requestId": None}} for error in errors]


def test_the_schema_was_walked_whole() -> None:
    """See that no type that answers queries was left out for want of a way to it."""
    assert len(PLACES) > 250
    unseen = {
        name
        for name, kind in SCHEMA.type_map.items()
        if hasattr(kind, "interfaces") and not name.startswith("__") and name not in TYPES
    }
    assert all(
        name.endswith(("Payload", "UserError", "Change")) for name in unseen - {"Mutation", "Subscription", "Node"}
    )
