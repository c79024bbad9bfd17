"""Why a person has a conversation: the codes under which the assistant, or whoever speaks for it, says so."""

from enum import StrEnum


class HandoverReason(StrEnum):
    """What a person is wanted for."""

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
    """Somebody of the clinic wrote on its phone: no task asks for anybody."""
    OTHER = "other"
    """What this version knows no name for."""

    @classmethod
    def of(cls, code: str | None) -> "HandoverReason | None":
        """Read the code that a conversation or a task keeps; None where it keeps none."""
        if code is None:
            return None
        return cls(code) if code in frozenset(cls) else cls.OTHER
