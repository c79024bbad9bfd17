"""`secret:vault:PATH#FIELD`: a field of a secret in HashiCorp Vault's key-value engine (version 2).

CHATBOOKR_SECRETS_VAULT_ADDRESS, _TOKEN or _TOKEN_FILE, _NAMESPACE, _CA_FILE, _MOUNT (`secret`).
"""

from collections.abc import Mapping

from chatbookr_core.hashicorp import VaultAddress
from chatbookr_sdk import PermanentFailure, Secret, Setting


class HashicorpKv:
    """A key-value engine of Vault."""

    settings = (
        Setting("address", "Vault's address (https://…)"),
        Setting("token", "A token that may read the secrets", kind="secret", required=False),
        Setting("token_file", "The file in which Vault's agent keeps a token", required=False),
        Setting("namespace", "Vault's namespace", required=False),
        Setting("ca_file", "The certificates to trust (PEM), instead of the usual ones", required=False),
        Setting("mount", "Where the engine is mounted", default="secret", required=False),
    )

    def read(self, path: str, field: str, environment: Mapping[str, str]) -> Secret:
        """Return one field of the newest version. Raises LookupError, TemporaryFailure, ValueError."""

        def given(name: str) -> str:
            return environment.get(f"CHATBOOKR_SECRETS_VAULT_{name}", "")

        if not field:
            raise ValueError("name the field: secret:vault:PATH#FIELD")
        token = Secret(given("TOKEN")) if given("TOKEN") else None
        address = VaultAddress(given("ADDRESS"), token, given("TOKEN_FILE"), given("NAMESPACE"), given("CA_FILE"))
        mount = given("MOUNT") or "secret"
        try:
            with address.client() as client:
                answer = client.secrets.kv.v2.read_secret_version(
                    path=path, mount_point=mount, raise_on_deleted_version=True
                )
        except PermanentFailure as problem:
            if problem.code == "InvalidPath":
                raise LookupError(path) from None
            raise ValueError(f"Vault refuses ({problem.code})") from None
        found = answer["data"]["data"].get(field)
        if not isinstance(found, str):
            raise LookupError(field)
        return Secret(found)


store = HashicorpKv()
