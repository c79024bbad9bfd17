"""Who waits for a time to fall free, and the times that were offered to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.booking import Booking
    from chatbookr_core.models.clinic import Clinic, Location, Practitioner, Service
    from chatbookr_core.models.patient import Patient


class WaitlistEntry(Row):
    """A patient's place on the waitlist: for what, and which times would suit."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    service_id: UUID
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID | None
    practitioner: fields.ForeignKeyNullableRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=False
    )
    location_id: UUID | None
    location: fields.ForeignKeyNullableRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.RESTRICT, null=True, db_index=False
    )
    booking_id: UUID | None
    booking: fields.ForeignKeyNullableRelation[Booking] = fields.ForeignKeyField(
        "models.Booking", related_name=False, on_delete=fields.CASCADE, null=True, db_index=False
    )  # that would move to an earlier time; none: a new one is made
    duration_minutes = fields.SmallIntField(null=True)  # none: what the service usually takes
    first_day = fields.DateField(null=True)  # local dates of the place
    last_day = fields.DateField(null=True)
    weekdays = fields.SmallIntField(default=127, db_default=127)  # bits, Monday the lowest
    day_parts = fields.SmallIntField(default=7, db_default=7)  # bits: morning, afternoon, evening
    from_minute = fields.SmallIntField(null=True)  # of the local day, from which a start suits
    until_minute = fields.SmallIntField(null=True)  # of the local day, before which a start suits
    days = fields.JSONField[list[str] | None](null=True)  # ISO dates; some days alone
    refused_weekdays = fields.SmallIntField(default=0, db_default=0)  # bits; days of which a part would not suit:
    refused_from_minute = fields.SmallIntField(null=True)  # from this minute of the local day
    refused_until_minute = fields.SmallIntField(null=True)  # until then; both open: the whole day
    day_hours = fields.JSONField[list[dict[str, Any]] | None](null=True)  # of some days those minutes alone; none: any
    starts_before = fields.DatetimeField(null=True)  # whatever was free when they came begins at this instant or later
    state = fields.CharField(max_length=8)  # waiting | offered | taken | left | expired
    since = fields.DatetimeField()  # who has waited longest comes first
    version = fields.IntField(default=1)
    ended_at = fields.DatetimeField(null=True)
    created_by = fields.CharField(max_length=12)  # patient | staff | partner
    created_by_id = fields.UUIDField(null=True)  # the user or API key, where it was not the patient
    arranged_by_id = fields.UUIDField(null=True)  # the patient who asked for another; PostgreSQL has a foreign key

    class Meta:
        table = "waitlist_entry"
        indexes = (
            ("clinic_id", "arranged_by_id"),
            ("clinic_id", "since", "id"),
            ("clinic_id", "state", "since"),
            ("clinic_id", "patient_id", "since"),
        )


class WaitlistOffer(Row):
    """One time that was kept for one patient for some minutes; of one patient one is open at most."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    entry_id: UUID
    entry: fields.ForeignKeyRelation[WaitlistEntry] = fields.ForeignKeyField(
        "models.WaitlistEntry", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    location_id: UUID
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    hold_id = fields.UUIDField()  # what keeps the time; it goes where the conversation is erased
    conversation_id = fields.UUIDField(null=True)  # where it was said; none: somebody of the clinic calls
    open_patient_id = fields.UUIDField(null=True)  # the patient for as long as it is open, so that there is no second
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    state = fields.CharField(max_length=10)  # open | taken | declined | expired | withdrawn
    offered_at = fields.DatetimeField()
    offered_until = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    booking_id = fields.UUIDField(null=True)  # what came of it

    class Meta:
        table = "waitlist_offer"
        unique_together = (("clinic_id", "entry_id", "starts_at"), ("clinic_id", "open_patient_id"))
        indexes = (("clinic_id", "state", "offered_until"),)
