"""What an operator installs from scripts/deploy: it names commands, settings, secrets and ports that there are."""

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.sources import ROOT

from chatbookr_api import cli
from chatbookr_core.settings import PREFIX, settings_from

DEPLOY = ROOT / "scripts" / "deploy"
UNITS = {one.name: one.read_text() for one in sorted((DEPLOY / "systemd").glob("chatbookr*.[st]*"))}
SERVICES = {name: text for name, text in UNITS.items() if name.endswith(".service")}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
OURS = {name: one for name, one in COMPOSE["services"].items() if "chatbookr" in one["image"]}
PROXIES = ["compose/Caddyfile", "proxy/Caddyfile", "proxy/nginx.conf"]
DOCUMENTED = set(re.findall(rf"{PREFIX}[A-Z_]+", (ROOT / "docs" / "reference" / "settings.md").read_text()))
REFERENCE = re.compile(r"secret:file:(\w+)")
UPLOAD_BYTES = 100 * 1024 * 1024  # WhatsApp's documents (docs/how-to/files.md)
WRITTEN_BY_HAND = {"backup_identity"}  # what opens the backups; nothing on the server makes it


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


def unit_commands() -> Iterator[tuple[str, str]]:
    for name, text in SERVICES.items():
        for words in re.findall(r"^ExecStart=\S+/bin/chatbookr (.+)$", text, re.MULTILINE):
            yield name, words


def compose_commands() -> Iterator[tuple[str, str]]:
    for name, one in OURS.items():
        if one.get("entrypoint", [])[:1] == ["sh"]:
            yield from ((name, words) for words in re.findall(r"chatbookr ([^;&\n]+)", one["command"][0]))
        elif "entrypoint" not in one:
            yield name, shlex.join(one["command"])


COMMANDS = [*unit_commands(), *compose_commands()]


@pytest.mark.usefixtures("parsed")
@pytest.mark.parametrize(("name", "words"), COMMANDS)
def test_a_command_is_understood(name: str, words: str) -> None:
    with pytest.raises(Understood):
        cli.main(shlex.split(words))


def test_every_unit_and_container_of_ours_has_its_commands_here() -> None:
    assert {name for name, _ in COMMANDS} == {*SERVICES, *OURS} - {"network"}


# --- settings and secrets -----------------------------------------------------------------------------------------


def lent_to_a_unit(text: str) -> tuple[set[str], set[str]]:
    """Return which secrets a unit's settings name (the shared file's too), and which it is lent."""
    shared = (DEPLOY / "systemd" / "chatbookr.env").read_text() if "EnvironmentFile=" in text else ""
    return set(REFERENCE.findall(text + shared)), set(re.findall(r"^LoadCredential=(\w+):", text, re.MULTILINE))


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_is_lent_the_secrets_it_reads(name: str) -> None:
    named, lent = lent_to_a_unit(SERVICES[name])

    assert named | WRITTEN_BY_HAND == lent | WRITTEN_BY_HAND
    assert all(f"LoadCredential={one}:/etc/chatbookr/secrets/{one}\n" in SERVICES[name] for one in lent)


@pytest.mark.parametrize("name", OURS)
def test_a_container_is_lent_the_secrets_it_reads(name: str) -> None:
    named = set(REFERENCE.findall(" ".join(OURS[name].get("environment", {}).values())))

    assert named | WRITTEN_BY_HAND == set(OURS[name].get("secrets", [])) | WRITTEN_BY_HAND


def test_the_secrets_are_those_that_the_script_writes() -> None:
    script = (DEPLOY / "secrets.sh").read_text()
    roles = re.findall(r"for role in ([\w ]+); do", script)[0].split()
    written = {*re.findall(r"^(?:keep|ask) (\w+) ", script, re.MULTILINE), *(f"{one}_password" for one in roles)}
    units = {one for text in SERVICES.values() for one in lent_to_a_unit(text)[1]}

    assert set(COMPOSE["secrets"]) == written | WRITTEN_BY_HAND
    assert units == written - {"postgres_password"} | WRITTEN_BY_HAND
    assert {name: one["file"] for name, one in COMPOSE["secrets"].items()} == {
        name: f"./secrets/{name}" for name in COMPOSE["secrets"]
    }


