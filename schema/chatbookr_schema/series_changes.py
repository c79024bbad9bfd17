"""What staff and partners do with series of appointments: book, move and cancel several at once."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.bookings.errors import Refusal, SeriesRefused
from chatbookr_core.clinics.queries import find_clinic_of_service
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.series.booking import IfNotFree, SeriesRequest, book_series, look_before_series
from chatbookr_core.series.changing import (
    Change,
    Move,
    cancel_series,
    look_before_series_move,
    move_series,
)
from chatbookr_core.series.layout import Wish
from chatbookr_core.series.live import Sights
from chatbookr_core.series.queries import ids_of_same_series
from chatbookr_core.series.rules import MOST
from chatbookr_permissions.actions import Permission
from chatbookr_schema.booking_moves import RescheduleWithWhom
from chatbookr_schema.bookings import Booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, change, error_codes
from chatbookr_schema.series import (
    RECURRENCE,
    STARTS,
    USUALLY,
    WHERE,
    WITH,
    WITH_WHOM,
    SeriesRefusal,
    SeriesWithWhom,
    found_bookings,
)
from chatbookr_schema.series_refusals import not_booked, not_moved, refusals_shown
from chatbookr_schema.values import aware

READ, WRITE = Needs(Permission.BOOKING_READ), Needs(Permission.BOOKING_WRITE)
REFUSED = "Something stands in the way of some appointments, `refusals` says of which; nothing was changed."
REFUSALS = "Which appointments were not made, and why; not told again under the same idempotency key."
NOT_CHANGED = "Which appointments stand in the way, and why."
CANCELLED = "The appointment named is cancelled already."
OVER = "It has been noted already what became of the visit named."
BEGUN = "The appointment named has begun."
SEEN = "The version of every appointment that is to be changed, as it was seen."


@error_codes("Why a series was not booked.", **COMMON, SERIES_REFUSED=REFUSED)
class BookingSeriesCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    SERIES_REFUSED = "SERIES_REFUSED"


@error_codes(
    "Why a series was not moved.",
    **COMMON,
    SERIES_REFUSED=REFUSED,
    ALREADY_CANCELLED=CANCELLED,
    WRONG_STATUS=OVER,
    NOT_THE_TIME=BEGUN,
)
class BookingSeriesRescheduleErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    SERIES_REFUSED = "SERIES_REFUSED"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    WRONG_STATUS = "WRONG_STATUS"
    NOT_THE_TIME = "NOT_THE_TIME"


@error_codes(
    "Why a series was not cancelled.",
    **COMMON,
    SERIES_REFUSED=REFUSED,
    ALREADY_CANCELLED=CANCELLED,
    WRONG_STATUS=OVER,
    NOT_THE_TIME=BEGUN,
)
class BookingSeriesCancelErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    SERIES_REFUSED = "SERIES_REFUSED"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    WRONG_STATUS = "WRONG_STATUS"
    NOT_THE_TIME = "NOT_THE_TIME"


@enum_type(
    "What becomes of a series of which a time is not free.",
    REFUSE_ALL="Nothing is booked.",
    SKIP="The others are booked, and counted without it.",
)
class SeriesIfNotFree(Enum):
    REFUSE_ALL = "refuse_all"
    SKIP = "skip"


@enum_type(
    "Which appointments of a series; what has begun, is over or was cancelled is left as it is. One alone is changed "
    "as any booking, by `bookingReschedule` and `bookingCancel`.",
    THIS_AND_FOLLOWING="The one named and those of a higher number.",
    ALL="All.",
)
class SeriesScope(Enum):
    THIS_AND_FOLLOWING = "this_and_following"
    ALL = "all"


@input_type("Another time for one of a recurrence.")
class SeriesReplacementInput:
    instead_of: datetime = field("When the recurrence would have it.", policy=OF_PARENT)
    starts_at: datetime = field("When it is to start instead, as `bookingSeriesPreview` named it.", policy=OF_PARENT)


@input_type("A booking as it was seen.")
class BookingVersionInput:
    booking_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    version: int = field("The version that was seen; another one is refused.", policy=OF_PARENT)


@input_type("The series to book.")
class BookingSeriesCreateInput:
    service_id: strawberry.ID = field("What for.", policy=OF_PARENT)
    patient_id: strawberry.ID = field("Who comes.", policy=Needs(Permission.PATIENT_READ))
    starts_at: datetime = field(STARTS, policy=OF_PARENT)
    recurrence: str = field(RECURRENCE, policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input(WITH, policy=OF_PARENT)
    with_whom: SeriesWithWhom = field(WITH_WHOM, policy=OF_PARENT, default=SeriesWithWhom.SAME)
    location_id: strawberry.ID | None = optional_input(WHERE, policy=OF_PARENT)
    duration_minutes: int | None = optional_input(
        "For how long, where the service takes other durations than its usual one.", policy=OF_PARENT
    )
    if_not_free: SeriesIfNotFree = field(
        "What becomes of it if a time is not free.", policy=OF_PARENT, default=SeriesIfNotFree.REFUSE_ALL
    )
    replacements: list[SeriesReplacementInput] | None = optional_input(
        "Other times for some of the recurrence.", policy=OF_PARENT
    )
    notes: str | None = optional_input(
        "What the clinic notes on each, at most 500 characters.",
        policy=Needs(Permission.BOOKING_NOTES_WRITE),
        data=DataClass.CONVERSATION,
    )


@input_type("How to move appointments of a series.")
class BookingSeriesRescheduleInput:
    booking_id: strawberry.ID = field("One of them.", policy=OF_PARENT)
    scope: SeriesScope = field("Which others move with it.", policy=OF_PARENT)
    starts_at: datetime = field(
        "To when it moves; each other one moves by as many local days, and as much on the clock.", policy=OF_PARENT
    )
    seen: list[BookingVersionInput] = field(SEEN, policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("To whom; left out, as `withWhom` says.", policy=OF_PARENT)
    with_whom: RescheduleWithWhom = field(
        "With whom, where nobody is named: each by itself; whose turn it is, those before it counted.",
        policy=OF_PARENT,
        default=RescheduleWithWhom.SAME,
    )


@input_type("How to cancel appointments of a series.")
class BookingSeriesCancelInput:
    booking_id: strawberry.ID = field("One of them.", policy=OF_PARENT)
    scope: SeriesScope = field("Which others are cancelled with it.", policy=OF_PARENT)
    seen: list[BookingVersionInput] = field(SEEN, policy=OF_PARENT)
    reason: str | None = optional_input(
        "Why, as a code: small letters and _, at most 40, like `no_show`; no words of anybody's.", policy=OF_PARENT
    )


@object_type("What became of booking a series.")
class BookingSeriesCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    bookings: list[Booking] | None = field("The series by number.", policy=READ, lists=USUALLY)
    refusals: list[SeriesRefusal] | None = field(REFUSALS, policy=WRITE, lists=USUALLY)
    user_errors: list[UserError[BookingSeriesCreateErrorCode]] = field("Why it was not booked.", policy=OUTCOME)


@object_type("What became of moving appointments of a series.")
class BookingSeriesReschedulePayload:
    clinic_id: strawberry.Private[UUID | None]
    bookings: list[Booking] | None = field("The series as it is now, by number.", policy=READ, lists=USUALLY)
    refusals: list[SeriesRefusal] | None = field(NOT_CHANGED, policy=WRITE, lists=USUALLY)
    user_errors: list[UserError[BookingSeriesRescheduleErrorCode]] = field("Why none was moved.", policy=OUTCOME)


@object_type("What became of cancelling appointments of a series.")
class BookingSeriesCancelPayload:
    clinic_id: strawberry.Private[UUID | None]
    bookings: list[Booking] | None = field("The series as it is now, by number.", policy=READ, lists=USUALLY)
    refusals: list[SeriesRefusal] | None = field(NOT_CHANGED, policy=WRITE, lists=USUALLY)
    user_errors: list[UserError[BookingSeriesCancelErrorCode]] = field("Why none was cancelled.", policy=OUTCOME)


class _Told:
    """What a change told besides its outcome: each try anew, and what a look saw before."""

    def __init__(self) -> None:
        self.refusals: Sequence[Refusal] = ()
        self.sights: Sights = {}

    async def heard(self, work: Callable[[], Awaitable[UUID]]) -> UUID:
        """Do the work, and keep what was refused in it."""
        self.refusals = ()
        try:
            return await work()
        except SeriesRefused as refused:
            self.refusals = refused.refusals
            raise


async def _bookings(context: Context, outcome: Outcome) -> list[Booking]:
    return await found_bookings(context, await ids_of_same_series(outcome.key)) if outcome.key else []


def _versions(given: Sequence[BookingVersionInput]) -> dict[UUID, int]:
    if len(given) > MOST:
        raise InvalidInput(f"A series has at most {MOST} appointments.", field="input.seen")
    return {
        key_of(one.booking_id, "Booking", field=f"input.seen.{place}.bookingId"): one.version
        for place, one in enumerate(given)
    }


def _asked(given: BookingSeriesCreateInput) -> Callable[[], Awaitable[SeriesRequest]]:
    """Read the ids at once, so that a wrong one is refused; the clinic is that of the service, looked up when asked."""
    service_id = key_of(given.service_id, "Service", field="input.serviceId")
    practitioner_id = optional_key(given.practitioner_id, "Practitioner", field="input.practitionerId")
    patient_id = key_of(given.patient_id, "Patient", field="input.patientId")
    location_id = optional_key(given.location_id, "Location", field="input.locationId")
    starts_at = aware(given.starts_at, "input.startsAt")
    replacements = {
        aware(one.instead_of, f"input.replacements.{place}.insteadOf"): aware(
            one.starts_at, f"input.replacements.{place}.startsAt"
        )
        for place, one in enumerate(given.replacements or ())
    }

    async def request() -> SeriesRequest:
        clinic_id = await find_clinic_of_service(service_id)
        if clinic_id is None:
            raise NotFound(field="service_id")
        with_whom, minutes = given.with_whom.core, given.duration_minutes
        which = service_id, practitioner_id, starts_at, given.recurrence, location_id
        wish = Wish(clinic_id, *which, minutes, with_whom)
        how: IfNotFree = "skip" if given.if_not_free is SeriesIfNotFree.SKIP else "refuse_all"
        return SeriesRequest(wish, patient_id, how, replacements, given.notes)

    return request


@strawberry.type
class SeriesMutations:
    @field(
        "Book a series of appointments for a patient, all or none unless asked otherwise; the patient is told of the "
        "whole in one message.",
        policy=WRITE,
        cost=100,
        surfaces=BOTH,
        tells=True,
    )
    async def booking_series_create(
        self, info: Info, input: Annotated[BookingSeriesCreateInput, argument("What to book.")]
    ) -> BookingSeriesCreatePayload | None:
        context, actor, told = info.context, info.context.principal(), _Told()
        wanted = _asked(input)

        async def look() -> None:
            told.sights = await look_before_series(context.deployment, actor, await wanted())

        async def work() -> UUID:
            booked = await book_series(context.deployment, actor, await wanted(), told.sights)
            told.refusals = booked.refusals
            return booked.first_id

        outcome = await change(info, input, BookingSeriesCreateErrorCode, lambda: told.heard(work), look=look)
        found = await _bookings(context, outcome)
        clinic_id, refusals = await not_booked(context, wanted, told.refusals)
        return BookingSeriesCreatePayload(
            clinic_id=found[0].clinic_id if found else clinic_id,
            bookings=found,
            refusals=refusals,
            user_errors=outcome.user_errors,
        )

    @field(
        "Move appointments of a series by as much each, all or none; the patient is told of the whole in one message.",
        policy=WRITE,
        cost=100,
        surfaces=BOTH,
        tells=True,
    )
    async def booking_series_reschedule(
        self, info: Info, input: Annotated[BookingSeriesRescheduleInput, argument("Which ones, and when to.")]
    ) -> BookingSeriesReschedulePayload | None:
        context, actor, told = info.context, info.context.principal(), _Told()
        which = Change(
            key_of(input.booking_id, "Booking", field="input.bookingId"), input.scope.value, _versions(input.seen)
        )
        move = Move(
            which,
            aware(input.starts_at, "input.startsAt"),
            optional_key(input.practitioner_id, "Practitioner", field="input.practitionerId"),
            input.with_whom.value,
        )

        async def look() -> None:
            told.sights = await look_before_series_move(context.deployment, actor, move)

        async def work() -> UUID:
            return await move_series(context.deployment, actor, move, told.sights)

        outcome = await change(info, input, BookingSeriesRescheduleErrorCode, lambda: told.heard(work), look=look)
        found = await _bookings(context, outcome) or await found_bookings(context, [which.booking_id])
        clinic_id = found[0].clinic_id if found else None
        return BookingSeriesReschedulePayload(
            clinic_id=clinic_id,
            bookings=found if outcome.key else [],
            refusals=await not_moved(context, move, told.refusals, clinic_id) if clinic_id else [],
            user_errors=outcome.user_errors,
        )

    @field(
        "Cancel appointments of a series for the clinic, all or none; the patient is told of the whole in one message.",
        policy=WRITE,
        cost=100,
        surfaces=BOTH,
        tells=True,
    )
    async def booking_series_cancel(
        self, info: Info, input: Annotated[BookingSeriesCancelInput, argument("Which ones, and why.")]
    ) -> BookingSeriesCancelPayload | None:
        context, actor, told = info.context, info.context.principal(), _Told()
        which = Change(
            key_of(input.booking_id, "Booking", field="input.bookingId"), input.scope.value, _versions(input.seen)
        )

        async def work() -> UUID:
            return await cancel_series(context.deployment, actor, which, reason=input.reason)

        outcome = await change(info, input, BookingSeriesCancelErrorCode, lambda: told.heard(work))
        found = await _bookings(context, outcome) or await found_bookings(context, [which.booking_id])
        clinic_id = found[0].clinic_id if found else None
        return BookingSeriesCancelPayload(
            clinic_id=clinic_id,
            bookings=found if outcome.key else [],
            refusals=await refusals_shown(context, told.refusals, {}, {}, clinic_id) if clinic_id else [],
            user_errors=outcome.user_errors,
        )
