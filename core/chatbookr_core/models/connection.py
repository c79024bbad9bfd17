"""A clinic's connections to channels and calendars, and what is known of the calendars' busy times."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic, Practitioner
    from chatbookr_core.models.person import User


class ChannelConnection(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    plugin = fields.CharField(max_length=40)
    account_id = fields.CharField(max_length=128)  # the phone number id
    group_id = fields.CharField(max_length=128, null=True)  # the WABA id; must agree with a delivery's
    title = fields.CharField(max_length=120, default="")
    credentials_sealed = fields.BinaryField(null=True)  # JSON by name; gone with the disconnect
    state = fields.CharField(max_length=20)  # connecting | connected | needs_reconnect | disconnecting | disconnected
    state_reason = fields.CharField(max_length=80, default="")
    connected_at = fields.DatetimeField()  # while connecting: since when
    disconnected_at = fields.DatetimeField(null=True)
    lost_at = fields.DatetimeField(null=True)  # when it was seen that the provider takes the credentials no longer
    credentials_expire_at = fields.DatetimeField(null=True)  # by themselves; null: never, or not known
    health_checked_at = fields.DatetimeField(null=True)  # what follows is as of then
    quality = fields.CharField(max_length=8, null=True)  # high | medium | low | unknown
    name_status = fields.CharField(max_length=48, null=True)  # the provider's code
    throughput = fields.CharField(max_length=48, null=True)  # the provider's code
    webhook_fields = fields.JSONField[list[str]](null=True)  # what the provider tells us of; null: not known
    problems = fields.JSONField[list[str]](null=True)  # codes of what somebody has to look after
    failures = fields.IntField(default=0)  # in a row; the breaker opens on them
    paused_until = fields.DatetimeField(null=True)  # nothing is sent before: the provider said so
    messages_per_second = fields.IntField(null=True)  # what the provider lets it send; null: not said
    recipients_per_day = fields.IntField(null=True)  # by template, of people who did not write first; null: no limit
    templates_synced_at = fields.DatetimeField(null=True)

    class Meta:
        table = "channel_connection"
        unique_together = (("plugin", "account_id"),)
        indexes = (("clinic_id", "plugin"), ("clinic_id", "connected_at", "id"))


class ChannelNotice(Row):
    """Something a provider said about a clinic's account, a template or a group; nothing about a patient."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[ChannelConnection] = fields.ForeignKeyField(
        "models.ChannelConnection", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    kind = fields.CharField(max_length=48)  # account_update, message_template_status_update, history, unknown …
    event = fields.CharField(max_length=48)  # the provider's code of it
    effect = fields.CharField(max_length=12)  # none | look | lost | restored
    detail = fields.TextField()  # the provider's JSON, without anything about persons
    digest = fields.CharField(max_length=64)  # of all of the above and its time: told twice is kept once
    happened_at = fields.DatetimeField()  # the provider's time, where it gives one
    created_at = fields.DatetimeField()

    class Meta:
        table = "channel_notice"
        unique_together = (("connection_id", "digest"),)
        indexes = (("clinic_id", "connection_id", "happened_at", "id"), ("clinic_id", "happened_at", "id"))


class CalendarConnection(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE
    )
    plugin = fields.CharField(max_length=40)
    account_id = fields.CharField(max_length=254)
    title = fields.CharField(max_length=254, default="")
    credentials_sealed = fields.BinaryField(null=True)
    credentials_expire_at = fields.DatetimeField(null=True)
    refreshing_until = fields.DatetimeField(null=True)  # one process refreshes; the others wait for it
    calendar_id = fields.CharField(max_length=254)  # the one that is written
    busy_calendar_ids = fields.JSONField[list[str]]()  # the ones that block
    state = fields.CharField(max_length=20)
    state_reason = fields.CharField(max_length=80, default="")
    connected_at = fields.DatetimeField()
    standing_since = fields.DatetimeField(null=True)  # not given up since then: bookings go to the one that stood first
    disconnected_at = fields.DatetimeField(null=True)
    lost_at = fields.DatetimeField(null=True)  # when it was seen that the provider takes the credentials no longer
    fetched_at = fields.DatetimeField(null=True)  # the busy times below are as of then
    fetched_until = fields.DatetimeField(null=True)  # how far ahead they reach
    next_read_at = fields.DatetimeField(null=True)  # when it is due to be read; null: at once
    grant_ends_at = fields.DatetimeField(null=True)  # the provider ends the consent by itself then

    class Meta:
        table = "calendar_connection"
        unique_together = (("clinic_id", "practitioner_id", "plugin", "account_id"),)
        indexes = (("clinic_id", "connected_at", "id"),)


class ExternalBusy(Row):
    """A stretch the practitioner's calendar says is taken; nothing of what for."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[CalendarConnection] = fields.ForeignKeyField(
        "models.CalendarConnection", related_name=False, on_delete=fields.CASCADE
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    starts_minute = fields.IntField()  # epoch minutes UTC, rounded outward
    ends_minute = fields.IntField()

    class Meta:
        table = "external_busy"
        indexes = (("clinic_id", "practitioner_id", "starts_minute"),)


class OAuthFlow(Row):
    """A consent under way at a provider: state and verifier, single use, ten minutes."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    user_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.CASCADE
    )
    practitioner_id: UUID
    practitioner: fields.ForeignKeyRelation[Practitioner] = fields.ForeignKeyField(
        "models.Practitioner", related_name=False, on_delete=fields.CASCADE
    )
    plugin = fields.CharField(max_length=40)
    session_id = fields.UUIDField()  # the browser that began it must be the one that ends it
    state_hash = fields.CharField(max_length=64, unique=True)
    verifier_sealed = fields.BinaryField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "oauth_flow"
