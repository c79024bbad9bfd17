"""Says in one sentence that a database does not answer, where a driver would say it in a page of frames."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote, urlsplit

from chatbookr_core.errors import InvalidSettings

POSTGRES_PORT: Final = 5432
REFUSALS: Final = frozenset({"28", "3D", "53", "57"})
"""Classes of SQLSTATE with which a server turns a connection away: log-in, database, room, shutting down.

Source: PostgreSQL, Appendix A, "PostgreSQL Error Codes".
"""


DENIED: Final = "42501"
"""The SQLSTATE of what a role may not do (insufficient_privilege)."""


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Connect to a database within, or migrate it.

    Raises InvalidSettings, which names host and port, or the file, and no password.
    """
    try:
        yield
    except InvalidSettings:
        raise
    except Exception as problem:
        if refusal := denied(url, problem):
            raise refusal from problem
        said = _said_by_file(problem) if url.startswith("sqlite:") else _said_by(problem)
        if said is None:
            raise
        raise InvalidSettings(
            _told_of_file(url, said) if url.startswith("sqlite:") else _told_of(url, said)
        ) from problem


def denied(url: str, problem: BaseException) -> InvalidSettings | None:
    """Return what to do where PostgreSQL says that the role of a URL may not do something; None for anything else."""
    said = next((str(one) for one in _causes_of(problem) if getattr(one, "sqlstate", None) == DENIED), None)
    if said is None:
        return None
    return InvalidSettings(
        f"The database lets {urlsplit(url).username or 'this role'} do too little ({said}): give it its roles with "
        "`chatbookr db roles`, and name them in CHATBOOKR_DATABASE_URL and CHATBOOKR_MIGRATION_DATABASE_URL "
        "(docs/how-to/database-roles.md)."
    )


def _told_of(url: str, said: str) -> str:
    parts = urlsplit(url)
    where = f"{parts.hostname or 'localhost'}:{parts.port or POSTGRES_PORT}"
    return (
        f"The database at {where} lets nobody in ({said}). Is it running, and are CHATBOOKR_DATABASE_URL and "
        "CHATBOOKR_MIGRATION_DATABASE_URL (for `chatbookr db roles`, CHATBOOKR_ADMIN_DATABASE_URL) right?"
    )


def _told_of_file(url: str, said: str) -> str:
    path = unquote(url.removeprefix("sqlite://"))
    return (
        f"The database {path} cannot be used ({said}). Is CHATBOOKR_DATABASE_URL right, "
        "and do the file and its folder belong to the user who runs this, with room on their disk?"
    )


def _said_by_file(problem: BaseException) -> str | None:
    """Return what SQLite said of a file, or the system of its folder; None where it is something else."""
    for cause in _causes_of(problem):
        if isinstance(cause, sqlite3.DatabaseError):
            return str(cause)
        if isinstance(cause, OSError):
            return cause.strerror or type(cause).__name__
    return None


def _said_by(problem: BaseException) -> str | None:
    """Return what the server said, or else the network; None where it is something else that went wrong."""
    causes = list(_causes_of(problem))
    for cause in causes:
        if str(getattr(cause, "sqlstate", None) or "")[:2] in REFUSALS:
            return str(cause)
    for cause in reversed(causes):
        if isinstance(cause, ConnectionError | TimeoutError | socket.gaierror):
            return cause.strerror or "no answer"
    return None


def _causes_of(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__
