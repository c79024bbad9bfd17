"""Reading stored deliveries: all of one or nothing of it, again and again, whoever is disconnected meanwhile."""

import json
from pathlib import Path

import pytest
from tests.api.test_hooks import ENVIRONMENT, NUMBER, WABA, delivery, entry
from tests.clinic_world import deployment_for, run_jobs, settings_for
from tests.factories import make_clinic, make_connection

from chatbookr_core.channels.intake import Intake
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox import receiving
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, InboundDelivery, Job, Message
from chatbookr_sdk import WebhookRequest

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


@pytest.fixture
async def equipped(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> Deployment:
    clinic = await make_clinic(vault)
    await make_connection(clinic, vault, account_id=NUMBER, group_id=WABA)
    return deployment_for(settings_for(database_url, tmp_path, ENVIRONMENT, plugins=("whatsapp",)), clock, vault)


async def stored(deployment: Deployment, database: Database, body: bytes) -> None:
    """Take a delivery in as the API does."""
    intake = Intake(database, deployment.vault, deployment.clock)
    await intake.start()
    await intake.store("whatsapp", WebhookRequest("POST", {"content-type": "application/json"}, {}, body))
    await intake.stop()


async def test_a_failure_in_the_midst_of_a_batch_leaves_nothing_and_the_next_attempt_takes_all(
    database: Database, equipped: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(equipped, database, delivery(entry(["1", "2", "3"])))
    keep, calls = receiving._keep, list[None]()

    async def failing(*given: object) -> object:
        calls.append(None)
        if len(calls) == 2:
            raise RuntimeError("made up")
        return await keep(*given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(receiving, "_keep", failing)
    await run_jobs(equipped, clock)
    after_failure = await Message.all().count()
    job = await Job.get(kind="inbound.process")
    clock.turn(job.due_at - clock.now())
    await run_jobs(equipped, clock)

    assert after_failure == 0
    assert (job.state, job.last_error) == ("due", "RuntimeError")
    assert await Message.filter(direction="inbound").count() == 3
    assert (await InboundDelivery.get()).state == "processed"


async def test_what_was_stored_before_a_disconnect_is_kept_and_not_taken_in(
    database: Database, equipped: Deployment, clock: TurnableClock
) -> None:
    await stored(equipped, database, delivery(entry(["1"])))
    await ChannelConnection.all().update(state="disconnected")

    await run_jobs(equipped, clock)

    kept = await InboundDelivery.get()
    assert (kept.state, kept.kept_reason) == ("kept", "no_such_account")
    assert kept.body_sealed is not None
    assert await Message.all().count() == 0


async def test_whatever_meta_is_known_to_send_is_no_error(
    database: Database, equipped: Deployment, clock: TurnableClock
) -> None:
    folder = Path(__file__).parents[1] / "fixtures" / "whatsapp"
    samples = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("pywa__*.json"))]
    bodies = [sample.get("body", sample) for sample in samples]
    for body in bodies:
        for part in body.get("entry", []) if isinstance(body, dict) else []:
            part["id"] = WABA
            for change in part.get("changes", []):
                if isinstance(change.get("value", {}).get("metadata"), dict):
                    change["value"]["metadata"]["phone_number_id"] = NUMBER
        await stored(equipped, database, json.dumps(body).encode())

    done = await run_jobs(equipped, clock)

    assert done.count("inbound.process") == await InboundDelivery.all().count() > 30
    assert await InboundDelivery.filter(state="received").count() == 0
    assert not await Job.filter(kind="inbound.process").exclude(state="done").exists()
    assert await Message.filter(direction="inbound").count() > 5
