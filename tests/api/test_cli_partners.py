"""`chatbookr webhooks` and `chatbookr field-use`: whom a change of the schema concerns, before it is made."""

import asyncio

import pytest
from tests.partner_rows import make_api_key
from tests.schema.desk import make_desk
from tests.webhook_desk import BOOKINGS

from chatbookr_api.cli import main
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.field_use import Coordinates, FieldUses
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import WebhookEndpoint


async def test_documents_that_no_longer_fit_are_listed_with_whom_to_write_to(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", database.url)
    desk = await make_desk(vault, SystemClock().now())
    async with transaction():
        await WebhookEndpoint.filter(id=desk.webhook_endpoint.id).update(document=BOOKINGS)

    fine = await asyncio.to_thread(main, ["webhooks"])
    async with transaction():
        await WebhookEndpoint.filter(id=desk.webhook_endpoint.id).update(document=BOOKINGS.replace("reference", "gone"))
    broken = await asyncio.to_thread(main, ["webhooks"])

    said = capsys.readouterr().out
    assert (fine, broken) == (0, 1)
    assert "1 stored documents, 0 no longer fit" in said
    assert f"endpoint {desk.webhook_endpoint.id} of key" in said
    assert repr(desk.clinic.name) in said
    assert "broken: Cannot query field 'gone'" in said


async def test_the_keys_of_all_clinics_that_use_a_field_are_listed_who_uses_it_most_first(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHATBOOKR_DATABASE_URL", database.url)
    now, uses, document = SystemClock().now(), FieldUses(), Coordinates(("Booking.notes",))
    for times in (1, 3):
        desk = await make_desk(vault, now)
        key = await make_api_key(desk.clinic, scopes=(), name=f"Partner {times}")
        for _ in range(times):
            uses.note(desk.clinic.id, key.id, document, now)
    await uses.flush()

    code = await asyncio.to_thread(main, ["field-use", "Booking.notes"])
    await asyncio.to_thread(main, ["field-use", "Booking.reference"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert ["'Partner 3'" in lines[0], "'Partner 1'" in lines[1]] == [True, True]
    assert f": 3 uses, last on {now.date()}" in lines[0]
    assert lines[2] == "no key has used Booking.reference in 180 days"
