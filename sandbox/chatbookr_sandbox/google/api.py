"""Calendar v3 over HTTP: every call is found in the discovery document, authorised, validated, then carried out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import FaultKind, answer_under
from chatbookr_sandbox.google import refusals
from chatbookr_sandbox.google.channels import Channels
from chatbookr_sandbox.google.desk import Desk
from chatbookr_sandbox.google.discovery import Method, find_method
from chatbookr_sandbox.google.events import rendered
from chatbookr_sandbox.google.freebusy import availability
from chatbookr_sandbox.google.listing import Listing
from chatbookr_sandbox.google.masks import mask_from, masked
from chatbookr_sandbox.google.refusals import GoogleRefusal
from chatbookr_sandbox.google.state import ROLES, Calendar, GoogleState, Grant, Role
from chatbookr_sandbox.google.times import zone_for
from chatbookr_sandbox.google.tokens import Tokens
from chatbookr_sandbox.google.validation import Parameters, check_body, parameters_from

SCOPE = "https://www.googleapis.com/auth/calendar"
_EMPTY_SCOPES = frozenset({f"{SCOPE}.app.created", f"{SCOPE}.events.public.readonly"})
"""Scopes over calendars that the sandbox never holds: made by the client itself, or public."""
_OWNED_SCOPES = frozenset({f"{SCOPE}.events.owned", f"{SCOPE}.events.owned.readonly"})
_AVAILABILITY_SCOPES = frozenset({f"{SCOPE}.events.freebusy"})


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised and validated call."""

    method: Method
    path: dict[str, str]
    query: Parameters
    body: dict[str, Any]
    grant: Grant
    scopes: frozenset[str]
    """Those of the token's scopes that the method takes."""
    if_match: str | None


class CalendarApi:
    """Answers everything below /google/calendar/v3/."""

    def __init__(self, context: SandboxContext, state: GoogleState, desk: Desk, channels: Channels) -> None:
        self._context = context
        self._state = state
        self._desk = desk
        self._channels = channels
        self._answers: dict[str, Callable[[Call], Response]] = {
            "calendarList.list": self._list_calendars,
            "calendarList.get": self._calendar_entry,
            "calendars.get": self._calendar,
            "calendars.delete": self._delete_calendar,
            "events.list": self._list_events,
            "events.get": self._event,
            "events.instances": self._instances,
            "events.insert": self._insert,
            "events.update": self._update,
            "events.patch": self._patch,
            "events.delete": self._delete,
            "events.watch": self._watch,
            "channels.stop": self._stop,
            "freebusy.query": self._availability,
        }

    async def answer(self, request: Request) -> Response:
        """Answer one request, faults on demand included."""
        found = find_method(request.method, request.scope.get("raw_path", request.url.path.encode()))
        if found is None:
            return _refused(refusals.not_found())
        method, path = found
        body = await request.body()

        async def accept() -> Response:
            try:
                call = self._call(request, method, path, body)
                answer = self._answers.get(method.id)
                if answer is None:
                    raise refusals.not_offered(method.id)
                return answer(call)
            except GoogleRefusal as refusal:
                return _refused(refusal)

        operation = "events.update" if method.id == "events.patch" else method.id
        fault = self._context.faults.take("google", operation, self._tokens().whose(_token_of(request)))
        return await answer_under(fault, accept, refusals=_refusals_for(method))

    def _call(self, request: Request, method: Method, path: dict[str, str], body: bytes) -> Call:
        found = self._tokens().find_bearer(_token_of(request))
        if found is None:
            raise refusals.invalid_credentials()
        access, grant = found
        scopes = (method.scopes - _EMPTY_SCOPES).intersection(access.scopes)
        if not scopes:
            raise refusals.insufficient_scope()
        query = parameters_from(method, request.query_params.multi_items())
        return Call(
            method, path, query, _json_body(method, body), grant, scopes, if_match=request.headers.get("if-match")
        )

    def _tokens(self) -> Tokens:
        return Tokens(self._state, self._context.clock.now())

    def _calendar_for(self, call: Call, least: Role) -> tuple[Calendar, Role]:
        """Find the call's calendar and what its account may do there. Raises GoogleRefusal (403, 404)."""
        calendar = self._state.find_calendar(call.grant.email, call.path["calendarId"])
        if calendar is None:
            raise refusals.not_found()
        role = calendar.roles[call.grant.email]
        if call.scopes <= _OWNED_SCOPES and role != "owner":
            raise refusals.insufficient_scope()
        if ROLES.index(role) < ROLES.index(least):
            raise refusals.access_level_required(least)
        return calendar, "freeBusyReader" if call.scopes <= _AVAILABILITY_SCOPES else role

    def _list_calendars(self, call: Call) -> Response:
        least = call.query.text("minAccessRole") or "freeBusyReader"
        items = [
            _list_entry(calendar, call.grant.email)
            for calendar in self._state.calendars_of(call.grant.email)
            if ROLES.index(calendar.roles[call.grant.email]) >= [str(role) for role in ROLES].index(least)
        ]
        size = min(call.query.number("maxResults", default=100), 250)
        offset = _offset(call.query.text("pageToken"))
        answer: dict[str, Any] = {"kind": "calendar#calendarList", "etag": f'"p{self._state.revision}"'}
        answer["items"] = items[offset : offset + size]
        if offset + size < len(items):
            answer["nextPageToken"] = str(offset + size)
        else:
            answer["nextSyncToken"] = f"calendars-{self._state.revision}"
        return self._written(call, answer)

    def _calendar_entry(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "freeBusyReader")
        return self._written(call, _list_entry(calendar, call.grant.email))

    def _calendar(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "freeBusyReader")
        described = {"kind": "calendar#calendar", "etag": f'"{calendar.id}"', "id": calendar.id}
        return self._written(call, {**described, "summary": calendar.summary, "timeZone": calendar.time_zone})

    def _delete_calendar(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "owner")
        if calendar.primary_of is not None:
            raise refusals.invalid("The primary calendar cannot be deleted, but cleared.")
        self._state.drop(calendar)
        self._context.state.touch()
        return Response(status_code=204)

    def _list_events(self, call: Call) -> Response:
        calendar, role = self._calendar_for(call, "freeBusyReader")
        listing = Listing(calendar, role, self._state.revision, self._context.clock.now())
        return self._written(call, listing.page(call.query))

    def _event(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "reader")
        event = self._desk.events(calendar, call.grant.email).find(call.path["eventId"])
        return self._event_answer(call, calendar, event)

    def _instances(self, call: Call) -> Response:
        calendar, role = self._calendar_for(call, "freeBusyReader")
        stored = calendar.events.get(call.path["eventId"])
        if stored is None or stored.is_cancelled:
            raise refusals.not_found()
        listing = Listing(calendar, role, self._state.revision, self._context.clock.now())
        return self._written(call, listing.occurrences(stored, call.query))

    def _insert(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "writer")
        event = self._desk.events(calendar, call.grant.email).insert(call.body)
        return self._changed(call, calendar, event)

    def _update(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "writer")
        events = self._desk.events(calendar, call.grant.email)
        event = events.update(call.path["eventId"], call.body, if_match=call.if_match)
        return self._changed(call, calendar, event)

    def _patch(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "writer")
        events = self._desk.events(calendar, call.grant.email)
        event = events.patch(call.path["eventId"], call.body, if_match=call.if_match)
        return self._changed(call, calendar, event)

    def _delete(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "writer")
        self._desk.events(calendar, call.grant.email).delete(call.path["eventId"], if_match=call.if_match)
        self._desk.changed(calendar)
        return Response(status_code=204)

    def _watch(self, call: Call) -> Response:
        calendar, _ = self._calendar_for(call, "freeBusyReader")
        channel = self._channels.watch(calendar, call.body, client_id=call.grant.client_id)
        self._context.state.touch()
        return self._written(call, channel)

    def _stop(self, call: Call) -> Response:
        self._channels.stop(call.body, client_id=call.grant.client_id)
        self._context.state.touch()
        return Response(status_code=204)

    def _availability(self, call: Call) -> Response:
        return self._written(call, availability(self._state, call.grant.email, call.body))

    def _changed(self, call: Call, calendar: Calendar, event: dict[str, Any]) -> Response:
        self._desk.changed(calendar)
        return self._event_answer(call, calendar, event)

    def _event_answer(self, call: Call, calendar: Calendar, event: dict[str, Any]) -> Response:
        try:
            zone = zone_for(call.query.text("timeZone") or calendar.time_zone)
        except ValueError:
            raise refusals.invalid("Invalid time zone.", parameter="timeZone") from None
        return self._written(call, rendered(event, zone))

    def _written(self, call: Call, body: dict[str, Any]) -> Response:
        fields = call.query.text("fields")
        headers = {"ETag": body["etag"]} if "etag" in body else {}
        shown = masked(body, mask_from(fields)) if fields else body
        return JSONResponse(shown, headers={**headers, "Cache-Control": "private, max-age=0, must-revalidate"})


