"""What the host lends to a plugin for one call: never the database, the broker or another clinic's data."""

import json as json_module
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Protocol

LONGEST_WAIT_SECONDS: Final = 86_400.0


class Secret:
    """A value that shows itself only when asked: repr, str and format print dots."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret; keep the result no longer than the call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


class Clock(Protocol):
    """The time, passed in."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A provider's answer. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    def json(self) -> Any:
        """Parse the content as JSON; raise ValueError where it is none (an HTML error page, an empty 200)."""
        return json_module.loads(self.content)

    def retry_after_seconds(self, *, now: datetime) -> float | None:
        """Read Retry-After (RFC 9110, 10.2.3): seconds, or a date; at most a day. None where it says nothing."""
        value = self.headers.get("retry-after", "")
        try:
            seconds = float(value)
        except ValueError:
            try:
                seconds = (parsedate_to_datetime(value) - now).total_seconds()
            except (ValueError, TypeError):
                return None
        return min(max(seconds, 0.0), LONGEST_WAIT_SECONDS) if math.isfinite(seconds) else None


@dataclass(frozen=True, slots=True)
class HttpStream:
    """A provider's answer whose content is still on its way. Header names are lower case.

    `pieces` can be read once, while the stream is open; each is at most some ten kilobytes. Reading raises
    PermanentFailure("too_large") beyond the bytes that were allowed, TemporaryFailure where the answer breaks off.
    """

    status: int
    headers: Mapping[str, str]
    pieces: AsyncIterator[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FilePart:
    """The file of an upload: whose content comes in pieces, `size_bytes` in all."""

    filename: str = field(repr=False)
    mime_type: str
    size_bytes: int
    pieces: AsyncIterator[bytes] = field(repr=False)


class HttpClient(Protocol):
    """HTTPS to the provider alone: allow-listed hosts, no redirects, no proxies from the environment, no retries."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        timeout_seconds: float = 10.0,
    ) -> HttpResponse:
        """Send one request and return the answer, whatever its status.

        Raises TemporaryFailure where nothing reached the provider (refused, unresolved, connect time-out),
        OutcomeUnknown where the request was sent and no whole answer came back, PermanentFailure("egress") where
        the manifest does not allow the host.
        """
        ...

    def stream(
        self,
        url: str,
        *,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
        timeout_seconds: float = 20.0,
    ) -> AbstractAsyncContextManager[HttpStream]:
        """GET something too large to be held at once; the time is for each piece, not for all of it.

        Nothing is decompressed: the pieces are the bytes as they are sent. Entering raises what `request` raises, and
        PermanentFailure("too_large") where the provider announces more than `most_bytes` with a success.
        """
        ...

    async def upload(
        self,
        url: str,
        file: FilePart,
        *,
        fields: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        timeout_seconds: float = 20.0,
    ) -> HttpResponse:
        """POST a form with one file named `file` (RFC 7578), after `fields`; the time is for each piece.

        Raises what `request` raises.
        """
        ...


class Log(Protocol):
    """A log bound to the clinic and connection; pass ids and codes, never patients' words or credentials."""

    def info(self, event: str, **fields: str | int | float | None) -> None: ...

    def warning(self, event: str, **fields: str | int | float | None) -> None: ...


class AppContext(Protocol):
    """Lent where no connection is known yet: authenticating and parsing a delivery."""

    @property
    def settings(self) -> Mapping[str, str]:
        """The deployment's settings of this plugin that are no secrets, defaults filled in."""
        ...

    @property
    def secrets(self) -> Mapping[str, Secret]:
        """The deployment's secret settings."""
        ...

    @property
    def clock(self) -> Clock: ...

    @property
    def log(self) -> Log: ...


class Context(AppContext, Protocol):
    """Lent for a call on behalf of one clinic's connection."""

    @property
    def connection_id(self) -> str: ...

    @property
    def credentials(self) -> Mapping[str, Secret]:
        """The connection's credentials by the names of `manifest.credentials` (or of the OAuth token answer)."""
        ...

    @property
    def http(self) -> HttpClient: ...

    @property
    def region(self) -> str:
        """Where the clinic's data is at home: a country (ISO 3166-1 alpha-2) or `EU`; given while connecting alone."""
        ...
