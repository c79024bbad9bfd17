"""A partner's receiver for tests: real sockets, real TLS by a made-up authority, and every way to answer badly."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer once: a status, headers, a body; late, without end, or not at all."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    wait_seconds: float = 0.0
    is_cut: bool = False  # the connection ends instead of an answer
    is_endless: bool = False  # the body goes on until the other side has enough


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """What the partner sees; `replies` are given in turn, the last one for ever."""

    port: int
    replies: list[Reply] = field(default_factory=lambda: [Reply()])
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    answering: set[asyncio.Task[None]] = field(default_factory=set)
    sent_bytes: int = 0

    async def until(self, count: int, *, seconds: float = 20.0) -> Sequence[Received]:
        """Wait until so many requests have come."""
        async with asyncio.timeout(seconds):
            while len(self.received) < count:  # noqa: ASYNC110  # another process or thread sends them
                await asyncio.sleep(0.01)
        return self.received

    def begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a connection."""
        task = asyncio.create_task(self._answer(reader, writer))
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)

    async def end(self) -> None:
        """Leave every connection that is still open."""
        open_ones = list(self.answering)
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request and answer it as planned."""
        self.connections += 1
        try:
            self.received.append(await _read(reader))
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
            await asyncio.sleep(reply.wait_seconds)
            if reply.is_cut:
                writer.transport.abort()
                return
            await self._write(writer, reply)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return  # the sender has gone, as some tests mean it to
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    async def _write(self, writer: asyncio.StreamWriter, reply: Reply) -> None:
        length = {} if reply.is_endless else {"content-length": str(len(reply.body))}
        lines = [f"HTTP/1.1 {reply.status} X", *(f"{k}: {v}" for k, v in {**length, **reply.headers}.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + reply.body)
        await writer.drain()
        while reply.is_endless:
            writer.write(b"x" * 16384)
            self.sent_bytes += 16384
            await writer.drain()
            await asyncio.sleep(0)


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, path, _ = first.split(" ")
    return Received(method, path, headers, body)


@asynccontextmanager
async def receiving(*, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """Run a receiver on a free port."""
    receiver = Receiver(0)
    server = await asyncio.start_server(receiver.begin, host, 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        await receiver.end()


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority of the tests' own."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def path(self) -> Path:
        """The file that holds its certificate."""
        return self.folder / "authority.pem"

    def trust(self) -> ssl.SSLContext:
        """Make a client's context that trusts this authority and no other."""
        return ssl.create_default_context(cafile=str(self.path))

    def serve(self, *names: str) -> ssl.SSLContext:
        """Make a server's context with a certificate for names or addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternatives = [_alternative(name) for name in names]
        certificate = _signed(names[0], key, self.key, self.certificate.subject, alternatives)
        path = self.folder / f"{names[0]}.pem"
        path.write_bytes(_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(path))
        return context


def make_authority(folder: Path) -> Authority:
    """Found an authority whose files lie in a folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _signed("Test Authority", key, key, None, [])
    authority = Authority(folder, key, certificate)
    authority.path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return authority


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    issuer: x509.Name | None,
    alternatives: Sequence[x509.GeneralName],
) -> x509.Certificate:
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if alternatives:
        builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    return builder.sign(by, hashes.SHA256())