def _token_of(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _json_body(method: Method, body: bytes) -> dict[str, Any]:
    if not body:
        return check_body(method, None)
    try:
        parsed = json.loads(body)
    except ValueError:
        raise refusals.bad_request("Invalid JSON payload received. Unexpected token.", reason="parseError") from None
    return check_body(method, parsed)


def _list_entry(calendar: Calendar, email: str) -> dict[str, Any]:
    entry = {
        "kind": "calendar#calendarListEntry",
        "etag": f'"{calendar.id}"',
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.time_zone,
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "selected": True,
        "accessRole": calendar.roles[email],
        "defaultReminders": [],
    }
    return entry | ({"primary": True} if calendar.primary_of == email else {})


def _offset(page_token: str | None) -> int:
    if page_token is None:
        return 0
    if not (page_token.isascii() and page_token.isdecimal()):
        raise refusals.invalid("Invalid page token value.", parameter="pageToken")
    return int(page_token)


def _refused(refusal: GoogleRefusal) -> Response:
    return JSONResponse(refusal.body, refusal.status, headers=refusal.headers)


def _refusals_for(method: Method) -> dict[FaultKind, Callable[[], Response]]:
    """Return what Google says to each fault; 410 means a stale sync token to a list, a deleted event elsewhere."""
    gone = refusals.full_sync_required if method.id == "events.list" else refusals.deleted
    rate_limited = GoogleRefusal(403, "rateLimitExceeded", "Rate Limit Exceeded", domain="usageLimits")
    if method.http_method != "GET":  # both statuses are in use at Google: a caller has to know either
        rate_limited = GoogleRefusal(
            429, "rateLimitExceeded", "Rate Limit Exceeded", domain="usageLimits", headers={"Retry-After": "7"}
        )
    return {
        FaultKind.RATE_LIMITED: lambda: _refused(rate_limited),
        FaultKind.SERVER_ERROR: lambda: _refused(GoogleRefusal(500, "backendError", "Backend Error")),
        FaultKind.EXPIRED_TOKEN: lambda: _refused(refusals.invalid_credentials()),
        FaultKind.GONE: lambda: _refused(gone()),
    }
