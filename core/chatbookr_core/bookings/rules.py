"""What holds for bookings whatever the database: who may become what, until when, and how they are called. Pure."""

import re
from base64 import b32hexdecode, b32hexencode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.bookings.errors import WrongStatus
from chatbookr_core.bookings.life import BookingStatus, By, is_inside_cutoff
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.errors import AlreadyCancelled, HoldExpired, InsideCutoff, InvalidInput, NotRequested, StaleVersion

HoldState = Literal["held", "confirmed", "released", "expired"]
CalendarState = Literal["none", "pending", "written", "failed", "drifted"]
__all__ = ["BookingStatus", "By", "is_inside_cutoff"]

STANDING: Final = ("requested", "confirmed")
"""What is to come and keeps its time: a request is not confirmed yet, and nobody else gets it meanwhile."""
REACH: Final = timedelta(days=366)
"""A series begins as any booking does, and goes on for so long at most."""
HOLD_NEXT: Final[Mapping[str, frozenset[str]]] = {
    "held": frozenset({"confirmed", "released", "expired"}),
    "confirmed": frozenset(),
    "released": frozenset(),
    "expired": frozenset(),
}

BLOCK_MINUTES = 2 * 24 * 60
"""The longest block, buffers included; whoever looks for blocks that reach into a time need not look further back."""

# Without vowels no reference is a word; without 0 O 1 I L 2 Z 5 S 8 B none is misread or misheard on the phone.
REFERENCE_LETTERS = "CDFGHJKMNPQRTVWXY"
REFERENCE_CHARACTERS = REFERENCE_LETTERS + "34679"
REFERENCE_LENGTHS = (4, 4, 4, 5, 6, 8, 10)
"""How long the reference of each next try is: short as long as a clinic has few bookings."""

EVENT_ID_CHARS = 26
EVENT_ID = re.compile(rf"[0-9a-v]{{{EVENT_ID_CHARS}}}(?:[1-9][0-9]{{0,3}})?")
CALENDAR_DELETED = "calendar_deleted"
"""The reason of a booking that was cancelled because its event was deleted in the calendar, and somebody said so."""

CANCEL_REASON_CHARS = 40
CANCEL_REASON = re.compile(rf"[a-z][a-z_]{{0,{CANCEL_REASON_CHARS - 1}}}")


@dataclass(frozen=True, slots=True)
class SlotRequest:
    """A service with one practitioner at one place from one instant (aware, a whole minute).

    It takes its usual time, or another that it is offered for; what a booking takes already (`is_kept_length`) is kept
    when it moves, whatever is offered now. `kept_by`: it is for a booking that stands with that practitioner, who may
    have stopped to give its service, as that may be offered to nobody new any more. `beside`: that booking, where it
    keeps its time until it has this one: it is none of those that are enough. `is_on_request`: nobody could see the
    practitioner's calendar, so that staff confirm it, whoever asks.
    """

    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    starts_at: datetime
    duration_minutes: int | None = None
    is_kept_length: bool = False
    is_on_request: bool = False
    kept_by: UUID | None = None
    beside: UUID | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The minutes a booking takes of its subjects, buffers inside: half-open epoch minutes, UTC."""

    starts_minute: int
    ends_minute: int

    def meets(self, other: "Block") -> bool:
        """Tell whether the two have a minute in common."""
        return self.starts_minute < other.ends_minute and other.starts_minute < self.ends_minute


def minutes_of(starts_at: datetime, ends_at: datetime) -> int:
    """Tell how long something takes."""
    return (ends_at - starts_at) // timedelta(minutes=1)


def ends_at(starts_at: datetime, *, duration_minutes: int) -> datetime:
    """Return when what begins at `starts_at` is over."""
    return starts_at + timedelta(minutes=duration_minutes)


def block_for(
    starts_at: datetime, *, duration_minutes: int, buffer_before_minutes: int = 0, buffer_after_minutes: int = 0
) -> Block:
    """Lay the block around a start. Raises InvalidInput for a start inside of a minute, or a block too long."""
    start = epoch_minute(starts_at)
    if from_epoch_minute(start) != starts_at:
        raise InvalidInput("A booking starts at a whole minute.", field="startsAt")
    block = Block(start - buffer_before_minutes, start + duration_minutes + buffer_after_minutes)
    if not 0 < block.ends_minute - block.starts_minute <= BLOCK_MINUTES:
        raise InvalidInput("A booking with its buffers takes between a minute and two days.", field="serviceId")
    return block


def check_reason(reason: str | None, *, field: str = "reason") -> None:
    """Raises InvalidInput for what is no code: who may not read notes may read why a booking was cancelled."""
    if reason is not None and not CANCEL_REASON.fullmatch(reason):
        message = f"A reason is a code of small letters and _, at most {CANCEL_REASON_CHARS}, like no_show."
        raise InvalidInput(message, field=field)


def hold_may_become(state: str, wanted: HoldState) -> bool:
    """Tell whether a hold can go from one state to another."""
    return wanted in HOLD_NEXT[state]


def is_standing(state: str, *, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a hold still keeps its time: at the instant it expires it does not."""
    return hold_may_become(state, "confirmed") and now < expires_at


