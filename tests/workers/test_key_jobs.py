from datetime import timedelta

from tests.factories import make_clinic, make_patient

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.rotation import ROTATE, STALE, owe_rotation, patients_waiting
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import DataKey, Job, PatientKey
from chatbookr_workers import keys
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run


async def test_workers_rotate_a_clinic_once_however_often_it_is_asked_for(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    clinic = await make_clinic(vault)
    patient = await make_patient(clinic, vault)
    clock.turn(timedelta(days=1))
    async with transaction():
        assert await owe_rotation(clinic.id, before=clock.now(), now=clock.now())
        assert not await owe_rotation(clinic.id, before=clock.now(), now=clock.now())
    assert keys.RENEW_SECONDS < keys.LEASE_SECONDS / 2
    job = await Job.get(kind=ROTATE)

    await run(deployment, declared_kinds()[ROTATE], job.id)

    assert (await Job.get(id=job.id)).state == "done"
    assert await patients_waiting(clinic.id, clock.now() - timedelta(seconds=1)) == []
    assert await PatientKey.filter(patient_id=patient.id).count() == 2

    clock.turn(STALE + timedelta(seconds=1))
    async with transaction():
        job_id = await enqueue("keys.retire", clinic_id=None, due_at=clock.now(), now=clock.now())
    assert job_id is not None
    await run(deployment, declared_kinds()["keys.retire"], job_id)

    assert [one.version for one in await PatientKey.filter(patient_id=patient.id)] == [2]
    assert await DataKey.filter(clinic_id=clinic.id).count() == 2  # the first is kept for look-ups
