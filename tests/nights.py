"""Which seeds the long walks of a night begin with: others in each night that is named, so that it walks new ways.

`CHATBOOKR_TEST_NIGHT=20261129` names one, by its date or by any other number; a walk that ends badly comes back by it.
"""

import os
from typing import Final

NIGHT: Final = int(os.environ.get("CHATBOOKR_TEST_NIGHT", "0"))
APART: Final = 10_000
"""More than the seeds of any night: no two nights share one."""


def seed_of_night(seed: int, *, night: int = NIGHT) -> int:
    """Give the seed that stands for this one tonight; where no night is named, itself."""
    return night * APART + seed


def seeds_of_night(first: int, count: int, *, night: int = NIGHT) -> range:
    """Give so many seeds, from the one that stands for the first tonight."""
    since = seed_of_night(first, night=night)
    return range(since, since + count)
