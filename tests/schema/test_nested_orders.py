"""Lists within something: in the order and with the conditions that were asked for, like those at the root."""

from datetime import timedelta
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, get_named_type, is_non_null_type
from tests.api.clients import make_deployment
from tests.factories import make_location, make_practitioner, make_service, writing
from tests.partner_rows import make_webhook_delivery
from tests.schema.desk import MONDAY, Desk, ask, make_desk, make_message

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import WebhookAttempt
from chatbookr_permissions.roles import Role
from chatbookr_schema import availability
from chatbookr_schema.build import schema_of
from chatbookr_schema.field import Surface

NESTED = [
    ("Clinic", "locations", "name", "NAME", False),
    ("Clinic", "practitioners", "fullName", "FULL_NAME", False),
    ("Clinic", "services", "title", "TITLE", False),
    ("Conversation", "messages", "sentAt", "SENT_AT", False),
    ("WebhookEndpoint", "deliveries", "createdAt", "CREATED_AT", True),
    ("WebhookDelivery", "attempts", "attemptedAt", "ATTEMPTED_AT", False),
]


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def crowded(vault: Vault, clock: TurnableClock) -> Desk:
    """Make a desk with three of everything that stands within something else; the second try got no answer."""
    desk, now = await make_desk(vault, clock.now()), clock.now()
    for number in (2, 1):
        location = await make_location(desk.clinic, name=f"House {number}")
        practitioner = await make_practitioner(desk.clinic, location, full_name=f"Dr. Ada {number}")
        await make_service(desk.clinic, practitioner, title=f"A service {number}")
        await make_message(desk.conversation, vault, sent_at=MONDAY + timedelta(minutes=number))
        await make_webhook_delivery(desk.webhook_endpoint, created_at=now + timedelta(minutes=number))
        async with writing():
            await WebhookAttempt.create(
                clinic_id=desk.clinic.id,
                delivery_id=desk.webhook_delivery.id,
                attempted_at=now + timedelta(minutes=number),
                status=500 if number == 2 else None,
                error=None if number == 2 else "timeout",
                duration_ms=3,
            )
    return desk


@pytest.mark.parametrize(("kind", "name", "shown", "by", "is_descending"), NESTED)
async def test_a_list_within_something_comes_in_the_order_that_was_asked_for_page_by_page(
    database: Database,
    deployment: Deployment,
    vault: Vault,
    clock: TurnableClock,
    kind: str,
    name: str,
    shown: str,
    by: str,
    is_descending: bool,
) -> None:
    desk = await crowded(vault, clock)

    async def walk(order: str) -> list[str]:
        query = f"""query ($id: ID!, $after: String) {{ node(id: $id) {{ ... on {kind} {{
          {name}({order}first: 1, after: $after) {{ nodes {{ {shown} }} pageInfo {{ endCursor hasNextPage }} }}
        }} }} }}"""
        found: list[str] = []
        variables: dict[str, object] = {"id": desk.id_of(kind)}
        while True:
            answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)
            assert answer.errors == []
            page = answer.data["node"][name]
            found += [node[shown] for node in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            variables["after"] = page["pageInfo"]["endCursor"]

    rising = await walk(f"orderBy: {{field: {by}}}, ")
    falling = await walk(f"orderBy: {{field: {by}, direction: DESC}}, ")
    unordered = await walk("")

    assert rising == sorted(rising)
    assert len(set(rising)) == 3
    assert falling == rising[::-1]
    assert unordered == (falling if is_descending else rising)


@pytest.mark.parametrize(("where", "statuses"), [("{isAnswered: true}", [200, 500]), ("{isAnswered: false}", [None])])
async def test_tries_are_chosen_by_whether_the_receiver_answered(
    database: Database,
    deployment: Deployment,
    vault: Vault,
    clock: TurnableClock,
    where: str,
    statuses: list[int | None],
) -> None:
    desk = await crowded(vault, clock)
    query = f"""query ($id: ID!) {{ node(id: $id) {{ ... on WebhookDelivery {{
      attempts(where: {where}) {{ totalCount nodes {{ status }} }}
    }} }} }}"""

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of("WebhookDelivery")})

    assert answer.errors == []
    tries = answer.data["node"]["attempts"]
    assert sorted(one["status"] or 0 for one in tries["nodes"]) == sorted(one or 0 for one in statuses)
    assert tries["totalCount"] == len(statuses)


