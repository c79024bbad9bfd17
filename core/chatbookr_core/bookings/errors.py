"""What goes wrong on a booking's way from the request to the visit, and with the event that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.errors import Conflict, SlotNotOffered


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one appointment of a series could not be made or changed: a code, of the one that was to be at `starts_at`.

    Where it is (aware) now, for one that was to be moved or cancelled. With whom it was to be, where that is settled.
    """

    ordinal: int
    starts_at: datetime
    code: str
    practitioner_id: UUID | None = None


class DriftSettled(Conflict):
    """The card was answered, or what happened since has made it void."""

    code = "DRIFT_SETTLED"
    default_message = "That is settled already; load it again."


class OnlyOnRequest(SlotNotOffered):
    """Nobody can see whether the time is free, and it was not asked for as such: it is no promise."""

    code = "ONLY_ON_REQUEST"
    default_message = "Nobody can see the practitioner's calendar right now: the time can only be asked for."


class WrongStatus(Conflict):
    """The booking is not in a state from which that leads on: a visit that is over is not cancelled."""

    code = "WRONG_STATUS"
    default_message = "That cannot be done with the booking as it stands."


class NotDisplaced(Conflict):
    """The booking has its time: nothing came over it."""

    code = "NOT_DISPLACED"
    default_message = "That booking does not need another time."


class NotTheTime(Conflict):
    """It is too early or too late: a visit is noted once it has begun, and a note is undone on the day it was made."""

    code = "NOT_THE_TIME"
    default_message = "It is too early or too late for that."


class SeriesRefused(Conflict):
    """Something stands in the way of an appointment of the series, so that none was made or changed."""

    code = "SERIES_REFUSED"
    default_message = "That cannot be done with every appointment of the series; nothing was changed."

    def __init__(self, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(details={"refused": len(refusals)})
        self.refusals = tuple(refusals)
