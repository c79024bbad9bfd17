"""The doors set the scope: what a request or job asks the database for without naming a clinic is its own all the same.

On PostgreSQL, as the role the program has; tests themselves look at rows of every clinic.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.account_rows import make_invitation
from tests.api.clients import PASSWORD_HASH, client_of, graphql, log_in, make_app, make_deployment
from tests.factories import make_membership, make_user
from tests.partner_rows import make_api_key, make_token
from tests.schema.desk import Desk, make_desk

from chatbookr_api.app import surface_routes
from chatbookr_api.authentication import staff_of
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Job, Membership, User
from chatbookr_permissions.actions import Permission
from chatbookr_workers.kinds import JobKind
from chatbookr_workers.runner import run

pytestmark = pytest.mark.postgres

SEEN = "SELECT id, (SELECT COUNT(*) FROM patient) AS patients FROM clinic ORDER BY id"
MAIN_READS = """
query ($clinic: ID!) {
  viewer { memberships { role clinic { id name } } }
  bookings(clinicId: $clinic) {
    totalCount
    nodes { id reference patient { id name } practitioner { id } service { title } conversation { id } }
  }
  conversations(clinicId: $clinic) { nodes { id messages { nodes { id body } } } }
  patients(clinicId: $clinic) { nodes { id name } }
  channels(clinicId: $clinic) { nodes { id title } }
  calendars(clinicId: $clinic) { nodes { id title } }
}"""
MORE_READS = """
query ($clinic: ID!) {
  apiKeys(clinicId: $clinic) { nodes { id name } }
  webhookEndpoints(clinicId: $clinic) { nodes { id deliveries { nodes { id } } } }
}"""
ACCEPT = (
    "mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { isAccepted userErrors { code } } }"
)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desks(postgres_database: Database, deployment: Deployment) -> tuple[Desk, Desk]:
    """Fill two clinics; Ada belongs to the first alone."""
    first = await make_desk(deployment.vault, deployment.clock.now())
    second = await make_desk(deployment.vault, deployment.clock.now())
    ada = await make_user(email="ada@example.com", password_hash=PASSWORD_HASH)
    await make_membership(ada, first.clinic, role="owner")
    return first, second


async def _nosy(request: Request) -> Response:
    """Ask for everything, before and after it is known who asks, and name no clinic."""
    before = [str(row["id"]) for row in await fetch(SEEN)]
    await staff_of(request)
    after = [(str(row["id"]), row["patients"]) for row in await fetch(SEEN)]
    async with transaction() as tx:
        changed = await tx.execute("UPDATE patient SET language = 'xx'")
    return JSONResponse({"before": before, "after": after, "changed": changed})


@pytest.fixture
def client(postgres_database: Database, deployment: Deployment) -> httpx.AsyncClient:
    surfaces = [*surface_routes(staff_surface(deployment)), *surface_routes(partner_surface(deployment))]
    return client_of(make_app(deployment, postgres_database, Route("/nosy", _nosy), *surfaces))


async def test_a_request_reaches_the_rows_of_its_actors_clinics_and_before_that_of_none(
    desks: tuple[Desk, Desk], client: httpx.AsyncClient
) -> None:
    await log_in(client)

    answer = (await client.get("/nosy")).json()

    assert answer["before"] == []
    assert answer["after"] == [[str(desks[0].clinic.id), 1]]
    assert answer["changed"] == 1
    assert [row["language"] for row in await fetch("SELECT language FROM patient WHERE language = 'xx'")] == ["xx"]


async def test_the_front_desks_main_reads_work_as_the_apps_role(
    desks: tuple[Desk, Desk], client: httpx.AsyncClient
) -> None:
    await log_in(client, steps_up=True)

    clinic = {"clinic": desks[0].id_of("Clinic")}
    answers = [await graphql(client, document, clinic) for document in (MAIN_READS, MORE_READS)]
    theirs = await graphql(client, MAIN_READS, {"clinic": desks[1].id_of("Clinic")})

    assert not any("errors" in answer for answer in answers), answers
    data = answers[0]["data"] | answers[1]["data"]
    assert [one["clinic"]["id"] for one in data["viewer"]["memberships"]] == [desks[0].id_of("Clinic")]
    for name, kind in {
        "bookings": "Booking", "conversations": "Conversation", "patients": "Patient", "channels": "Channel",
        "calendars": "Calendar", "apiKeys": "ApiKey", "webhookEndpoints": "WebhookEndpoint",
    }.items():  # fmt: skip
        assert desks[0].id_of(kind) in [node["id"] for node in data[name]["nodes"]], name
    assert desks[1].id_of("Booking") not in str(theirs)
    assert theirs["errors"]


async def test_a_key_reads_its_clinic_as_the_apps_role(desks: tuple[Desk, Desk], client: httpx.AsyncClient) -> None:
    token = make_token()
    await make_api_key(desks[0].clinic, token=token, scopes=[Permission.BOOKING_READ])
    headers = {"authorization": f"Bearer {token.text}"}
    query = "query ($clinic: ID!) { bookings(clinicId: $clinic) { nodes { id } } }"

    async def bookings_of(desk: Desk) -> dict[str, Any]:
        body = {"query": query, "variables": {"clinic": desk.id_of("Clinic")}}
        answer: dict[str, Any] = (await client.post("/partner/graphql", json=body, headers=headers)).json()
        return answer

    ours, theirs = await bookings_of(desks[0]), await bookings_of(desks[1])

    assert [node["id"] for node in ours["data"]["bookings"]["nodes"]] == [desks[0].id_of("Booking")]
    assert desks[1].id_of("Booking") not in str(theirs)


async def test_an_invitation_is_accepted_by_somebody_who_is_nobody_yet(
    desks: tuple[Desk, Desk], deployment: Deployment, client: httpx.AsyncClient
) -> None:
    ada = await User.get(email="ada@example.com")
    await make_invitation(desks[0].clinic, deployment.vault, ada, email="grace@example.com", token="once")
    account = {"fullName": "Grace Hopper", "password": "purple tractors sing at noon"}

    answer = await graphql(client, ACCEPT, {"input": {"token": "once", "newAccount": account}})

    assert answer["data"]["invitationAccept"] == {"isAccepted": True, "userErrors": []}
    places = await Membership.filter(user__email="grace@example.com").values_list("clinic_id", flat=True)
    assert places == [desks[0].clinic.id]


async def test_an_invitation_is_accepted_by_somebody_who_is_of_another_clinic(
    desks: tuple[Desk, Desk], deployment: Deployment, client: httpx.AsyncClient
) -> None:
    ada, owner = await User.get(email="ada@example.com"), await make_user()
    await make_membership(owner, desks[1].clinic, role="owner")
    await make_invitation(desks[1].clinic, deployment.vault, owner, email=ada.email, token="once")
    await log_in(client)

    answer = await graphql(client, ACCEPT, {"input": {"token": "once"}})
    again = await graphql(client, ACCEPT, {"input": {"token": "once"}})

    assert answer["data"]["invitationAccept"] == {"isAccepted": True, "userErrors": []}
    assert again["data"]["invitationAccept"] == {"isAccepted": False, "userErrors": [{"code": "LINK_INVALID"}]}
    places = await Membership.filter(user_id=ada.id).values_list("clinic_id", flat=True)
    assert {UUID(str(one)) for one in places} == {desk.clinic.id for desk in desks}


async def test_a_job_reaches_the_rows_of_its_clinic_alone(
    desks: tuple[Desk, Desk], deployment: Deployment, clock: TurnableClock
) -> None:
    seen: dict[object, list[object]] = {}

    async def look(_: Deployment, leased: LeasedJob) -> None:
        seen[leased.clinic_id] = [row["id"] for row in await fetch("SELECT id FROM clinic")]
        async with transaction():
            await finish(leased, now=clock.now())

    ours, theirs = (desk.clinic for desk in desks)
    for clinic in (ours, theirs, None):
        job_id = await owed(clinic, clock)
        await run(deployment, JobKind("look", "look", 30, look), job_id)

    assert seen == {ours.id: [ours.id], theirs.id: [theirs.id], None: []}
    assert await Job.filter(kind="look", state="done").count() == 3


async def owed(clinic: Clinic | None, clock: TurnableClock) -> Any:
    async with transaction():
        return await enqueue("look", clinic_id=clinic.id if clinic else None, now=clock.now(), due_at=clock.now())
