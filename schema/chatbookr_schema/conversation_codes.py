"""The codes of conversations and their messages: whose turn it is, which way, by whom, how far."""

from enum import Enum

from chatbookr_core.handoffs.reasons import HandoverReason as Reason
from chatbookr_schema.field import enum_type


@enum_type("Which way a message goes.", INBOUND="From the patient.", OUTBOUND="To the patient.")
class MessageDirection(Enum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


@enum_type(
    "Who wrote a message.",
    PATIENT="The patient.",
    ASSISTANT="The assistant.",
    STAFF="A colleague.",
    PARTNER="A connected system.",
    PHONE_APP="A person of the clinic, on its phone.",
    CHANNEL="The channel itself, about the patient.",
)
class MessageAuthor(Enum):
    PATIENT = "patient"
    ASSISTANT = "assistant"
    STAFF = "staff"
    PARTNER = "partner"
    PHONE_APP = "phone_app"
    CHANNEL = "channel"


@enum_type(
    "How far a message has come.",
    RECEIVED="The patient's, and here.",
    QUEUED="On its way to the provider.",
    SENT="The provider has it.",
    DELIVERED="It is on the patient's phone.",
    READ="The patient has seen it.",
    PLAYED="The patient has listened to it.",
    FAILED="It will not arrive; `errorCode` says why.",
)
class MessageStatus(Enum):
    RECEIVED = "received"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
    FAILED = "failed"


@enum_type(
    "Whether a conversation goes on.",
    OPEN="It goes on.",
    SNOOZED="It is put off until `snoozedUntil`, and in any case until the patient writes.",
    CLOSED="It is over until the patient writes again.",
)
class ConversationState(Enum):
    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


@enum_type("Who speaks for the clinic.", ASSISTANT="The assistant.", STAFF="A person; the assistant is silent.")
class ConversationOwner(Enum):
    ASSISTANT = "assistant"
    STAFF = "staff"


@enum_type("Whether a task is done.", OPEN="Somebody must look.", DONE="Somebody has.")
class TaskState(Enum):
    OPEN = "open"
    DONE = "done"


@enum_type(
    "What can be done about a task.",
    CALL="Reach the patient another way: writing to them here is of no use.",
    SEND_TEMPLATE="Send a template yourself, or wait until the patient writes.",
    SET_UP_TEMPLATE="No approved template says this: have one approved, and say what it is used for.",
    CHECK_TEMPLATE="The template in use is not as it was: look at it.",
    ASK_CONSENT="The patient has not agreed to this: ask them first.",
    RECONNECT="Connect the channel again.",
    CHECK_ACCOUNT="Look after the account at the provider: it is blocked, unregistered or not paid.",
    ANSWER="The patient waits for a person: write to them, or call.",
    ASK_AGAIN="Ask the patient to send it once more.",
    WELCOME="The patient is there: let them in, and note that they have arrived.",
    MOVE="Give the appointments another time, or cancel them: `bookings(where: {isDisplaced: true})`.",
    LOOK="Look at it: the code says more.",
)
class TaskAdvice(Enum):
    CALL = "call"
    SEND_TEMPLATE = "send_template"
    SET_UP_TEMPLATE = "set_up_template"
    CHECK_TEMPLATE = "check_template"
    ASK_CONSENT = "ask_consent"
    RECONNECT = "reconnect"
    CHECK_ACCOUNT = "check_account"
    ANSWER = "answer"
    ASK_AGAIN = "ask_again"
    WELCOME = "welcome"
    MOVE = "move"
    LOOK = "look"


@enum_type(
    "Why the assistant handed a conversation to a person.",
    URGENT="A text holds a red flag: the patient was told to call for help. Call them now.",
    ASKED_FOR_PERSON="The patient asked for a person.",
    COMPLAINT="The patient complains.",
    NOT_UNDERSTOOD="What the patient wrote was not understood, three times in a row.",
    MEDIA="The patient sent something other than text: a picture, a voice message, a document, a place.",
    INSIDE_CUTOFF="The patient would move or cancel an appointment later than the clinic lets them by themselves.",
    RUNNING_LATE="The patient wrote that they are late for an appointment.",
    ARRIVED="The patient wrote that they are there, about when an appointment begins.",
    SERVICE_NOT_OFFERED="What the patient wanted another time for is not offered any more.",
    NOTHING_BOOKABLE="The clinic has nothing that patients can book by themselves.",
    CALENDAR_NOT_FRESH="It failed: the practitioner's calendar did not answer, so no time could be promised.",
    BOOKING_REFUSED="It failed: the appointment could not be made, moved or cancelled.",
    WAITLIST="It failed: the patient could not be put on the waitlist.",
    STOP_REQUESTED="The patient has asked for no more messages, and has written since.",
    PHONE_APP="Somebody of the clinic answered on its phone.",
    OTHER="Something that this version has no name for.",
)
class HandoverReason(Enum):
    URGENT = "urgent"
    ASKED_FOR_PERSON = "asked_for_person"
    COMPLAINT = "complaint"
    NOT_UNDERSTOOD = "not_understood"
    MEDIA = "media"
    INSIDE_CUTOFF = "inside_cutoff"
    RUNNING_LATE = "running_late"
    ARRIVED = "arrived"
    SERVICE_NOT_OFFERED = "service_not_offered"
    NOTHING_BOOKABLE = "nothing_bookable"
    CALENDAR_NOT_FRESH = "calendar_not_fresh"
    BOOKING_REFUSED = "booking_refused"
    WAITLIST = "waitlist"
    STOP_REQUESTED = "stop_requested"
    PHONE_APP = "phone_app"
    OTHER = "other"


def handover_reason_of(code: str | None) -> HandoverReason | None:
    """Show a code that a conversation or a task keeps; None where it keeps none."""
    found = Reason.of(code)
    return None if found is None else HandoverReason(found.value)
