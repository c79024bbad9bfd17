"""A process that dies while it tells clinics of a breach has told all of them, or none; the next one tells the rest."""

import signal
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.core.incident_world import NAME, make_incident_world
from tests.forked import ran

from chatbookr_core.db import Database, fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.rules import State, Words
from chatbookr_core.models import AuditEntry, Incident, IncidentNotice

KILLED = -signal.SIGKILL
CONTACT = "privacy@host.example"


@pytest.mark.e2e
async def test_each_clinic_is_told_once_wherever_the_process_dies(
    database: Database, deployment: Deployment, tmp_path: Path
) -> None:
    world = await make_incident_world(deployment)
    await world.open()
    await world.scope()
    await world.go_on(State.CONFIRMED)

    def tell(point: str) -> int:
        key = str(tmp_path / "key-encryption.key")
        given = (database.url, key, str(world.operator.id), NAME, NOW.isoformat())
        code, _ = ran(tmp_path / "process.log", "tests.core.incident_process", *given, faultpoint=point)
        return code

    async def told() -> tuple[str, int, int, int]:
        letters = (await fetch("SELECT COUNT(*) AS n FROM mail WHERE kind = 'incident_notice'"))[0]["n"]
        entries = await AuditEntry.filter(action="incidentNotify").count()
        return (await Incident.get()).state, await IncidentNotice.all().count(), letters, entries

    none, all_of_them = ("confirmed", 0, 0, 0), ("notified", 2, 2, 2)
    assert tell("incident.clinic_told:2") == KILLED  # all is written, and not committed
    assert await told() == none
    assert tell("incident.committed") == KILLED
    assert await told() == all_of_them
    await world.notify(Words("An API key was stolen", "Bookings were read", "The key is revoked", CONTACT))
    assert await told() == all_of_them
