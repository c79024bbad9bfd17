"""Strict answers: one denial is a denial of the whole, and a denied change has changed nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import HTTPConnection
from tests.api.clients import client_of, make_app, make_deployment
from tests.factories import make_membership, make_user
from tests.schema.desk import NOTES, Desk, make_desk
from tests.schema.statements import statements

from chatbookr_api.app import surface_routes
from chatbookr_api.surface import Standing, Surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, StaffTask, User
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema.ids import global_id

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
STRICT = {"x-strict": "true", "accept": "application/graphql-response+json"}
READ = """
query ($id: ID!, $less: Boolean = false) {
  node(id: $id) { ... on Booking { reference notes @skip(if: $less) } }
}"""
CANCEL = """
mutation ($id: ID!, $less: Boolean = false) {
  bookingCancel(input: {bookingId: $id, version: 1}) { booking { ...Told } userErrors { code } }
}
fragment Told on Booking { reference ... on Node { ... on Booking { notes @skip(if: $less) } } }"""
ADD_SERVICE = "mutation ($input: ServiceSaveInput!) { serviceSave(input: $input) { userErrors { code } } }"
SERVICE = {"title": "Check-up", "shortTitle": "Check-up", "durationMinutes": 20}
TWO = """
mutation ($task: ID!, $id: ID!) {
  taskDone(taskId: $task) { userErrors { code } }
  bookingCancel(input: {bookingId: $id, version: 1}) { userErrors { code } }
}"""


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


@pytest.fixture
async def receptionist(desk: Desk) -> User:
    """Make somebody who may cancel bookings and not read their notes."""
    user = await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, desk.clinic, role="receptionist")
    return user


@pytest.fixture
def surface(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Surface:
    return staff_surface(make_deployment(vault, clock, tmp_path))


@pytest.fixture
async def client(surface: Surface, sqlite_database: Database, receptionist: User) -> AsyncIterator[httpx.AsyncClient]:
    app = make_app(surface.deployment, sqlite_database, *surface_routes(surface))
    async with client_of(app) as client:
        await client.post("/login", json={"email": "ada@example.com", "password": PASSWORD})
        yield client


async def ask(client: httpx.AsyncClient, query: str, **variables: Any) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, "variables": variables}, headers=STRICT)


async def state_of(desk: Desk) -> str:
    return str((await Booking.get(id=desk.booking.id, clinic_id=desk.clinic.id)).status)


def coordinates_in(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["coordinate"] for error in answer.json()["errors"]]


async def test_a_denied_field_denies_the_answer(client: httpx.AsyncClient, desk: Desk) -> None:
    whole = await ask(client, READ, id=desk.id_of("Booking"))
    part = await ask(client, READ, id=desk.id_of("Booking"), less=True)

    assert whole.status_code == 403
    assert set(whole.json()) == {"errors"}
    assert coordinates_in(whole) == ["Booking.notes"]
    assert part.json()["data"]["node"] == {"reference": desk.booking.reference}


async def test_without_strictness_the_rest_is_answered(client: httpx.AsyncClient, desk: Desk) -> None:
    body = {"query": READ, "variables": {"id": desk.id_of("Booking")}}
    answer = await client.post("/graphql", json=body)

    assert answer.status_code == 200
    assert answer.json()["data"]["node"] == {"reference": desk.booking.reference, "notes": None}


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream", "application/graphql-response+json"])
async def test_a_change_of_which_a_part_is_denied_is_not_made(
    client: httpx.AsyncClient, desk: Desk, accept: str
) -> None:
    body = {"query": CANCEL, "variables": {"id": desk.id_of("Booking")}}
    answer = await client.post("/graphql", json=body, headers={**STRICT, "accept": accept})

    assert answer.status_code == 403
    assert set(answer.json()) == {"errors"}
    assert coordinates_in(answer) == ["Booking.notes"]
    assert await state_of(desk) == "confirmed"


async def test_a_change_of_which_nothing_is_denied_is_made(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await ask(client, CANCEL, id=desk.id_of("Booking"), less=True)

    assert answer.status_code == 200
    assert answer.json()["data"]["bookingCancel"]["userErrors"] == []
    assert await state_of(desk) == "cancelled"


async def test_of_several_clinics_the_one_that_is_named_decides(
    client: httpx.AsyncClient, desk: Desk, receptionist: User, vault: Vault, clock: TurnableClock
) -> None:
    own = await make_desk(vault, clock.now())
    await make_membership(receptionist, own.clinic, role="owner")

    elsewhere = await ask(client, CANCEL, id=desk.id_of("Booking"))
    here = await ask(client, CANCEL, id=own.id_of("Booking"))

    assert elsewhere.status_code == 403
    assert await state_of(desk) == "confirmed"
    assert here.json()["data"]["bookingCancel"]["booking"]["notes"] == NOTES
    assert await state_of(own) == "cancelled"


async def test_a_strict_document_makes_one_change(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await ask(client, TWO, task=desk.id_of("StaffTask"), id=desk.id_of("Booking"))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert await state_of(desk) == "confirmed"
    assert (await StaffTask.get(id=desk.task.id, clinic_id=desk.clinic.id)).state == "open"


async def test_nobody_is_denied_as_a_whole_too(surface: Surface, sqlite_database: Database, desk: Desk) -> None:
    app = make_app(surface.deployment, sqlite_database, *surface_routes(surface))
    async with client_of(app) as client:
        answer = await ask(client, CANCEL, id=desk.id_of("Booking"))

    assert answer.status_code == 403
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"UNAUTHENTICATED"}
    assert await state_of(desk) == "confirmed"


@pytest.mark.parametrize("query", ["mutation { nothing }", "mutation {", "mutation ($id: ID!) { taskDone(taskId: $id)"])
async def test_what_is_no_document_stays_a_request_error(client: httpx.AsyncClient, query: str) -> None:
    answer = await ask(client, query)

    assert answer.status_code == 400
    assert "data" not in answer.json()


async def test_a_strict_key_need_not_ask_for_it(surface: Surface, sqlite_database: Database, desk: Desk) -> None:
    scopes = frozenset({Permission.BOOKING_READ, Permission.BOOKING_WRITE})
    key = KeyActor(new_id(), desk.clinic.id, scopes, is_strict=True)

    async def standing_of(connection: HTTPConnection, token: str) -> Standing | None:
        return Standing(key, None)

    keyed = replace(surface, standing_of=standing_of, still_standing=None, cookie=None)
    app = make_app(surface.deployment, sqlite_database, *surface_routes(keyed))
    async with client_of(app, headers={"authorization": "Bearer key"}) as client:
        body = {"query": READ, "variables": {"id": desk.id_of("Booking")}}
        answer = await client.post("/graphql", json=body)

    assert answer.status_code == 403
    assert coordinates_in(answer) == ["Booking.notes"]


@pytest.mark.parametrize("ids", [{"a": {str(one): one for one in range(14_000)}}, {"a": ["x"] * 20_000}])
async def test_variables_are_held_to_the_limits_before_anything_is_looked_for(
    client: httpx.AsyncClient, desk: Desk, ids: dict[str, Any]
) -> None:
    answer = await ask(client, CANCEL, id=ids)

    assert answer.status_code == 400
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_USER_INPUT"]
    assert len(answer.content) < 4096
    assert await state_of(desk) == "confirmed"


async def test_a_strict_change_is_paid_for_once_and_a_denied_one_too(
    client: httpx.AsyncClient, desk: Desk, clock: TurnableClock
) -> None:
    denied = await ask(client, CANCEL, id=desk.id_of("Booking"))
    made = await ask(client, CANCEL, id=desk.id_of("Booking"), less=True)

    assert denied.status_code == 403
    cost = made.json()["extensions"]["cost"]
    spent = cost["maximum"] - cost["available"]
    assert int(denied.headers["ratelimit-remaining"]) == cost["maximum"] - cost["requested"]
    assert spent == cost["requested"] + cost["actual"]


async def test_the_things_a_strict_change_names_are_read_type_by_type(client: httpx.AsyncClient, desk: Desk) -> None:
    async def statements_for(count: int) -> tuple[int, int]:
        ids = [global_id("Practitioner", new_id()) for _ in range(count)]
        with statements() as run:
            answer = await ask(
                client, ADD_SERVICE, input={**SERVICE, "clinicId": desk.id_of("Clinic"), "practitionerIds": ids}
            )
        return answer.status_code, len(run)

    await statements_for(1)  # who asks is known from here on
    few, many = await statements_for(2), await statements_for(99)

    assert few == many
    assert few[0] == 403


async def test_a_strict_change_that_names_too_much_is_not_looked_into(client: httpx.AsyncClient, desk: Desk) -> None:
    ids = [global_id("Practitioner", new_id()) for _ in range(100)]
    answer = await ask(client, ADD_SERVICE, input={**SERVICE, "clinicId": desk.id_of("Clinic"), "practitionerIds": ids})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
