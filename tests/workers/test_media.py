"""A file's way through the house: posted as an id, fetched by a worker, checked, sealed, scanned, seen, and gone."""

import base64
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clamd_server import clamd_server
from tests.clinic_world import World
from tests.media_files import EICAR, JPEG, PDF
from tests.schema.desk import ask
from tests.worlds import each_world as each_world
from tests.worlds import world as world

from chatbookr_core import faultpoints
from chatbookr_core.channels.lifecycle import disconnect_channel
from chatbookr_core.chunks import CHUNK_BYTES, OF_MEDIA, read
from chatbookr_core.conversations.advice import Advice, advice_for
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CannotUnseal, LeaseLost
from chatbookr_core.inbox.afterwards import revoke
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys import columns
from chatbookr_core.media.clamd import service
from chatbookr_core.media.fetching import ASK_AGAIN, owner_of
from chatbookr_core.models import ChannelConnection, Conversation, Job, Media, MediaChunk, Message, Patient, StaffTask
from chatbookr_permissions.actor import SystemActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_sdk import Account, MessageRevoked, Sender
from chatbookr_workers.media import SCAN_AGAIN, _whose_turn_it_is

pytestmark = pytest.mark.integration
HOST = SystemActor("tests")
MEDIA = "{ media { kind state errorCode mimeType sizeBytes filename caption url } }"
SEEN = f"query ($id: ID!) {{ node(id: $id) {{ ... on Conversation {{ messages(last: 5) {{ nodes {MEDIA} }} }} }} }}"


async def send(world: World, content: bytes, kind: str = "image", mime_type: str = "image/jpeg", **more: Any) -> str:
    """Let a patient send a file; return the message's id at the provider."""
    file = {"content": base64.b64encode(content).decode(), "mime_type": mime_type}
    return await world.hear({"type": kind, "file": file | more.pop("file", {}), **more})


async def sent(world: World, content: bytes, kind: str = "image", **more: Any) -> Media:
    """Let a patient send a file, and what follows happen."""
    before = {row.id for row in await Media.all()}
    await send(world, content, kind, **more)
    await world.work(within=timedelta(minutes=5))
    [media] = [row for row in await Media.all() if row.id not in before]
    return media


async def content_of(world: World, media: Media) -> bytes:
    pieces = read(world.deployment.vault, OF_MEDIA, owner_of(media), media.chunk_count or 0)
    return b"".join([piece async for piece in pieces])


async def shown(world: World, deployment: Deployment | None = None) -> list[dict[str, Any]]:
    """Return the files of the conversation as staff see them."""
    conversation = await Conversation.get(clinic_id=world.clinic.id)
    variables = {"id": global_id("Conversation", conversation.id)}
    answer = await ask(deployment or world.deployment, world.staff(Role.OWNER), SEEN, variables)
    assert answer.errors == []
    return [one["media"] for one in answer.data["node"]["messages"]["nodes"] if one["media"]]


def limited(world: World, **settings: Any) -> None:
    world.deployment = replace(world.deployment, settings=replace(world.deployment.settings, **settings))


