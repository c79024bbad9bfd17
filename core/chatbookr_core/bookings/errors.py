"""What goes wrong on a booking's way from the request to the visit, and with the event that shows it."""

from chatbookr_core.errors import Conflict


class DriftSettled(Conflict):
    """The card was answered, or what happened since has made it void."""

    code = "DRIFT_SETTLED"
    default_message = "That is settled already; load it again."


class WrongStatus(Conflict):
    """The booking is not in a state from which that leads on: a visit that is over is not cancelled."""

    code = "WRONG_STATUS"
    default_message = "That cannot be done with the booking as it stands."


class NotTheTime(Conflict):
    """It is too early or too late: a visit is noted once it has begun, and a note is undone on the day it was made."""

    code = "NOT_THE_TIME"
    default_message = "It is too early or too late for that."
