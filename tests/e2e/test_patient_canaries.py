"""What a patient says or sends lies nowhere in clear: not in database files, the write-ahead log, a queue or a log."""

import asyncio
import base64
import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pika
import pytest
import redis
from tests.conftest import PostgresUrls
from tests.e2e.patient import Patient
from tests.e2e.running import HTTP, Running, redis_for, running, wait_for
from tests.e2e.spans import printed_spans
from tests.e2e.tap import tapped
from tests.media_files import JPEG

pytestmark = pytest.mark.e2e
CLINIC = "{ viewer { memberships { clinic { id } } } }"
FILES = """query ($clinic: ID!) { conversations(clinicId: $clinic) { nodes { messages(last: 9) { nodes {
    media { state caption }
} } } } }"""
NUMBER = "31687654321"
"""Looked for in Base64 too: so it is a part of WhatsApp's message ids."""


def needles_of(canary: str) -> list[bytes]:
    """Return a text as it might lie somewhere: plain, UTF-16, hexadecimal, and Base64 in its three alignments."""
    plain = canary.encode()
    turned = [base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, canary.encode("utf-16-le"), plain.hex().encode(), *turned]


def assert_no_number(written: bytes, where: str) -> None:
    for needle in needles_of(NUMBER):
        assert needle not in written, f"the number lies in {where}"


def canary() -> str:
    return f"zwitscher{os.urandom(12).hex()}canary"


def assert_nowhere(canaries: list[str], written: bytes, where: str) -> None:
    for one in canaries:
        for needle in needles_of(one):
            assert needle not in written, f"{one} lies in {where}"


def chat(house: Running) -> list[str]:
    """Have a patient say things that must not be found; return them."""
    said = [canary(), canary()]
    patient = Patient(house.sandbox, NUMBER)
    patient.write(f"hello {said[0]}")
    patient.hears(lambda message: bool(message["text"]), "a greeting")
    patient.write(f"I have {said[1]}, can a doctor call me?")
    patient.hears(lambda message: bool(message["text"]), "an answer")
    return [*said, *send_a_file(house, patient)]


def send_a_file(house: Running, patient: Patient) -> list[str]:
    """Have a patient send a picture, and the house fetch and seal it; return words of its bytes, caption and name."""
    content, caption, filename = canary(), canary(), canary()
    picture = base64.b64encode(JPEG + content.encode() * 12_000).decode()  # of more than one piece
    file = {"content": picture, "mime_type": "image/jpeg", "filename": f"{filename}.jpg"}
    patient.send({"type": "image", "file": file, "caption": caption})
    token = house.token_of("owner")
    clinic = house.query(token, CLINIC)["viewer"]["memberships"][0]["clinic"]["id"]

    def is_fetched() -> bool:
        conversations = house.query(token, FILES, {"clinic": clinic})["conversations"]["nodes"]
        files = [one["media"] for each in conversations for one in each["messages"]["nodes"] if one["media"]]
        return [(one["state"], one["caption"]) for one in files] == [("FETCHED", caption)]

    wait_for(is_fetched)
    return [content, caption, filename]


def ask(house: Running) -> list[str]:
    """Ask GraphQL with words in the document, in variables and in a name; return them."""
    said = [canary(), canary(), canary()]
    for query in (f'query {said[0]} {{ viewer {{ id }} clinic(id: "{said[1]}") {{ name }} }}', "{ viewer { id } }"):
        given = {"query": query, "variables": {"unused": said[2]}}
        assert HTTP.post(f"{house.api}/graphql", json=given, timeout=30).json()
    return said


def test_needles_are_found_where_they_lie() -> None:
    one = canary()
    for written in (one.encode(), one.encode().hex().encode(), base64.b64encode(b"xy" + one.encode() + b"z")):
        with pytest.raises(AssertionError):
            assert_nowhere([one], b"before" + written + b"after", "a test")


