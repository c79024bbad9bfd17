"""Who of the staff is at a conversation right now, as it happens; what is told here is kept nowhere."""

import asyncio
import contextvars
from collections.abc import AsyncGenerator
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Final
from uuid import UUID

import strawberry

from chatbookr_core.presence import service
from chatbookr_core.presence.signs import Activity, Present
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal, StaffActor
from chatbookr_permissions.policy import is_allowed
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversations import find_conversation
from chatbookr_schema.field import OF_PARENT, STAFF, Needs, argument, enum_type, field, object_type, subscription
from chatbookr_schema.ids import global_id, key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, error_codes, signal
from chatbookr_schema.people import User
from chatbookr_schema.subscriptions import CHECK_SECONDS, SESSION_OVER, Event, seconds_left, standing_again

READ: Final = Needs(Permission.MESSAGE_READ)
WHICH: Final = argument("At which conversation.")
_leaving = set[asyncio.Task[None]]()


@enum_type(
    "What somebody does with a conversation.",
    VIEWING="They look at it; it counts for 30 seconds.",
    TYPING="They write an answer; it counts for 6 seconds. Patients whose channel can show it see that somebody types.",
    LEFT="They look at something else.",
)
class PresenceActivity(Enum):
    VIEWING = "viewing"
    TYPING = "typing"
    LEFT = "left"


@object_type("A colleague who is at a conversation.")
class PresentColleague:
    clinic_id: strawberry.Private[UUID]
    present: strawberry.Private[Present]

    @field("Who.", policy=OF_PARENT, cost=1)
    async def user(self, info: Info) -> User | None:
        person = await info.context.loaders.people.load(self.present.user_id)
        return User.of(person, self.clinic_id) if person else None

    @field("They write an answer, and do not only look on.", policy=OF_PARENT)
    def is_typing(self) -> bool:
        return self.present.is_typing

    @field("When that is over, unless it is said again.", policy=OF_PARENT)
    def until(self) -> datetime:
        return self.present.until


@object_type("Who else is at a conversation right now.", needs=Permission.MESSAGE_READ)
class ConversationPresence:
    clinic_id: strawberry.Private[UUID]
    conversation_key: strawberry.Private[UUID]
    present: strawberry.Private[tuple[Present, ...]]

    @field("Which conversation.", policy=OF_PARENT)
    def conversation_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Conversation", self.conversation_key))

    @field("Colleagues, without the asker.", policy=OF_PARENT, lists=2)
    def colleagues(self) -> list[PresentColleague]:
        return [PresentColleague(clinic_id=self.clinic_id, present=one) for one in self.present]


def _presence_of(context: Context, key: UUID, clinic_id: UUID) -> ConversationPresence:
    found = context.deployment.presence.present(key, but=_user_of(context.principal()))
    return ConversationPresence(clinic_id=clinic_id, conversation_key=key, present=found)


def _user_of(actor: Principal) -> UUID | None:
    return actor.user_id if isinstance(actor, StaffActor) else None


# --- telling ------------------------------------------------------------------------------------------------------


@error_codes(
    "Why nobody was told.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    RATE_LIMITED="More than 60 signs in 30 seconds: say it less often.",
)
class ConversationPresenceTellErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    RATE_LIMITED = "RATE_LIMITED"


@object_type("What became of telling colleagues.")
class ConversationPresenceTellPayload:
    clinic_id: strawberry.Private[UUID | None]
    presence: ConversationPresence | None = field("Who else is there.", policy=READ)
    user_errors: list[UserError[ConversationPresenceTellErrorCode]] = field("Why they were not told.", policy=OUTCOME)


@strawberry.type
class PresenceMutations:
    @field(
        "Let colleagues know what you do with a conversation; say it again before it lapses. Typing takes the "
        "permission to send messages. It is kept nowhere and stands in no log.",
        policy=READ,
        cost=1,
        surfaces=STAFF,
    )
    async def conversation_presence_tell(
        self,
        info: Info,
        conversation_id: Annotated[strawberry.ID, WHICH],
        activity: Annotated[PresenceActivity, argument("What you do.")],
    ) -> ConversationPresenceTellPayload | None:
        key, context = key_of(conversation_id, "Conversation", field="conversationId"), info.context
        deployment, actor, said = context.deployment, context.principal(), Activity(activity.value)
        clinic_id, user_errors = await signal(
            info, ConversationPresenceTellErrorCode, lambda: service.tell(deployment, actor, key, said)
        )
        presence = _presence_of(context, key, clinic_id) if clinic_id else None
        return ConversationPresenceTellPayload(clinic_id=clinic_id, presence=presence, user_errors=user_errors)


# --- hearing ------------------------------------------------------------------------------------------------------


async def _presences(context: Context, key: UUID, clinic_id: UUID) -> AsyncGenerator[Any, None]:
    """Yield who is there, now and whenever that changes; whoever stops listening is not there any more."""
    board, actor, shown = context.deployment.presence, context.principal(), None
    seat = (actor.user_id, actor.session_id) if isinstance(actor, StaffActor) else None
    try:
        with board.watching(key, seat) as watch:
            standing = await standing_again(actor, context.now)
            while standing is not None and is_allowed(standing.actor, Permission.MESSAGE_READ, clinic_id):
                renewed = context.renewed(standing.actor)
                if await find_conversation(renewed, key) is None:
                    return  # out of reach by now: nothing more is told, not even that
                found = _presence_of(renewed, key, clinic_id)
                if found.present != shown:
                    shown = found.present
                    yield Event(found, renewed)
                most = min(CHECK_SECONDS, seconds_left(standing, context.now))
                await watch.changed(board.seconds_to_change(shown, most) + 0.01)
                standing = await standing_again(standing.actor, context.now)
        if context.close_socket is not None:
            await context.close_socket(SESSION_OVER, "The session is over, or may not listen to this any longer")
    finally:
        _leave_behind(context, actor, clinic_id, key)


def _leave_behind(context: Context, actor: Principal, clinic_id: UUID, key: UUID) -> None:
    """Take the listener away in a task of its own: whoever closes a socket waits for nothing."""
    leaving = service.leave(context.deployment.presence, actor, clinic_id, key)
    task = asyncio.get_running_loop().create_task(leaving, context=contextvars.copy_context())
    _leaving.add(task)
    task.add_done_callback(_leaving.discard)


@strawberry.type
class PresenceSubscriptions:
    @subscription(
        "Who else is at a conversation, now and as they come, write and go. Whose last subscription ends has left.",
        policy=READ,
        surfaces=STAFF,
    )
    async def conversation_presence(
        self, info: Info, conversation_id: Annotated[strawberry.ID, WHICH]
    ) -> AsyncGenerator[ConversationPresence | None, None]:
        key = key_of(conversation_id, "Conversation", field="conversationId")
        clinic_id = await service.clinic_to_watch(info.context.principal(), key)
        return _presences(info.context, key, clinic_id)
