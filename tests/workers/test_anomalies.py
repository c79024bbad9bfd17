"""What stands in the audit log raises alerts: once, in its own clinic, whoever dies meanwhile; and all are told."""

import base64
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from standardwebhooks import Webhook
from tests.alarms import make_anomaly
from tests.factories import make_clinic, make_membership, make_user
from tests.forked import begun
from tests.mailbox import letters
from tests.receiver import Reply, receiving

from chatbookr_core.anomalies.alertmanager import FIRES_FOR
from chatbookr_core.anomalies.queries import ANOMALY_ORDERS, anomalies_where
from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.anomalies.service import acknowledge, close, set_rule
from chatbookr_core.anomalies.watching import judged, look
from chatbookr_core.audit.entries import NOBODY, Who
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotAuthenticated, NotFound
from chatbookr_core.jobs import LeasedJob, enqueue
from chatbookr_core.models import Anomaly, AnomalyCursor, Clinic, Job
from chatbookr_core.people.sessions import log_in
from chatbookr_core.reach import Reach
from chatbookr_core.scope import every_clinic, within
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.anomalies import LOOK_JOB, _whom_to_remind
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = pytest.mark.usefixtures("database")
HOST = SystemActor("tests")
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
EXPORTS = RULES["mass_exports"].threshold


async def export(deployment: Deployment, clinic: Clinic, user_id: UUID, count: int) -> None:
    """Note exports of somebody's, and give them their places."""
    async with transaction():
        for _ in range(count):
            note(
                deployment.clock.now(),
                "patientExport",
                Who("staff", user_id),
                clinics=(clinic.id,),
                subject_id=uuid4(),
            )
    await sequence(deployment)


async def alerts(clinic: Clinic) -> list[Anomaly]:
    return await Anomaly.filter(clinic_id=clinic.id).order_by("created_at")


async def lease(deployment: Deployment, kind: str, subject_id: UUID | None = None) -> str:
    """Run the one job of a kind; return its state."""
    rows = Job.filter(kind=kind, state="due")  # any clinic: a test looks at all
    job = await (rows.filter(subject_id=subject_id) if subject_id else rows).order_by("-created_at").first()
    assert job is not None
    await run(deployment, declared_kinds()[kind], job.id)
    return (await Job.get(id=job.id)).state


