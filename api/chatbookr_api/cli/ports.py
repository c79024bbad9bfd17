"""Says that a port cannot be listened at before anything is begun, and by which setting it is another."""

import errno
import socket
from collections.abc import Sequence
from typing import Any

from chatbookr_core.errors import InvalidSettings


def check_port(host: str, port: int, setting: str) -> None:
    """Raises InvalidSettings where `host` and `port` cannot be listened at; `setting` names where the port is set.

    uvicorn binds at the end of its start, when an embedded worker has begun jobs already.
    """
    for family, address in _addresses(host, port):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(address)
                probe.listen()
        except OSError as problem:
            raise InvalidSettings(_told(host, port, setting, problem)) from None


def _addresses(host: str, port: int) -> Sequence[tuple[int, Any]]:
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as problem:
        raise InvalidSettings(f"{host} is no address of this machine (CHATBOOKR_HOST): {problem.strerror}.") from None
    return [(family, address) for family, _, _, _, address in found]


def _told(host: str, port: int, setting: str, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is in use: end what listens there, or set {setting} to another."
    return (
        f"Port {port} of {host} cannot be listened at ({problem.strerror}): look at {setting} and the host beside it."
    )
