"""`chatbookr audit`: shows the log's keys, writes an export, and checks one without any database."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from chatbookr_api.cli.files import text_of
from chatbookr_core.audit.export import export
from chatbookr_core.audit.freshness import check_fresh
from chatbookr_core.audit.keeping import log_signer, time_signer
from chatbookr_core.audit.verifying import Trusted, verify
from chatbookr_core.clock import SystemClock
from chatbookr_core.deployment import deployment_from
from chatbookr_core.errors import ChatbookrError, InvalidSettings
from chatbookr_core.keys.notes import NoteRefused, NoteVerifier
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from


def show_keys() -> int:
    """Print the verifier keys of the log and of its statements of time; keep them where nobody here can change them."""
    return asyncio.run(_show_keys())


async def _show_keys() -> int:
    deployment = deployment_from(settings_from(os.environ))
    async with at_these_tables(deployment.settings.database_url, work="audit"):
        for signer in (await log_signer(deployment), await time_signer(deployment)):
            sys.stdout.write(f"{signer.verifier.text}\n")
    return 0


def write_export(clinic: str | None) -> int:
    """Print the whole log, or a clinic's part with proofs. Raises InvalidSettings for what is no id."""
    try:
        clinic_id = UUID(clinic) if clinic else None
    except ValueError:
        raise InvalidSettings("--clinic takes the id of a clinic as the database has it.") from None
    return asyncio.run(_write_export(clinic_id))


async def _write_export(clinic_id: UUID | None) -> int:
    deployment = deployment_from(settings_from(os.environ))
    async with at_these_tables(deployment.settings.database_url, work="audit"):
        try:
            async for line in export(deployment, clinic_id):
                sys.stdout.write(line)
        except ChatbookrError as problem:
            sys.stderr.write(f"chatbookr: {problem.message}\n")
            return 2
    return 0


def check_export(path: str, key: str, time_key: str | None, witnesses: Sequence[str], known: Sequence[str]) -> int:
    """Check an export against what is believed; 1 where something is wrong, which is said with the first bad entry."""
    try:
        trusted = Trusted(
            NoteVerifier.read(key),
            tuple(NoteVerifier.read(one) for one in witnesses),
            tuple(text_of(one) for one in known),
            NoteVerifier.read(time_key) if time_key else None,
        )
    except NoteRefused as problem:
        raise InvalidSettings(f"A verifier key: {problem}.") from None
    try:
        with Path(path).open(encoding="utf-8", errors="replace", newline="\n") as lines:
            found = verify(lines, trusted)
    except OSError as problem:
        raise InvalidSettings(f"{path} cannot be read: {problem.strerror}.") from None
    if found.problem is None:
        cosigned = f", cosigned by {', '.join(found.witnesses)}" if found.witnesses else ""
        sys.stdout.write(f"proven: {found.entries} entries, {found.start} to {found.size}{cosigned}\n")
        return 0
    first, before = found.problem.first_bad_index, found.problem.before
    where = f"entry {first}" if before <= first + 1 else f"one of the entries {first} to {before - 1}"
    sys.stdout.write(f"NOT PROVEN: {found.problem.reason}; first bad: {where}\n")
    return 1


def check_note(path: str, key: str, time_key: str, known: Sequence[str]) -> int:
    """Check that a checkpoint, as the API hands it out, is the log's newest right now; 1 where it is not."""
    note = sys.stdin.read() if path == "-" else text_of(path)
    try:
        log, time = NoteVerifier.read(key), NoteVerifier.read(time_key)
    except NoteRefused as problem:
        raise InvalidSettings(f"A verifier key: {problem}.") from None
    try:
        found = check_fresh(note, log, time, now=SystemClock().now(), known=[text_of(one) for one in known])
    except NoteRefused as problem:
        sys.stdout.write(f"NOT THE NEWEST: {problem}\n")
        return 1
    sys.stdout.write(f"the newest: {found.size} entries\n")
    return 0
