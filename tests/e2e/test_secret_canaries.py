"""What a process must not tell: its secrets are made up, its errors provoked, all that it says looked through."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.conftest import PostgresUrls
from tests.e2e.running import PATIENCE_SECONDS, START_SECONDS
from tests.e2e.spans import printed_spans
from tests.servers import free_port
from tests.vault_server import TOKEN, vault_server

pytestmark = [pytest.mark.e2e, pytest.mark.postgres]
COMMAND = str(Path(sys.executable).with_name("chatbookr"))


def canary() -> str:
    return f"canary{os.urandom(12).hex()}"


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120  # two cores may have much to do
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(address, timeout=1)
        except httpx.HTTPError:
            time.sleep(0.1)  # another process is starting
        else:
            return
    raise AssertionError("the process did not start")


def provoke(api: str) -> list[int]:
    """Ask for what fails, in many ways."""
    signed = {"x-hub-signature-256": "sha256=" + "0" * 64, "content-type": "application/json"}
    challenge = {"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "1"}
    return [
        httpx.post(
            f"{api}/hooks/whatsapp", content=b'{"object": 1}', headers=signed, timeout=PATIENCE_SECONDS
        ).status_code,
        httpx.get(f"{api}/hooks/whatsapp", params=challenge, timeout=PATIENCE_SECONDS).status_code,
        httpx.post(
            f"{api}/login", json={"email": "nobody@example.com", "password": "wrong"}, timeout=PATIENCE_SECONDS
        ).status_code,
        httpx.post(f"{api}/login", content=b"{", timeout=PATIENCE_SECONDS).status_code,
        httpx.post(f"{api}/graphql", json={"query": "{ nonsense }"}, timeout=PATIENCE_SECONDS).status_code,
        httpx.get(f"{api}/health", timeout=PATIENCE_SECONDS).status_code,
    ]


def test_no_secret_is_told_by_a_process_that_fails_in_many_ways(
    tmp_path: Path, new_postgres_urls: PostgresUrls
) -> None:
    secrets = {name: canary() for name in ("app_secret", "verify_token", "smtp", "client_secret")}
    for name, value in secrets.items():
        (tmp_path / name).write_text(value + "\n")
    (tmp_path / "smtp").write_text(f"smtp://me:{secrets['smtp']}@127.0.0.1:{free_port()}")
    port, out = free_port(), tmp_path / "out.log"
    with vault_server() as vault:
        vault.secrets["db"] = {"url": new_postgres_urls.app}
        password = new_postgres_urls.app.split("@")[0].rpartition(":")[2]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")},
            "CHATBOOKR_SECRETS_FILE_FOLDER": str(tmp_path),
            "CHATBOOKR_SECRETS_VAULT_ADDRESS": vault.url,
            "CHATBOOKR_SECRETS_VAULT_TOKEN": TOKEN,
            "CHATBOOKR_DATABASE_URL": "secret:vault:db#url",
            "CHATBOOKR_MIGRATION_DATABASE_URL": new_postgres_urls.migrator,
            "CHATBOOKR_SMTP_URL": "secret:file:smtp",
            "CHATBOOKR_KEY_PROVIDER": "vault",
            "CHATBOOKR_KEYS_VAULT_ADDRESS": vault.url,
            "CHATBOOKR_KEYS_VAULT_TOKEN": TOKEN,
            "CHATBOOKR_WHATSAPP_APP_SECRET": "secret:file:app_secret",
            "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "secret:file:verify_token",
            "CHATBOOKR_GCAL_CLIENT_ID": "a-client",
            "CHATBOOKR_GCAL_CLIENT_SECRET": "secret:file:client_secret",
            "CHATBOOKR_PORT": str(port),
            **printed_spans(tmp_path),
            "PYTHONUNBUFFERED": "1",
        }
        subprocess.run([COMMAND, "migrate"], env=environment, check=True, capture_output=True)
        vault.is_sealed = False
        with out.open("wb") as log:
            process = subprocess.Popen([COMMAND, "serve"], env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            api = f"http://127.0.0.1:{port}"
            wait_for(f"{api}/health", process)
            seen = provoke(api)
            vault.is_sealed = True  # the key service is away: what needs no key goes on
            again = provoke(api)
            command_line = Path(f"/proc/{process.pid}/cmdline").read_bytes()
            variables = Path(f"/proc/{process.pid}/environ").read_bytes()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)
    assert seen[0] == 401
    assert seen[-1] == again[-1] == 200
    told = out.read_bytes()
    assert b'"trace_id"' in told
    for one in (*secrets.values(), TOKEN, password):
        assert one.encode() not in told
        assert one.encode() not in command_line
    for one in secrets.values():
        assert one.encode() not in variables  # references stand there instead


def test_a_start_that_fails_tells_no_secret(tmp_path: Path) -> None:
    secret = canary()
    for changed in (
        {"CHATBOOKR_DATABASE_URL": f"postgresql://app:{secret}@127.0.0.1:{free_port()}/none"},
        {"CHATBOOKR_BROKER_URL": f"nonsense://:{secret}@127.0.0.1"},
        {"CHATBOOKR_SMTP_URL": f"nonsense://me:{secret}@127.0.0.1"},
        {"CHATBOOKR_KEY_PROVIDER": "vault", "CHATBOOKR_KEYS_VAULT_ADDRESS": "x", "CHATBOOKR_KEYS_VAULT_TOKEN": secret},
    ):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHATBOOKR_")}
        environment = {**inherited, "CHATBOOKR_PLUGINS": "none", "CHATBOOKR_PORT": str(free_port()), **changed}
        ended = subprocess.run(
            [COMMAND, "serve"], env=environment, cwd=tmp_path, capture_output=True, timeout=START_SECONDS
        )

        assert ended.returncode != 0
        assert secret.encode() not in ended.stdout + ended.stderr
