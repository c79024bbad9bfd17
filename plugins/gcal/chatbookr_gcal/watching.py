"""Opens and ends push channels, and reads what Google posts: headers alone, which say that something changed.

Source: Calendar API v3, Events: watch, Channels: stop; "Push notifications".
"""

from datetime import UTC, datetime

from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.refusals import consequence_of
from chatbookr_sdk import InvalidWebhook, Notification, OutcomeUnknown, Secret, Watch, WebhookRequest

_STATES = frozenset({"sync", "exists", "not_exists"})
_LONGEST_CHARS = 256


async def watch(
    api: CalendarApi, calendar_id: str, *, channel_id: str, secret: Secret, address: str, until: datetime
) -> Watch:
    """Open a channel on a calendar's events; see `FollowingCalendar.watch`."""
    wish = {
        "id": channel_id,
        "type": "web_hook",
        "address": address,
        "token": secret.reveal(),
        "expiration": str(int(until.timestamp() * 1000)),
    }
    response = await api.request("POST", "calendars", calendar_id, "events", "watch", json=wish)
    channel = api.resource_in(response, is_write=True)
    resource_id, expiration = channel.get("resourceId"), channel.get("expiration")
    try:
        expires_at = datetime.fromtimestamp(int(str(expiration)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise OutcomeUnknown("Google's channel has no end") from None
    if channel.get("id") != channel_id or not isinstance(resource_id, str) or not resource_id:
        raise OutcomeUnknown("Google's channel is not the one that was asked for")
    return Watch(channel_id, resource_id, min(expires_at, until))


async def unwatch(api: CalendarApi, channel_id: str, resource_id: str) -> None:
    """End a channel; success where Google no longer knows it."""
    wish = {"id": channel_id, "resourceId": resource_id}
    response = await api.request("POST", "channels", "stop", json=wish)
    if not 200 <= response.status < 300 and response.status not in (404, 410):
        raise consequence_of(response, now=api.ctx.clock.now(), is_write=False)


def read_notification(request: WebhookRequest) -> Notification:
    """Read the headers of a push. Raises InvalidWebhook."""
    named = {
        name: request.headers.get(f"x-goog-{name}", "") for name in ("channel-id", "resource-id", "message-number")
    }
    state, token = request.headers.get("x-goog-resource-state", ""), request.headers.get("x-goog-channel-token", "")
    number = named["message-number"]
    if request.method != "POST" or state not in _STATES or not token:
        raise InvalidWebhook("no notification of Google's")
    if not all(0 < len(text) <= _LONGEST_CHARS for text in named.values()) or len(token) > _LONGEST_CHARS:
        raise InvalidWebhook("a notification without a channel")
    if not (number.isascii() and number.isdecimal()):
        raise InvalidWebhook("a notification without a number")
    return Notification(named["channel-id"], Secret(token), named["resource-id"], int(number), state == "sync")
