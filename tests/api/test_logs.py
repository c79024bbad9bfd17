"""Logs a program can read: each line one object, whoever has written it."""

import json
import logging
from collections.abc import Iterator

import pytest
import uvicorn

from chatbookr_api.cli.logs import OWN_HANDLERS, QUIET, log_lines

LOGGERS = ("", *OWN_HANDLERS, *QUIET)


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    """Put loggers back as they were: pytest has handlers of its own."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [(list(one.handlers), one.level, one.propagate) for one in loggers]
    yield
    for one, (handlers, level, propagate) in zip(loggers, before, strict=True):
        one.handlers[:], one.propagate = handlers, propagate
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
