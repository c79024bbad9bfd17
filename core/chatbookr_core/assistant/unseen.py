"""Tells times that are free for nobody from times of which nobody knows: a calendar that cannot be read hides them."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.offering import Calendars, SlotSearch, posts_of, terms_of
from chatbookr_core.dialogue import SlotQuery
from chatbookr_core.errors import NotFound


async def hides_times(clinic_id: UUID, query: SlotQuery, *, now: datetime) -> bool:
    """Tell whether somebody who gives what is looked for is not offered because their calendar cannot be trusted."""
    where = SlotSearch(query.service_id, query.practitioner_id, query.location_id, kept_by=query.kept_by)
    try:
        terms = (await terms_of(clinic_id, query.service_id)).lasting(where, now)
    except NotFound:  # the service was taken away just now
        return False
    return bool(await posts_of(terms, where, now=now, calendars=Calendars.UNKNOWN))
