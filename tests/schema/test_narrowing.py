"""Only what is asked for is read, wherever it is come by, and nothing that is closed: by the statements' columns."""

from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.schema.desk import BODY, NAME, NOTES, Desk, ask, make_desk
from tests.schema.listening import hearing, tell, told_by
from tests.schema.narrowed import TIMES, asked, read_by
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.patients.queries import PatientRecord, patients_by_id
from chatbookr_core.reach import Reach
from chatbookr_core.records import Unread
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

EVERY_ROW = frozenset({Permission.BOOKING_ALL_READ, Permission.CONVERSATION_ALL_READ, Permission.PATIENT_SEALED_READ})


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


def limited(desk: Desk, *held: Permission) -> StaffActor:
    """Make somebody with a role of the clinic's own that grants just this, and every row."""
    return desk.member_actor(Membership(Role.CUSTOM, granted=EVERY_ROW | frozenset(held)))


# --- found by id --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        ("__typename", set()),
        ("id", set()),
        ("... on Patient { id language }", {"language"}),
        ("... on Patient { as: language again: language }", {"language"}),
        ("... on Patient { phone }", {"phone_sealed"}),
        ("...A ... on Node { ...B }", {"channel", "created_at"}),
        ("... on Booking { reference } ... on Conversation { state }", set()),
    ],
)
async def test_a_node_is_read_as_far_as_it_is_asked_for(
    deployment: Deployment, desk: Desk, selection: str, wanted: set[str]
) -> None:
    fragments = "fragment A on Patient { channel } fragment B on Node { ... on Patient { createdAt } }"
    query = f"query ($id: ID!) {{ node(id: $id) {{ {selection} }} }} {fragments if '...A' in selection else ''}"

    answer, read = await asked(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of("Patient")})

    assert answer.errors == []
    assert answer.data["node"] is not None
    assert read == {"patient": wanted}


async def test_nodes_are_read_as_far_as_each_type_is_asked_for(deployment: Deployment, desk: Desk) -> None:
    query = """query ($ids: [ID!]!) { nodes(ids: $ids) {
      id ... on Booking { reference } ... on Message { direction } ... on Service { title } } }"""
    kinds = ["Booking", "Message", "Service", "Location", "Patient"]

    answer, read = await asked(deployment, desk.actor(Role.OWNER), query, {"ids": [desk.id_of(kind) for kind in kinds]})

    assert answer.errors == []
    assert [one["id"] for one in answer.data["nodes"]] == [desk.id_of(kind) for kind in kinds]
    assert read == {
        "booking": {"reference"},
        "message": {"direction"},
        "service": {"title"},
        "location": set(),
        "patient": set(),
    }


@pytest.mark.parametrize("kind", ["Invitation", "WebhookEndpoint"])
async def test_a_sealed_address_is_not_read_unless_it_is_asked_for(
    deployment: Deployment, desk: Desk, kind: str
) -> None:
    table, column, name = {
        "Invitation": ("invitation", "email_sealed", "email"),
        "WebhookEndpoint": ("webhook_endpoint", "url_sealed", "url"),
    }[kind]
    query = "query ($id: ID!) { node(id: $id) { ... on %s { %s } } }"
    given = {"id": desk.id_of(kind)}

    _, without = await asked(deployment, desk.actor(Role.OWNER), query % (kind, "createdAt"), given)
    shown, with_it = await asked(deployment, desk.actor(Role.OWNER), query % (kind, name), given)

    assert column not in without[table]
    assert column in with_it[table]
    assert shown.data["node"][name]


# --- loaded on the way --------------------------------------------------------------------------------------------


async def test_two_and_three_levels_are_read_as_far_as_they_are_asked_for(deployment: Deployment, desk: Desk) -> None:
    query = """query ($id: ID!) { node(id: $id) { ... on StaffTask { kind
      conversation { state patient { ...Spoken } messages { nodes { direction authorUser { id } } } } } } }
      fragment Spoken on Patient { mine: language }"""

    answer, read = await asked(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of("StaffTask")})

    assert answer.errors == []
    assert answer.data["node"]["conversation"]["patient"] is not None
    assert read == {
        "staff_task": {"kind", "conversation_id"},
        "conversation": {"state", "patient_id"},
        "patient": {"language"},
        "message": {
            "direction",
            "author_user_id",
            *("sent_at", "conversation_id"),
        },  # its place, and whose page it is on
    }


