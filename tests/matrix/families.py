"""Who books for a desk's patient, for mutations that are about that."""

from tests.factories import make_patient
from tests.matrix.examples import contact_of
from tests.relatives import link
from tests.schema.desk import Desk

from chatbookr_core.models import Patient


async def have_a_contact(desk: Desk) -> Patient:
    """Let there be somebody who could book for the patient, whom the asker made known."""
    return await make_patient(
        desk.clinic, desk.vault, id=contact_of(desk), name="Ben Example", phone=None, created_by_id=desk.user.id
    )


async def be_booked_for(desk: Desk) -> None:
    await link(desk.patient, await have_a_contact(desk))
