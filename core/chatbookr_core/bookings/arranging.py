"""Who arranges a booking: the patient, or whoever books for them in a conversation of their own."""

from typing import Final
from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.errors import NotFound


def contact_of(*, clinic: str, patient: str, conversation: str) -> str:
    """Write the sub-select of whose a conversation is; it finds nobody where they do not speak for the patient.

    Each is a parameter or a column of the statement around it.
    """
    return f"""(SELECT t.patient_id FROM conversation t WHERE t.clinic_id = {clinic} AND t.id = {conversation}
        AND (t.patient_id = {patient} OR EXISTS (SELECT 1 FROM related_person rp WHERE rp.clinic_id = {clinic}
            AND rp.patient_id = {patient} AND rp.contact_id = t.patient_id)))"""  # noqa: S608  # names of our own


ARRANGER: Final = f"""
SELECT {contact_of(clinic="$2", patient="$1", conversation="$3")} AS contact_id
FROM patient WHERE patient.id = $1 AND patient.clinic_id = $2 AND patient.merged_into_id IS NULL
"""  # noqa: S608  # parameters


async def arranger_of(patient_id: UUID, *, clinic_id: UUID, conversation_id: UUID | None) -> UUID | None:
    """Say who arranges it, where the conversation is with another than the patient: somebody who books for them.

    Raises NotFound unless the patient, and the conversation where there is one, are the clinic's, and belong together.
    """
    rows = await fetch(ARRANGER, (patient_id, clinic_id, conversation_id))
    contact_id = uuid_of(rows[0]["contact_id"]) if rows and rows[0]["contact_id"] is not None else None
    if not rows or (conversation_id is not None and contact_id is None):
        raise NotFound(field="patient_id")
    return None if contact_id == patient_id else contact_id
