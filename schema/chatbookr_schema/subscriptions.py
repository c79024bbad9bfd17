"""What clients hear of as it happens; every event is executed with the actor as of then and nothing loaded before."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.events import Change, listening
from chatbookr_core.people.queries import find_actor
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal, StaffActor
from chatbookr_permissions.policy import is_allowed
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversations import Conversation, Message, find_conversation, find_message
from chatbookr_schema.field import BOTH, Needs, argument, field, object_type, subscription
from chatbookr_schema.ids import key_of
from chatbookr_schema.nodes import clinic_for

CHECK_SECONDS = 15.0  # how long a session that ran out can stay unnoticed while nothing happens
SESSION_OVER = 4403


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, with the context it is executed in."""

    value: object
    context: Context


@object_type("A conversation is not as it was.")
class ConversationChange:
    clinic_id: strawberry.Private[UUID]
    conversation_key: strawberry.Private[UUID]
    message_key: strawberry.Private[UUID | None]

    @field("The conversation as it is now.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def conversation(self, info: Info) -> Conversation | None:
        return await find_conversation(info.context, self.conversation_key)

    @field("The message that is new or changed, if it is about one.", policy=Needs(Permission.MESSAGE_READ), cost=1)
    async def message(self, info: Info) -> Message | None:
        return await find_message(info.context, self.message_key) if self.message_key else None


@object_type("A booking was made or is not as it was.")
class BookingChange:
    clinic_id: strawberry.Private[UUID]
    booking_key: strawberry.Private[UUID]

    @field("The booking as it is now.", policy=Needs(Permission.BOOKING_READ), cost=1)
    async def booking(self, info: Info) -> Booking | None:
        return await find_booking(info.context, self.booking_key)


async def _events(
    context: Context, clinic_id: UUID, permission: Permission, value_of: Callable[[Change], object | None]
) -> AsyncGenerator[Any, None]:
    """Yield what `value_of` makes of a clinic's changes, until the session ends or the permission is lost."""
    actor = context.principal()
    async with listening() as queue:
        while True:
            change = await _next(queue)
            value = value_of(change) if change is not None and change.clinic_id == clinic_id else None
            if change is not None and value is None and not _is_about(change, actor):
                continue
            found = await _again(actor, context)
            if found is None:
                if context.close_socket is not None:
                    await context.close_socket(SESSION_OVER, "The session is over")
                return
            actor = found
            if not is_allowed(actor, permission, clinic_id):
                return
            if value is not None:
                yield Event(value, context.renewed(actor))


async def _again(actor: Principal, context: Context) -> Principal | None:
    """Read again who is listening; None once they may not any longer."""
    return await find_actor(actor.session_id, now=context.now) if isinstance(actor, StaffActor) else None


async def _next(queue: "asyncio.Queue[Change]") -> Change | None:
    try:
        return await asyncio.wait_for(queue.get(), CHECK_SECONDS)
    except TimeoutError:
        return None


def _is_about(change: Change, actor: Principal) -> bool:
    """Tell whether a change can have to do with who the actor is."""
    if change.kind == "session":
        return isinstance(actor, StaffActor) and change.subject_id == actor.session_id
    return change.kind == "membership" and change.clinic_id in actor.clinic_ids


@strawberry.type(description="Everything that can be listened to, over graphql-transport-ws.")
class Subscription:
    @subscription(
        "Conversations of a clinic, as they change.", policy=Needs(Permission.CONVERSATION_READ), surfaces=BOTH
    )
    def conversation_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        conversation_id: Annotated[strawberry.ID | None, argument("This conversation only.")] = None,
    ) -> AsyncGenerator[ConversationChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        only = key_of(conversation_id, "Conversation", field="conversationId") if conversation_id else None

        def value_of(change: Change) -> ConversationChange | None:
            is_message = change.kind == "message"
            key = change.parent_id if is_message else change.subject_id
            if change.kind not in ("conversation", "message") or key is None or only not in (None, key):
                return None
            message_key = change.subject_id if is_message else None
            return ConversationChange(clinic_id=clinic, conversation_key=key, message_key=message_key)

        return _events(info.context, clinic, Permission.CONVERSATION_READ, value_of)

    @subscription(
        "Bookings of a clinic, as they are made and change.", policy=Needs(Permission.BOOKING_READ), surfaces=BOTH
    )
    def booking_changed(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> AsyncGenerator[BookingChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.BOOKING_READ)

        def value_of(change: Change) -> BookingChange | None:
            if change.kind != "booking" or change.subject_id is None:
                return None
            return BookingChange(clinic_id=clinic, booking_key=change.subject_id)

        return _events(info.context, clinic, Permission.BOOKING_READ, value_of)
