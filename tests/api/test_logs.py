"""Logs a program can read: each line one object, whoever has written it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from tests.api.clients import make_deployment
from tests.api.serving import served
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from chatbookr_api.cli.logs import OWN_HANDLERS, QUIET, log_lines
from chatbookr_api.cli.serve import server_config
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import Settings

LOGGERS = ("", "uvicorn.access", *OWN_HANDLERS, *QUIET)


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    """Put loggers back as they were: pytest has handlers of its own."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [(list(one.handlers), list(one.filters), one.level, one.propagate) for one in loggers]
    yield
    for one, (handlers, filters, level, propagate) in zip(loggers, before, strict=True):
        one.handlers[:], one.filters[:], one.propagate = handlers, filters, propagate
        one.setLevel(level)


def test_everybody_writes_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    uvicorn.Config("nothing", log_level="info")
    log_lines("json")

    logging.getLogger("chatbookr_core").warning("of %s", "ours\nand its second line")
    logging.getLogger("uvicorn.error").info("of uvicorn")
    logging.getLogger("httpx").info("GET https://provider.example/a-proof")
    try:
        raise ValueError("within")
    except ValueError:
        logging.getLogger("chatbookr_api").exception("failed")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["level"], one["logger"], one["message"]) for one in lines] == [
        ("WARNING", "chatbookr_core", "of ours\nand its second line"),
        ("INFO", "uvicorn.error", "of uvicorn"),
        ("ERROR", "chatbookr_api", "failed"),
    ]
    assert lines[0]["time"].endswith("+00:00")
    assert "ValueError: within" in lines[2]["exception"]


def test_text_has_time_and_level_for_the_api_too(capsys: pytest.CaptureFixture[str]) -> None:
    uvicorn.Config("nothing", log_level="info")
    log_lines("text")

    logging.getLogger("chatbookr_core").warning("of ours")
    logging.getLogger("uvicorn.error").info("of uvicorn")

    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(" WARNING chatbookr_core of ours")
    assert second.endswith(" INFO uvicorn.error of uvicorn")


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_is_written_of_requests(form: str, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    server_config(settings, "nothing")
    log_lines(form)
    asked = logging.getLogger("uvicorn.access")

    asked.info('%s - "%s %s HTTP/%s" %d', "192.0.2.1:1", "GET", "/agendas/A-SECRET.ics", "1.1", 200)

    assert not asked.hasHandlers()  # by which uvicorn decides whether to write of requests
    assert capsys.readouterr().err == ""


@pytest.mark.integration  # speaks with itself over a socket
async def test_nothing_is_written_of_where_a_socket_comes_from_and_what_its_address_holds(
    sqlite_database: Database,
    vault: Vault,
    clock: TurnableClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        logging.getLogger("uvicorn.error").setLevel(logging.INFO)
        log_lines("text")

        for page in ("", "/nowhere"):
            try:
                async with connect(
                    f"{house.url}{page}?token=A-SECRET", subprotocols=[Subprotocol("graphql-transport-ws")]
                ):
                    pass
            except InvalidStatus:
                assert page

    written = capsys.readouterr().err
    assert "connection open" in written  # uvicorn's lines are shown
    assert "A-SECRET" not in written
    assert "127.0.0.1" not in written.partition("connection open")[2]
