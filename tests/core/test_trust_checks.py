"""Each promise is broken on purpose, in a real database, and its check says so; kept, it says that."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.account_rows import make_operator
from tests.conftest import NOW
from tests.core.trust_looks import GOOD, HERE, SAID, TODAY, facts_of, found
from tests.factories import (
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_patient,
    make_practitioner,
)

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.channels.registry import LoadedPlugin, Plugins, discover
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AnomalyCursor, Erasure, Incident, Patient, RetentionRun
from chatbookr_core.retention.rules import BOUNDS
from chatbookr_core.settings import Settings
from chatbookr_core.trust.doors import Answer, Door
from chatbookr_core.trust.findings import Outcome
from chatbookr_core.trust.looking import FieldRules

KEPT, NOT_KEPT, NOT_SHOWN = Outcome.KEPT, Outcome.NOT_KEPT, Outcome.NOT_SHOWN
SCOPES = "https://www.googleapis.com/auth/calendar.freebusy https://www.googleapis.com/auth/calendar.events.owned"
GOOGLE = {"CHATBOOKR_GCAL_CLIENT_ID": "id", "CHATBOOKR_GCAL_CLIENT_SECRET": "secret"}
META = {
    "CHATBOOKR_WHATSAPP_APP_ID": "1", "CHATBOOKR_WHATSAPP_APP_SECRET": "s" * 32, "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "v",
}  # fmt: skip
GRANTED = '{"access_token": "a", "refresh_token": "r", "scope": "%s"}'


def plugins(**further: str) -> Plugins:
    return discover(Settings(plugins=("gcal", "whatsapp"), environment={**GOOGLE, **META, **further}))


async def noted(action: str, ago: timedelta, outcome: str = "done", **details: int) -> None:
    async with transaction():
        note(NOW - ago, action, HOST, outcome=outcome, details=details)  # type: ignore[arg-type]  # one of three


@pytest.mark.parametrize(("region", "outcome"), [("DE", KEPT), ("EU", KEPT), ("US", NOT_KEPT), ("CH", NOT_KEPT)])
async def test_data_is_kept_in_europe(
    database: Database, deployment: Deployment, region: str, outcome: Outcome
) -> None:
    assert (await found("P1", deployment, region=region)).outcome is outcome


async def test_a_clinic_that_allows_no_transfer_is_not_connected_by_one(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault, region="DE", allows_transfers=True)
    await make_connection(clinic, vault)
    allowed = await found("P1", deployment, plugins=plugins())
    clinic.allows_transfers = False
    await clinic.save(update_fields=["allows_transfers"])

    refused = await found("P1", deployment, plugins=plugins())
    other = await found("P1", deployment, plugins=plugins(), clinic_id=uuid4())

    assert (allowed.outcome, refused.outcome, other.outcome) == (KEPT, NOT_KEPT, KEPT)
    assert facts_of(refused)["connectionsAgainstTheClinic"] == 1


@pytest.mark.parametrize(
    ("listener", "answer", "outcome"),
    [
        (TODAY, SAID, KEPT),
        (replace(TODAY, takes_old=True), SAID, NOT_KEPT),
        (Door(is_encrypted=False, is_here=False), SAID, NOT_KEPT),
        (TODAY, Answer(200), NOT_KEPT),  # no HSTS
        (TODAY, None, NOT_SHOWN),  # a certificate that does not hold
        (Door(is_encrypted=True, is_here=False), None, NOT_SHOWN),  # nobody answers
        (HERE, SAID, NOT_SHOWN),
    ],
)
async def test_every_way_is_encrypted(
    sqlite_database: Database, deployment: Deployment, listener: Door, answer: Answer | None, outcome: Outcome
) -> None:
    assert (
        await found("P2", deployment, doors=replace(GOOD, listener=listener, security_txt=answer))
    ).outcome is outcome


async def test_a_broker_or_a_provider_in_the_clear_breaks_it(sqlite_database: Database, deployment: Deployment) -> None:
    broker = replace(GOOD, broker=Door(is_encrypted=False, is_here=False))
    plain = plugins(CHATBOOKR_WHATSAPP_GRAPH_URL="http://graph.example")

    assert "broker" in (await found("P2", deployment, doors=broker)).why
    assert (await found("P2", deployment, plugins=plain)).outcome is NOT_KEPT
    assert (await found("P2", deployment, plugins=plugins())).outcome is KEPT


@pytest.mark.postgres
async def test_the_databases_own_word_is_taken_for_how_it_is_reached(
    postgres_database: Database, deployment: Deployment
) -> None:
    """The server of the tests is on this machine and speaks no TLS: nothing crosses a wire, and that is said."""
    seen = await found("P2", deployment)

    assert facts_of(seen)["databaseSpeaks"] == "nothing but this machine between"
    assert seen.outcome is KEPT


async def test_values_that_are_not_sealed_or_do_not_open_are_found(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    empty = await found("P3", deployment)
    patients = [await make_patient(clinic, vault, phone=None) for _ in range(3)]
    sealed = await found("P3", deployment)
    rows = Patient.filter(clinic_id=clinic.id)
    await rows.filter(id=patients[0].id).update(name_sealed=b"Ada Example")

    plain = await found("P3", deployment)
    here = await found("P3", deployment, clinic_id=clinic.id)
    elsewhere = await found("P3", deployment, clinic_id=(await make_clinic(vault)).id)
    moved = patients[1].name_sealed  # a value of another row
    await rows.filter(id=patients[0].id).update(name_sealed=moved)
    swapped = await found("P3", deployment)

    assert (empty.outcome, sealed.outcome) == (NOT_SHOWN, KEPT)
    assert [one.outcome for one in (plain, here, elsewhere)] == [NOT_KEPT, NOT_KEPT, NOT_SHOWN]
    assert (facts_of(plain)["valuesNotSealed"], facts_of(plain)["valuesThatDoNotOpen"]) == (1, 0)
    assert (facts_of(swapped)["valuesNotSealed"], facts_of(swapped)["valuesThatDoNotOpen"]) == (0, 1)


async def test_whose_key_was_destroyed_is_not_missed(database: Database, deployment: Deployment, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    patient = await make_patient(clinic, vault)
    await make_patient(clinic, vault, phone=None)
    async with transaction():
        await vault.destroy_patient_key(clinic.id, patient.id)

    assert (await found("P3", deployment)).outcome is KEPT


async def test_backups_are_made_sealed_and_rehearsed(database: Database, deployment: Deployment) -> None:
    sealed: dict[str, Any] = {"backup_recipients": ("age1x",)}
    await noted("backupMake", timedelta(hours=27))
    await noted("backupRehearse", timedelta(days=3), hours=5, seconds=40)
    late = await found("P4", deployment, **sealed)
    await noted("backupMake", timedelta(hours=2))

    made = await found("P4", deployment, **sealed)
    for_nobody = await found("P4", deployment)
    await noted("backupRehearse", timedelta(hours=1), "failed", hours=5, seconds=0)
    failed = await found("P4", deployment, **sealed)

    assert [one.outcome for one in (late, made, for_nobody, failed)] == [NOT_KEPT, KEPT, NOT_KEPT, NOT_KEPT]
    assert facts_of(made)["hoursSinceBackup"] == 2.0


@pytest.mark.parametrize(
    ("hours", "seconds", "ago", "outcome"),
    [(5, 40, 3, KEPT), (27, 40, 3, NOT_KEPT), (5, 3601, 3, NOT_KEPT), (5, 40, 93, NOT_KEPT)],
)
async def test_coming_back_was_rehearsed_and_measured(
    database: Database, deployment: Deployment, hours: int, seconds: int, ago: int, outcome: Outcome
) -> None:
    assert (await found("P19", deployment)).outcome is NOT_KEPT
    await noted("backupRehearse", timedelta(days=ago), hours=hours, seconds=seconds)

    seen = await found("P19", deployment)

    assert (seen.outcome, facts_of(seen)["lostAtMost"], facts_of(seen)["backAfter"]) == (outcome, hours, seconds)


async def test_a_key_in_a_file_is_for_trying_things(database: Database, deployment: Deployment, vault: Vault) -> None:
    await make_clinic(vault)
    trying = await found("P5", deployment)
    production = await found("P5", deployment, environment_name="production")
    deployment.settings.key_file.chmod(0o640)

    assert (trying.outcome, production.outcome) == (NOT_SHOWN, NOT_KEPT)
    assert (await found("P5", deployment)).outcome is NOT_KEPT


async def test_no_part_of_the_api_is_without_a_rule(database: Database, deployment: Deployment) -> None:
    assert (await found("P6", deployment)).outcome is KEPT
    assert (await found("P6", deployment, rules=FieldRules(10, 1))).outcome is NOT_KEPT


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("https://graph.facebook.com", KEPT),
        ("http://graph.facebook.com", NOT_KEPT),
        ("https://graph.facebook.com.example", NOT_KEPT),
        ("http://127.0.0.1:8100", NOT_SHOWN),
    ],
)
async def test_whatsapp_is_metas(
    sqlite_database: Database, deployment: Deployment, address: str, outcome: Outcome
) -> None:
    assert (await found("P9", deployment, plugins=plugins(CHATBOOKR_WHATSAPP_GRAPH_URL=address))).outcome is outcome
    assert (await found("P9", deployment)).outcome is NOT_SHOWN


@pytest.mark.parametrize(
    ("scope", "outcome"),
    [(SCOPES, KEPT), (f"{SCOPES} https://www.googleapis.com/auth/calendar", NOT_KEPT), ("", NOT_SHOWN)],
)
async def test_calendars_are_granted_no_more_than_is_asked_for(
    database: Database, deployment: Deployment, vault: Vault, scope: str, outcome: Outcome
) -> None:
    assert (await found("P10", deployment, plugins=plugins())).outcome is NOT_SHOWN
    practitioner = await make_practitioner(await make_clinic(vault))
    await make_calendar_connection(practitioner, vault, credentials=GRANTED % scope)

    assert (await found("P10", deployment, plugins=plugins())).outcome is outcome
    assert (await found("P10", deployment, plugins=plugins(), clinic_id=uuid4())).outcome is NOT_SHOWN


async def test_what_is_disconnected_has_no_credentials_and_is_revoked_until_it_is_confirmed(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    row = await make_connection(clinic, vault, state="disconnecting", disconnected_at=NOW - timedelta(hours=1))
    nobody_asks = await found("P11", deployment)
    async with transaction():
        await enqueue(
            "connection.revoke", clinic_id=clinic.id, subject_id=row.id, arguments={"kind": "channel"}, now=NOW,
            due_at=NOW,
        )  # fmt: skip
    asking = await found("P11", deployment)
    row.disconnected_at = NOW - timedelta(days=8)
    await row.save(update_fields=["disconnected_at"])
    too_long = await found("P11", deployment)
    row.state = "disconnected"
    await row.save(update_fields=["state"])
    still_kept = await found("P11", deployment)
    row.credentials_sealed = None
    await row.save(update_fields=["credentials_sealed"])

    assert [one.outcome for one in (nobody_asks, asking, too_long, still_kept)] == [NOT_KEPT, KEPT, NOT_KEPT, NOT_KEPT]
    assert facts_of(asking)["notConfirmedYet"] == 1
    assert (await found("P11", deployment)).outcome is KEPT


async def test_each_night_deletes(database: Database, deployment: Deployment, vault: Vault) -> None:
    clinic = await make_clinic(vault, created_at=NOW - timedelta(days=10))
    missed = await found("P13", deployment)
    at = NOW - timedelta(hours=6)
    async with transaction():
        for one in list(BOUNDS)[1:]:
            await RetentionRun.create(
                id=new_id(), clinic_id=clinic.id, night=at.date(), data_class=one.value, started_at=at, finished_at=at
            )
    part = await found("P13", deployment)
    async with transaction():
        await RetentionRun.create(
            id=new_id(), clinic_id=clinic.id, night=at.date(), data_class=next(iter(BOUNDS)).value, started_at=at,
            finished_at=at, deleted=4,
        )  # fmt: skip
    swept = await found("P13", deployment)

    assert [one.outcome for one in (missed, part, swept)] == [NOT_KEPT, NOT_KEPT, KEPT]
    assert (facts_of(swept)["hoursSinceSweep"], facts_of(swept)["rowsDeleted"]) == (6.0, 4)
    assert (await found("P13", deployment, clinic_id=uuid4())).outcome is NOT_SHOWN


async def test_an_erasure_comes_to_its_end(database: Database, deployment: Deployment, vault: Vault) -> None:
    clinic = await make_clinic(vault)
    erasure: dict[str, Any] = {
        "clinic_id": clinic.id,
        "reference": "r",
        "reason": "withdrawn",
        "state": "running",
        "counts": {},
    }
    async with transaction():
        row = await Erasure.create(id=new_id(), patient_id=uuid4(), requested_at=NOW - timedelta(days=31), **erasure)
    late = await found("P13", deployment)
    row.erased_at = NOW
    await row.save(update_fields=["erased_at"])

    assert late.outcome is NOT_KEPT
    assert (await found("P13", deployment)).outcome is not NOT_KEPT


async def test_the_list_of_subprocessors_leaves_nobody_out(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    await make_connection(clinic, vault)
    failed = Plugins({"whatsapp": LoadedPlugin("whatsapp", "", "failed", "does not load")})

    assert (await found("P14", deployment, plugins=plugins())).outcome is KEPT
    assert (await found("P14", deployment, plugins=failed)).outcome is NOT_KEPT
    assert (await found("P14", deployment, plugins=failed, clinic_id=uuid4())).outcome is KEPT


async def test_what_no_program_can_see_is_not_said_to_be_kept(
    sqlite_database: Database, deployment: Deployment
) -> None:
    for promise in ("P12", "P15"):
        seen = await found(promise, deployment)

        assert seen.outcome is NOT_SHOWN
        assert seen.why
        assert seen.next_step


async def test_the_log_is_looked_through_and_somebody_would_be_told(database: Database, deployment: Deployment) -> None:
    nobody = await found("P17", deployment)
    await make_operator()
    told = await found("P17", deployment)
    await noted("backupMiss", timedelta(minutes=16))
    await sequence(deployment)
    behind = await found("P17", deployment)
    async with transaction():
        await AnomalyCursor.create(id=1, position=1)

    assert [one.outcome for one in (nobody, told, behind)] == [NOT_KEPT, KEPT, NOT_KEPT]
    assert (await found("P17", deployment)).outcome is KEPT


async def test_the_clocks_of_a_breach_are_held(database: Database, deployment: Deployment) -> None:
    unrehearsed = await found("P18", deployment)
    async with transaction():
        rows = [
            await Incident.create(
                id=new_id(),
                name=name,
                is_drill=is_drill,
                state="suspected",
                became_aware_at=NOW - timedelta(hours=25),
                opened_at=NOW - timedelta(hours=25),
                opened_by_id=uuid4(),
            )
            for name, is_drill in (("a-drill", True), ("a-breach", False))
        ]
    overdue = await found("P18", deployment)
    rows[1].state = "dismissed"
    await rows[1].save(update_fields=["state"])

    assert (unrehearsed.outcome, overdue.outcome) == (NOT_SHOWN, NOT_KEPT)
    assert (await found("P18", deployment)).outcome is KEPT


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (SAID, NOT_SHOWN),  # how soon reports are answered, nobody here knows
        (None, NOT_SHOWN),
        (Answer(404), NOT_KEPT),
        (replace(SAID, body="Expires: 2027-12-31T00:00:00Z"), NOT_KEPT),
        (replace(SAID, body="Contact: mailto:s@host.example"), NOT_KEPT),
        (replace(SAID, body=SAID.body.replace("2027", "2026")), NOT_KEPT),
    ],
)
async def test_where_weaknesses_are_reported_is_said(
    sqlite_database: Database, deployment: Deployment, answer: Answer | None, outcome: Outcome
) -> None:
    assert (await found("P20", deployment, doors=replace(GOOD, security_txt=answer))).outcome is outcome
