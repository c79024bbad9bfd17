"""What rules go by is written into the audit log where it happens: countries, and keys that were refused."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories import make_clinic, make_membership, make_user
from tests.mmdb import write_countries
from tests.partner_rows import make_api_key, make_token

from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.anomalies.watching import look
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.models import Anomaly, ApiKey, AuditEntry
from chatbookr_core.partners.service import key_for_token
from chatbookr_core.people.countries import country_of
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.sessions import open_session
from chatbookr_core.settings import settings_from

pytestmark = pytest.mark.usefixtures("database")
SECRET = "whsec_" + "A" * 43 + "="


@pytest.fixture
def located(deployment: Deployment, tmp_path: Path) -> Deployment:
    """Know of some networks in which country they are."""
    path = tmp_path / "countries.mmdb"
    write_countries(path, {"203.0.113.0/24": "DE", "198.51.100.0/24": "SE"})
    return replace(deployment, settings=replace(deployment.settings, geoip_file=path))


async def details(action: str) -> list[dict[str, Any]]:
    rows = await AuditEntry.filter(action=action).order_by("id")  # any clinic: a test looks at all
    return [json.loads(one.content)["details"] for one in rows]


def test_an_address_is_in_the_country_the_file_says(located: Deployment) -> None:
    found = [country_of(located.settings, one) for one in ("203.0.113.9", "198.51.100.1", "192.0.2.1", "2001:db8::1")]

    assert found == ["DE", "SE", None, None]
    assert country_of(located.settings, None) is None
    assert country_of(replace(located.settings, geoip_file=None), "203.0.113.9") is None


def test_a_file_that_is_renewed_is_read_anew_and_a_broken_one_fails_nobody(located: Deployment) -> None:
    path = located.settings.geoip_file
    assert path is not None
    assert country_of(located.settings, "203.0.113.9") == "DE"

    write_countries(path, {"203.0.113.0/24": "FR"})
    os.utime(path, ns=(1, 1))
    renewed = country_of(located.settings, "203.0.113.9")
    path.write_bytes(b"no database")
    os.utime(path, ns=(2, 2))
    broken = country_of(located.settings, "203.0.113.9")
    path.unlink()

    assert (renewed, broken, country_of(located.settings, "203.0.113.9")) == ("FR", None, None)


async def test_a_log_in_from_another_country_raises_an_alert_and_its_address_is_written_nowhere(
    located: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user()
    await make_membership(user, clinic)
    await look(located)
    for address in ("203.0.113.9", "203.0.113.10"):
        async with transaction():
            await open_session(located, user, Origin(address))
    await sequence(located)
    assert (await look(located)).raised == []
    clock.turn(timedelta(days=40))
    async with transaction():
        await open_session(located, user, Origin("198.51.100.7"))
    await sequence(located)
    await look(located)

    (found,) = await Anomaly.filter(clinic_id=clinic.id)
    assert (found.rule, found.count, found.subject) == ("new_country", 2, f"staff:{user.id}")
    assert [one["country"] for one in await details("sessionCreate")] == ["DE", "DE", "SE"]
    assert not await AuditEntry.filter(content__contains="198.51.100").exists()  # any clinic: likewise


async def test_without_a_file_no_country_is_written(deployment: Deployment) -> None:
    user = await make_user()
    await make_membership(user, await make_clinic())
    async with transaction():
        await open_session(deployment, user, Origin("203.0.113.9"))

    assert ["country" in one for one in await details("sessionCreate")] == [False]


async def test_refused_keys_are_written_down_with_the_reason_once_a_minute(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, now = await make_clinic(), clock.now()
    tokens = [make_token() for _ in range(4)]
    await make_api_key(clinic, token=tokens[0], ip_ranges=["203.0.113.0/24"])
    await make_api_key(clinic, token=tokens[1], revoked_at=now)
    await make_api_key(clinic, token=tokens[2], expires_at=now)
    for token in (*tokens, *tokens):
        assert await key_for_token(deployment, token.text, address="198.51.100.5") is None

    assert [one["reason"] for one in await details("keyRefused")] == ["address", "revoked", "expired"]
    rows = await AuditEntry.filter(action="keyRefused")  # any clinic: a test looks at all
    assert {(one.clinic_id, one.outcome, one.actor_kind) for one in rows} == {(clinic.id, "denied", "key")}
    assert not any("198.51" in one.content or token.hash in one.content for one in rows for token in tokens)


async def test_a_key_that_goes_on_after_its_end_raises_an_alert(deployment: Deployment, clock: TurnableClock) -> None:
    clinic, token = await make_clinic(), make_token()
    key = await make_api_key(clinic, token=token)
    await look(deployment)
    assert await key_for_token(deployment, token.text, address=None) is not None
    async with transaction():
        await ApiKey.filter(id=key.id).update(revoked_at=clock.now())
    for _ in range(RULES["key_misuse"].threshold):
        await key_for_token(deployment, token.text, address=None)
        clock.turn(timedelta(minutes=2))
    await sequence(deployment)
    await look(deployment)

    (found,) = await Anomaly.filter(clinic_id=clinic.id)
    assert (found.rule, found.subject) == ("key_misuse", f"key:{key.id}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALERTMANAGER_URL", "alerts.example.com"),
        ("ALERTMANAGER_URL", "https://user:word@alerts.example.com"),
        ("ALERT_WEBHOOK_URL", "ftp://alerts.example.com"),
        ("ALERT_WEBHOOK_SECRET", "too short"),
    ],
)
def test_places_that_cannot_be_told_are_refused_at_the_start(name: str, value: str) -> None:
    given = {
        "CHATBOOKR_ALERT_WEBHOOK_URL": "https://alerts.example.com/hook",
        "CHATBOOKR_ALERT_WEBHOOK_SECRET": SECRET,
        "CHATBOOKR_ALERTMANAGER_URL": "http://alertmanager:9093",
    }
    assert settings_from(given).alertmanager_url == "http://alertmanager:9093"

    with pytest.raises(InvalidSettings):
        settings_from({**given, f"CHATBOOKR_{name}": value})
