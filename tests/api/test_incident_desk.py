"""A breach from its first minute to its record: operators at their desk, owners at theirs, mail, the command."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.clients import PASSWORD, PASSWORD_HASH, client_of, make_app
from tests.api.operator_house import CANARIES, Helper, House, operator_house
from tests.clinic_world import run_jobs
from tests.factories import make_membership, make_user
from tests.partner_rows import make_api_key, make_token
from tests.schema.desk import ask
from tests.schema.statements import statements
from tests.servers import free_port

from chatbookr_api.app import surface_routes
from chatbookr_api.cli import main
from chatbookr_api.surface import desk_surface
from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.keeping import log_signer
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.proving import verify_record
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Anomaly, Incident, IncidentNotice, IncidentPhase, OperatorSession
from chatbookr_core.people.sessions import log_in
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_sandbox.app import create_app
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_schema.desk import desk_schema

pytestmark = pytest.mark.integration  # speaks SMTP with the sandbox

NAME = "2027-03-stolen-key"
STATE = "incident { state isDrill deadlines { kind isMet } scope { clinics { people records patients } } }"
OPEN = "mutation ($in: IncidentOpenInput!) { incidentOpen(input: $in) { %s userErrors { code field } } }".replace(
    "%s", STATE
)
SCOPE = "mutation ($in: IncidentScopeInput!) { incidentScope(input: $in) { %s userErrors { code field } } }".replace(
    "%s", STATE
)
PHASE = "mutation ($in: IncidentPhaseInput!) { incidentPhase(input: $in) { %s userErrors { code field } } }".replace(
    "%s", STATE
)
NOTIFY = "mutation ($in: IncidentNotifyInput!) { incidentNotify(input: $in) { %s userErrors { code field } } }".replace(
    "%s", STATE
)
ALERTS = """query ($settled: Boolean, $first: Int, $after: String, $by: AnomalyOrderBy) {
    deploymentAlerts(where: {isSettled: $settled}, first: $first, after: $after, orderBy: $by) { totalCount
        nodes { rule subject severity state count threshold says nextStep } pageInfo { hasNextPage endCursor } } }"""
RECORD = "query ($name: String!) { incidentRecord(name: $name) { json markdown } }"
NOTICES = """query ($clinic: ID!) { incidentNotices(clinicId: $clinic) { nodes {
    id name state isDrill people nature contact consequences measures patientIds classes { name records }
    acknowledgedAt acknowledgedById } } }"""
ACKNOWLEDGE = """mutation ($id: ID!) { incidentAcknowledge(incidentNoticeId: $id) {
    incidentNotice { acknowledgedAt acknowledgedById } userErrors { code } } }"""
TOLD = {
    "nature": "An API key was stolen",
    "contact": "privacy@host.example",
    "consequences": "Somebody may have read bookings",
    "measures": "The key is revoked",
}


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with operator_house(database, vault, clock, tmp_path) as made:
        await IncidentNotice.all().delete()
        await Incident.all().delete()
        async with client_of(
            make_app(made.deployment, database, *surface_routes(desk_surface(made.deployment)))
        ) as desk:
            yield replace(made, browser=_Both(made.browser, desk))  # type: ignore[arg-type]  # posts alone


class _Both:
    """Two apps as one: the desk's address goes to its own."""

    def __init__(self, rest: httpx.AsyncClient, desk: httpx.AsyncClient) -> None:
        self._rest, self._desk = rest, desk

    async def post(self, path: str, **more: Any) -> httpx.Response:
        return await (self._desk if path == "/operator/desk/graphql" else self._rest).post(path, **more)


async def at_desk(helper: Helper, document: str, **variables: object) -> dict[str, Any]:
    answer = await helper.post("/operator/desk/graphql", query=document, variables=variables)
    body: dict[str, Any] = answer.json()
    return body


async def done(helper: Helper, document: str, **given: object) -> dict[str, Any]:
    body = await at_desk(helper, document, **{"in": given})
    assert "errors" not in body, body
    (payload,) = body["data"].values()
    assert payload["userErrors"] == []
    found: dict[str, Any] = payload["incident"]
    return found


async def place(deployment: Deployment) -> None:
    while await sequence(deployment):
        pass


