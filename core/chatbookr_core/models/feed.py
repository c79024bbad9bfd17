"""The single calendars of a connected account, how far each is known, and the events that are known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.connection import CalendarConnection


class CalendarFeed(Row):
    """One calendar of a connected account; which block and which is written, the connection says."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[CalendarConnection] = fields.ForeignKeyField(
        "models.CalendarConnection", related_name=False, on_delete=fields.CASCADE
    )
    calendar_id = fields.CharField(max_length=254)  # the provider's
    title = fields.CharField(max_length=254)
    is_primary = fields.BooleanField()
    is_writable = fields.BooleanField()
    is_followable = fields.BooleanField()  # tells what changed; where not, free/busy is asked each time
    version = fields.IntField(default=0)  # goes up with each reading: of two at once, one is dropped
    sync_token = fields.TextField(null=True)
    synced_from = fields.DatetimeField(null=True)  # the window the token was given for
    synced_until = fields.DatetimeField(null=True)
    synced_at = fields.DatetimeField(null=True)  # the events below are as of then
    failures = fields.IntField(default=0)  # in a row
    last_error = fields.CharField(max_length=48, null=True)  # a code
    next_try_at = fields.DatetimeField(null=True)
    channel_id = fields.CharField(max_length=64, null=True, unique=True)  # a push channel that stands
    channel_secret_hash = fields.CharField(max_length=64, null=True)  # SHA-256 of what its pushes must bring along
    channel_resource_id = fields.CharField(max_length=256, null=True)
    channel_expires_at = fields.DatetimeField(null=True)
    pushed_at = fields.DatetimeField(null=True)  # the last push

    class Meta:
        table = "calendar_feed"
        unique_together = (("clinic_id", "connection_id", "calendar_id"),)


class CalendarEvent(Row):
    """An event as the provider last told of it, or a stretch of busy time; never what it is about."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    feed_id: UUID
    feed: fields.ForeignKeyRelation[CalendarFeed] = fields.ForeignKeyField(
        "models.CalendarFeed", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    event_id = fields.CharField(max_length=1060)  # 1,024 of the provider's, and the time of an occurrence
    etag = fields.CharField(max_length=120)
    status = fields.CharField(max_length=10)  # confirmed | tentative | cancelled | missing
    kind = fields.CharField(max_length=24)  # the provider's word; free_busy where nothing else is known
    blocks = fields.BooleanField()
    is_all_day = fields.BooleanField()
    starts_minute = fields.IntField()  # epoch minutes UTC, rounded outward
    ends_minute = fields.IntField()
    series_id = fields.CharField(max_length=1060, null=True)  # the recurring event it is an occurrence of
    original_starts_at = fields.DatetimeField(null=True)  # when it would have begun, had nobody moved it
    booking_id = fields.UUIDField(null=True)  # ours: such a row stays when its event is cancelled or missing
    changed_at = fields.DatetimeField()  # when that was learnt

    class Meta:
        table = "calendar_event"
        unique_together = (("feed_id", "event_id"),)
        indexes = (("clinic_id", "feed_id", "ends_minute"), ("clinic_id", "booking_id"))
