"""`chatbookr keys`: what stands of keys, and their rotation while everything runs."""

import asyncio
import os
import sys
import time
from datetime import UTC, datetime
from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.conversations.provider_ids import HIDE, hiding
from chatbookr_core.db import fetch, transaction, uuid_of
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.rotation import Progress, owe_rotation, rewrap, rotate
from chatbookr_core.keys.status import key_status
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from

SAY_SECONDS = 2.0


def run(*, action: str, before: str | None, clinic: str | None, queue: bool) -> int:
    """Show the keys (status), wrap data keys anew (rewrap), or replace them and re-seal all values (rotate)."""
    deployment = deployment_from(settings_from(os.environ))
    since = _instant(before) if before else deployment.clock.now()
    only = _id(clinic) if clinic else None
    return asyncio.run(_run(deployment, action, since, only, queue=queue))


async def _run(deployment: Deployment, action: str, before: datetime, only: UUID | None, *, queue: bool) -> int:
    async with at_these_tables(deployment.settings.database_url, work="keys"):
        if action == "status":
            return await _show()
        if action == "rewrap":
            done = await rewrap(deployment.vault, _Teller("data keys wrapped anew").tell)
            sys.stdout.write(f"{done.keys} data keys are wrapped by {deployment.vault.wrapping_key_id} now\n")
            return 0
        clinics = await _clinics()
        if only and only not in clinics:
            raise InvalidSettings(f"There is no clinic {only}: `chatbookr clinic list` shows their ids.")
        owners: list[UUID | None] = [only] if only else [None, *clinics]
        if queue:
            return await _queue(deployment, owners, before)
        return await _rotate(deployment, owners, before)


async def _show() -> int:
    found = await key_status()
    for key_id, number in found.wrapped_by:
        sys.stdout.write(f"{number} data keys wrapped by {key_id}\n")
    oldest = f", the oldest in use since {found.oldest_at:%Y-%m-%d %H:%M} UTC" if found.oldest_at else ""
    sys.stdout.write(f"{found.data_keys} data keys, {found.replaced} of them replaced{oldest}\n")
    sys.stdout.write(
        f"{found.patients} patients, {found.patients_waiting} of them with values not under their own newest key,"
        f" {found.patients_destroyed} keys destroyed\n"
    )
    left = await hiding()
    jobs = f"; {HIDE}: {', '.join(f'{number} {state}' for state, number in left.jobs)}" if left.jobs else ""
    sys.stdout.write(f"{left.messages_left} messages of {left.clinics_left} clinics hold a provider's id{jobs}\n")
    return 0


async def _queue(deployment: Deployment, owners: list[UUID | None], before: datetime) -> int:
    now = deployment.clock.now()
    async with transaction():
        made = [await owe_rotation(one, before=before, now=now) for one in owners]
        note(now, "keysRotate", HOST, details={"count": sum(made)})
    sys.stdout.write(f"{sum(made)} rotations are owed to the workers; `chatbookr keys status` shows how far they are\n")
    return 0


async def _rotate(deployment: Deployment, owners: list[UUID | None], before: datetime) -> int:
    sys.stdout.write(f"replacing keys made before {before.isoformat()}; go on after an end with --before of that\n")
    sys.stdout.flush()
    async with transaction():
        note(deployment.clock.now(), "keysRotate", HOST, details={"count": len(owners)})
    done = Progress()
    for number, owner in enumerate(owners, 1):
        teller = _Teller(f"{number} of {len(owners)}")
        done += await rotate(deployment.vault, deployment.clock, clinic_id=owner, before=before, told=teller.tell)
    sys.stdout.write(
        f"{done.keys} keys, {done.values} values, {done.patients} patients, {done.unreadable} unreadable\n"
    )
    return 1 if done.unreadable else 0


async def _clinics() -> list[UUID]:
    return [uuid_of(row["id"]) for row in await fetch("SELECT id FROM clinic ORDER BY id")]


class _Teller:
    """Says how far it is, every few seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._said_at = time.monotonic()

    async def tell(self, progress: Progress) -> None:
        if time.monotonic() - self._said_at < SAY_SECONDS:
            return
        self._said_at = time.monotonic()
        sys.stdout.write(
            f"{self._what}: {progress.keys} keys, {progress.values} values,"
            f" {progress.patients} of {progress.patients_in_all} patients\n"
        )
        sys.stdout.flush()


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidSettings("--before must be an instant like 2026-11-27T09:00:00+00:00.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidSettings("--clinic must be a clinic's id.") from None
