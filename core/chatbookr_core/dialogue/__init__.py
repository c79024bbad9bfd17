"""The patient's dialogue as a pure state machine: a state and an event make a turn, and the host does the rest."""

from chatbookr_core.dialogue import dates
from chatbookr_core.dialogue.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    Cancel,
    Chose,
    Confirm,
    Effect,
    Event,
    FellSilent,
    FindSlots,
    HandOver,
    HoldLost,
    HoldTaken,
    NoteCancelReason,
    NoteConsent,
    OtherSaid,
    ReleaseHold,
    Reschedule,
    ReturnedToAssistant,
    Said,
    SlotsFound,
    TakeBack,
    TakeHold,
    Turn,
)
from chatbookr_core.dialogue.machine import advance, booked_message, declined_message, moved_message
from chatbookr_core.dialogue.notices import cancelled_message, is_confirming, missed_message, reminder_message
from chatbookr_core.dialogue.opting import is_opting
from chatbookr_core.dialogue.options import Option, OptionSigner
from chatbookr_core.dialogue.red_flags import is_red_flag
from chatbookr_core.dialogue.rendering import row_title_problem, service_title_problem, title_problem
from chatbookr_core.dialogue.resuming import silent_at
from chatbookr_core.dialogue.slots import DayWithSpace, Purpose, Slot, SlotQuery
from chatbookr_core.dialogue.state import Notice, State, Step
from chatbookr_core.dialogue.view import (
    BookingSummary,
    LocationView,
    PatientView,
    PractitionerView,
    ServiceView,
    View,
)
from chatbookr_core.dialogue.wishes import Wish
from chatbookr_core.voice import PATIENTS_LANGUAGES as LANGUAGES

__all__ = [
    "LANGUAGES",
    "BookingCancelled",
    "BookingMade",
    "BookingMoved",
    "BookingRefused",
    "BookingSummary",
    "Cancel",
    "Chose",
    "Confirm",
    "DayWithSpace",
    "Effect",
    "Event",
    "FellSilent",
    "FindSlots",
    "HandOver",
    "HoldLost",
    "HoldTaken",
    "LocationView",
    "NoteCancelReason",
    "NoteConsent",
    "Notice",
    "Option",
    "OptionSigner",
    "OtherSaid",
    "PatientView",
    "PractitionerView",
    "Purpose",
    "ReleaseHold",
    "Reschedule",
    "ReturnedToAssistant",
    "Said",
    "ServiceView",
    "Slot",
    "SlotQuery",
    "SlotsFound",
    "State",
    "Step",
    "TakeBack",
    "TakeHold",
    "Turn",
    "View",
    "Wish",
    "advance",
    "booked_message",
    "cancelled_message",
    "dates",
    "declined_message",
    "is_confirming",
    "is_opting",
    "is_red_flag",
    "missed_message",
    "moved_message",
    "reminder_message",
    "row_title_problem",
    "service_title_problem",
    "silent_at",
    "title_problem",
]
