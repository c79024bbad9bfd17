"""The contract of a calendar that tells what changed: incremental reading, and pushes that say when to read.

A provider that has it declares `Capability.FOLLOW_CHANGES`, and `Capability.WATCH_CHANGES` for pushes.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from chatbookr_sdk.calendar import CalendarProvider
from chatbookr_sdk.context import AppContext, Context, Secret
from chatbookr_sdk.messaging import WebhookRequest

EventStatus = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """An event, or one occurrence of a recurring one, as it stands now; nothing of what or whom it is for.

    Instants are aware UTC and half-open; both are None for a cancelled event of which only the id is left. An all-day
    event lasts from midnight to midnight in its calendar's zone. A provider lays recurring events out itself: each
    occurrence has an id of its own, `series_id` names the event it comes from, and a cancelled series cancels every
    occurrence that was told of.
    """

    event_id: str
    etag: str
    status: EventStatus
    starts_at: datetime | None
    ends_at: datetime | None
    blocks: bool
    """It takes the time: not cancelled, not marked as free, not declined by the calendar's owner."""
    is_all_day: bool = False
    kind: str = "default"
    """The provider's word for it: `default`, `outOfOffice`, `focusTime` …"""
    series_id: str | None = None
    original_starts_at: datetime | None = None
    """When the occurrence would have begun, had nobody moved it."""
    booking_id: str | None = None
    """The booking it says it stands for."""


@dataclass(frozen=True, slots=True)
class Changes:
    """One page. `next_page` is set while more follows (a page may be empty); `sync_token` on the last one alone."""

    events: tuple[ChangedEvent, ...]
    next_page: str | None = None
    sync_token: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """A push channel that stands; `resource_id` is the provider's, and needed to end it."""

    channel_id: str
    resource_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Notification:
    """A push: something changed. Anybody can send one, until the host has compared `secret` with the channel's."""

    channel_id: str
    secret: Secret = field(repr=False)
    resource_id: str
    number: int
    is_greeting: bool
    """The provider says that the channel works; nothing changed."""


class FollowingCalendar(CalendarProvider, Protocol):
    """A calendar provider that tells what changed; it keeps nothing between calls."""

    async def list_changes(
        self,
        ctx: Context,
        calendar_id: str,
        *,
        sync_token: str | None,
        page: str | None,
        starts_at: datetime,
        ends_at: datetime,
    ) -> Changes:
        """Return one page of what changed since `sync_token`; without one, of everything that meets the window.

        An event meets [starts_at, ends_at) where any part of it lies inside, however long ago it began. With a token
        the window is the one the token was given for: what lies outside may be told as well. `page` is `next_page` of
        the page before, asked for with the same arguments. Raises FullSyncRequired where the token is too old, what
        was kept is to be forgotten then; PermanentFailure("calendar_not_found") where the calendar is gone.
        """
        ...

    async def watch(
        self, ctx: Context, calendar_id: str, *, channel_id: str, secret: Secret, address: str, until: datetime
    ) -> Watch:
        """Open a push channel: the provider posts to `address` with `secret` when something changes.

        `channel_id` is the host's, new with each call (at most 64 of A-Z a-z 0-9 - _). The provider may end it before
        `until`, never later. Raises PermanentFailure where it does not push for this calendar or to this address.
        """
        ...

    async def unwatch(self, ctx: Context, channel_id: str, resource_id: str) -> None:
        """End a push channel; success where it is over already."""
        ...

    def read_notification(self, ctx: AppContext, request: WebhookRequest) -> Notification:
        """Read what the provider posted. Raises InvalidWebhook where it is none of its notifications."""
        ...
