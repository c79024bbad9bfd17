"""The Google Calendar provider: the SDK's protocol, put together from grant, busy, following, watching and writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chatbookr_gcal import busy, following, grant, watching, writing
from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.manifest import MANIFEST
from chatbookr_sdk import (
    AppContext,
    Calendar,
    Changes,
    Connected,
    Context,
    Credentials,
    Event,
    FreeBusy,
    Manifest,
    Notification,
    Secret,
    StoredEvent,
    TemporaryFailure,
    Watch,
    WebhookRequest,
)

_MOST_PAGES = 100


class GoogleCalendar:
    """Google Calendar API v3."""

    @property
    def manifest(self) -> Manifest:
        """Describe the plugin."""
        return MANIFEST

    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        """Test the token answer. Raises InvalidCredentials."""
        return await grant.connect(CalendarApi(ctx, credentials), credentials)

    async def refresh(self, ctx: Context) -> Credentials:
        """Exchange the refresh token. Raises AuthExpired."""
        return await grant.refresh(ctx)

    async def revoke(self, ctx: Context) -> None:
        """Give the grant up; may run twice."""
        await grant.revoke(ctx)

    async def list_calendars(self, ctx: Context) -> Sequence[Calendar]:
        """List every calendar of the account, all pages."""
        api = CalendarApi(ctx, ctx.credentials)
        calendars: list[Calendar] = []
        parameters = {"maxResults": "250"}
        for _ in range(_MOST_PAGES):
            page = await api.read("users", "me", "calendarList", params=parameters)
            items = page.get("items")
            listed = [_calendar(item) for item in items] if isinstance(items, list) else []
            calendars += [calendar for calendar in listed if calendar is not None]
            token = page.get("nextPageToken")
            if not isinstance(token, str) or not token:
                return calendars
            parameters["pageToken"] = token
        raise TemporaryFailure("Google's list of calendars does not end")

    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        """Say when each calendar is busy; one that Google cannot answer for is `unknown`, never free."""
        api = CalendarApi(ctx, ctx.credentials)
        return await busy.free_busy(api, calendar_ids, starts_at=starts_at, ends_at=ends_at)

    async def find_event(self, ctx: Context, calendar_id: str, event_id: str) -> StoredEvent | None:
        """Look one event up: present, or None for gone."""
        return await writing.find_event(CalendarApi(ctx, ctx.credentials), calendar_id, event_id)

    async def put_event(self, ctx: Context, calendar_id: str, event: Event) -> StoredEvent:
        """Insert the event, or bring the one of this id to these times."""
        return await writing.put_event(CalendarApi(ctx, ctx.credentials), calendar_id, event)

    async def delete_event(self, ctx: Context, calendar_id: str, event_id: str, *, etag: str | None = None) -> None:
        """Remove the event, as it was seen; success where it is already gone."""
        await writing.delete_event(CalendarApi(ctx, ctx.credentials), calendar_id, event_id, etag=etag)

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
        """Return one page of what changed, or of everything in the window."""
        api = CalendarApi(ctx, ctx.credentials)
        return await following.list_changes(
            api, calendar_id, sync_token=sync_token, page=page, starts_at=starts_at, ends_at=ends_at
        )

    async def watch(
        self, ctx: Context, calendar_id: str, *, channel_id: str, secret: Secret, address: str, until: datetime
    ) -> Watch:
        """Open a push channel on a calendar."""
        api = CalendarApi(ctx, ctx.credentials)
        return await watching.watch(
            api, calendar_id, channel_id=channel_id, secret=secret, address=address, until=until
        )

    async def unwatch(self, ctx: Context, channel_id: str, resource_id: str) -> None:
        """End a push channel; success where it is over already."""
        await watching.unwatch(CalendarApi(ctx, ctx.credentials), channel_id, resource_id)

    def read_notification(self, ctx: AppContext, request: WebhookRequest) -> Notification:
        """Read what Google posted. Raises InvalidWebhook."""
        return watching.read_notification(request)


def _calendar(item: object) -> Calendar | None:
    """Read an entry of the calendar list; None for one that was removed or has no id."""
    if not isinstance(item, dict) or item.get("deleted") is True:
        return None
    calendar_id = item.get("id")
    if not isinstance(calendar_id, str) or not calendar_id:
        return None
    titles = (item.get("summaryOverride"), item.get("summary"), calendar_id)
    zone = item.get("timeZone")
    return Calendar(
        id=calendar_id,
        title=next(title for title in titles if isinstance(title, str) and title),
        time_zone=zone if isinstance(zone, str) and zone else "UTC",
        primary=item.get("primary") is True,
        # calendar.events.owned opens the events of owned calendars alone, whatever role we have in others.
        writable=item.get("accessRole") == "owner",
        followable=item.get("accessRole") == "owner",
    )