async def test_what_two_places_ask_for_is_read_once_for_both(deployment: Deployment, desk: Desk) -> None:
    query = """query ($a: ID!, $b: ID!) {
      node(id: $a) { ... on Conversation { patient { name } } }
      other: node(id: $b) { ... on Booking { patient { phone } } } }"""
    given = {"a": desk.id_of("Conversation"), "b": desk.id_of("Booking")}

    with statements() as taken:
        answer = await ask(deployment, desk.actor(Role.OWNER), query, given)

    assert answer.data["node"]["patient"] == {"name": NAME}
    assert answer.data["other"]["patient"]["phone"]
    assert read_by(taken)["patient"] == {"name_sealed", "phone_sealed"}
    assert sum(" FROM patient " in one for one in taken) == 1


@pytest.mark.parametrize(("is_wanted", "wanted"), [(True, {"name_sealed"}), (False, {"phone_sealed"})])
async def test_what_conditions_leave_out_is_not_read(
    deployment: Deployment, desk: Desk, is_wanted: bool, wanted: set[str]
) -> None:
    query = """query ($id: ID!, $is: Boolean!) { node(id: $id) { ... on Booking {
      patient { name @include(if: $is) phone @skip(if: $is) } service @include(if: $is) { title } } } }"""
    given = {"id": desk.id_of("Booking"), "is": is_wanted}

    answer, read = await asked(deployment, desk.actor(Role.OWNER), query, given)

    assert set(answer.data["node"]["patient"]) == ({"name"} if is_wanted else {"phone"})
    assert read["patient"] == wanted
    assert read["booking"] == ({"patient_id", "service_id"} if is_wanted else {"patient_id"})
    assert read.get("service") == ({"title"} if is_wanted else None)


async def test_a_rule_of_the_clinic_is_read_for_the_field_that_follows_it(deployment: Deployment, desk: Desk) -> None:
    query = "query ($id: ID!) { node(id: $id) { ... on Calendar { isFresh } ... on Clinic { name } } }"

    answer, read = await asked(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of("Calendar")})

    assert answer.data == {"node": {"isFresh": True}}
    assert read["clinic"] == {"calendar_freshness_minutes", "name"}


# --- closed to the asker ------------------------------------------------------------------------------------------

DENIED = """query ($clinic: ID!) { bookings(clinicId: $clinic) { nodes {
  reference notes patient { name } service { title } } } }"""


async def test_what_is_closed_in_a_list_is_not_read(deployment: Deployment, desk: Desk) -> None:
    actor = limited(desk, Permission.CLINIC_READ, Permission.BOOKING_READ)

    answer, read = await asked(deployment, actor, DENIED, {"clinic": desk.id_of("Clinic")})

    (found,) = answer.data["bookings"]["nodes"]
    assert (found["notes"], found["patient"]) == (None, None)
    assert set(answer.codes) == {"FORBIDDEN"}
    assert len(answer.errors) == 2
    assert read == {"booking": {"reference", "service_id", "starts_at"}, "service": {"title"}}


async def test_what_is_closed_in_what_is_read_along_is_not_read(deployment: Deployment, desk: Desk) -> None:
    actor = limited(desk, Permission.CLINIC_READ, Permission.BOOKING_READ, Permission.PATIENT_READ)
    query = "query ($clinic: ID!) { bookings(clinicId: $clinic) { nodes { patient { name language } } } }"

    answer, read = await asked(deployment, actor, query, {"clinic": desk.id_of("Clinic")})

    (found,) = answer.data["bookings"]["nodes"]
    assert found["patient"]["name"] is None
    assert answer.codes == ["FORBIDDEN"]
    assert read["patient"] == {"language"}