async def test_enough_entries_raise_one_alert_and_more_are_taken_up(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user()
    await look(deployment)
    await export(deployment, clinic, user.id, EXPORTS - 1)
    assert (await look(deployment)).raised == []
    clock.turn(timedelta(minutes=5))
    await export(deployment, clinic, user.id, 1)
    first = await look(deployment)
    clock.turn(timedelta(minutes=5))
    await export(deployment, clinic, user.id, 2)
    second, nothing = await look(deployment), await look(deployment)

    (found,) = await alerts(clinic)
    assert (first.raised, second.raised, nothing.entries) == (["mass_exports"], [], 0)
    assert (found.count, found.state, found.subject) == (EXPORTS + 2, "open", f"staff:{user.id}")
    assert found.last_seen_at == clock.now()
    assert found.started_at == clock.now() - timedelta(minutes=10)


async def test_what_was_before_the_first_look_is_left_to_a_dry_run(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user()
    await export(deployment, clinic, user.id, EXPORTS)

    looked = [await look(deployment), await look(deployment)]
    with every_clinic("anomalies"):
        found = await judged(clinic.id, clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1))
        later = await judged(clinic.id, clock.now() + timedelta(hours=2), clock.now() + timedelta(hours=3))

    assert [one.entries for one in looked] == [0, 0]
    assert [(rule.code, one.count) for rule, one in found] == [("mass_exports", EXPORTS)]
    assert later == []
    assert await Anomaly.all().count() == 0


async def test_batches_end_where_they_like(deployment: Deployment) -> None:
    clinic, user = await make_clinic(), await make_user()
    await look(deployment)
    await export(deployment, clinic, user.id, EXPORTS + 4)

    raised = [code for _ in range(6) for code in (await look(deployment, limit=2)).raised]

    (found,) = await alerts(clinic)
    assert (raised, found.count) == (["mass_exports"], EXPORTS + 4)


@pytest.mark.integration
@pytest.mark.parametrize("point", ["anomalies.judged", "anomalies.looked"])
async def test_a_process_that_dies_between_alert_and_cursor_leaves_one_alert(
    database: Database, deployment: Deployment, tmp_path: Path, point: str
) -> None:
    clinic, user = await make_clinic(), await make_user()
    await look(deployment)
    await export(deployment, clinic, user.id, EXPORTS)
    given = (database.url, str(deployment.settings.key_file))

    killed = await begun(tmp_path / "process.log", "tests.core.anomaly_process", *given, faultpoint=point).ended()
    left = await Anomaly.all().count()
    again = await look(deployment)

    assert killed == -signal.SIGKILL
    assert left == (0 if point == "anomalies.judged" else 1)
    assert len(again.raised) == 1 - left
    assert len(await alerts(clinic)) == 1
    assert (await AnomalyCursor.get(id=1)).position == EXPORTS


async def test_the_job_runs_twice_harmlessly(deployment: Deployment, clock: TurnableClock) -> None:
    clinic, user = await make_clinic(), await make_user()
    await look(deployment)
    await export(deployment, clinic, user.id, EXPORTS)
    now = clock.now()

    for _ in range(2):
        async with transaction():
            await enqueue(LOOK_JOB, clinic_id=None, due_at=now, now=now)
        assert await lease(deployment, LOOK_JOB) == "done"

    assert len(await alerts(clinic)) == 1


async def test_a_clinics_own_threshold_counts_there_alone_and_a_rule_can_be_off(deployment: Deployment) -> None:
    strict, plain, off = [await make_clinic() for _ in range(3)]
    user = await make_user()
    await look(deployment)
    async with transaction():
        await set_rule(deployment, HOST, strict.id, "mass_exports", threshold=2, is_enabled=True)
        await set_rule(deployment, HOST, off.id, "mass_exports", threshold=None, is_enabled=False)
    for clinic, count in ((strict, 2), (plain, EXPORTS - 1), (off, EXPORTS + 5)):
        await export(deployment, clinic, user.id, count)
    await look(deployment)

    assert [len(await alerts(one)) for one in (strict, plain, off)] == [1, 0, 0]
    with pytest.raises(InvalidInput):
        async with transaction():
            await set_rule(deployment, HOST, strict.id, "mass_exports", threshold=0, is_enabled=True)


async def test_what_one_clinic_sees_adds_to_no_other_and_shows_in_no_other(
    deployment: Deployment, database: Database
) -> None:
    mine, theirs = await make_clinic(), await make_clinic()
    user = await make_user()
    await look(deployment)
    await export(deployment, mine, user.id, EXPORTS - 1)
    await export(deployment, theirs, user.id, EXPORTS)
    await look(deployment)

    assert (len(await alerts(mine)), len(await alerts(theirs))) == (0, 1)
    order = ANOMALY_ORDERS["last_seen_at"]
    shown = [anomalies_where(Reach((one.id,)), order).conditions for one in (mine, theirs)]
    assert shown[0].values == (mine.id,)
    if database.dialect == "postgres":
        with within((mine.id,)):
            async with transaction():
                assert await Anomaly.all().count() == 0
        with within((theirs.id,)):
            async with transaction():
                assert await Anomaly.all().count() == 1


async def test_the_deployments_own_alerts_are_no_clinics(deployment: Deployment, clock: TurnableClock) -> None:
    await look(deployment)
    for _ in range(3):
        async with transaction():
            note(clock.now(), "deliveryRefused", NOBODY, outcome="denied", plugin="whatsapp")
        clock.turn(timedelta(minutes=1))
    await sequence(deployment)
    await look(deployment)

    (found,) = await Anomaly.all()
    assert (found.rule, found.clinic_id) == ("forged_webhooks", None)
    with pytest.raises(NotFound):
        async with transaction():
            await close(deployment, HOST, found.id)


async def test_guessing_a_password_raises_an_alert(deployment: Deployment, clock: TurnableClock) -> None:
    clinic, user = await make_clinic(), await make_user()
    await make_membership(user, clinic)
    await look(deployment)
    for _ in range(RULES["failed_log_ins"].threshold):
        with pytest.raises(NotAuthenticated):
            await log_in(deployment, user.email, "wrong")
        clock.turn(timedelta(minutes=2))
    await sequence(deployment)
    await look(deployment)

    (found,) = await alerts(clinic)
    assert (found.rule, found.subject) == ("failed_log_ins", f"staff:{user.id}")


async def test_seen_and_settled_are_kept_and_what_follows_is_counted_anew(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user()
    await look(deployment)
    await export(deployment, clinic, user.id, EXPORTS)
    await look(deployment)
    (found,) = await alerts(clinic)
    clock.turn(timedelta(seconds=1))
    async with transaction():
        await acknowledge(deployment, HOST, found.id)
    async with transaction():
        await close(deployment, HOST, found.id)
    async with transaction():
        await acknowledge(deployment, HOST, found.id)
    clock.turn(timedelta(seconds=1))
    await export(deployment, clinic, user.id, EXPORTS - 1)
    quiet = await look(deployment)
    await export(deployment, clinic, user.id, 1)
    loud = await look(deployment)

    assert (quiet.raised, loud.raised) == ([], ["mass_exports"])
    assert [one.state for one in await alerts(clinic)] == ["closed", "open"]


async def test_owners_are_written_to_once_in_the_clinics_language(deployment: Deployment) -> None:
    clinic = await make_clinic(locale="de")
    owner, other = await make_user(), await make_user()
    await make_membership(owner, clinic, role="owner")
    await make_membership(other, clinic, role="manager")
    await look(deployment)
    await export(deployment, clinic, other.id, EXPORTS)
    await look(deployment)
    await export(deployment, clinic, other.id, 3)
    await look(deployment)

    (letter,) = await letters(deployment, owner.email)
    assert (letter.kind, letter.language) == ("anomaly", "de")
    assert "Jemand hat die Daten ungewöhnlich vieler Patienten exportiert." in letter.text
    assert str(other.id) not in letter.text
    assert await letters(deployment, other.email) == []


def told(deployment: Deployment, **settings: Any) -> Deployment:
    return replace(deployment, settings=replace(deployment.settings, **settings))


@pytest.mark.integration
async def test_a_webhook_is_posted_signed_and_names_nobody(deployment: Deployment) -> None:
    clinic, user = await make_clinic(), await make_user()
    async with receiving() as receiver:
        ours = told(
            deployment,
            alert_webhook_url=f"http://127.0.0.1:{receiver.port}/alerts",
            alert_webhook_secret=SECRET,
        )
        await look(ours)
        await export(ours, clinic, user.id, EXPORTS)
        await look(ours)
        (found,) = await alerts(clinic)
        assert await lease(ours, "anomalies.webhook", found.id) == "done"

        (received,) = receiver.received
    body = orjson.loads(received.body)
    headers = {**received.headers, "webhook-timestamp": received.headers["webhook-timestamp"]}
    assert headers["webhook-id"] == f"anomaly_{found.id}"
    expected = Webhook(SECRET).sign(headers["webhook-id"], ours.clock.now(), received.body.decode())
    assert headers["webhook-signature"] == expected
    assert (body["type"], body["data"]["rule"], body["data"]["clinicId"]) == (
        "anomaly.raised",
        "mass_exports",
        str(clinic.id),
    )
    assert str(user.id).encode() not in received.body


@pytest.mark.integration
async def test_alertmanager_is_told_what_fires_and_what_was_settled(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user()
    now = clock.now()
    fires = await make_anomaly(clinic, user, started_at=now, last_seen_at=now)
    settled = await make_anomaly(clinic, user, rule="new_devices", severity="warning", last_seen_at=now)
    await make_anomaly(clinic, user, rule="key_misuse", last_seen_at=now - timedelta(days=8))
    async with receiving() as receiver:
        ours = told(
            deployment,
            alertmanager_url=f"http://127.0.0.1:{receiver.port}",
            alertmanager_authorization="Bearer a-token-of-tests",
        )
        async with transaction():
            await close(ours, HOST, settled.id)
        assert await lease(ours, "anomalies.alertmanager") == "done"

        (received,) = receiver.received
    assert (received.method, received.path) == ("POST", "/api/v2/alerts")
    assert received.headers["authorization"] == "Bearer a-token-of-tests"
    first, second = orjson.loads(received.body)
    assert first["labels"] == {
        "alertname": "chatbookr_mass_reads",
        "severity": "critical",
        "clinic": str(clinic.id),
        "anomaly": str(fires.id),
    }
    assert first["startsAt"] == "2027-03-01T08:00:00.000Z"
    assert first["endsAt"] == (now + FIRES_FOR).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert (second["labels"]["anomaly"], second["endsAt"]) == (str(settled.id), "2027-03-01T08:00:00.000Z")
    assert str(user.id).encode() not in received.body


@pytest.mark.integration
@pytest.mark.parametrize(("status", "problem"), [(503, TemporaryFailure), (401, PermanentFailure)])
async def test_what_alertmanager_answers_says_whether_to_ask_again(
    deployment: Deployment, clock: TurnableClock, status: int, problem: type[Exception]
) -> None:
    now, clinic = clock.now(), await make_clinic()
    await make_anomaly(clinic, await make_user(), last_seen_at=now)
    async with receiving() as receiver:
        receiver.replies = [Reply(status)]
        ours = told(deployment, alertmanager_url=f"http://127.0.0.1:{receiver.port}")
        leased = LeasedJob(uuid4(), "a.kind", None, None, {}, 1, 0, uuid4(), now, now)
        with pytest.raises(problem):
            await declared_kinds()["anomalies.alertmanager"].process(ours, leased)


async def test_nobody_is_reminded_where_there_is_no_alertmanager(deployment: Deployment) -> None:
    assert await _whom_to_remind(deployment) == []
    assert len(await _whom_to_remind(told(deployment, alertmanager_url="http://127.0.0.1:1"))) == 1
