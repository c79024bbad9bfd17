"""What the URL of a database says; apart from `db`, so that settings are read without Tortoise."""

from typing import Any, Final, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.tls import postgres_tls

Dialect = Literal["sqlite", "postgres"]


MOST_SESSIONS: Final = 1000
POOL_OPTIONS: Final = ("minsize", "maxsize")
OPTIONS: Final = frozenset(
    {"host", "maxsize", "minsize", "passfile", "ssl", "sslmode", "sslrootcert", "target_session_attrs"}
)
"""What a URL may say after its `?`; a driver tells of any other by an error of its own, and in no words."""


def dialect_of(database_url: str) -> Dialect:
    """Tell which of the two databases a URL names. Raises InvalidSettings for any other."""
    scheme = _parts_of(database_url).scheme
    if scheme == "sqlite":
        return "sqlite"
    if scheme in ("postgres", "postgresql"):
        return "postgres"
    raise InvalidSettings(f"CHATBOOKR_DATABASE_URL must begin with sqlite:// or postgresql://, not {scheme!r}.")


def credentials_of(database_url: str) -> dict[str, Any]:
    """Take a URL apart into what the driver's connection asks for. Raises InvalidSettings, which shows no password."""
    parts = _parts_of(database_url)
    if dialect_of(database_url) == "sqlite":
        path = unquote(database_url.removeprefix("sqlite://"))
        if not path:
            raise InvalidSettings("The URL of a database, sqlite://PATH, names no file: CHATBOOKR_DATABASE_URL.")
        return {"file_path": path, "busy_timeout": 15_000, "journal_size_limit": 67_108_864, "synchronous": "FULL"}
    extra: dict[str, Any] = dict(parse_qsl(parts.query))
    if unknown := sorted(extra.keys() - OPTIONS):
        raise InvalidSettings(
            f"The URL of a database takes {', '.join(sorted(OPTIONS))} after its `?`, not {', '.join(unknown)}."
        )
    mode, root = extra.pop("sslmode", None), extra.pop("sslrootcert", None)
    if mode is not None:
        extra["ssl"] = postgres_tls(mode, root)
    return {
        "host": extra.pop("host", None) or parts.hostname or "127.0.0.1",
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/"),
        "minsize": _sessions(extra.pop("minsize", "1"), "minsize"),
        "maxsize": _sessions(extra.pop("maxsize", "10"), "maxsize"),
        **extra,
    }


def session_options_of(database_url: str) -> dict[str, Any]:
    """Return what the driver's connection asks for where it is no pool's: a session of its own. As `credentials_of`."""
    return {name: value for name, value in credentials_of(database_url).items() if name not in POOL_OPTIONS}


def _parts_of(database_url: str) -> SplitResult:
    try:
        parts = urlsplit(database_url)
        if parts.scheme != "sqlite":  # whose `:memory:` is no host with a port
            _ = parts.port  # which is read when it is asked for
    except ValueError:
        raise InvalidSettings(
            "The URL of a database is postgresql://USER:PASSWORD@HOST:PORT/NAME, with a number for PORT, or "
            "sqlite://PATH; signs like @, / and # in a password are written %40, %2F, %23."
        ) from None
    return parts


def _sessions(text: str, name: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_SESSIONS):
        raise InvalidSettings(f"{name} in the URL of a database is a number from 1 to {MOST_SESSIONS}.")
    return int(text)
