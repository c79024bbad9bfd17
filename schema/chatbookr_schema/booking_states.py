"""How a booking and its event stand, and who did something to it, as clients see it."""

from enum import Enum

from chatbookr_schema.field import enum_type


@enum_type(
    "Whether a booking stands.",
    REQUESTED="It was asked for: its time is kept until staff confirm or decline it.",
    CONFIRMED="It stands.",
    CHECKED_IN="The patient is there.",
    COMPLETED="It has taken place.",
    NO_SHOW="Nobody came.",
    CANCELLED="It was cancelled.",
)
class BookingStatus(Enum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


@enum_type(
    "Whether the practitioner's calendar shows a booking.",
    NONE="There is no calendar to write to.",
    PENDING="It is being written.",
    WRITTEN="It does.",
    FAILED="It could not be written; a task says so.",
    DRIFTED="Somebody changed or deleted its event there: see `calendarDrifts`.",
)
class CalendarState(Enum):
    NONE = "none"
    PENDING = "pending"
    WRITTEN = "written"
    FAILED = "failed"
    DRIFTED = "drifted"


@enum_type(
    "Who did something.",
    PATIENT="The patient.",
    STAFF="The clinic.",
    PARTNER="A connected system.",
    SYSTEM="The clinic's own rule: nobody in particular.",
)
class BookingParty(Enum):
    PATIENT = "patient"
    STAFF = "staff"
    PARTNER = "partner"
    SYSTEM = "system"
