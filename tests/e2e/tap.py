"""Stands between a program and a server, and keeps all that the program sends: what a queue is given to hold."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65_536


class Tap:
    """Passes bytes on both ways; `sent` is what went to the server, of all connections."""

    def __init__(self, host: str, port: int) -> None:
        self.sent = bytearray()
        self._server = (host, port)
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed at the end
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._open += [client, server]
                threading.Thread(target=self._pass, args=(client, server, self.sent), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, bytearray()), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, kept: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                kept += data
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End every connection."""
        for one in (self._listener, *self._open):
            one.close()


@contextlib.contextmanager
def tapped(url: str) -> Iterator[tuple[str, Tap]]:
    """Give an address that leads to a server's by way of a tap."""
    parts = urlsplit(url)
    tap = Tap(parts.hostname or "127.0.0.1", parts.port or 5672)
    place = parts.netloc.rpartition("@")[0]
    try:
        yield urlunsplit(parts._replace(netloc=f"{place}@127.0.0.1:{tap.port}")), tap
    finally:
        tap.close()