async def test_a_breach_from_its_first_minute_to_its_record(house: House, clock: TurnableClock) -> None:
    helper, now, key, desk = await house.helper(), clock.now(), uuid4(), house.desk
    subjects = [desk.id_of("Booking"), desk.id_of("Patient")]
    async with transaction():
        note(now, "read", Who("key", key), clinics=(desk.clinic.id,), coordinates=["Booking.notes"], subjects=subjects)
    await place(house.deployment)

    opened = await done(helper, OPEN, name=NAME, becameAwareAt=now.isoformat(), facts="A key was stolen")
    period = {"since": (now - timedelta(1)).isoformat(), "until": (now + timedelta(1)).isoformat()}
    scoped = await done(helper, SCOPE, name=NAME, actors=[{"kind": "KEY", "key": str(key)}], **period)
    said = {"facts": "It was", "effects": "Bookings were read", "measures": "Revoked"}
    await done(helper, PHASE, name=NAME, state="CONFIRMED", **said)
    told = await done(helper, NOTIFY, name=NAME, **TOLD)

    assert (opened["state"], told["state"]) == ("SUSPECTED", "NOTIFIED")
    (part,) = scoped["scope"]["clinics"]
    assert (part["people"], part["patients"]) == (1, [desk.id_of("Patient")])
    port = free_port()
    app = create_app(SandboxSettings(smtp_port=port))
    settings = replace(house.deployment.settings, smtp_url=f"smtp://127.0.0.1:{port}")
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox.test") as mailbox,
    ):
        await run_jobs(replace(house.deployment, settings=settings), clock)
        mails = (await mailbox.get("/sandbox/mail", params={"to": "owner@example.com"})).json()["mails"]
    (mail,) = [one for one in mails if "security incident" in one["subject"]]
    assert all(text in mail["text"] for text in TOLD.values())
    owner = desk.actor(Role.OWNER)
    (notice,) = (await ask(house.deployment, owner, NOTICES, {"clinic": desk.id_of("Clinic")})).data["incidentNotices"][
        "nodes"
    ]
    assert {name: notice[name] for name in TOLD} == TOLD
    assert (notice["people"], notice["patientIds"], notice["isDrill"]) == (1, [desk.id_of("Patient")], False)
    read = (await ask(house.deployment, owner, ACKNOWLEDGE, {"id": notice["id"]})).data["incidentAcknowledge"]
    assert read["incidentNotice"]["acknowledgedAt"] is not None
    await done(helper, PHASE, name=NAME, state="CONTAINED", **said)
    closed = await done(helper, PHASE, name=NAME, state="CLOSED", **said)
    assert all(one["isMet"] for one in closed["deadlines"])
    await place(house.deployment)
    record = (await at_desk(helper, RECORD, name=NAME))["data"]["incidentRecord"]
    key_of_log = (await log_signer(house.deployment)).verifier
    assert verify_record(json.loads(record["json"]), key_of_log) == 7
    for canary in CANARIES:
        assert canary not in json.dumps([scoped, closed, record, mail])


