"""Makes one patient of two, where staff see that both are one person.

What is theirs moves at once, in the transaction of the request: rows change whose they are, a few statements whatever
their number. What lies sealed under the old patient's key is read where it is, and put under the kept one's by a job
(`settling`), after which that key is destroyed. So nobody waits for ten thousand messages, and nobody sees the seam.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, StaleVersion, UnderErasure, UnderLegalHold
from chatbookr_core.merges.counting import Moving, count
from chatbookr_core.merges.moving import Pair, move
from chatbookr_core.models import Conversation, Erasure, Patient
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.reach import reach_in
from chatbookr_core.retention.service import is_on_hold
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

ACTION: Final = "patientsMerge"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do; `refusal`: the code of why it would not be done."""

    clinic_id: UUID
    version: str
    moving: Moving
    refusal: str | None


async def preview_merge(deployment: Deployment, actor: Actor, keep_id: UUID, from_id: UUID) -> Preview:
    """Say what would become of whom. Raises NotFound, PermissionDenied, InvalidInput."""
    pair = await _found(actor, keep_id, from_id)
    refusal = await _refusal(pair, deployment.clock.now())
    moving = await count(pair.clinic_id, keep_id, from_id)
    return Preview(pair.clinic_id, pair.version, moving, refusal.code if refusal is not None else None)


async def merge_patients(
    deployment: Deployment, actor: Actor, keep_id: UUID, from_id: UUID, *, expected_version: str | None = None
) -> UUID:
    """Make one patient of two and return who is kept; done again, it stands. Needs a transaction.

    `expected_version`: of the preview somebody has seen. Raises NotFound, PermissionDenied, StepUpRequired,
    InvalidInput, StaleVersion, UnderErasure, UnderLegalHold.
    """
    now = deployment.clock.now()
    pair = await _found(actor, keep_id, from_id)
    await require_step_up(actor, now)
    await _lock(pair)
    pair = await _found(actor, keep_id, from_id)  # as they are now that nobody changes them
    if pair.is_merged:
        return keep_id
    refusal = await _refusal(pair, now)
    if refusal is not None:
        raise refusal
    if expected_version not in (None, pair.version):
        raise StaleVersion("One of them was changed meanwhile; look at the preview again.")
    await move(deployment, pair, now)
    note(now, ACTION, actor, clinics=(pair.clinic_id,), subject_id=keep_id, merged=str(from_id))
    return keep_id


async def _found(actor: Actor, keep_id: UUID, from_id: UUID) -> Pair:
    """Find both among what the actor reaches; who was merged into the kept one before is found as well."""
    if keep_id == from_id:
        raise InvalidInput("Name two patients.", field="from_id")
    rows = {one.id: one for one in await Patient.filter(id__in=[keep_id, from_id])}  # any clinic: checked next
    kept, gone = rows.get(keep_id), rows.get(from_id)
    if kept is None or not permissions_in(actor, kept.clinic_id):
        raise NotFound(field="keep_id")
    reached = await patients_by_id(reach_in(actor, kept.clinic_id), [keep_id, from_id])
    if keep_id not in reached:
        raise NotFound(field="keep_id")
    require(actor, Permission.PATIENT_MERGE, kept.clinic_id)
    if gone is None or not (from_id in reached or gone.merged_into_id == keep_id):
        raise NotFound(field="from_id")
    return Pair(kept, gone)


async def _refusal(pair: Pair, now: datetime) -> UnderErasure | UnderLegalHold | None:
    """Say why it is not done: of who is erased nothing is left, and under a hold everything stays as it is."""
    ids = [pair.kept.id, pair.gone.id]
    if pair.kept.erased_at or pair.gone.erased_at or await Erasure.exists(clinic_id=pair.clinic_id, patient_id__in=ids):
        return UnderErasure()
    for one in ids:
        if await is_on_hold(pair.clinic_id, one, now):
            return UnderLegalHold()
    return None


async def _lock(pair: Pair) -> None:
    """Hold their conversations, then who they are: the order in which whoever writes to them does."""
    of_both = Conversation.filter(clinic_id=pair.clinic_id, patient_id__in=[pair.kept.id, pair.gone.id])
    await of_both.order_by("id").select_for_update()
    rows = Patient.filter(clinic_id=pair.clinic_id, id__in=[pair.kept.id, pair.gone.id])
    await rows.order_by("id").select_for_update()
