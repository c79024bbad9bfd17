"""Bookings, the holds before them, and the allocations that make two of them in one place impossible.

The guard itself (exclusion constraint on PostgreSQL, trigger on SQLite) stands in the first migration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic, Location, Practitioner, Service
    from chatbookr_core.models.conversation import Conversation
    from chatbookr_core.models.patient import Patient


class Booking(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    conversation_id: UUID | None
    conversation: fields.ForeignKeyNullableRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    service_id: UUID
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    location_id: UUID
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    reference = fields.CharField(max_length=12)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    zone = fields.CharField(max_length=64)
    status = fields.CharField(max_length=12)  # as bookings/life.py knows them
    version = fields.IntField(default=1)
    arranged_by_id = fields.UUIDField(null=True)  # the patient who booked it for another; PostgreSQL has a foreign key
    is_for_anybody = fields.BooleanField(default=False, db_default=False)  # nobody in particular was asked for
    wants_reminders = fields.BooleanField(default=False)
    calendar_state = fields.CharField(max_length=12)  # none | pending | written | failed | drifted
    confirmed_version = fields.IntField(null=True)  # the version that staff made of a request by confirming it
    announced_version = fields.IntField(default=0)  # the version the patient was last told of
    cancelled_at = fields.DatetimeField(null=True)
    cancelled_by = fields.CharField(max_length=12, null=True)  # patient | staff | partner
    cancel_reason = fields.CharField(max_length=40, null=True)
    reminders_sent = fields.SmallIntField(default=0, db_default=0)  # of this version: 1 the first, 2 the last one too
    reminded_at = fields.DatetimeField(null=True)
    answered_at = fields.DatetimeField(null=True)  # when the patient answered a reminder
    moved_by = fields.CharField(max_length=12, null=True)  # patient | staff | partner: whose word its time is
    acknowledged_at = fields.DatetimeField(null=True)  # when the patient said OK to the time the clinic moved it to
    checked_in_at = fields.DatetimeField(null=True)
    concluded_at = fields.DatetimeField(null=True)  # when it was noted that it is over, or that nobody came
    concluded_by = fields.CharField(max_length=12, null=True)  # staff | partner | system
    concluded_by_id = fields.UUIDField(null=True)  # the user or API key
    notes_sealed = fields.BinaryField(null=True)
    created_at = fields.DatetimeField()
    created_by = fields.CharField(max_length=12)  # patient | staff | partner
    created_by_id = fields.UUIDField(null=True)  # the user or API key, where it was not the patient
    cancelled_by_id = fields.UUIDField(null=True)  # likewise
    event_id = fields.CharField(max_length=40, null=True)  # of its event; none: the one that follows from the id
    event_connection_id = fields.UUIDField(null=True)  # the account its event was last written to
    event_calendar_id = fields.CharField(max_length=254, null=True)  # and the calendar there
    event_etag = fields.CharField(max_length=120, null=True)  # as it was left by us: another one is somebody's change
    event_digest = fields.CharField(max_length=64, null=True)  # of what we wrote there, times aside
    overbook_reason = fields.CharField(max_length=40, null=True)  # a code; somebody put it where another one is
    displaced_at = fields.DatetimeField(null=True)  # since when its hours are none any more, and it needs another time
    upheld_at = fields.DatetimeField(null=True)  # since when staff say that it takes place all the same
    reminder_held_at = fields.DatetimeField(null=True)  # since when a reminder is held back, as it needs another time
    series_id = fields.UUIDField(null=True)  # shared by the appointments of a series; none: it is alone
    series_ordinal = fields.SmallIntField(null=True)  # 1 for the first
    series_length = fields.SmallIntField(null=True)  # how many were booked
    series_recurrence = fields.CharField(max_length=120, null=True)  # RFC 5545, as it was asked for

    class Meta:
        table = "booking"
        unique_together = (("clinic_id", "reference"),)
        indexes = (
            ("clinic_id", "starts_at", "id"),
            ("clinic_id", "created_at", "id"),
            ("clinic_id", "patient_id", "starts_at"),
            ("clinic_id", "practitioner_id", "starts_at"),
        )  # and by hand in the migration `bookings`: those who arrange for others, series, what is taken;
        # in `held_reminders` those that need another time


class Hold(Row):
    """A time kept for someone for a few minutes while they decide."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    conversation_id: UUID | None
    conversation: fields.ForeignKeyNullableRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.CASCADE, null=True
    )
    service_id: UUID
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    location_id: UUID
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    is_on_request = fields.BooleanField(default=False, db_default=False)  # nobody could see the calendar: staff confirm
    moves_id = fields.UUIDField(null=True)  # the booking that is asked to move there: staff answer
    asked_by = fields.CharField(max_length=12, null=True)  # patient | staff | partner: who asks that
    asked_version = fields.IntField(null=True)  # the booking's version as that was asked for
    declined_version = fields.IntField(null=True)  # and as it was declined, or had run out
    state = fields.CharField(max_length=12)  # held | confirmed | released | expired
    expires_at = fields.DatetimeField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "hold"
        indexes = (("clinic_id", "state", "expires_at"),)


class GroupAppointment(Row):
    """One time of a service with several seats: it takes the practitioner and the rooms once, each booking a seat.

    It stands as long as its allocations do; when the last seat is given up they go.
    """

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    service_id: UUID
    service: fields.ForeignKeyRelation[Service] = fields.ForeignKeyField(
        "models.Service", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    location_id: UUID
    location: fields.ForeignKeyRelation[Location] = fields.ForeignKeyField(
        "models.Location", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    seats = fields.SmallIntField()

    class Meta:
        table = "group_appointment"
        indexes = (("clinic_id", "practitioner_id", "starts_at"),)


class Allocation(Row):
    """One subject (practitioner, room, device, seat) taken for one block, buffers inside; active ones never overlap."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    subject_id = fields.UUIDField()
    booking_id: UUID | None
    booking: fields.ForeignKeyNullableRelation[Booking] = fields.ForeignKeyField(
        "models.Booking", related_name=False, on_delete=fields.CASCADE, null=True
    )
    hold_id: UUID | None
    hold: fields.ForeignKeyNullableRelation[Hold] = fields.ForeignKeyField(
        "models.Hold", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    group_id: UUID | None
    group: fields.ForeignKeyNullableRelation[GroupAppointment] = fields.ForeignKeyField(
        "models.GroupAppointment", related_name=False, on_delete=fields.CASCADE, null=True, db_index=False
    )  # of a seat, with its booking or hold; of the practitioner and the rooms, without either
    starts_minute = fields.IntField()  # epoch minutes UTC
    ends_minute = fields.IntField()
    is_active = fields.BooleanField(default=True)
    is_exclusive = fields.BooleanField(default=True, db_default=True)  # not: it was put where another one is

    class Meta:
        table = "allocation"
        indexes = (("clinic_id", "subject_id", "starts_minute"),)
