"""Every key service keeps the contract, against servers that encrypt; and the vault over them fails closed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.factories import make_clinic, make_patient
from tests.vault_server import TOKEN, VaultServer, vault_server

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import CannotUnseal, InvalidSettings, KeyServiceUnavailable
from chatbookr_core.keys import aws_kms, transit
from chatbookr_core.keys.providers import key_provider_from
from chatbookr_core.keys.rotation import rewrap
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.settings import Settings, settings_from
from chatbookr_sdk import KeyService, Secret
from chatbookr_sdk.testing.keys import KeyConformance


@pytest.mark.integration
class TestTransit(KeyConformance):
    name = "vault"
    service = transit.service

    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with vault_server() as self.server:
            yield

    def settings(self) -> Mapping[str, str]:
        return {"address": self.server.url, "token": TOKEN}

    def close_server(self) -> None:
        self.server.close()

    def rotate(self) -> None:
        self.server.rotate()


@pytest.mark.integration
class TestKms(KeyConformance):
    name = "aws-kms"
    service = aws_kms.service
    waive: ClassVar[Mapping[str, str]] = {
        "test_an_older_version_still_opens_and_is_not_current": "KMS rotates by itself and tells nobody"
    }

    @pytest.fixture(autouse=True)
    def _server(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "made-up")
        self.server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.is_up = True
        host, port = self.server.get_host_and_port()
        self.endpoint = f"http://{host}:{port}"
        kms = boto3.client("kms", region_name="eu-central-1", endpoint_url=self.endpoint)
        self.key = kms.create_key()["KeyMetadata"]["Arn"]
        yield
        self.close_server()

    def settings(self) -> Mapping[str, str]:
        return {"key": self.key, "region": "eu-central-1", "endpoint": self.endpoint}

    def close_server(self) -> None:
        if self.is_up:
            self.server.stop()
        self.is_up = False


class _LocalService:
    """A key file as a service, so that it can be held to the contract."""

    settings = ()

    def __init__(self) -> None:
        self.path = Path()

    def open(self, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> LocalKeyFile:
        return LocalKeyFile(self.path)


class TestLocalFile(KeyConformance):
    name = "local"
    local = _LocalService()
    service: KeyService = local  # type: ignore[misc]  # the class's own
    waive: ClassVar[Mapping[str, str]] = {
        "test_an_older_version_still_opens_and_is_not_current": "a file has one key: earlier ones are other files",
        "test_a_service_that_is_down_fails_for_now": "a file that was read is not asked again",
    }

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.local.path = tmp_path / "key"

    def settings(self) -> Mapping[str, str]:
        return {}

    def close_server(self) -> None:
        """There is none."""


# --- the vault over a service ---------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[VaultServer]:
    with vault_server() as server:
        yield server


def settings_for(server: VaultServer, tmp_path: Path, **more: str) -> Settings:
    return settings_from(
        {
            "CHATBOOKR_KEY_PROVIDER": "vault",
            "CHATBOOKR_KEY_FILE": str(tmp_path / "key-encryption.key"),
            "CHATBOOKR_KEYS_VAULT_ADDRESS": server.url,
            "CHATBOOKR_KEYS_VAULT_TOKEN": TOKEN,
            **more,
        }
    )


@pytest.mark.integration
async def test_a_list_of_fifty_patients_asks_the_service_once(
    sqlite_database: Database, clock: TurnableClock, server: VaultServer, tmp_path: Path
) -> None:
    settings = settings_for(server, tmp_path)
    vault = Vault(key_provider_from(settings), clock)
    clinic = await make_clinic(vault)
    patients = [await make_patient(clinic, vault) for _ in range(50)]
    fresh = Vault(key_provider_from(settings), clock)
    asked = len(server.requests)

    keys = await fresh.reading(clinic.id, [one.name_sealed for one in patients])

    assert len(keys._patients) == 50
    assert server.requests[asked:] == ["POST /v1/transit/decrypt/chatbookr"]


@pytest.mark.integration
async def test_a_service_that_is_down_opens_nothing_new_and_says_so(
    sqlite_database: Database, clock: TurnableClock, server: VaultServer, tmp_path: Path
) -> None:
    vault = Vault(key_provider_from(settings_for(server, tmp_path)), clock)
    clinic = await make_clinic(vault)
    await vault.clinic_keys(clinic.id)
    server.is_sealed = True

    await vault.clinic_keys(clinic.id)  # known already
    vault.forget(clinic.id)
    with pytest.raises(KeyServiceUnavailable) as refused:
        await vault.clinic_keys(clinic.id)
    assert refused.value.code == "KEY_SERVICE_UNAVAILABLE"
    assert TOKEN not in repr(refused.value.__cause__)

    server.is_sealed = False
    await vault.clinic_keys(clinic.id)


@pytest.mark.integration
async def test_a_token_that_was_revoked_opens_nothing(
    sqlite_database: Database, clock: TurnableClock, server: VaultServer, tmp_path: Path
) -> None:
    clinic = await make_clinic(Vault(key_provider_from(settings_for(server, tmp_path)), clock))
    revoked = settings_for(server, tmp_path, CHATBOOKR_KEYS_VAULT_TOKEN="hvs.revoked")

    with pytest.raises(CannotUnseal):
        await Vault(key_provider_from(revoked), clock).clinic_keys(clinic.id)


@pytest.mark.integration
async def test_a_deployment_moves_from_a_file_to_a_service_and_to_its_next_version(
    sqlite_database: Database, clock: TurnableClock, server: VaultServer, tmp_path: Path
) -> None:
    clinic = await make_clinic(Vault(LocalKeyFile(tmp_path / "key-encryption.key"), clock))
    moving = settings_for(server, tmp_path, CHATBOOKR_EARLIER_KEY_PROVIDERS="local")
    vault = Vault(key_provider_from(moving), clock)
    hashed = (await vault.clinic_keys(clinic.id)).lookup_hash("p", "x")

    assert (await rewrap(vault)).keys == 1
    (tmp_path / "key-encryption.key").unlink()
    alone = Vault(key_provider_from(settings_for(server, tmp_path)), clock)
    assert (await alone.clinic_keys(clinic.id)).lookup_hash("p", "x") == hashed

    server.rotate()
    assert (await rewrap(alone)).keys == 1
    assert (await rewrap(alone)).keys == 0
    server.oldest = 2  # the old version is disabled
    alone.forget(clinic.id)
    assert (await alone.clinic_keys(clinic.id)).lookup_hash("p", "x") == hashed


@pytest.mark.integration
def test_what_is_not_set_or_not_installed_is_named_and_no_value_shown(server: VaultServer, tmp_path: Path) -> None:
    for more, said in (
        ({"CHATBOOKR_KEYS_VAULT_ADDRESS": ""}, "CHATBOOKR_KEYS_VAULT_ADDRESS"),
        ({"CHATBOOKR_KEYS_VAULT_ADDRESS": "http://vault.example.com"}, "https://"),
        ({"CHATBOOKR_KEYS_VAULT_TOKEN": ""}, "token"),
        ({"CHATBOOKR_KEY_PROVIDER": "none-such"}, "none-such"),
    ):
        with pytest.raises(InvalidSettings, match=said) as refused:
            key_provider_from(settings_for(server, tmp_path, **more))
        assert TOKEN not in str(refused.value)
