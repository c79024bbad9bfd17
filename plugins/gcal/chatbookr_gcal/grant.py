"""Opens, renews and gives up the grant: what the clinic allowed us at Google (OAuth 2.0, RFC 6749 and RFC 7009)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from chatbookr_gcal.client import CalendarApi
from chatbookr_gcal.manifest import SCOPES
from chatbookr_gcal.refusals import object_of, token_consequence_of
from chatbookr_sdk import (
    Account,
    AuthExpired,
    Connected,
    Context,
    Credentials,
    HttpResponse,
    InvalidCredentials,
    Secret,
    TemporaryFailure,
)

_ALREADY_GONE = frozenset({"invalid_token", "invalid_grant"})
_LONGEST_LIFE_SECONDS = 366 * 86_400


async def connect(api: CalendarApi, credentials: Mapping[str, Secret]) -> Connected:
    """Compare what was granted with what is needed, then ask whose calendar it is. Raises InvalidCredentials."""
    granted = _revealed(credentials, "scope").split()
    # On Google's consent page each scope has its own box, and a clinic may leave one empty.
    missing = [scope.name for scope in SCOPES if scope.name not in granted]
    if missing:
        raise InvalidCredentials(f"not granted: {', '.join(missing)}", field="scope", code="insufficient_scope")
    if not _revealed(credentials, "refresh_token"):
        raise InvalidCredentials("Google gave no refresh token", field="refresh_token")
    try:
        primary = await api.read("users", "me", "calendarList", "primary")
    except AuthExpired as refusal:
        raise InvalidCredentials(str(refusal), field="access_token", code=refusal.code) from None
    account_id, title = primary.get("id"), primary.get("summary")
    if not isinstance(account_id, str) or not account_id:
        raise TemporaryFailure("Google did not say whose calendar it is")
    return Connected(
        account=Account(account_id),
        title=title if isinstance(title, str) and title else account_id,
        expires_at=_expiry(_revealed(credentials, "expires_at")),
    )


async def refresh(ctx: Context) -> Credentials:
    """Exchange the refresh token. Raises AuthExpired where the grant is gone."""
    refresh_token = _revealed(ctx.credentials, "refresh_token")
    if not refresh_token:
        raise AuthExpired("the connection holds no refresh token", code="invalid_grant")
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "client_id": ctx.settings["client_id"],
        "client_secret": ctx.secrets["client_secret"].reveal(),
    }
    response = await ctx.http.request("POST", ctx.settings["token_url"], form=form)
    if response.status != 200:
        raise token_consequence_of(response, now=ctx.clock.now())
    return _renewed(ctx, response)


async def revoke(ctx: Context) -> None:
    """Give the whole grant up; success where Google no longer knows it."""
    token = _revealed(ctx.credentials, "refresh_token") or _revealed(ctx.credentials, "access_token")
    if not token:
        return
    response = await ctx.http.request("POST", ctx.settings["revoke_url"], form={"token": token})
    if 200 <= response.status < 300:
        return
    failure = token_consequence_of(response, now=ctx.clock.now())
    if failure.code not in _ALREADY_GONE:
        raise failure
    ctx.log.info("gcal.already_revoked", code=failure.code)


def _renewed(ctx: Context, response: HttpResponse) -> Credentials:
    """Read the token answer; Google keeps the refresh token as it was unless it sends another."""
    body = object_of(response)
    access_token, seconds = body.get("access_token"), body.get("expires_in")
    if not isinstance(access_token, str) or not access_token:
        raise TemporaryFailure("Google's token answer holds no access token")
    kept = {name: ctx.credentials[name] for name in ("refresh_token", "scope") if name in ctx.credentials}
    sent = {name: Secret(body[name]) for name in ("refresh_token", "scope") if isinstance(body.get(name), str)}
    values = {**kept, **sent, "access_token": Secret(access_token)}
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds <= _LONGEST_LIFE_SECONDS:
        return Credentials(values, None)
    expires_at = ctx.clock.now() + timedelta(seconds=seconds)
    return Credentials({**values, "expires_at": Secret(expires_at.isoformat())}, expires_at)


def _revealed(credentials: Mapping[str, Secret], name: str) -> str:
    return credentials[name].reveal() if name in credentials else ""


def _expiry(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None
