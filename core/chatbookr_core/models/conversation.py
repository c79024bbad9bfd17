"""Conversations and their messages; bodies are sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.connection import ChannelConnection
    from chatbookr_core.models.patient import Patient
    from chatbookr_core.models.person import User


NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""A time for what has none, so that it is ordered behind what has one."""


class Conversation(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    patient_id: UUID
    patient: fields.ForeignKeyRelation[Patient] = fields.ForeignKeyField(
        "models.Patient", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[ChannelConnection] = fields.ForeignKeyField(
        "models.ChannelConnection", related_name=False, on_delete=fields.RESTRICT
    )
    state = fields.CharField(max_length=16, default="open")  # open | snoozed | closed
    snoozed_until = fields.DatetimeField(null=True)  # of a snoozed one; null: until the patient writes
    owner = fields.CharField(max_length=16, default="assistant")  # assistant | staff: one of them speaks
    assignee_id: UUID | None
    assignee: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    team_id = fields.UUIDField(null=True)  # SQLite takes no foreign key later on; PostgreSQL has one
    handover_reason = fields.CharField(max_length=40, null=True)
    dialogue_sealed = fields.BinaryField(null=True)  # the assistant's State as JSON
    folded_ids = fields.JSONField[list[str] | None](null=True)  # what it was made of, too: their choices hold here
    version = fields.IntField(default=0)
    last_inbound_at = fields.DatetimeField(null=True)  # provider's time, of calls too: opens the channel's window
    free_until = fields.DatetimeField(null=True)  # whatever is sent costs nothing until then: who came by an ad
    last_message_at = fields.DatetimeField()
    last_received_at = fields.DatetimeField(null=True)  # our time of what the patient last wrote, here or in a group
    newest_sealed = fields.BinaryField(null=True)  # the provider's own id of that: what a read receipt must name
    unread_count = fields.IntField(default=0)  # what nobody has seen
    waiting_since = fields.DatetimeField(null=True)  # our time of the oldest message that staff have not answered
    answer_due_at = fields.DatetimeField(default=NEVER, db_default=NEVER)  # by when they are to; never: nobody waits
    created_at = fields.DatetimeField()

    class Meta:
        table = "conversation"
        unique_together = (("clinic_id", "patient_id", "connection_id"),)
        indexes = (
            ("clinic_id", "last_message_at", "id"),
            ("clinic_id", "created_at", "id"),
            ("clinic_id", "team_id"),
            ("clinic_id", "answer_due_at", "id"),
        )


class Message(Row):
    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    conversation_id: UUID
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    connection_id: UUID
    connection: fields.ForeignKeyRelation[ChannelConnection] = fields.ForeignKeyField(
        "models.ChannelConnection", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    direction = fields.CharField(max_length=8)  # inbound | outbound
    author = fields.CharField(max_length=16)  # patient | assistant | staff | partner | phone_app | channel
    author_key_id = fields.UUIDField(null=True)  # the API key, where a partner's program wrote
    author_user_id: UUID | None
    author_user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name=False, on_delete=fields.SET_NULL, null=True
    )
    kind = fields.CharField(max_length=24)  # text | option | buttons | options | a kind of the provider's
    body_sealed = fields.BinaryField()  # what a person reads
    content_sealed = fields.BinaryField(null=True)  # the whole content as JSON, where there is more than the body
    marks_sealed = fields.BinaryField(null=True)  # what was put to it since, as JSON: conversations/marks.py
    external_hash = fields.CharField(max_length=200, null=True)  # keyed: the provider's own id may hold a number
    external_sealed = fields.BinaryField(null=True)  # that id itself: what the provider is told to quote
    reply_to_hash = fields.CharField(max_length=200, null=True)
    status = fields.CharField(max_length=12)  # received | queued | sent | delivered | read | played | failed
    status_at = fields.DatetimeField(null=True)
    error_code = fields.CharField(max_length=80, null=True)
    purpose = fields.CharField(max_length=24, null=True)  # why it is said: templates/purposes.py; null: an answer
    handed_at = fields.DatetimeField(null=True)  # when it was last given to the provider: what rates are counted by
    held_until = fields.DatetimeField(null=True)  # it waits till then at least
    held_reason = fields.CharField(max_length=40, null=True)
    price_category = fields.CharField(max_length=48, null=True)  # how the provider counts it, in its own codes
    price_kind = fields.CharField(max_length=48, null=True)
    price_model = fields.CharField(max_length=48, null=True)
    is_billable = fields.BooleanField(null=True)
    edited_at = fields.DatetimeField(null=True)  # the provider's time of the text that stands
    revoked_at = fields.DatetimeField(null=True)  # whoever wrote it deleted it for everyone: its body is hidden
    history_phase = fields.SmallIntField(null=True)  # imported from before the connection: 0 is the newest phase
    sent_at = fields.DatetimeField()  # the provider's time for inbound, ours for outbound
    created_at = fields.DatetimeField()

    class Meta:
        table = "message"
        unique_together = (("connection_id", "external_hash"),)
        indexes = (("clinic_id", "conversation_id", "sent_at", "id"), ("connection_id", "handed_at"))


class StaffTask(Row):
    """Something a person must look at: a hand-over, a calendar that did not answer, a job that died."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    kind = fields.CharField(max_length=40)
    conversation_id = fields.UUIDField(null=True)
    booking_id = fields.UUIDField(null=True)
    job_id = fields.UUIDField(null=True)
    connection_id = fields.UUIDField(null=True)  # the channel, where it is about the channel itself
    reason = fields.CharField(max_length=40, null=True)  # why, as a code: what is to be done follows from it
    booking_count = fields.IntField(null=True)  # how many bookings it is (still) about, where it is about several
    untold_count = fields.IntField(null=True)  # and of how many of these a reminder was held back
    dedupe_key = fields.CharField(max_length=120, unique=True)
    state = fields.CharField(max_length=8, default="open")  # open | done
    created_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "staff_task"
        indexes = (("clinic_id", "state", "created_at"), ("clinic_id", "created_at", "id"))
