"""What holds for log-ins: how long a session and a proof count, and how long an account is locked after failures."""

from datetime import datetime, timedelta

from chatbookr_core.errors import InvalidInput

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
PASSWORD_CHARS = 256


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


def check_passkey_name(name: str) -> str:
    """Return a name as it is kept. Raises InvalidInput."""
    kept = " ".join(name.split())
    if not 0 < len(kept) <= PASSKEY_NAME_CHARS or not kept.isprintable():
        raise InvalidInput(f"A passkey's name has 1 to {PASSKEY_NAME_CHARS} characters.", field="name")
    return kept
