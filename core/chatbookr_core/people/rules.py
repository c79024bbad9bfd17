"""What holds for log-ins: how long a session and a proof count, and how long an account is locked after failures."""

from datetime import datetime, timedelta

SESSION_IDLE = timedelta(hours=12)
SESSION_LIFETIME = timedelta(days=7)
SESSION_TOUCH = timedelta(minutes=5)  # how exactly idleness is known; a write for every request would be too dear
STEP_UP_HOLDS = timedelta(minutes=5)
SECOND_FACTOR_WAIT = timedelta(minutes=10)  # for a code, after the password

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
