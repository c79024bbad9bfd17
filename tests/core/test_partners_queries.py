"""Keys are found by their token or by id while they are open, and by nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from tests.factories import make_clinic, make_location
from tests.partner_rows import make_api_key, make_token

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.models import ApiKey
from chatbookr_core.partners.queries import find_key, find_key_actor
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor

SCOPES = frozenset({Permission.BOOKING_READ, Permission.SLOT_READ})


async def test_a_key_is_found_by_its_token_with_all_that_limits_it(database: Database, clock: TurnableClock) -> None:
    clinic, token = await make_clinic(), make_token()
    place = await make_location(clinic)
    key = await make_api_key(
        clinic, scopes=SCOPES, token=token, locations=[place], ip_ranges=["203.0.113.0/24"], is_strict=True
    )

    found = await find_key(token.hash, now=clock.now())

    assert found is not None
    assert found.actor == KeyActor(key.id, clinic.id, SCOPES, frozenset({place.id}), is_strict=True)
    assert found.ip_ranges == ("203.0.113.0/24",)
    assert found.is_stale
    assert await find_key_actor(key.id, now=clock.now()) == found.actor


async def test_a_key_without_limits_has_none(database: Database, clock: TurnableClock) -> None:
    token = make_token()
    key = await make_api_key(await make_clinic(), token=token, last_used_at=clock.now())

    found = await find_key(token.hash, now=clock.now())

    assert found is not None
    assert found.actor == KeyActor(key.id, key.clinic_id, frozenset())
    assert not found.ip_ranges
    assert not found.is_stale


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at"])
async def test_a_key_that_has_ended_is_found_by_nothing(database: Database, clock: TurnableClock, ended: str) -> None:
    token = make_token()
    ends: dict[str, Any] = {ended: clock.now()}
    key = await make_api_key(await make_clinic(), token=token, **ends)

    assert await find_key(token.hash, now=clock.now()) is None
    assert await find_key_actor(key.id, now=clock.now()) is None


async def test_a_replaced_token_opens_until_its_time_is_over(database: Database, clock: TurnableClock) -> None:
    old, new = make_token(), make_token()
    until = clock.now() + timedelta(days=1)
    await make_api_key(await make_clinic(), token=new, previous_token_hash=old.hash, previous_until=until)

    assert await find_key(old.hash, now=until - timedelta(seconds=1)) is not None
    assert await find_key(old.hash, now=until) is None
    assert await find_key(new.hash, now=until) is not None


async def test_a_scope_that_no_longer_exists_is_none(database: Database, clock: TurnableClock) -> None:
    key = await make_api_key(await make_clinic(), scopes=SCOPES)
    async with transaction():
        await ApiKey.filter(id=key.id).update(scopes=["slot:read", "moon:write"])

    found = await find_key_actor(key.id, now=clock.now())

    assert found is not None
    assert found.scopes == {Permission.SLOT_READ}
