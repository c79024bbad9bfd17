"""What the calendar page is served from and talks to."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from chatbookr_sandbox.calendar_page.day import day_of
from chatbookr_sandbox.google.desk import Desk
from chatbookr_sandbox.google.discovery import methods
from chatbookr_sandbox.google.refusals import GoogleRefusal, bad_request, not_found
from chatbookr_sandbox.google.state import Calendar, GoogleState
from chatbookr_sandbox.google.validation import check_body

FILES = files("chatbookr_sandbox.calendar_page") / "static"
STATIC = {
    "calendar.css": "text/css",
    "calendar.js": "text/javascript",
    "layout.js": "text/javascript",
    "service.js": "text/javascript",
    "drag.js": "text/javascript",
    "consent.css": "text/css",
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class CalendarPage:
    """Serves the page, and reads and changes calendars for it as their owner."""

    def __init__(self, state: GoogleState, desk: Desk) -> None:
        self._state = state
        self._desk = desk

    async def page(self, request: Request) -> Response:
        return HTMLResponse(FILES.joinpath("calendar.html").read_text("utf-8"), headers=HEADERS)

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return Response(status_code=404)
        return FileResponse(str(FILES.joinpath(name)), media_type=STATIC[name], headers=HEADERS)

    async def day(self, request: Request) -> Response:
        """Return one day, or 304 while the page has it as it is."""
        try:
            calendar, day = self._calendar(request), date.fromisoformat(request.path_params["day"])
        except GoogleRefusal as refusal:
            return JSONResponse(refusal.body, refusal.status)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        content = day_of(calendar, day, self._desk.now())
        etag = f'"{self._state.revision}-{content["today"]}-{content["nowMinute"]}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return JSONResponse(content, headers={"ETag": etag, "Cache-Control": "no-cache"})

    async def events(self, request: Request) -> Response:
        """List all events of a calendar as they are stored, cancelled ones too."""
        try:
            calendar = self._calendar(request)
        except GoogleRefusal as refusal:
            return JSONResponse(refusal.body, refusal.status)
        return JSONResponse({"items": [event.resource for event in calendar.events.values()]})

    async def add(self, request: Request) -> Response:
        """Add an event; the body is Calendar v3's Event."""
        return await self._change(request, "events.insert")

    async def move(self, request: Request) -> Response:
        """Change an event by what the body names, as Calendar v3's PATCH does."""
        return await self._change(request, "events.patch")

    async def delete(self, request: Request) -> Response:
        """Delete an event."""
        return await self._change(request, "events.delete")

    async def _change(self, request: Request, method_id: str) -> Response:
        try:
            calendar = self._calendar(request)
            body = await _body(request, method_id)
            events = self._desk.events(calendar, calendar.owner)
            match method_id:
                case "events.insert":
                    event = events.insert(body)
                case "events.patch":
                    event = events.patch(request.path_params["event_id"], body)
                case _:
                    events.delete(request.path_params["event_id"])
                    event = {}
        except GoogleRefusal as refusal:
            return JSONResponse(refusal.body, refusal.status)
        self._desk.changed(calendar)
        return JSONResponse(event)

    def _calendar(self, request: Request) -> Calendar:
        calendar = self._state.calendars.get(request.path_params["calendar_id"])
        if calendar is None:
            raise not_found()
        return calendar


async def _body(request: Request, method_id: str) -> dict[str, Any]:
    method = next(method for method in methods() if method.id == method_id)
    if method.request_schema is None:
        return {}
    try:
        return check_body(method, json.loads(await request.body()))
    except ValueError:
        raise bad_request("The body must be a JSON object.", reason="parseError") from None


def page_routes(state: GoogleState, desk: Desk) -> list[Route]:
    """Return the page at /calendar and what it reads and writes under /sandbox/google/calendars/."""
    page = CalendarPage(state, desk)
    calendar = "/sandbox/google/calendars/{calendar_id}"
    return [
        Route("/calendar", page.page, methods=["GET"]),
        Route("/calendar/static/{name}", page.static, methods=["GET"]),
        Route(f"{calendar}/days/{{day}}", page.day, methods=["GET"]),
        Route(f"{calendar}/events", page.events, methods=["GET"]),
        Route(f"{calendar}/events", page.add, methods=["POST"]),
        Route(f"{calendar}/events/{{event_id}}", page.move, methods=["PATCH"]),
        Route(f"{calendar}/events/{{event_id}}", page.delete, methods=["DELETE"]),
    ]
