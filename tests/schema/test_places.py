"""A key of some places sees and changes nothing of another: by lists, by id, along the way, or by counting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_location, make_patient, make_practitioner
from tests.schema.desk import MONDAY, Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Location, Patient, Practitioner
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.ids import global_id
from chatbookr_schema.roots import KINDS

FOREIGN_NAME = "Grace Elsewhere"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@dataclass(frozen=True, slots=True)
class House:
    """A clinic of two places: the desk's, and another with people and a booking of its own."""

    desk: Desk
    location: Location
    practitioner: Practitioner
    patient: Patient
    booking: Booking
    newcomer: Patient
    key_id: UUID

    def key(self, *places: UUID) -> KeyActor:
        return KeyActor(self.key_id, self.desk.clinic.id, frozenset(Permission), frozenset(places))


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock) -> House:
    desk = await make_desk(vault, clock.now())
    location = await make_location(desk.clinic, name="Elsewhere")
    practitioner = await make_practitioner(desk.clinic, location, services=[desk.service])
    patient = await make_patient(desk.clinic, vault, name=FOREIGN_NAME)
    booking = await make_booking(
        patient, desk.service, practitioner, location, starts_at=MONDAY + timedelta(days=1), reference="ELSE"
    )
    key_id = uuid4()
    newcomer = await make_patient(desk.clinic, vault, name="New Comer", created_by_id=key_id)
    await make_patient(desk.clinic, vault, name=FOREIGN_NAME, created_by_id=uuid4())
    return House(desk, location, practitioner, patient, booking, newcomer, key_id)


LISTS = """query ($c: ID!) {
  bookings(clinicId: $c) {
    totalCount nodes { id reference patient { name } practitioner { fullName } location { name } }
  }
  patients(clinicId: $c) { totalCount nodes { id name } }
  clinic(id: $c) {
    locations { totalCount nodes { id } }
    practitioners { totalCount nodes { id } }
    services { nodes { practitioners { id } } }
  }
}"""


async def test_lists_and_counts_hold_what_is_at_the_keys_places(deployment: Deployment, house: House) -> None:
    desk = house.desk

    answer = await ask(deployment, house.key(desk.location.id), LISTS, {"c": desk.id_of("Clinic")})

    assert answer.errors == []
    found = answer.data
    assert [node["id"] for node in found["bookings"]["nodes"]] == [desk.id_of("Booking")]
    assert {node["id"] for node in found["patients"]["nodes"]} == {
        desk.id_of("Patient"),
        global_id("Patient", house.newcomer.id),
    }
    assert found["clinic"]["locations"]["nodes"] == [{"id": desk.id_of("Location")}]
    assert found["clinic"]["practitioners"]["nodes"] == [{"id": desk.id_of("Practitioner")}]
    assert found["clinic"]["services"]["nodes"][0]["practitioners"] == [{"id": desk.id_of("Practitioner")}]
    assert found["bookings"]["totalCount"] == 1
    assert found["patients"]["totalCount"] == 2
    assert found["clinic"]["locations"]["totalCount"] == found["clinic"]["practitioners"]["totalCount"] == 1
    assert FOREIGN_NAME not in str(answer)


async def test_a_key_of_every_place_sees_them_all_and_one_of_none_sees_nothing(
    deployment: Deployment, house: House
) -> None:
    clinic = {"c": house.desk.id_of("Clinic")}

    both = await ask(deployment, house.key(house.desk.location.id, house.location.id), LISTS, clinic)
    unlimited = await ask(deployment, KeyActor(uuid4(), house.desk.clinic.id, frozenset(Permission)), LISTS, clinic)
    none = await ask(deployment, house.key(), LISTS, clinic)

    assert (both.data["bookings"], both.data["clinic"]) == (unlimited.data["bookings"], unlimited.data["clinic"])
    assert both.data["bookings"]["totalCount"] == 2
    assert (both.data["patients"]["totalCount"], unlimited.data["patients"]["totalCount"]) == (3, 4)
    assert none.data["bookings"]["totalCount"] == none.data["clinic"]["locations"]["totalCount"] == 0


@pytest.mark.parametrize("name", ["conversations", "tasks", "channels", "calendars", "deadJobs"])
async def test_what_belongs_to_no_place_is_closed_to_a_key_of_places(
    deployment: Deployment, house: House, name: str
) -> None:
    query = f"query ($c: ID!) {{ {name}(clinicId: $c) {{ totalCount nodes {{ id }} }} }}"

    answer = await ask(deployment, house.key(house.desk.location.id), query, {"c": house.desk.id_of("Clinic")})

    assert answer.data == {name: None}
    assert answer.codes == ["FORBIDDEN"]


async def test_by_id_it_finds_what_is_there_alone(deployment: Deployment, house: House) -> None:
    desk, key = house.desk, house.key(house.desk.location.id)
    here = {"Clinic", "Location", "Practitioner", "Service", "Patient", "Booking", "WaitlistEntry"}
    elsewhere = [
        global_id("Location", house.location.id),
        global_id("Practitioner", house.practitioner.id),
        global_id("Patient", house.patient.id),
        global_id("Booking", house.booking.id),
    ]
    query = "query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename } node(id: $id) { __typename } }"

    answer = await ask(deployment, key, query, {"ids": [desk.id_of(name) for name in KINDS], "id": elsewhere[0]})
    other = await ask(deployment, key, query, {"ids": elsewhere, "id": elsewhere[3]})

    found = {name for name, node in zip(KINDS, answer.data["nodes"], strict=True) if node}
    assert found == here
    assert answer.data["node"] is None
    assert other.data == {"nodes": [None] * 4, "node": None}


