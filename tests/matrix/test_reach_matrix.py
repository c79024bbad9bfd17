"""Own agendas and sealed patients against the whole schema: what is out of reach is as if it were not there.

For every field, argument and change that leads to something of a patient: the id of one out of reach is answered like
an id nobody has, to people who hold every permission it takes.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_custom_role, make_membership, make_practitioner, make_user, writing
from tests.matrix.examples import Examples, own_id
from tests.matrix.places import document_of
from tests.matrix.test_changing_matrix import MUTATIONS, asked, changed, snapshot
from tests.matrix.test_reading_matrix import CANARIES, SURFACES, places_in, without_ids
from tests.schema.desk import Desk, ask, make_desk
from tests.session_rows import make_session

from chatbookr_core import models
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, Principal, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

pytestmark = pytest.mark.exhaustive  # every cell of a generated matrix: make test and CI run it
OF_PATIENTS = ("Patient", "Conversation", "Message", "StaffTask", "ConversationNote")
OWN = (*OF_PATIENTS, "Booking")
EVERYTHING = frozenset(Permission)
ALL_BUT_ALL = EVERYTHING - {Permission.BOOKING_ALL_READ, Permission.CONVERSATION_ALL_READ}
LISTS = {"Patient": "patients", "Conversation": "conversations", "StaffTask": "tasks", "Booking": "bookings"}


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody to whom things of some types are out of reach."""

    name: str
    actor: Principal
    surface: Surface
    types: tuple[str, ...]


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()  # as the application does when it starts
    return await make_desk(vault, clock.now())


async def somebody(desk: Desk, place: Membership, clock: TurnableClock) -> StaffActor:
    """Make a colleague who has taken nothing, and proved again who they are."""
    user = await make_user()
    role = await make_custom_role(desk.clinic, *place.granted) if place.role is Role.CUSTOM else None
    await make_membership(
        user,
        desk.clinic,
        role=place.role.value,
        practitioner_id=place.practitioner_id,
        custom_role_id=role.id if role else None,
    )
    session = await make_session(user, clock.now(), stepped_up_at=clock.now())
    return StaffActor(user.id, session.id, {desk.clinic.id: place})


async def with_own_agendas(desk: Desk, clock: TurnableClock) -> AsyncIterator[Outsider]:
    """Yield those who see their own alone, of which the desk has nothing."""
    doctor = await make_practitioner(desk.clinic)
    for name, place in (
        ("a practitioner", Membership(Role.PRACTITIONER, doctor.id)),
        ("a practitioner nobody said is which", Membership(Role.PRACTITIONER)),
        ("a role with all but everybody's", Membership(Role.CUSTOM, doctor.id, ALL_BUT_ALL)),
    ):
        yield Outsider(name, await somebody(desk, place, clock), "staff", OWN)


async def with_a_sealed_patient(desk: Desk, clock: TurnableClock) -> AsyncIterator[Outsider]:
    """Seal the desk's patient, and yield those who may not see them."""
    async with writing():
        await models.Patient.filter(id=desk.patient.id).update(is_sealed=True)
    but_sealed = EVERYTHING - {Permission.PATIENT_SEALED_READ}
    for name, place in (
        ("a receptionist", Membership(Role.RECEPTIONIST)),
        ("a manager", Membership(Role.MANAGER)),
        ("a role with all but the sealed", Membership(Role.CUSTOM, None, but_sealed)),
    ):
        yield Outsider(name, await somebody(desk, place, clock), "staff", OF_PATIENTS)
    for surface in SURFACES:
        yield Outsider("a key", KeyActor(desk.api_key.id, desk.clinic.id, but_sealed), surface, OF_PATIENTS)


WAYS = {"own agenda": with_own_agendas, "sealed": with_a_sealed_patient}


def some_of_nobody(desk: Desk, types: tuple[str, ...]) -> Examples:
    """Make examples of the desk's own, but for ids of some types, which nobody has."""

    def id_of(type_name: str) -> str:
        return global_id(type_name, uuid4()) if type_name in types else own_id(desk, type_name)

    return Examples(desk, id_of)


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("type_name", OWN)
async def test_what_is_out_of_reach_reads_like_what_is_not_there(
    deployment: Deployment, desk: Desk, clock: TurnableClock, type_name: str, way: str
) -> None:
    wrong, tried = [], 0
    async for outsider in WAYS[way](desk, clock):
        if type_name not in outsider.types:
            continue
        for place in places_in(outsider.surface, type_name):
            document, variables = document_of(place, Examples(desk))
            _, made_up = document_of(place, some_of_nobody(desk, outsider.types))
            answer = await ask(deployment, outsider.actor, document, variables, outsider.surface)
            random = await ask(deployment, outsider.actor, document, made_up, outsider.surface)
            tried += 1
            if (answer.data, without_ids(answer.errors)) != (random.data, without_ids(random.errors)):
                wrong.append(f"{place.coordinate} for {outsider.name}: {answer} is not {random}\n  {document}")
            if place.root == "node" and answer.data != {"node": None}:
                wrong.append(f"{place.coordinate} for {outsider.name}: {answer}\n  {document}")

    assert not wrong, "\n".join(wrong)
    assert tried > 10 or (type_name, way) == ("Booking", "sealed")