def test_sqlite_and_its_write_ahead_log_hold_nothing_readable(tmp_path: Path, sqlite_template: Path) -> None:
    with running(tmp_path, tables=sqlite_template) as house:
        canaries = chat(house)
        files = [path for path in (tmp_path / "var").rglob("*") if path.is_file() and "sqlite3" in path.name]
        assert any(path.name.endswith("-wal") for path in files)
        written = {path.name: path.read_bytes() for path in files}
        log = house.log
    for name, content in written.items():
        assert_nowhere(canaries, content, name)
        assert_no_number(content, name)
    assert_nowhere(canaries, log.encode(), "the log")
    assert_no_number(log.encode(), "the log")


@pytest.fixture
def broker(redis_url: str) -> Iterator[str]:
    url = redis_for(redis_url)
    yield url
    with redis.Redis.from_url(url) as client:
        client.delete(*client.scan_iter("chatbookr*"), "chatbookr")


@pytest.mark.postgres
@pytest.mark.redis
def test_postgres_its_write_ahead_log_and_redis_hold_nothing_readable(
    tmp_path: Path, new_postgres_urls: PostgresUrls, broker: str
) -> None:
    began_at = datetime.now(UTC) - timedelta(minutes=1)
    settings = {
        "CHATBOOKR_DATABASE_URL": new_postgres_urls.app,
        "CHATBOOKR_MIGRATION_DATABASE_URL": new_postgres_urls.migrator,
        "CHATBOOKR_BROKER_URL": broker,
    }
    with running(tmp_path, settings) as house:
        canaries = chat(house)
        with redis.Redis.from_url(broker) as client:
            queued = [client.dump(key) or b"" for key in client.scan_iter("*")]
        log = house.log
    assert queued
    assert_nowhere(canaries, b"".join(queued), "Redis")
    assert_no_number(b"".join(queued), "Redis")
    assert_nowhere(canaries, log.encode(), "the log")
    assert_no_number(log.encode(), "the log")
    asyncio.run(_look_into_postgres(new_postgres_urls.admin, canaries, began_at))


@pytest.mark.rabbitmq
def test_rabbitmq_is_given_nothing_readable_and_spans_tell_nothing(tmp_path: Path, rabbitmq_url: str) -> None:
    with tapped(rabbitmq_url) as (url, tap):
        settings = {"CHATBOOKR_BROKER_URL": url, **printed_spans(tmp_path)}
        try:
            with running(tmp_path, settings, is_program=True) as house:  # what prints spans is set up as Python starts
                canaries = chat(house)
                canaries += ask(house)
            log = house.log.encode()
        finally:
            queues = {found.decode() for found in re.findall(rb"chatbookr\.[a-z_]+(?:\.[A-Z]{2})?", bytes(tap.sent))}
            delete_queues(rabbitmq_url, queues)

    assert "chatbookr.inbound" in queues
    assert_nowhere(canaries, bytes(tap.sent), "RabbitMQ")
    assert_no_number(bytes(tap.sent), "RabbitMQ")
    assert log.count(b'"trace_id"') >= 2
    assert_nowhere(canaries, log, "spans or the log")
    assert_no_number(log, "spans or the log")


def delete_queues(url: str, queues: set[str]) -> None:
    with contextlib.closing(pika.BlockingConnection(pika.URLParameters(url))) as connection:
        for queue in queues:
            connection.channel().queue_delete(queue)


async def _look_into_postgres(url: str, canaries: list[str], began_at: datetime) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("CHECKPOINT")
        tables = await connection.fetch(
            "SELECT relname AS name, pg_relation_filepath(oid) AS path FROM pg_class"
            " WHERE pg_relation_filepath(oid) IS NOT NULL AND relpersistence = 'p' AND oid >= 16384"
        )
        assert {"message", "patient", "conversation"} <= {row["name"] for row in tables}
        for row in tables:
            content = await connection.fetchval("SELECT pg_read_binary_file($1)", row["path"])
            assert_nowhere(canaries, content, row["name"])
            assert_no_number(content, row["name"])
        logs = await connection.fetch("SELECT name FROM pg_ls_waldir() WHERE modification >= $1", began_at)
        assert logs
        for row in logs:
            content = await connection.fetchval("SELECT pg_read_binary_file($1)", f"pg_wal/{row['name']}")
            assert_nowhere(canaries, content, row["name"])
            assert_no_number(content, row["name"])
    finally:
        await connection.close()
