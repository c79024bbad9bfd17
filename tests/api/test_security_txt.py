"""`/.well-known/security.txt`: what RFC 9116 asks for is there, and the promise of P20 reads it as its check does."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.api.clients import client_of, make_app, make_deployment

from chatbookr_api.security_txt import security_txt_routes
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import settings_from
from chatbookr_core.trust.disclosure import read
from chatbookr_core.trust.doors import SECURITY_TXT, Answer

BEST, OTHER = "mailto:security@host.example", "https://host.example/report"


async def test_who_is_written_to_is_said_the_best_first(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    contacts = settings_from({"CHATBOOKR_SECURITY_CONTACTS": f"{BEST}, {OTHER}"}).security_contacts
    lent = make_deployment(vault, clock, tmp_path, public_url="https://chatbookr.example")
    lent = replace(lent, settings=replace(lent.settings, security_contacts=contacts, operator_language="de"))
    async with client_of(make_app(lent, sqlite_database, *security_txt_routes(lent))) as client:
        answer = await client.get(SECURITY_TXT)

    lines = answer.text.splitlines()
    assert lines[:2] == [f"Contact: {BEST}", f"Contact: {OTHER}"]
    assert lines[3:] == ["Preferred-Languages: de, en", f"Canonical: https://chatbookr.example{SECURITY_TXT}"]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    seen = read(Answer(answer.status_code, dict(answer.headers), answer.text), clock.now())
    assert (seen.is_there, seen.contacts) == (True, 2)
    assert seen.expires_at is not None
    assert timedelta(days=89) <= seen.expires_at - clock.now() <= timedelta(days=90)


async def test_nobody_is_named_where_nobody_was_said(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    lent = make_deployment(vault, clock, tmp_path)
    async with client_of(make_app(lent, sqlite_database, *security_txt_routes(lent))) as client:
        assert (await client.get(SECURITY_TXT)).status_code == 404


@pytest.mark.parametrize(
    "said", ["security@host.example", "http://host.example", "mailto:a@b c", f"{BEST}\nExpires: 1"]
)
def test_a_contact_is_an_address_with_its_scheme(said: str) -> None:
    with pytest.raises(InvalidSettings, match="SECURITY_CONTACTS"):
        settings_from({"CHATBOOKR_SECURITY_CONTACTS": said})
