"""Certificates of an authority of the tests' own, and a door that ends TLS before a server that speaks in the clear."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

NAME = "localhost"


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate for `localhost` with its key, as files, and the authority that clients must trust for it."""

    chain: Path
    key: Path
    authority: Path

    @property
    def pem(self) -> tuple[bytes, bytes]:
        return self.chain.read_bytes(), self.key.read_bytes()


def certified(folder: Path, *names: str) -> Certified:
    """Make an authority and a certificate it signed for these names (else `localhost`)."""
    authority = trustme.CA()
    issued = authority.issue_cert(*(names or (NAME,)))
    made = Certified(folder / "chain.pem", folder / "key.pem", folder / "authority.pem")
    made.chain.write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
    made.key.write_bytes(issued.private_key_pem.bytes())
    authority.cert_pem.write_to_path(str(made.authority))
    return made


@contextmanager
def encrypting_door(certificate: Certified, host: str, port: int) -> Iterator[int]:
    """Take TLS connections at a port of this machine and hand on in the clear what comes; give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, context, (host, port)), daemon=True).start()
        yield int(listening.getsockname()[1])


def _serve(listening: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:  # closed: the test is over
            return
        threading.Thread(target=_hand_on, args=(plain, context, target), daemon=True).start()


def _hand_on(plain: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    try:
        with context.wrap_socket(plain, server_side=True) as near, socket.create_connection(target) as far:
            back = threading.Thread(target=_copy, args=(far, near), daemon=True)
            back.start()
            _copy(near, far)
            back.join()
    except OSError:  # who does not trust the certificate goes away
        plain.close()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:  # either end is gone, and with it what it had to say
        return
