"""Staff who change a practitioner and a practitioner's hours at once wait for each other in one order."""

import asyncio
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from tests.api.clients import make_deployment
from tests.core.booking_desk import make_desk

from chatbookr_core.bookings.displacing import displacing
from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clinics.premises import PractitionerDraft, save_practitioner
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Practitioner, WorkingException
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

pytestmark = pytest.mark.integration  # speaks over sockets
A_MOMENT_SECONDS = 0.2


async def test_neither_is_ended_for_the_others_sake(
    postgres_url: str, vault: Vault, clock: TurnableClock, random: Random, tmp_path: Path
) -> None:
    async with opened(f"{postgres_url}?maxsize=4"):
        desk = await make_desk(vault, clock, random)
        clinic_id, who, now = desk.clinic.id, desk.practitioner, clock.now()
        owner = StaffActor(uuid4(), uuid4(), {clinic_id: Membership(Role.OWNER)})
        is_begun, may_end = asyncio.Event(), asyncio.Event()

        async def closes() -> None:
            async with transaction(), displacing(Scope(clinic_id, practitioner_id=who.id), now):
                is_begun.set()
                await may_end.wait()
                day = now.date()
                await WorkingException.create(clinic_id=clinic_id, practitioner_id=who.id, day=day, windows=[])

        async def saves() -> None:
            await is_begun.wait()
            asyncio.get_running_loop().call_later(A_MOMENT_SECONDS, may_end.set)
            draft = PractitionerDraft("Dr. Ada Vos", who.short_name, is_active=True)
            async with transaction():
                await save_practitioner(make_deployment(vault, clock, tmp_path), owner, clinic_id, draft, who.id)

        await asyncio.gather(closes(), saves())  # PostgreSQL would end one of them

        assert (await Practitioner.get(id=who.id)).full_name == "Dr. Ada Vos"
        assert await WorkingException.all().count() == 1
