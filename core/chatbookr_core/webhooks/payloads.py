"""What a delivery says. The document is executed where GraphQL is known; `deployment.Payloads` is how core asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Document:
    """A checked document of exactly one operation, a subscription of exactly one field; `event` is that field."""

    text: str
    event: str
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Executed:
    """What came of executing a document for one change: plain JSON values."""

    data: Mapping[str, Any] = field(repr=False)
    errors: Sequence[Mapping[str, Any]] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing is to be told of the change; `reason` is a code."""

    reason: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Refused(Skipped):
    """The document cannot be executed as things stand, whatever changes: the key or the schema is another by now."""


@dataclass(frozen=True, slots=True)
class Unwritten(Skipped):
    """A fault of ours kept the payload from being written; it may have passed at the next try."""


def written(event: str, happened_at: datetime, executed: Executed) -> bytes:
    """Write the body of a delivery, as Standard Webhooks recommends: type, timestamp, data (and errors, if any)."""
    body: dict[str, Any] = {"type": event, "timestamp": happened_at.isoformat(), "data": dict(executed.data)}
    if executed.errors:
        body["errors"] = list(executed.errors)
    return orjson.dumps(body)