@pytest.mark.parametrize(("kind", "name", "shown", "by", "is_descending"), NESTED)
async def test_a_bad_cursor_leaves_what_the_list_stands_in(
    sqlite_database: Database,
    deployment: Deployment,
    vault: Vault,
    clock: TurnableClock,
    kind: str,
    name: str,
    shown: str,
    by: str,
    is_descending: bool,
) -> None:
    desk = await make_desk(vault, clock.now())
    order = f"orderBy: {{field: {by}, direction: {'ASC' if is_descending else 'DESC'}}}"
    query = f"""query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ id
      bad: {name}(after: "no cursor") {{ nodes {{ {shown} }} }}
      ordered: {name}({order}) {{ pageInfo {{ endCursor }} nodes {{ {shown} }} }}
    }} }} }}"""
    other = f"""query ($id: ID!, $after: String) {{ node(id: $id) {{ ... on {kind} {{ id
      {name}(after: $after) {{ nodes {{ {shown} }} }}
    }} }} }}"""

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"id": desk.id_of(kind)})
    node = answer.data["node"]
    of_another = {"id": desk.id_of(kind), "after": node["ordered"]["pageInfo"]["endCursor"]}
    again = await ask(deployment, desk.actor(Role.OWNER), other, of_another)

    assert node["id"] == desk.id_of(kind)
    assert node["bad"] is None
    assert len(node["ordered"]["nodes"]) == 1
    assert again.data["node"] == {"id": desk.id_of(kind), name: None}
    for one in (answer, again):
        assert one.codes == ["BAD_USER_INPUT"]
        assert one.errors[0]["extensions"]["field"] == ["after"]


@pytest.mark.parametrize("surface", ["staff", "partner"])
def test_every_connection_can_be_null_and_takes_where_and_order_by(surface: Surface) -> None:
    """A page that cannot be read must not take with it what it stands in."""
    kinds = [kind for kind in schema_of(surface)._schema.type_map.values() if isinstance(kind, GraphQLObjectType)]
    connections = {
        f"{kind.name}.{name}": one
        for kind in kinds
        for name, one in kind.fields.items()
        if get_named_type(one.type).name.endswith("Connection")
    }

    assert len(connections) >= 6
    assert [name for name, one in connections.items() if is_non_null_type(one.type)] == []
    assert [name for name, one in connections.items() if not {"where", "orderBy"} <= set(one.args)] == []


async def test_free_times_beyond_the_most_are_found_from_the_last_one_on(
    sqlite_database: Database,
    deployment: Deployment,
    vault: Vault,
    clock: TurnableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = await make_desk(vault, clock.now())
    query = """query ($c: ID!, $s: ID!, $from: DateTime!) {
      availableSlots(clinicId: $c, serviceId: $s, from: $from, to: "2027-03-11T00:00:00Z") { startsAt }
    }"""

    async def starts(since: str) -> list[str]:
        variables = {"c": desk.id_of("Clinic"), "s": desk.id_of("Service"), "from": since}
        answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)
        assert answer.errors == []
        return [one["startsAt"] for one in answer.data["availableSlots"]]

    everything = await starts("2027-03-09T00:00:00Z")
    monkeypatch.setattr(availability, "MOST", 5)
    found = await starts("2027-03-09T00:00:00Z")
    while len(page := await starts(found[-1])) == 5:
        found += page[1:]
    found += page[1:]

    assert len(everything) > 10
    assert found == everything
