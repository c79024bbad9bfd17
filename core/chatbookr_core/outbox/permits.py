"""What a patient lets the clinic write to them about, as the ledger of consents stands.

Service is what they asked for by being a patient who wrote or booked: it stands until they stop all messages. The rest
takes a yes that stands.
"""

from uuid import UUID

from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import is_stopped, may_send
from chatbookr_core.templates.purposes import Permit


async def permits_of(*, clinic_id: UUID, patient_id: UUID) -> frozenset[Permit]:
    """List what a patient lets the clinic send."""
    standings = await standings_of(clinic_id, patient_id)
    if is_stopped(standings):
        return frozenset()
    asked = {one for one in (Permit.REMINDERS, Permit.MARKETING) if may_send(standings, one.value)}
    return frozenset({Permit.SERVICE, *asked})
