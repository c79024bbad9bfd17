"""Lets a desk's patient be there twice."""

from uuid import uuid5

from tests.factories import make_patient, writing
from tests.matrix.examples import PREVIEWED
from tests.schema.desk import Desk

from chatbookr_core import models
from chatbookr_core.merges.moving import Pair


async def meet_another(desk: Desk) -> None:
    """Make somebody who is the same person as the desk's patient, known to who has proved who they are."""
    async with writing():
        await models.Session.filter(id=desk.session.id).update(stepped_up_at=desk.session.created_at)
    key = uuid5(desk.patient.id, "another")
    other = await make_patient(desk.clinic, desk.vault, id=key, phone=None, created_by_id=desk.user.id)
    PREVIEWED[desk.clinic.id] = Pair(await models.Patient.get(id=desk.patient.id), other).version
