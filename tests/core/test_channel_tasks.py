"""Tasks about a channel name it, also those that were made before they did."""

import importlib.util
from datetime import UTC, datetime

from tests.factories import make_clinic, make_connection, writing

from chatbookr_core.db import Database, transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import folder_of, versions_of
from chatbookr_core.models import StaffTask

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


async def name_channels(database: Database) -> None:
    """Do what the migration does to a database that has tasks."""
    (version,) = [one for one in versions_of(database.dialect) if "tasks_channel" in one]
    spec = importlib.util.spec_from_file_location("tasks_channel", folder_of(database.dialect) / version)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    async with transaction() as tx:
        await tx.connection.execute_script(module.NAME)


async def test_tasks_of_before_name_the_channel_that_they_were_asked_about(database: Database, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    channel = await make_connection(clinic, vault)
    keys = {
        "channel_lost": f"channel_lost:{channel.id}:2027-02-01T08:00:00+00:00",
        "channel_health": f"channel_health:{channel.id}:quality_low:2027-02-01",
        "handover": f"handover:{new_id()}",
    }
    async with writing():
        for kind, key in keys.items():
            await StaffTask.create(id=new_id(), clinic_id=clinic.id, kind=kind, dedupe_key=key, created_at=NOW)

    await name_channels(database)

    named = {task.kind: task.connection_id for task in await StaffTask.filter(clinic_id=clinic.id)}
    assert named == {"channel_lost": channel.id, "channel_health": channel.id, "handover": None}
