"""What the documents let their readers type is understood: shell, the `chatbookr` command, addresses of the API."""

import argparse
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence

import pytest
from starlette.applications import Starlette
from starlette.routing import Match
from tests.pages import blocks
from tests.sources import ROOT

from chatbookr_api import cli
from chatbookr_api.app import create_app
from chatbookr_core.settings import Settings

PAGES = {str(page.relative_to(ROOT)): page.read_text() for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]}
SHELL = {name: "\n".join(blocks(re.sub(r"^ +(?=```)", "", text, flags=re.M), "sh")) for name, text in PAGES.items()}
INLINE = re.compile(r"`chatbookr ([^`]+)`")
SET = re.compile(r"^(?:[A-Z_]+=\S+ +)+(?=chatbookr )")
OURS = re.compile(r"https?://(?:localhost:8000|clinic\.example|…)(/(?:<\w+>|\.\w|[\w{}$…/-])+)")
REQUEST = re.compile(r"`(GET|POST|PATCH|DELETE) (/(?!sandbox)[a-z][^`\s…?]*)`")
NOT_OURS = ("/api/v",)  # a plugin's of its own


class Understood(Exception):
    """The command's words were understood: nothing else is tried."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command end once it has understood its words."""
    parse = argparse.ArgumentParser.parse_args

    def understood(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> None:
        parse(parser, arguments)
        raise Understood

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", understood)


def commands_in(script: str) -> Iterator[str]:
    """List the `chatbookr` commands of a script, without what is set for them, redirected or explained."""
    for line in script.replace("\\\n", " ").splitlines():
        plain = SET.sub("", line.strip())
        if plain.startswith("chatbookr "):
            yield re.sub(r"\s(?:>|\|).*", "", plain).removeprefix("chatbookr ")


COMMANDS = [(name, command) for name, script in SHELL.items() for command in commands_in(script)]
NAMED = sorted({(name, words) for name, text in PAGES.items() for words in INLINE.findall(text)})


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 20
    assert len(NAMED) > 30


@pytest.mark.usefixtures("parsed")
@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_a_command_of_a_script_is_understood(name: str, command: str) -> None:
    words = shlex.split(command.replace("$ME", "--operator you@example.com"), comments=True)

    with pytest.raises(Understood):
        cli.main(words)


@pytest.mark.usefixtures("parsed")
@pytest.mark.parametrize(("name", "words"), NAMED)
def test_a_command_that_is_named_is_one(name: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises((Understood, SystemExit)):
        cli.main(shlex.split(words.replace("…", "")))

    said = capsys.readouterr().err  # it may be named without all that it needs
    assert "invalid choice" not in said
    assert "unrecognized arguments" not in said


@pytest.mark.e2e
def test_a_shell_reads_the_scripts_of_every_page() -> None:
    ask = {name: [*("bash", "-n", "-c"), script] for name, script in SHELL.items() if script}

    done = {name: subprocess.run(words, capture_output=True, text=True, check=False) for name, words in ask.items()}

    assert len(done) > 20
    assert {name: one.stderr for name, one in done.items() if one.returncode or one.stderr} == {}


@pytest.fixture
def app(settings: Settings) -> Starlette:
    return create_app(settings)


def is_there(app: Starlette, path: str, method: str | None = None) -> bool:
    scope = {"type": "http", "method": method or "GET", "path": re.sub(r"[{}<>…]|\$\w+", "x", path), "headers": []}
    found = {route.matches(scope)[0] for route in app.routes}
    return Match.FULL in found or (method is None and Match.PARTIAL in found)


def test_addresses_of_the_api_are_there(app: Starlette) -> None:
    named = {(name, path) for name, text in PAGES.items() for path in OURS.findall(text)}

    assert len(named) > 15
    assert not [one for one in named if not is_there(app, one[1])]


def test_requests_to_the_api_are_taken(app: Starlette) -> None:
    named = {(name, *found) for name, text in PAGES.items() for found in REQUEST.findall(text)}

    assert len(named) > 10
    assert not [one for one in named if not one[2].startswith(NOT_OURS) and not is_there(app, one[2], one[1])]
