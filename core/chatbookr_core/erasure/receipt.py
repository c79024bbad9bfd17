"""The receipt of an erasure: what is gone, what is kept, why and until when, and whose word is awaited.

It is written anew from the rows each time, and is the same as long as they are: nothing in it says of whom it is but
the id, and it can be shown after the patient's row has gone.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from chatbookr_core.change_log import KEPT as CHANGES_KEPT
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.queries import Duty, ErasureRecord, duties_by_erasure, erasures_by_id
from chatbookr_core.errors import NotFound
from chatbookr_core.keys.signatures import public_key_of, signed
from chatbookr_core.models import Clinic
from chatbookr_core.patients.belongings import BY_TABLE
from chatbookr_core.reach import Reach

NAME: Final = "receipt"
PURPOSE: Final = "erasure receipt"
FORMAT: Final = "chatbookr erasure receipt, version 1"
ELSEWHERE: Final = (
    "The patient's own phone, and what the channel's provider keeps for a time under its own terms, are not reached.",
    "Replies and exports that the clinic's staff or partners copied out of Chatbookr are the clinic's to erase.",
    "Messages with somebody who booked for them may name them; they are that person's, and go with them or by age.",
)
"""What no receipt of ours can speak for."""


async def receipt_of(deployment: Deployment, erasure_id: UUID, *, clinic_id: UUID) -> dict[str, Any] | None:
    """Read what a receipt says, and sign it; None while the erasure runs. Raises NotFound."""
    reach = Reach((clinic_id,))
    erasure = (await erasures_by_id(reach, [erasure_id])).get(erasure_id)
    if erasure is None:
        raise NotFound()
    clinic = await Clinic.get(id=clinic_id)
    duties = await duties_by_erasure(reach, [erasure_id])
    return await signed_receipt(deployment, erasure, clinic.name, duties.get(erasure_id, []))


async def signed_receipt(
    deployment: Deployment, erasure: ErasureRecord, clinic_name: str, duties: Sequence[Duty]
) -> dict[str, Any] | None:
    """Write and sign the receipt of an erasure; None while it runs."""
    if erasure.erased_at is None:
        return None
    statement = {
        "format": FORMAT,
        "deployment": deployment.settings.public_url,
        "clinic": {"id": str(erasure.clinic_id), "name": clinic_name},
        "erasure": str(erasure.id),
        "patient": str(erasure.patient_id),
        "reference": erasure.reference,
        "ground": erasure.reason,
        "requestedAt": _text(erasure.requested_at),
        "erasedAt": _text(erasure.erased_at),
        "asOf": _text(max([erasure.erased_at, *(one.settled_at for one in duties if one.settled_at)])),
        "erased": _erased(erasure),
        "kept": _kept(erasure),
        "outside": [_outside(one) for one in duties],
        "notReached": list(ELSEWHERE),
    }
    return signed(NAME, statement, await deployment.vault.deployment_keys(), PURPOSE)


async def receipt_key(deployment: Deployment) -> str:
    """Return the key by which receipts of this deployment are checked."""
    return public_key_of(await deployment.vault.deployment_keys(), PURPOSE)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _erased(erasure: ErasureRecord) -> list[Mapping[str, Any]]:
    counts: Any = json.loads(erasure.counts) if isinstance(erasure.counts, str) else erasure.counts
    return [{"what": table, "rows": rows, "how": BY_TABLE[table].fate} for table, rows in sorted(counts.items())]


def _kept(erasure: ErasureRecord) -> list[Mapping[str, Any]]:
    """Say what stays. What goes by age alone goes by the clinic's policy as of the erasure."""
    assert erasure.erased_at is not None  # noqa: S101  # the caller looked
    changes_until = _text(erasure.erased_at + timedelta(seconds=CHANGES_KEPT.total_seconds()))
    until: dict[str, str | None] = {"change_log": changes_until, "erasure": None, "erasure_duty": None}
    until["patient_key"] = None
    if erasure.kept_until is not None:
        until |= dict.fromkeys(("allocation", "booking"), _text(erasure.kept_until))
    if erasure.consents_until is not None:
        until["consent"] = _text(erasure.consents_until)
    last = max((one for one in (erasure.kept_until, erasure.consents_until) if one is not None), default=None)
    until["patient"] = _text(last) if last is not None else None
    return [{"what": table, "why": BY_TABLE[table].why, "until": until[table]} for table in sorted(until)]


def _outside(duty: Duty) -> Mapping[str, Any]:
    is_event = duty.kind == "calendar"
    return {
        "what": "calendar event" if is_event else "partner",
        "of": str(duty.subject_id) if is_event else duty.partner or str(duty.subject_id),
        "state": duty.state,
        "at": _text(duty.settled_at) if duty.settled_at else None,
    }
