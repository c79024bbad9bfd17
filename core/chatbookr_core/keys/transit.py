"""HashiCorp Vault's transit engine as the key-encryption key: the key never leaves Vault.

The key must be of a type that authenticates what is beside it (aes256-gcm96, Vault's default). A wrapped key is the
engine's own text, `vault:v3:…`, which names the version.
"""

import asyncio
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Final

from chatbookr_core.hashicorp import VaultAddress
from chatbookr_sdk import PermanentFailure, Secret, Setting

WRAPPED: Final = re.compile(rb"vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/]+={0,2}")


class TransitKey:
    """A named key of a transit engine."""

    def __init__(self, address: VaultAddress, mount: str, name: str) -> None:
        self._address, self._mount, self._name = address, mount, name

    def __repr__(self) -> str:
        return f"<TransitKey {self.key_id}>"

    @property
    def key_id(self) -> str:
        return f"vault:{self._mount}/{self._name}"

    async def is_current(self, wrapped_key: bytes, *, key_id: str) -> bool:
        """Compare the version with Vault's newest. Raises TemporaryFailure, PermanentFailure."""
        if key_id != self.key_id or (match := WRAPPED.fullmatch(wrapped_key)) is None:
            return False
        return int(match[1]) == await asyncio.to_thread(self._newest)

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        answer = await asyncio.to_thread(self._ask, "encrypt_data", plaintext=_text(data_key), context=context)
        wrapped = str(answer.get("ciphertext", "")).encode()
        if WRAPPED.fullmatch(wrapped) is None:
            raise PermanentFailure("vault_answer", "Vault's answer is no ciphertext")
        return wrapped

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        if key_id != self.key_id or WRAPPED.fullmatch(wrapped_key) is None:
            raise PermanentFailure("other_key", f"a data key is wrapped by {key_id}, and this is {self.key_id}")
        answer = await asyncio.to_thread(
            self._ask, "decrypt_data", ciphertext=wrapped_key.decode("ascii"), context=context
        )
        return b64decode(str(answer.get("plaintext", "")))

    def _ask(self, what: str, *, context: bytes, **given: str) -> Mapping[str, Any]:
        with self._address.client() as client:
            ask = getattr(client.secrets.transit, what)
            answer = ask(name=self._name, mount_point=self._mount, associated_data=_text(context), **given)
            found: Mapping[str, Any] = answer["data"]
            return found

    def _newest(self) -> int:
        with self._address.client() as client:
            answer = client.secrets.transit.read_key(name=self._name, mount_point=self._mount)
            return int(answer["data"]["latest_version"])


class TransitService:
    """Sets up a transit engine's key."""

    settings = (
        Setting("address", "Vault's address (https://…)"),
        Setting("token", "A token that may encrypt, decrypt and read the key", kind="secret", required=False),
        Setting("token_file", "The file in which Vault's agent keeps a token", required=False),
        Setting("namespace", "Vault's namespace", required=False),
        Setting("ca_file", "The certificates to trust (PEM), instead of the usual ones", required=False),
        Setting("mount", "Where the engine is mounted", default="transit", required=False),
        Setting("key", "The key's name", default="chatbookr", required=False),
    )

    def open(self, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> TransitKey:
        """Return the key. Raises ValueError."""
        address = VaultAddress(
            settings["address"],
            secrets.get("token"),
            settings.get("token_file", ""),
            settings.get("namespace", ""),
            settings.get("ca_file", ""),
        )
        return TransitKey(address, settings["mount"], settings["key"])


def _text(value: bytes) -> str:
    return b64encode(value).decode("ascii")


service = TransitService()
