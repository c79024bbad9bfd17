"""Data goes where deployment, clinic and manifest all say that it may, and the register says where that is."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.factories import make_calendar_connection, make_clinic, make_connection, make_practitioner

from chatbookr_api.cli import main
from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, InvalidSettings
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic
from chatbookr_core.residency.errors import RegionNotAllowed
from chatbookr_core.residency.register import as_markdown, entries_of
from chatbookr_core.residency.rules import lies_within, problem_of
from chatbookr_core.residency.service import grants_of, manifests_for, set_residency
from chatbookr_core.settings import Settings, settings_from
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import CONTRACT, Capability, Manifest, Secret, Subprocessor

HOST = SystemActor("tests")
SECRETS = {
    "CHATBOOKR_WHATSAPP_APP_SECRET": "s",
    "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t",
    "CHATBOOKR_GCAL_CLIENT_ID": "i",
    "CHATBOOKR_GCAL_CLIENT_SECRET": "c",
}
PROCESSOR = Subprocessor("Sms Ltd.", ("EU",), ("phone",), "none needed", "carries texts")


def manifest(*processors: Subprocessor) -> Manifest:
    return Manifest(
        name="sms",
        title="Texts",
        version="1",
        contract=CONTRACT,
        kind="messaging",
        capabilities=frozenset({Capability.RECEIVE}),
        egress_settings=("api_url",),
        subprocessors=processors,
    )


@pytest.mark.parametrize(
    ("region", "home", "is_within"),
    [("DE", "EU", True), ("IS", "EU", True), ("EU", "DE", False), ("DE", "DE", True), ("CH", "EU", False)],
)
def test_the_european_economic_area_is_one_region(region: str, home: str, *, is_within: bool) -> None:
    assert lies_within(region, home) is is_within


@pytest.mark.parametrize(
    ("processors", "home", "allowed", "problem"),
    [
        ((PROCESSOR,), "EU", (), None),
        ((), "EU", (), "names no subprocessor"),
        ((replace(PROCESSOR, regions=()),), "EU", (), "its regions are not countries"),
        ((replace(PROCESSOR, regions=("Europe",)),), "EU", (), "its regions are not countries"),
        ((replace(PROCESSOR, data_categories=()),), "EU", (), "does not say which data"),
        ((replace(PROCESSOR, regions=("EU", "US")),), "EU", (), "in US, and declares no transfer mechanism"),
        ((replace(PROCESSOR, regions=("US",), transfer_mechanism="SCC"),), "EU", (), None),
        ((replace(PROCESSOR, regions=("US",), transfer_mechanism="SCC"),), "EU", ("CH",), "does not list"),
        ((replace(PROCESSOR, regions=("US",), transfer_mechanism="SCC"),), "EU", ("CH", "US"), None),
        ((PROCESSOR,), "DE", (), "in EU, and declares no transfer mechanism"),
        ((replace(PROCESSOR, regions=("FR",), transfer_mechanism="SCC"),), "DE", ("EU",), None),
    ],
)
def test_a_plugin_must_say_where_data_goes_and_may_go_there(
    processors: tuple[Subprocessor, ...], home: str, allowed: tuple[str, ...], problem: str | None
) -> None:
    found = problem_of(manifest(*processors), home, allowed)

    assert (found is None) is (problem is None)
    assert problem is None or problem in str(found)


def test_start_up_refuses_a_plugin_that_goes_where_it_must_not() -> None:
    assert {one.state for one in discover(Settings(environment=SECRETS)).all()} == {"ready"}

    with pytest.raises(InvalidSettings, match="US, which CHATBOOKR_ALLOWED_REGIONS does not list"):
        discover(Settings(environment=SECRETS, allowed_regions=("CH",)))
    assert discover(Settings(environment=SECRETS, allowed_regions=("US", "EU"), region="DE")).all()


@pytest.mark.parametrize("variable", ["CHATBOOKR_REGION", "CHATBOOKR_ALLOWED_REGIONS"])
def test_a_region_that_is_none_is_refused(variable: str) -> None:
    for text in ("Europe", "XX", "UK"):
        with pytest.raises(InvalidSettings, match="ISO 3166-1"):
            settings_from({variable: text})
    assert settings_from({variable: "de"}).environment_name == "development"


def test_the_register_is_what_the_manifests_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)

    assert main(["register"]) == 0
    page = capsys.readouterr().out
    assert main(["register", "--json"]) == 0
    register = json.loads(capsys.readouterr().out)

    assert register["region"] == "EU"
    assert [one["plugin"] for one in register["subprocessors"]] == ["gcal", "whatsapp"]
    assert all(one["regions_outside"] == ["US"] for one in register["subprocessors"])
    for words in ("up to 60 minutes", "coexistence", "EU-US Data Privacy Framework", "as Google stored it"):
        assert words in page
    assert "nobody outside" in as_markdown(entries_of([], "EU"), "EU")


@pytest.fixture
def house(deployment: Deployment) -> Deployment:
    return replace(deployment, plugins=discover(Settings(environment=SECRETS)))


async def test_a_clinic_that_allows_no_transfers_connects_nothing_abroad(
    database: Database, house: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    async with transaction():
        await set_residency(house, HOST, clinic.id, region="EU", allows_transfers=False)

    with pytest.raises(RegionNotAllowed, match="Meta"):
        await connect_channel(
            house, HOST, clinic_id=clinic.id, plugin="whatsapp", credentials={"access_token": Secret("t")}
        )


async def test_what_is_connected_must_fit_before_a_clinic_can_say_so(
    database: Database, house: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic, vault)
    with pytest.raises(RegionNotAllowed, match="US"):
        async with transaction():
            await set_residency(house, HOST, clinic.id, region="EU", allows_transfers=False)
    assert (await Clinic.get(id=clinic.id)).allows_transfers

    async with transaction():
        connection.state = "disconnected"
        await connection.save()
        await set_residency(house, HOST, clinic.id, region="EU", allows_transfers=False)
    assert not (await Clinic.get(id=clinic.id)).allows_transfers


@pytest.mark.parametrize(("region", "problem"), [("DE", RegionNotAllowed), ("Europe", InvalidInput)])
async def test_a_clinics_region_holds_its_deployment(
    database: Database, house: Deployment, vault: Vault, region: str, problem: type[Exception]
) -> None:
    clinic = await make_clinic(vault)

    with pytest.raises(problem):
        async with transaction():
            await set_residency(house, HOST, clinic.id, region=region, allows_transfers=True)


async def test_a_clinic_sees_who_gets_data_by_what_it_has_connected_and_what_was_granted(
    database: Database, house: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    clinic = await make_clinic(vault)
    assert await manifests_for(house, clinic.id) == []

    practitioner = await make_practitioner(clinic)
    granted = '{"access_token": "t", "scope": "calendar.freebusy calendar.events.owned"}'
    row = await make_calendar_connection(practitioner, vault, credentials=granted)

    assert [one.name for one in await manifests_for(house, clinic.id)] == ["gcal"]
    (grant,) = await grants_of(house, clinic.id)
    assert (grant.connection_id, grant.scopes) == (row.id, ("calendar.freebusy", "calendar.events.owned"))
