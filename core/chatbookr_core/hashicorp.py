"""Asks a HashiCorp Vault (or OpenBao) by hvac, and says what its refusals mean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatbookr_sdk import PermanentFailure, Secret, TemporaryFailure

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class VaultAddress:
    """Where a Vault is and what opens it: a token, or a file that an agent keeps a fresh one in."""

    url: str
    token: Secret | None = None
    token_file: str = ""
    namespace: str = ""
    ca_file: str = ""
    client_of: Callable[..., Any] = field(default=None, repr=False)  # type: ignore[assignment]  # set below

    def __post_init__(self) -> None:
        """Import the library, so that a missing one is noticed at the start. Raises ValueError."""
        if not self.url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("the address of Vault must begin with https:// (http:// on this machine alone)")
        if self.token is None and not self.token_file:
            raise ValueError("set a token, or the file that holds one")
        try:
            from hvac import Client  # lazily: an extra, as few deployments have a Vault
        except ImportError:
            raise ValueError("install chatbookr[vault]") from None
        object.__setattr__(self, "client_of", Client)

    @contextmanager
    def client(self) -> Iterator[Any]:
        """Lend a client for one request; what Vault or the way to it has against that becomes one of our failures."""
        from hvac import exceptions
        from requests import RequestException

        waits = (exceptions.VaultDown, exceptions.RateLimitExceeded, exceptions.BadGateway, RequestException)
        try:
            client = self.client_of(
                url=self.url,
                token=self._token(),
                namespace=self.namespace or None,
                verify=self.ca_file or True,
                timeout=SECONDS,
            )
            yield client
        except (*waits, exceptions.InternalServerError, exceptions.VaultNotInitialized) as problem:
            raise TemporaryFailure("Vault does not answer", code=type(problem).__name__) from None
        except exceptions.VaultError as problem:  # its text may repeat what was asked
            raise PermanentFailure("vault_refused", "Vault refuses", code=type(problem).__name__) from None

    def _token(self) -> str:
        if self.token is not None:
            return self.token.reveal()
        try:
            return Path(self.token_file).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise TemporaryFailure("the file with Vault's token cannot be read", code="TokenFile") from None
