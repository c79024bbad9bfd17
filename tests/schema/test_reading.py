"""What the front desk reads: everything of its clinic, a page at a time, each list in a few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_conversation, make_patient
from tests.schema.desk import BODY, MONDAY, NAME, NOTES, PHONE, ask, make_desk, make_message

import chatbookr_core.clinics.queries
import chatbookr_core.keyset
import chatbookr_core.people.queries
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.outbox.content import to_json
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_sdk import Button, Buttons


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@contextmanager
def counted_statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect every statement the readers run."""
    statements: list[str] = []
    for module in (chatbookr_core.keyset, chatbookr_core.clinics.queries, chatbookr_core.people.queries):
        original = module.fetch

        async def counting(sql: str, values: object = (), original: object = original) -> object:
            statements.append(sql)
            return await original(sql, values)  # type: ignore[operator]  # the fetch it stands in for

        monkeypatch.setattr(module, "fetch", counting)
    yield statements


EVERYTHING = """
query ($clinic: ID!) {
  viewer { user { email } memberships { role permissions clinic { name } practitioner { fullName } } }
  clinic(id: $clinic) {
    id name timeZone locale phone openingText noticeMinutes horizonDays cutoffMinutes
    locations { nodes { id name address timeZone isActive } }
    practitioners { nodes { id fullName shortName isActive } }
    services { edges { cursor node { id title shortTitle durationMinutes practitioners { fullName } } } }
  }
  patients(clinicId: $clinic) { nodes { id name phone channel language createdAt } }
  conversations(clinicId: $clinic) {
    nodes {
      id state owner unreadCount lastMessageAt handoverReason assignee { fullName } channel { plugin }
      patient { name }
      messages(last: 5) { nodes { id direction author kind body choices status sentAt errorCode authorUser { id } } }
    }
  }
  bookings(clinicId: $clinic) {
    nodes {
      id reference startsAt endsAt timeZone status version calendarState createdBy notes
      patient { name phone } service { title } practitioner { fullName } location { name } conversation { id }
    }
  }
  tasks(clinicId: $clinic) { nodes { id kind state conversation { id } bookingId } }
  channels(clinicId: $clinic) { nodes { id plugin accountId state } }
  calendars(clinicId: $clinic) { nodes { id plugin state isFresh practitioner { fullName } } }
  deadJobs(clinicId: $clinic) { nodes { id kind attempts lastError } }
}
"""


async def test_an_owner_reads_everything_of_the_clinic(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())

    answer = await ask(deployment, desk.actor(Role.OWNER), EVERYTHING, {"clinic": desk.id_of("Clinic")})

    assert answer.errors == []
    data = answer.data
    assert data["viewer"]["memberships"][0]["role"] == "OWNER"
    assert data["viewer"]["memberships"][0]["clinic"]["name"] == desk.clinic.name
    assert data["clinic"]["services"]["edges"][0]["node"]["practitioners"] == [
        {"fullName": desk.practitioner.full_name}
    ]
    assert data["patients"]["nodes"][0]["name"] == NAME
    assert data["patients"]["nodes"][0]["phone"] == PHONE
    conversation = data["conversations"]["nodes"][0]
    assert conversation["messages"]["nodes"][0]["body"] == BODY
    assert conversation["patient"]["name"] == NAME
    booking = data["bookings"]["nodes"][0]
    assert (booking["notes"], booking["startsAt"], booking["version"]) == (NOTES, MONDAY.isoformat(), 1)
    assert booking["conversation"] == {"id": desk.id_of("Conversation")}
    assert data["tasks"]["nodes"][0]["bookingId"] == desk.id_of("Booking")
    assert data["calendars"]["nodes"][0]["isFresh"] is True
    assert data["deadJobs"]["nodes"][0]["id"] == desk.id_of("DeadJob")


async def test_a_calendar_nobody_has_read_for_long_is_not_fresh(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    clock.turn(timedelta(minutes=16))

    query = "query ($clinic: ID!) { calendars(clinicId: $clinic) { nodes { isFresh } } }"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"clinic": desk.id_of("Clinic")})

    assert answer.data["calendars"]["nodes"] == [{"isFresh": False}]


LISTS = [
    ("bookings(clinicId: $clinic) { nodes { reference patient { name } service { title } location { name } } }", 1),
    ("bookings(clinicId: $clinic) { edges { node { reference ...B } } }", 1),
    ("bookings(clinicId: $clinic) { nodes { reference conversation { id } } }", 2),
    ("conversations(clinicId: $clinic) { nodes { id patient { name } } }", 1),
    ("conversations(clinicId: $clinic) { nodes { id messages(last: 3) { nodes { body } } } }", 2),
    ("conversations(clinicId: $clinic) { nodes { patient { name } messages { nodes { authorUser { id } } } } }", 2),
    ("tasks(clinicId: $clinic) { nodes { conversation { state } } }", 2),
    ("calendars(clinicId: $clinic) { nodes { practitioner { fullName } } }", 2),
    ("clinic(id: $clinic) { services { nodes { practitioners { fullName } } } }", 3),
]


