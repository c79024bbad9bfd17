"""Lists in the order, with the conditions and the counts that were asked for; every order has its index."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_conversation, make_patient
from tests.schema.desk import MONDAY, Desk, ask, make_desk, make_message

from chatbookr_core import keyset
from chatbookr_core.bookings.agenda import BOOKING_ORDERS, BookingFilter, bookings_where
from chatbookr_core.channels.queries import (
    CALENDAR_ORDERS,
    CHANNEL_ORDERS,
    JOB_ORDERS,
    ConnectionFilter,
    DeadJobFilter,
    calendars_where,
    channels_where,
    dead_jobs_where,
)
from chatbookr_core.clinics.queries import (
    LOCATION_ORDERS,
    PRACTITIONER_ORDERS,
    SERVICE_ORDERS,
    locations_where,
    practitioners_where,
    services_where,
)
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations.queries import (
    CONVERSATION_ORDERS,
    MESSAGE_ORDERS,
    TASK_ORDERS,
    ConversationFilter,
    MessageFilter,
    TaskFilter,
    conversations_where,
    messages_where,
    tasks_where,
)
from chatbookr_core.db import Database, placeholders, sqlite_value, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keyset import PageRequest, Selection
from chatbookr_core.partners.queries import KEY_ORDERS, keys_where
from chatbookr_core.patients.queries import PATIENT_ORDERS, PatientFilter, patients_where
from chatbookr_core.reach import Reach
from chatbookr_core.records import select_from
from chatbookr_core.webhooks.queries import (
    ATTEMPT_ORDERS,
    DELIVERY_ORDERS,
    ENDPOINT_ORDERS,
    attempts_where,
    deliveries_where,
    endpoints_where,
)
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

CLINIC = uuid4()
REACH = Reach((CLINIC,))


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def crowded(vault: Vault, clock: TurnableClock) -> Desk:
    """Make a desk with three bookings, made in another order than they start, and three conversations."""
    desk = await make_desk(vault, clock.now())
    for number in (1, 2):
        patient = await make_patient(desk.clinic, vault, created_at=clock.now() - timedelta(days=number))
        conversation = await make_conversation(
            patient,
            desk.channel,
            created_at=clock.now() - timedelta(days=10 - number),
            last_message_at=clock.now() - timedelta(days=number),
        )
        for sent in range(number):
            await make_message(conversation, vault, sent_at=MONDAY + timedelta(minutes=sent))
        await make_booking(
            patient,
            desk.service,
            desk.practitioner,
            desk.location,
            starts_at=MONDAY + timedelta(days=number),
            created_at=clock.now() - timedelta(days=number),
        )
    return desk


ORDERED = [
    ("bookings", "startsAt", "STARTS_AT"),
    ("bookings", "createdAt", "CREATED_AT"),
    ("patients", "createdAt", "CREATED_AT"),
    ("conversations", "lastMessageAt", "LAST_MESSAGE_AT"),
    ("conversations", "createdAt", "CREATED_AT"),
    ("tasks", "createdAt", "CREATED_AT"),
    ("channels", "connectedAt", "CONNECTED_AT"),
    ("calendars", "connectedAt", "CONNECTED_AT"),
    ("deadJobs", "createdAt", "CREATED_AT"),
    ("apiKeys", "createdAt", "CREATED_AT"),
    ("webhookEndpoints", "createdAt", "CREATED_AT"),
]


async def test_a_list_comes_in_the_order_that_was_asked_for_page_by_page(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await crowded(vault, clock)
    for name, shown, by in ORDERED:
        rising, falling = [await walked(deployment, desk, name, shown, by, way) for way in ("ASC", "DESC")]

        assert rising == sorted(rising), (name, by)
        assert falling == rising[::-1], (name, by)
        assert len(rising) == (3 if name in ("bookings", "patients", "conversations") else 1), (name, by)


async def walked(deployment: Deployment, desk: Desk, name: str, shown: str, by: str, direction: str) -> list[str]:
    """Go through a list page by page, and return what it shows of each."""
    query = f"""query ($c: ID!, $after: String, $d: OrderDirection!) {{
      {name}(clinicId: $c, orderBy: {{field: {by}, direction: $d}}, first: 1, after: $after) {{
        nodes {{ id {shown} }} pageInfo {{ endCursor hasNextPage }}
      }}
    }}"""
    found: list[str] = []
    variables: dict[str, object] = {"c": desk.id_of("Clinic"), "d": direction}
    while True:
        answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)
        assert answer.errors == [], (name, by)
        page = answer.data[name]
        found += [node[shown] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        variables["after"] = page["pageInfo"]["endCursor"]


async def test_pages_follow_each_other_where_nobody_asks_for_what_they_are_ordered_by(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await crowded(vault, clock)
    for name, _, by in ORDERED:
        found = await ids_by(deployment, desk, name, by)

        expected = 3 if name in ("bookings", "patients", "conversations") else 1
        assert len(set(found)) == len(found) == expected, (name, by)


async def ids_by(deployment: Deployment, desk: Desk, name: str, by: str) -> list[str]:
    """Go through a list page by page, asking for ids alone."""
    query = f"""query ($c: ID!, $after: String) {{
      {name}(clinicId: $c, orderBy: {{field: {by}}}, first: 1, after: $after) {{
        nodes {{ id }} pageInfo {{ endCursor hasNextPage }}
      }}
    }}"""
    found: list[str] = []
    variables: dict[str, object] = {"c": desk.id_of("Clinic")}
    while True:
        answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)
        assert answer.errors == [], (name, by)
        page = answer.data[name]
        found += [node["id"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        variables["after"] = page["pageInfo"]["endCursor"]


@pytest.mark.parametrize(
    "other",
    [
        "bookings(clinicId: $c, orderBy: {field: CREATED_AT}, after: $a)",
        "bookings(clinicId: $c, orderBy: {field: STARTS_AT, direction: DESC}, after: $a)",
        "patients(clinicId: $c, after: $a)",
    ],
)
async def test_a_cursor_of_another_order_is_refused(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, other: str
) -> None:
    desk = await crowded(vault, clock)
    owner, clinic = desk.actor(Role.OWNER), desk.id_of("Clinic")
    query = "query ($c: ID!) { bookings(clinicId: $c, orderBy: {field: STARTS_AT}) { edges { cursor } } }"
    cursor = (await ask(deployment, owner, query, {"c": clinic})).data["bookings"]["edges"][0]["cursor"]

    answer = await ask(
        deployment, owner, f"query ($c: ID!, $a: String) {{ {other} {{ nodes {{ id }} }} }}", {"c": clinic, "a": cursor}
    )

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["field"] == ["after"]


FOUND = [
    ("bookings", "{ids: [$booking]}", 1),
    ("bookings", "{createdBefore: $now}", 2),
    ("bookings", "{createdFrom: $now}", 1),
    ("bookings", '{reference: "none"}', 0),
    ("bookings", "{serviceId: $service}", 3),
    ("patients", "{ids: [$patient]}", 1),
    ("patients", "{createdBefore: $now}", 2),
    ("patients", '{channel: "no-such"}', 0),
    ("patients", '{language: "xx"}', 0),
    ("conversations", "{ids: [$conversation]}", 1),
    ("conversations", "{patientId: $patient}", 1),
    ("conversations", "{channelId: $channel}", 3),
    ("conversations", "{lastMessageBefore: $now}", 2),
    ("tasks", "{ids: [$task]}", 1),
    ("tasks", '{kind: "handed_over", bookingId: $booking}', 1),
    ("tasks", "{conversationId: $conversation, createdFrom: $now}", 1),
    ("tasks", "{createdBefore: $now}", 0),
    ("channels", "{state: CONNECTED}", 1),
    ("channels", "{state: DISCONNECTED}", 0),
    ("calendars", "{practitionerId: $practitioner}", 1),
    ("calendars", '{plugin: "no-such"}', 0),
    ("deadJobs", '{kind: "outbound.send"}', 1),
    ("deadJobs", "{createdBefore: $now}", 0),
]
TYPES = {
    "booking": "Booking",
    "service": "Service",
    "patient": "Patient",
    "conversation": "Conversation",
    "channel": "Channel",
    "task": "StaffTask",
    "practitioner": "Practitioner",
}


async def test_a_list_and_its_count_hold_what_was_asked_for(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk, wrong = await crowded(vault, clock), []
    for name, where, found in FOUND:
        given: dict[str, object] = {key: desk.id_of(kind) for key, kind in TYPES.items() if f"${key}" in where}
        declared = "".join(f", ${key}: ID!" for key in given)
        if "$now" in where:
            given["now"], declared = clock.now().isoformat(), f"{declared}, $now: DateTime!"
        asked = f"{name}(clinicId: $c, where: {where}, first: 1) {{ totalCount nodes {{ id }} }}"
        query = f"query ($c: ID!{declared}) {{ {asked} }}"
        answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic"), **given})
        page = answer.data[name] or {"totalCount": None, "nodes": []}
        if answer.errors or (page["totalCount"], len(page["nodes"])) != (found, min(found, 1)):
            wrong.append(f"{name}, {where}: {answer}")

    assert not wrong, "\n".join(wrong)


async def test_messages_are_counted_for_each_conversation(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await crowded(vault, clock)
    query = """query ($c: ID!, $since: DateTime) {
      conversations(clinicId: $c) { totalCount nodes { messages(first: 1, where: {sentFrom: $since}) { totalCount } } }
    }"""
    variables: Mapping[str, object] = {"c": desk.id_of("Clinic")}

    all_of_them = await ask(deployment, desk.actor(Role.OWNER), query, variables)
    later = {**variables, "since": (MONDAY + timedelta(minutes=1)).isoformat()}
    some = await ask(deployment, desk.actor(Role.OWNER), query, later)

    def counts(data: Mapping[str, object]) -> list[int]:
        conversations = data["conversations"]
        assert isinstance(conversations, dict)
        return sorted(node["messages"]["totalCount"] for node in conversations["nodes"])

    assert all_of_them.data["conversations"]["totalCount"] == 3
    assert counts(all_of_them.data) == [1, 1, 2]
    assert counts(some.data) == [0, 0, 1]


async def test_a_count_stops_where_it_says_that_there_is_more(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await crowded(vault, clock)
    monkeypatch.setattr(keyset, "MOST_COUNTED", 2)
    query = "query ($c: ID!) { bookings(clinicId: $c) { totalCount nodes { id } } }"

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})

    assert answer.data["bookings"]["totalCount"] == 2
    assert len(answer.data["bookings"]["nodes"]) == 3


async def test_nodes_come_in_the_order_of_their_ids_with_null_for_what_is_not_there(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    ids = [desk.id_of("Message"), other.id_of("Booking"), global_id("Booking", uuid4()), "x", desk.id_of("DeadJob")]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }"

    owner = await ask(deployment, desk.actor(Role.OWNER), query, {"ids": ids})
    receptionist = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, {"ids": ids})
    nobody = await ask(deployment, None, query, {"ids": ids[:3]})
    too_many = await ask(deployment, desk.actor(Role.OWNER), query, {"ids": ids[:1] * 101})

    assert owner.data["nodes"] == [{"__typename": "Message"}, None, None, None, {"__typename": "DeadJob"}]
    assert [error["path"] for error in owner.errors] == [["nodes", 3]]
    assert owner.errors[0]["extensions"] == {"code": "BAD_USER_INPUT", "field": ["ids", "3"], "requestId": "request-1"}
    assert receptionist.data["nodes"] == [{"__typename": "Message"}, None, None, None, None]
    assert nobody.data == {"nodes": [None, None, None]}
    assert nobody.errors == []
    assert too_many.codes == ["BAD_USER_INPUT"]


def selections() -> dict[str, Selection[Any]]:
    """Select every list in each of its orders, both ways; a list of a parent's has the parent's condition."""
    found: dict[str, Selection[Any]] = {}
    for orders, make in (
        (BOOKING_ORDERS, lambda order: bookings_where(REACH, BookingFilter(), order)),
        (PATIENT_ORDERS, lambda order: patients_where(REACH, PatientFilter(), order)),
        (CONVERSATION_ORDERS, lambda order: conversations_where(REACH, ConversationFilter(), order)),
        (TASK_ORDERS, lambda order: tasks_where(REACH, TaskFilter(), order)),
        (CHANNEL_ORDERS, lambda order: channels_where(REACH, ConnectionFilter(), order)),
        (CALENDAR_ORDERS, lambda order: calendars_where(REACH, ConnectionFilter(), order)),
        (ENDPOINT_ORDERS, lambda order: endpoints_where(REACH, order)),
        (KEY_ORDERS, lambda order: keys_where(REACH, order)),
        (JOB_ORDERS, lambda order: dead_jobs_where(REACH, DeadJobFilter(), order)),
        (MESSAGE_ORDERS, lambda order: messages_where(REACH, MessageFilter(), order)),
        (LOCATION_ORDERS, lambda order: locations_where(REACH, order, is_active=True)),
        (PRACTITIONER_ORDERS, lambda order: practitioners_where(REACH, order, is_active=True)),
        (SERVICE_ORDERS, lambda order: services_where(REACH, order, is_active=None)),
        (DELIVERY_ORDERS, lambda order: deliveries_where(REACH, order)),
        (ATTEMPT_ORDERS, lambda order: attempts_where(REACH, order)),
    ):
        for order in orders.values():
            for is_descending in (False, True):
                towards = order.towards(is_descending=is_descending)
                found[towards.tag] = make(towards)
    return found


OF_PARENT = {
    "message.sent": "message.conversation_id",
    "webhook_delivery.created": "webhook_delivery.endpoint_id",
    "webhook_attempt.attempted": "webhook_attempt.delivery_id",
}
SELECTIONS = selections()


@pytest.mark.parametrize("tag", SELECTIONS)
async def test_every_order_is_an_indexs_order(database: Database, tag: str) -> None:
    """See that neither database sorts: the first page of a long list costs what that of a short one does."""
    selection = SELECTIONS[tag]
    values = list(selection.conditions.values)
    parent = OF_PARENT.get(tag.removesuffix(":desc"))
    further = f" AND {parent} = ${len(values) + 1}" if parent else ""
    if further:
        values.append(uuid4())
    sql = f"{select_from(selection.records)} {selection.tail(PageRequest(20), values, further)}"

    async with transaction() as tx:
        if database.dialect == "postgres":
            for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
                await tx.execute(f"SET LOCAL {setting} = off")
            rows = await tx.connection.execute_query_dict(f"EXPLAIN {sql}", values)
        else:
            bound = [sqlite_value(value) for value in values]
            rows = await tx.connection.execute_query_dict(f"EXPLAIN QUERY PLAN {placeholders(sql, 'sqlite')}", bound)
    plan = "\n".join(str(list(row.values())[-1]) for row in rows)

    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "USING INDEX" in plan or "Index Scan" in plan, plan
