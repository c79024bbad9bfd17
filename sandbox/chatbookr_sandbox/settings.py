"""What the sandbox can be told from outside, with demo values that work together out of the box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "CHATBOOKR_SANDBOX_"


@dataclass(frozen=True, slots=True)
class MetaApp:
    """Name the Meta app the sandbox plays, and the one clinic number it starts with."""

    app_id: str = "100000000000001"
    app_secret: str = field(default="demo-meta-app-secret", repr=False)
    verify_token: str = field(default="demo-meta-verify-token", repr=False)
    waba_id: str = "200000000000001"
    phone_number_id: str = "300000000000001"
    display_phone_number: str = "+31 20 555 0100"
    verified_name: str = "Praktijk Zuid (demo)"
    access_token: str = field(default="demo-meta-access-token", repr=False)


@dataclass(frozen=True, slots=True)
class GoogleClient:
    """Name the OAuth client Google's half knows, and the account it starts with."""

    client_id: str = "demo-google-client.apps.googleusercontent.com"
    client_secret: str = field(default="demo-google-client-secret", repr=False)
    redirect_uris: tuple[str, ...] = (
        "http://127.0.0.1:8000/connect/gcal/callback",
        "http://localhost:8000/connect/gcal/callback",
    )
    account_email: str = "dr.vos@praktijk-zuid.example"


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """Hold every setting of the sandbox.

    `state_file=None` keeps its state in memory alone; `retry_seconds` is the pause before a refused webhook
    is sent again, doubled each time up to ten minutes; without `smtp_port` no mail is taken.
    """

    host: str = "127.0.0.1"
    port: int = 8100
    smtp_port: int | None = None
    state_file: Path | None = None
    webhook_url: str = "http://127.0.0.1:8000/hooks/whatsapp"
    retry_seconds: float = 1.0
    meta: MetaApp = field(default_factory=MetaApp)
    google: GoogleClient = field(default_factory=GoogleClient)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> SandboxSettings:
        """Read `CHATBOOKR_SANDBOX_*`; what is absent keeps its demo value.

        The names are HOST, PORT, SMTP_PORT, STATE_FILE, WEBHOOK_URL, RETRY_SECONDS, then META_ and GOOGLE_ followed by
        a field of `MetaApp` or `GoogleClient` in capitals; GOOGLE_REDIRECT_URIS is separated by commas.
        """
        said = {key.removeprefix(PREFIX): value for key, value in environ.items() if key.startswith(PREFIX)}
        plain = cls()
        state_file = said.get("STATE_FILE", "")
        meta = {name: said[f"META_{name.upper()}"] for name in _META_NAMES if f"META_{name.upper()}" in said}
        google = {name: said[f"GOOGLE_{name.upper()}"] for name in _GOOGLE_NAMES if _google(name) in said}
        uris = tuple(uri.strip() for uri in said.get("GOOGLE_REDIRECT_URIS", "").split(",") if uri.strip())
        return cls(
            host=said.get("HOST", plain.host),
            port=int(said.get("PORT", plain.port)),
            smtp_port=int(said["SMTP_PORT"]) if said.get("SMTP_PORT") else None,
            state_file=Path(state_file) if state_file else None,
            webhook_url=said.get("WEBHOOK_URL", plain.webhook_url),
            retry_seconds=float(said.get("RETRY_SECONDS", plain.retry_seconds)),
            meta=MetaApp(**meta),
            google=GoogleClient(**google, redirect_uris=uris or GoogleClient().redirect_uris),
        )


_META_NAMES = tuple(MetaApp.__dataclass_fields__)
_GOOGLE_NAMES = tuple(name for name in GoogleClient.__dataclass_fields__ if name != "redirect_uris")


def _google(name: str) -> str:
    return f"GOOGLE_{name.upper()}"
