"""What was offered a moment ago, and is gone as it is taken: somebody has left, a place or a service was closed.

Whoever asked made no mistake, and is told what anybody is who comes too late, with what is near instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from chatbookr_core.errors import InvalidInput, NotFound, SlotNotOffered

OF_OFFER: Final = frozenset(
    {"service_id", "practitioner_id", "location_id", "practitionerId", "locationId", "durationMinutes"}
)
"""What an offer is of: as ids that are not there any more, or as what does not go together any more."""


@contextmanager
def as_offered(*, is_offered: bool = True) -> Iterator[None]:
    """Take the block's time as one that was offered just before, unless it was not. Raises SlotNotOffered for both."""
    try:
        yield
    except (NotFound, InvalidInput) as gone:
        if is_offered and gone.field in OF_OFFER:
            raise SlotNotOffered() from gone
        raise