@pytest.mark.checklist(11)
@pytest.mark.parametrize("way", WAYS)
async def test_no_list_and_no_count_has_what_is_out_of_reach(
    deployment: Deployment, desk: Desk, clock: TurnableClock, way: str
) -> None:
    async for outsider in WAYS[way](desk, clock):
        for type_name, name in LISTS.items():
            if type_name not in outsider.types or (outsider.surface == "partner" and name == "tasks"):
                continue
            query = f"query ($c: ID!) {{ {name}(clinicId: $c) {{ totalCount nodes {{ id }} }} }}"
            answer = await ask(deployment, outsider.actor, query, {"c": desk.id_of("Clinic")}, outsider.surface)
            assert answer.data == {name: {"totalCount": 0, "nodes": []}}, (outsider.name, answer)


BOOKING = """{ id reference startsAt notes patient { id name phone isSealed } conversation { id state
  messages { nodes { body } } } }"""


async def test_a_booking_of_a_sealed_patient_takes_up_its_time_and_shows_nobody(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    ways = (f"bookings(clinicId: $c) {{ nodes {BOOKING} }}", f"node(id: $b) {{ ... on Booking {BOOKING} }}")
    async for outsider in with_a_sealed_patient(desk, clock):
        for way in ways:
            given = {"c": desk.id_of("Clinic"), "b": desk.id_of("Booking")}
            needed = {name: value for name, value in given.items() if f"${name}" in way}
            query = f"query ({', '.join(f'${name}: ID!' for name in needed)}) {{ {way} }}"
            for _ in range(3):  # from the second time on, compiled code answers
                answer = await ask(deployment, outsider.actor, query, needed, outsider.surface)
                root = next(iter(answer.data.values()))
                shown = root["nodes"][0] if "nodes" in root else root
                assert shown["reference"] == desk.booking.reference
                assert (shown["patient"], shown["conversation"], shown["notes"]) == (None, None, None)
                assert not any(canary in str(answer) for canary in CANARIES), (outsider.name, answer)


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", sorted({name for surface, name in MUTATIONS if surface == "staff"}))
async def test_what_is_out_of_reach_is_not_changed_and_answers_like_what_is_not_there(
    deployment: Deployment, desk: Desk, clock: TurnableClock, name: str, way: str
) -> None:
    wrong = []
    async for outsider in WAYS[way](desk, clock):
        for place in MUTATIONS.get((outsider.surface, name), []):
            document, variables = asked(place, Examples(desk))
            _, made_up = asked(place, some_of_nobody(desk, outsider.types))
            if variables == made_up:
                continue  # it is about nothing that can be out of reach
            before = await snapshot()
            answer = await ask(deployment, outsider.actor, document, variables, outsider.surface)
            after = await snapshot()
            random = await ask(deployment, outsider.actor, document, made_up, outsider.surface)
            if changed(before, after):
                wrong.append(f"{place.coordinate} for {outsider.name} changed {changed(before, after)}: {answer}")
            if (answer.data, without_ids(answer.errors)) != (random.data, without_ids(random.errors)):
                wrong.append(f"{place.coordinate} for {outsider.name}: {answer} is not {random}\n  {document}")
            if any(canary in str(answer) for canary in CANARIES):
                wrong.append(f"{place.coordinate} for {outsider.name} leaked: {answer}")

    assert not wrong, "\n".join(wrong)


async def test_somebody_of_two_clinics_is_in_each_what_they_are_there(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    doctor, user = await make_practitioner(desk.clinic), await make_user()
    session = await make_session(user, clock.now())
    places = {desk.clinic.id: Membership(Role.PRACTITIONER, doctor.id), other.clinic.id: Membership(Role.OWNER)}
    actor = StaffActor(user.id, session.id, places)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    for type_name in OWN:
        ids = [desk.id_of(type_name), other.id_of(type_name)]
        answer = await ask(deployment, actor, query, {"ids": ids})
        assert answer.data == {"nodes": [None, {"id": ids[1]}]}
    for type_name, name in LISTS.items():
        found = []
        for one in (desk, other):
            listed = f"query ($c: ID!) {{ {name}(clinicId: $c) {{ nodes {{ id }} }} }}"
            answer = await ask(deployment, actor, listed, {"c": one.id_of("Clinic")})
            found.append([node["id"] for node in answer.data[name]["nodes"]])
        assert found == [[], [other.id_of(type_name)]]
