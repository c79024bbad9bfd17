"""What managers set about appointments: what can be booked, and what happens around them by itself."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.clinics.appointments import APPOINTMENT_RULES, set_appointment_rules
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes


@error_codes("Why the rules for appointments were not set.", **COMMON)
class ClinicAppointmentsUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("What a clinic wants of its appointments; what is left out stays as it is.")
class ClinicAppointmentsUpdateInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    sends_reminders: bool | None = optional_input("Patients are reminded who agreed to that.", policy=OF_PARENT)
    reminder_hours: int | None = optional_input(
        "So many hours before the start, at most 336; 0: there is no first reminder.", policy=OF_PARENT
    )
    last_reminder_hours: int | None = optional_input(
        "So many hours before the start once more, where nobody answered, at most 48; 0: not.", policy=OF_PARENT
    )
    reminders_name_services: bool | None = optional_input(
        "Reminders in the chat say what for, and with whom; templates never do.", policy=OF_PARENT
    )
    follows_up_no_shows: bool | None = optional_input(
        "Who did not come is offered another time an hour later, if they agreed to reminders.", policy=OF_PARENT
    )
    books_for_others: bool | None = optional_input(
        "Patients book for somebody else, too, in the chat: the assistant asks who comes.", policy=OF_PARENT
    )
    asks_birth_date: bool | None = optional_input(
        "Where that is asked, it asks for the date of birth of who is new, too.", policy=OF_PARENT
    )
    completes_bookings: bool | None = optional_input(
        "At the end of its day a visit of which nothing else was noted counts as completed.", policy=OF_PARENT
    )
    nudge_minutes: int | None = optional_input(
        "After 15 to 720 minutes of silence in mid-booking a patient is asked once whether to go on; 0: never.",
        policy=OF_PARENT,
    )
    waitlist_minutes: int | None = optional_input(
        "A time that falls free is kept so many minutes for whoever waits, at most 1440; 0: there is no waitlist.",
        policy=OF_PARENT,
    )
    notice_minutes: int | None = optional_input(
        "So many minutes before its start a time is offered for the last time, at most 20160.", policy=OF_PARENT
    )
    horizon_days: int | None = optional_input("So many days ahead times are offered, 1 to 366.", policy=OF_PARENT)
    cutoff_minutes: int | None = optional_input(
        "So many minutes before the start patients move and cancel for the last time, at most 20160.",
        policy=OF_PARENT,
    )
    hold_minutes: int | None = optional_input(
        "A time that a patient tapped is kept so many minutes, 2 to 60.", policy=OF_PARENT
    )
    calendar_freshness_minutes: int | None = optional_input(
        "A calendar that was not read for so many minutes offers no times, 2 to 1440.", policy=OF_PARENT
    )


@object_type("What became of setting the rules for appointments.")
class ClinicAppointmentsUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[ClinicAppointmentsUpdateErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class AppointmentMutations:
    @field(
        "Say what can be booked, and what happens around appointments by itself.",
        policy=Needs(Permission.SERVICE_WRITE),
        cost=10,
    )
    async def clinic_appointments_update(
        self, info: Info, input: Annotated[ClinicAppointmentsUpdateInput, argument("What.")]
    ) -> ClinicAppointmentsUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        given = {name: getattr(input, name) for name in APPOINTMENT_RULES}
        outcome = await change(
            info,
            input,
            ClinicAppointmentsUpdateErrorCode,
            lambda: set_appointment_rules(context.deployment, actor, key, given),
        )
        found = await find_clinic(context, key) if outcome.key else None
        return ClinicAppointmentsUpdatePayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
