"""Google's half of the sandbox in memory, with a clock that tests move and a mailbox for its push messages."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import Faults
from chatbookr_sandbox.google.routes import google_routes
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_sandbox.state import StateFile

FIXTURES = Path(__file__).parents[1] / "fixtures" / "google"
SCOPE = "https://www.googleapis.com/auth/"
DOCTOR = "dr.a@example.org"
CALENDAR = f"/google/calendar/v3/calendars/{DOCTOR}"
ADDRESS = "http://localhost/hooks/gcal"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789"


def fixture_body(name: str) -> Any:
    """Return the body of a fixture."""
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))["body"]


@dataclass(slots=True)
class MovableClock:
    """A clock that stands still until a test moves it."""

    instant: datetime = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def move(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass(slots=True)
class Mailbox:
    """Where push messages arrive; answers each with the next of `statuses`, then with 200."""

    received: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def receive(self, request: Request) -> Response:
        self.received.append((dict(request.headers), await request.body()))
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    def states(self) -> list[str]:
        return [headers["x-goog-resource-state"] for headers, _ in self.received]


@dataclass(slots=True)
class GoogleSandbox:
    """What a test holds in its hands."""

    http: httpx.AsyncClient
    context: SandboxContext
    clock: MovableClock
    mailbox: Mailbox

    async def open_account(self, email: str = DOCTOR, **calendars: str) -> None:
        """Open an account with a primary calendar in Madrid, and further ones by id and role."""
        entries: list[dict[str, Any]] = [{"id": email, "summary": "Dr A", "timeZone": "Europe/Madrid", "primary": True}]
        entries += [
            {"id": f"{name}@example.org", "summary": name, "timeZone": "Europe/Madrid", "accessRole": role}
            for name, role in calendars.items()
        ]
        answer = await self.http.post("/sandbox/google/accounts", json={"email": email, "calendars": entries})
        assert answer.status_code == 200, answer.text

    async def bearer(self, *scopes: str, email: str = DOCTOR) -> dict[str, str]:
        """Return the header of a fresh token."""
        wish = {"email": email, "scopes": list(scopes or ("calendar",))}
        answer = await self.http.post("/sandbox/google/tokens", json=wish)
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def settle(self) -> None:
        """Wait for what runs in the background."""
        while tasks := list(self.context.background._tasks):
            await asyncio.gather(*tasks)
            await asyncio.sleep(0)  # a task leaves the list one turn after its end


@asynccontextmanager
async def google_sandbox(state_file: Path | None = None) -> AsyncIterator[GoogleSandbox]:
    """Run Google's half in memory."""
    clock, mailbox = MovableClock(), Mailbox()
    outside = Starlette(routes=[Route("/hooks/gcal", mailbox.receive, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(outside)) as outgoing:
        settings = SandboxSettings(state_file=state_file)
        context = SandboxContext(settings, clock, Faults(), outgoing, StateFile(state_file))
        app = Starlette(routes=google_routes(context))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8100") as http:
            yield GoogleSandbox(http, context, clock, mailbox)
        await context.background.stop()
        context.state.write()


def authorization_query(sandbox: GoogleSandbox, *scopes: str, **changes: str) -> dict[str, str]:
    """Return the query with which a client asks for consent."""
    google = sandbox.context.settings.google
    query = {
        "client_id": google.client_id,
        "redirect_uri": google.redirect_uris[0],
        "response_type": "code",
        "scope": " ".join(f"{SCOPE}{scope}" for scope in scopes or ("calendar.freebusy",)),
        "state": "STATE",
        "access_type": "offline",
        "code_challenge": urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return query | changes


async def consent(
    sandbox: GoogleSandbox, query: Mapping[str, str], *, scopes: list[str], decision: str = "allow"
) -> dict[str, str]:
    """Answer the consent page with a form, as a browser does; return what the redirect says."""
    form = {"account": DOCTOR, "scope": [f"{SCOPE}{scope}" for scope in scopes], "decision": decision}
    answer = await sandbox.http.post("/google/o/oauth2/v2/auth", params=dict(query), data=form)
    assert answer.status_code == 302, answer.text
    place = urlsplit(answer.headers["location"])
    return {name: values[0] for name, values in parse_qs(place.query).items()}


async def exchange(sandbox: GoogleSandbox, code: str, **changes: str) -> httpx.Response:
    """Trade a code for tokens."""
    google = sandbox.context.settings.google
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": google.client_id,
        "client_secret": google.client_secret,
        "redirect_uri": google.redirect_uris[0],
        "code_verifier": VERIFIER,
    }
    return await sandbox.http.post("/google/token", data=form | changes)


async def refresh(sandbox: GoogleSandbox, refresh_token: str) -> httpx.Response:
    """Ask for a new access token."""
    google = sandbox.context.settings.google
    client = {"client_id": google.client_id, "client_secret": google.client_secret}
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token, **client}
    return await sandbox.http.post("/google/token", data=form)
