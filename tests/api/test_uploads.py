"""The door for files that are to be sent: who may, what is taken, and that nothing is left of what is not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import PASSWORD_HASH, client_of, graphql, log_in, make_app, make_deployment
from tests.clamd_server import clamd_server
from tests.factories import make_membership, make_user, writing
from tests.media_files import EICAR, JPEG, PDF
from tests.partner_rows import make_api_key, make_token
from tests.schema.desk import Desk, make_desk
from tests.uploaded_files import PNG

from chatbookr_api import uploads
from chatbookr_api.app import surface_routes
from chatbookr_api.surface import partner_surface, staff_surface
from chatbookr_api.uploads import Uploads
from chatbookr_core.channels.registry import LoadedPlugin, Plugins
from chatbookr_core.chunks import CHUNK_BYTES
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.clamd import service
from chatbookr_core.models import AuditEntry, Conversation, Media, MediaChunk
from chatbookr_permissions.actions import Permission
from chatbookr_schema.ids import global_id, key_of
from chatbookr_sdk import CONTRACT, Manifest
from chatbookr_whatsapp.channel import WhatsApp

SEND = """mutation ($input: MessageSendInput!) { messageSend(input: $input) {
    message { kind body media { kind state filename mimeType caption url } } userErrors { code field } } }"""


class TextOnly:
    """A channel that carries words alone."""

    manifest = Manifest("whatsapp", "Words", "1", CONTRACT, "messaging", frozenset())


def plugins_of(channel: Any) -> Plugins:
    return Plugins({"whatsapp": LoadedPlugin("whatsapp", "tests", "ready", messaging=channel)})


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=plugins_of(WhatsApp()))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    for name, role in (("ada", "owner"), ("bob", "owner"), ("eve", "practitioner")):
        user = await make_user(email=f"{name}@example.com", password_hash=PASSWORD_HASH)
        await make_membership(user, made.clinic, role=role)
    return made


def client_for(deployment: Deployment, database: Database) -> httpx.AsyncClient:
    door = Route("/uploads", Uploads(deployment).take, methods=["POST"])
    surfaces = (*surface_routes(staff_surface(deployment)), *surface_routes(partner_surface(deployment)))
    return client_of(make_app(deployment, database, *surfaces, door))


@pytest.fixture
async def client(deployment: Deployment, database: Database, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(deployment, database) as one:
        yield one


def described(mime_type: str, filename: str = "The way in.pdf") -> dict[str, str]:
    return {"content-type": mime_type, "content-disposition": f"attachment; filename*=UTF-8''{quote(filename)}"}


async def put(
    client: httpx.AsyncClient, desk: Desk, content: Any = PDF, mime_type: str = "application/pdf", **more: Any
) -> httpx.Response:
    """Upload a file for the desk's conversation; headers in `more` stand in place of those of before."""
    conversation = more.pop("conversation", None) or global_id("Conversation", desk.conversation.id)
    headers = described(mime_type) | more.pop("headers", {})
    return await client.post("/uploads", params={"conversation": conversation}, content=content, headers=headers)


async def send(client: httpx.AsyncClient, desk: Desk, upload_id: str, **more: Any) -> Any:
    given = {"conversationId": global_id("Conversation", desk.conversation.id), "uploadId": upload_id, **more}
    answer = await graphql(client, SEND, {"input": given})
    return answer["data"]["messageSend"]


def why(answer: httpx.Response) -> tuple[int, str, str | None]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"], error["extensions"].get("reason")


async def test_a_file_is_uploaded_sent_and_shown_as_one_that_came(client: httpx.AsyncClient, desk: Desk) -> None:
    await log_in(client)

    taken = await put(client, desk, PDF + bytes(2 * CHUNK_BYTES), headers=described("application/pdf", "Weg <1>.pdf"))
    told = await send(client, desk, taken.json()["id"], body=" By the yard. ")

    assert taken.status_code == 201
    assert taken.json() | {"id": ""} == {
        "id": "",
        "kind": "DOCUMENT",
        "mimeType": "application/pdf",
        "sizeBytes": len(PDF) + 2 * CHUNK_BYTES,
    }
    message, media = told["message"], told["message"]["media"]
    assert told["userErrors"] == []
    assert (message["kind"], message["body"], media["caption"]) == ("document", "By the yard.", "By the yard.")
    assert (media["kind"], media["state"], media["mimeType"]) == ("DOCUMENT", "FETCHED", "application/pdf")
    assert media["filename"] == "Weg 1.pdf"
    assert "/media/" in media["url"]
    [entry] = await AuditEntry.filter(action="mediaUpload")
    assert (entry.clinic_id, entry.subject_id) == (desk.clinic.id, desk.conversation.id)


