"""Tells times that are free for nobody from times of which nobody knows: a calendar that cannot be read hides them."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.availability.noted import mark_now, notes_since
from chatbookr_core.availability.offering import SlotSearch, posts_of, terms_of
from chatbookr_core.dialogue import SlotQuery


async def hides_times(clinic_id: UUID, query: SlotQuery, *, now: datetime) -> bool:
    """Tell whether somebody who gives what is looked for is not offered because their calendar cannot be trusted."""
    terms = await terms_of(clinic_id, query.service_id)
    where = SlotSearch(query.service_id, query.practitioner_id, query.location_id)
    posts = await posts_of(terms, where, now=now, is_trusting=True)
    notes = await notes_since(await mark_now(), clinic_id, trusted_since=now - terms.calendar_freshness)
    return any(post.practitioner_id in notes.untrusted for post in posts)
