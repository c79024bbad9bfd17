"""What is proven while somebody else changes what proves it: a log-in that was looked at before a password was changed
opens nothing after it, and two who add and take factors at once leave none that nobody asks for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random

import pyotp
import pytest
from tests.account_rows import make_passkey
from tests.api.clients import make_deployment
from tests.core.recovering import EMAIL, HASH, NEW, OLD, acting, open_sessions, token_to
from tests.core.recovering import ada as ada
from tests.factories import make_user, writing

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, NotAuthenticated
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import RecoveryCode, TotpFactor, User
from chatbookr_core.people import sessions
from chatbookr_core.people.factors import begin_totp, confirm_totp, gain_factor, renew_recovery_codes
from chatbookr_core.people.origin import NOWHERE
from chatbookr_core.people.passkeys import remove_passkey
from chatbookr_core.people.password_changes import ask_for_reset, reset_password
from chatbookr_core.people.passwords import is_password
from chatbookr_core.people.sessions import log_in
from chatbookr_permissions.actor import StaffActor

A_MOMENT_SECONDS = 1.5


@pytest.fixture
async def on_postgres(
    postgres_url: str, vault: Vault, clock: TurnableClock, random: Random, tmp_path: Path
) -> AsyncIterator[Deployment]:
    """Let transactions run beside each other, as those of two processes do."""
    async with opened(f"{postgres_url}?maxsize=5"):
        await vault.deployment_keys()
        yield make_deployment(vault, clock, tmp_path)


@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.4.3")
async def test_a_log_in_by_the_old_password_that_a_reset_overtakes_is_refused(
    ada: User, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask_for_reset(deployment, EMAIL, NOWHERE)
    letter = await token_to(deployment, EMAIL)

    async def proven_then_reset(user: User | None, password: str) -> bool:
        is_right = await is_password(user.password_hash if user else None, password)
        await reset_password(deployment, letter, NEW, NOWHERE)
        return is_right

    monkeypatch.setattr(sessions, "is_proven", proven_then_reset)

    with pytest.raises(NotAuthenticated):
        await log_in(deployment, EMAIL, OLD)

    assert await open_sessions(ada) == 0


async def waits_within(work: Callable[[], Awaitable[object]], is_done: asyncio.Event) -> None:
    """Do something in a transaction that ends a moment after the event, beside others."""
    async with transaction():
        await work()
        is_done.set()
        await asyncio.sleep(A_MOMENT_SECONDS)


async def holder(deployment: Deployment, clock: TurnableClock) -> tuple[User, StaffActor]:
    user = await make_user(email=EMAIL, password_hash=HASH)
    return user, await acting(user, clock, assurance=2)


async def begun(deployment: Deployment, actor: StaffActor) -> str:
    async with transaction():
        return pyotp.TOTP((await begin_totp(deployment, actor)).key).at(deployment.clock.now())


@pytest.mark.integration
@pytest.mark.attack("factor-bypass")
async def test_a_phone_confirmed_as_the_last_passkey_goes_is_asked_for(
    on_postgres: Deployment, clock: TurnableClock
) -> None:
    user, actor = await holder(on_postgres, clock)
    passkey = await make_passkey(user)
    async with writing():
        await User.filter(id=user.id).update(has_second_factor=True)
    assert (await User.get(id=user.id)).has_second_factor
    code, is_gone = await begun(on_postgres, actor), asyncio.Event()

    async def confirms() -> list[str]:
        await is_gone.wait()
        return await confirm_totp(on_postgres, actor, code)

    removing = waits_within(lambda: remove_passkey(on_postgres, actor, passkey.id), is_gone)
    codes, _ = await asyncio.gather(confirms(), removing)

    assert await TotpFactor.filter(user_id=user.id, confirmed_at__not_isnull=True).count() == 1
    assert (await User.get(id=user.id)).has_second_factor
    assert len(codes) == 10


@pytest.mark.integration
async def test_a_phone_that_is_just_confirmed_is_not_taken_by_another_beginning(
    on_postgres: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, actor = await holder(on_postgres, clock)
    code, is_confirmed = await begun(on_postgres, actor), asyncio.Event()
    gained = factors_gained(is_confirmed)
    monkeypatch.setattr("chatbookr_core.people.factors.gain_factor", gained)

    async def begins_again() -> None:
        await is_confirmed.wait()
        with pytest.raises(Conflict):
            await begun(on_postgres, actor)

    await asyncio.gather(confirm_totp(on_postgres, actor, code), begins_again())

    assert await TotpFactor.filter(user_id=user.id, confirmed_at__not_isnull=True).count() == 1


def factors_gained(is_confirmed: asyncio.Event) -> Callable[[Deployment, StaffActor], Awaitable[list[str]]]:
    async def gained(deployment: Deployment, actor: StaffActor) -> list[str]:
        codes = await gain_factor(deployment, actor)
        is_confirmed.set()
        await asyncio.sleep(A_MOMENT_SECONDS)
        return codes

    return gained


@pytest.mark.integration
async def test_of_recovery_codes_made_twice_at_once_ten_count(on_postgres: Deployment, clock: TurnableClock) -> None:
    user, actor = await holder(on_postgres, clock)
    await make_passkey(user)
    is_made = asyncio.Event()

    async def again() -> None:
        await is_made.wait()
        async with transaction():
            await renew_recovery_codes(on_postgres, actor)

    await asyncio.gather(waits_within(lambda: renew_recovery_codes(on_postgres, actor), is_made), again())

    assert await RecoveryCode.filter(user_id=user.id).count() == 10
