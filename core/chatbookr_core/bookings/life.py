"""The life of a booking: which step it takes by whom, from where, and when. Pure.

    requested -> confirmed -> checked in -> completed          requested, confirmed -> cancelled
                 confirmed -> completed, or no-show            what was noted of the visit is undone the same day

A time that is only kept for a moment is a hold, and not a booking yet (`rules.HOLD_NEXT`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from chatbookr_core.bookings.errors import NotTheTime, WrongStatus
from chatbookr_core.errors import AlreadyCancelled, InsideCutoff, NotRequested

BookingStatus = Literal["requested", "confirmed", "checked_in", "completed", "cancelled", "no_show"]
By = Literal["patient", "staff", "partner", "system"]
"""Whoever takes a step; `system` is the clinic's own rule, applied by a job."""


class Step(StrEnum):
    """What is done with a booking that exists."""

    CONFIRM = "confirm"
    MOVE = "move"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    COMPLETE = "complete"
    NO_SHOW = "no_show"
    UNDO = "undo"
    """Takes back what was noted of the visit."""


@dataclass(frozen=True, slots=True)
class Way:
    """From which statuses a step leads to which, and who takes it; `to` None: it stays where it is."""

    since: frozenset[BookingStatus]
    to: BookingStatus | None
    by: frozenset[By]


_CLINIC: Final[frozenset[By]] = frozenset({"staff", "partner"})
_TO_COME: Final[frozenset[BookingStatus]] = frozenset({"requested", "confirmed"})
WAYS: Final[Mapping[Step, Way]] = MappingProxyType(
    {
        Step.CONFIRM: Way(frozenset({"requested"}), "confirmed", _CLINIC),
        Step.MOVE: Way(_TO_COME, None, _CLINIC | {"patient"}),
        Step.CANCEL: Way(_TO_COME, "cancelled", _CLINIC | {"patient"}),
        Step.CHECK_IN: Way(frozenset({"confirmed"}), "checked_in", _CLINIC),
        Step.COMPLETE: Way(frozenset({"confirmed", "checked_in"}), "completed", _CLINIC | {"system"}),
        Step.NO_SHOW: Way(frozenset({"confirmed"}), "no_show", _CLINIC),
        Step.UNDO: Way(frozenset({"checked_in", "completed", "no_show"}), None, _CLINIC),
    }
)
"""All there is; nobody but a person says that somebody did not come."""
ATTENDED: Final = ("checked_in", "completed", "no_show")
"""What has been noted of the visit; its time stays taken."""
SHOWN: Final = ("confirmed", *ATTENDED)
"""What stands in the practitioner's calendar."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A booking at an instant: `zone` is that of its place; the clinic's cut-off binds patients alone."""

    now: datetime
    starts_at: datetime
    zone: str
    cutoff_minutes: int = 0
    checked_in_at: datetime | None = None
    noted_at: datetime | None = None
    """When what would be undone was noted."""


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Tell whether two instants are on one local date."""
    place = ZoneInfo(zone)
    return one.astimezone(place).date() == other.astimezone(place).date()


def is_day_over(starts_at: datetime, *, now: datetime, zone: str) -> bool:
    """Tell whether the local date of a start has passed."""
    place = ZoneInfo(zone)
    return now.astimezone(place).date() > starts_at.astimezone(place).date()


def is_inside_cutoff(starts_at: datetime, *, now: datetime, cutoff_minutes: int) -> bool:
    """Tell whether it is too late for the patient: less than the cut-off is left, or it has begun."""
    return now > starts_at - timedelta(minutes=cutoff_minutes) or now >= starts_at


def after(step: Step, status: str, *, by: By, moment: Moment) -> BookingStatus:
    """Say what a booking is after a step. Raises whatever speaks against it.

    AlreadyCancelled, NotRequested or WrongStatus: there is no such way from where it is, or not for them. InsideCutoff:
    it is too late for the patient. NotTheTime: a patient is checked in on the day itself, a visit is over once it has
    begun, nobody is missed before that, and a note is undone on the day it was made.
    """
    way = WAYS[step]
    if status not in way.since:
        raise _refusal(step, status)
    if by not in way.by:
        raise WrongStatus(details={"status": status})
    if by == "patient" and is_inside_cutoff(moment.starts_at, now=moment.now, cutoff_minutes=moment.cutoff_minutes):
        raise InsideCutoff()
    if not _is_time(step, by, moment):
        raise NotTheTime()
    if step is Step.UNDO:
        return "checked_in" if status == "completed" and moment.checked_in_at is not None else "confirmed"
    return way.to or _known(status)


def _refusal(step: Step, status: str) -> AlreadyCancelled | NotRequested | WrongStatus:
    if step is Step.CONFIRM:
        return NotRequested()
    return AlreadyCancelled() if status == "cancelled" else WrongStatus(details={"status": status})


def _is_time(step: Step, by: By, moment: Moment) -> bool:
    match step:
        case Step.CHECK_IN:
            return is_same_day(moment.starts_at, moment.now, moment.zone)
        case Step.COMPLETE if by == "system":
            return is_day_over(moment.starts_at, now=moment.now, zone=moment.zone)
        case Step.COMPLETE | Step.NO_SHOW:
            return moment.now >= moment.starts_at
        case Step.UNDO:
            return moment.noted_at is not None and is_same_day(moment.noted_at, moment.now, moment.zone)
    return True


def _known(status: str) -> BookingStatus:
    return "requested" if status == "requested" else "confirmed"
