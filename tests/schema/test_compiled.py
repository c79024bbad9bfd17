"""Compiled completion gives what graphql-core gives: the same data and errors, and nothing to those it is not for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_conversation, make_patient, writing
from tests.schema.desk import BODY, MONDAY, NAME, NOTES, PHONE, Answer, Desk, ask, make_desk, make_message
from tests.schema.documents import BY_HAND, Documents, by_hand

from chatbookr_core.bookings.agenda import bookings_by_id
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keyset import Page
from chatbookr_core.models import Booking, Message, Patient
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.reach import Reach
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role
from chatbookr_schema.build import staff_schema
from chatbookr_schema.execution import GuardedExecution
from chatbookr_schema.plans import KEPT
from chatbookr_schema.surface_schema import ChatbookrSchema

CANARIES = (NAME, PHONE, BODY, NOTES)
GENERATED = 240
CHUNKS = 12
ASKERS = (*Role, "nobody", "nowhere", "both")


@dataclass(frozen=True, slots=True)
class House:
    """Two clinics with rows of every kind, among them some that cannot be read."""

    deployment: Deployment
    desk: Desk
    other: Desk

    def asker(self, name: str) -> StaffActor | None:
        """Return somebody of a role, or `nobody`, or somebody of no clinic, or of both in different roles."""
        if name == "nobody":
            return None
        if name == "nowhere":
            return self.desk.actor(None)
        if name == "both":
            places = {self.desk.clinic.id: Membership(Role.OWNER), self.other.clinic.id: Membership(Role.AUDITOR)}
            return StaffActor(self.desk.user.id, uuid4(), places)
        return self.desk.actor(Role(name))

    def ids(self) -> dict[str, str]:
        return {name: self.desk.id_of(name) for name in self.desk.rows() if name in staff_schema().kinds}


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> House:
    desk, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    for number in range(4):
        patient = await make_patient(desk.clinic, vault, name=f"{NAME} {number}")
        conversation = await make_conversation(patient, desk.channel)
        await make_message(conversation, vault, body=f"{BODY} {number}")
        times = MONDAY + timedelta(hours=2 + number)
        await make_booking(patient, desk.service, desk.practitioner, desk.location, starts_at=times)
    async with writing():
        nameless = await Patient.filter(clinic_id=desk.clinic.id).order_by("-created_at").first()
        assert nameless is not None
        await Patient.filter(clinic_id=desk.clinic.id, id=nameless.id).update(name_sealed=b"damaged", language=None)
        last = await Booking.filter(clinic_id=desk.clinic.id).order_by("-starts_at").first()
        assert last is not None
        await Booking.filter(clinic_id=desk.clinic.id, id=last.id).update(
            status="cancelled", cancelled_by="patient", cancelled_at=MONDAY, cancel_reason="patient"
        )
        await Message.filter(clinic_id=desk.clinic.id).exclude(id=desk.message.id).update(body_sealed=b"damaged")
    return House(make_deployment(vault, clock, tmp_path), desk, other)


def execution() -> type[GuardedExecution]:
    """Return the executor of the staff's schema."""
    found: Any = staff_schema().execution_context_class
    assert issubclass(found, GuardedExecution)
    kind: type[GuardedExecution] = found
    return kind


@contextmanager
def compiling(monkeypatch: pytest.MonkeyPatch, *, is_on: bool) -> Iterator[None]:
    """Let code be used and queries be run directly, or leave all of it to Strawberry and graphql-core."""
    with monkeypatch.context() as patch:
        patch.setattr(execution(), "is_compiling", is_on)
        patch.setattr(ChatbookrSchema, "is_direct", is_on)
        yield


def in_any_order(answer: Answer) -> tuple[Any, list[str]]:
    """Errors have no order (GraphQL, section 7.1.7): compare them as a bag."""
    return answer.data, sorted(repr(sorted(error.items())) for error in answer.errors)


async def both_ways(
    house: House, monkeypatch: pytest.MonkeyPatch, asker: str, query: str, variables: Mapping[str, object]
) -> tuple[Answer, Answer]:
    """Execute by graphql-core alone, and by code."""
    actor = house.asker(asker)
    with compiling(monkeypatch, is_on=False):
        plain = await ask(house.deployment, actor, query, variables)
        await ask(house.deployment, actor, query, variables)
    with compiling(monkeypatch, is_on=True):
        await ask(house.deployment, actor, query, variables)
        compiled = await ask(house.deployment, actor, query, variables)
    return plain, compiled


# --- the same -----------------------------------------------------------------------------------------------------


