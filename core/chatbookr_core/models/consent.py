"""The ledger of consents: what patients said yes or no to and what they were shown, added to and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.patient import Patient


class Consent(Row):
    """One entry of the ledger, with the message that shows it; the database lets nobody change it."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE
    )
    purpose = fields.CharField(max_length=40)  # reminders | marketing | messages | data_processing | health_data
    # granted | refused | withdrawn | shown; what says nothing is no yes
    decision = fields.CharField(max_length=12, default="refused", db_default="refused")
    recorded_at = fields.DatetimeField()  # when it was said, by whoever heard it
    actor_kind = fields.CharField(max_length=12, default="patient", db_default="patient")
    actor_id = fields.UUIDField(null=True)  # the user who wrote it down
    source = fields.CharField(max_length=12, default="chat", db_default="chat")
    channel = fields.CharField(max_length=40, default="", db_default="")  # the plugin's slug
    wording = fields.CharField(max_length=16, null=True)  # the version of the words that were shown
    language = fields.CharField(max_length=8, null=True)  # BCP 47, of those words
    booking_id = fields.UUIDField(null=True)  # the appointment it is about
    message_id = fields.UUIDField(null=True)  # the message that shows it
    note_sealed = fields.BinaryField(null=True)  # what staff wrote: where the signed form lies
    dedupe_key = fields.CharField(max_length=64, null=True)  # the same thing heard twice is one entry

    class Meta:
        table = "consent"
        unique_together = (("clinic_id", "dedupe_key"),)
        indexes = (("clinic_id", "patient_id", "purpose", "recorded_at"), ("clinic_id", "recorded_at", "id"))


class ConsentWording(Row):
    """The words of one version in one language, with no word about a patient."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    purpose = fields.CharField(max_length=40)
    version = fields.CharField(max_length=16)  # of the words' SHA-256
    language = fields.CharField(max_length=8)
    text = fields.TextField()
    first_shown_at = fields.DatetimeField()

    class Meta:
        table = "consent_wording"
        unique_together = (("clinic_id", "purpose", "version", "language"),)


class ConsentExport(Row):
    """A clinic's whole ledger as one file, sealed, for a few days."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    state = fields.CharField(max_length=8)  # pending | ready
    requested_at = fields.DatetimeField()
    requested_by_id = fields.UUIDField(null=True)  # the user; null: the host
    ready_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    file_sealed = fields.BinaryField(null=True)  # a ZIP archive
    size_bytes = fields.IntField(null=True)
    sha256 = fields.CharField(max_length=64, null=True)  # of the archive as it is fetched
    fetched_at = fields.DatetimeField(null=True)  # the last time

    class Meta:
        table = "consent_export"
        indexes = (("clinic_id", "requested_at", "id"),)
