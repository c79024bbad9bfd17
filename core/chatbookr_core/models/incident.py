"""Breaches of personal data: what was decided of each and why, whom it concerns, what clinics were told, and when.

An incident is the deployment's; what of it concerns a clinic carries the clinic, and is all that the clinic sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic


class Incident(Row):
    """A breach, suspected or found (Art. 4(12) GDPR), or a drill of one."""

    name = fields.CharField(max_length=60, unique=True)  # a handle for people and commands: 2026-11-stolen-key
    is_drill = fields.BooleanField()
    state = fields.CharField(max_length=10)  # see incidents.rules.State
    became_aware_at = fields.DatetimeField()  # when the clocks began
    opened_at = fields.DatetimeField()
    opened_by_id = fields.UUIDField()  # the operator
    closed_at = fields.DatetimeField(null=True)  # or dismissed

    class Meta:
        table = "incident"
        indexes = (("opened_at", "id"),)


class IncidentScope(Row):
    """Whom an incident concerns, as computed from the audit log of so many entries; added to, never rewritten."""

    incident_id: UUID
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        "models.Incident", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    number = fields.IntField()
    question = fields.JSONField[dict[str, Any]]()  # whose deeds, when, where
    tree_size = fields.BigIntField()
    tree_root = fields.CharField(max_length=64)  # hexadecimal
    pending = fields.IntField()  # entries that fit and had no place in the log yet
    truncated_at = fields.BigIntField()  # up to which entry the log was cut off
    entries = fields.IntField()
    digest = fields.CharField(max_length=64)  # of all this and of each clinic's part; the audit log has it too
    computed_at = fields.DatetimeField()
    computed_by_id = fields.UUIDField()

    class Meta:
        table = "incident_scope"
        unique_together = (("incident_id", "number"),)


class IncidentClinic(Row):
    """A clinic's part of a scope: ids and counts."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    scope_id: UUID
    scope: fields.ForeignKeyRelation[IncidentScope] = fields.ForeignKeyField(
        "models.IncidentScope", related_name=False, on_delete=fields.CASCADE
    )
    patients = fields.JSONField[list[str]]()
    classes = fields.JSONField[dict[str, int]]()  # records of each class of data
    records = fields.IntField()
    unresolved = fields.IntField()  # records of which nobody can say any longer whose they are
    first_at = fields.DatetimeField()
    last_at = fields.DatetimeField()

    class Meta:
        table = "incident_clinic"
        unique_together = (("clinic_id", "scope_id"),)


class IncidentPhase(Row):
    """A decision: what was known (Art. 33(5): facts, effects, remedial action), and who decided."""

    incident_id: UUID
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        "models.Incident", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    number = fields.IntField()
    state = fields.CharField(max_length=10)
    words_sealed = fields.BinaryField()  # operators' words, who may have named somebody
    digest = fields.CharField(max_length=64)  # of the words too; the audit log has it
    decided_at = fields.DatetimeField()
    decided_by_id = fields.UUIDField()

    class Meta:
        table = "incident_phase"
        unique_together = (("incident_id", "number"),)


class IncidentNotice(Row):
    """What a clinic was told with one phase: the four contents of Art. 33(3) GDPR."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    incident_id: UUID
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        "models.Incident", related_name=False, on_delete=fields.CASCADE
    )
    scope_id = fields.UUIDField()
    name = fields.CharField(max_length=60)
    phase = fields.IntField()
    state = fields.CharField(max_length=10)
    is_drill = fields.BooleanField()
    people = fields.IntField()
    records = fields.IntField()
    classes = fields.JSONField[dict[str, int]]()
    patients = fields.JSONField[list[str]]()
    first_at = fields.DatetimeField()
    last_at = fields.DatetimeField()
    nature_sealed = fields.BinaryField()
    contact_sealed = fields.BinaryField()
    consequences_sealed = fields.BinaryField()
    measures_sealed = fields.BinaryField()
    told_at = fields.DatetimeField()
    authority_due_at = fields.DatetimeField()  # the clinic's own 72 hours, from its first notice on
    acknowledged_at = fields.DatetimeField(null=True)
    acknowledged_by_id = fields.UUIDField(null=True)  # the owner

    class Meta:
        table = "incident_notice"
        unique_together = (("clinic_id", "incident_id", "phase"),)
        indexes = (("clinic_id", "told_at", "id"),)


class IncidentReminder(Row):
    """That operators were reminded of a deadline at some part of it: once."""

    incident_id: UUID
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        "models.Incident", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    deadline = fields.CharField(max_length=12)
    mark = fields.IntField()  # percent
    sent_at = fields.DatetimeField()

    class Meta:
        table = "incident_reminder"
        unique_together = (("incident_id", "deadline", "mark"),)