async def test_a_file_is_fetched_checked_and_sealed_and_lies_nowhere_in_clear(
    each_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world = each_world
    canary = f"zwitscher{os.urandom(12).hex()}canary".encode()
    picture = JPEG + canary * 12_000  # more than a chunk

    media = await sent(world, picture, caption="my arm")

    assert (media.state, media.mime_type, media.size_bytes) == ("fetched", "image/jpeg", len(picture))
    assert await content_of(world, media) == picture
    [seen] = await shown(world)
    assert (seen["kind"], seen["state"], seen["caption"], seen["sizeBytes"]) == (
        "IMAGE", "FETCHED", "my arm", len(picture),
    )  # fmt: skip
    assert f"/media/{media.id}?until=" in seen["url"]
    rows = await MediaChunk.filter(media_id=media.id).order_by("number")
    assert [row.number for row in rows] == [0, 1] == list(range(media.chunk_count or 0))
    assert not any(canary in bytes(row.content_sealed) or JPEG in bytes(row.content_sealed) for row in rows)
    async with transaction():  # no piece stands for another
        await MediaChunk.filter(id=rows[0].id).update(content_sealed=bytes(rows[1].content_sealed))
    with pytest.raises(CannotUnseal):
        await content_of(world, media)
    assert canary.decode() not in caplog.text
    assert not await StaffTask.filter(kind=ASK_AGAIN).exists()
    written = list(Path(world.database.url.removeprefix("sqlite://")).parent.glob("*.sqlite3*"))
    assert not any(canary in path.read_bytes() for path in written)
    assert media.provider_hash.startswith("hmac-sha256:")


@pytest.mark.attack("media-malware")
@pytest.mark.parametrize(
    ("content", "kind", "settings", "ends"),
    [
        (b"<html><script>alert(1)</script></html>", "document", {}, ("refused", "type_not_allowed")),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image", {}, ("refused", "type_not_allowed")),
        (PDF, "image", {}, ("refused", "type_not_allowed")),
        (JPEG + bytes(100), "image", {"media_most_bytes": 100}, ("refused", "too_large")),
    ],
)
async def test_what_is_not_kept_says_why_and_staff_ask_again(
    world: World, content: bytes, kind: str, settings: Mapping[str, int], ends: tuple[str, str]
) -> None:
    limited(world, **settings)

    media = await sent(world, content, kind)

    assert (media.state, media.error_code) == ends
    assert not await MediaChunk.exists()
    [seen] = await shown(world)
    assert (seen["state"].lower(), seen["errorCode"], seen["url"]) == (*ends, None)
    (task,) = await StaffTask.filter(kind=ASK_AGAIN, conversation_id=media.conversation_id)
    assert (task.reason, advice_for(task.reason, task.kind)) == (ends[1], Advice.ASK_AGAIN)


async def test_what_the_provider_has_no_longer_or_never_announced_is_given_up(world: World) -> None:
    await world.work()
    told = {"mime_type": "image/jpeg", "sha256": base64.b64encode(bytes(32)).decode()}
    await world.hear({"type": "image", "image": {**told, "id": "1003383421387256"}})
    await world.work()
    [gone] = await Media.all()
    assert (gone.state, gone.error_code) == ("expired", "not_found")

    uploaded = await world.sandbox.post(
        f"/meta/v23.0/{world.sandbox_settings.meta.phone_number_id}/media",
        data={"messaging_product": "whatsapp"},
        files={"file": ("a.jpg", JPEG, "image/jpeg")},
        headers={"authorization": f"Bearer {world.sandbox_settings.meta.access_token}"},
    )
    await world.hear({"type": "image", "image": {**told, "id": uploaded.json()["id"]}})
    await world.work(within=timedelta(minutes=5))
    other = await Media.exclude(id=gone.id).get()
    assert (other.state, other.error_code) == ("failed", "wrong_digest")
    assert (await Job.get(subject_id=other.id)).attempts == 3
    assert not await MediaChunk.exists()


async def test_what_goes_wrong_for_now_is_tried_again_and_a_dead_token_waits_for_a_new_one(each_world: World) -> None:
    world = each_world
    await world.work()  # what a new channel asks of its own account
    for operation, kind in (
        ("object.show", "server_error"),
        ("media.download", "reset"),
        ("media.download", "gone"),
        ("media.download", "rate_limited"),
    ):
        await world.fault("meta", operation, kind)
    media = await sent(world, JPEG)
    assert media.state == "fetched"
    assert (await Job.get(kind="media.fetch")).attempts == 5

    token = world.sandbox_settings.meta.access_token
    await send(world, JPEG + b"2")
    await world.hooks_settled()
    await world.sandbox.post("/sandbox/meta/tokens", json={"access_token": token, "state": "expired"})
    await world.work(within=timedelta(minutes=6))
    waiting = await Media.exclude(id=media.id).get()
    assert waiting.state == "waiting"
    assert (await ChannelConnection.get(id=world.connection_id)).state == "needs_reconnect"
    await world.sandbox.post("/sandbox/meta/tokens", json={"access_token": token, "state": "live"})
    async with transaction():
        await ChannelConnection.filter(id=world.connection_id).update(state="connected")
    await world.work(within=timedelta(minutes=11))
    await waiting.refresh_from_db()
    assert waiting.state == "fetched"


async def test_a_channel_that_is_gone_and_a_week_of_trouble_are_the_end_of_it(world: World) -> None:
    await send(world, JPEG)
    await world.hooks_settled()
    await world.fault("meta", "object.show", "server_error", times=5000)
    await world.work(within=timedelta(minutes=1))
    [job] = await Job.filter(kind="media.fetch")
    async with transaction():
        await Job.filter(id=job.id).update(due_at=job.give_up_at)
        await Job.filter(kind__in=("channel.check", "templates.sync")).delete()  # they come round for ever
    await world.work(within=job.give_up_at - world.clock.now())
    [media] = await Media.all()
    assert (media.state, media.error_code) == ("failed", "gave_up")

    await send(world, JPEG + b"2")
    await world.hooks_settled()
    await world.work()  # the message is in, its file waits for the next try
    async with transaction():
        await disconnect_channel(world.deployment, HOST, world.connection_id)
    await world.work(within=timedelta(minutes=10))
    other = await Media.exclude(id=media.id).get()
    assert (other.state, other.error_code) == ("failed", "disconnected")


@pytest.mark.parametrize("point", ["media.portion", "media.before_stored", "media.stored", "media.scanned"])
async def test_an_attempt_that_dies_anywhere_is_made_good(each_world: World, point: str) -> None:
    world, reached = each_world, 0
    picture = JPEG + bytes(5 * CHUNK_BYTES)  # two portions

    def lose(name: str) -> None:
        nonlocal reached
        if name == point:
            reached += 1
            if reached == (3 if point == "media.portion" else 1):
                raise LeaseLost()  # what the runner leaves as it is: like a process that is gone

    faultpoints.install(lose)
    try:
        await send(world, picture)
        await world.work()
        [media] = await Media.all()
        assert media.state == "waiting"
        await world.work(within=timedelta(minutes=6))
    finally:
        faultpoints.install(None)

    await media.refresh_from_db()
    assert media.state == "fetched"
    assert await content_of(world, media) == picture
    assert await MediaChunk.all().count() == 6 == media.chunk_count


@pytest.mark.attack("media-malware")
async def test_nothing_is_seen_before_it_is_scanned_and_malware_is_not_kept(each_world: World) -> None:
    world = each_world
    early = await sent(world, JPEG)
    async with clamd_server() as clamd:
        scanner = service.open({"address": clamd.address}, {}, is_production=False)
        world.deployment = replace(world.deployment, scanners={"clamd": scanner})
        assert [(one["state"], one["url"]) for one in await shown(world)] == [("WAITING", None)]

        clamd.answer = "out of memory ERROR"
        waiting = await sent(world, PDF, "document", mime_type="application/pdf", file={"filename": "Befund.pdf"})
        assert (waiting.state, waiting.chunk_count) == ("waiting", 1)
        clamd.answer = None
        await world.fault("meta", "object.show", "server_error", times=50)  # it is not fetched a second time
        await world.work(within=timedelta(minutes=11))
        await waiting.refresh_from_db()
        assert (waiting.state, waiting.scanned_with) == ("fetched", "clamd")
        await world.sandbox.delete("/sandbox/faults")

        infected = await sent(world, PDF + EICAR, "document", mime_type="application/pdf")
        assert (infected.state, infected.error_code) == ("infected", "infected")
        assert await MediaChunk.filter(media_id=infected.id).count() == 0
        assert await StaffTask.filter(kind=ASK_AGAIN).count() == 1

        await scan_what_came_before(world)
        states = [(one["state"], bool(one["url"])) for one in await shown(world)]
        assert states == [("FETCHED", True), ("FETCHED", True), ("INFECTED", False)]
        await early.refresh_from_db()
        assert early.scanned_with == "clamd"


async def scan_what_came_before(world: World) -> None:
    for subject in await _whose_turn_it_is(world.deployment):
        async with transaction():
            await enqueue(
                SCAN_AGAIN,
                clinic_id=subject.clinic_id,
                subject_id=subject.subject_id,
                due_at=world.clock.now(),
                now=world.clock.now(),
            )
    await world.work()
    assert await _whose_turn_it_is(world.deployment) == []


async def test_a_message_that_is_taken_back_takes_its_file_with_it(each_world: World) -> None:
    world = each_world
    external_id = await send(world, JPEG)
    await world.work()
    assert await MediaChunk.all().count() == 1
    connection = await ChannelConnection.get(id=world.connection_id)
    account = Account(connection.account_id, connection.group_id)
    message, patient = await Message.get(kind="image"), await Patient.get(clinic_id=world.clinic.id)
    keys = await world.deployment.vault.reading(world.clinic.id, [patient.provider_user_sealed])
    user = keys.open_text(columns.PATIENT_PROVIDER_USER, patient.id, patient.provider_user_sealed)

    async with transaction():
        fact = MessageRevoked(account, "wamid.revoked", Sender(user), world.clock.now(), external_id)
        assert await revoke(world.deployment, connection, fact) is None

    assert (await MediaChunk.all().count(), await Media.all().count()) == (0, 0)
    await message.refresh_from_db()
    assert message.revoked_at is not None
    assert await shown(world) == []
