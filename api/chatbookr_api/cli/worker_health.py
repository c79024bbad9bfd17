"""Tells supervisors over HTTP how a worker process is: whether to end it (live), and whether it gets on (ready).

A thread of its own, so that a loop that has stopped turning is no silence of this: the watchdog ends such a process.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Protocol

LIVE, READY = "/health/live", "/health/ready"
Answer = tuple[int, Mapping[str, str]]


class Worker(Protocol):
    """What is asked of a worker."""

    @property
    def is_broker_away(self) -> bool: ...

    def reaches_database(self) -> bool: ...


def answer_of(worker: Worker, path: str) -> Answer:
    """Say how a worker is; 503 where it can do nothing until somebody else is back."""
    if path == LIVE:
        return 200, {"status": "ok"}
    if path != READY:
        return 404, {"status": "unknown"}
    parts = {
        "database": "ok" if worker.reaches_database() else "away",
        "broker": "away" if worker.is_broker_away else "ok",
    }
    is_ready = set(parts.values()) == {"ok"}
    return (200 if is_ready else 503), {"status": "ok" if is_ready else "unavailable", **parts}


@contextmanager
def telling(worker: Worker, host: str, port: int) -> Iterator[None]:
    """Answer at `host` and `port` for the length of a block."""
    server = ThreadingHTTPServer((host, port), _handler_of(lambda path: answer_of(worker, path)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_of(answer: Callable[[str], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "chatbookr", ""
        timeout = 10  # seconds a client may take to ask

        def do_GET(self) -> None:  # the library's name
            status, told = answer(self.path)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: it is asked every few seconds."""

    return Handler
