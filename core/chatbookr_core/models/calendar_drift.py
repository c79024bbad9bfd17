"""What somebody changed in a calendar about the event of a booking, until it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.booking import Booking
    from chatbookr_core.models.clinic import Clinic


class CalendarDrift(Row):
    """A card: the event of a booking is not where, or what, the booking says; of one booking one is open at most."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    booking_id: UUID
    booking: fields.ForeignKeyRelation[Booking] = fields.ForeignKeyField(
        "models.Booking", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    kind = fields.CharField(max_length=8)  # moved | deleted | edited
    state = fields.CharField(max_length=10)  # open | accepted | put_back | kept_both | overtaken
    event_etag = fields.CharField(max_length=120, null=True)  # as it was found; none: it is gone
    event_digest = fields.CharField(max_length=64, null=True)
    event_starts_at = fields.DatetimeField(null=True)
    event_ends_at = fields.DatetimeField(null=True)
    found_at = fields.DatetimeField()
    settled_at = fields.DatetimeField(null=True)
    settled_by_id = fields.UUIDField(null=True)  # the user; null: the host, by what the clinic said

    class Meta:
        table = "calendar_drift"
        indexes = (("clinic_id", "found_at", "id"), ("clinic_id", "booking_id"))
