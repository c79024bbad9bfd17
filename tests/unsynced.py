"""Lets SQLite not wait for the disk: tests kill processes, not machines, and what the system was handed outlives those.

Processes of their own wait as the product does, and so does whoever asks `credentials_of` what that is.
"""

from typing import Any

import pytest

from chatbookr_core import database_urls, db


def wait_for_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open databases of this process without waiting for what they wrote."""
    credentials_of = database_urls.credentials_of

    def unsynced(database_url: str) -> dict[str, Any]:
        found = credentials_of(database_url)
        return found | {"synchronous": "OFF"} if "synchronous" in found else found

    monkeypatch.setattr(db, "credentials_of", unsynced)
