"""Secret stores: where a deployment's secrets lie instead of in its environment (entry point `chatbookr.secrets`).

A setting `secret:STORE:PATH#FIELD` is a reference. The object of the entry point STORE reads it once, at the start.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chatbookr_sdk.context import Secret
from chatbookr_sdk.manifest import Setting


class SecretStore(Protocol):
    """A store of secrets, the object of an entry point."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What says where the store is. `address` of a store `vault` is `CHATBOOKR_SECRETS_VAULT_ADDRESS`."""
        ...

    def read(self, path: str, field: str, environment: Mapping[str, str]) -> Secret:
        """Return the secret at a path, or (where `field` is not empty) one field of it.

        `environment` is the process's own: where the store is, and what opens it. Raises LookupError where there is
        none, TemporaryFailure where the store does not answer, ValueError that says what to set. No error holds a
        secret.
        """
        ...
