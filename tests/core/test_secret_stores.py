import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.vault_server import TOKEN, VaultServer, vault_server

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import settings_from

CANARY = "canary-9f2c-of-a-secret"
URL = f"smtps://me:{CANARY}@mail.example.com"


@pytest.fixture
def server() -> Iterator[VaultServer]:
    with vault_server() as server:
        server.secrets["chatbookr/smtp"] = {"url": URL}
        yield server


def smtp_url(reference: str, **more: str) -> str:
    return settings_from({"CHATBOOKR_SMTP_URL": reference, **more}).smtp_url


def test_a_variable_of_the_platforms_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert smtp_url("secret:env:MAIL_URL", MAIL_URL=URL) == URL


@pytest.mark.parametrize(("written", "reference"), [(URL + "\n", "smtp"), (f'{{"url": "{URL}"}}', "smtp#url")])
def test_a_file_as_docker_and_kubernetes_lend_it(tmp_path: Path, written: str, reference: str) -> None:
    (tmp_path / "smtp").write_text(written)

    assert smtp_url(f"secret:file:{reference}", CHATBOOKR_SECRETS_FILE_FOLDER=str(tmp_path)) == URL
    assert smtp_url(f"secret:file:{tmp_path}/{reference}") == URL


def test_kubernetes_links_within_the_folder_are_followed_and_a_way_out_is_not(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(URL)
    folder = tmp_path / "secrets"
    (folder / "..data").mkdir(parents=True)
    (folder / "..data" / "smtp").write_text(URL)
    (folder / "smtp").symlink_to("..data/smtp")

    assert smtp_url("secret:file:smtp", CHATBOOKR_SECRETS_FILE_FOLDER=str(folder)) == URL
    with pytest.raises(InvalidSettings, match="leads out"):
        smtp_url("secret:file:../elsewhere", CHATBOOKR_SECRETS_FILE_FOLDER=str(folder))


def vault_variables(server: VaultServer, token: str = TOKEN) -> Mapping[str, str]:
    return {"CHATBOOKR_SECRETS_VAULT_ADDRESS": server.url, "CHATBOOKR_SECRETS_VAULT_TOKEN": token}


@pytest.mark.integration
def test_a_field_of_a_secret_in_vault(server: VaultServer, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n")
    by_file = {"CHATBOOKR_SECRETS_VAULT_ADDRESS": server.url, "CHATBOOKR_SECRETS_VAULT_TOKEN_FILE": f"{tmp_path}/token"}

    for variables in (vault_variables(server), by_file):
        assert smtp_url("secret:vault:chatbookr/smtp#url", **variables) == URL


@pytest.mark.integration
def test_a_secret_of_aws_whole_or_one_field(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    variables = {
        "CHATBOOKR_SECRETS_AWS_REGION": "eu-central-1",
        "CHATBOOKR_SECRETS_AWS_ENDPOINT": f"http://{host}:{port}",
    }
    try:
        client = boto3.client("secretsmanager", region_name="eu-central-1", endpoint_url=f"http://{host}:{port}")
        client.create_secret(Name="smtp", SecretString=json.dumps({"url": URL}))
        client.create_secret(Name="whole", SecretString=URL)

        assert smtp_url("secret:aws:smtp#url", **variables) == URL
        assert smtp_url("secret:aws:whole", **variables) == URL
        with pytest.raises(InvalidSettings, match="has nothing there"):
            smtp_url("secret:aws:none-such", **variables)
    finally:
        server.stop()
    with pytest.raises(InvalidSettings, match="does not answer"):
        smtp_url("secret:aws:smtp", **variables)


@pytest.mark.integration
def test_what_fails_names_the_variable_and_shows_no_secret(server: VaultServer, tmp_path: Path) -> None:
    (tmp_path / "broken").write_text(f"{CANARY} is no JSON")
    folder = {"CHATBOOKR_SECRETS_FILE_FOLDER": str(tmp_path)}
    for reference, variables, said in (
        ("secret:nonsense", {}, "must be a reference"),
        ("secret:none-such:x", {}, "none-such"),
        ("secret:env:NOT_SET", {}, "has nothing there"),
        ("secret:file:none", folder, "has nothing there"),
        ("secret:file:broken#url", folder, "no JSON object"),
        ("secret:vault:chatbookr/smtp", vault_variables(server), "name the field"),
        ("secret:vault:chatbookr/none#url", vault_variables(server), "has nothing there"),
        ("secret:vault:chatbookr/smtp#none", vault_variables(server), "has nothing there"),
        ("secret:vault:chatbookr/smtp#url", vault_variables(server, f"hvs.{CANARY}"), "Vault refuses"),
        ("secret:vault:chatbookr/smtp#url", {}, "https://"),
    ):
        with pytest.raises(InvalidSettings, match=said) as refused:
            smtp_url(reference, **variables)
        shown = f"{refused.value} {refused.value!r} {refused.value.__cause__!r}"
        assert "CHATBOOKR_SMTP_URL" in shown
        assert CANARY not in shown
    server.is_sealed = True
    with pytest.raises(InvalidSettings, match="does not answer"):
        smtp_url("secret:vault:chatbookr/smtp#url", **vault_variables(server))


def test_settings_show_no_secret(tmp_path: Path) -> None:
    url = f"postgresql://app:{CANARY}@127.0.0.1/chatbookr"
    settings = settings_from(
        {
            "CHATBOOKR_DATABASE_URL": url,
            "CHATBOOKR_MIGRATION_DATABASE_URL": url,
            "CHATBOOKR_BROKER_URL": f"redis://:{CANARY}@127.0.0.1",
            "CHATBOOKR_SMTP_URL": f"smtps://me:{CANARY}@mail.example.com",
            "CHATBOOKR_WHATSAPP_APP_SECRET": CANARY,
        }
    )

    assert CANARY not in f"{settings!r} {settings}"
