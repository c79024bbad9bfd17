"""What the front desk answers to a card: the booking follows its event, the event is put back, or both stay."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.bookings.alternatives import MOST
from chatbookr_core.calendars.drift_answers import (
    accept,
    instead_of_following,
    keep_both,
    look_again,
    put_back,
    set_mode,
)
from chatbookr_core.deployment import Deployment
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_schema.availability import Slot, slots_shown
from chatbookr_schema.booking_changes import NOT_OFFERED, SLOTS, TAKEN, is_about_time
from chatbookr_schema.calendar_drifts import READ, CalendarDrift, find_calendar_drift
from chatbookr_schema.clinics import CalendarDriftMode, Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, change, error_codes

WRITE = Needs(Permission.BOOKING_WRITE)
SETTLED = "It is settled: somebody was faster, or it came right by itself."
NOT_FRESH = "The practitioner's calendar cannot be read right now."
P = TypeVar("P", "CalendarDriftPutBackPayload", "CalendarDriftKeepBothPayload")
C = TypeVar("C", bound=Enum)


@error_codes(
    "Why a booking did not follow its event.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE="A booking cannot begin, or last, as the event does.",
    DRIFT_SETTLED=SETTLED,
    SLOT_TAKEN=TAKEN,
    SLOT_NOT_OFFERED=NOT_OFFERED,
    ALREADY_CANCELLED="It is cancelled already.",
    CALENDAR_NOT_FRESH=NOT_FRESH,
)
class CalendarDriftAcceptErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    DRIFT_SETTLED = "DRIFT_SETTLED"
    SLOT_TAKEN = "SLOT_TAKEN"
    SLOT_NOT_OFFERED = "SLOT_NOT_OFFERED"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"


@error_codes(
    "Why an event was not put back.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    DRIFT_SETTLED=SETTLED,
    CALENDAR_NOT_FRESH=NOT_FRESH,
)
class CalendarDriftPutBackErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    DRIFT_SETTLED = "DRIFT_SETTLED"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"


@error_codes(
    "Why both do not stay.", NOT_FOUND=COMMON["NOT_FOUND"], DRIFT_SETTLED=SETTLED, CALENDAR_NOT_FRESH=NOT_FRESH
)
class CalendarDriftKeepBothErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    DRIFT_SETTLED = "DRIFT_SETTLED"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"


@error_codes("Why the mode was not set.", **COMMON)
class CalendarDriftModeSetErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@object_type("What became of letting a booking follow its event.")
class CalendarDriftAcceptPayload:
    clinic_id: strawberry.Private[UUID | None]
    calendar_drift: CalendarDrift | None = field("The card as it is now.", policy=READ)
    alternatives: list[Slot] | None = field(
        "Where the booking cannot be at the event's time: the three offered times nearest to that, with the same "
        "practitioner if any.",
        policy=SLOTS,
        lists=MOST,
    )
    user_errors: list[UserError[CalendarDriftAcceptErrorCode]] = field("Why it did not.", policy=OUTCOME)


@object_type("What became of putting an event back.")
class CalendarDriftPutBackPayload:
    clinic_id: strawberry.Private[UUID | None]
    calendar_drift: CalendarDrift | None = field("The card as it is now.", policy=READ)
    user_errors: list[UserError[CalendarDriftPutBackErrorCode]] = field("Why it was not.", policy=OUTCOME)


@object_type("What became of keeping an event and its booking.")
class CalendarDriftKeepBothPayload:
    clinic_id: strawberry.Private[UUID | None]
    calendar_drift: CalendarDrift | None = field("The card as it is now.", policy=READ)
    user_errors: list[UserError[CalendarDriftKeepBothErrorCode]] = field("Why they do not stay.", policy=OUTCOME)


@input_type("What becomes of such changes by themselves.")
class CalendarDriftModeSetInput:
    clinic_id: strawberry.ID = field("At which clinic.", policy=OF_PARENT)
    mode: CalendarDriftMode = field("What.", policy=OF_PARENT)


@object_type("What became of setting the mode.")
class CalendarDriftModeSetPayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[CalendarDriftModeSetErrorCode]] = field("Why it was not set.", policy=OUTCOME)


async def _outcome(
    info: Info, codes: type[Enum], key: UUID, answer: Callable[[Deployment, Actor, UUID], Awaitable[UUID]]
) -> tuple[CalendarDrift | None, Outcome]:
    context, actor = info.context, info.context.principal()
    outcome = await change(
        info,
        None,
        codes,
        lambda: answer(context.deployment, actor, key),
        look=lambda: look_again(context.deployment, actor, key),
    )
    return (await find_calendar_drift(context, outcome.key) if outcome.key else None), outcome


async def _answered(
    info: Info,
    kind: type[P],
    codes: type[Enum],
    drift_id: str,
    answer: Callable[[Deployment, Actor, UUID], Awaitable[UUID]],
) -> P:
    found, outcome = await _outcome(info, codes, key_of(drift_id, "CalendarDrift", field="driftId"), answer)
    clinic_id = found.record.clinic_id if found else None
    return kind(clinic_id=clinic_id, calendar_drift=found, user_errors=outcome.user_errors)


@strawberry.type
class CalendarDriftMutations:
    @field("Let the booking follow its event, and tell the patient.", policy=WRITE, cost=10, tells=True)
    async def calendar_drift_accept(
        self, info: Info, drift_id: Annotated[strawberry.ID, argument("Which card.")]
    ) -> CalendarDriftAcceptPayload | None:
        context, key = info.context, key_of(drift_id, "CalendarDrift", field="driftId")
        found, outcome = await _outcome(info, CalendarDriftAcceptErrorCode, key, accept)
        clinic_id, others = found.record.clinic_id if found else None, list[OfferedSlot]()
        if is_about_time(outcome):
            clinic_id, others = await instead_of_following(context.deployment, context.principal(), key)
        return CalendarDriftAcceptPayload(
            clinic_id=clinic_id,
            calendar_drift=found,
            alternatives=await slots_shown(context, clinic_id, others) if clinic_id else [],
            user_errors=outcome.user_errors,
        )

    @field("Bring the event back to what the booking says.", policy=WRITE, cost=10)
    async def calendar_drift_put_back(
        self, info: Info, drift_id: Annotated[strawberry.ID, argument("Which card.")]
    ) -> CalendarDriftPutBackPayload | None:
        return await _answered(info, CalendarDriftPutBackPayload, CalendarDriftPutBackErrorCode, drift_id, put_back)

    @field(
        "Leave the event as somebody made it, and the booking as it is: one that was moved is theirs, and the booking "
        "gets another one at its own time.",
        policy=WRITE,
        cost=10,
    )
    async def calendar_drift_keep_both(
        self, info: Info, drift_id: Annotated[strawberry.ID, argument("Which card.")]
    ) -> CalendarDriftKeepBothPayload | None:
        return await _answered(info, CalendarDriftKeepBothPayload, CalendarDriftKeepBothErrorCode, drift_id, keep_both)

    @field(
        "Say what becomes by itself of events that somebody changes in a calendar.",
        policy=Needs(Permission.CONNECTION_MANAGE),
        cost=10,
    )
    async def calendar_drift_mode_set(
        self, info: Info, input: Annotated[CalendarDriftModeSetInput, argument("What, where.")]
    ) -> CalendarDriftModeSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        outcome = await change(
            info, input, CalendarDriftModeSetErrorCode, lambda: set_mode(actor, key, input.mode.value)
        )
        found = await find_clinic(context, key) if outcome.key else None
        clinic_id = found.clinic_id if found else None
        return CalendarDriftModeSetPayload(clinic_id=clinic_id, clinic=found, user_errors=outcome.user_errors)
