"""What clients hear of as it happens; every event is executed with the actor as of then and nothing loaded before."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.conversations.queries import conversations_by_id
from chatbookr_core.erasure.queries import erased_patient, is_erased
from chatbookr_core.events import Change, Position
from chatbookr_core.following import following
from chatbookr_core.operators.queries import OpenOperatorSession, find_open_operator_session
from chatbookr_core.partners.queries import OpenKey, find_open_key
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.people.queries import OpenSession, find_open_session
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, OperatorActor, Principal, StaffActor
from chatbookr_permissions.policy import is_allowed
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Context, EventPlace, Info
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.event_cursor import event_cursor, position_after
from chatbookr_schema.field import BOTH, Needs, Public, argument, field, object_type, subscription
from chatbookr_schema.ids import global_id, key_of
from chatbookr_schema.messages import Message, find_message
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.waitlist import WaitlistEntry, find_waitlist_entry

CHECK_SECONDS = 30.0  # a revocation nobody told of is seen after this
SOON_SECONDS = 0.02  # what runs out is looked at just after, not just before
SESSION_OVER = 4403
CONVERSATIONS, BOOKINGS, ERASURES = "conversationChanged", "bookingChanged", "patientErased"
WAITLIST, MERGES = "waitlistChanged", "patientMerged"
HEARER = Public("Whoever hears of an event may go on from there; the cursor alone opens nothing.")
Standing = OpenSession | OpenKey | OpenOperatorSession
After = Annotated[
    str | None,
    argument("Go on after the event of this cursor: first what was missed since, for a day, then what comes."),
]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, with the context it is executed in."""

    value: object
    context: Context


@object_type("A conversation is not as it was.")
class ConversationChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    conversation_key: strawberry.Private[UUID]
    message_key: strawberry.Private[UUID | None]
    is_of_seal: strawberry.Private[bool]

    @field(
        "The conversation as it is now; null once, as it is sealed for others: load your list again.",
        policy=Needs(Permission.CONVERSATION_READ),
        cost=1,
    )
    async def conversation(self, info: Info) -> Conversation | None:
        return await find_conversation(info.context, self.conversation_key)

    @field("The message that is new or changed, if it is about one.", policy=Needs(Permission.MESSAGE_READ), cost=1)
    async def message(self, info: Info) -> Message | None:
        return await find_message(info.context, self.message_key) if self.message_key else None

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, CONVERSATIONS, self.clinic_id, self.position)


@object_type("A booking was made or is not as it was.")
class BookingChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    booking_key: strawberry.Private[UUID]
    left_key: strawberry.Private[UUID | None]

    @field("Which one it is.", policy=Needs(Permission.BOOKING_READ))
    def booking_id(self) -> strawberry.ID | None:
        return strawberry.ID(global_id("Booking", self.booking_key))

    @field(
        "The booking as it is now; null once, as it is handed over to somebody or moved to a place whose bookings you "
        "may not see: drop what you hold of it.",
        policy=Needs(Permission.BOOKING_READ),
        cost=1,
    )
    async def booking(self, info: Info) -> Booking | None:
        return await find_booking(info.context, self.booking_key)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, BOOKINGS, self.clinic_id, self.position)


@object_type("A place on the waitlist is new, or not as it was.")
class WaitlistChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    entry_key: strawberry.Private[UUID]

    @field("The place as it is now.", policy=Needs(Permission.BOOKING_READ), cost=1)
    async def waitlist_entry(self, info: Info) -> WaitlistEntry | None:
        return await find_waitlist_entry(info.context, self.entry_key)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, WAITLIST, self.clinic_id, self.position)


@object_type("A patient is erased: whoever has copies erases them too, and says so by `erasureAcknowledge`.")
class PatientErasureChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    erasure_key: strawberry.Private[UUID]

    @field("What to acknowledge it by.", policy=HEARER)
    def erasure_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Erasure", self.erasure_key))

    @field("Whom: what is kept under this id.", policy=Needs(Permission.PATIENT_READ), cost=1)
    async def patient_id(self) -> strawberry.ID | None:
        key = await erased_patient(self.erasure_key, clinic_id=self.clinic_id)
        return strawberry.ID(global_id("Patient", key)) if key else None

    @field("Whether all that is here is gone already.", policy=Needs(Permission.PATIENT_READ), cost=1)
    async def is_erased(self) -> bool | None:
        return await is_erased(self.erasure_key, clinic_id=self.clinic_id)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, ERASURES, self.clinic_id, self.position)


