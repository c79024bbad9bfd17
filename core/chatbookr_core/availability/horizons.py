"""How far ahead times are offered: as far as the clinic's horizon, and around what stands beyond it already. Pure."""

from datetime import datetime, timedelta
from typing import Final

ASIDE: Final = timedelta(days=28)
"""So long after a booking that stands beyond the horizon it may go; whoever looks around a time looks so far aside."""


def is_beyond(ends_at: datetime, *, now: datetime, horizon: timedelta) -> bool:
    """Tell whether what is over then ends later than the clinic books."""
    return ends_at > now + horizon


def horizon_for(
    horizon: timedelta, *, now: datetime, beyond: timedelta = timedelta(0), standing: datetime | None = None
) -> timedelta:
    """Say how far ahead of `now` something may end: within the clinic's horizon, and so much `beyond` it.

    What moves and is over at `standing`, which the clinic has let go beyond its horizon, may go anywhere up to some
    weeks after that: a time that is nearer is a time that is less far ahead. What stands within the horizon stays so.
    """
    further = horizon + beyond
    if standing is None or not is_beyond(standing, now=now, horizon=horizon):
        return further
    return max(further, standing + ASIDE - now)
