"""What was erased of a patient on the clinic's instruction, and who else still has to do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class Erasure(Row):
    """One instruction to erase one patient; it outlives them, and says nothing of them but their id."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id = fields.UUIDField()
    reference = fields.CharField(max_length=80)  # the controller's own, by which they find the request again
    reason = fields.CharField(max_length=24)  # a ground of Art. 17(1) GDPR, as a code
    state = fields.CharField(max_length=8)  # running | erased
    counts = fields.JSONField[dict[str, int]]()  # rows erased so far, by what they were
    kept_until = fields.DatetimeField(null=True)  # when the last of what is kept goes by the clinic's policy
    consents_until = fields.DatetimeField(null=True)  # when the last entry of the ledger of consents goes, likewise
    requested_at = fields.DatetimeField()
    requested_by_id = fields.UUIDField(null=True)  # the user; null: the host
    erased_at = fields.DatetimeField(null=True)

    class Meta:
        table = "erasure"
        unique_together = (("clinic_id", "patient_id"),)
        indexes = (("clinic_id", "requested_at", "id"),)


class ErasureDuty(Row):
    """Something an erasure waits for: a calendar's provider, or a partner's word that they have erased too."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    erasure_id: UUID
    erasure: fields.ForeignKeyRelation[Erasure] = fields.ForeignKeyField(
        "models.Erasure", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    kind = fields.CharField(max_length=12)  # calendar | partner
    subject_id = fields.UUIDField()  # the booking whose event goes, or the API key whose holder answers
    practitioner_id = fields.UUIDField(null=True)  # in whose calendar
    state = fields.CharField(max_length=12)  # pending | done | unreachable
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "erasure_duty"
        unique_together = (("clinic_id", "erasure_id", "kind", "subject_id"),)
