"""What a clinic's staff must look at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from chatbookr_core.conversations.advice import advice_for
from chatbookr_core.conversations.queries import TaskRecord
from chatbookr_permissions.actions import Permission
from chatbookr_schema.channels import Channel, find_channel
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversation_codes import HandoverReason, TaskAdvice, TaskState, handover_reason_of
from chatbookr_schema.conversations import BESIDE_CHANNEL, Conversation, find_conversation
from chatbookr_schema.field import OF_PARENT, Needs, field, object_type
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node
from chatbookr_schema.recorded import Recorded


@object_type("Something a person must look at.", needs=Permission.TASK_READ, record=TaskRecord)
class StaffTask(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[TaskRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    kind: str = field("What it is about, as a code.", policy=OF_PARENT)
    reason: str | None = field(
        "What went wrong, or of a hand-over why (`handoverReason` by its name), as a code.", policy=OF_PARENT
    )
    state: TaskState = field("Whether it is done.", policy=OF_PARENT)
    created_at: datetime = field("Since when.", policy=OF_PARENT)
    done_at: datetime | None = field("When it was done.", policy=OF_PARENT)

    @field(
        "How many appointments it is about as things stand, where it is about several: `bookings_displaced`. Null for "
        "those who see only their own bookings: it counts the clinic's.",
        policy=Needs(Permission.BOOKING_READ),
        reads=("booking_count",),
    )
    def booking_count(self, info: Info) -> int | None:
        return self.record.booking_count if self._sees_all(info) else None

    @field(
        "Of how many of these a reminder was due by now and held back, as they need another time: their patients have "
        "been told nothing, and may come. Null as `bookingCount` is.",
        policy=Needs(Permission.BOOKING_READ),
        reads=("untold_count",),
    )
    def untold_count(self, info: Info) -> int | None:
        return self.record.untold_count if self._sees_all(info) else None

    def _sees_all(self, info: Info) -> bool:
        return not info.context.reach(self.clinic_id).own_bookings

    @field("What can be done about it.", policy=OF_PARENT, reads=("kind", "reason"))
    def advice(self) -> TaskAdvice | None:
        return TaskAdvice(advice_for(self.record.reason, self.record.kind).value)

    @field(
        "Why the assistant wants a person to answer; null: the task is about something else.",
        policy=OF_PARENT,
        reads=("kind", "reason"),
    )
    def handover_reason(self) -> HandoverReason | None:
        return handover_reason_of(self.record.reason) if self.record.kind == "handover" else None

    @field(
        "The conversation it is about, if any.",
        policy=Needs(Permission.CONVERSATION_READ),
        cost=1,
        reads=("conversation_id",),
    )
    async def conversation(self, info: Info) -> Conversation | None:
        record = self.companions.get("conversation_id")
        if record is not None:
            return Conversation.of(record)
        key = self.record.conversation_id
        return await find_conversation(info.context, key) if key else None

    @field(
        "The account of the clinic's it is about, where it is about that itself.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=1,
        beside=BESIDE_CHANNEL,
    )
    async def channel(self, info: Info) -> Channel | None:
        found: Channel | None = self.along(BESIDE_CHANNEL)
        key = self.record.connection_id
        return found or (await find_channel(info.context, key) if key else None)

    @field("The asker may tick it off: they may, and it is open.", policy=OF_PARENT, reads=("state",))
    def viewer_can_mark_done(self, info: Info) -> bool:
        return self.record.state == "open" and info.context.can(Permission.TASK_WRITE, self.clinic_id)

    @field("The id of the booking it is about, if any.", policy=Needs(Permission.BOOKING_READ), reads=("booking_id",))
    def booking_id(self) -> strawberry.ID | None:
        key = self.record.booking_id
        return strawberry.ID(global_id("Booking", key)) if key else None


async def find_task(context: Context, key: UUID) -> StaffTask | None:
    found = await context.loaders.tasks.load(key)
    return StaffTask.of(found) if found else None
