"""What Google's half of the sandbox remembers: accounts, calendars with their events, grants, tokens and channels."""

import secrets
from base64 import b32hexencode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from chatbookr_sandbox.google.times import zone_for

EventResource = dict[str, Any]
"""An Event as the discovery document describes it, with everything Google would fill in."""

Role = Literal["freeBusyReader", "reader", "writer", "owner"]
ROLES: tuple[Role, ...] = ("freeBusyReader", "reader", "writer", "owner")

Entropy = Callable[[int], bytes]


@dataclass(slots=True)
class StoredEvent:
    """An event and the revision of the whole state at which it last changed."""

    resource: EventResource
    revision: int

    @property
    def is_cancelled(self) -> bool:
        return bool(self.resource["status"] == "cancelled")


@dataclass(slots=True)
class Calendar:
    """A calendar; `roles` says which account may do what in it, `primary_of` whose main calendar it is."""

    id: str
    summary: str
    time_zone: str
    roles: dict[str, Role] = field(default_factory=dict)
    primary_of: str | None = None
    events: dict[str, StoredEvent] = field(default_factory=dict)
    sync_floor: int = 0
    """Sync tokens older than this revision are refused with 410."""
    series_revision: int = 0
    """When a recurring series last changed shape; sync tokens over single events do not survive that."""

    @property
    def zone(self) -> ZoneInfo:
        return zone_for(self.time_zone)

    @property
    def owner(self) -> str:
        return next((email for email, role in self.roles.items() if role == "owner"), self.id)


@dataclass(slots=True)
class Grant:
    """What an account allowed a client; the refresh token lives as long as it does."""

    id: str
    email: str
    client_id: str
    scopes: list[str]
    refresh_token: str | None = None
    is_revoked: bool = False
    needs_reauthentication: bool = False
    """An administrator's session control asks for a new log-in: refreshing answers `invalid_rapt`."""
    ends_at: float | None = None
    """When it ends by itself (epoch seconds), as one that was given to an app in Testing does; None: never."""


@dataclass(slots=True)
class AccessToken:
    """A bearer token; `expires_at` in epoch seconds."""

    token: str
    grant_id: str
    scopes: list[str]
    expires_at: float


@dataclass(slots=True)
class AuthorizationCode:
    """A code between consent and exchange (RFC 6749, 4.1.2; PKCE S256 of RFC 7636)."""

    code: str
    grant_id: str
    redirect_uri: str
    code_challenge: str
    scopes: list[str]
    gives_refresh_token: bool
    expires_at: float


@dataclass(slots=True)
class Channel:
    """A push channel on one calendar's events; `expires_at` in epoch milliseconds, as Google writes it."""

    id: str
    calendar_id: str
    resource_id: str
    resource_uri: str
    address: str
    token: str | None
    expires_at: int
    client_id: str
    message_number: int = 0


@dataclass(slots=True)
class Account:
    """A Google account."""

    email: str
    name: str


@dataclass(slots=True)
class GoogleState:
    """Everything, in memory; `entropy` is where ids and tokens come from."""

    entropy: Entropy = secrets.token_bytes
    revision: int = 0
    updated_micros: int = 0
    accounts: dict[str, Account] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    codes: dict[str, AuthorizationCode] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    is_in_testing: bool = False
    """The client's consent screen is in "Testing", not "In production": what is consented to ends after seven days."""

    def mint(self, byte_count: int = 16) -> str:
        """Make a new unguessable name in base32hex, the alphabet of Calendar's ids."""
        return b32hexencode(self.entropy(byte_count)).decode("ascii").rstrip("=").lower()

    def advance(self, now: datetime) -> tuple[int, str]:
        """Count a change; return its revision and a new etag, which is twice the microseconds as at Google."""
        self.revision += 1
        self.updated_micros = max(int(now.timestamp() * 1_000_000), self.updated_micros + 1)
        return self.revision, f'"{self.updated_micros * 2}"'

    def calendars_of(self, email: str) -> list[Calendar]:
        """List an account's calendars, the primary one first."""
        listed = [calendar for calendar in self.calendars.values() if email in calendar.roles]
        return sorted(listed, key=lambda calendar: (calendar.primary_of != email, calendar.summary, calendar.id))

    def find_calendar(self, email: str, calendar_id: str) -> Calendar | None:
        """Find a calendar an account can see; `primary` is its own."""
        for calendar in self.calendars_of(email):
            if calendar.id == calendar_id or (calendar_id == "primary" and calendar.primary_of == email):
                return calendar
        return None

    def drop(self, calendar: Calendar) -> None:
        """Forget a calendar with its events, whoever could see it; its channels tell nothing any more."""
        del self.calendars[calendar.id]
        for channel in [one for one in self.channels.values() if one.calendar_id == calendar.id]:
            del self.channels[channel.id]

    def snapshot(self) -> dict[str, Any]:
        """Write everything as JSON-able data."""
        kept = {name: getattr(self, name) for name in ("revision", "updated_micros", "is_in_testing")}
        return kept | {
            name: {key: asdict(entry) for key, entry in getattr(self, name).items()} for name in _COLLECTIONS
        }

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Take over what `snapshot` wrote."""
        self.revision, self.updated_micros = snapshot["revision"], snapshot["updated_micros"]
        self.is_in_testing = snapshot.get("is_in_testing", False)  # a file of before knows nothing of it
        for name, kind in _COLLECTIONS.items():
            setattr(self, name, {key: kind(**entry) for key, entry in snapshot[name].items()})
        for calendar in self.calendars.values():
            calendar.events = {key: StoredEvent(**_as_mapping(entry)) for key, entry in calendar.events.items()}


_COLLECTIONS: Mapping[str, type] = {
    "accounts": Account,
    "calendars": Calendar,
    "grants": Grant,
    "access_tokens": AccessToken,
    "codes": AuthorizationCode,
    "channels": Channel,
}


def _as_mapping(entry: Any) -> dict[str, Any]:
    return dict(entry)
