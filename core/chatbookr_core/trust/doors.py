"""Looks at the deployment from outside: which TLS its address and its broker speak, and what they answer.

A door that does not answer within seconds is not known; nothing is sent but a handshake, and one plain question.
"""

import asyncio
import ssl
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from chatbookr_core.tls import client_context, is_on_this_machine

SECONDS = 3.0
MOST_BYTES = 16_384
PORTS: Mapping[str, int] = {"https": 443, "http": 80, "rediss": 6379, "redis": 6379, "amqps": 5671, "amqp": 5672}
ENCRYPTED = ("https", "rediss", "amqps")
SECURITY_TXT = "/.well-known/security.txt"


@dataclass(frozen=True, slots=True)
class Door:
    """What one address speaks. `version` None: it was not reached, or is not encrypted (`is_encrypted` says which)."""

    is_encrypted: bool
    is_here: bool
    """True where only this machine is between the two."""
    version: str | None = None
    takes_old: bool | None = None
    """Whether it also speaks TLS older than 1.2; None: not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the deployment's own address said to one question."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class Doors:
    """What was seen from outside; `security_txt` None: the address was not reached."""

    listener: Door
    broker: Door
    security_txt: Answer | None = None


async def doors_of(public_url: str, broker_url: str) -> Doors:
    """Look at the deployment's address and at its broker."""
    listener, broker, answer = await asyncio.gather(
        door_at(public_url), door_at(broker_url), asked(public_url, SECURITY_TXT)
    )
    return Doors(listener, broker, answer)


async def door_at(url: str) -> Door:
    """Shake hands as a client of today, and then as one of before TLS 1.2, which is to be refused."""
    parts = urlsplit(url)
    is_here = parts.scheme == "memory" or is_on_this_machine(parts.hostname)
    if parts.scheme not in ENCRYPTED or parts.hostname is None:
        return Door(is_encrypted=False, is_here=is_here)
    port = parts.port or PORTS[parts.scheme]
    today = client_context(checks_name=False)
    today.verify_mode = ssl.CERT_NONE  # which versions it speaks is asked here, and nothing is sent
    version = await _shaken(parts.hostname, port, today)
    if version is None:
        return Door(is_encrypted=True, is_here=is_here)
    return Door(True, is_here, version, await _shaken(parts.hostname, port, _of_before()) is not None)


def _of_before() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that they are old is what is asked
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


async def _shaken(host: str, port: int, context: ssl.SSLContext) -> str | None:
    """Return the version that was agreed on; None where nobody answered, or none was."""
    try:
        async with asyncio.timeout(SECONDS):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except (OSError, TimeoutError):  # ssl.SSLError is an OSError
        return None
    try:
        agreed: str | None = writer.get_extra_info("ssl_object").version()
    finally:
        writer.transport.abort()
    return agreed


async def asked(url: str, path: str) -> Answer | None:
    """Ask one's own address for a file; None where it was not reached, or its certificate is not good."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname is None:
        return None
    context = client_context() if parts.scheme == "https" else None
    question = f"GET {path} HTTP/1.1\r\nhost: {parts.netloc}\r\naccept: text/plain\r\nconnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection(
                parts.hostname, parts.port or PORTS[parts.scheme], ssl=context
            )
            try:
                writer.write(question.encode("ascii", "replace"))
                return _read(await _at_most(reader))
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError, ValueError):
        return None


async def _at_most(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while len(found) < MOST_BYTES and (more := await reader.read(MOST_BYTES)):
        found += more
    return found


def _read(answer: bytes) -> Answer:
    """Read an answer of HTTP/1.1. Raises ValueError for anything else."""
    head, _, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(status.split(" ")[1]) if status.startswith("HTTP/1.1 ") else 0, headers, body)
