"""What a note said before it was edited, as sealed JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """What a note said, and since when."""

    at: datetime
    body: str = field(repr=False)


def to_json(versions: Sequence[NoteVersion]) -> str:
    """Write them, the oldest first."""
    return json.dumps([{"at": one.at.isoformat(), "body": one.body} for one in versions], ensure_ascii=False)


def from_json(text: str | None) -> tuple[NoteVersion, ...]:
    """Read what `to_json` wrote; none where there is nothing."""
    if text is None:
        return ()
    return tuple(NoteVersion(datetime.fromisoformat(one["at"]), one["body"]) for one in json.loads(text))
