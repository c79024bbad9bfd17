"""The contract of a calendar: when a person is busy, and events that stand for bookings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chatbookr_sdk.context import Context, Secret
from chatbookr_sdk.manifest import Manifest
from chatbookr_sdk.messaging import Connected


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar the account can see."""

    id: str
    title: str
    time_zone: str
    primary: bool
    writable: bool
    followable: bool = False
    """`FollowingCalendar.list_changes` can be asked of it; free/busy alone where not."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of time that is taken, half-open, aware UTC; nothing of what for."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class FreeBusy:
    """The answer for several calendars; one in `unknown` must never be taken for free."""

    busy: Mapping[str, tuple[Busy, ...]]
    unknown: Mapping[str, str]
    """Calendar id -> the provider's reason why it could not say."""


@dataclass(frozen=True, slots=True)
class Event:
    """What stands in the calendar for a booking. `event_id` is ours: base32hex, 5-1024 characters, unique."""

    event_id: str
    booking_id: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    title: str = field(repr=False)
    description: str = field(default="", repr=False)
    location: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the provider keeps it."""

    event_id: str
    etag: str
    starts_at: datetime
    ends_at: datetime
    booking_id: str | None
    digest: str = field(default="", compare=False, repr=False)
    """Of what stands in it besides its times, one way, at most 64 characters: the host sees that somebody changed it,
    never what to. Empty where the provider cannot say."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """New credentials after a refresh, by name; `expires_at` is when the next refresh is due."""

    values: Mapping[str, Secret]
    expires_at: datetime | None


class CalendarProvider(Protocol):
    """A plugin that reads and writes calendars. It keeps nothing between calls."""

    @property
    def manifest(self) -> Manifest: ...

    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        """Test the credentials (for OAuth: the token answer). Raises InvalidCredentials."""
        ...

    async def refresh(self, ctx: Context) -> Credentials:
        """Exchange the refresh token; the host holds a lock and calls before expiry. Raises AuthExpired."""
        ...

    async def revoke(self, ctx: Context) -> None:
        """Revoke the grant at the provider; may run twice, success where already gone."""
        ...

    async def list_calendars(self, ctx: Context) -> Sequence[Calendar]:
        """List every calendar the account can see, all pages."""
        ...

    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        """Say when each calendar is busy; a calendar the provider has an error for is `unknown`."""
        ...

    async def find_event(self, ctx: Context, calendar_id: str, event_id: str) -> StoredEvent | None:
        """Look one event up: present, or None for gone; unknown is raised as TemporaryFailure."""
        ...

    async def put_event(self, ctx: Context, calendar_id: str, event: Event) -> StoredEvent:
        """Insert the event, or bring the one of this id to these times; may run twice."""
        ...

    async def delete_event(self, ctx: Context, calendar_id: str, event_id: str, *, etag: str | None = None) -> None:
        """Remove the event; success where it is already gone.

        Nothing is removed unseen: with the `etag` it was last written with, where somebody changed the event
        meanwhile, it is looked at again, and removed as it stands then; without one it is looked at first.
        """
        ...
