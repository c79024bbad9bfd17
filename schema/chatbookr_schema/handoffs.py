"""What staff read first of a conversation that was handed over: three lines, and the same as fields."""

from datetime import date, datetime, time
from enum import Enum
from uuid import UUID

import strawberry

from chatbookr_core.handoffs.queries import handoffs_of
from chatbookr_core.handoffs.summary import Handoff, HeldTime
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Practitioner, Service, find_practitioner, find_service
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversation_codes import HandoverReason, handover_reason_of
from chatbookr_schema.field import OF_PARENT, DataClass, Needs, enum_type, field, object_type
from chatbookr_schema.ids import global_id

CLINIC = Needs(Permission.CLINIC_READ)


@enum_type(
    "At which question a patient stands.",
    IDLE="Nothing was asked.",
    MENU="What they would like to do.",
    SERVICE="What for.",
    LOCATION="Where.",
    PRACTITIONER="With whom.",
    DURATION="For how long.",
    FINDING="Times are being looked up.",
    TIMES="Which of some times.",
    DAYS="Which day.",
    DAY_TIMES="Which time of a day.",
    NOTHING_FREE="What to do, as nothing is free.",
    NOTHING_FITS="What to do, as nothing that was offered suits.",
    HOLDING="The time they chose is being checked.",
    WHO="Who comes.",
    NAME="How who comes is called.",
    BIRTH="When who comes was born.",
    OVERLAP="What to do, as who comes has an appointment at the time that is held.",
    CONFIRM="Whether to book the time that is held.",
    PENDING="Their booking is being written.",
    BOOKED="Nothing: it is booked.",
    APPOINTMENTS="Which of their appointments.",
    APPOINTMENT="What to do with an appointment.",
    CANCELLING="Whether it shall really be cancelled.",
    REASON="Why they cancelled.",
    WAITLIST="Nothing: they wait for a time.",
    SUITING="When a time would suit who waits.",
    GO_ON="Whether to go on.",
)
class DialogueStep(Enum):
    IDLE = "idle"
    MENU = "menu"
    SERVICE = "service"
    LOCATION = "location"
    PRACTITIONER = "practitioner"
    DURATION = "duration"
    FINDING = "finding"
    TIMES = "times"
    DAYS = "days"
    DAY_TIMES = "daytimes"
    NOTHING_FREE = "nothingfree"
    NOTHING_FITS = "nothingfits"
    HOLDING = "holding"
    WHO = "who"
    NAME = "name"
    BIRTH = "birth"
    OVERLAP = "overlap"
    CONFIRM = "confirm"
    PENDING = "pending"
    BOOKED = "booked"
    APPOINTMENTS = "appointments"
    APPOINTMENT = "appointment"
    CANCELLING = "cancelling"
    REASON = "reason"
    WAITLIST = "waitlist"
    SUITING = "suiting"
    GO_ON = "goon"


@enum_type(
    "What a patient was about to do with an appointment.",
    MOVE="Move it.",
    CANCEL="Cancel it.",
    CHANGE="They looked at it, or were too late to change it.",
)
class HandoffChange(Enum):
    MOVE = "move"
    CANCEL = "cancel"
    CHANGE = "change"


@object_type("A time that is kept for a patient right now.", needs=Permission.MESSAGE_READ)
class HandoffHold:
    clinic_id: strawberry.Private[UUID]
    starts_at: datetime = field("When it starts.", policy=OF_PARENT)
    ends_at: datetime = field("When it ends.", policy=OF_PARENT)
    expires_at: datetime = field("Until when it is kept.", policy=OF_PARENT)

    @classmethod
    def of(cls, hold: HeldTime, clinic_id: UUID) -> "HandoffHold":
        return cls(clinic_id=clinic_id, starts_at=hold.starts_at, ends_at=hold.ends_at, expires_at=hold.expires_at)


@object_type(
    "Where a patient stood when a person got the conversation, without a word of what they wrote.",
    needs=Permission.MESSAGE_READ,
)
class ConversationHandoff:
    clinic_id: strawberry.Private[UUID]
    handoff: strawberry.Private[Handoff]

    @field("Why; null: somebody took it.", policy=OF_PARENT)
    def reason(self) -> HandoverReason | None:
        return handover_reason_of(self.handoff.reason)

    @field(
        "Three lines in the clinic's language: why and what was wanted; what is held; the open question.",
        policy=OF_PARENT,
        data=DataClass.CONVERSATION,
    )
    def summary(self) -> list[str]:
        return list(self.handoff.lines)

    @field("The question that is open.", policy=OF_PARENT)
    def open_step(self) -> DialogueStep:
        return DialogueStep(self.handoff.step.value)

    @field("What they were about to do with an appointment; null: nothing with one.", policy=OF_PARENT)
    def change(self) -> HandoffChange | None:
        return HandoffChange(self.handoff.change) if self.handoff.change else None

    @field("With which appointment.", policy=Needs(Permission.BOOKING_READ))
    def booking_id(self) -> strawberry.ID | None:
        key = self.handoff.booking_id
        return strawberry.ID(global_id("Booking", key)) if key else None

    @field("What for, as far as they chose.", policy=CLINIC, cost=1)
    async def service(self, info: Info) -> Service | None:
        key = self.handoff.service_id
        return await find_service(info.context, key) if key else None

    @field("With whom; null: whoever is free, or not chosen yet.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        key = self.handoff.practitioner_id
        return await find_practitioner(info.context, key) if key else None

    @field("The time they chose.", policy=OF_PARENT)
    def chosen_at(self) -> datetime | None:
        return self.handoff.chosen_at

    @field("The day they asked for, at the place; of several the first.", policy=OF_PARENT)
    def wished_day(self) -> date | None:
        return self.handoff.wish.day if self.handoff.wish else None

    @field("The last of the days they asked for, where they named several with an end.", policy=OF_PARENT)
    def wished_last_day(self) -> date | None:
        return self.handoff.wish.last_day if self.handoff.wish else None

    @field("From what time of day on, as 16:00.", policy=OF_PARENT)
    def wished_from(self) -> str | None:
        return _written(self.handoff.wish.from_time if self.handoff.wish else None)

    @field("Before what time of day.", policy=OF_PARENT)
    def wished_until(self) -> str | None:
        return _written(self.handoff.wish.until_time if self.handoff.wish else None)

    @field("The time that is kept for them right now.", policy=OF_PARENT)
    def hold(self) -> HandoffHold | None:
        return HandoffHold.of(self.handoff.hold, self.clinic_id) if self.handoff.hold else None


def _written(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at is not None else None


async def handoff_of(context: Context, key: UUID, clinic_id: UUID) -> ConversationHandoff | None:
    """Summarise a conversation that was reached, for all of an operation at once; None where no person has it."""

    async def load(ids: list[UUID]) -> list[Handoff | None]:
        found = await handoffs_of(context.deployment.vault, clinic_id, ids, context.now)
        return [found.get(one) for one in ids]

    handoff = await context.loaders.of_parent((handoffs_of, clinic_id), load).load(key)
    return ConversationHandoff(clinic_id=clinic_id, handoff=handoff) if handoff else None
