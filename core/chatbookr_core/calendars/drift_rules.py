"""What an event that was looked up says of its booking: pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from chatbookr_core.calendars.looking_up import Gone, Looked, Present

DriftKind = Literal["moved", "deleted", "edited"]
DriftMode = Literal["ask", "follow", "put_back"]
MODES: Final[tuple[DriftMode, ...]] = ("ask", "follow", "put_back")
WHOLE_DAY: Final = timedelta(hours=23)
"""The shortest day there is, as the clock goes forward."""


@dataclass(frozen=True, slots=True)
class Left:
    """How the event of a booking was left by us, and when the booking is; what is not known is None."""

    starts_at: datetime
    ends_at: datetime
    etag: str | None
    digest: str | None


def drift_of(left: Left, looked: Looked) -> DriftKind | None:
    """Say how an event has drifted from its booking; None where it has not, or nobody can say.

    An event with the etag it was left with is our own write. Another etag at the same times, with the same in it, is a
    colour, a reminder or a guest: none of the booking's business.
    """
    if isinstance(looked, Gone):
        return "deleted"
    if not isinstance(looked, Present) or looked.event.etag == left.etag:
        return None
    if (looked.event.starts_at, looked.event.ends_at) != (left.starts_at, left.ends_at):
        return "moved"
    is_edited = left.digest is not None and looked.event.digest not in ("", left.digest)
    return "edited" if is_edited else None


def is_followed(mode: str, kind: DriftKind) -> bool:
    """Tell whether a clinic's bookings follow such a change by themselves: one that was deleted is asked about."""
    return mode == "follow" and kind != "deleted"


def can_be_followed(left: Left, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Tell whether somebody could come when an event is now: not where it has begun already, or lasts no time.

    Nor where it was made one of whole days: whoever did that took it out of the day's times.
    """
    lasts = ends_at - starts_at
    is_appointment = timedelta(0) < lasts < WHOLE_DAY or lasts == left.ends_at - left.starts_at
    return is_appointment and (starts_at > now or starts_at == left.starts_at)