@pytest.mark.parametrize("where", ["locationId: $l", "practitionerId: $p", "patientId: $q", "ids: [$b]"])
async def test_no_condition_leads_elsewhere(deployment: Deployment, house: House, where: str) -> None:
    given: dict[str, object] = {
        "l": global_id("Location", house.location.id),
        "p": global_id("Practitioner", house.practitioner.id),
        "q": global_id("Patient", house.patient.id),
        "b": global_id("Booking", house.booking.id),
    }
    given = {name: value for name, value in given.items() if f"${name}" in where}
    declared = "".join(f", ${name}: ID!" for name in given)
    page = f"bookings(clinicId: $c, where: {{{where}}}) {{ totalCount nodes {{ id }} }}"
    query = f"query ($c: ID!{declared}) {{ {page} }}"

    answer = await ask(deployment, house.key(house.desk.location.id), query, {"c": house.desk.id_of("Clinic"), **given})

    assert answer.data == {"bookings": {"totalCount": 0, "nodes": []}}


async def test_free_times_are_those_at_its_places(deployment: Deployment, house: House) -> None:
    query = """query ($c: ID!, $s: ID!, $l: ID) {
      availableSlots(
        clinicId: $c, serviceId: $s, from: "2027-03-08T00:00:00Z", to: "2027-03-09T00:00:00Z", locationId: $l
      ) { location { id } practitioner { id } }
    }"""
    variables = {"c": house.desk.id_of("Clinic"), "s": house.desk.id_of("Service")}
    key = house.key(house.desk.location.id)

    answer = await ask(deployment, key, query, variables)
    other = await ask(deployment, key, query, {**variables, "l": global_id("Location", house.location.id)})

    assert {slot["location"]["id"] for slot in answer.data["availableSlots"]} == {house.desk.id_of("Location")}
    assert other.data == {"availableSlots": []}


CHANGES = [
    ("bookingCancel", "BookingCancelInput", {"bookingId": "booking", "version": "seen"}),
    ("bookingReschedule", "BookingRescheduleInput", {"bookingId": "booking", "startsAt": "time", "version": "seen"}),
    (
        "bookingReschedule",
        "BookingRescheduleInput",
        {"bookingId": "own", "practitionerId": "doctor", "startsAt": "time", "version": "seen"},
    ),
    (
        "bookingCreate",
        "BookingCreateInput",
        {"serviceId": "service", "practitionerId": "own doctor", "patientId": "patient", "startsAt": "time"},
    ),
    (
        "bookingCreate",
        "BookingCreateInput",
        {"serviceId": "service", "practitionerId": "doctor", "patientId": "own patient", "startsAt": "time"},
    ),
    (
        "bookingCreate",
        "BookingCreateInput",
        {
            "serviceId": "service",
            "practitionerId": "own doctor",
            "patientId": "own patient",
            "locationId": "place",
            "startsAt": "time",
        },
    ),
]


@pytest.mark.parametrize(("name", "kind", "given"), CHANGES)
async def test_what_is_elsewhere_is_not_there_to_be_changed(
    deployment: Deployment, house: House, name: str, kind: str, given: dict[str, str]
) -> None:
    desk = house.desk
    known: dict[str, object] = {
        "service": desk.id_of("Service"),
        "own": desk.id_of("Booking"),
        "seen": 1,
        "own doctor": desk.id_of("Practitioner"),
        "own patient": desk.id_of("Patient"),
        "time": (MONDAY + timedelta(days=1, hours=3)).isoformat(),
    }
    elsewhere = {
        "booking": global_id("Booking", house.booking.id),
        "doctor": global_id("Practitioner", house.practitioner.id),
        "patient": global_id("Patient", house.patient.id),
        "place": global_id("Location", house.location.id),
    }
    nowhere = {
        "booking": global_id("Booking", uuid4()),
        "doctor": global_id("Practitioner", uuid4()),
        "patient": global_id("Patient", uuid4()),
        "place": global_id("Location", uuid4()),
    }
    outcome = "{ booking { id } userErrors { code field message } }"
    query = f"mutation ($i: {kind}!, $k: String!) {{ {name}(input: $i) @idempotent(key: $k) {outcome} }}"

    async def tried(ids: Mapping[str, object]) -> Answer:
        values = {field: {**known, **ids}[value] for field, value in given.items()}
        return await ask(deployment, house.key(desk.location.id), query, {"i": values, "k": str(uuid4())})

    foreign, missing = await tried(elsewhere), await tried(nowhere)

    assert foreign == missing
    assert foreign.data[name]["booking"] is None
    assert len(foreign.data[name]["userErrors"]) == 1
    assert await Booking.filter(clinic_id=desk.clinic.id).count() == 2
    assert await Booking.exists(id=house.booking.id, clinic_id=desk.clinic.id, status="confirmed", version=1)
