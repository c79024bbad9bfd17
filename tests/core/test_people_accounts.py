"""Accounts: one for an address, one place for a clinic."""

import pytest
from tests.factories import make_clinic, make_practitioner

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import Conflict, InvalidInput
from chatbookr_core.models import Membership, User
from chatbookr_core.people.accounts import create_account, join_clinic
from chatbookr_permissions.roles import Role


async def test_an_account_is_made_once_for_an_address_however_it_is_written(
    database: Database, clock: TurnableClock
) -> None:
    async with transaction():
        made = await create_account(email=" Ada@Example.com", full_name=" Ada ", password_hash="h", now=clock.now())
    with pytest.raises(Conflict):
        async with transaction():
            await create_account(email="ada@example.COM", full_name="Eve", password_hash="x", now=clock.now())

    (user,) = await User.all()
    assert (user.id, user.email, user.full_name, user.password_hash) == (made, "ada@example.com", "Ada", "h")


@pytest.mark.parametrize("email", ["", "ada", "a@" + "b" * 260, "a\x1b[31m@example.com", "a@\u202eexample.com"])
async def test_what_is_no_address_gets_no_account(sqlite_database: Database, clock: TurnableClock, email: str) -> None:
    with pytest.raises(InvalidInput):
        async with transaction():
            await create_account(email=email, full_name="Ada", password_hash="h", now=clock.now())

    assert not await User.exists()


async def test_somebody_has_one_place_in_a_clinic(database: Database, clock: TurnableClock) -> None:
    clinic = await make_clinic()
    practitioner = await make_practitioner(clinic)
    async with transaction():
        user = await create_account(email="ada@example.com", full_name="Ada", password_hash="h", now=clock.now())
        await join_clinic(
            user_id=user,
            clinic_id=clinic.id,
            role=Role.PRACTITIONER,
            practitioner_id=practitioner.id,
            now=clock.now(),
        )
    with pytest.raises(Conflict):
        async with transaction():
            await join_clinic(user_id=user, clinic_id=clinic.id, role=Role.OWNER, now=clock.now())

    (member,) = await Membership.all()
    assert (member.role, member.practitioner_id, member.state) == ("practitioner", practitioner.id, "active")
