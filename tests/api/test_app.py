"""The application as a whole: what it refuses to start with, how it is, and what every answer carries."""

import asyncio
import gc
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send
from tests.clinic_world import PUBLIC_URL, settings_for

from chatbookr_api.app import create_app
from chatbookr_api.middleware import AnswerCutOff, Failures
from chatbookr_core.clock import TurnableClock
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.garbage import look_once, start_set_aside

ENVIRONMENT = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}


def app_on(url: str, folder: Path, clock: TurnableClock, **settings: object) -> Starlette:
    return create_app(settings_for(url, folder, ENVIRONMENT, **{"plugins": ("whatsapp",), **settings}), clock=clock)


@asynccontextmanager
async def running(app: Starlette, base_url: str = PUBLIC_URL) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=base_url) as client:
        yield client


async def test_the_server_is_told_of_an_answer_that_is_cut_off_and_not_in_whose_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def half_an_answer(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError("words of a patient")

    transport = httpx.ASGITransport(Failures(half_an_answer))
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
        with pytest.raises(AnswerCutOff) as told:
            await client.get("/")

    written = "".join(traceback.format_exception(told.value)) + caplog.text
    assert "in half_an_answer" in caplog.text
    assert "builtins.ValueError" in caplog.text
    assert "ValueError: words of a patient" not in written


async def test_a_running_application_says_so(database_url: str, tmp_path: Path, clock: TurnableClock) -> None:
    async with running(app_on(database_url, tmp_path, clock)) as client:
        health, ready, live = [await client.get(f"/health{part}") for part in ("", "/ready", "/live")]
        door = await client.get("/")
        browser = {"accept": "text/html,*/*;q=0.8"}
        in_a_browser = await client.get("/?signIn=linked", headers=browser)
        script = await client.get("/assets/desk/desk.js", headers={"accept-encoding": "gzip"})
        on = [(await client.get(path, headers=browser)).headers["location"] for path in ("/", "/?signIn=done")]

    assert (health.status_code, door.status_code) == (200, 200)
    assert health.json() == {"status": "ok", "plugins": {"whatsapp": "ready"}, "jobs": {}, "waitingSeconds": 0}
    assert (ready.json(), live.status_code, live.json()) == (health.json(), 200, {"status": "ok"})
    assert door.json()["graphql"] == "/graphql"
    assert (in_a_browser.status_code, in_a_browser.headers["location"]) == (303, "/account?signIn=linked")
    assert on == ["/desk", "/desk"]
    assert (script.status_code, script.headers["content-encoding"]) == (200, "gzip")
    assert script.headers["vary"] == "Accept-Encoding"


async def test_the_embedded_worker_lives_and_dies_with_it(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock
) -> None:
    app = app_on(sqlite_url, tmp_path, clock, broker_url="memory://")
    async with running(app) as client:
        health = await client.get("/health")

    assert health.status_code == 200


@pytest.mark.parametrize(("broker_url", "count"), [("redis://127.0.0.1:6379", 1), ("memory://", 0)])
async def test_the_log_is_watched_where_other_processes_write_to_sqlite(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock, broker_url: str, count: int
) -> None:
    async with running(app_on(sqlite_url, tmp_path, clock, broker_url=broker_url)):
        during = names_of_tasks().count("watch_log")
    after = names_of_tasks().count("watch_log")

    assert (during, after) == (count, 0)


def names_of_tasks() -> list[str]:
    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    return [str(getattr(one, "__name__", "")) for one in coroutines]


async def test_every_answer_is_safe_for_browsers_and_has_an_id(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock
) -> None:
    async with running(app_on(sqlite_url, tmp_path, clock)) as client:
        answers = [await client.get(path) for path in ("/", "/health", "/nowhere", "/me", "/hooks/none")]
        given = await client.get("/", headers={"x-request-id": "a-good.id_1234"})
        forged = await client.get("/", headers={"x-request-id": "a bad\tid; <script>"})
    async with running(app_on(sqlite_url, tmp_path, clock), "https://clinic.test") as client:
        secure = await client.get("/")

    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "strict-transport-security" not in answer.headers
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)
    assert given.headers["x-request-id"] == "a-good.id_1234"
    assert "script" not in forged.headers["x-request-id"]
    assert "max-age=31536000" in secure.headers["strict-transport-security"]


