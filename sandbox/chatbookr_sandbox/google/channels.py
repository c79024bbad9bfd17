"""Push channels: events.watch, channels.stop, and the empty messages that Google posts when something changed.

https://developers.google.com/workspace/calendar/api/guides/push
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.google import refusals
from chatbookr_sandbox.google.state import Calendar, Channel, GoogleState

CHANNEL_ID = re.compile(r"[A-Za-z0-9\-_+/=]{1,64}", re.ASCII)
GOOGLE = "https://www.googleapis.com/calendar/v3/"
LIFETIME = timedelta(days=7)
LONGEST_LIFETIME = timedelta(days=30)
RETRY_AFTER_SECONDS = (0.5, 2.0, 8.0)
RETRIED_STATUSES = frozenset({500, 502, 503, 504})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Channels:
    """Opens and stops channels, and tells them of changes."""

    def __init__(self, context: SandboxContext, state: GoogleState) -> None:
        self._context = context
        self._state = state

    def watch(self, calendar: Calendar, body: Mapping[str, Any], *, client_id: str) -> dict[str, Any]:
        """Open a channel on a calendar's events and send its `sync` message. Raises GoogleRefusal (400)."""
        channel_id, address = body.get("id") or "", body.get("address") or ""
        if body.get("type") not in ("web_hook", "webhook"):
            raise refusals.invalid("Invalid channel type.")
        if CHANNEL_ID.fullmatch(channel_id) is None:
            raise refusals.invalid("Invalid channel id.")
        if channel_id in self._state.channels:
            raise refusals.bad_request(f"Channel id {channel_id} not unique", reason="channelIdNotUnique")
        place = urlsplit(address)
        if place.scheme != "https" and not (place.scheme == "http" and place.hostname in LOOPBACK):
            raise refusals.bad_request(f"WebHook callback must be HTTPS: {address}", reason="push.webhookUrlNotHttps")
        channel = Channel(
            id=channel_id,
            calendar_id=calendar.id,
            resource_id=sha256(calendar.id.encode()).hexdigest()[:26],
            resource_uri=f"{GOOGLE}calendars/{quote(calendar.id, safe='')}/events?alt=json",
            address=address,
            token=body.get("token"),
            expires_at=_expiry(body, self._context.clock.now()),
            client_id=client_id,
        )
        self._state.channels[channel_id] = channel
        self._tell(channel, "sync")
        return _described(channel)

    def stop(self, body: Mapping[str, Any], *, client_id: str) -> None:
        """Close a channel. Raises GoogleRefusal (404) unless id, resource and client fit."""
        channel = self._state.channels.get(body.get("id") or "")
        if channel is None or (channel.resource_id, channel.client_id) != (body.get("resourceId"), client_id):
            message = f"Channel '{body.get('id')}' not found for project"
            raise refusals.GoogleRefusal(404, "notFound", message)
        del self._state.channels[channel.id]

    def announce(self, calendar: Calendar) -> None:
        """Tell every live channel of the calendar that something changed; which thing, a message never says."""
        now_ms = self._context.clock.now().timestamp() * 1000
        for channel in list(self._state.channels.values()):
            if channel.expires_at <= now_ms:
                del self._state.channels[channel.id]
            elif channel.calendar_id == calendar.id:
                self._tell(channel, "exists")

    def _tell(self, channel: Channel, resource_state: str) -> None:
        channel.message_number += 1
        headers = push_headers(channel, resource_state)
        self._context.background.spawn(self._post(channel.address, headers), name=f"google push {channel.id}")

    async def _post(self, address: str, headers: Mapping[str, str]) -> None:
        for pause_seconds in (*RETRY_AFTER_SECONDS, None):
            try:
                answer = await self._context.http.post(address, headers=dict(headers), content=b"")
                is_over = answer.status_code not in RETRIED_STATUSES
            except httpx.TransportError:
                is_over = False
            if is_over or pause_seconds is None:
                return
            await asyncio.sleep(pause_seconds)


def push_headers(channel: Channel, resource_state: str) -> dict[str, str]:
    """Return the headers of a push message: they are all it says."""
    expires = datetime.fromtimestamp(channel.expires_at / 1000, UTC)
    headers = {
        "X-Goog-Channel-ID": channel.id,
        "X-Goog-Channel-Expiration": format_datetime(expires, usegmt=True),
        "X-Goog-Resource-State": resource_state,
        "X-Goog-Message-Number": str(channel.message_number),
        "X-Goog-Resource-ID": channel.resource_id,
        "X-Goog-Resource-URI": channel.resource_uri,
        "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
    }
    return headers | ({"X-Goog-Channel-Token": channel.token} if channel.token is not None else {})


def _expiry(body: Mapping[str, Any], now: datetime) -> int:
    now_ms = int(now.timestamp() * 1000)
    lifetime = LIFETIME
    ttl = (body.get("params") or {}).get("ttl")
    if ttl is not None:
        if not ttl.isdecimal():
            raise refusals.invalid("Invalid ttl.")
        lifetime = timedelta(seconds=int(ttl[:9]))
    wished_ms = int(body["expiration"]) if body.get("expiration") else now_ms + lifetime // timedelta(milliseconds=1)
    if wished_ms <= now_ms:
        raise refusals.invalid("Invalid expiration: it lies in the past.")
    return min(wished_ms, now_ms + LONGEST_LIFETIME // timedelta(milliseconds=1))


def _described(channel: Channel) -> dict[str, Any]:
    described = {
        "kind": "api#channel",
        "id": channel.id,
        "resourceId": channel.resource_id,
        "resourceUri": channel.resource_uri,
        "expiration": str(channel.expires_at),
    }
    return described | ({"token": channel.token} if channel.token is not None else {})