@pytest.mark.parametrize(("fields", "most"), LISTS)
async def test_a_list_of_two_levels_takes_at_most_two_statements(
    sqlite_database: Database,
    deployment: Deployment,
    vault: Vault,
    clock: TurnableClock,
    monkeypatch: pytest.MonkeyPatch,
    fields: str,
    most: int,
) -> None:
    desk = await make_desk(vault, clock.now())
    for number in range(5):
        patient = await make_patient(desk.clinic, vault)
        await make_message(await make_conversation(patient, desk.channel), vault)
        starts_at = MONDAY + timedelta(hours=1 + number)
        await make_booking(patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)
    fragment = "fragment B on Booking { practitioner { fullName } ... on Booking { patient { phone } } }"
    query = f"query ($clinic: ID!) {{ {fields} }} {fragment if '...B' in fields else ''}"

    with counted_statements(monkeypatch) as statements:
        answer = await ask(deployment, desk.actor(Role.OWNER), query, {"clinic": desk.id_of("Clinic")})

    assert answer.errors == []
    assert len(statements) <= most, statements


async def test_pages_follow_one_another_forwards_and_backwards_without_a_gap(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    for number in range(1, 10):
        # pairs that start at once, so that the id must decide
        starts_at = MONDAY + timedelta(hours=number // 2, days=number % 2)
        await make_booking(
            desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at, status="cancelled"
        )
    query = """
    query ($clinic: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      bookings(clinicId: $clinic, first: $first, after: $after, last: $last, before: $before) {
        nodes { id startsAt } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }"""
    owner, clinic = desk.actor(Role.OWNER), desk.id_of("Clinic")

    async def walk(size: str, bound: str, cursor: str, more: str) -> list[list[str]]:
        pages: list[list[str]] = []
        variables: dict[str, object] = {"clinic": clinic, size: 3}
        while True:
            page = (await ask(deployment, owner, query, variables)).data["bookings"]
            pages.append([node["id"] for node in page["nodes"]])
            if not page["pageInfo"][more]:
                return pages
            variables[bound] = page["pageInfo"][cursor]

    whole = (await ask(deployment, owner, query, {"clinic": clinic, "first": 100})).data["bookings"]["nodes"]
    forwards = await walk("first", "after", "endCursor", "hasNextPage")
    backwards = await walk("last", "before", "startCursor", "hasPreviousPage")

    ids = [node["id"] for node in whole]
    assert len(ids) == 10
    assert [node["startsAt"] for node in whole] == sorted(node["startsAt"] for node in whole)
    assert [one for page in forwards for one in page] == ids
    assert [one for page in reversed(backwards) for one in page] == ids
    assert [len(page) for page in forwards] == [3, 3, 3, 1]


async def test_days_with_free_times_are_counted_and_a_time_that_is_not_offered_says_why(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    query = """
    query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!, $who: ID!, $where: ID!) {
      availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) { startsAt }
      availableDays(clinicId: $clinic, serviceId: $service, from: $from, to: $to) { day count firstStartsAt }
      free: explainSlot(clinicId: $clinic, serviceId: $service, practitionerId: $who, locationId: $where,
        at: "2027-03-08T08:00:00Z")
      booked: explainSlot(clinicId: $clinic, serviceId: $service, practitionerId: $who, locationId: $where,
        at: "2027-03-08T09:00:00Z")
      night: explainSlot(clinicId: $clinic, serviceId: $service, practitionerId: $who, locationId: $where,
        at: "2027-03-08T23:01:00Z")
    }"""
    variables: dict[str, object] = {
        "clinic": desk.id_of("Clinic"),
        "service": desk.id_of("Service"),
        "who": desk.id_of("Practitioner"),
        "where": desk.id_of("Location"),
        "from": "2027-03-08T08:00:00Z",
        "to": "2027-03-08T12:00:00Z",
    }

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, variables)

    assert answer.errors == []
    starts = [slot["startsAt"] for slot in answer.data["availableSlots"]]
    assert answer.data["availableDays"] == [{"day": "2027-03-08", "count": len(starts), "firstStartsAt": starts[0]}]
    assert answer.data["free"] == []
    assert answer.data["booked"] == ["BOOKING"]
    assert answer.data["night"] == ["HOURS", "GRID"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ('{startsFrom: "2027-03-08T09:00:00Z"}', 1),
        ('{startsFrom: "2027-03-08T10:00:01+01:00"}', 0),
        ('{startsBefore: "2027-03-08T09:00:00Z"}', 0),
        ("{status: CONFIRMED}", 1),
        ("{status: CANCELLED}", 0),
        ("{practitionerId: $practitioner, patientId: $patient}", 1),
        ("{patientId: $other}", 0),
    ],
)
async def test_bookings_are_found_by_what_is_asked(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, where: str, found: int
) -> None:
    desk = await make_desk(vault, clock.now())
    names = {"practitioner": "Practitioner", "patient": "Patient"}
    used = [name for name in ("practitioner", "patient", "other") if f"${name}" in where]
    declared = "".join(f", ${name}: ID!" for name in used)
    variables: dict[str, object] = {name: desk.id_of(names[name]) for name in used if name in names}
    variables |= {"clinic": desk.id_of("Clinic")}
    if "other" in used:
        variables["other"] = global_id("Patient", desk.booking.id)

    query = f"query ($clinic: ID!{declared}) {{ bookings(clinicId: $clinic, where: {where}) {{ nodes {{ id }} }} }}"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)

    assert answer.errors == []
    assert len(answer.data["bookings"]["nodes"]) == found


