import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from tests.account_rows import make_identity_provider, make_linked_identity, make_passkey
from tests.core.recovering import ELSEWHERE, EMAIL, NEW, OLD, acting, open_sessions, token_to
from tests.core.recovering import ada as ada
from tests.factories import make_clinic, make_user
from tests.mailbox import kinds, letters
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    EmailTaken,
    LinkInvalid,
    NotAuthenticated,
    WrongAccount,
)
from chatbookr_core.models import LinkedIdentity, Passkey, RecoveryCode, TotpFactor, User
from chatbookr_core.people import addresses
from chatbookr_core.people.origin import NOWHERE
from chatbookr_core.people.password_changes import reset_password
from chatbookr_core.people.sessions import log_in
from chatbookr_permissions.actor import StaffActor


async def asks_for(deployment: Deployment, actor: StaffActor, email: str) -> None:
    async with transaction():
        await addresses.ask_for_change(deployment, actor, email)


@pytest.mark.checklist(27)
async def test_an_address_changes_once_the_new_one_confirms_and_the_old_one_is_told(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    actor = await acting(ada, clock)
    await asks_for(deployment, actor, " Ada@Elsewhere.example")
    assert (await User.get(id=ada.id)).email == EMAIL

    await addresses.confirm_change(deployment, actor, await token_to(deployment, ELSEWHERE), NOWHERE)

    user = await User.get(id=ada.id)
    assert (user.email, user.email_verified_at) == (ELSEWHERE, clock.now())
    (told,) = await letters(deployment, EMAIL)
    assert (told.kind, told.values["days"]) == ("address_changed", "7")
    assert "/email-undo#" in told.values["url"]
    assert (await log_in(deployment, ELSEWHERE, OLD)).user_id == ada.id


@pytest.mark.attack("address-take-over")
async def test_the_old_address_takes_the_account_back_from_whoever_knew_the_password(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    thief = await acting(ada, clock)
    await asks_for(deployment, thief, ELSEWHERE)
    await addresses.confirm_change(deployment, thief, await token_to(deployment, ELSEWHERE), NOWHERE)

    await addresses.undo_change(deployment, await token_to(deployment, EMAIL), NOWHERE)

    assert (await User.get(id=ada.id)).email == EMAIL
    assert await open_sessions(ada) == 0
    for email in (EMAIL, ELSEWHERE):
        with pytest.raises(NotAuthenticated):
            await log_in(deployment, email, OLD)
    await reset_password(deployment, await token_to(deployment, EMAIL), NEW, NOWHERE)
    assert (await log_in(deployment, EMAIL, NEW)).user_id == ada.id


@pytest.mark.attack("address-take-over")
async def test_the_mail_alone_does_not_move_an_account(ada: User, deployment: Deployment, clock: TurnableClock) -> None:
    """A slip of the pen in the new address must not hand the account to whoever reads that mail."""
    await asks_for(deployment, await acting(ada, clock), ELSEWHERE)
    token = await token_to(deployment, ELSEWHERE)
    stranger = await acting(await make_user(), clock)
    half = await acting(await make_user(has_second_factor=True), clock)

    with pytest.raises(WrongAccount):
        await addresses.confirm_change(deployment, stranger, token, NOWHERE)
    with pytest.raises(NotAuthenticated):
        await addresses.confirm_change(deployment, half, token, NOWHERE)

    assert (await User.get(id=ada.id)).email == EMAIL


@pytest.mark.attack("enumeration")
async def test_a_taken_address_is_told_there_and_nowhere_else(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    await make_user(email="taken@example.com")
    actor = await acting(ada, clock)

    with statements() as of_taken:
        await asks_for(deployment, actor, "taken@example.com")
    with statements() as of_free:
        await asks_for(deployment, actor, "free@example.com")

    assert [one.split()[:3] for one in of_taken] == [one.split()[:3] for one in of_free]
    assert await kinds(deployment, "taken@example.com") == ["address_taken"]
    assert await kinds(deployment, "free@example.com") == ["verification"]


@pytest.mark.attack("address-take-over")
async def test_an_account_that_is_taken_back_opens_to_nothing_the_thief_has_added(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    """A passkey lets in alone, and letters about it went to the thief; what was Ada's before stays and is asked for."""
    owns = await make_passkey(ada, created_at=clock.now() - timedelta(days=1))
    thief = await acting(ada, clock)
    await asks_for(deployment, thief, ELSEWHERE)
    await addresses.confirm_change(deployment, thief, await token_to(deployment, ELSEWHERE), NOWHERE)
    clock.turn(timedelta(hours=1))
    await make_passkey(ada, created_at=clock.now())
    provider = await make_identity_provider(await make_clinic(deployment.vault), deployment.vault)
    await make_linked_identity(ada, provider, created_at=clock.now())
    async with transaction():
        await TotpFactor.create(user_id=ada.id, key_sealed=b"k", created_at=clock.now(), confirmed_at=clock.now())
        await User.filter(id=ada.id).update(has_second_factor=True)

    await addresses.undo_change(deployment, await token_to(deployment, EMAIL), NOWHERE)

    assert await Passkey.all().values_list("id", flat=True) == [owns.id]
    assert (await TotpFactor.all().count(), await LinkedIdentity.all().count()) == (0, 0)
    assert (await User.get(id=ada.id)).has_second_factor


@pytest.mark.attack("address-take-over")
async def test_an_account_that_had_no_second_factor_asks_for_no_thiefs(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    thief = await acting(ada, clock)
    await asks_for(deployment, thief, ELSEWHERE)
    await addresses.confirm_change(deployment, thief, await token_to(deployment, ELSEWHERE), NOWHERE)
    await make_passkey(ada, created_at=clock.now())
    async with transaction():
        await User.filter(id=ada.id).update(has_second_factor=True)
        await RecoveryCode.create(user_id=ada.id, code_hash="0" * 64)

    await addresses.undo_change(deployment, await token_to(deployment, EMAIL), NOWHERE)

    assert not (await User.get(id=ada.id)).has_second_factor
    assert await RecoveryCode.all().count() == 0


@pytest.mark.attack("address-take-over")
async def test_an_address_taken_meanwhile_stays_its_owners(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    actor = await acting(ada, clock)
    await asks_for(deployment, actor, ELSEWHERE)
    await make_user(email=ELSEWHERE)

    with pytest.raises(EmailTaken):
        await addresses.confirm_change(deployment, actor, await token_to(deployment, ELSEWHERE), NOWHERE)

    assert (await User.get(id=ada.id)).email == EMAIL


@pytest.mark.attack("address-take-over")
async def test_an_address_is_verified_by_its_own_mail_and_for_itself_alone(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    actor = await acting(ada, clock)
    async with transaction():
        await addresses.ask_for_verification(deployment, actor)
    token = await token_to(deployment, EMAIL)
    async with transaction():
        await User.filter(id=ada.id).update(email=ELSEWHERE)
    with pytest.raises(LinkInvalid):
        await addresses.verify(deployment, token, NOWHERE)
    async with transaction():
        await User.filter(id=ada.id).update(email=EMAIL)

    results = await asyncio.gather(
        *(addresses.verify(deployment, token, NOWHERE) for _ in range(50)), return_exceptions=True
    )

    assert sum(isinstance(one, UUID) for one in results) == 1
    assert (await User.get(id=ada.id)).email_verified_at == clock.now()
