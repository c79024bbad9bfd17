"""How an account is at its provider, asked from time to time.

Optional: a channel with the capability `REPORT_HEALTH` has this method besides those of `MessagingChannel`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from chatbookr_sdk.context import Context


class AccountQuality(StrEnum):
    """How people take what the account sends; a low one is about to be limited."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class HealthProblem(StrEnum):
    """What somebody has to look after before it stops the account."""

    QUALITY_LOW = "quality_low"
    NAME_DECLINED = "name_declined"
    NUMBER_UNREGISTERED = "number_unregistered"
    NOT_SUBSCRIBED = "not_subscribed"
    WEBHOOK_FIELDS_MISSING = "webhook_fields_missing"
    PERMISSION_MISSING = "permission_missing"
    TOKEN_EXPIRING = "token_expiring"  # noqa: S105  # a code


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """How an account is; `name_status` and `throughput` are the provider's codes, None where it does not say.

    `expires_at`: when the credentials end by themselves, None: never, or not known. `webhook_fields`: what the provider
    tells our webhook of, None where that is not known. TOKEN_EXPIRING is the host's to find.
    """

    quality: AccountQuality = AccountQuality.UNKNOWN
    name_status: str | None = None
    throughput: str | None = None
    expires_at: datetime | None = None
    webhook_fields: tuple[str, ...] | None = None
    problems: tuple[HealthProblem, ...] = ()


class ReportsHealth(Protocol):
    """A channel that can be asked how its account is."""

    async def health(self, ctx: Context) -> ChannelHealth:
        """Ask the provider; changes nothing.

        Raises TemporaryFailure, PermanentFailure, and AuthExpired where the credentials are dead, and only then: what
        they lack is a problem.
        """
        ...
