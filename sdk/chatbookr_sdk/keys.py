"""Key services: whoever holds the key-encryption key that wraps the data keys (entry point group `chatbookr.keys`).

The object of an entry point is a `KeyService`. The host opens the one that CHATBOOKR_KEY_PROVIDER names, and those of
CHATBOOKR_EARLIER_KEY_PROVIDERS, whose keys only unwrap. A data key is wrapped once, when it is made, and unwrapped
when a process first needs it: a few calls a minute, never one for each value or patient.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chatbookr_sdk.context import Secret
from chatbookr_sdk.manifest import Setting


class KeyProvider(Protocol):
    """A key-encryption key, ready to use from any task of one event loop; nothing of it shows in its repr.

    Every method may raise TemporaryFailure: the service does not answer, or asks to wait. The host then fails what
    needed the key with KEY_SERVICE_UNAVAILABLE, and tries again with the next request. Errors hold no key, no token
    and no context.
    """

    @property
    def key_id(self) -> str:
        """Name the key that wraps now: the entry point's name, `:`, and what tells its keys apart.

        At most 80 characters, printable, not a secret; it is stored beside each wrapped key, and the part before `:`
        is how the host finds who unwraps it. The same as long as the key is the same.
        """
        ...

    async def is_current(self, wrapped_key: bytes, *, key_id: str) -> bool:
        """Tell whether a wrapped key is as `wrap` would make it now: by this key, in its newest version."""
        ...

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        """Encrypt 32 bytes, authenticated, and bound to `context` (at most 500 bytes).

        The result, at most 1,000 bytes, differs each time. Raises PermanentFailure where the service refuses.
        """
        ...

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        """Decrypt what `wrap` made under the same context, in any version the service still has.

        Raises PermanentFailure for anything else: damaged, of another key or context, forbidden, disabled.
        """
        ...


class KeyService(Protocol):
    """How a key provider is set up: the object of an entry point."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What the operator sets. `address` of a service `vault` is read from `CHATBOOKR_KEYS_VAULT_ADDRESS`."""
        ...

    def open(self, settings: Mapping[str, str], secrets: Mapping[str, Secret]) -> KeyProvider:
        """Return a provider without asking the service anything: a start must not depend on it.

        A library it needs is imported here. Raises ValueError that says what to set, without the value.
        """
        ...
