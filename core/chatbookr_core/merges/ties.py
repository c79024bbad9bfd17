"""What ties a patient to others and to times to come: whom they book for and who books for them, and the waitlist."""

from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction

LINKS: Final = """
DELETE FROM related_person WHERE clinic_id = $1 AND patient_id IN ($2, $3) AND contact_id IN ($2, $3)
"""
"""Nobody books for themselves as for another."""
LINKED_TWICE: Final = """
DELETE FROM related_person WHERE clinic_id = $1 AND {one} = $2 AND {other} IN (
    SELECT same.{other} FROM related_person AS same WHERE same.clinic_id = $1 AND same.{one} = $3)
"""
LINK: Final = "UPDATE related_person SET {one} = $3 WHERE clinic_id = $1 AND {one} = $2"
OWN: Final = """
UPDATE {table} SET arranged_by_id = NULL WHERE clinic_id = $1 AND patient_id = $3 AND arranged_by_id IN ($2, $3)
"""
ARRANGED: Final = "UPDATE {table} SET arranged_by_id = $3 WHERE clinic_id = $1 AND arranged_by_id = $2"
OPEN_OFFER: Final = """
UPDATE waitlist_offer SET open_patient_id = $3 WHERE clinic_id = $1 AND open_patient_id = $2 AND NOT EXISTS (
    SELECT 1 FROM waitlist_offer AS other WHERE other.clinic_id = $1 AND other.open_patient_id = $3)
"""
"""One offer of a patient is open at most; where both have one, the second is theirs to take and ends in its time."""
STATEMENTS: Final = (
    LINKS,
    *(
        statement.format(one=one, other=other)
        for one, other in (("patient_id", "contact_id"), ("contact_id", "patient_id"))
        for statement in (LINKED_TWICE, LINK)
    ),
    *(statement.format(table=table) for table in ("booking", "waitlist_entry") for statement in (OWN, ARRANGED)),
    OPEN_OFFER,
)


async def move_ties(clinic_id: UUID, gone_id: UUID, kept_id: UUID) -> None:
    """Let what names who is gone name who is kept, once. Needs a transaction in which their bookings moved already."""
    tx = current_transaction()
    for statement in STATEMENTS:
        await tx.execute(statement, (clinic_id, gone_id, kept_id))
