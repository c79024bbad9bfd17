"""The sandbox's memory across restarts: one JSON file, written whole and atomically."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path

SETTLE_SECONDS = 0.2


class StateFile:
    """Collect each half's state and write it to one file; without a path everything stays in memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._snapshots: dict[str, Callable[[], object]] = {}
        self._stored: dict[str, object] = {}
        self._is_stale = False
        if path is not None and path.exists():
            self._stored = json.loads(path.read_bytes())

    def attach(self, section: str, snapshot: Callable[[], object]) -> object | None:
        """Have `snapshot()` (JSON-able) kept under `section`; returns what was stored there, None when new."""
        self._snapshots[section] = snapshot
        return self._stored.get(section)

    def touch(self) -> None:
        """Say that something changed and the file has to be written soon."""
        self._is_stale = True

    def write(self) -> None:
        """Write the file now if anything changed since the last time."""
        if self._path is None or not self._is_stale:
            return
        self._is_stale = False
        whole = {name: snapshot() for name, snapshot in self._snapshots.items()}
        content = json.dumps(whole, separators=(",", ":")).encode()  # keeps the lone surrogates a patient may send
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    async def keep_writing(self) -> None:
        """Write changes shortly after they happen, until cancelled."""
        while True:
            await asyncio.sleep(SETTLE_SECONDS)
            self.write()
