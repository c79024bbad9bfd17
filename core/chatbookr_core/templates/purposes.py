"""Why something is said to a patient, and what of it a template may hold: never the service, so never why they come."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Purpose(StrEnum):
    """Why a message is sent."""

    ANSWER = "answer"
    """Said in a conversation, by the assistant or by staff: no template can stand for it."""
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SERIES_BOOKED = "series_booked"
    """Sums up several appointments that were booked at once; and so with those that were moved or cancelled."""
    SERIES_MOVED = "series_moved"
    SERIES_CANCELLED = "series_cancelled"
    REMINDER = "reminder"
    WAITLIST_OFFER = "waitlist_offer"
    NO_SHOW = "no_show"
    """Offers another time to who did not come."""
    WRITE_BACK = "write_back"
    """Asks the patient to write, so that staff can."""
    NEWS = "news"
    """What the patient did not ask for: marketing, whatever the template's category."""


class Permit(StrEnum):
    """What a patient has to have said yes to, or not said no to."""

    SERVICE = "service"
    REMINDERS = "reminders"
    MARKETING = "marketing"


PERMITS: Final[Mapping[Purpose, Permit]] = MappingProxyType(
    {Purpose.REMINDER: Permit.REMINDERS, Purpose.NO_SHOW: Permit.REMINDERS, Purpose.NEWS: Permit.MARKETING}
)
"""What purposes need beyond SERVICE."""

_APPOINTMENT: Final = ("clinic", "date", "time", "place", "reference", "person")
_SERIES: Final = ("clinic", "count", "date", "time", "last_date", "place", "person")
VALUES: Final[Mapping[Purpose, tuple[str, ...]]] = MappingProxyType(
    {
        Purpose.BOOKED: _APPOINTMENT,
        Purpose.MOVED: _APPOINTMENT,
        Purpose.CANCELLED: ("clinic", "date", "time", "reference", "person"),
        Purpose.SERIES_BOOKED: _SERIES,
        Purpose.SERIES_MOVED: _SERIES,
        Purpose.SERIES_CANCELLED: ("clinic", "count", "date", "time", "last_date", "person"),
        Purpose.REMINDER: _APPOINTMENT,
        Purpose.WAITLIST_OFFER: ("clinic", "date", "time", "place", "until", "person"),
        Purpose.NO_SHOW: ("clinic", "date", "time", "reference", "person"),
        Purpose.WRITE_BACK: ("clinic",),
        Purpose.NEWS: ("clinic",),
    }
)
"""The names of what can fill a template's variables, by the purposes that have templates."""


def permit_for(purpose: Purpose) -> Permit:
    """Say which permit a purpose needs."""
    return PERMITS.get(purpose, Permit.SERVICE)
