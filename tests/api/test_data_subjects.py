"""An owner exports a patient and erases them, over HTTP; the file and the receipt are what they should be."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from starlette.routing import Route
from tests.api.clients import PASSWORD_HASH, client_of, graphql, log_in, make_app, make_deployment
from tests.clinic_world import run_jobs
from tests.factories import make_membership, make_user
from tests.schema.desk import NAME, Desk, make_desk

from chatbookr_api.app import surface_routes
from chatbookr_api.cli import main
from chatbookr_api.exports import Exports
from chatbookr_api.surface import staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Membership
from chatbookr_core.scope import every_clinic

EXPORT = "mutation ($id: ID!) { patientExport(patientId: $id) { patientExport { id state url } userErrors { code } } }"
EXPORTED = "query ($id: ID!) { node(id: $id) { ... on PatientExport { state url sha256 } } }"
ERASE = """mutation ($id: ID!) {
  patientErase(input: {patientId: $id, reference: "DSR-7", ground: OBJECTION}) {
    erasure { id state receipt receiptKey } userErrors { code }
  }
}"""
RECEIPT = "query ($id: ID!) { node(id: $id) { ... on Erasure { state receipt receiptKey duties { state } } } }"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    made = await make_desk(vault, clock.now())
    for name, role in (("ada", "owner"), ("bob", "owner")):
        user = await make_user(email=f"{name}@example.com", password_hash=PASSWORD_HASH)
        await make_membership(user, made.clinic, role=role)
    return made


@pytest.fixture
async def client(deployment: Deployment, sqlite_database: Database, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    exports = Route("/exports/{id}", Exports(deployment).fetch, methods=["GET"])
    app = make_app(deployment, sqlite_database, *surface_routes(staff_surface(deployment)), exports)
    async with client_of(app) as one:
        yield one


async def exported(client: httpx.AsyncClient, deployment: Deployment, clock: TurnableClock, desk: Desk) -> Any:
    asked = (await graphql(client, EXPORT, {"id": desk.id_of("Patient")}))["data"]["patientExport"]
    assert asked["userErrors"] == []
    assert (asked["patientExport"]["state"], asked["patientExport"]["url"]) == ("PENDING", None)
    with every_clinic("jobs"):
        await run_jobs(deployment, clock)
    return (await graphql(client, EXPORTED, {"id": asked["patientExport"]["id"]}))["data"]["node"]


async def test_a_file_is_fetched_by_who_asked_and_by_nobody_else(
    client: httpx.AsyncClient, deployment: Deployment, clock: TurnableClock, desk: Desk
) -> None:
    await log_in(client, steps_up=True)
    made = await exported(client, deployment, clock, desk)

    fetched = await client.get(made["url"])
    forged = await client.get(made["url"][:-1] + ("0" if made["url"][-1] != "0" else "1"))
    await log_in(client, "bob@example.com")
    other = await client.get(made["url"])
    client.cookies.clear()
    nobody = await client.get(made["url"])

    assert fetched.status_code == 200
    assert fetched.headers["content-type"] == "application/zip"
    assert fetched.headers["cache-control"] == "no-store"
    assert fetched.headers["content-disposition"].startswith("attachment")
    with ZipFile(BytesIO(fetched.content)) as archive:
        assert set(archive.namelist()) == {"data.json", "fhir.json", "index.html"}
        assert NAME in archive.read("index.html").decode()
    assert (forged.status_code, other.status_code, nobody.status_code) == (404, 404, 401)


async def test_who_lost_the_permission_fetches_nothing_though_the_link_holds(
    client: httpx.AsyncClient, deployment: Deployment, clock: TurnableClock, desk: Desk
) -> None:
    await log_in(client, steps_up=True)
    made = await exported(client, deployment, clock, desk)

    await Membership.filter(clinic_id=desk.clinic.id, role="owner").update(role="receptionist")

    assert (await client.get(made["url"])).status_code == 404


async def test_an_erasure_takes_a_step_up_and_gives_a_receipt_anybody_can_check(
    client: httpx.AsyncClient,
    deployment: Deployment,
    clock: TurnableClock,
    desk: Desk,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await log_in(client)
    refused = (await graphql(client, ERASE, {"id": desk.id_of("Patient")}))["data"]["patientErase"]
    await log_in(client, steps_up=True)
    asked = (await graphql(client, ERASE, {"id": desk.id_of("Patient")}))["data"]["patientErase"]
    with every_clinic("jobs"):
        await run_jobs(deployment, clock)

    erasure = (await graphql(client, RECEIPT, {"id": asked["erasure"]["id"]}))["data"]["node"]

    assert refused["userErrors"] == [{"code": "STEP_UP_REQUIRED"}]
    assert (asked["erasure"]["state"], asked["erasure"]["receipt"]) == ("RUNNING", None)
    assert erasure["state"] == "ERASED"
    file = tmp_path / "receipt.json"
    file.write_text(erasure["receipt"])
    arguments = ["receipt", "verify", str(file), "--key", erasure["receiptKey"]]
    assert await asyncio.to_thread(main, arguments) == 0
    said = capsys.readouterr().out
    assert "GENUINE" in said
    assert "1 of message" in said
    changed = json.loads(erasure["receipt"])
    changed["receipt"]["reference"] = "DSR-8"
    file.write_text(json.dumps(changed))
    assert await asyncio.to_thread(main, arguments) == 1
    assert "NOT GENUINE" in capsys.readouterr().out
    assert await asyncio.to_thread(main, ["receipt", "verify"]) == 2
