"""What goes wrong between somebody who waits and the time they are offered."""

from chatbookr_core.errors import Conflict


class OfferOver(Conflict):
    """The offer was answered already, its minutes have passed, or it was taken back."""

    code = "OFFER_OVER"
    default_message = "That offer is over; load it again."


class NotWaiting(Conflict):
    """The place on the waitlist was given up, has led to a booking, or has an open offer."""

    code = "NOT_WAITING"
    default_message = "Nobody waits there at the moment; load it again."


class AlreadyOffered(Conflict):
    """The patient was offered that time, or one that overlaps it, before, or has another offer that is open."""

    code = "ALREADY_OFFERED"
    default_message = "That patient was offered that time already, or has an open offer."
