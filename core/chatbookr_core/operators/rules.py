"""What holds for operators: how long their log-ins count, and what they can ask to see of a clinic."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.errors import InvalidInput
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.policy import OPERATORS_READ

SESSION_IDLE: Final = timedelta(minutes=30)
SESSION_LIFETIME: Final = timedelta(hours=8)
SESSION_TOUCH: Final = timedelta(minutes=5)
FRESH: Final = timedelta(minutes=5)
"""How long after a log-in an operator can ask for access, or open it to a colleague: the passkey is the proof."""
ENROLMENT_HOLDS: Final = timedelta(hours=24)
MOST_MINUTES: Final = 240
REASON_CHARS: Final = (10, 500)
APPROVALS: Final = 2
"""How many other operators it takes in an emergency."""


def is_fresh(logged_in_at: datetime, now: datetime) -> bool:
    """Tell whether somebody logged in just now."""
    return now < logged_in_at + FRESH


def check_request(reason: str, permissions: Collection[str], minutes: int) -> tuple[str, list[str]]:
    """Return a reason and permissions as they are kept.

    Raises InvalidInput for what is no reason, no time, or nothing an operator can ask for: they read, and never write.
    """
    kept = " ".join(reason.split())
    if not REASON_CHARS[0] <= len(kept) <= REASON_CHARS[1] or not kept.isprintable():
        raise InvalidInput(f"Say why, in {REASON_CHARS[0]} to {REASON_CHARS[1]} characters.", field="reason")
    if not 1 <= minutes <= MOST_MINUTES:
        raise InvalidInput(f"It opens for 1 to {MOST_MINUTES} minutes.", field="minutes")
    readable = {one.value for one in OPERATORS_READ}
    if not permissions or not set(permissions) <= readable:
        raise InvalidInput("Ask for some of the permissions to read, and for nothing else.", field="permissions")
    return kept, sorted(set(permissions))


def permissions_of(names: Collection[str]) -> frozenset[Permission]:
    """Read permissions out of a row; a name that is none any longer opens nothing."""
    return frozenset(one for one in OPERATORS_READ if one.value in set(names))