def require_standing(state: str, *, expires_at: datetime, now: datetime) -> None:
    """Raise HoldExpired unless the hold still keeps its time."""
    if not is_standing(state, expires_at=expires_at, now=now):
        raise HoldExpired()


def require_changeable(status: str, *, version: int, expected_version: int | None) -> None:
    """Raise what `require_as_seen` does; WrongStatus for a visit that has been noted."""
    require_as_seen(status, version=version, expected_version=expected_version)
    if status not in STANDING:
        raise WrongStatus(details={"status": status})


def require_as_seen(status: str, *, version: int, expected_version: int | None) -> None:
    """Raise AlreadyCancelled; StaleVersion as `require_version`, before anything else that speaks against a change.

    Whoever saw another version is to look again: what they wanted may have been done by somebody else.
    """
    if status == "cancelled":
        raise AlreadyCancelled()
    require_version(version, expected_version)


def require_version(version: int, expected_version: int | None) -> None:
    """Raise StaleVersion where the caller knows another version than there is; None: they did not look."""
    if expected_version is not None and expected_version != version:
        raise StaleVersion(details={"version": version})


def needs_staff(created_by: str, *, is_on_request: bool) -> bool:
    """Tell whether staff confirm a booking for its service's sake: of one on request, what they have not booked."""
    return is_on_request and created_by != "staff"


def require_answerable(status: str, *, version: int, expected_version: int | None) -> None:
    """Raise StaleVersion as for any change, NotRequested for what is no request (any more)."""
    require_version(version, expected_version)
    if status != "requested":
        raise NotRequested()


def require_outside_cutoff(starts_at: datetime, *, now: datetime, cutoff_minutes: int) -> None:
    """Raise InsideCutoff where a patient may not change the booking any more."""
    if is_inside_cutoff(starts_at, now=now, cutoff_minutes=cutoff_minutes):
        raise InsideCutoff()


def make_reference(random: Random, *, length: int = REFERENCE_LENGTHS[0]) -> str:
    """Make a reference people can read out, like K7Q3; it names a booking within its clinic and unlocks nothing."""
    return random.choice(REFERENCE_LETTERS) + "".join(random.choices(REFERENCE_CHARACTERS, k=length - 1))


def event_id_for(booking_id: UUID, copy: int = 0) -> str:
    """Name the booking's event in calendars: base32hex in lower case, 26 characters, so a retry makes no second one.

    Where somebody keeps the event for something else, the booking goes on with the next `copy`, whose number follows.

    Google takes [a-v0-9]{5,1024} (https://developers.google.com/calendar/api/v3/reference/events/insert).
    """
    return b32hexencode(booking_id.bytes).decode().lower().rstrip("=") + (str(copy) if copy else "")


def booking_named_by(event_id: str) -> UUID | None:
    """Return the booking whose event has that id by `event_id_for`; None where it is no such id."""
    if not EVENT_ID.fullmatch(event_id):
        return None
    return UUID(bytes=b32hexdecode(event_id[:EVENT_ID_CHARS].upper() + "======"))


def copy_of(event_id: str) -> int:
    """Return the number of the copy an id by `event_id_for` is of."""
    return int(event_id[EVENT_ID_CHARS:] or 0)