@object_type("Two patients were found to be one person: what was kept under one id is the other's from now on.")
class PatientMergeChange:
    clinic_id: strawberry.Private[UUID]
    position: strawberry.Private[Position]
    kept_key: strawberry.Private[UUID]
    merged_key: strawberry.Private[UUID]

    @field("Who is not read by this id any more.", policy=Needs(Permission.PATIENT_READ))
    def merged_patient_id(self) -> strawberry.ID | None:
        return strawberry.ID(global_id("Patient", self.merged_key))

    @field("Whom they are from now on.", policy=Needs(Permission.PATIENT_READ))
    def patient_id(self) -> strawberry.ID | None:
        return strawberry.ID(global_id("Patient", self.kept_key))

    @field("The same, as they are now.", policy=Needs(Permission.PATIENT_READ), cost=1)
    async def patient(self, info: Info) -> Patient | None:
        return await find_patient(info.context, self.kept_key)

    @field("Where this event stands: pass it as `after` to hear what follows.", policy=HEARER)
    async def cursor(self, info: Info) -> str:
        return await event_cursor(info.context, MERGES, self.clinic_id, self.position)


@dataclass(frozen=True, slots=True)
class Topic:
    """What is listened to: the changes of a clinic of which `value_of` makes something, for holders of a permission.

    `name` is the subscription's; `reaches` tells whether what was made is within reach, where that is not known here.
    """

    name: str
    clinic_id: UUID
    permission: Permission
    value_of: Callable[[Change, Position], object | None]
    reaches: Callable[[Any, Context], Awaitable[bool]] | None = None

    def told_of(self, change: Change) -> object | None:
        """Return what is made of one change alone, None where it is none of this topic's."""
        is_here = change.clinic_id == self.clinic_id
        return self.value_of(change, change.position) if is_here and change.position is not None else None

    async def event_of(self, value: Any, name: str, context: Context, renewed: Context) -> "Event | None":
        """Return the event that stands next, noted as the one under way; None where it is not reached.

        `name` is what the subscription is called in the answer.
        """
        if not await (self.reaches or _is_reached)(value, renewed):
            return None
        cursor = partial(event_cursor, context, self.name, self.clinic_id, value.position)
        context.event = renewed.event = EventPlace(name, cursor)
        if context.on_event is not None:
            context.on_event(renewed)
        return Event(value, renewed)


def of_subject(kind: str, made_of: Callable[[UUID, Position], object]) -> Callable[[Change, Position], object | None]:
    """Make something of each change of a kind: of the subject's id, and where the change stands."""

    def value_of(change: Change, position: Position) -> object | None:
        return made_of(change.subject_id, position) if change.kind == kind and change.subject_id is not None else None

    return value_of


async def events_of(info: Info, topic: Topic, after: str | None) -> AsyncGenerator[Any, None]:
    """Listen to what follows an event's cursor, or to what comes from now on. Raises what `position_after` does."""
    position = await position_after(info.context, topic.name, topic.clinic_id, after)
    return _events(info.context, topic, str(info.path.key), position)


async def _events(context: Context, topic: Topic, name: str, after: Position | None) -> AsyncGenerator[Any, None]:
    """Yield what is made of a clinic's changes; the end of the session or permission is the end of the socket."""
    if context.told is not None:
        value = topic.told_of(context.told)
        event = await topic.event_of(value, name, context, context.renewed(context.principal())) if value else None
        if event is not None:
            yield event
        return
    async with following(topic.clinic_id, after=after) as follower:
        standing = await standing_again(context.principal(), context.now)
        while standing is not None and is_allowed(standing.actor, topic.permission, topic.clinic_id):
            change = await follower.heard(seconds_left(standing, context.now))
            value = None
            if change is not None and change.clinic_id == topic.clinic_id:
                value = topic.value_of(change, change.position or follower.position)
            if change is not None and value is None and not _is_about(change, standing.actor):
                continue
            standing = await standing_again(standing.actor, context.now)
            if value is not None and standing is not None:
                if not is_allowed(standing.actor, topic.permission, topic.clinic_id):
                    break
                event = await topic.event_of(value, name, context, context.renewed(standing.actor))
                if event is not None:
                    yield event
    if context.close_socket is not None:
        await context.close_socket(SESSION_OVER, "The session is over, or may not listen to this any longer")


async def _is_reached(value: object, context: Context) -> bool:
    """Tell whether an event is about something within reach: of what is not, not even that it happened is told.

    Except once: whoever could see a conversation up to now hears that it was sealed, and finds null in its place.
    """
    if isinstance(value, BookingChange):
        return await _reaches_booking(value, context)
    if isinstance(value, WaitlistChange):
        is_limited = context.reach(value.clinic_id).is_limited
        return not is_limited or await find_waitlist_entry(context, value.entry_key) is not None
    if isinstance(value, PatientErasureChange):
        reach = context.reach(value.clinic_id)
        patient = await erased_patient(value.erasure_key, clinic_id=value.clinic_id)
        return not reach.is_limited or (patient is not None and bool(await patients_by_id(reach, [patient])))
    if isinstance(value, PatientMergeChange):
        reach = context.reach(value.clinic_id)
        return not reach.is_limited or bool(await patients_by_id(reach, [value.kept_key]))
    if not isinstance(value, ConversationChange) or not (reach := context.reach(value.clinic_id)).is_limited:
        return True
    if await find_conversation(context, value.conversation_key) is not None:
        return True
    is_lost = value.is_of_seal and context.told is None
    return is_lost and bool(await conversations_by_id(replace(reach, unsealed=()), [value.conversation_key]))