async def test_an_unexpected_fault_is_masked_and_can_be_found_by_its_id(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a secret inside")

    monkeypatch.setattr("chatbookr_api.authentication.actor_for_token", broken)
    async with running(app_on(sqlite_url, tmp_path, clock)) as client:
        answer = await client.get("/me", headers={"authorization": "Bearer x"})

    extensions = answer.json()["errors"][0]["extensions"]
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert extensions["code"] == "INTERNAL_SERVER_ERROR"
    assert len(extensions["requestId"]) >= 8


async def test_an_unexpected_fault_of_the_api_has_the_headers_of_every_answer(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a secret inside")

    monkeypatch.setattr("chatbookr_api.graphql.known", broken)
    monkeypatch.setattr("chatbookr_api.authentication.actor_for_token", broken)
    origin = {"origin": "https://pages.test", "x-request-id": "abcdefgh-1"}
    app = app_on(sqlite_url, tmp_path, clock, allowed_origins=("https://pages.test",))
    async with running(app) as client:
        body = {"query": "{ __typename }"}
        asked = [
            await client.post("/graphql", json=body, headers={**origin, "accept": media_type})
            for media_type in ("application/graphql-response+json", "application/json")
        ]
        me = await client.get("/me", headers={**origin, "authorization": "Bearer x"})

    for answer in (*asked, me):
        assert answer.status_code == 500
        assert answer.json()["errors"][0]["extensions"]["requestId"] == "abcdefgh-1"
        assert answer.headers["x-request-id"] == "abcdefgh-1"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["access-control-allow-origin"] == "https://pages.test"
        assert "secret" not in answer.text
    for answer in asked:
        assert answer.headers["api-version"] == "2026-10-01"
        assert {"accept", "authorization", "cookie"} <= set(answer.headers["vary"].lower().split(", "))
    assert asked[0].headers["content-type"] == "application/graphql-response+json; charset=utf-8"


@pytest.mark.parametrize("path", ["/graphql/", "/partner/graphql/", "/health/"])
async def test_a_path_is_exact_and_nothing_is_redirected(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock, path: str
) -> None:
    async with running(app_on(sqlite_url, tmp_path, clock)) as client:
        answers = [await client.post(path, json={"query": "{ __typename }"}), await client.get(path)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all(answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND" for answer in answers)


async def test_a_missing_secret_refuses_to_start_and_is_named(
    sqlite_url: str, tmp_path: Path, clock: TurnableClock
) -> None:
    for missing in ENVIRONMENT:
        rest = {name: value for name, value in ENVIRONMENT.items() if name != missing}
        with pytest.raises(InvalidSettings, match=missing):
            create_app(settings_for(sqlite_url, tmp_path, rest, plugins=("whatsapp",)), clock=clock)


async def test_a_database_without_tables_refuses_to_start(tmp_path: Path, clock: TurnableClock) -> None:
    app = app_on(f"sqlite://{tmp_path / 'empty.sqlite3'}", tmp_path, clock)

    with pytest.raises(Exception, match=r"."):
        async with running(app):
            raise AssertionError("it started")


def test_what_start_up_made_is_set_aside_by_the_first_application_of_a_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_tests, before, walks, sets = gc.get_threshold(), (700, 10, 10), list[None](), list[None]()
    freeze = gc.freeze

    def set_aside() -> None:
        sets.append(None)
        freeze()

    monkeypatch.setattr(gc, "collect", lambda: walks.append(None))
    monkeypatch.setattr(gc, "freeze", set_aside)
    gc.set_threshold(*before)  # as Python begins
    gc.disable()  # as the tests do while they import
    gc.unfreeze()  # what the tests themselves have set aside
    try:
        with start_set_aside():
            first, thresholds, is_enabled = gc.get_freeze_count(), gc.get_threshold(), gc.isenabled()
            with start_set_aside():
                pass
            times = len(sets)
        after, thresholds_after = gc.get_freeze_count(), gc.get_threshold()
    finally:
        gc.freeze()
        gc.set_threshold(*of_tests)
        gc.enable()

    assert is_enabled
    assert first > 0
    assert times == 1
    assert not walks  # to look for garbage in it would be a tenth of the start
    assert after == 0
    assert thresholds[0] > before[0]
    assert thresholds_after == before


def test_a_start_is_looked_through_once_and_what_comes_after_it_as_python_does() -> None:
    of_tests = gc.get_threshold()
    gc.unfreeze()
    try:
        look_once()  # as `chatbookr serve` does
        starting, is_enabled = gc.get_threshold(), gc.isenabled()
        with start_set_aside():
            first, thresholds = gc.get_freeze_count(), gc.get_threshold()
    finally:
        gc.freeze()
        gc.set_threshold(*of_tests)

    assert is_enabled
    assert starting[1] >= 1_000_000  # never again
    assert first > 0
    assert thresholds[0] > starting[0]
    assert thresholds[1:] == (10, 10)


def test_a_start_that_had_collection_off_has_it_on_again_whatever_the_threshold_was() -> None:
    of_tests, rare = gc.get_threshold(), (50_000, 10, 10)
    gc.set_threshold(*rare)  # as a machine's sitecustomize may
    gc.disable()  # as the tests do while they import
    gc.unfreeze()
    try:
        with start_set_aside():
            first, thresholds, is_enabled = gc.get_freeze_count(), gc.get_threshold(), gc.isenabled()
    finally:
        gc.freeze()
        gc.set_threshold(*of_tests)
        gc.enable()

    assert is_enabled  # else nothing that refers to itself would ever go
    assert first > 0
    assert thresholds == rare
