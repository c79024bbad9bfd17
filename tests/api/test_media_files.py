"""A file is handed to the session or key its link was signed for, while they see its message, and to nobody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import PASSWORD_HASH, PUBLIC_URL, client_of, graphql, log_in, make_app, make_deployment
from tests.core.test_media_traces import PICTURES
from tests.factories import make_membership, make_user, writing
from tests.media_files import JPEG, PDF, make_file
from tests.partner_rows import make_api_key, make_token
from tests.schema.desk import Desk, make_desk

from chatbookr_api.app import surface_routes
from chatbookr_api.media import MediaFiles
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_core.chunks import CHUNK_BYTES, OF_MEDIA, read
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.fetching import owner_of
from chatbookr_core.models import ApiKey, AuditEntry, Media, MediaChunk, Membership, Patient, Session
from chatbookr_permissions.actions import Permission
from chatbookr_schema.ids import global_id

MESSAGE = """query ($id: ID!, $for: Int! = 300) { node(id: $id) { ... on Message {
    media { state mimeType sizeBytes url(expiresIn: $for) } } } }"""
BIG = JPEG + bytes(2 * CHUNK_BYTES)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    for name, role in (("ada", "owner"), ("bob", "owner")):
        user = await make_user(email=f"{name}@example.com", password_hash=PASSWORD_HASH)
        await make_membership(user, made.clinic, role=role)
    return made


@pytest.fixture
async def client(deployment: Deployment, database: Database, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    media = Route("/media/{id}", MediaFiles(deployment).fetch, methods=["GET"])
    surfaces = (*surface_routes(staff_surface(deployment)), *surface_routes(partner_surface(deployment)))
    async with client_of(make_app(deployment, database, *surfaces, media)) as one:
        yield one


async def link(client: httpx.AsyncClient, message_id: Any, **variables: Any) -> Any:
    answer = await graphql(client, MESSAGE, {"id": global_id("Message", message_id), **variables})
    return answer["data"]["node"]["media"]


def flipped(url: str) -> str:
    return url[:-1] + ("0" if url[-1] != "0" else "1")


@pytest.mark.attack("media-link")
async def test_a_picture_is_streamed_to_who_asked_and_written_down(client: httpx.AsyncClient, desk: Desk) -> None:
    message, media = await make_file(desk.conversation, desk.vault, content=BIG, filename="../März <1>.html")
    await log_in(client)

    told = await link(client, message.id)
    fetched = await client.get(told["url"])

    assert told["url"].startswith(f"{PUBLIC_URL}/media/{media.id}?until=")
    assert (told["state"], told["mimeType"], told["sizeBytes"]) == ("FETCHED", "image/jpeg", len(BIG))
    assert (fetched.status_code, fetched.content) == (200, BIG)
    said = fetched.headers
    assert said["content-disposition"] == "inline; filename*=UTF-8''M%C3%A4rz%201.jpg"
    assert (said["content-type"], said["content-length"]) == ("image/jpeg", str(len(BIG)))
    assert (said["cache-control"], said["x-content-type-options"]) == ("no-store", "nosniff")
    assert "sandbox" in said["content-security-policy"]
    assert said["cross-origin-resource-policy"] == "same-origin"
    [entry] = await AuditEntry.filter(action="mediaFetch")
    assert (entry.clinic_id, entry.subject_id) == (desk.clinic.id, message.id)


@pytest.mark.attack("media-link")
async def test_where_a_picture_was_taken_is_kept_for_its_patient_and_shown_to_nobody(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    taken = (PICTURES / "phone.jpg").read_bytes()
    message, media = await make_file(desk.conversation, desk.vault, content=taken, kind="document")
    await log_in(client)

    fetched = await client.get((await link(client, message.id))["url"])

    assert b"CANARY" in taken
    assert b"CANARY" not in fetched.content
    assert fetched.headers["content-length"] == str(len(taken)) == str(len(fetched.content))
    kept = [piece async for piece in read(desk.vault, OF_MEDIA, owner_of(media), media.chunk_count or 0)]
    assert b"".join(kept) == taken


@pytest.mark.attack("media-link")
async def test_a_link_opens_nothing_for_anybody_else(
    client: httpx.AsyncClient, desk: Desk, clock: TurnableClock, vault: Vault
) -> None:
    message, media = await make_file(desk.conversation, desk.vault)
    other = await make_desk(vault, clock.now())
    other_message, other_media = await make_file(other.conversation, other.vault)
    await log_in(client)
    url = (await link(client, message.id))["url"]
    statuses = {
        "altered": (await client.get(flipped(url))).status_code,
        "longer": (await client.get(url.replace("until=1", "until=2"))).status_code,
        "unsigned": (await client.get(url.partition("?")[0])).status_code,
        "another file": (await client.get(url.replace(str(media.id), str(other_media.id)))).status_code,
        "nonsense": (await client.get(url.partition("&")[0] + "&signature=" + "é" * 64)).status_code,
    }
    assert set(statuses.values()) == {404}, statuses
    assert await link_or_none(client, other_message.id) is None
    assert (await client.get(url)).status_code == 200

    mine = dict(client.cookies)
    await log_in(client, "bob@example.com")
    assert (await client.get(url)).status_code == 404  # a colleague, who may have one of their own
    assert (await client.get((await link(client, message.id))["url"])).status_code == 200
    client.cookies.clear()
    assert (await client.get(url)).status_code == 401
    client.cookies.update(mine)
    clock.turn(timedelta(seconds=299))
    assert (await client.get(url)).status_code == 200
    clock.turn(timedelta(seconds=1))
    assert (await client.get(url)).status_code == 404


async def link_or_none(client: httpx.AsyncClient, message_id: Any) -> Any:
    answer = await graphql(client, MESSAGE, {"id": global_id("Message", message_id)})
    return answer["data"]["node"]


@pytest.mark.attack("media-link")
async def test_who_may_see_the_message_no_longer_gets_no_file_though_the_link_holds(
    client: httpx.AsyncClient, desk: Desk, clock: TurnableClock
) -> None:
    message, media = await make_file(desk.conversation, desk.vault)
    await log_in(client)
    url = (await link(client, message.id))["url"]

    async def is_given() -> bool:
        return (await client.get(url)).status_code == 200

    assert await is_given()
    async with writing():  # sealed: a practitioner who is not theirs reads nothing of them
        await Membership.filter(clinic_id=desk.clinic.id, role="owner").update(role="receptionist")
        await Patient.filter(id=desk.patient.id).update(is_sealed=True)
    assert not await is_given()
    async with writing():
        await Patient.filter(id=desk.patient.id).update(is_sealed=False)
    assert await is_given()
    async with writing():  # no permission
        await Membership.filter(clinic_id=desk.clinic.id, role="receptionist").update(role="owner")
        await Media.filter(id=media.id).update(state="infected")
    assert not await is_given()
    async with writing():
        await Media.filter(id=media.id).update(state="fetched")
        await Session.filter(revoked_at=None).update(revoked_at=clock.now())
    assert (await client.get(url)).status_code == 401


async def test_a_link_holds_as_long_as_is_asked_at_most_five_minutes(
    client: httpx.AsyncClient, desk: Desk, clock: TurnableClock
) -> None:
    message, _ = await make_file(desk.conversation, desk.vault)
    await log_in(client)

    short = (await link(client, message.id, **{"for": 10}))["url"]
    assert (await client.get(short)).status_code == 200
    clock.turn(timedelta(seconds=10))
    assert (await client.get(short)).status_code == 404
    for seconds in (0, 301, -1):
        answer = await graphql(client, MESSAGE, {"id": global_id("Message", message.id), "for": seconds})
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_key_fetches_with_its_own_token_alone(
    client: httpx.AsyncClient, desk: Desk, clock: TurnableClock
) -> None:
    message, _ = await make_file(desk.conversation, desk.vault)
    tokens = []
    for _ in range(2):
        token = make_token()
        await make_api_key(desk.clinic, token=token, scopes=[Permission.CONVERSATION_READ, Permission.MESSAGE_READ])
        tokens.append(token.text)
    mine, other = ({"authorization": f"Bearer {one}"} for one in tokens)
    body = {"query": MESSAGE, "variables": {"id": global_id("Message", message.id)}}
    answer = (await client.post("/partner/graphql", json=body, headers=mine)).json()
    url = answer["data"]["node"]["media"]["url"]

    assert (await client.get(url, headers=mine)).content == JPEG
    assert (await client.get(url, headers=other)).status_code == 404
    assert (await client.get(url, headers={"authorization": "Bearer " + flipped(tokens[0])})).status_code == 401
    assert (await client.get(url)).status_code == 401
    async with writing():
        await ApiKey.filter(clinic_id=desk.clinic.id).update(revoked_at=clock.now())
    assert (await client.get(url, headers=mine)).status_code == 401


@pytest.mark.attack("media-malware")
async def test_what_is_no_picture_is_for_saving_and_a_piece_that_is_gone_is_no_whole_file(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    paper, _ = await make_file(
        desk.conversation, desk.vault, content=PDF, kind="document", mime_type="application/pdf", filename="a.svg"
    )
    big, media = await make_file(desk.conversation, desk.vault, content=BIG)
    await log_in(client)

    fetched = await client.get((await link(client, paper.id))["url"])
    async with writing():
        await MediaChunk.filter(media_id=media.id, number=1).delete()
    broken = await client.get((await link(client, big.id))["url"])

    assert fetched.headers["content-disposition"] == "attachment; filename*=UTF-8''a.pdf"
    assert fetched.content == PDF
    assert len(broken.content) < int(broken.headers["content-length"])  # a client sees that it broke off
