import signal
from pathlib import Path

import pytest
from tests.forked import ran

from chatbookr_core.channels.intake import opened_delivery
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import InboundDelivery, Job

pytestmark = pytest.mark.e2e  # whole processes are started and killed

COUNT = 40


def store_deliveries(database: Database, folder: Path, *, faultpoint: str = "") -> tuple[int, dict[int, str]]:
    """Run the process; return how it ended, and what it acknowledged before."""
    given = (database.url, str(folder / "key-encryption.key"), "0", str(COUNT))
    code, said = ran(folder / "process.log", "tests.core.intake_process", *given, faultpoint=faultpoint)
    lines = [line.split() for line in said.splitlines()]
    return code, {int(number): outcome for number, outcome in lines}


@pytest.mark.parametrize("point", ["intake.received:15", "intake.before_commit:2", "intake.after_commit:2"])
async def test_a_process_killed_while_taking_in_keeps_what_it_acknowledged_and_takes_the_rest_again(
    database: Database, tmp_path: Path, vault: Vault, point: str
) -> None:
    code, acknowledged = store_deliveries(database, tmp_path, faultpoint=point)
    keys = await vault.deployment_keys()
    kept = {opened_delivery(keys, row).body for row in await InboundDelivery.all()}
    again_code, again = store_deliveries(database, tmp_path)

    assert code == -signal.SIGKILL
    assert len(acknowledged) < COUNT
    assert {b'{"n":%d}' % number for number in acknowledged} <= kept
    assert len(kept) > len(acknowledged) if point.startswith("intake.after_commit") else kept
    assert again_code == 0
    assert {number: again[number] for number in acknowledged} == dict.fromkeys(acknowledged, "duplicate")
    assert await InboundDelivery.all().count() == await Job.all().count() == COUNT
