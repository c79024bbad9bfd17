"""What was erased, written beside the database: a backup that is restored from before is brought to the same state.

A line of JSON for each erasure, ids and the reference alone, appended and forced to the disk before the erasure counts
as done. It lies beside the key file, apart from the database and its backups, and is to be kept as that is.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from chatbookr_core.db import current_transaction, fetch, numbered, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.deliveries import forget_deliveries
from chatbookr_core.erasure.service import owe
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.models import Erasure
from chatbookr_core.scope import every_clinic

PORTION: Final = 500
BEGINS: Final = '{"erasure": '
Entry = Mapping[str, Any]


def append(path: Path, erasure: Erasure, stubs: Sequence[UUID] = ()) -> None:
    """Write that an erasure is done; written again, it changes nothing. Returns once it is on the disk.

    `stubs`: who was merged into them. In a backup of before that, they are somebody of their own: each has a line.
    """
    lines = _line(erasure, erasure.id, erasure.patient_id)
    for one in stubs:
        lines += _line(erasure, uuid5(erasure.id, str(one)), one)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        _write_whole(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_whole(descriptor: int, lines: bytes) -> None:
    """Write on a line of their own, all of it: a disk that fills up takes a part, and says so only when asked again.

    Raises OSError; what was cut off then stays, and ends before whatever is written next.
    """
    size_bytes = os.fstat(descriptor).st_size
    if size_bytes and os.pread(descriptor, 1, size_bytes - 1) != b"\n":
        lines = b"\n" + lines
    while lines:
        lines = lines[os.write(descriptor, lines) :]


def _line(erasure: Erasure, erasure_id: UUID, patient_id: UUID) -> str:
    line = json.dumps(
        {
            "erasure": str(erasure_id),
            "clinic": str(erasure.clinic_id),
            "patient": str(patient_id),
            "reference": erasure.reference,
            "ground": erasure.reason,
            "requestedAt": erasure.requested_at.isoformat(),
        }
    )
    return f"{line}\n"


def entries(path: Path) -> Iterator[Entry]:
    """Read the journal, each erasure once; none where there is no file. A line that was cut off is left out.

    Whoever it was about is written again: an erasure is not done before its line is on the disk.
    Raises InvalidSettings for a file that cannot be read: what it says must be known before anything is served.
    """
    if not path.exists():
        return
    seen: set[str] = set()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidSettings(f"The journal of erasures {path} cannot be read: {type(problem).__name__}.") from problem
    for line in lines:
        entry = _entry_of(line)
        if entry is not None and entry["erasure"] not in seen:
            seen.add(entry["erasure"])
            yield entry


def _entry_of(line: str) -> Entry | None:
    """Read a line; None where it was cut off. What was written right behind such a one stands at its end, whole."""
    try:
        found: Entry = json.loads(line[max(line.rfind(BEGINS), 0) :])
    except ValueError:
        return None
    return found


async def replay(deployment: Deployment) -> int:
    """Erase again whoever stands in the journal and is known again; return how many. Opens its own transactions.

    Their keys are destroyed before this returns, so nothing of them is readable when the first request comes; the rest
    is work that is owed.
    """
    count = 0
    with every_clinic("erasure"):
        for portion in batched_entries(deployment.settings.erasure_journal):
            known = await _known_again([UUID(one["patient"]) for one in portion])
            for entry in portion:
                if UUID(entry["patient"]) in known:
                    async with transaction():
                        await _erase_again(deployment, entry)
                    count += 1
    return count


def batched_entries(path: Path) -> Iterator[Sequence[Entry]]:
    """Read the journal in portions."""
    portion: list[Entry] = []
    for entry in entries(path):
        portion.append(entry)
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


async def _known_again(patient_ids: Sequence[UUID]) -> set[UUID]:
    rows = await fetch(
        f"SELECT id FROM patient WHERE erased_at IS NULL AND id IN ({numbered(len(patient_ids), since=1)})",  # noqa: S608  # placeholders
        tuple(patient_ids),
    )
    return {uuid_of(row["id"]) for row in rows}


async def _erase_again(deployment: Deployment, entry: Entry) -> None:
    current_transaction()
    clinic_id, patient_id = UUID(entry["clinic"]), UUID(entry["patient"])
    erasure = await Erasure.get_or_none(clinic_id=clinic_id, patient_id=patient_id)
    if erasure is None:
        erasure = await Erasure.create(
            id=UUID(entry["erasure"]),
            clinic_id=clinic_id,
            patient_id=patient_id,
            reference=entry["reference"],
            reason=entry["ground"],
            state="running",
            counts={},
            requested_at=datetime.fromisoformat(entry["requestedAt"]),
        )
    await forget_deliveries(deployment, erasure.id, clinic_id=clinic_id, is_replayed=True)
    await deployment.vault.destroy_patient_key(clinic_id, patient_id)
    await owe(erasure, now=deployment.clock.now(), occasion="replayed")