async def test_an_upload_is_sent_once(client: httpx.AsyncClient, desk: Desk) -> None:
    await log_in(client)
    upload_id = (await put(client, desk)).json()["id"]

    first, second = await send(client, desk, upload_id), await send(client, desk, upload_id)

    assert first["message"]["body"] == "[document]"
    assert second == {"message": None, "userErrors": [{"code": "NOT_FOUND", "field": ["input", "uploadId"]}]}


@pytest.mark.attack("foreign-upload")
async def test_an_upload_is_nobody_elses(
    client: httpx.AsyncClient, desk: Desk, deployment: Deployment, database: Database, clock: TurnableClock
) -> None:
    other = await make_desk(desk.vault, clock.now())
    await log_in(client)
    upload_id = (await put(client, desk)).json()["id"]
    elsewhere = await send(client, desk, upload_id, conversationId=global_id("Conversation", other.conversation.id))
    async with client_for(deployment, database) as another:
        await log_in(another, "bob@example.com")
        of_a_colleague = await send(another, desk, upload_id)

    assert [one["code"] for one in (*elsewhere["userErrors"], *of_a_colleague["userErrors"])] == ["NOT_FOUND"] * 2
    assert why(await put(client, desk, conversation=global_id("Conversation", other.conversation.id)))[0] == 404
    assert why(await put(client, desk, conversation=global_id("Message", desk.conversation.id)))[0] == 400
    assert await Media.filter(message_id=None).count() == 1


@pytest.mark.attack("hostile-upload")
@pytest.mark.parametrize(
    ("content", "mime_type", "reason"),
    [
        (b"<html><script>1</script>", "text/html", "type_not_allowed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>", "image/svg+xml", "type_not_allowed"),
        (b"<html><script>1</script>", "text/plain", "type_not_allowed"),
        (b"<html>%PDF-1.4", "application/pdf", "type_not_allowed"),
        (PDF, "image/png", "type_not_allowed"),
        (PNG + b"<html><script>1</script>", "image/jpeg", "type_not_allowed"),
        (b"GIF89a/*" + bytes(40) + b"*/=1;", "image/gif", "type_not_allowed"),
        (b"MZ" + bytes(200), "application/pdf", "type_not_allowed"),
        (b"PK\x03\x04" + bytes(100), "application/zip", "type_not_allowed"),
        (JPEG + bytes(5 * 1024 * 1024), "image/jpeg", "too_large"),
        (b"", "text/plain", "empty"),
        (PDF, "", "type_not_allowed"),
    ],
)
async def test_what_is_not_what_it_says_or_may_run_is_refused_and_nothing_of_it_kept(
    client: httpx.AsyncClient, desk: Desk, content: bytes, mime_type: str, reason: str
) -> None:
    await log_in(client)

    assert why(await put(client, desk, content, mime_type)) == (422, "FILE_REFUSED", reason)
    assert (await Media.all().count(), await MediaChunk.all().count()) == (0, 0)


@pytest.mark.attack("hostile-upload")
async def test_a_body_longer_or_shorter_than_announced_leaves_nothing(client: httpx.AsyncClient, desk: Desk) -> None:
    await log_in(client)

    async def of(*pieces: bytes) -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    said = {"content-length": str(len(PDF))}
    longer = await put(client, desk, of(PDF, bytes(3 * 1024 * 1024)), headers=said)
    shorter = await put(client, desk, of(PDF[:-1]), headers=said)
    unsaid = await put(client, desk, of(PDF))

    assert why(longer) == (422, "FILE_REFUSED", "too_large")
    assert why(shorter) == (422, "FILE_REFUSED", "cut_off")
    assert why(unsaid)[:2] == (411, "LENGTH_REQUIRED")
    assert (await Media.all().count(), await MediaChunk.all().count()) == (0, 0)


