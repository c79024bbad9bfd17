"""What staff can do about what went wrong: by the reason a task gives, which is ours or the plugin's word for it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Advice(StrEnum):
    """What to do next."""

    CALL = "call"
    """Reach the patient another way: writing to them here is of no use."""
    SEND_TEMPLATE = "send_template"
    """Send a template yourself, or wait until the patient writes."""
    SET_UP_TEMPLATE = "set_up_template"
    """No approved template says this: have one approved, and say what it is used for."""
    CHECK_TEMPLATE = "check_template"
    """The template in use is not as it was: look at it."""
    ASK_CONSENT = "ask_consent"
    """The patient has not agreed to this: ask them first."""
    RECONNECT = "reconnect"
    """Connect the channel again."""
    CHECK_ACCOUNT = "check_account"
    """Look after the account at the provider: it is blocked, unregistered or not paid."""
    ANSWER = "answer"
    """The patient waits for a person: write to them, or call."""
    ASK_AGAIN = "ask_again"
    """Ask the patient to send it once more."""
    WELCOME = "welcome"
    """The patient is there: let them in, and note it."""
    MOVE = "move"
    """Give the appointments another time, or cancel them."""
    LOOK = "look"
    """Look at it: the provider's code says more."""


_BY_REASON: Final[Mapping[str, Advice]] = MappingProxyType(
    {
        "urgent": Advice.CALL,
        "undelivered": Advice.CALL,
        "arrived": Advice.WELCOME,
        "no_channel": Advice.CALL,
        "undeliverable": Advice.CALL,
        "withheld_by_provider": Advice.CALL,
        "opted_out": Advice.CALL,
        "recipient_not_allowed": Advice.CALL,
        "recipient_needs_phone": Advice.CALL,
        "country_restricted": Advice.CALL,
        "too_late": Advice.CALL,
        "gave_up": Advice.CALL,
        "recipients_per_day": Advice.CALL,
        "channel_takes_no_templates": Advice.CALL,
        "window_closed": Advice.SEND_TEMPLATE,
        "no_template": Advice.SET_UP_TEMPLATE,
        "template_other_language": Advice.SET_UP_TEMPLATE,
        "template": Advice.CHECK_TEMPLATE,
        "template_unsound": Advice.CHECK_TEMPLATE,
        "template_not_approved": Advice.CHECK_TEMPLATE,
        "template_became_marketing": Advice.CHECK_TEMPLATE,
        "marketing_without_consent": Advice.ASK_CONSENT,
        "no_consent": Advice.ASK_CONSENT,
        "needs_reconnect": Advice.RECONNECT,
        "disconnected": Advice.RECONNECT,
        "account_blocked": Advice.CHECK_ACCOUNT,
        "sending_paused": Advice.CHECK_ACCOUNT,
        "display_name_unapproved": Advice.CHECK_ACCOUNT,
        "payment_problem": Advice.CHECK_ACCOUNT,
        "number_unregistered": Advice.CHECK_ACCOUNT,
        "templates_unreadable": Advice.CHECK_ACCOUNT,
        "ended_by_provider": Advice.RECONNECT,
        "token_expiring": Advice.RECONNECT,
        "not_subscribed": Advice.RECONNECT,
        "permission_missing": Advice.RECONNECT,
        "quality_low": Advice.CHECK_ACCOUNT,
        "name_declined": Advice.CHECK_ACCOUNT,
        "webhook_fields_missing": Advice.CHECK_ACCOUNT,
    }
)

_BY_KIND: Final[Mapping[str, Advice]] = MappingProxyType(
    {
        "handover": Advice.ANSWER,
        "call_received": Advice.ANSWER,
        "booking_request": Advice.ANSWER,
        "bookings_displaced": Advice.MOVE,
        "media_missing": Advice.ASK_AGAIN,
        "channel_notice": Advice.CHECK_ACCOUNT,
        "calendar_lost": Advice.RECONNECT,
        "calendar_ending": Advice.RECONNECT,
        "tell_patient": Advice.CALL,
        "remind_patient": Advice.CALL,
    }
)
"""Where the reason says nothing, or nothing we know."""


def advice_for(reason: str | None, kind: str | None = None) -> Advice:
    """Say what to do about a reason, or else about a task of this kind."""
    return _BY_REASON.get(reason or "") or _BY_KIND.get(kind or "", Advice.LOOK)
