"""Faults on demand: what goes wrong on the next calls, so that a caller's handling can be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

Api = Literal["meta", "google"]
Refusal = Callable[[], Response]

PATIENCE_SECONDS = 75.0  # longer than any sane client waits
EVERYTHING = "*"


class FaultKind(StrEnum):
    """Name each way a provider is known to fail.

    `SLOW` answers properly, only late; `REFUSED` gives the API's own error `code` (Meta's numbers).
    """

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"
    TIMEOUT_BEFORE_ACCEPT = "timeout_before_accept"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - the name of a fault, no secret
    GONE = "gone"
    HTML_502 = "html_502"
    EMPTY_200 = "empty_200"
    RESET = "reset"
    SLOW = "slow"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fault:
    """Say what goes wrong, where, and for how many calls more."""

    api: Api
    operation: str
    kind: FaultKind
    times: int = 1
    delay_seconds: float | None = None
    code: int | None = None
    account: str | None = None
    """Whose calls alone go wrong: the address of a Google account."""

    @classmethod
    def from_json(cls, wish: Mapping[str, object]) -> Self:
        """Read a fault from the control API's JSON; raises ValueError naming what is wrong."""
        api, operation = wish.get("api"), wish.get("operation", EVERYTHING)
        times, delay = wish.get("times", 1), wish.get("delay_seconds")
        if api not in ("meta", "google"):
            raise ValueError("api must be 'meta' or 'google'")
        if not isinstance(operation, str) or not operation:
            raise ValueError("operation must be a name such as 'messages.send', or '*'")
        if not isinstance(times, int) or isinstance(times, bool) or times < 1:
            raise ValueError("times must be a whole number from 1")
        if delay is not None and (isinstance(delay, bool) or not isinstance(delay, int | float) or delay < 0):
            raise ValueError("delay_seconds must be a number from 0")
        code, account = wish.get("code"), wish.get("account")
        if code is not None and (isinstance(code, bool) or not isinstance(code, int)):
            raise ValueError("code must be a whole number")
        kind = FaultKind(str(wish.get("kind")))
        if (kind is FaultKind.REFUSED) is not (code is not None):
            raise ValueError("code goes with the kind 'refused', and with no other")
        if account is not None and (api != "google" or not isinstance(account, str) or "@" not in account):
            raise ValueError("account is the address of a Google account, and goes with the api 'google'")
        return cls(api, operation, kind, times=times, delay_seconds=delay, code=code, account=account)

    def fits(self, api: Api, operation: str, account: str | None) -> bool:
        """Say whether a call goes wrong by this; one that names an account leaves the others' calls alone."""
        return (
            self.api == api
            and self.operation in (operation, EVERYTHING)
            and (self.account is None or self.account == account)
        )

    def as_json(self) -> dict[str, object]:
        """Write the fault as the control API lists it."""
        return {
            "api": self.api,
            "operation": self.operation,
            "kind": self.kind.value,
            "times": self.times,
            "delay_seconds": self.delay_seconds,
            "code": self.code,
            "account": self.account,
        }


class Faults:
    """Keep the faults that are wished for, and hand each out as often as asked."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let `fault` happen on the next calls that it fits, after those added before."""
        self._waiting.append(fault)

    def take(self, api: Api, operation: str, account: str | None = None) -> Fault | None:
        """Use up one time of the first fault that fits this call of `account`; None when all is well."""
        for place, fault in enumerate(self._waiting):
            if fault.fits(api, operation, account):
                if fault.times == 1:
                    del self._waiting[place]
                else:
                    self._waiting[place] = replace(fault, times=fault.times - 1)
                return fault
        return None

    def waiting(self) -> tuple[Fault, ...]:
        """List the faults that are still to happen."""
        return tuple(self._waiting)

    def clear(self) -> None:
        """Let everything be well again."""
        self._waiting.clear()


async def answer_under(
    fault: Fault | None,
    accept: Callable[[], Awaitable[Response]],
    *,
    refusals: Mapping[FaultKind, Refusal],
) -> Response:
    """Answer a call with `accept`, or as `fault` says.

    `refusals` holds the API's own error answers (rate limited, expired token, gone, server error); a kind
    without one there gets a plain status. Only SLOW and TIMEOUT_AFTER_ACCEPT run `accept`.
    """
    if fault is None:
        return await accept()
    kind, pause = fault.kind, fault.delay_seconds
    if kind is FaultKind.SLOW:
        await asyncio.sleep(1.0 if pause is None else pause)
        return await accept()
    if kind in (FaultKind.TIMEOUT_AFTER_ACCEPT, FaultKind.TIMEOUT_BEFORE_ACCEPT):
        if kind is FaultKind.TIMEOUT_AFTER_ACCEPT:
            await accept()
        await asyncio.sleep(PATIENCE_SECONDS if pause is None else pause)
        return BrokenAnswer()
    await asyncio.sleep(pause or 0.0)
    return refusals[kind]() if kind in refusals else _plain_answer(kind)


def _plain_answer(kind: FaultKind) -> Response:
    if kind is FaultKind.RESET:
        return BrokenAnswer()
    if kind is FaultKind.EMPTY_200:
        return Response(b"", status_code=200, media_type="application/json")
    if kind is FaultKind.HTML_502:
        return HTMLResponse("<html><body><h1>502 Bad Gateway</h1></body></html>", status_code=502)
    statuses = {FaultKind.RATE_LIMITED: 429, FaultKind.EXPIRED_TOKEN: 401, FaultKind.GONE: 410}
    return JSONResponse({"error": kind.value}, status_code=statuses.get(kind, 500))


class BrokenAnswer(Response):
    """End the connection in the middle of an answer, as a reset does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise more bytes than are sent: the server then has to close the connection."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
