"""What holds for any conversation: how statuses move, and how long a channel takes free text."""

from datetime import datetime, timedelta

from chatbookr_sdk import CallReported, CallState

FREE_TEXT_WINDOW = timedelta(hours=24)  # WhatsApp: customer service window

_RANKS = {"queued": 0, "sent": 1, "delivered": 2, "read": 3, "played": 4}


def next_status(current: str, current_at: datetime | None, reported: str, reported_at: datetime) -> str | None:
    """Return the status a report moves a message to, or None where it changes nothing.

    Forward only: queued < sent < delivered < read < played. `failed` ends it, unless a delivered or read that
    happened later shows that the failure healed; a failure reported after the message was delivered is ignored.
    """
    if reported == "failed":
        return "failed" if _RANKS.get(current, 9) <= _RANKS["sent"] else None
    if reported not in _RANKS or reported == "queued":
        return None
    if current == "failed":
        is_healed = _RANKS[reported] >= _RANKS["delivered"] and (current_at is None or reported_at >= current_at)
        return reported if is_healed else None
    if current not in _RANKS or _RANKS[reported] <= _RANKS[current]:
        return None
    return reported


def placed(sent_at: datetime, *, after: datetime | None) -> datetime:
    """Place a provider's time of whole seconds behind what it answers, where both fall into the same second.

    `after` is the time of the conversation's latest message; the provider's second is kept.
    """
    if after is None or sent_at.microsecond or not sent_at <= after < sent_at + timedelta(seconds=1):
        return sent_at
    return min(after + timedelta(microseconds=1), sent_at + timedelta(microseconds=999_999))


def is_window_open(last_inbound_at: datetime | None, now: datetime) -> bool:
    """Tell whether free text may be sent: the patient wrote or called within the last 24 hours."""
    return last_inbound_at is not None and now - last_inbound_at < FREE_TEXT_WINDOW


def heard_by_call(call: CallReported) -> datetime | None:
    """Say since when a patient was heard in a call, which opens the window as a message does; None: not in this one.

    Whoever calls is, whether anybody answers or not; whoever is called, once they answer (Meta, "Calling API: Pricing",
    how calling changes the customer service window). Of a call that is over, the report's time is that of its end.
    """
    lasted = timedelta(seconds=call.seconds or 0)
    is_answered = call.state is CallState.ACCEPTED or lasted > timedelta(0)
    return call.at - lasted if is_answered or not call.is_from_clinic else None


def is_still_spoken(sent_at: datetime, now: datetime) -> bool:
    """Tell whether what a person of the clinic wrote means that they have the conversation: not if it came late."""
    return now - sent_at < FREE_TEXT_WINDOW


_CALL_RANKS = {"ringing": 0, "accepted": 1, "rejected": 2, "failed": 2, "ended": 3}


def is_later_call(known: str, known_at: datetime, reported: str, reported_at: datetime) -> bool:
    """Tell whether a report says more of a call than is known: forward only, by state and then by time."""
    return (_CALL_RANKS[reported], reported_at) > (_CALL_RANKS[known], known_at)
