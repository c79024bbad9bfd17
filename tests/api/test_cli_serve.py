"""`chatbookr serve`, as far as the application's own start: what it asks for, and how often."""

from pathlib import Path
from typing import Any

import pytest
import uvicorn
from tests.servers import free_port

from chatbookr_api.cli import main
from chatbookr_core.keys.wrapping import LocalKeyFile

pytestmark = pytest.mark.integration  # it looks for a port that is free


@pytest.fixture
def deployment_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Name a database that is migrated, whose key is made."""
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", f"sqlite://{tmp_path / 'serve.sqlite3'}")
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CHATBOOKR_PLUGINS", "none")
    monkeypatch.setenv("CHATBOOKR_BROKER_URL", f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setenv("CHATBOOKR_PORT", str(free_port()))
    assert main(["migrate"]) == main(["audit", "key"]) == 0


@pytest.mark.usefixtures("deployment_place")
def test_a_start_asks_the_key_service_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    unwrap = LocalKeyFile.unwrap

    async def counted(self: LocalKeyFile, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        opened.append(key_id)
        return await unwrap(self, wrapped_key, key_id=key_id, context=context)

    async def start_and_end(self: uvicorn.Server, sockets: object = None) -> None:
        app: Any = self.config.app
        async with app.router.lifespan_context(app):
            pass

    monkeypatch.setattr(LocalKeyFile, "unwrap", counted)
    monkeypatch.setattr(uvicorn.Server, "serve", start_and_end)

    assert main(["serve"]) == 0
    assert len(opened) == 1