async def test_free_times_are_those_the_engine_offers(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    query = """
    query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
      availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) {
        startsAt endsAt timeZone practitioner { fullName } location { name }
      }
    }"""
    variables: dict[str, object] = {
        "clinic": desk.id_of("Clinic"),
        "service": desk.id_of("Service"),
        "from": "2027-03-08T08:00:00Z",
        "to": "2027-03-08T12:00:00Z",
    }

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, variables)

    assert answer.errors == []
    starts = [slot["startsAt"] for slot in answer.data["availableSlots"]]
    assert starts[0] == "2027-03-08T08:00:00+00:00"
    assert "2027-03-08T09:00:00+00:00" not in starts  # the desk's booking
    assert answer.data["availableSlots"][0]["practitioner"] == {"fullName": desk.practitioner.full_name}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("{state: OPEN, owner: ASSISTANT}", 0),
        ("{state: CLOSED}", 0),
        ("{owner: STAFF}", 1),
        ("{isUnread: true}", 0),
        ("{isUnread: false}", 1),
        ("{assigneeId: $user}", 1),
    ],
)
async def test_conversations_are_found_by_what_is_asked(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, where: str, found: int
) -> None:
    desk = await make_desk(vault, clock.now())
    declared = ", $user: ID!" if "$user" in where else ""
    query = (
        f"query ($clinic: ID!{declared}) {{ conversations(clinicId: $clinic, where: {where}) {{ nodes {{ id }} }} }}"
    )
    variables: dict[str, object] = {"clinic": desk.id_of("Clinic"), "user": global_id("User", desk.user.id)}

    answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)

    assert answer.errors == []
    assert len(answer.data["conversations"]["nodes"]) == found


@pytest.mark.parametrize(("state", "found"), [("OPEN", 1), ("DONE", 0)])
async def test_tasks_are_found_by_their_state(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, state: str, found: int
) -> None:
    desk = await make_desk(vault, clock.now())
    query = f"query ($clinic: ID!) {{ tasks(clinicId: $clinic, where: {{state: {state}}}) {{ nodes {{ id }} }} }}"

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"clinic": desk.id_of("Clinic")})

    assert len(answer.data["tasks"]["nodes"]) == found


async def test_what_the_patient_could_tap_is_shown_with_who_asked(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    content = to_json(Buttons("Shall I book it?", (Button("yes", "Yes"), Button("no", "No")), "", ""))
    keys, message_id = await vault.clinic_keys(desk.clinic.id), new_id()
    await make_message(
        desk.conversation,
        vault,
        id=message_id,
        direction="outbound",
        author="staff",
        author_user_id=desk.user.id,
        kind="buttons",
        status="delivered",
        body_sealed=keys.seal(columns.MESSAGE_BODY, message_id, "Shall I book it?"),
        content_sealed=keys.seal(columns.MESSAGE_CONTENT, message_id, content),
    )
    query = "query ($id: ID!) { node(id: $id) { ... on Message { body choices status authorUser { email } } } }"

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"id": global_id("Message", message_id)})

    assert answer.data["node"] == {
        "body": "Shall I book it?",
        "choices": ["Yes", "No"],
        "status": "DELIVERED",
        "authorUser": {"email": desk.user.email},
    }


@pytest.mark.parametrize(("since", "until"), [("09:00", "09:00"), ("10:00", "09:00")])
async def test_free_times_of_no_time_are_refused(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, since: str, until: str
) -> None:
    desk = await make_desk(vault, clock.now())
    times = f'from: "2027-03-08T{since}:00Z", to: "2027-03-08T{until}:00Z"'
    query = f"query ($c: ID!, $s: ID!) {{ availableSlots(clinicId: $c, serviceId: $s, {times}) {{ startsAt }} }}"

    variables = {"c": desk.id_of("Clinic"), "s": desk.id_of("Service")}
    answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)

    assert answer.data == {"availableSlots": None}
    assert answer.errors[0]["extensions"] == {
        "code": "BAD_USER_INPUT",
        "field": ["to"],
        "requestId": "request-1",
    }
