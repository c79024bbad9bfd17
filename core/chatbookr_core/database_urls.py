"""What the URL of a database says; apart from `db`, so that settings are read without Tortoise."""

from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.tls import postgres_tls

Dialect = Literal["sqlite", "postgres"]


def dialect_of(database_url: str) -> Dialect:
    """Tell which of the two databases a URL names. Raises InvalidSettings for any other."""
    scheme = urlsplit(database_url).scheme
    if scheme == "sqlite":
        return "sqlite"
    if scheme in ("postgres", "postgresql"):
        return "postgres"
    raise InvalidSettings(f"CHATBOOKR_DATABASE_URL must begin with sqlite:// or postgresql://, not {scheme!r}.")


def credentials_of(database_url: str) -> dict[str, Any]:
    """Take a URL apart into what the driver's connection asks for."""
    parts = urlsplit(database_url)
    if dialect_of(database_url) == "sqlite":
        path = unquote(database_url.removeprefix("sqlite://"))
        return {"file_path": path, "busy_timeout": 15_000, "journal_size_limit": 67_108_864, "synchronous": "FULL"}
    extra: dict[str, Any] = dict(parse_qsl(parts.query))
    mode, root = extra.pop("sslmode", None), extra.pop("sslrootcert", None)
    if mode is not None:
        extra["ssl"] = postgres_tls(mode, root)
    return {
        "host": extra.pop("host", None) or parts.hostname or "127.0.0.1",
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/"),
        "minsize": int(extra.pop("minsize", 1)),
        "maxsize": int(extra.pop("maxsize", 10)),
        **extra,
    }
