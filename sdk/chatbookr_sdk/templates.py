"""Message templates: what a provider has approved in advance, and may be sent when free text may not.

Optional: a channel with the capability `SEND_TEMPLATE` has these methods besides those of `MessagingChannel`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from chatbookr_sdk.context import Context


class TemplateCategory(StrEnum):
    """What a template is for, as the provider judged it; it may judge anew at any time."""

    UTILITY = "utility"
    MARKETING = "marketing"
    AUTHENTICATION = "authentication"
    OTHER = "other"


class TemplateStatus(StrEnum):
    """Whether a template can be sent: only an approved one can."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"
    OTHER = "other"


class TemplateQuality(StrEnum):
    """How people take a template; a red one is about to be paused."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TemplateVariable:
    """A gap to be filled: where (`header`, `body`), and its name; a number counts from one within its place."""

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """One template in one language, as the provider lists it.

    `header`, `body`, `footer` are texts in which a variable stands as `{{name}}`; `replies` the titles of its quick
    replies. `is_fillable`: it has nothing but text to be filled in (no picture, no link that differs). `raw` is the
    provider's JSON of its components.
    """

    external_id: str
    name: str
    language: str
    category: TemplateCategory
    status: TemplateStatus
    quality: TemplateQuality
    body: str
    header: str | None
    footer: str | None
    replies: tuple[str, ...]
    variables: tuple[TemplateVariable, ...]
    is_fillable: bool
    raw: str = field(repr=False)
    previous_category: TemplateCategory | None = None


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """Some of an account's templates; `after` asks for the next ones, None where these were the last."""

    templates: Sequence[ListedTemplate]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class SendingLimits:
    """What the provider lets an account send: None where it does not say, or sets no limit."""

    messages_per_second: int | None = None
    recipients_per_day: int | None = None
    """How many people it may write to by template within 24 hours who did not write first."""


class SendsTemplates(Protocol):
    """A channel that sends templates (a `TemplateMessage` as content)."""

    async def list_templates(self, ctx: Context, after: str | None) -> TemplatePage:
        """List a page of the account's templates, whatever their status.

        Raises TemporaryFailure, PermanentFailure, AuthExpired.
        """
        ...

    async def sending_limits(self, ctx: Context) -> SendingLimits:
        """Ask what the account may send now. Raises as `list_templates`."""
        ...
