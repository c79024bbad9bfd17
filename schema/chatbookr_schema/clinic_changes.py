"""What managers change: services, and the connections to channels and calendars."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.bookings.standing import Scope
from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.channels.lifecycle import disconnect_calendar, disconnect_channel
from chatbookr_core.clinics.rules import ServiceDraft
from chatbookr_core.clinics.service import save_service
from chatbookr_permissions.actions import Permission
from chatbookr_schema.bookings import Booking
from chatbookr_schema.channels import Calendar, Channel, find_calendar, find_channel
from chatbookr_schema.clinics import Service, find_service
from chatbookr_schema.context import Info
from chatbookr_schema.displaced import AFFECTED, NAMED, USUALLY, affected_in
from chatbookr_schema.factor_changes import STEP_UP
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, keys_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

MANAGE = Needs(Permission.CONNECTION_MANAGE)


@error_codes(
    "Why a service was not saved.",
    **COMMON,
    TITLE_NOT_SHOWABLE="The short title does not fit the lists patients read: it is never cut.",
)
class ServiceSaveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    TITLE_NOT_SHOWABLE = "TITLE_NOT_SHOWABLE"


@error_codes("Why a channel was not disconnected.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class ChannelDisconnectErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes("Why a calendar was not disconnected.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class CalendarDisconnectErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes(
    "Why calendars were not chosen.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    CONFLICT="The account is not connected.",
)
class CalendarChooseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    INVALID_VALUE = "INVALID_VALUE"
    CONFLICT = "CONFLICT"


@input_type("A service, whole: what is left out gets its default.")
class ServiceSaveInput:
    clinic_id: strawberry.ID = field("The clinic that offers it.", policy=OF_PARENT)
    title: str = field("What it is called, at most 80 characters.", policy=OF_PARENT)
    short_title: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    duration_minutes: int = field("How long the patient is there.", policy=OF_PARENT)
    service_id: strawberry.ID | None = optional_input("The one to change; left out, a new one.", policy=OF_PARENT)
    buffer_before_minutes: int = field("Kept free before it.", policy=OF_PARENT, default=0)
    buffer_after_minutes: int = field("Kept free after it.", policy=OF_PARENT, default=0)
    step_minutes: int = field("How far apart the offered starts are.", policy=OF_PARENT, default=15)
    price_minor_units: int | None = optional_input("What it costs, in the smallest unit.", policy=OF_PARENT)
    currency: str | None = optional_input("ISO 4217 code of the price's currency.", policy=OF_PARENT)
    is_active: bool = field("It is offered; what is booked stands either way.", policy=OF_PARENT, default=True)
    practitioner_ids: list[strawberry.ID] | None = optional_input(
        "Exactly who gives it from now on; left out, whoever does now. What is booked with others stands.",
        policy=OF_PARENT,
    )
    other_durations: list[int] | None = optional_input("What else it can take, in minutes.", policy=OF_PARENT)
    is_on_request: bool = field("Staff confirm what patients ask for.", policy=OF_PARENT, default=False)
    seats: int = field("For how many patients at once.", policy=OF_PARENT, default=1)
    bookings_per_day: int | None = optional_input("So many on one local date are enough.", policy=OF_PARENT)
    bookings_per_week: int | None = optional_input("So many from Monday to Sunday are enough.", policy=OF_PARENT)
    resource_kinds: list[str] | None = optional_input(
        "Exactly which kinds of rooms and devices it takes, one of each; left out, those it takes now.",
        policy=OF_PARENT,
    )


@object_type("What became of saving a service.")
class ServiceSavePayload:
    clinic_id: strawberry.Private[UUID | None]
    service: Service | None = field("The service as it is now.", policy=Needs(Permission.CLINIC_READ))
    affected_bookings: list[Booking] | None = field(AFFECTED.format("of that service"), policy=NAMED, lists=USUALLY)
    user_errors: list[UserError[ServiceSaveErrorCode]] = field("Why it was not saved.", policy=OUTCOME)


@object_type("What became of disconnecting a channel.")
class ChannelDisconnectPayload:
    clinic_id: strawberry.Private[UUID | None]
    channel: Channel | None = field("The channel as it is now.", policy=Needs(Permission.CONNECTION_READ))
    user_errors: list[UserError[ChannelDisconnectErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of disconnecting a calendar.")
class CalendarDisconnectPayload:
    clinic_id: strawberry.Private[UUID | None]
    calendar: Calendar | None = field("The calendar as it is now.", policy=Needs(Permission.CONNECTION_READ))
    user_errors: list[UserError[CalendarDisconnectErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of choosing calendars.")
class CalendarChoosePayload:
    clinic_id: strawberry.Private[UUID | None]
    calendar: Calendar | None = field("The account as it is now.", policy=Needs(Permission.CONNECTION_READ))
    user_errors: list[UserError[CalendarChooseErrorCode]] = field("Why it was not done.", policy=OUTCOME)


def _draft(input: ServiceSaveInput) -> ServiceDraft:
    return ServiceDraft(
        title=input.title,
        short_title=input.short_title,
        duration_minutes=input.duration_minutes,
        buffer_before_minutes=input.buffer_before_minutes,
        buffer_after_minutes=input.buffer_after_minutes,
        step_minutes=input.step_minutes,
        price_minor_units=input.price_minor_units,
        currency=input.currency,
        is_active=input.is_active,
        practitioner_ids=keys_of(input.practitioner_ids, "Practitioner", field="input.practitionerIds"),
        other_durations=tuple(input.other_durations or ()),
        is_on_request=input.is_on_request,
        seats=input.seats,
        bookings_per_day=input.bookings_per_day,
        bookings_per_week=input.bookings_per_week,
        resource_kinds=tuple(input.resource_kinds) if input.resource_kinds is not None else None,
    )


@strawberry.type
class ClinicMutations:
    @field("Make a service, or change one.", policy=Needs(Permission.SERVICE_WRITE), cost=10)
    async def service_save(
        self, info: Info, input: Annotated[ServiceSaveInput, argument("The service.")]
    ) -> ServiceSavePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        given = input.service_id
        service_id = key_of(given, "Service", field="input.serviceId") if given else None
        draft = _draft(input)
        outcome = await change(
            info,
            input,
            ServiceSaveErrorCode,
            lambda: save_service(context.deployment, actor, clinic_id=clinic_id, draft=draft, service_id=service_id),
        )
        found = await find_service(context, outcome.key) if outcome.key else None
        scope = Scope(clinic_id, service_id=outcome.key)
        return ServiceSavePayload(
            clinic_id=found.clinic_id if found else None,
            service=found,
            affected_bookings=await affected_in(context, scope) if outcome.key else None,
            user_errors=outcome.user_errors,
        )

    @field("Stop a channel at once; the provider is told, until it confirms.", policy=MANAGE, cost=10)
    async def channel_disconnect(
        self, info: Info, channel_id: Annotated[strawberry.ID, argument("Which channel.")]
    ) -> ChannelDisconnectPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(channel_id, "Channel", field="channelId")

        async def work() -> UUID:
            await disconnect_channel(context.deployment, actor, key)
            return key

        outcome = await change(info, None, ChannelDisconnectErrorCode, work)
        found = await find_channel(context, key) if outcome.key else None
        return ChannelDisconnectPayload(
            clinic_id=found.clinic_id if found else None, channel=found, user_errors=outcome.user_errors
        )

    @field("Stop a calendar at once; bookings stay, the provider is told.", policy=MANAGE, cost=10)
    async def calendar_disconnect(
        self, info: Info, calendar_id: Annotated[strawberry.ID, argument("Which calendar.")]
    ) -> CalendarDisconnectPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(calendar_id, "Calendar", field="calendarId")

        async def work() -> UUID:
            await disconnect_calendar(context.deployment, actor, key)
            return key

        outcome = await change(info, None, CalendarDisconnectErrorCode, work)
        found = await find_calendar(context, key) if outcome.key else None
        return CalendarDisconnectPayload(
            clinic_id=found.clinic_id if found else None, calendar=found, user_errors=outcome.user_errors
        )

    @field(
        "Say which calendar of an account bookings are written to, and which take the practitioner's time.",
        policy=MANAGE,
        cost=10,
    )
    async def calendar_choose(
        self,
        info: Info,
        calendar_id: Annotated[strawberry.ID, argument("Which account.")],
        written: Annotated[str, argument("The provider's id of the calendar bookings are written to.")],
        blocking: Annotated[list[str], argument("Those of the others that take time; 24 at most.")],
    ) -> CalendarChoosePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(calendar_id, "Calendar", field="calendarId")

        async def work() -> UUID:
            await choose_calendars(context.deployment, actor, key, written=written, blocking=blocking)
            return key

        outcome = await change(info, None, CalendarChooseErrorCode, work)
        found = await find_calendar(context, key) if outcome.key else None
        return CalendarChoosePayload(
            clinic_id=found.clinic_id if found else None, calendar=found, user_errors=outcome.user_errors
        )
