"""What holds for webhooks: which changes they tell of, when they are tried again, and when we stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Final, Literal

EVENTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "bookingChanged": frozenset({"booking"}),
        "waitlistChanged": frozenset({"waitlist"}),
        "patientErased": frozenset({"erasure"}),
        "patientMerged": frozenset({"merge"}),
        "conversationChanged": frozenset({"conversation", "message", "seal"}),
    }
)
"""The subscriptions a webhook can be made of, and the kinds of change each of them tells of."""

TEST: Final = "test"
TEST_EVENT: Final = "webhook.test"
NOT_CONCERNED: Final = "not_concerned"
"""Why nothing is told of a change: the document's arguments leave it out, or the key may not hear of it."""

FORBIDDEN: Final = "forbidden"
DOCUMENT_INVALID: Final = "document_invalid"
"""Why a document can never be executed again: the key has lost a permission, or the schema has changed."""
PAYLOAD: Final = "payload"
"""Why nothing was sent: a fault of ours, which may pass."""

TRIES: Final = 10
FIRST_WAIT_SECONDS: Final = 5.0
WAIT_FACTOR: Final = 3.25  # the nine waits are 25 h together
JITTER: Final = 0.2  # of the wait, either way
LONGEST_RETRY_AFTER_SECONDS: Final = 12 * 3600.0

FAILURES_ALLOWED: Final = 5
FAILING_ALLOWED: Final = timedelta(days=3)

MOST_ENDPOINTS: Final = 20
"""How many endpoints a clinic can have."""
DEFAULT_OVERLAP: Final = timedelta(hours=24)
LONGEST_OVERLAP: Final = timedelta(days=7)

GONE_STATUS: Final = 410
Verdict = Literal["delivered", "again", "failed", "gone"]


@dataclass(frozen=True, slots=True)
class Answer:
    """How one try ended: an HTTP status, or the code of what prevented one."""

    status: int | None
    error: str | None
    duration_ms: int
    retry_after: str | None = None  # the header as it came


def event_name(field: str) -> str:
    """Write a subscription's name as the event's: `bookingChanged` as `booking.changed`."""
    return "".join(f".{char.lower()}" if char.isupper() else char for char in field)


def verdict_on(answer: Answer, *, tries: int) -> Verdict:
    """Decide what the answer to the `tries`-th try means.

    Every 2xx is a delivery, 410 the end of the endpoint; all else may pass, 408 and 429 above all, and is tried again
    up to TRIES times. Redirects are not followed: they count as failures.
    """
    if answer.status is not None and 200 <= answer.status < 300:
        return "delivered"
    if answer.status == GONE_STATUS:
        return "gone"
    return "again" if tries < TRIES else "failed"


def wait_seconds(tries: int, *, jitter: float, retry_after_seconds: float = 0.0) -> float:
    """Return how long to wait after the `tries`-th try: 5 s, 16 s, 53 s … 17 h, a fifth more or less.

    `jitter` in [0, 1) is the caller's randomness. The receiver's own wish, up to 12 h, can make it longer.
    """
    planned = FIRST_WAIT_SECONDS * WAIT_FACTOR ** (tries - 1)
    spread = planned * (1 - JITTER + 2 * JITTER * jitter)
    return max(spread, min(retry_after_seconds, LONGEST_RETRY_AFTER_SECONDS))


def retry_after_seconds(header: str | None, now: datetime) -> float:
    """Read `Retry-After` (RFC 9110, section 10.2.3): seconds or a date; 0 for none, past or unreadable."""
    text = (header or "").strip()
    if text.isascii() and text.isdecimal():
        return min(float(text[:12]), LONGEST_RETRY_AFTER_SECONDS)
    try:
        at = parsedate_to_datetime(text)
        return max((at - now).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return 0.0


def is_given_up(failures: int, *, since: datetime | None, now: datetime) -> bool:
    """Tell whether an endpoint is to be disabled: `failures` deliveries in a row failed after all of their tries,
    and the first of them was made (`since`) days ago, so that neither a burst nor one bad day is enough."""
    return since is not None and failures >= FAILURES_ALLOWED and now - since >= FAILING_ALLOWED