@pytest.mark.exhaustive  # generated
@pytest.mark.parametrize("chunk", range(CHUNKS))
async def test_generated_documents_are_answered_alike(
    house: House, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    documents = Documents(staff_schema()._schema, chunk)
    compiled_before, answered = execution().compiled, 0
    for number in range(GENERATED // CHUNKS):
        query = documents.document(house.ids())
        for asker in (ASKERS[number % len(ASKERS)], "owner", "both"):
            plain, compiled = await both_ways(house, monkeypatch, asker, query, {"clinic": house.desk.id_of("Clinic")})

            assert in_any_order(compiled) == in_any_order(plain), query
            assert plain.data is not None, (query, plain.errors)
            answered += plain.data != {}

    assert answered
    assert execution().compiled > compiled_before


def variables_for(house: House) -> dict[str, object]:
    desk, other = house.desk, house.other
    ids = {"c": desk.id_of("Clinic"), "d": other.id_of("Clinic")}
    return {**ids, "a": desk.id_of("Booking"), "b": other.id_of("Booking")}


async def sound(house: House) -> None:
    """Take away what cannot be read."""
    async with writing():
        await Patient.filter(clinic_id=house.desk.clinic.id, name_sealed=b"damaged").update(name_sealed=None)


@pytest.mark.exhaustive  # each document as each asker
@pytest.mark.parametrize("name", BY_HAND)
async def test_documents_by_hand_are_answered_alike(house: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for asker in ASKERS:
        plain, compiled = await both_ways(house, monkeypatch, asker, by_hand(name), variables_for(house))

        assert in_any_order(compiled) == in_any_order(plain)
        assert plain.data is not None, plain.errors


@pytest.mark.parametrize(("yes", "no"), [(True, True), (True, False), (False, True), (False, False)])
async def test_one_document_is_compiled_anew_for_each_way_its_conditions_turn_out(
    house: House, monkeypatch: pytest.MonkeyPatch, yes: bool, no: bool
) -> None:
    query = by_hand("skipped inside")

    plain, compiled = await both_ways(house, monkeypatch, "owner", query, {**variables_for(house), "t": yes, "f": no})

    assert compiled == plain
    assert ("notes" in compiled.data["bookings"]["nodes"][0]) is not yes
    assert ("patient" in compiled.data["bookings"]["nodes"][0]) is no


# --- really compiled ----------------------------------------------------------------------------------------------

WHOLE = ("spread", "merged", "edges", "every plain field", "companions", "another order")


@pytest.mark.parametrize("asker", ["owner", "receptionist", "auditor"])
@pytest.mark.parametrize("name", WHOLE)
async def test_a_list_of_plain_fields_is_completed_in_one_go(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str, asker: str
) -> None:
    await sound(house)
    await both_ways(house, monkeypatch, asker, by_hand(name), variables_for(house))
    before = execution().compiled, execution().surprised

    answer = await ask(house.deployment, house.asker(asker), by_hand(name), variables_for(house))

    assert (execution().compiled - before[0], execution().surprised - before[1]) == (1, 0)
    assert len(next(iter(answer.data["bookings"].values()))) >= 2


async def test_what_waits_leaves_the_rest_of_its_object_compiled(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await sound(house)
    query = by_hand("waits inside")
    await both_ways(house, monkeypatch, "owner", query, variables_for(house))
    before = execution().compiled, execution().surprised

    answer = await ask(house.deployment, house.asker("owner"), query, variables_for(house))

    bookings = len(answer.data["bookings"]["nodes"])
    conversations = sum(one["conversation"] is not None for one in answer.data["bookings"]["nodes"])
    assert (execution().compiled - before[0], execution().surprised - before[1]) == (bookings + conversations, 0)


async def test_a_document_is_compiled_when_it_comes_back(house: House) -> None:
    query = "query ($c: ID!) { bookings(clinicId: $c) { nodes { onlyHere: id } } }"
    counts = []
    for _ in range(3):
        before = execution().compiled
        await ask(house.deployment, house.asker("owner"), query, variables_for(house))
        counts.append(execution().compiled - before)

    assert counts[0] == 0
    assert counts[1] == counts[2] > 0


# --- nothing for those it is not for ------------------------------------------------------------------------------

SECRETS = """query ($c: ID!) {
  bookings(clinicId: $c) { nodes { reference notes patient { name phone } } }
}"""


async def test_code_compiled_for_one_role_gives_nothing_of_it_to_another(house: House) -> None:
    await sound(house)
    answers: dict[str, Answer] = {}
    for asker in [*ASKERS, *reversed(ASKERS), *ASKERS]:
        answers[asker] = await ask(house.deployment, house.asker(asker), SECRETS, {"c": house.desk.id_of("Clinic")})

    for role in Role:
        shown = str(answers[role])
        assert (NOTES in shown) is (Permission.BOOKING_NOTES_READ in ROLE_PERMISSIONS[role]), role
        assert (NAME in shown) is (Permission.PATIENT_CONTACT_READ in ROLE_PERMISSIONS[role]), role
    assert not any(canary in str(answers[one]) for canary in CANARIES for one in ("auditor", "nobody", "nowhere"))
    assert {error["extensions"]["coordinate"] for error in answers["auditor"].errors} == {
        "Booking.notes",
        "Booking.patient",
    }
    assert [one["extensions"]["coordinate"] for one in answers["receptionist"].errors] == ["Booking.notes"]


async def test_a_closed_field_is_told_once_and_where_it_was_first_met(house: House) -> None:
    await sound(house)
    for _ in range(3):
        answer = await ask(house.deployment, house.asker("auditor"), SECRETS, {"c": house.desk.id_of("Clinic")})

    assert [error["path"] for error in answer.errors] == [
        ["bookings", "nodes", 0, "notes"],
        ["bookings", "nodes", 0, "patient"],
    ]


async def test_things_of_several_clinics_in_one_list_are_each_shown_as_their_own_clinic_has_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No list of this schema mixes clinics: give it one that does."""
    desks = (house.desk, house.other, house.desk, house.other)
    clinics = Reach((house.desk.clinic.id, house.other.clinic.id))
    found = await bookings_by_id(clinics, [one.booking.id for one in desks])
    patients = await patients_by_id(clinics, [one.patient.id for one in desks])

    async def mixed(*_: object) -> Page[Any]:
        return Page([(found[one.booking.id], {"patient_id": patients[one.patient.id]}) for one in desks])

    monkeypatch.setattr("chatbookr_schema.paging.page_of", mixed)
    plain, compiled = await both_ways(house, monkeypatch, "both", SECRETS, {"c": house.desk.id_of("Clinic")})

    own, foreign = compiled.data["bookings"]["nodes"][0], compiled.data["bookings"]["nodes"][1]
    assert own == {"reference": house.desk.booking.reference, "notes": NOTES, "patient": {"name": NAME, "phone": PHONE}}
    assert foreign == {"reference": house.other.booking.reference, "notes": None, "patient": None}
    assert [error["path"] for error in compiled.errors] == [
        ["bookings", "nodes", 1, "notes"],
        ["bookings", "nodes", 1, "patient"],
    ]
    assert in_any_order(compiled) == in_any_order(plain)


async def test_what_a_row_points_at_in_another_clinic_is_not_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No use case writes such a row; a damaged one shows nothing of the other clinic."""
    await sound(house)
    desk, other = house.desk, house.other
    async with writing():
        await Booking.filter(clinic_id=desk.clinic.id, id=desk.booking.id).update(
            practitioner_id=other.practitioner.id, location_id=other.location.id, patient_id=other.patient.id
        )
    query = """query ($c: ID!, $a: ID!) {
      bookings(clinicId: $c, where: {ids: [$a]}) { nodes { practitioner { fullName } location { id } patient { id } } }
    }"""

    plain, compiled = await both_ways(
        house, monkeypatch, "owner", query, {"c": desk.id_of("Clinic"), "a": desk.id_of("Booking")}
    )

    assert plain == compiled
    assert plain.data["bookings"]["nodes"] == [{"practitioner": None, "location": None, "patient": None}]


async def test_a_member_suspended_between_two_requests_is_shown_nothing_more(house: House) -> None:
    clinic = {"c": house.desk.id_of("Clinic")}
    owner = house.asker("owner")
    assert owner is not None
    for _ in range(3):
        before = await ask(house.deployment, owner, SECRETS, clinic)
    suspended = StaffActor(owner.user_id, owner.session_id, {})

    after = await ask(house.deployment, suspended, SECRETS, clinic)

    assert NOTES in str(before)
    assert after.data == {"bookings": None}
    assert after.codes == ["FORBIDDEN"]
    assert not any(canary in str(after) for canary in CANARIES)


async def test_the_plans_that_are_kept_stay_few(house: House) -> None:
    for number in range(KEPT + 10):
        await ask(house.deployment, None, f"query Q{number} {{ viewer {{ __typename }} }}")
    for number in range(40):
        query = "query ($c: ID!, $t: Boolean!) { bookings(clinicId: $c) { nodes { id @skip(if: $t) version } } }"
        await ask(house.deployment, None, query, {"c": house.desk.id_of("Clinic"), "t": bool(number % 2)})

    assert len(execution().plans) <= KEPT
