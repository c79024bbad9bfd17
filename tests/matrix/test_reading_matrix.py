"""Every field, argument and input field of every query, against everybody: generated from the schema.

What is expected follows from the declared policies and the table of roles alone, never from the executor.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, writing
from tests.matrix.actors import Comer, insiders, strangers_of
from tests.matrix.examples import Examples, nobodys
from tests.matrix.merging import meet_another
from tests.matrix.places import Gate, Place, core_of, document_of, gates_on, places_of, value_at
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Hold
from chatbookr_permissions.actor import KeyActor, StaffActor
from chatbookr_schema.field import Surface

pytestmark = pytest.mark.exhaustive  # every cell of a generated matrix: make test and CI run it
CANARIES = (NAME, PHONE, BODY, NOTES)
SURFACES: tuple[Surface, ...] = get_args(Surface)
PLACES = {surface: list(places_of(surface, "Query")) for surface in SURFACES}
TYPES = [
    (surface, type_name)
    for surface in SURFACES
    for type_name in sorted({place.coordinate.split(".")[0] for place in PLACES[surface]})
]
SHARES = [(surface, share) for surface in SURFACES for share in range(6)]
"""Each is a sixth of a surface's types, at one desk: to make one takes as long as to ask about a type."""
OWN: dict[str, type] = {"viewer": StaffActor, "key": KeyActor}  # roots that answer about the asker alone
OF_DEPLOYMENT = {"auditCheckpoint"}  # one log for all clinics: hashes and signatures, for whoever audits any of them
NOT_READ_WELL = {"BAD_USER_INPUT"}  # an example cursor is no cursor: past the gates, which is what is asked here


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    desk = await make_desk(vault, clock.now())
    await meet_another(desk)
    await make_booking(  # there is something to count
        desk.patient,
        desk.service,
        desk.practitioner,
        desk.location,
        starts_at=clock.now() - timedelta(days=3),
        status="no_show",
    )
    await ask_to_move(desk, clock)
    return desk


async def ask_to_move(desk: Desk, clock: TurnableClock) -> None:
    """Let the booking's patient ask for another time, of which nothing is read otherwise."""
    booking, later = desk.booking, timedelta(days=1)
    async with writing():
        await Hold.create(
            clinic_id=desk.clinic.id,
            service_id=booking.service_id,
            practitioner_id=booking.practitioner_id,
            location_id=booking.location_id,
            starts_at=booking.starts_at + later,
            ends_at=booking.ends_at + later,
            moves_id=booking.id,
            asked_version=booking.version,
            state="held",
            expires_at=clock.now() + later,
            created_at=clock.now(),
        )


def places_in(surface: Surface, type_name: str) -> list[Place]:
    return [place for place in PLACES[surface] if place.coordinate.split(".")[0] == type_name]


def share_of(surface: Surface, share: int) -> list[Place]:
    """List the places of every sixth of a surface's types."""
    types = [type_name for one, type_name in TYPES if one == surface]
    return [place for type_name in types[share::6] for place in places_in(surface, type_name)]


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


@pytest.mark.asvs("8.2.1", "8.2.3")
@pytest.mark.checklist(4, 7)
@pytest.mark.parametrize(("surface", "share"), SHARES)
async def test_everything_that_can_be_read_is_for_whom_it_says(
    deployment: Deployment, desk: Desk, surface: Surface, share: int
) -> None:
    wrong = []
    for place in share_of(surface, share):
        gates = gates_on(place)
        document, variables = document_of(place, Examples(desk))
        for comer in insiders(desk, surface, gates):
            if not isinstance(comer.actor, OWN.get(place.root, object)):
                continue
            answer = await ask(deployment, comer.actor, document, variables, surface)
            gate = comer.first_closed(gates)
            problem = closed_well(answer, place, gate, comer) if gate else open_well(answer)
            if problem:
                wrong.append(f"{place.coordinate} for {comer.name}: {problem}\n  {document}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("surface", "share"), SHARES)
async def test_who_holds_nothing_reads_nothing_and_learns_nothing(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface, share: int
) -> None:
    wrong, comers = [], await strangers_of(desk, vault, surface)
    for place in share_of(surface, share):
        if place.root in OWN or place.root in OF_DEPLOYMENT:
            continue
        document, variables = document_of(place, Examples(desk))
        document_of_nobody, made_up = document_of(place, Examples(desk, nobodys(uuid4)))
        assert document == document_of_nobody
        for comer in comers:
            answer = await ask(deployment, comer.actor, document, variables, surface)
            random = await ask(deployment, comer.actor, document, made_up, surface)
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


@pytest.mark.checklist(4)
@pytest.mark.parametrize("surface", SURFACES)
def test_the_schema_was_walked_whole(surface: Surface) -> None:
    """See that no type that answers queries was left out for want of a way to it."""
    walked = {type_name for one, type_name in TYPES if one == surface}
    kinds = core_of(surface).type_map.items()
    shared = {place for one, share in SHARES if one == surface for place in share_of(surface, share)}
    unseen = {name for name, kind in kinds if hasattr(kind, "interfaces") and not name.startswith("__")} - walked

    assert shared == set(PLACES[surface])
    assert len(PLACES[surface]) > {"staff": 250, "partner": 150}[surface]
    elsewhere = unseen - {"Mutation", "Subscription", "Node"}
    elsewhere -= {
        "RehearsalTranscript",
        "RehearsalLine",
        "SeriesRefusal",
        "ConversationRefusal",
    }  # of a mutation's payload
    elsewhere -= {"ConversationPresence", "PresentColleague"}  # of a mutation's payload, and of a stream
    assert all(name.endswith(("Payload", "UserError", "Change")) for name in elsewhere)
