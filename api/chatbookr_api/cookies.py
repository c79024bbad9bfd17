"""The cookies of a browser: one holds its session, one for each account says that it was here before."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from starlette.requests import HTTPConnection
from starlette.responses import Response

from chatbookr_api.authentication import cookie_name, device_cookie, is_https
from chatbookr_core.deployment import Deployment
from chatbookr_core.people.rules import DEVICE_KNOWN
from chatbookr_core.settings import Settings
from chatbookr_schema.context import AnswerHead, HandOver, in_the_answer


def set_session_cookie(response: Response, settings: Settings, token: str, life: timedelta) -> None:
    """Keep a session's token where scripts cannot read it."""
    _set(response, settings, cookie_name(settings), token, life)


def set_device_cookie(response: Response, settings: Settings, user_id: UUID, token: str) -> None:
    """Keep what a browser is known by to one account; its name tells that account's from others'."""
    name = device_cookie(settings) + sha256(user_id.bytes).hexdigest()[:12]
    _set(response, settings, name, token, DEVICE_KNOWN)


def _set(response: Response, settings: Settings, name: str, value: str, life: timedelta) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(life.total_seconds()),
        path="/",
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def hand_over_to(connection: HTTPConnection, deployment: Deployment, answer: AnswerHead) -> HandOver | None:
    """Say how a session gets another token: the way its present one came; None over a socket."""
    if connection.scope["type"] != "http":
        return None
    if (
        connection.headers.get("authorization", "").strip()
        or cookie_name(deployment.settings) not in connection.cookies
    ):
        return in_the_answer

    def as_cookie(token: str, expires_at: datetime) -> str | None:
        response = Response()
        set_session_cookie(response, deployment.settings, token, expires_at - deployment.clock.now())
        answer.headers["set-cookie"] = response.headers["set-cookie"]
        return None

    return as_cookie
