"""Google's discovery document of Calendar v3: which methods exist, at which path, with which parameters and scopes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

CALENDAR_PATH = "/google/calendar/v3/"
"""Where the sandbox serves what Google serves at https://www.googleapis.com/calendar/v3/."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the API; `id` is Google's without the leading `calendar.` (`events.list`)."""

    id: str
    http_method: str
    segments: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Any]]
    scopes: frozenset[str]
    request_schema: str | None

    def path_parameters(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """Match a request's path segments, or answer None."""
        if len(segments) != len(self.segments):
            return None
        found: dict[str, str] = {}
        for pattern, segment in zip(self.segments, segments, strict=True):
            if pattern.startswith("{"):
                found[pattern[1:-1]] = segment
            elif pattern != segment:
                return None
        return found


@cache
def document() -> Mapping[str, Any]:
    """Return Google's document as it is."""
    text = files("chatbookr_sandbox.google").joinpath("calendar.v3.json").read_text("utf-8")
    parsed: Mapping[str, Any] = json.loads(text)
    return parsed


def document_for(origin: str) -> dict[str, Any]:
    """Return the document with its addresses moved to the sandbox at `origin` (`http://127.0.0.1:8100`)."""
    root = f"{origin}/google/"
    return {**document(), "rootUrl": root, "baseUrl": f"{root}calendar/v3/", "basePath": CALENDAR_PATH}


@cache
def methods() -> tuple[Method, ...]:
    """List every method, those with more literal segments first: `freeBusy` before `{anything}`."""
    listed = [_method(entry) for entry in _method_entries(document()["resources"])]
    return tuple(sorted(listed, key=lambda method: sum(part.startswith("{") for part in method.segments)))


def find_method(http_method: str, raw_path: bytes) -> tuple[Method, dict[str, str]] | None:
    """Find the method for a request line, with its path parameters percent-decoded (calendar ids hold `@` and `#`)."""
    path = raw_path.decode("ascii", "replace").split("?")[0].removeprefix(CALENDAR_PATH)
    segments = tuple(unquote(segment) for segment in path.split("/"))
    for method in methods():
        if method.http_method == http_method:
            parameters = method.path_parameters(segments)
            if parameters is not None:
                return method, parameters
    return None


def _method_entries(resources: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [entry for resource in resources.values() for entry in resource.get("methods", {}).values()]


def _method(entry: Mapping[str, Any]) -> Method:
    return Method(
        id=entry["id"].removeprefix("calendar."),
        http_method=entry["httpMethod"],
        segments=tuple(entry["path"].split("/")),
        parameters={**document()["parameters"], **entry.get("parameters", {})},
        scopes=frozenset(entry.get("scopes", ())),
        request_schema=entry.get("request", {}).get("$ref"),
    )
