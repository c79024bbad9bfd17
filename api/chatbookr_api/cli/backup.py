"""`chatbookr backup`: backs the database up into sealed files, restores them, and rehearses that."""

import argparse
import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from chatbookr_api.cli.db import tell
from chatbookr_api.cli.files import new_file, text_of
from chatbookr_api.cli.instants import written
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.backups.files import BackupFile, files_in, newest_of
from chatbookr_core.backups.making import Made, make, prune
from chatbookr_core.backups.refusals import BackupFailed
from chatbookr_core.backups.rehearsing import Rehearsed, rehearse
from chatbookr_core.backups.restoring import restore
from chatbookr_core.backups.sealing import identities_in, new_identity
from chatbookr_core.clock import SystemClock
from chatbookr_core.database_roles import Roles
from chatbookr_core.database_urls import dialect_of
from chatbookr_core.db import transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.migration import at_these_tables
from chatbookr_core.scope import at_the_door
from chatbookr_core.secret_stores.references import dereferenced
from chatbookr_core.settings import PREFIX, Settings, settings_from

SECONDS_AN_HOUR = 3600.0


def run(chosen: argparse.Namespace) -> int:
    """Do what was asked; 1 where a backup or a restore failed, or a rehearsal missed what it was held to."""
    try:
        if chosen.action == "key":
            return _write_key(Path(chosen.file))
        if chosen.action == "list":
            return _list(files_in(Path(chosen.folder)))
        settings = settings_from(os.environ)
        if chosen.action == "make":
            return asyncio.run(_make(settings, Path(chosen.folder), chosen.keep_days))
        if chosen.action == "restore":
            return asyncio.run(_restore(settings, chosen))
        return asyncio.run(_rehearse(settings, chosen))
    except BackupFailed as problem:
        sys.stderr.write(f"chatbookr: {problem}\n")
        return 1


def _write_key(path: Path) -> int:
    secret, recipient = new_identity()
    with new_file(path) as target:
        target.write(f"# public key: {recipient}\n{secret}\n".encode())
    sys.stdout.write(
        f"written: {path}\nKeep it apart from this machine and from the backups, twice: without it none opens.\n"
        f"CHATBOOKR_BACKUP_RECIPIENTS={recipient}\n"
    )
    return 0


def _list(files: list[BackupFile]) -> int:
    for one in files:
        sys.stdout.write(f"{written(one.taken_at)}  {_sized(one.path.stat().st_size):>9}  {one.path}\n")
    return 0


async def _make(settings: Settings, folder: Path, kept_days: int) -> int:
    if not settings.backup_recipients:
        raise InvalidSettings("CHATBOOKR_BACKUP_RECIPIENTS says nobody: `chatbookr backup key FILE` makes a key.")
    if kept_days < 1:
        raise InvalidSettings("--keep-days is at least 1.")
    files_in(folder)
    url = _lent("BACKUP_DATABASE_URL") or settings.database_url
    now = SystemClock().now().replace(microsecond=0)
    async with at_these_tables(settings.database_url):
        made = await make(url, folder, settings.backup_recipients, now)
        with at_the_door():  # the log has it as of no clinic
            async with transaction():
                note(now, "backupMake", HOST, details={"size": made.size_bytes})
    sys.stdout.write(_told_of(made))
    for one in prune(folder, now, kept_days):
        sys.stdout.write(f"deleted: {one.path}, older than {kept_days} days\n")
    return 0


async def _restore(settings: Settings, chosen: argparse.Namespace) -> int:
    file, identities = newest_of(Path(chosen.file)), identities_in(text_of(chosen.identity))
    url = _restoring_url(settings)
    manifest, report = await restore(file.path, url, identities, Roles.named(chosen.prefix))
    tell(report)
    sys.stdout.write(
        f"restored: {sum(manifest.rows.values())} rows of {len(manifest.rows)} tables, as of "
        f'{written(manifest.taken_at)}\nGo on with docs/runbooks/backup.md, "After a restore".\n'
    )
    return 0


async def _rehearse(settings: Settings, chosen: argparse.Namespace) -> int:
    file, identities = newest_of(Path(chosen.file)), identities_in(text_of(chosen.identity))
    deployment, url = deployment_from(replace(settings, plugins=())), _restoring_url(settings)
    try:
        done = await rehearse(deployment, file, url, identities, Roles.named(chosen.prefix))
    except (BackupFailed, InvalidSettings):
        await _note_rehearsal(settings, file, None)
        raise
    await _note_rehearsal(settings, file, done)
    seconds, hours = done.restored_in.total_seconds(), done.lost_at_most.total_seconds() / SECONDS_AN_HOUR
    rows, tables = sum(done.manifest.rows.values()), len(done.manifest.rows)
    is_old, is_slow = hours > chosen.most_hours, seconds > chosen.most_minutes * 60
    sys.stdout.write(
        f"rehearsed: {file.path}\n"
        f"  {rows} rows of {tables} tables, as they were counted when it was taken\n"
        f"  {len(done.applied)} migrations of this version came after it\n"
        f"  this version would start on it: its guards stand, and the key opens what is sealed\n"
        f"  lost at most {hours:.1f} hours (RPO; {chosen.most_hours:g} allowed){': TOO OLD' if is_old else ''}\n"
        f"  back after {seconds:.0f} seconds (RTO; {chosen.most_minutes:g} minutes allowed)"
        f"{': TOO SLOW' if is_slow else ''}\n"
    )
    return 1 if is_old or is_slow else 0


async def _note_rehearsal(settings: Settings, file: BackupFile, done: Rehearsed | None) -> None:
    """Note it in the live log, where there is one: another machine may rehearse, too, which has none."""
    now = SystemClock().now()
    try:
        async with at_these_tables(settings.database_url):
            with at_the_door():
                async with transaction():
                    note(
                        now,
                        "backupRehearse",
                        HOST,
                        outcome="done" if done else "failed",
                        hours=round((now - file.taken_at).total_seconds() / SECONDS_AN_HOUR),
                        seconds=round(done.restored_in.total_seconds()) if done else 0,
                    )
    except InvalidSettings as problem:
        sys.stderr.write(f"chatbookr: the audit log does not have it: {problem.message}\n")


def _restoring_url(settings: Settings) -> str:
    """Return where to restore: a superuser's URL of PostgreSQL, or the SQLite file of the settings."""
    admin_url = _lent("ADMIN_DATABASE_URL") or settings.database_url
    if dialect_of(admin_url) != dialect_of(settings.database_url):
        raise InvalidSettings("CHATBOOKR_ADMIN_DATABASE_URL and CHATBOOKR_DATABASE_URL name two kinds of databases.")
    return admin_url


def _lent(name: str) -> str:
    return dereferenced(os.environ, PREFIX).get(PREFIX + name, "").strip()


def _told_of(made: Made) -> str:
    rows = sum(made.manifest.rows.values())
    return f"made: {made.file.path}, {_sized(made.size_bytes)}, {rows} rows of {len(made.manifest.rows)} tables\n"


def _sized(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB"
