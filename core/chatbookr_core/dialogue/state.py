"""Where a dialogue stands: a value that goes into a row as JSON and comes back the same."""

import json
from collections.abc import Callable, Set
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from chatbookr_core.dialogue.coming import Coming
from chatbookr_core.dialogue.details import Details
from chatbookr_core.dialogue.readers import (
    coming,
    day_row,
    details,
    flag,
    instant,
    local_day,
    many,
    maybe,
    number,
    one_of,
    slot,
    text,
    uuid,
    wish,
)
from chatbookr_core.dialogue.slots import DayHours, DayWithSpace, Refused, Slot
from chatbookr_core.dialogue.wishes import Wish

VERSION = 1


class Step(StrEnum):
    """What the patient was asked last (or what the host was)."""

    IDLE = "idle"
    MENU = "menu"
    SERVICE = "service"
    LOCATION = "location"
    PRACTITIONER = "practitioner"
    DURATION = "duration"
    FINDING = "finding"
    TIMES = "times"
    DAYS = "days"
    DAY_TIMES = "daytimes"
    NOTHING_FREE = "nothingfree"
    NOTHING_FITS = "nothingfits"
    HOLDING = "holding"
    WHO = "who"
    NAME = "name"
    BIRTH = "birth"
    OVERLAP = "overlap"
    CONFIRM = "confirm"
    PENDING = "pending"
    BOOKED = "booked"
    APPOINTMENTS = "appointments"
    APPOINTMENT = "appointment"
    CANCELLING = "cancelling"
    REASON = "reason"
    WAITLIST = "waitlist"
    SUITING = "suiting"
    GO_ON = "goon"


class Who(StrEnum):
    """For whom an appointment is."""

    ME = "me"
    """For who writes, as they said themselves."""
    OTHER = "other"
    """For somebody else: it is not said yet for whom."""
    NEW = "new"
    """For somebody who is not known here."""
    RELATIVE = "relative"
    """For `relative_id`."""


class Change(StrEnum):
    """What somebody wants to do with an appointment, before it is known with which."""

    MOVE = "move"
    CANCEL = "cancel"


class Notice(StrEnum):
    """Why the patient sees another list of times than he asked for."""

    GONE = "gone"
    EXPIRED = "expired"
    OUT_OF_DATE = "outofdate"
    AS_WISHED = "aswished"
    """They are those of the days or hours that were wished for."""
    NONE_THEN = "nonethen"
    OTHERS = "others"
    PAST = "past"
    """What was wished for has passed."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one conversation's dialogue stands; `State()` is one that has not begun.

    `serial` numbers the questions: an option carries it, so that a tap on an old list is known as such.
    `times_serial` is that of the list that showed `offered`, `done_serial` that of the last question that was
    confirmed, which made or moved `done_booking_id`. `who` is None where nobody has said for whom it is; `called` and
    `born` are what was typed of who comes. `wish` is when the patient said that it would suit. `is_joining`: what is
    asked of who comes is asked for a place on the waitlist. `meant_service_id` is what somebody named in their first
    words, before it could be asked, `details` with whom, where and how long. `change` is what is to be done with the
    one of several appointments that is chosen; None: it is looked at. `spoke_at` is when something was said last,
    `fragment` what was not understood right before: the next words may go on with it. `has_met`: who comes has heard
    that they are booked at a time they chose, so that none such is offered. `alike` is how often running the answer of
    which `last_said` is the mark was given.
    `company` are booked after the one who is being booked, one after the other.
    """

    dialogue: str = ""
    step: Step = Step.IDLE
    language: str | None = None
    greeted_at: datetime | None = None
    touched_at: datetime | None = None
    serial: int = 0
    times_serial: int = 0
    done_serial: int = 0
    done_booking_id: UUID | None = None
    misses: int = 0
    last_tap: str = ""
    asks_to_go_on: bool = False
    is_handed_over: bool = False
    service_id: UUID | None = None
    location_id: UUID | None = None
    practitioner_id: UUID | None = None
    minutes: int | None = None
    who: Who | None = None
    relative_id: UUID | None = None
    called: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    booking_id: UUID | None = None
    is_rescheduling: bool = False
    page: int = 0
    offered: tuple[Slot, ...] = field(default=(), repr=False)
    days: tuple[DayWithSpace, ...] = field(default=(), repr=False)
    has_later_days: bool = False
    day: date | None = None
    notice: Notice | None = None
    chosen: Slot | None = None
    hold_id: UUID | None = None
    hold_asked_at: datetime | None = None
    wish: Wish | None = None
    is_joining: bool = False
    meant_service_id: UUID | None = None
    change: Change | None = None
    spoke_at: datetime | None = None
    fragment: str = field(default="", repr=False)
    details: Details | None = None
    has_met: bool = False
    last_said: int = 0
    alike: int = 0
    company: tuple[Coming, ...] = field(default=(), repr=False)

    def to_json(self) -> str:
        """Write the state as one line of JSON, and what came later only where it says something.

        While an update is under way a worker of the version before goes on with talks in which nothing new was used.
        """
        found = {name: getattr(self, name) for name in _READERS}
        told = {name: value for name, value in found.items() if name not in _LATER or value != _DEFAULTS[name]}
        return json.dumps({"v": VERSION, **told}, default=_plain, separators=(",", ":"))

    @classmethod
    def from_json(cls, written: str) -> Self:
        """Read what `to_json` wrote; anything else (older, damaged, unknown) is a dialogue that has not begun."""
        try:
            found = json.loads(written)
            if not isinstance(found, dict) or found.pop("v", None) != VERSION or not _are_names(found.keys()):
                return cls()
            return cls(**{name: read(found[name]) for name, read in _READERS.items() if name in found})
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return cls()

    def cleared(self) -> Self:
        """Forget what was being chosen, keep who is spoken to and how far the numbering went."""
        return type(self)(**{name: getattr(self, name) for name in _KEPT})

    def asking(self, step: Step, *, page: int = 0) -> Self:
        """Go on to a new question."""
        return replace(self, step=step, page=page, serial=self.serial + 1, misses=0, asks_to_go_on=False)


