"""Gives a clinic its whole ledger of consents: every entry and every wording, as JSON, CSV and FHIR R4, for a while."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from chatbookr_core.db import current_transaction, fetch, instant_of, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, QuotaReached
from chatbookr_core.exports.archive import entry_of
from chatbookr_core.exports.fhir import consent_of
from chatbookr_core.exports.rules import KEPT, MOST_OPEN
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys import columns
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import Clinic, ConsentExport
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, SystemActor
from chatbookr_permissions.policy import permissions_in, require

EXPORT: Final = "consent.export"
FORMAT: Final = "chatbookr consent ledger, version 1"
ENTRY: Final = (
    *("id", "patient_id", "purpose", "decision", "recorded_at", "actor_kind", "actor_id", "source", "channel"),
    *("wording", "language", "booking_id", "message_id"),
)
LEFT_OUT: Final = "Notes of staff are under each patient's own key: they are in that patient's export."


@dataclass(frozen=True, slots=True)
class ConsentExportRecord:
    """An export of a ledger, without its file."""

    id: UUID
    clinic_id: UUID
    state: str
    requested_at: datetime
    requested_by_id: UUID | None
    ready_at: datetime | None
    expires_at: datetime
    size_bytes: int | None
    sha256: str | None


CONSENT_EXPORTS = Records(ConsentExportRecord, "consent_export")
CONSENT_EXPORT_ORDERS: Mapping[str, Order] = {
    "requested_at": Order("consent_export.requested", "consent_export", "requested_at", is_descending=True)
}


async def consent_exports_by_id(
    reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, ConsentExportRecord]:
    """Read exports by id."""
    return await records_by_id(CONSENT_EXPORTS, reach, ids, unread)


def consent_exports_where(reach: Reach, order: Order, *, state: str | None) -> Selection[ConsentExportRecord]:
    """Select exports to be paged or counted."""
    return Selection(CONSENT_EXPORTS, order, reachable("consent_export", reach).where("consent_export.state =", state))


async def export_ledger(deployment: Deployment, actor: Actor, clinic_id: UUID) -> UUID:
    """Have a clinic's ledger put together; return the export's id. Needs a transaction.

    It is all of it, sealed patients' too: of each an id, and neither name nor note.

    Raises NotFound, PermissionDenied, StepUpRequired, and QuotaReached where some are there already.
    """
    clinic = await Clinic.filter(id=clinic_id).select_for_update(no_key=True).get_or_none()
    if clinic is None or not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.CONSENT_EXPORT, clinic_id)
    now = deployment.clock.now()
    await require_step_up(actor, now)
    if await ConsentExport.filter(clinic_id=clinic_id, expires_at__gt=now).count() >= MOST_OPEN:
        raise QuotaReached()
    export = await ConsentExport.create(
        clinic_id=clinic_id,
        state="pending",
        requested_at=now,
        requested_by_id=None if isinstance(actor, SystemActor) else actor.principal_id,
        expires_at=now + KEPT,
    )
    await enqueue(
        EXPORT, clinic_id=clinic_id, subject_id=export.id, due_at=now, now=now, dedupe_key=f"{EXPORT}:{export.id}"
    )
    return export.id


async def make_ledger_file(deployment: Deployment, export_id: UUID, *, clinic_id: UUID) -> None:
    """Put the archive together and seal it under the clinic's key; one that is ready stays. Needs a transaction."""
    current_transaction()
    export = await ConsentExport.filter(id=export_id, clinic_id=clinic_id).select_for_update(no_key=True).get_or_none()
    if export is None or export.state == "ready":
        return
    now = deployment.clock.now()
    content, keys = await ledger_of(clinic_id, now), await deployment.vault.clinic_keys(clinic_id)
    export.file_sealed = keys.seal(columns.CONSENT_EXPORT_FILE, export_id, content)
    export.size_bytes, export.sha256 = len(content), hashlib.sha256(content).hexdigest()
    export.state, export.ready_at = "ready", now
    await export.save()


async def ledger_of(clinic_id: UUID, as_of: datetime) -> bytes:
    """Write the archive of a clinic's whole ledger; the same ledger at the same instant is the same bytes.

    Raises NotFound.
    """
    clinic = await Clinic.get_or_none(id=clinic_id)
    if clinic is None:
        raise NotFound(field="clinic_id")
    rows = await fetch(
        f"SELECT {', '.join(ENTRY)} FROM consent WHERE clinic_id = $1 ORDER BY recorded_at, id",  # noqa: S608  # names out of this program alone
        (clinic_id,),
    )
    entries = [_plain(row) for row in rows]
    whole = {
        "format": FORMAT,
        "clinic": clinic.name,
        "asOf": _text(as_of),
        "entries": entries,
        "wordings": await _wordings_of(clinic_id),
        "leftOut": LEFT_OUT,
    }
    files = {"ledger.json": _json(whole), "ledger.csv": _table(entries)}
    files["fhir.json"] = _json(_bundle(entries, clinic.name, as_of))
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(entry_of(name, as_of), text.encode())
    return out.getvalue()


async def _wordings_of(clinic_id: UUID) -> list[dict[str, str]]:
    rows = await fetch(
        "SELECT purpose, version, language, text, first_shown_at FROM consent_wording WHERE clinic_id = $1"
        " ORDER BY purpose, language, first_shown_at, version",
        (clinic_id,),
    )
    return [{**dict(row), "first_shown_at": _text(row["first_shown_at"])} for row in rows]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _plain(row: Mapping[str, Any]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in ENTRY:
        value = row[name]
        if value is not None and name == "recorded_at":
            value = _text(value)
        elif value is not None and (name == "id" or name.endswith("_id")):
            value = str(uuid_of(value))
        found[name] = value
    return found


def _text(value: object) -> str:
    return instant_of(value).astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _table(entries: Sequence[Mapping[str, str | None]]) -> str:
    """Write RFC 4180; nothing in it was typed by a person, so nothing can begin a formula."""
    out = StringIO()
    table = csv.DictWriter(out, ENTRY, lineterminator="\r\n")
    table.writeheader()
    table.writerows(entries)
    return out.getvalue()


def _bundle(entries: Sequence[Mapping[str, str | None]], clinic_name: str, as_of: datetime) -> dict[str, Any]:
    resources = [consent_of(one, {"reference": f"urn:uuid:{one['patient_id']}"}, clinic_name) for one in entries]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _text(as_of),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
