"""`/trust` and `/trust.json`: what strangers read, what they never do, and how little work they can make."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.clients import client_of, make_app, make_deployment
from tests.factories import make_clinic, make_membership, make_patient, make_user

from chatbookr_api import trust
from chatbookr_api.pages.templates import PACKAGE
from chatbookr_api.pages.trust_words import fact_words, promise_words
from chatbookr_api.trust import trust_routes
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import settings_from
from chatbookr_core.trust.findings import Audience, Fact
from chatbookr_core.trust.looking import FieldRules, Look
from chatbookr_core.trust.promises import PROMISES
from chatbookr_core.trust.remembered import KEPT_FOR
from chatbookr_core.trust.report import CHECKS, report_on
from chatbookr_core.voice import voice_for

SEEN_BY_EVERYBODY = {
    "region", "subprocessorsAbroad", "transferMechanisms", "subprocessors", "browsersStayEncryptedFor",
    "oldestVersionTaken", "cipher", "hoursSinceBackup", "lastRehearsal", "lostAtMost", "backAfter", "mayBeLost",
    "mayTake", "longestAccess", "scopesAskedFor", "lastSigned", "witnesses", "lastWitnessed", "keptFor", "rules",
    "clinicsHearWithin", "authorityWithin", "lastDrill", "isSecurityTxtServed", "contacts", "expires",
}  # fmt: skip
"""Field by field: whoever makes another fact public adds it here, and says why it helps nobody who attacks."""


@pytest.fixture
def lent(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path, public_url="http://127.0.0.1:1")


@pytest.fixture
async def client(sqlite_database: Database, lent: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(make_app(lent, sqlite_database, *trust_routes(lent))) as client:
        yield client


async def rows_of(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get("/trust.json")
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()["promises"]
    return rows


async def test_strangers_read_every_promise_and_no_more_than_is_public(
    client: httpx.AsyncClient, vault: Vault, tmp_path: Path
) -> None:
    clinic = await make_clinic(vault, name="Praxis Unmistakable")
    await make_patient(clinic, vault, name="Ada Unmistakable")
    await make_membership(await make_user(full_name="Una Unmistakable"), clinic)

    rows, page = await rows_of(client), (await client.get("/trust")).text

    assert [row["id"] for row in rows] == [one.id for one in PROMISES]
    assert {fact["name"] for row in rows for fact in row["facts"]} <= SEEN_BY_EVERYBODY
    assert not any("why" in row or "next" in row for row in rows)
    assert {row["outcome"] for row in rows} == {"kept", "not_kept", "not_shown"}
    for word in ("Unmistakable", str(tmp_path), "Python", "OpenSSL", "127.0.0.1", "docs/", "CHATBOOKR_"):
        assert word not in page + str(rows)


async def test_what_is_public_is_what_is_named_here(sqlite_database: Database, lent: Deployment) -> None:
    lines = await report_on(lent, FieldRules(1, 0))
    public = {fact.name for one in lines for fact in one.finding.facts if fact.audience is Audience.EVERYBODY}

    assert public == SEEN_BY_EVERYBODY
    assert public == set(fact_words(voice_for("en", package=PACKAGE)))


@pytest.mark.parametrize(
    ("wanted", "language", "words"), [("de", "de", "nicht gehalten"), ("fr, en", "en", "not kept")]
)
async def test_the_page_is_read_without_scripts_in_the_readers_language(
    client: httpx.AsyncClient, wanted: str, language: str, words: str
) -> None:
    answer = await client.get("/trust", headers={"accept-language": wanted})

    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "script" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert words in answer.text
    assert not re.search(r"\[\[|\{\{|<!-- (facts|promises|body|title)", answer.text)
    assert len(re.findall(r'class="card promise (?:kept|not_kept|not_shown)"', answer.text)) == len(PROMISES)


async def test_strangers_make_it_look_once_in_minutes(
    client: httpx.AsyncClient, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, check = 0, CHECKS["P1"]

    async def counted(look: Look) -> Any:
        nonlocal looks
        looks += 1
        return await check(look)

    monkeypatch.setitem(CHECKS, "P1", counted)
    for _ in range(3):
        assert (await client.get("/trust")).headers["cache-control"] == "public, max-age=300"
        await rows_of(client)
    assert looks == 1
    clock.turn(KEPT_FOR)
    await rows_of(client)

    assert looks == 2


def test_an_operator_can_switch_it_off(lent: Deployment) -> None:
    off = replace(lent.settings, trust_page=settings_from({"CHATBOOKR_TRUST_PAGE": "0"}).trust_page)

    assert len(trust_routes(lent)) == 2
    assert trust_routes(replace(lent, settings=off)) == []


def test_the_page_says_the_promises_that_are_checked() -> None:
    english, german = (promise_words(voice_for(one, package=PACKAGE)) for one in ("en", "de"))

    assert english == {one.id: (one.title, one.sentence) for one in PROMISES}
    assert set(german) == set(english)
    assert not [one for one in english if german[one][0] == english[one][0] or german[one][1] == english[one][1]]


def test_what_stands_in_a_fact_is_escaped(lent: Deployment) -> None:
    told = trust._facts((Fact("region", "<b>", audience=Audience.EVERYBODY),), voice_for("en", package=PACKAGE))

    assert "<dd>&lt;b&gt;</dd>" in told