def _are_names(names: Set[str]) -> bool:
    """Tell whether a state of today or of before was written: what came later may be missing, and is not known then."""
    return _READERS.keys() - _LATER <= names <= _READERS.keys()


_KEPT: tuple[str, ...] = (
    "dialogue",
    "language",
    "greeted_at",
    "touched_at",
    "spoke_at",
    "fragment",
    "serial",
    "times_serial",
)
_KEPT += ("done_serial", "done_booking_id", "misses", "last_tap", "is_handed_over")
"""What a state keeps where what was being chosen is forgotten."""
_PARTS: dict[type, tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(kind))
    for kind in (Slot, DayWithSpace, Wish, Refused, DayHours, Details, Coming)
}


def _plain(value: object) -> object:
    if isinstance(value, date | time):  # a datetime is one too
        return value.isoformat()
    parts = _PARTS.get(type(value))
    return str(value) if parts is None else {name: getattr(value, name) for name in parts}


_READERS: dict[str, Callable[[object], Any]] = {  # each field's own type is checked by its reader
    "dialogue": text,
    "step": one_of(Step),
    "language": maybe(text),
    "greeted_at": maybe(instant),
    "touched_at": maybe(instant),
    "serial": number,
    "times_serial": number,
    "done_serial": number,
    "done_booking_id": maybe(uuid),
    "misses": number,
    "last_tap": text,
    "asks_to_go_on": flag,
    "is_handed_over": flag,
    "service_id": maybe(uuid),
    "location_id": maybe(uuid),
    "practitioner_id": maybe(uuid),
    "minutes": maybe(number),
    "who": maybe(one_of(Who)),
    "relative_id": maybe(uuid),
    "called": maybe(text),
    "born": maybe(local_day),
    "booking_id": maybe(uuid),
    "is_rescheduling": flag,
    "page": number,
    "offered": many(slot),
    "days": many(day_row),
    "has_later_days": flag,
    "day": maybe(local_day),
    "notice": maybe(one_of(Notice)),
    "chosen": maybe(slot),
    "hold_id": maybe(uuid),
    "hold_asked_at": maybe(instant),
    "wish": maybe(wish),
    "is_joining": flag,
    "meant_service_id": maybe(uuid),
    "change": maybe(one_of(Change)),
    "spoke_at": maybe(instant),
    "fragment": text,
    "details": maybe(details),
    "has_met": flag,
    "last_said": number,
    "alike": number,
    "company": many(coming),
}
_DEFAULTS = {one.name: one.default for one in fields(State)}
_LATER = frozenset(
    {
        "minutes",
        "who",
        "relative_id",
        "called",
        "born",
        "wish",
        "is_joining",
        "meant_service_id",
        "change",
        "spoke_at",
        "fragment",
        "details",
        "has_met",
        "last_said",
        "alike",
        "company",
    }
)
"""Names that states written before 29 November 2026 lack: talks that are under way go on over an update."""
