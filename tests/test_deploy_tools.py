"""What an operator installs from scripts/deploy, held to the programs that read it, where this machine has them."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.certificates import certified
from tests.sources import ROOT

DEPLOY = ROOT / "scripts" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("chatbookr*.[st]*"))  # services, timers, the target
MOST_EXPOSURE = 1.5  # of ten; systemd calls below two "OK", and a service that says nothing 9.6
pytestmark = pytest.mark.e2e


def found(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if path is None:
        pytest.skip(f"{program} is not on this machine")
    return path


def said(*words: str | Path, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out the units as they are installed, with programs that are there, and an instance of each template."""
    folder = tmp_path_factory.mktemp("units")
    for path in UNITS:
        text = re.sub(r"(?<==)/opt/chatbookr/current/bin/\S+", "/bin/true", path.read_text())
        (folder / path.name).write_text(text)
    return folder


def test_systemd_understands_every_unit(units: Path) -> None:
    program = found("systemd-analyze")
    names = [one.name.replace("@.", "@8001.") for one in UNITS]

    code, words = said(program, "verify", "--man=no", *(units / name for name in names))

    assert len(names) == 8
    ours = [line for line in words.splitlines() if "chatbookr" in line]
    assert (code, ours) == (0, []), words


@pytest.mark.parametrize("name", [one.name for one in UNITS if one.suffix == ".service"])
def test_systemd_finds_a_unit_confined(units: Path, name: str) -> None:
    code, words = said(found("systemd-analyze"), "security", "--offline=true", units / name)

    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", words)
    assert code == 0, words
    assert level is not None
    assert float(level[1]) <= MOST_EXPOSURE


@pytest.mark.parametrize("name", ["compose/Caddyfile", "proxy/Caddyfile"])
def test_caddy_understands_its_file(name: str) -> None:
    words: list[str | Path] = [found("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / name]

    code, told = said(*words, DOMAIN="clinic.example")

    assert code == 0, told


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    made = certified(tmp_path, "clinic.example")
    site = (DEPLOY / "proxy" / "nginx.conf").read_text()
    site = re.sub(r"/etc/letsencrypt/\S+/fullchain\.pem", str(made.chain), site)
    site = re.sub(r"/etc/letsencrypt/\S+/privkey\.pem", str(made.key), site)
    site = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>1\2", site.replace(":443", ":1443"))
    (tmp_path / "site").write_text(site)
    kept = "".join(
        f"{one}_temp_path {tmp_path}/{one}; " for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {kept} include {tmp_path}/site; }}"
    (tmp_path / "nginx.conf").write_text(whole)

    code, told = said(found("nginx"), "-t", "-c", tmp_path / "nginx.conf")

    assert code == 0, told


def test_the_scripts_are_shell() -> None:
    for path in DEPLOY.glob("*.sh"):
        assert said("sh", "-n", path) == (0, "")


# --- secrets.sh and chatbookr.sh ----------------------------------------------------------------------------------


def test_secrets_are_made_once_and_agree_with_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    said(DEPLOY / "secrets.sh", folder)
    before = {one.name: one.read_text() for one in folder.iterdir()}
    (folder / "smtp_url").write_text("smtps://mail.example\n")

    code, told = said(DEPLOY / "secrets.sh", folder)

    after = {one.name: one.read_text() for one in folder.iterdir()}
    assert code == 0, told
    assert after == {**before, "smtp_url": "smtps://mail.example\n"}
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}
    url = f"postgresql://chatbookr_app:{before['app_password'].strip()}@127.0.0.1:5432/chatbookr\n"
    assert before["database_url"] == url
    assert len({before[f"{one}_password"] for one in ("postgres", "migrator", "app", "backup")}) == 4
    assert not [one for one in ("app_password", "postgres_password") if before[one].strip() in told]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Lend a folder that other users reach, as they do not reach pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(os.geteuid() != 0, reason="it hands secrets to another user, as root alone may")
def test_a_command_by_hand_has_the_units_settings_and_leaves_no_secret(open_folder: Path) -> None:
    (open_folder / "secrets").mkdir()
    (open_folder / "secrets" / "database_url").write_text("one")
    (open_folder / "chatbookr.env").write_text('CHATBOOKR_MAIL_FROM="Clinic <no-reply@clinic.example>"\n')
    program = open_folder / "program"
    program.write_text('#!/bin/sh\nid -un; echo "$@" "$CHATBOOKR_MAIL_FROM" "$CHATBOOKR_SECRETS_FILE_FOLDER"\n')
    program.write_text(program.read_text() + 'cat "$CHATBOOKR_SECRETS_FILE_FOLDER/database_url"; exit 3\n')
    program.chmod(0o755)

    code, told = said(
        DEPLOY / "chatbookr.sh", "clinic", "list",
        CHATBOOKR_FOLDER=str(open_folder), CHATBOOKR_PROGRAM=str(program), CHATBOOKR_USER="nobody",
    )  # fmt: skip

    user, words, secret = told.split("\n")
    assert (code, user, secret) == (3, "nobody", "one")
    assert words.startswith("clinic list Clinic <no-reply@clinic.example> /run/chatbookr.")
    assert not Path(words.rsplit(" ", 1)[1]).exists()


# --- healthy.py ---------------------------------------------------------------------------------------------------


@pytest.fixture
def answering() -> Iterator[HTTPServer]:
    """Lend a server that answers 200 at /health/live and 503 elsewhere."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            self.send_response(200 if self.path == "/health/live" else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def healthy(*words: str, **environment: str) -> tuple[int, str]:
    return said(sys.executable, DEPLOY / "healthy.py", *words, **environment)


@pytest.mark.parametrize("name", ["CHATBOOKR_PORT", "CHATBOOKR_WORKER_PORT"])
def test_who_answers_is_well(answering: HTTPServer, name: str) -> None:
    assert healthy(**{name: str(answering.server_port), "CHATBOOKR_HOST": "::"}) == (0, "")


def test_who_does_not_answer_is_not_well(answering: HTTPServer) -> None:
    port = answering.server_port
    answering.shutdown()
    answering.server_close()

    code, told = healthy("--wait", "0.3", CHATBOOKR_PORT=str(port))

    assert code == 1
    assert f"http://127.0.0.1:{port}/health/live: " in told
