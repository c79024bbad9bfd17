"""Stand-ins for what the host lends: a scripted HTTP client that records, a standing clock, a log that remembers."""

import hashlib
import json as json_module
import traceback
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from chatbookr_sdk import Clock, FilePart, HttpResponse, HttpStream, Manifest, PermanentFailure, PluginError, Secret

NOON = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
"""The instant at which the kit's clock stands."""

Answer = HttpResponse | PluginError
"""What a scripted provider does: answer, or fail as the host's HTTP client reports it."""


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until told otherwise."""

    instant: datetime = NOON

    def now(self) -> datetime:
        """Return the instant it stands at."""
        return self.instant

    def advance(self, *, seconds: float) -> None:
        """Let time pass."""
        self.instant += timedelta(seconds=seconds)


@dataclass(slots=True)
class FakeLog:
    """A log that keeps its lines: level, event, fields."""

    lines: list[tuple[str, str, dict[str, str | int | float | None]]] = field(default_factory=list)

    def info(self, event: str, **fields: str | int | float | None) -> None:
        """Keep a line of level info."""
        self.lines.append(("info", event, fields))

    def warning(self, event: str, **fields: str | int | float | None) -> None:
        """Keep a line of level warning."""
        self.lines.append(("warning", event, fields))


@dataclass(frozen=True, slots=True)
class SentRequest:
    """One request as the plugin made it."""

    method: str
    url: str
    headers: Mapping[str, str]
    params: Mapping[str, str]
    json: object | None
    form: Mapping[str, str] | None
    file: bytes | None = None

    @property
    def full_url(self) -> str:
        """Return the URL as it would stand in an access log."""
        return f"{self.url}?{urlencode(self.params)}" if self.params else self.url


class FakeHttp:
    """A provider that answers by script; a request nobody scripted fails the test.

    `FakeHttp(a, b)` answers in order. `on("GET", "/me", a, b)` answers requests whose path ends so. In both, the
    last answer is given again and again.
    """

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[SentRequest] = []
        self._script = list(answers)
        self._routes: list[tuple[str, str, list[Answer]]] = []

    def on(self, method: str, path_end: str, *answers: Answer) -> "FakeHttp":
        """Script the answers to one kind of request; the first matching script is used."""
        self._routes.append((method, path_end, list(answers)))
        return self

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
        """Record the request and give the scripted answer."""
        json = None if json is None else json_module.loads(json_module.dumps(json))
        self.requests.append(SentRequest(method, url, dict(headers or {}), dict(params or {}), json, form))
        answers = next((a for m, end, a in self._routes if m == method and url.endswith(end)), self._script)
        if not answers:
            raise AssertionError(f"nobody scripted an answer to {method} {url}")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, PluginError):
            raise answer
        return answer

    @asynccontextmanager
    async def stream(
        self,
        url: str,
        *,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
        timeout_seconds: float = 20.0,
    ) -> AsyncIterator[HttpStream]:
        """Record a GET and give the scripted answer in pieces."""
        answer = await self.request("GET", url, headers=headers)
        if 200 <= answer.status < 300 and len(answer.content) > most_bytes:
            raise PermanentFailure("too_large")
        yield HttpStream(answer.status, answer.headers, _pieces_of(answer.content))

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
        """Record a POST with the whole file and give the scripted answer."""
        content = b"".join([piece async for piece in file.pieces])
        try:
            return await self.request("POST", url, headers=headers, params=params, form=fields)
        finally:
            self.requests[-1] = replace(self.requests[-1], file=content)


async def _pieces_of(content: bytes, size_bytes: int = 7) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size_bytes):
        yield content[start : start + size_bytes]


@dataclass(slots=True)
class FakeContext:
    """A call's context; `context_for` fills it from a manifest."""

    settings: Mapping[str, str]
    secrets: Mapping[str, Secret]
    credentials: Mapping[str, Secret]
    http: FakeHttp
    clock: Clock = field(default_factory=FixedClock)
    log: FakeLog = field(default_factory=FakeLog)
    connection_id: str = "connection-1"
    region: str = ""


def context_for(
    manifest: Manifest,
    *,
    settings: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    credentials: Mapping[str, str] | None = None,
    http: FakeHttp | None = None,
    clock: Clock | None = None,
) -> FakeContext:
    """Make the context the host would: defaults filled in, a canary for each secret that is not given."""
    defaults = {s.name: s.default for s in manifest.settings if s.kind != "secret" and s.default is not None}
    canaries = {s.name: canary(s.name) for s in manifest.settings if s.kind == "secret" and s.required}
    return FakeContext(
        settings={**defaults, **(settings or {})},
        secrets=sealed({**canaries, **(secrets or {})}),
        credentials=sealed(credentials or {}),
        http=http or FakeHttp(),
        clock=clock or FixedClock(),
    )


def sealed(values: Mapping[str, str]) -> dict[str, Secret]:
    """Wrap plain values as the host lends them."""
    return {name: Secret(value) for name, value in values.items()}


def json_answer(status: int, body: object, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Make an answer of JSON."""
    content = json_module.dumps(body).encode()
    return HttpResponse(status, {"content-type": "application/json", **(headers or {})}, content)


def recorded_answer(recording: Mapping[str, object]) -> HttpResponse:
    """Make the answer a recording holds: `status`, `headers`, `body` (null for an empty one)."""
    status, headers, body = recording["status"], recording["headers"], recording["body"]
    assert isinstance(status, int)
    assert isinstance(headers, Mapping)
    content = b"" if body is None else json_module.dumps(body).encode()
    return HttpResponse(status, {str(name).lower(): str(value) for name, value in headers.items()}, content)


def canary(name: str) -> str:
    """Make up a secret that is the same in every run and occurs nowhere else."""
    return f"canary-{name}-{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def echoing(answer: HttpResponse, secrets: Iterable[str]) -> HttpResponse:
    """Have a provider quote secrets in every text of a refusal, as error messages do at times."""
    if answer.status < 400:
        return answer
    quoted = " ".join(secrets)

    def spoilt(value: object) -> object:
        if isinstance(value, dict):
            return {key: spoilt(item) for key, item in value.items()}
        if isinstance(value, list):
            return [spoilt(item) for item in value]
        return f"{value} {quoted}" if isinstance(value, str) else value

    try:
        content = json_module.dumps(spoilt(answer.json())).encode()
    except ValueError:
        content = answer.content + quoted.encode()
    return HttpResponse(answer.status, {**answer.headers, "x-echo": quoted}, content)


def leaks(secrets: Iterable[str], *things: object) -> list[str]:
    """Say which things show a secret: by str or repr, and for an exception anywhere in its chain."""
    found = []
    for thing in things:
        shown = [repr(thing), str(thing)]
        if isinstance(thing, BaseException):
            shown += [*traceback.format_exception(thing), repr(vars(thing))]
        # Never the leak itself: this text ends up in a build log.
        found += [type(thing).__name__ for secret in secrets if any(_shows(text, secret) for text in shown)]
    return found


def _shows(text: str, secret: str) -> bool:
    return any(form in text for form in (secret, quote(secret, safe=""), repr(secret)[1:-1]))


def trace_of(ctx: FakeContext) -> Sequence[object]:
    """Return what a call left behind that operators can read: log lines and URLs."""
    return [*ctx.log.lines, *(request.full_url for request in ctx.http.requests)]