async def test_nobody_but_operators_comes_to_the_desk_and_a_stale_log_in_tells_no_owner(
    house: House, clock: TurnableClock
) -> None:
    helper = await house.helper()
    stranger = Helper(house.browser, helper.operator, token="")
    await done(helper, OPEN, name=NAME, becameAwareAt=clock.now().isoformat(), facts="A key was stolen")

    nobody = await at_desk(stranger, "{ incidents { nodes { name } } }")
    clock.turn(timedelta(minutes=6))
    stale = await at_desk(helper, NOTIFY, **{"in": {"name": NAME, **TOLD}})

    assert nobody["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert stale["data"]["incidentNotify"]["userErrors"][0]["code"] == "STEP_UP_REQUIRED"
    assert await IncidentNotice.all().count() == 0


LIST = """query ($where: IncidentWhere, $by: IncidentOrderBy, $first: Int, $after: String) {
    incidents(where: $where, orderBy: $by, first: $first, after: $after) { totalCount
        nodes { name deadlines { kind } phases { decidedBy } scope { number } }
        pageInfo { hasNextPage endCursor } } }"""


async def test_incidents_are_paged_in_as_many_statements_as_one_is_read(house: House, clock: TurnableClock) -> None:
    helper = await house.helper()
    for name in ("a-first", "b-second", "c-third"):
        await done(
            helper, OPEN, name=name, becameAwareAt=clock.now().isoformat(), facts="It may be", isDrill=name[0] == "b"
        )
        clock.turn(timedelta(seconds=1))

    async def listed(**variables: object) -> tuple[list[str], dict[str, Any], int]:
        with statements() as taken:
            body = await at_desk(helper, LIST, **variables)
        page = body["data"]["incidents"]
        assert all(one["phases"][0]["decidedBy"] and len(one["deadlines"]) == 2 for one in page["nodes"])
        return [one["name"] for one in page["nodes"]], page, len(taken)

    newest, page, _ = await listed(first=1)  # reads who asks as well, which is remembered
    rest, last, of_one = await listed(first=1, after=page["pageInfo"]["endCursor"])
    both, _, of_both = await listed()
    oldest, _, _ = await listed(by={"field": "OPENED_AT"})
    drills, _, _ = await listed(where={"isDrill": True})

    assert (newest, rest, page["totalCount"], last["pageInfo"]["hasNextPage"]) == (["c-third"], ["a-first"], 2, False)
    assert (both, oldest, drills) == (["c-third", "a-first"], ["a-first", "c-third"], ["b-second"])
    assert of_both == of_one


async def test_each_field_of_the_desk_is_for_operators_alone(house: House, clock: TurnableClock) -> None:
    """Each root field, asked by each who may not: nobody, staff, partners, and operators whose log-in is over."""
    instant = clock.now().isoformat()
    words = {"facts": "It was", "effects": "none", "measures": "none"}
    period = {"since": instant, "until": (clock.now() + timedelta(1)).isoformat()}
    who = {"kind": "KEY", "key": str(uuid4())}
    calls: dict[str, tuple[str, dict[str, object]]] = {
        "incidentOpen": (OPEN, {"in": {"name": "other", "becameAwareAt": instant, "facts": "none"}}),
        "incidentScope": (SCOPE, {"in": {"name": NAME, "actors": [who], **period}}),
        "incidentPhase": (PHASE, {"in": {"name": NAME, "state": "CONFIRMED", **words}}),
        "incidentNotify": (NOTIFY, {"in": {"name": NAME, **TOLD}}),
        "incidentDrillDelete": ('mutation { incidentDrillDelete(name: "d") { userErrors { code } } }', {}),
        "incidents": ("{ incidents { nodes { name } } }", {}),
        "incident": (f'{{ incident(name: "{NAME}") {{ name }} }}', {}),
        "incidentRecord": (RECORD, {"name": NAME}),
        "deploymentAlerts": (ALERTS, {}),
    }
    roots = [one for one in (desk_schema()._schema.query_type, desk_schema()._schema.mutation_type) if one]
    assert {name for root in roots for name in root.fields} == set(calls), "say how a new field is asked"
    helper = await house.helper()
    await done(helper, OPEN, name=NAME, becameAwareAt=instant, facts="A key was stolen")
    user = await make_user(email="ada@example.com", password_hash=PASSWORD_HASH)
    await make_membership(user, house.desk.clinic, role="owner")
    staff = await log_in(house.deployment, "ada@example.com", PASSWORD)
    key = make_token()
    await make_api_key(house.desk.clinic, scopes=list(Permission), token=key)
    ended = replace(helper, token=helper.token)
    assert (await ended.log_in()).status_code == 200
    async with transaction():
        await OperatorSession.filter(token_hash=token_hash_of(ended.token)).update(revoked_at=clock.now())
    before = [await model.all().values() for model in (Incident, IncidentNotice, IncidentPhase)]

    refused = {
        (name, number): (await at_desk(Helper(house.browser, helper.operator, token=token), document, **variables))
        for number, token in enumerate(("", staff.token, key.text, ended.token, "x" * 40))
        for name, (document, variables) in calls.items()
    }

    codes = {one: answer["errors"][0]["extensions"]["code"] for one, answer in refused.items()}
    assert set(codes.values()) == {"UNAUTHENTICATED"}, codes
    assert not any(answer.get("data") for answer in refused.values())
    assert [await model.all().values() for model in (Incident, IncidentNotice, IncidentPhase)] == before
    for name in ("incidents", "incident", "incidentRecord", "deploymentAlerts"):
        assert "errors" not in await at_desk(helper, calls[name][0], **calls[name][1]), name


async def test_operators_see_alerts_of_no_clinic_and_of_no_other(house: House, clock: TurnableClock) -> None:
    at, clinic = clock.now(), house.desk.clinic.id
    async with transaction():
        await Anomaly.all().delete()
        for number, (of, state) in enumerate(((None, "open"), (None, "closed"), (clinic, "open"))):
            await Anomaly.create(
                clinic_id=of, rule="failed_log_ins", subject=f"email:{number}", severity="warning", threshold=10,
                count=12, started_at=at, last_seen_at=at, state=state, created_at=at,
            )  # fmt: skip

    helper = await house.helper()
    unsettled, settled = await at_desk(helper, ALERTS), await at_desk(helper, ALERTS, settled=True)

    (alert,) = unsettled["data"]["deploymentAlerts"]["nodes"]
    assert (alert["subject"], alert["rule"], alert["count"]) == ("email:0", "FAILED_LOG_INS", 12)
    assert [one["subject"] for one in settled["data"]["deploymentAlerts"]["nodes"]] == ["email:1"]


async def test_operators_page_through_more_alerts_than_fit(house: House, clock: TurnableClock) -> None:
    async with transaction():
        await Anomaly.all().delete()
        for number in range(60):
            await Anomaly.create(
                clinic_id=None, rule="failed_log_ins", subject=f"email:{number}", severity="warning", threshold=10,
                count=12, started_at=clock.now(), last_seen_at=clock.now() + timedelta(seconds=number), state="open",
                created_at=clock.now(),
            )  # fmt: skip
    helper, seen = await house.helper(), list[str]()
    page: dict[str, Any] = {"hasNextPage": True, "endCursor": None}

    while page["hasNextPage"]:
        answer = (await at_desk(helper, ALERTS, first=25, after=page["endCursor"]))["data"]["deploymentAlerts"]
        seen, page = [*seen, *(one["subject"] for one in answer["nodes"])], answer["pageInfo"]
    backwards = await at_desk(helper, ALERTS, first=1, by={"field": "LAST_SEEN_AT", "direction": "ASC"})

    assert (answer["totalCount"], seen) == (60, [f"email:{number}" for number in reversed(range(60))])
    assert backwards["data"]["deploymentAlerts"]["nodes"][0]["subject"] == "email:0"


async def test_the_command_does_the_same_and_checks_the_record(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("CHATBOOKR_KEY_FILE", str(tmp_path / "key-encryption.key"))

    async def run(*arguments: str) -> tuple[int, str]:
        code = await asyncio.to_thread(main, list(arguments))
        said = capsys.readouterr()
        return code, said.out + said.err

    await run("operator", "invite", "op@example.com", "--name", "Olga")
    by = ("--operator", "op@example.com")
    words = ("--effects", "none known", "--measures", "revoked")

    assert (await run("incident", "open", "a-name", "--operator", "nobody@example.com", "--facts", "x"))[0] == 2
    drilled = await run("incident", "drill", "a-drill", *by, "--facts", "an exercise")
    again = await run("incident", "drill", "a-drill", *by, "--facts", "an exercise")
    period = ("--since", "2020-01-01T00:00:00Z", "--until", "2099-01-01T00:00:00Z")
    scoped = await run("incident", "scope", "a-drill", *by, "--actor", f"key:{uuid4()}", *period)
    nobody_to_tell = await run("incident", "notify", "a-drill", *by, "--facts", "x", *words, "--contact", "y")
    phased = await run("incident", "phase", "a-drill", "confirmed", *by, "--facts", "x", *words)
    await run("incident", "phase", "a-drill", "contained", *by, "--facts", "x", *words)
    closed = await run("incident", "close", "a-drill", *by, "--facts", "x", *words)
    listed = (await run("incident", "list"))[1], (await run("incident", "list", "--drills"))[1]

    assert (drilled[0], again[0], scoped[0], nobody_to_tell[0], phased[0], closed[0]) == (0, 0, 0, 2, 0, 0)
    assert "DRILL a-drill suspected clinics=due:" in drilled[1]
    assert "DRILL a-drill closed clinics=met" in closed[1]
    assert (listed[0], "a-drill" in listed[1]) == ("", True)
    record = tmp_path / "record.json"
    record.write_text((await run("incident", "record", "a-drill", *by, "--json"))[1], encoding="utf-8")
    log_key = (await run("audit", "key"))[1].splitlines()[0]
    unplaced = await run("incident", "verify", str(record), "--key", log_key)
    forgotten = await run("incident", "drill", "a-drill", *by, "--delete")
    assert unplaced[0] == 1  # no worker has placed what was done: nothing is proven yet
    assert forgotten == (0, "a-drill is forgotten\n")
