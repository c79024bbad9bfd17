"""The control API of Google's half: accounts, calendars and tokens without a consent, for tests and demos.

None of this exists at Google; it lies under /sandbox/google/ and asks for no credentials.
"""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.google.scopes import known_scopes
from chatbookr_sandbox.google.state import ROLES, Account, Calendar, GoogleState, Role
from chatbookr_sandbox.google.times import zone_for
from chatbookr_sandbox.google.tokens import Tokens


class Control:
    """Prepares what a test or a demo needs."""

    def __init__(self, context: SandboxContext, state: GoogleState) -> None:
        self._context = context
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("/sandbox/google/accounts", self.accounts, methods=["GET"]),
            Route("/sandbox/google/accounts", self.open_account, methods=["POST"]),
            Route("/sandbox/google/tokens", self.grant, methods=["POST"]),
            Route("/sandbox/google/tokens/expire", self.expire, methods=["POST"]),
            Route("/sandbox/google/sync-tokens/expire", self.expire_sync_tokens, methods=["POST"]),
            Route("/sandbox/google/channels", self.channels, methods=["GET"]),
            Route("/sandbox/google/app", self.app, methods=["GET", "PATCH"]),
        ]

    async def accounts(self, request: Request) -> Response:
        """List accounts with their calendars."""
        described = [self._described(account) for account in self._state.accounts.values()]
        return JSONResponse({"accounts": described})

    async def open_account(self, request: Request) -> Response:
        """Open an account and its calendars; what is there already stays, with its events."""
        try:
            wish = await wish_from(request)
            account = open_account(self._state, wish)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        self._context.state.touch()
        return JSONResponse(self._described(account))

    async def grant(self, request: Request) -> Response:
        """Give an access and a refresh token for scopes; short names such as `calendar.freebusy` are understood."""
        try:
            wish = await wish_from(request)
            email, scopes = _account_of(self._state, wish), _scopes_of(wish)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        client_id = str(wish.get("client_id") or self._context.settings.google.client_id)
        tokens = Tokens(self._state, self._context.clock.now())
        answer = tokens.grant_directly(email=email, client_id=client_id, scopes=scopes)
        self._context.state.touch()
        return JSONResponse(answer)

    async def expire(self, request: Request) -> Response:
        """End an account's tokens now: `what` is `access` (default), `refresh` or `rapt`."""
        try:
            wish = await wish_from(request)
            email, what = _account_of(self._state, wish), wish.get("what", "access")
            if what not in ("access", "refresh", "rapt"):
                raise ValueError("what must be 'access', 'refresh' or 'rapt'")
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        count = Tokens(self._state, self._context.clock.now()).expire(email, what)
        self._context.state.touch()
        return JSONResponse({"grants": count})

    async def expire_sync_tokens(self, request: Request) -> Response:
        """Make every sync token of a calendar (`calendar`) too old from now on."""
        try:
            wish = await wish_from(request)
            calendar = self._state.calendars[str(wish.get("calendar"))]
        except (ValueError, KeyError) as error:
            return JSONResponse({"error": f"no such calendar: {error}"}, 400)
        calendar.sync_floor = self._state.revision = self._state.revision + 1
        self._context.state.touch()
        return JSONResponse({"calendar": calendar.id})

    async def channels(self, request: Request) -> Response:
        """List the open push channels, without their secrets."""
        channels = [
            {
                "id": channel.id,
                "calendar": channel.calendar_id,
                "address": channel.address,
                "expiration": str(channel.expires_at),
                "messages": channel.message_number,
            }
            for channel in self._state.channels.values()
        ]
        return JSONResponse({"channels": channels})

    async def app(self, request: Request) -> Response:
        """Show the client's `publishing_status` on the consent screen, or set it: `testing` or `in_production`."""
        if request.method == "PATCH":
            try:
                status = (await wish_from(request)).get("publishing_status")
                if status not in ("testing", "in_production"):
                    raise ValueError("publishing_status must be 'testing' or 'in_production'")
            except ValueError as error:
                return JSONResponse({"error": str(error)}, 400)
            self._state.is_in_testing = status == "testing"
            self._context.state.touch()
        return JSONResponse({"publishing_status": "testing" if self._state.is_in_testing else "in_production"})

    def _described(self, account: Account) -> dict[str, Any]:
        calendars = [
            {
                "id": calendar.id,
                "summary": calendar.summary,
                "timeZone": calendar.time_zone,
                "primary": calendar.primary_of == account.email,
                "accessRole": calendar.roles[account.email],
            }
            for calendar in self._state.calendars_of(account.email)
        ]
        return {"email": account.email, "name": account.name, "calendars": calendars}


async def wish_from(request: Request) -> Mapping[str, Any]:
    """Read a JSON object. Raises ValueError."""
    wish = json.loads(await request.body() or b"{}")
    if not isinstance(wish, dict):
        raise ValueError("the body must be a JSON object")
    return wish


def open_account(state: GoogleState, wish: Mapping[str, Any]) -> Account:
    """Open an account with calendars, or add what is missing to it. Raises ValueError."""
    email = str(wish.get("email", ""))
    if "@" not in email:
        raise ValueError("email must be an address")
    calendars = [_calendar_from(entry, email) for entry in wish.get("calendars") or [{"id": email, "primary": True}]]
    account = state.accounts.setdefault(email, Account(email, str(wish.get("name") or email.partition("@")[0])))
    for calendar, role, is_primary in calendars:
        known = state.calendars.setdefault(calendar.id, calendar)
        known.summary, known.time_zone = calendar.summary, calendar.time_zone
        known.roles[email] = role
        if is_primary:
            known.primary_of = email
    return account


def _calendar_from(entry: Mapping[str, Any], email: str) -> tuple[Calendar, Role, bool]:
    calendar_id = str(entry.get("id") or email)
    zone = zone_for(str(entry.get("timeZone") or "Europe/Amsterdam"))
    role = next((role for role in ROLES if role == entry.get("accessRole", "owner")), None)
    if role is None:
        raise ValueError(f"accessRole must be one of {', '.join(ROLES)}")
    calendar = Calendar(calendar_id, str(entry.get("summary") or calendar_id), zone.key)
    return calendar, role, bool(entry.get("primary", calendar_id == email))


def _account_of(state: GoogleState, wish: Mapping[str, Any]) -> str:
    email = str(wish.get("email", ""))
    if email not in state.accounts:
        raise ValueError(f"no such account: {email}")
    return email


def _scopes_of(wish: Mapping[str, Any]) -> list[str]:
    said = wish.get("scopes") or []
    names = said.split() if isinstance(said, str) else [str(name) for name in said]
    scopes = [name if name in known_scopes() else f"https://www.googleapis.com/auth/{name}" for name in names]
    unknown = [scope for scope in scopes if scope not in known_scopes()]
    if unknown or not scopes:
        raise ValueError(f"scopes must be Google's: {unknown}")
    return scopes
