"""What holds for log-ins: how long a session and a proof count, and how long an account is locked after failures."""

from collections.abc import Collection
from datetime import datetime, timedelta

from chatbookr_core.errors import InvalidInput
from chatbookr_core.names import name_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

SESSION_IDLE = timedelta(hours=12)
SESSION_LIFETIME = timedelta(days=7)
SESSION_TOUCH = timedelta(minutes=5)  # how exactly idleness is known; a write for every request would be too dear
STEP_UP_HOLDS = timedelta(minutes=5)
SECOND_FACTOR_WAIT = timedelta(minutes=10)  # for a code, after the password

PASSKEY_WAIT = timedelta(minutes=5)  # for an authenticator, after it was asked
MOST_PASSKEYS = 10
PASSKEY_NAME_CHARS = 80

FREE_FAILURES = 4
LONGEST_LOCK = timedelta(minutes=15)
PASSWORD_MIN_CHARS = 12
PASSWORD_CHARS = 256
EMAIL_CHARS = 254  # RFC 5321, section 4.5.3.1.3
NAME_CHARS = 80
DEVICE_KNOWN = timedelta(days=400)  # the longest a browser keeps a cookie
INVITATION_LIFETIME = timedelta(days=7)
MOST_LETTERS = 5  # of one invitation
MOST_INVITATIONS = 100  # of one clinic that are open, and that it can make in a day


def lock_after(failures: int) -> timedelta | None:
    """Return how long an account stays locked after its n-th failure in a row: 30 s from the fifth, doubling."""
    if failures <= FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES - 1, 10)
    return min(timedelta(seconds=30 * (1 << doublings)), LONGEST_LOCK)


def is_stepped_up(stepped_up_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody proved lately enough who they are; a log-in alone does not count."""
    return stepped_up_at is not None and now < stepped_up_at + STEP_UP_HOLDS


def canonical_email(email: str) -> str:
    """Write an e-mail as accounts hold it."""
    return email.strip().lower()


def checked_email(email: str, *, field: str = "email") -> str:
    """Write an e-mail as accounts hold it. Raises InvalidInput for what no letter could be sent to."""
    address = canonical_email(email)
    name, _, host = address.partition("@")
    is_odd = any(sign in address for sign in ' <>,;"\\') or not address.isprintable() or address.count("@") != 1
    if is_odd or not name or not host or len(address) > EMAIL_CHARS:
        raise InvalidInput("That is not an e-mail address.", field=field)
    return address


def checked_name(full_name: str, *, field: str = "full_name") -> str:
    """Write a person's name as accounts hold it. Raises InvalidInput as `name_from` does."""
    return name_from(full_name, NAME_CHARS, field=field)


def can_give(held: Collection[Permission], role: Role) -> bool:
    """Tell whether somebody may invite others as a role: one of ours that may do nothing they may not."""
    return role is not Role.CUSTOM and ROLE_PERMISSIONS[role] <= set(held)
