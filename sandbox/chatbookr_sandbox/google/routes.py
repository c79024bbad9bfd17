"""Everything Google's half of the sandbox serves, wired together."""

from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from chatbookr_sandbox.calendar_page.routes import page_routes
from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.google.api import CalendarApi
from chatbookr_sandbox.google.channels import Channels
from chatbookr_sandbox.google.control import Control, open_account
from chatbookr_sandbox.google.desk import Desk
from chatbookr_sandbox.google.discovery import document_for
from chatbookr_sandbox.google.oauth import OAuth
from chatbookr_sandbox.google.state import GoogleState

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def google_routes(context: SandboxContext) -> list[BaseRoute]:
    """Return the routes of /google/, /sandbox/google/ and /calendar, over one state that outlives restarts."""
    state = GoogleState()
    stored = context.state.attach("google", state.snapshot)
    if stored is not None:
        state.restore(cast("dict[str, Any]", stored))
    _open_first_account(context, state)
    channels = Channels(context, state)
    desk = Desk(context, state, channels)
    return [
        Route("/google/discovery/v1/apis/calendar/v3/rest", _discovery, methods=["GET"]),
        Route("/google/$discovery/rest", _discovery, methods=["GET"]),
        *OAuth(context, state).routes(),
        Route("/google/calendar/v3/{path:path}", CalendarApi(context, state, desk, channels).answer, methods=METHODS),
        *Control(context, state).routes(),
        *page_routes(state, desk),
    ]


def _open_first_account(context: SandboxContext, state: GoogleState) -> None:
    email = context.settings.google.account_email
    if email in state.accounts:
        return
    calendars = [
        {"id": email, "summary": "Dr. Vos", "timeZone": "Europe/Amsterdam", "primary": True},
        {"id": f"prive.{email}", "summary": "Privé", "timeZone": "Europe/Amsterdam"},
    ]
    open_account(state, {"email": email, "name": "Dr. Vos", "calendars": calendars})
    context.state.touch()


async def _discovery(request: Request) -> Response:
    return JSONResponse(document_for(f"{request.url.scheme}://{request.url.netloc}"))
