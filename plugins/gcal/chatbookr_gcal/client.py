"""Speaks HTTP with the Calendar API for one connection: addresses, token, and what an answer means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from chatbookr_gcal.refusals import consequence_of, object_of
from chatbookr_sdk import AuthExpired, Context, HttpResponse, OutcomeUnknown, Secret, TemporaryFailure


@dataclass(frozen=True, slots=True)
class CalendarApi:
    """The Calendar API v3, opened with an access token."""

    ctx: Context
    credentials: Mapping[str, Secret]

    async def request(
        self,
        method: str,
        *path: str,
        params: Mapping[str, str] | None = None,
        json: object | None = None,
        etag: str | None = None,
    ) -> HttpResponse:
        """Send one request and return the answer, whatever its status; each part of the path is quoted."""
        token = self.credentials["access_token"].reveal() if "access_token" in self.credentials else ""
        if not token or not token.isascii() or not token.isprintable():
            raise AuthExpired("the connection holds no usable access token", code="401")
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        if etag is not None:
            headers["if-match"] = etag
        address = "/".join(quote(part, safe="") for part in path)
        url = f"{self.ctx.settings['api_url'].rstrip('/')}/{address}"
        return await self.ctx.http.request(method, url, headers=headers, params=params, json=json)

    async def read(self, *path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """GET a resource. Raises its consequence, TemporaryFailure where the answer cannot be read."""
        return self.resource_in(await self.request("GET", *path, params=params), is_write=False)

    async def has_calendar(self, calendar_id: str) -> bool:
        """Ask whether the account has a calendar. Raises TemporaryFailure where nobody can say.

        Of one that is gone Google says 404. Whoever is told 410 of a calendar is told so of all there is: an error of
        Google's, which passes.
        """
        response = await self.request("GET", "users", "me", "calendarList", calendar_id)
        if response.status == 410:
            raise TemporaryFailure("Google says of a calendar what it says of events alone", code="410")
        if response.status != 404:
            self.resource_in(response, is_write=False)
        return response.status != 404

    def resource_in(self, response: HttpResponse, *, is_write: bool) -> dict[str, Any]:
        """Open a success.

        Raises the consequence of a refusal; where a success cannot be read, OutcomeUnknown for a write.
        """
        if not 200 <= response.status < 300:
            raise consequence_of(response, now=self.ctx.clock.now(), is_write=is_write)
        resource = object_of(response)
        if not resource:
            failure = OutcomeUnknown if is_write else TemporaryFailure
            raise failure("Google said yes and nothing more", code=str(response.status))
        return resource