async def test_what_is_closed_in_a_node_is_not_read(deployment: Deployment, desk: Desk) -> None:
    actor = limited(desk, Permission.CLINIC_READ, Permission.BOOKING_READ)
    query = "query ($id: ID!) { node(id: $id) { ... on Booking { reference notes patient { name } } } }"

    answer, read = await asked(deployment, actor, query, {"id": desk.id_of("Booking")})

    assert answer.data["node"]["notes"] is None
    assert len(answer.errors) == 2
    assert read == {"booking": {"reference"}}


async def test_what_is_closed_in_one_clinic_is_read_in_another(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    """A list is of one clinic; what is loaded by id can be of any, and is read for all of them."""
    other = await make_desk(vault, clock.now())
    few = EVERY_ROW | {Permission.CLINIC_READ, Permission.BOOKING_READ}
    places = {desk.clinic.id: Membership(Role.OWNER), other.clinic.id: Membership(Role.CUSTOM, granted=few)}
    actor = StaffActor(desk.user.id, desk.session.id, places)
    nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Booking { notes } } }"

    here, read_here = await asked(deployment, actor, DENIED, {"clinic": desk.id_of("Clinic")})
    there, read_there = await asked(deployment, actor, DENIED, {"clinic": other.id_of("Clinic")})
    both, _ = await asked(deployment, actor, nodes, {"ids": [desk.id_of("Booking"), other.id_of("Booking")]})

    assert here.data["bookings"]["nodes"][0]["notes"] == NOTES
    assert there.data["bookings"]["nodes"][0]["notes"] is None
    assert "notes_sealed" in read_here["booking"]
    assert "notes_sealed" not in read_there["booking"]
    assert both.data["nodes"] == [{"notes": NOTES}, {"notes": None}]


# --- changes and events -------------------------------------------------------------------------------------------


async def test_a_payload_is_read_as_far_as_it_is_asked_for(deployment: Deployment, desk: Desk) -> None:
    query = """mutation ($id: ID!) { conversationTakeOver(conversationId: $id) {
      conversation { owner patient { language } } userErrors { code } } }"""

    with statements() as taken:
        answer = await ask(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of("Conversation")})

    assert answer.errors == []
    assert answer.data["conversationTakeOver"]["conversation"]["owner"] == "STAFF"
    read = read_by(
        [one for one in taken if '"' not in one and "`" not in one]
    )  # models write, and read what they change
    assert read == {"conversation": {"owner", "patient_id"}, "patient": {"language"}}


async def test_an_event_is_read_as_far_as_it_is_asked_for(
    deployment: Deployment, desk: Desk, database_url: str
) -> None:
    query = """subscription ($clinic: ID!) { conversationChanged(clinicId: $clinic) {
      conversation { state patient { name } } message { body } } }"""
    change = Change("message", desk.clinic.id, desk.message.id, desk.conversation.id)

    async with (
        told_by(database_url),
        hearing(deployment, desk.actor(Role.OWNER), query, clinic=desk.id_of("Clinic")) as heard,
    ):
        found = []
        with statements() as taken:
            for _ in range(TIMES):
                await tell(change)
                found.append(await heard.next())
    read = read_by(taken)

    assert all(one["conversation"]["patient"] == {"name": NAME} for one in found)
    assert all(one["message"] == {"body": BODY} for one in found)
    assert read["conversation"] == {"state", "patient_id"}
    assert read["patient"] == {"name_sealed"}
    assert read["message"] == {"body_sealed"}


# --- what is not there ---------------------------------------------------------------------------------------------


async def test_a_column_that_was_not_read_is_no_null(desk: Desk) -> None:

    unread: Unread = {PatientRecord: frozenset({"language", "name_sealed"})}
    found = await patients_by_id(Reach((desk.clinic.id,)), [desk.patient.id], unread)
    record = found[desk.patient.id]

    with pytest.raises(LookupError, match=r"PatientRecord\.language was not read"):
        assert record.language
    assert record.phone_sealed is not None
    assert "in part" in repr(record)