def test_every_setting_that_is_named_is_documented() -> None:
    files = [ROOT / "Dockerfile", *(path for path in DEPLOY.rglob("*") if path.is_file())]
    named = {(path.name, word) for path in files for word in re.findall(rf"\b{PREFIX}[A-Z_]+", path.read_text())}

    assert len(named) > 30
    assert {one for one in named if one[1] not in DOCUMENTED} == {
        ("compose.yaml", "CHATBOOKR_IMAGE"),  # compose's own
        ("secrets.sh", "CHATBOOKR_SETUP_DATABASE"),  # the scripts' own
        ("chatbookr.sh", "CHATBOOKR_FOLDER"),
        ("chatbookr.sh", "CHATBOOKR_PROGRAM"),
        ("chatbookr.sh", "CHATBOOKR_USER"),
    }


def test_production_starts_with_the_settings_of_both(tmp_path: Path) -> None:
    filled = {"DOMAIN": "clinic.example"}
    composed = {
        name: re.sub(r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda m: filled.get(m[1], m[2] or ""), value)
        for name, value in COMPOSE["services"]["api-a"]["environment"].items()
    }
    lines = (DEPLOY / "systemd" / "chatbookr.env").read_text().splitlines()
    for environment in (composed, dict(word.split("=", 1) for word in shlex.split("\n".join(lines), comments=True))):
        for name in REFERENCE.findall(" ".join(environment.values())):
            secret = "postgresql://chatbookr_app:x@127.0.0.1/chatbookr" if name == "database_url" else ""
            (tmp_path / name).write_text(secret)

        settings = settings_from({**environment, "CHATBOOKR_SECRETS_FILE_FOLDER": str(tmp_path)})

        assert settings.is_production
        assert settings.trusted_proxies == ("127.0.0.1",)


# --- the image ----------------------------------------------------------------------------------------------------


def test_the_image_has_the_python_that_the_locks_are_for() -> None:
    base = re.findall(r"^ARG BASE=\S+/python:(\d+\.\d+)\.\d+-slim-bookworm$", DOCKERFILE, re.MULTILINE)
    locked = re.findall(r'"--python-version", "(\d+\.\d+)"', (ROOT / "scripts" / "lock.py").read_text())

    assert base == locked
    assert len(re.findall(r"^FROM \$\{BASE\}", DOCKERFILE, re.MULTILINE)) == 2


def test_the_image_is_installed_from_the_locks_by_hash_and_nothing_is_compiled() -> None:
    installing = [line for line in DOCKERFILE.splitlines() if "pip install" in line]

    assert len(installing) == 3
    for line in installing:
        assert "--no-deps" in line
        assert ("--require-hashes --only-binary :all:" in line) is ("--no-index" not in line)
    assert "build-essential" not in DOCKERFILE


def test_what_runs_is_nobody_special_ends_gracefully_and_tells_how_it_is() -> None:
    final = DOCKERFILE.rpartition("FROM ${BASE}")[2]

    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert "\nSTOPSIGNAL SIGTERM\n" in final
    assert "HEALTHCHECK" in final
    assert 'CMD ["chatbookr-healthy"]' in final
    assert "pip install" not in final


def test_what_an_installation_is_made_of_is_let_into_the_image_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    made_of = {one.split("/")[0] for one in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    files = {"pyproject.toml", "README.md", "LICENSE", "requirements.lock", "requirements-build.lock"}

    assert lines[1] == "*"
    assert let_in == {*made_of, *files, "plugins", "scripts/deploy/healthy.py"}
    assert any(fnmatch("plugins/gcal/tests", line) for line in lines)


# --- containers, units, proxies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_a_container_can_write_nowhere_else_and_has_no_powers(name: str) -> None:
    one = OURS[name]

    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]


def test_nothing_but_the_proxys_ports_leads_in() -> None:
    published = {name: one["ports"] for name, one in COMPOSE["services"].items() if "ports" in one}

    assert published == {"network": ["80:80", "443:443", "443:443/udp"]}
    assert {one.get("network_mode") for one in COMPOSE["services"].values()} == {"bridge", "service:network"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_is_confined(name: str) -> None:
    for line in (
        "User=chatbookr",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "UMask=0077",
    ):
        assert f"\n{line}\n" in SERVICES[name]


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_asks_both_processes_and_takes_the_largest_file(name: str) -> None:
    text = (DEPLOY / name).read_text()
    ports = [COMPOSE["services"][one]["environment"]["CHATBOOKR_PORT"] for one in ("api-a", "api-b")]
    most, unit = re.findall(r"(?:max_size|client_max_body_size) (\d+)(MB|m)\b", text)[0]

    assert re.findall(r"127\.0\.0\.1:(\d+)", text) == ports
    assert int(most) * (1_000_000 if unit == "MB" else 1024 * 1024) > UPLOAD_BYTES  # Caddy's MB are decimal