@pytest.mark.attack("slow-upload")
async def test_a_body_that_stops_coming_is_given_up(
    client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PIECE_SECONDS", 0.05)
    await log_in(client)

    async def slowly() -> AsyncIterator[bytes]:
        yield PDF
        await asyncio.sleep(5)
        yield PDF

    answer = await put(client, desk, slowly(), headers={"content-length": str(2 * len(PDF))})

    assert why(answer)[:2] == (408, "REQUEST_TIMEOUT")
    assert (await Media.all().count(), await MediaChunk.all().count()) == (0, 0)


@pytest.mark.attack("csrf")
@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
async def test_a_foreign_page_uploads_nothing(client: httpx.AsyncClient, desk: Desk, headers: dict[str, str]) -> None:
    await log_in(client)

    assert why(await put(client, desk, headers=headers))[0] == 403
    plain = await client.post("/uploads", content=PDF, headers={"content-type": "text/plain"})
    assert why(plain)[:2] == (400, "BAD_USER_INPUT")  # what a page can send without asking names no file


async def test_who_may_not_write_uploads_nothing(client: httpx.AsyncClient, desk: Desk) -> None:
    assert why(await put(client, desk))[0] == 401
    token, reading = make_token(), make_token()
    scopes = [Permission.CONVERSATION_READ, Permission.MESSAGE_READ]
    await make_api_key(desk.clinic, token=reading, scopes=scopes)
    await make_api_key(desk.clinic, token=token, scopes=[*scopes, Permission.MESSAGE_SEND])

    refused = await put(client, desk, headers={"authorization": f"Bearer {reading.text}"})
    taken = await put(client, desk, headers={"authorization": f"Bearer {token.text}"})

    assert why(refused)[0] == 403
    assert taken.status_code == 201
    media = await Media.get(id=key_of(taken.json()["id"], "Upload"))
    assert (media.uploader_user_id, media.message_id) == (None, None)
    assert media.uploader_key_id is not None


async def test_a_channel_of_words_alone_says_so(desk: Desk, deployment: Deployment, database: Database) -> None:
    async with client_for(replace(deployment, plugins=plugins_of(TextOnly())), database) as client:
        await log_in(client)
        assert why(await put(client, desk))[:2] == (409, "CHANNEL_TAKES_NO_FILES")


async def test_outside_the_window_nothing_is_uploaded_or_sent(
    client: httpx.AsyncClient, desk: Desk, clock: TurnableClock
) -> None:
    await log_in(client)
    upload_id = (await put(client, desk)).json()["id"]
    async with writing():
        long_ago = clock.now() - timedelta(hours=24)
        await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=long_ago)

    assert (await send(client, desk, upload_id))["userErrors"][0]["code"] == "OUTSIDE_WINDOW"
    assert why(await put(client, desk))[:2] == (409, "OUTSIDE_WINDOW")


async def test_a_sound_is_sent_without_words_and_others_with_few(client: httpx.AsyncClient, desk: Desk) -> None:
    await log_in(client)
    sound = (await put(client, desk, b"ID3\x03" + bytes(64), "audio/mpeg")).json()["id"]
    paper = (await put(client, desk)).json()["id"]

    spoken = await send(client, desk, sound, body="listen")
    wordy = await send(client, desk, paper, body="x" * 1025)

    for told in (spoken, wordy):
        assert told["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "body"]}]


@pytest.mark.integration
async def test_a_scanner_has_its_say_before_anything_is_sent(
    desk: Desk, deployment: Deployment, database: Database
) -> None:
    async with clamd_server() as clamd:
        scanner = service.open({"address": clamd.address}, {}, is_production=False)
        async with client_for(replace(deployment, scanners={"clamd": scanner}), database) as client:
            await log_in(client)
            found = await put(client, desk, EICAR, "text/plain")
            passed = await put(client, desk)
            clamd.answer = "out of memory ERROR"
            unknown = await put(client, desk)

    assert why(found) == (422, "FILE_REFUSED", "infected")
    assert (passed.status_code, why(unknown)[:2]) == (201, (503, "SCANNER_UNAVAILABLE"))
    assert await Media.all().count() == 1


async def test_what_is_uploaded_and_never_sent_is_bounded(
    client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbookr_core.inbox.filing.MOST_UNSENT", 1)
    await log_in(client)

    assert (await put(client, desk)).status_code == 201
    assert why(await put(client, desk))[:2] == (409, "QUOTA_REACHED")


async def test_who_uploads_again_and_again_is_told_to_wait(
    client: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "POINTS", 6000)
    await log_in(client)

    assert (await put(client, desk)).status_code == 201
    limited = await put(client, desk)
    assert why(limited)[:2] == (429, "RATE_LIMITED")
    assert int(limited.headers["retry-after"]) > 0