async def _reaches_booking(value: BookingChange, context: Context) -> bool:
    """Tell those who lost sight of a booking by the change that says what it has left, and all others by the other."""
    reach = context.reach(value.clinic_id)
    if value.left_key is None:
        is_limited = reach.location_ids is not None or bool(reach.own_bookings)
        return not is_limited or await find_booking(context, value.booking_key) is not None
    seen = {*(reach.location_ids or ()), *(reach.practitioner_ids if reach.own_bookings else ())}
    return value.left_key in seen and await find_booking(context, value.booking_key) is None


async def standing_again(actor: Principal, now: datetime) -> Standing | None:
    """Read again who is listening; None once they may not any longer."""
    if isinstance(actor, OperatorActor):
        return await find_open_operator_session(actor.session_id, now=now)
    if isinstance(actor, StaffActor):
        return await find_open_session(actor.session_id, now=now)
    return await find_open_key(actor.key_id, now=now)


def seconds_left(standing: Standing, now: datetime) -> float:
    if standing.ends_at is None:
        return CHECK_SECONDS
    return min(CHECK_SECONDS, max(0.0, (standing.ends_at - now).total_seconds()) + SOON_SECONDS)


def _is_about(change: Change, actor: Principal) -> bool:
    """Tell whether a change can have to do with who the actor is."""
    if change.kind in ("session", "key"):
        return change.subject_id == (actor.key_id if isinstance(actor, KeyActor) else actor.session_id)
    return change.kind == "membership" and change.clinic_id in actor.clinic_ids


@strawberry.type
class ChangeSubscriptions:
    @subscription(
        "Conversations of a clinic, as they change.", policy=Needs(Permission.CONVERSATION_READ), surfaces=BOTH
    )
    async def conversation_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        conversation_id: Annotated[strawberry.ID | None, argument("This conversation only.")] = None,
        after: After = None,
    ) -> AsyncGenerator[ConversationChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.CONVERSATION_READ)
        only = key_of(conversation_id, "Conversation", field="conversationId") if conversation_id else None

        def value_of(change: Change, position: Position) -> ConversationChange | None:
            is_message = change.kind == "message"
            key = change.parent_id if is_message else change.subject_id
            if change.kind not in ("conversation", "message", "seal") or key is None or only not in (None, key):
                return None
            message_key = change.subject_id if is_message else None
            return ConversationChange(
                clinic_id=clinic,
                position=position,
                conversation_key=key,
                message_key=message_key,
                is_of_seal=change.kind == "seal",
            )

        return await events_of(info, Topic(CONVERSATIONS, clinic, Permission.CONVERSATION_READ, value_of), after)

    @subscription(
        "Bookings of a clinic, as they are made and change.", policy=Needs(Permission.BOOKING_READ), surfaces=BOTH
    )
    async def booking_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[BookingChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.BOOKING_READ)

        def value_of(change: Change, position: Position) -> BookingChange | None:
            if change.kind != "booking" or change.subject_id is None:
                return None
            key, left = change.subject_id, change.parent_id
            return BookingChange(clinic_id=clinic, position=position, booking_key=key, left_key=left)

        return await events_of(info, Topic(BOOKINGS, clinic, Permission.BOOKING_READ, value_of), after)

    @subscription("The waitlist of a clinic, as it changes.", policy=Needs(Permission.BOOKING_READ), surfaces=BOTH)
    async def waitlist_changed(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[WaitlistChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.BOOKING_READ)

        value_of = of_subject(
            "waitlist", lambda key, position: WaitlistChange(clinic_id=clinic, position=position, entry_key=key)
        )
        return await events_of(info, Topic(WAITLIST, clinic, Permission.BOOKING_READ, value_of), after)

    @subscription(
        "Patients of a clinic who are erased: as it is asked for, and as it is done.",
        policy=Needs(Permission.PATIENT_READ),
        surfaces=BOTH,
    )
    async def patient_erased(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[PatientErasureChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.PATIENT_READ)

        value_of = of_subject(
            "erasure", lambda key, position: PatientErasureChange(clinic_id=clinic, position=position, erasure_key=key)
        )
        return await events_of(info, Topic(ERASURES, clinic, Permission.PATIENT_READ, value_of), after)

    @subscription(
        "Patients of a clinic who were found to be one person.", policy=Needs(Permission.PATIENT_READ), surfaces=BOTH
    )
    async def patient_merged(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        after: After = None,
    ) -> AsyncGenerator[PatientMergeChange | None, None]:
        clinic = clinic_for(info.context, clinic_id, Permission.PATIENT_READ)

        def value_of(change: Change, position: Position) -> PatientMergeChange | None:
            if change.kind != "merge" or change.subject_id is None or change.parent_id is None:
                return None
            keys = {"kept_key": change.parent_id, "merged_key": change.subject_id}
            return PatientMergeChange(clinic_id=clinic, position=position, **keys)

        return await events_of(info, Topic(MERGES, clinic, Permission.PATIENT_READ, value_of), after)
