"""Under which of two names a person is reached who had both. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Known:
    """The channel that knows somebody (None: none has heard them yet), and when it last did."""

    channel: str | None
    heard_at: datetime | None


def is_reached_there(kept: Known, gone: Known) -> bool:
    """Tell whether a person is written to under the name of who is gone from now on: they wrote from there last.

    A channel of its own leaves both as they are: each is written to in its channel.
    """
    if gone.channel is None:
        return False
    if kept.channel is None:
        return True
    if kept.channel != gone.channel or gone.heard_at is None:
        return False
    return kept.heard_at is None or gone.heard_at > kept.heard_at
