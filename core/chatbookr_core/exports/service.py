"""Has a patient's data put together, and hands the file to whoever may have it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.chunks import OF_EXPORTS, OF_MEDIA, ChunkWriter, Owner, read
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, QuotaReached, UnderErasure
from chatbookr_core.exports.archive import Enclosed, pack
from chatbookr_core.exports.gathering import Subject, gathered
from chatbookr_core.exports.rules import KEPT, MOST_OPEN
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys import columns
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.media.fetching import owner_of
from chatbookr_core.models import ConsentExport, Erasure, Media, Patient, PatientExport
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.reach import Reach, reach_in, reachable
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor, SystemActor
from chatbookr_permissions.policy import is_allowed, permissions_in, require

EXPORT: Final = "patient.export"
Claim = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """An export, without its file."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    state: str
    requested_at: datetime
    requested_by_id: UUID | None
    ready_at: datetime | None
    expires_at: datetime
    size_bytes: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ExportFile:
    """The archive, opened piece by piece."""

    name: str
    size_bytes: int
    pieces: AsyncIterator[bytes] = field(repr=False)


EXPORTS = Records(ExportRecord, "patient_export")
EXPORT_ORDERS: Mapping[str, Order] = {
    "requested_at": Order("patient_export.requested", "patient_export", "requested_at", is_descending=True)
}


async def exports_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ExportRecord]:
    """Read exports by id."""
    return await records_by_id(EXPORTS, reach, ids, unread)


def exports_where(reach: Reach, order: Order, *, patient_id: UUID | None) -> Selection[ExportRecord]:
    """Select exports to be paged or counted."""
    conditions = reachable("patient_export", reach).where("patient_export.patient_id =", patient_id)
    return Selection(EXPORTS, order, conditions)


async def export_patient(deployment: Deployment, actor: Actor, patient_id: UUID) -> UUID:
    """Have all that is kept of a patient put together; return the export's id. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, UnderErasure, and QuotaReached where some are there already.
    """
    patient = await Patient.filter(id=patient_id).select_for_update().get_or_none()  # any clinic: checked next
    if patient is None or not permissions_in(actor, patient.clinic_id):
        raise NotFound(field="patient_id")
    clinic_id, now = patient.clinic_id, deployment.clock.now()
    if not await patients_by_id(reach_in(actor, clinic_id), [patient_id]):
        raise NotFound(field="patient_id")
    require(actor, Permission.PATIENT_EXPORT, clinic_id)
    await require_step_up(actor, now)
    if patient.erased_at is not None or await Erasure.exists(clinic_id=clinic_id, patient_id=patient_id):
        raise UnderErasure()
    if await PatientExport.filter(clinic_id=clinic_id, patient_id=patient_id, expires_at__gt=now).count() >= MOST_OPEN:
        raise QuotaReached()
    export = await PatientExport.create(
        clinic_id=clinic_id,
        patient_id=patient_id,
        state="pending",
        requested_at=now,
        requested_by_id=None if isinstance(actor, SystemActor) else actor.principal_id,
        expires_at=now + KEPT,
    )
    await enqueue(
        EXPORT, clinic_id=clinic_id, subject_id=export.id, due_at=now, now=now, dedupe_key=f"{EXPORT}:{export.id}"
    )
    return export.id


async def make_file(deployment: Deployment, export_id: UUID, *, clinic_id: UUID, claim: Claim) -> None:
    """Put the archive together in sealed pieces; one that is ready stays. Begins transactions, each by `claim`.

    All that is in tables is of one instant; of the files, those that are still there when their turn comes. Nothing is
    made for a patient who has been erased meanwhile: the export went with them.
    """
    async with transaction():
        await claim()
        export = await PatientExport.get_or_none(id=export_id, clinic_id=clinic_id)
        if export is None or export.state == "ready":
            return
        subject = await gathered(deployment, clinic_id=clinic_id, patient_id=export.patient_id)
    owner = Owner(export_id, clinic_id, export.patient_id)
    writer = ChunkWriter(deployment.vault, OF_EXPORTS, owner, claim)
    await writer.begin()
    await pack(subject, await _files_of(deployment, subject, clinic_id), writer.write)
    await writer.end()
    async with transaction():
        await claim()
        await PatientExport.filter(id=export_id, clinic_id=clinic_id, state="pending").update(
            chunk_count=writer.count,
            size_bytes=writer.size_bytes,
            sha256=writer.digest.hex(),
            state="ready",
            ready_at=subject.as_of,
        )


async def _files_of(deployment: Deployment, subject: Subject, clinic_id: UUID) -> list[Enclosed]:
    media = await Media.filter(clinic_id=clinic_id, id__in=list(subject.files)).order_by("id")
    return [
        Enclosed(subject.files[str(one.id)], read(deployment.vault, OF_MEDIA, owner_of(one), one.chunk_count or 0))
        for one in media
    ]


async def fetch_file(deployment: Deployment, actor: StaffActor, export_id: UUID) -> ExportFile:
    """Open an export of a patient's data, or of a ledger of consents, for whoever holds the permission now.

    The fetching is noted. Needs a transaction. Raises NotFound: also for what is over, not ready, of another clinic, or
    not for them.
    """
    now = deployment.clock.now()
    ledger = await ConsentExport.get_or_none(id=export_id)  # any clinic: checked next
    if ledger is not None:
        return await _fetch_ledger(deployment, actor, ledger, now)
    export = await PatientExport.get_or_none(id=export_id)  # any clinic: checked next
    if export is None or not is_allowed(actor, Permission.PATIENT_EXPORT, export.clinic_id):
        raise NotFound()
    is_reached = await patients_by_id(reach_in(actor, export.clinic_id), [export.patient_id])
    if not is_reached or export.state != "ready" or export.expires_at <= now:
        raise NotFound()
    export.fetched_at = now
    await export.save(update_fields=["fetched_at"])
    note(now, "patientExportFetch", actor, clinics=(export.clinic_id,), subject_id=export.id)
    return ExportFile(f"patient-{export.patient_id}.zip", export.size_bytes or 0, _pieces_of(deployment, export))


def _pieces_of(deployment: Deployment, export: PatientExport) -> AsyncIterator[bytes]:
    if export.chunk_count is None:
        return _whole(deployment, export)
    owner = Owner(export.id, export.clinic_id, export.patient_id)
    return read(deployment.vault, OF_EXPORTS, owner, export.chunk_count)


async def _whole(deployment: Deployment, export: PatientExport) -> AsyncIterator[bytes]:
    """Open an archive of before they were kept in pieces; the last of those is gone after a week."""
    if export.file_sealed is None:
        raise NotFound()
    keys = await deployment.vault.reading(export.clinic_id, [export.file_sealed])
    yield keys.open(columns.EXPORT_FILE, export.id, export.file_sealed)


async def _fetch_ledger(deployment: Deployment, actor: StaffActor, export: ConsentExport, now: datetime) -> ExportFile:
    may_have_it = is_allowed(actor, Permission.CONSENT_EXPORT, export.clinic_id)
    if not may_have_it or export.file_sealed is None or export.expires_at <= now:
        raise NotFound()
    keys = await deployment.vault.clinic_keys(export.clinic_id)
    content = keys.open(columns.CONSENT_EXPORT_FILE, export.id, export.file_sealed)
    export.fetched_at = now
    await export.save(update_fields=["fetched_at"])
    note(now, "consentExportFetch", actor, clinics=(export.clinic_id,), subject_id=export.id)
    return ExportFile(f"consents-{export.clinic_id}.zip", len(content), _at_once(content))


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content
