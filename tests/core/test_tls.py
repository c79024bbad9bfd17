"""Nothing crosses a network in the clear, nor to somebody whose certificate nobody looked at."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dramatiq
import pytest
from tests.certificates import Certified, certified, encrypting_door
from tests.servers import encrypting_postgres, encrypting_redis

from chatbookr_core.db import fetch, opened
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings, settings_from
from chatbookr_core.tls import client_context, is_on_this_machine, postgres_tls, server_context
from chatbookr_workers.broker import make_broker

PRODUCTION = {"CHATBOOKR_ENVIRONMENT": "production", "CHATBOOKR_PUBLIC_URL": "https://clinic.example"}
FAR = "postgresql://app:x@db.example/chatbookr"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    return certified(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the tests' authority the system's, by OpenSSL's own variable."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))


# --- what production refuses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CHATBOOKR_DATABASE_URL", FAR),
        ("CHATBOOKR_DATABASE_URL", f"{FAR}?sslmode=require"),
        ("CHATBOOKR_DATABASE_URL", f"{FAR}?sslmode=verify-ca"),
        ("CHATBOOKR_DATABASE_URL", "postgresql://app@/chatbookr?host=db.example"),
        ("CHATBOOKR_BROKER_URL", "redis://redis.example/0"),
        ("CHATBOOKR_BROKER_URL", "amqp://guest:guest@10.0.0.7/"),
        ("CHATBOOKR_BROKER_URL", "rediss://redis.example/0?ssl_cert_reqs=none"),
        ("CHATBOOKR_BROKER_URL", "rediss://redis.example/0?ssl_check_hostname=false"),
        ("CHATBOOKR_BROKER_URL", "amqps://mq.example/?ssl_options=%7B%27cert_reqs%27%3A+0%7D"),
        ("CHATBOOKR_TLS_KEY", "key.pem"),
    ],
)
def test_production_refuses_what_is_plain_or_unchecked_and_says_what_to_set(variable: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=variable):
        settings_from({**PRODUCTION, variable: value})


def test_the_migrators_way_to_the_database_is_looked_at_too() -> None:
    near = {"CHATBOOKR_DATABASE_URL": "postgresql://app@127.0.0.1/chatbookr"}

    with pytest.raises(InvalidSettings, match="CHATBOOKR_MIGRATION_DATABASE_URL"):
        settings_from({**PRODUCTION, **near, "CHATBOOKR_MIGRATION_DATABASE_URL": FAR})


@pytest.mark.parametrize(
    ("database", "broker"),
    [
        (f"{FAR}?sslmode=verify-full", "rediss://redis.example/0"),
        (f"{FAR}?sslmode=verify-full&sslrootcert=system", "amqps://mq.example/"),
        ("postgresql://app@127.0.0.1/chatbookr", "redis://localhost:6379/0"),
        ("postgresql://app@/chatbookr?host=/run/postgresql", "amqp://guest:guest@[::1]/"),
        ("sqlite://var/chatbookr.sqlite3", "memory://"),
    ],
)
def test_production_takes_what_is_encrypted_or_stays_on_the_machine(database: str, broker: str) -> None:
    chosen = settings_from({**PRODUCTION, "CHATBOOKR_DATABASE_URL": database, "CHATBOOKR_BROKER_URL": broker})

    assert (chosen.database_url, chosen.broker_url) == (database, broker)


def test_development_may_be_plain() -> None:
    settings_from({"CHATBOOKR_DATABASE_URL": FAR, "CHATBOOKR_BROKER_URL": "redis://redis.example/0"})


@pytest.mark.parametrize(
    ("host", "is_near"),
    [
        (None, True), ("/run/postgresql", True), ("localhost", True), ("127.8.8.8", True), ("::1", True),
        ("localhost.example", False), ("10.0.0.1", False), ("::ffff:10.0.0.1", False), ("192.0.2.1", False),
    ],
)  # fmt: skip
def test_only_sockets_and_loopback_are_on_this_machine(host: str | None, is_near: bool) -> None:
    assert is_on_this_machine(host) is is_near


# --- contexts -------------------------------------------------------------------------------------------------------


def test_contexts_begin_at_1_2_and_keep_past_traffic_secret(certificate: Certified) -> None:
    serving, asking = server_context(certificate.chain, certificate.key), client_context(certificate.authority)

    for context in (serving, asking):
        assert context.minimum_version is ssl.TLSVersion.TLSv1_2
        names = {one["name"] for one in context.get_ciphers()}
        assert names
        assert all(name.startswith(("TLS_", "ECDHE-")) and "CBC" not in name for name in names)
    assert asking.check_hostname
    assert asking.verify_mode is ssl.CERT_REQUIRED


def test_files_that_are_no_certificate_or_anothers_key_are_refused(certificate: Certified, tmp_path: Path) -> None:
    other = certified(tmp_path)

    for chain, key in (
        (certificate.chain, other.key),
        (certificate.key, certificate.key),
        (tmp_path / "no", other.key),
    ):
        with pytest.raises(InvalidSettings, match="CHATBOOKR_TLS_CERTIFICATE"):
            server_context(chain, key)
    with pytest.raises(InvalidSettings, match="authorities"):
        client_context(tmp_path / "no")


def test_modes_that_do_not_exist_are_refused() -> None:
    with pytest.raises(InvalidSettings, match="verify-full"):
        postgres_tls("verify", None)
    assert postgres_tls("require", None) == "require"


# --- real servers ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def postgres(certificate: Certified) -> Iterator[str]:
    with encrypting_postgres(*certificate.pem) as url:
        yield url


async def version_by(url: str) -> str:
    async with opened(url, work="operator"):
        rows = await fetch("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    return str(rows[0]["version"])


@pytest.mark.postgres
async def test_postgresql_is_reached_by_tls_where_its_certificate_and_name_hold(
    postgres: str, certificate: Certified
) -> None:
    named = postgres.replace("127.0.0.1", "localhost")

    assert await version_by(f"{named}?sslmode=verify-full&sslrootcert={certificate.authority}") in (
        "TLSv1.2",
        "TLSv1.3",
    )
    with pytest.raises(ssl.SSLCertVerificationError):  # another name
        await version_by(f"{postgres}?sslmode=verify-full&sslrootcert={certificate.authority}")
    assert await version_by(f"{postgres}?sslmode=verify-ca&sslrootcert={certificate.authority}")


@pytest.mark.postgres
async def test_a_postgresql_of_an_unknown_authority_is_not_talked_to(postgres: str) -> None:
    named = postgres.replace("127.0.0.1", "localhost")

    with pytest.raises(ssl.SSLCertVerificationError):
        await version_by(f"{named}?sslmode=verify-full")


def is_reached(url: str) -> bool:
    """Tell whether a broker of this URL takes a message and gives it back."""
    broker = make_broker(Settings(broker_url=url))
    try:
        dramatiq.Actor(print, broker=broker, actor_name="greet", queue_name="tls", priority=0, options={})
        broker.enqueue(dramatiq.Message(queue_name="tls", actor_name="greet", args=(), kwargs={}, options={}))
        consumer = broker.consume("tls", timeout=5000)
        message: Any = next(consumer)
        is_back = message is not None and message.actor_name == "greet"
        consumer.ack(message)
        consumer.close()
        return is_back
    finally:
        broker.close()


@pytest.mark.redis
def test_redis_is_reached_by_tls_where_its_certificate_and_name_hold(certificate: Certified, trusted: None) -> None:
    with encrypting_redis(*certificate.pem) as url:
        assert is_reached(url)
        with pytest.raises(Exception, match=r"(?i)certificate"):
            is_reached(url.replace("localhost", "127.0.0.1"))


@pytest.mark.redis
def test_a_redis_of_an_unknown_authority_is_not_talked_to(certificate: Certified) -> None:
    with encrypting_redis(*certificate.pem) as url, pytest.raises(Exception, match=r"(?i)certificate"):
        is_reached(url)


@pytest.mark.rabbitmq
def test_rabbitmq_is_reached_by_tls_where_its_certificate_and_name_hold(
    certificate: Certified, rabbitmq_url: str, trusted: None
) -> None:
    parts = urlsplit(rabbitmq_url)
    with encrypting_door(certificate, parts.hostname or "", parts.port or 5672) as port:
        who = f"{parts.username}:{parts.password}"
        assert is_reached(f"amqps://{who}@localhost:{port}/")
        with pytest.raises(Exception, match=r"(?i)ssl|certificate"):
            is_reached(f"amqps://{who}@127.0.0.1:{port}/")
