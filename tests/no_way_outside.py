"""Keeps every test from the network, and from what `make unit` would wait for: servers and processes.

The guards are put up once for each process of tests; before each test they are told whether it may listen.
"""

import socket
import subprocess
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

APART = frozenset({"e2e", "integration", "postgres", "redis", "rabbitmq", "exhaustive", "nightly"})
"""The marks that `make unit` leaves out."""


class Guards:
    """What is let through: to listen and to start processes, what no test is under way for, and tests marked for it."""

    def __init__(self) -> None:
        self._is_apart = True

    def put_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Guard every socket and process of this one from here on."""
        for name in ("connect", "connect_ex", "bind"):
            monkeypatch.setattr(socket.socket, name, _loopback_alone(getattr(socket.socket, name)))
        for owner, name in ((socket.socket, "listen"), (subprocess.Popen, "__init__"), (BaseProcess, "start")):
            monkeypatch.setattr(owner, name, self._for_who_is_apart(getattr(owner, name)))

    def begin(self, item: pytest.Item) -> None:
        """Let a test do what its marks say."""
        self._is_apart = any(mark.name in APART for mark in item.iter_markers())

    def stand_down(self) -> None:
        """Let servers be stopped that outlive every test."""
        self._is_apart = True

    def _for_who_is_apart(self, original: Any) -> Any:
        def guarded(*given: Any, **named: Any) -> Any:
            if not self._is_apart:
                raise AssertionError(f"a test that listens or starts a process is marked with one of {sorted(APART)}")
            return original(*given, **named)

        return guarded


def _loopback_alone(original: Any) -> Any:
    def guarded(sock: socket.socket, address: object) -> Any:
        if not _is_local(address):
            raise AssertionError(f"a test may not use the network: {address}")
        return original(sock, address)

    return guarded


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    return host in ("localhost", "::1", "") or host.startswith("127.")
