"""Tells whoever listens that a clinic is not as it was: what it says, its rules, services, people, places or rooms."""

from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.events import Change


def tell_of_clinic(clinic_id: UUID) -> None:
    """Say with the commit that the clinic is to be read again. Needs a transaction."""
    current_transaction().tell(Change("clinic", clinic_id, clinic_id))
