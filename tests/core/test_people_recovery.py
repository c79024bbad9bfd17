"""A forgotten password, and another address: what a mailed link does, once, and what it never does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import perf_counter
from uuid import UUID

import pytest
from tests.core.recovering import ELSEWHERE, EMAIL, HASH, NEW, OLD, acting, open_sessions, token_to
from tests.core.recovering import ada as ada
from tests.factories import make_user
from tests.mailbox import kinds, letters
from tests.schema.statements import statements

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    InvalidInput,
    LimitExceeded,
    LinkInvalid,
    NotAuthenticated,
    StepUpRequired,
)
from chatbookr_core.models import AccountLink, LoginFailure, RecoveryCode, TotpFactor, User
from chatbookr_core.people import addresses
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.people.password_changes import ask_for_reset, change_password, hash_for_change, reset_password
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.queries import find_actor
from chatbookr_core.people.sessions import actor_for_token, log_in

# --- forgotten passwords ------------------------------------------------------------------------------------------


@pytest.mark.attack("session-revocation", cve="CVE-2021-3740")
@pytest.mark.asvs("7.4.3")
async def test_a_reset_lets_the_new_password_in_and_nobody_else_stay(ada: User, deployment: Deployment) -> None:
    before = await log_in(deployment, EMAIL, OLD)
    await ask_for_reset(deployment, EMAIL, NOWHERE)
    (letter,) = [one for one in await letters(deployment, EMAIL) if one.kind == "password_reset"]

    await reset_password(deployment, letter.token, NEW, NOWHERE)

    assert (letter.language, letter.values["minutes"]) == ("de", "30")
    assert "/password-reset#" in letter.values["url"]
    assert await actor_for_token(before.token, deployment.clock.now()) is None
    assert (await log_in(deployment, EMAIL, NEW)).user_id == ada.id
    with pytest.raises(NotAuthenticated):
        await log_in(deployment, EMAIL, OLD)
    assert "password_changed" in await kinds(deployment, EMAIL)
    assert letter.token not in str(await AccountLink.all().values())


@pytest.mark.attack("reset-take-over")
@pytest.mark.asvs("6.3.4", "6.4.3")
@pytest.mark.checklist(19, 20)
async def test_a_reset_neither_removes_nor_skips_the_second_factor(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    async with transaction():
        await User.filter(id=ada.id).update(has_second_factor=True)
        await TotpFactor.create(user_id=ada.id, key_sealed=b"k", created_at=clock.now(), confirmed_at=clock.now())
        await RecoveryCode.create(user_id=ada.id, code_hash="h")
    await ask_for_reset(deployment, EMAIL, NOWHERE)

    await reset_password(deployment, await token_to(deployment, EMAIL), NEW, NOWHERE)
    opened = await log_in(deployment, EMAIL, NEW)

    assert opened.needs_second_factor
    actor = await find_actor(opened.session_id, now=clock.now())
    assert actor is not None
    assert dict(actor.memberships) == {}
    assert await TotpFactor.exists(user_id=ada.id, confirmed_at__not_isnull=True)
    assert await RecoveryCode.exists(user_id=ada.id, used_at=None)


@pytest.mark.attack("reset-take-over")
async def test_of_fifty_resets_by_one_link_at_once_one_counts(ada: User, deployment: Deployment) -> None:
    await ask_for_reset(deployment, EMAIL, NOWHERE)
    token = await token_to(deployment, EMAIL)

    results = await asyncio.gather(
        *(reset_password(deployment, token, f"{NEW} {number}", NOWHERE) for number in range(50)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, UUID) for one in results) == 1
    assert sum(isinstance(one, LinkInvalid) for one in results) == 49
    assert (await kinds(deployment, EMAIL)).count("password_changed") == 1


async def _wait(deployment: Deployment, ada: User) -> None:
    assert isinstance(deployment.clock, TurnableClock)
    deployment.clock.turn(timedelta(minutes=30))


async def _deactivate(deployment: Deployment, ada: User) -> None:
    async with transaction():
        await User.filter(id=ada.id).update(is_active=False)


async def _change_it_from_within(deployment: Deployment, ada: User) -> None:
    assert isinstance(deployment.clock, TurnableClock)
    actor = await acting(ada, deployment.clock)
    hashed = await hash_for_change(deployment, actor, "a third one, of yellow cellos")
    async with transaction():
        await change_password(deployment, actor, hashed)


@pytest.mark.attack("reset-take-over")
@pytest.mark.parametrize("end", [_wait, _deactivate, _change_it_from_within])
async def test_a_link_that_has_ended_changes_nothing(
    ada: User, deployment: Deployment, end: Callable[[Deployment, User], Awaitable[None]]
) -> None:
    await ask_for_reset(deployment, EMAIL, NOWHERE)
    token = await token_to(deployment, EMAIL)
    await end(deployment, ada)
    before = (await User.get(id=ada.id)).password_hash

    for given in (token, "made up", ""):
        with pytest.raises(LinkInvalid):
            await reset_password(deployment, given, NEW, NOWHERE)

    assert (await User.get(id=ada.id)).password_hash == before


async def test_a_password_that_is_refused_does_not_use_the_link_up(ada: User, deployment: Deployment) -> None:
    await ask_for_reset(deployment, EMAIL, NOWHERE)
    token = await token_to(deployment, EMAIL)

    with pytest.raises(InvalidInput):
        await reset_password(deployment, token, "password1234", NOWHERE)

    assert await reset_password(deployment, token, NEW, NOWHERE) == ada.id


@pytest.mark.attack("reset-take-over")
async def test_links_of_one_purpose_do_not_serve_another(ada: User, deployment: Deployment) -> None:
    await ask_for_reset(deployment, EMAIL, NOWHERE)
    token = await token_to(deployment, EMAIL)

    for use in (addresses.verify, addresses.undo_change):
        with pytest.raises(LinkInvalid):
            await use(deployment, token, NOWHERE)


@pytest.mark.attack("enumeration")
async def test_an_unknown_address_is_written_to_and_answered_like_a_known_one(
    ada: User, deployment: Deployment
) -> None:
    with statements() as for_ada:
        known = await ask_for_reset(deployment, EMAIL, NOWHERE)  # type: ignore[func-returns-value]  # that is the point
    with statements() as for_nobody:
        unknown = await ask_for_reset(deployment, "nobody@example.com", NOWHERE)  # type: ignore[func-returns-value]  # that is the point

    assert known is unknown is None
    assert [one.split()[:3] for one in for_ada] == [one.split()[:3] for one in for_nobody]
    (letter,) = await letters(deployment, "nobody@example.com")
    assert letter.kind == "no_account"
    assert "url" not in letter.values
    assert await AccountLink.filter(user_id=None).count() == 1


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_the_answer_takes_as_long_for_nobody(sqlite_database: Database, deployment: Deployment) -> None:
    """The shortest of many tries, taken in turns: what else the machine does only ever adds to them."""
    await deployment.vault.deployment_keys()
    for number in range(60):
        await make_user(email=f"known-{number}@example.com", password_hash=HASH)

    async def seconds(email: str) -> float:
        started = perf_counter()
        await ask_for_reset(deployment, email, NOWHERE)
        return perf_counter() - started

    await seconds("warm@example.com")
    tries = [
        (await seconds(f"known-{number}@example.com"), await seconds(f"nobody-{number}@example.com"))
        for number in range(60)
    ]

    with_account, without = min(one for one, _ in tries), min(other for _, other in tries)
    assert abs(with_account - without) < 0.010


@pytest.mark.attack("enumeration")
async def test_letters_are_counted_whether_or_not_there_is_an_account(ada: User, deployment: Deployment) -> None:
    for address in (EMAIL, "nobody@example.com"):
        for _ in range(4):
            await ask_for_reset(deployment, address, NOWHERE)
        with pytest.raises(LimitExceeded) as refused:
            await ask_for_reset(deployment, address.upper(), NOWHERE)
        assert refused.value.retry_after_seconds == 3600

    assert await AccountLink.all().count() == 8


@pytest.mark.attack("reset-take-over")
async def test_one_address_cannot_have_the_world_written_to(sqlite_database: Database, deployment: Deployment) -> None:
    for number in range(20):
        await ask_for_reset(deployment, f"somebody-{number}@example.com", Origin("2001:db8::1"))

    with pytest.raises(LimitExceeded):
        await ask_for_reset(deployment, "somebody@example.com", Origin("2001:db8::ffff"))
    await ask_for_reset(deployment, "somebody@example.com", Origin("2001:db8:0:1::1"))


# --- from within --------------------------------------------------------------------------------------------------


@pytest.mark.attack("session-revocation", cve="CVE-2021-3740")
@pytest.mark.asvs("6.2.2", "7.4.3")
@pytest.mark.checklist(22)
async def test_a_change_from_within_ends_all_other_sessions(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    other = await log_in(deployment, EMAIL, OLD)
    actor = await acting(ada, clock)

    hashed = await hash_for_change(deployment, actor, NEW)
    async with transaction():
        await change_password(deployment, actor, hashed)

    assert await actor_for_token(other.token, clock.now()) is None
    assert await open_sessions(ada) == 1
    assert (await log_in(deployment, EMAIL, NEW)).user_id == ada.id
    assert "password_changed" in await kinds(deployment, EMAIL)


@pytest.mark.asvs("6.2.3", "7.5.1")
async def test_it_takes_a_step_up(ada: User, deployment: Deployment, clock: TurnableClock) -> None:
    actor = await acting(ada, clock, stepped_up_at=clock.now() - timedelta(minutes=6))

    with pytest.raises(StepUpRequired):
        await hash_for_change(deployment, actor, NEW)
    with pytest.raises(StepUpRequired):
        async with transaction():
            await change_password(deployment, actor, hash_password_now(NEW))
    with pytest.raises(StepUpRequired):
        async with transaction():
            await addresses.ask_for_change(deployment, actor, ELSEWHERE)

    assert (await User.get(id=ada.id)).password_hash == HASH
    assert not await AccountLink.exists()


@pytest.mark.attack("totp-brute-force")
@pytest.mark.checklist(17)
async def test_the_tries_of_a_second_factor_stay_counted_through_a_reset(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    keys = await deployment.vault.deployment_keys()
    under = keys.lookup_hash("login.factor", str(ada.id))
    async with transaction():
        await LoginFailure.create(email_hash=under, failures=7, locked_until=clock.now() + timedelta(minutes=5))
    await ask_for_reset(deployment, EMAIL, NOWHERE)

    await reset_password(deployment, await token_to(deployment, EMAIL), NEW, NOWHERE)

    assert (await LoginFailure.get(email_hash=under)).failures == 7
