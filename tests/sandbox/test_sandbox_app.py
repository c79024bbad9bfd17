import asyncio
import json
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.sandbox.meta_sandbox import MetaSandbox, meta_sandbox, until

from chatbookr_sandbox.context import Background
from chatbookr_sandbox.settings import GoogleClient, MetaApp, SandboxSettings
from chatbookr_sandbox.state import StateFile

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes


@pytest.fixture
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        yield running


async def test_both_halves_and_both_pages_are_there(sandbox: MetaSandbox) -> None:
    places = {
        "/health": 200,
        "/phone": 200,
        "/calendar": 200,
        "/sandbox/meta/numbers": 200,
        "/sandbox/faults": 200,
        "/meta/v23.0/1": 401,
        "/google/calendar/v3/users/me/calendarList": 401,
    }

    answers = {place: (await sandbox.http.get(place)).status_code for place in places}

    assert answers == places


def test_without_an_environment_the_demo_values_hold() -> None:
    settings = SandboxSettings.from_environment({"PATH": "/bin", "CHATBOOKR_DATABASE_URL": "sqlite://"})

    assert settings == SandboxSettings()
    assert (settings.host, settings.port, settings.state_file) == ("127.0.0.1", 8100, None)


def test_every_setting_can_be_given_by_the_environment() -> None:
    environment = {"PORT": "9", "HOST": "::1", "STATE_FILE": "/var/x.json", "WEBHOOK_URL": "u", "RETRY_SECONDS": "0.5"}
    meta = {f"META_{name.upper()}": f"meta {name}" for name in MetaApp.__dataclass_fields__}
    google = {f"GOOGLE_{name.upper()}": f"google {name}" for name in GoogleClient.__dataclass_fields__}
    said = environment | meta | google | {"GOOGLE_REDIRECT_URIS": "http://a/, http://b/"}

    settings = SandboxSettings.from_environment({f"CHATBOOKR_SANDBOX_{name}": value for name, value in said.items()})

    assert settings.port == 9
    assert settings.state_file == Path("/var/x.json")
    assert settings.retry_seconds == 0.5
    assert settings.meta == MetaApp(**{name: f"meta {name}" for name in MetaApp.__dataclass_fields__})
    assert settings.google.redirect_uris == ("http://a/", "http://b/")
    assert settings.google.client_secret == "google client_secret"


def test_secrets_do_not_show_in_the_settings_text() -> None:
    shown = repr(SandboxSettings())

    assert MetaApp().app_secret not in shown
    assert MetaApp().access_token not in shown
    assert GoogleClient().client_secret not in shown


def test_state_is_written_whole_readable_by_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    place = tmp_path / "new" / "state.json"
    state = StateFile(place)
    first = state.attach("half", lambda: {"answer": 42})

    state.write()
    was_quiet = not place.exists()
    state.touch()
    state.write()

    assert first is None
    assert was_quiet
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [each.name for each in place.parent.iterdir()] == ["state.json"]
    assert StateFile(place).attach("half", dict) == {"answer": 42}


async def test_a_failure_in_the_background_is_logged_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    background, happened = Background(), asyncio.Event()

    async def fail() -> None:
        raise RuntimeError("out of luck")

    async def work() -> None:
        happened.set()
        await asyncio.sleep(60)

    failing, working = background.spawn(fail(), name="errand"), background.spawn(work(), name="work")
    await happened.wait()
    await until(failing.done)
    await background.stop()

    assert "errand failed" in caplog.text
    assert working.cancelled()


async def test_the_console_command_serves_keeps_state_and_stops_when_told(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CHATBOOKR_SANDBOX_PORT": "0",
        "CHATBOOKR_SANDBOX_STATE_FILE": str(tmp_path / "state.json"),
        "CHATBOOKR_SANDBOX_WEBHOOK_URL": "http://127.0.0.1:9/hooks/whatsapp",
    }
    command = "from chatbookr_sandbox.app import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", command, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        greeting = (await asyncio.wait_for(process.stdout.readline(), 120)).decode()
        base = greeting.split()[-1]

        async with httpx.AsyncClient(base_url=base, trust_env=False) as http:
            health = await http.get("/health")
            heard = await http.post("/sandbox/meta/patients/31612345678/messages", json={"text": "hello"})
            async with http.stream("GET", "/sandbox/meta/patients/31612345678/events") as events:
                first = await anext(events.aiter_lines())
                process.send_signal(signal.SIGTERM)
                ended = await asyncio.wait_for(process.wait(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

    kept = json.loads((tmp_path / "state.json").read_text("utf-8"))
    assert health.json() == {"status": "ok"}
    assert heard.status_code == 201
    assert first == "retry: 1000"
    assert ended in (0, -signal.SIGTERM)
    assert len(kept["meta"]["deliveries"]) == 1
