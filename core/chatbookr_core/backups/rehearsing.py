"""Rehearses a restore: a backup into a database of its own, held to what it should hold, and measured."""

import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from chatbookr_core.backups import postgres_dump, sqlite_copy
from chatbookr_core.backups.files import BackupFile
from chatbookr_core.backups.manifest import Manifest
from chatbookr_core.backups.refusals import BackupFailed
from chatbookr_core.backups.restoring import restore
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.database_urls import dialect_of
from chatbookr_core.db import opened
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.ids import new_id
from chatbookr_core.migration import migrate
from chatbookr_core.starting import assert_fit

LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal that went well: what was restored, and the two figures by which backups are judged."""

    manifest: Manifest
    applied: Sequence[str]
    """The migrations this version had to apply after the restore."""
    restored_in: timedelta
    """How long it takes until a program starts on it (RTO)."""
    lost_at_most: timedelta
    """How much is lost if everything is lost now (RPO): the time since the backup was taken."""


async def rehearse(
    deployment: Deployment, file: BackupFile, admin_url: str, identities: Sequence[str], roles: Roles
) -> Rehearsed:
    """Restore a backup beside the live database, hold it to its manifest, see that this program starts on it; drop it.

    `admin_url` is a superuser's of a PostgreSQL server, or the live SQLite file's. Raises BackupFailed where rows are
    missing, InvalidSettings where this program would not start.
    """
    async with _scratch(admin_url) as url:
        began = time.monotonic()
        manifest, _ = await restore(file.path, url, identities, roles)
        compare(manifest, await _counted(url))
        applied = await migrate(url)
        if applied and dialect_of(url) == "postgres":
            await make_roles(url, roles, Passwords())  # new tables have an owner, too
        beside = replace(deployment.settings, database_url=url, environment_name="development")  # as a superuser
        async with opened(url) as database:
            await assert_fit(database, replace(deployment_from(beside), clock=deployment.clock))
        took = timedelta(seconds=time.monotonic() - began)
    return Rehearsed(manifest, applied, took, deployment.clock.now() - file.taken_at)


def compare(manifest: Manifest, rows: Mapping[str, int]) -> None:
    """Raise BackupFailed where a table has not the rows that were counted as the backup was taken."""
    names = sorted(manifest.rows.keys() | rows.keys())
    other = [name for name in names if manifest.rows.get(name) != rows.get(name)]
    if other:
        told = ", ".join(f"{name} ({rows.get(name)} for {manifest.rows.get(name)})" for name in other[:LISTED])
        raise BackupFailed(f"What was restored is not what was backed up: {told}, {len(other)} tables in all.")


async def _counted(url: str) -> dict[str, int]:
    if dialect_of(url) == "sqlite":
        return sqlite_copy.counted(sqlite_copy.file_of(url))[1]
    connection = await postgres_dump.connected(url)
    try:
        return (await postgres_dump.counted(connection))[1]
    finally:
        await connection.close()


@asynccontextmanager
async def _scratch(admin_url: str) -> AsyncIterator[str]:
    """Lend the URL of a database to restore into, which is gone after the block."""
    if dialect_of(admin_url) == "sqlite":
        with tempfile.TemporaryDirectory(dir=sqlite_copy.file_of(admin_url).parent, prefix=".rehearsal-") as private:
            yield f"sqlite://{Path(private) / 'database.sqlite3'}"
        return
    name = f"chatbookr_rehearsal_{new_id().hex}"
    server = await postgres_dump.connected(admin_url)
    try:
        await server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(admin_url)._replace(path=f"/{name}"))
        finally:
            await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await server.close()
