"""Log-in from the inside: locks, sessions and who somebody is."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from argon2 import PasswordHasher
from tests.factories import make_clinic, make_membership, make_user
from tests.schema.statements import statements

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LimitExceeded, NotAuthenticated
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import LoginFailure, Membership, Session, User
from chatbookr_core.people.passwords import hash_password_now, nobodys_hash
from chatbookr_core.people.queries import find_actor
from chatbookr_core.people.rules import lock_after
from chatbookr_core.people.sessions import actor_for_token, log_in, log_out, log_out_everywhere
from chatbookr_core.people.tries import OF_FACTOR, count_try, forget_tries
from chatbookr_core.settings import Settings
from chatbookr_permissions.roles import Role

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, random: Random, tmp_path: Path) -> Deployment:
    return Deployment(Settings(key_file=tmp_path / "key"), clock, vault, Plugins({}), random)


@pytest.mark.asvs("7.2.1")
@pytest.mark.checklist(23)
async def test_the_right_password_opens_a_session_that_names_the_person(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="manager")

    logged_in = await log_in(deployment, " ADA@example.com", PASSWORD)

    actor = await actor_for_token(logged_in.token, clock.now())
    assert actor is not None
    assert (actor.user_id, actor.session_id) == (user.id, logged_in.session_id)
    assert {clinic_id: place.role for clinic_id, place in actor.memberships.items()} == {clinic.id: Role.MANAGER}
    assert logged_in.token not in repr(logged_in)
    stored = await Session.get(id=logged_in.session_id)
    assert logged_in.token not in stored.token_hash


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_wrong_unknown_and_inactive_are_answered_alike(sqlite_database: Database, deployment: Deployment) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    await make_user(email="gone@example.com", password_hash=HASH, is_active=False)
    tries = [("ada@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("gone@example.com", PASSWORD)]

    answers = set()
    for email, password in tries:
        with pytest.raises(NotAuthenticated) as refused:
            await log_in(deployment, email, password)
        answers.add((type(refused.value), refused.value.code, refused.value.message, str(refused.value.details)))

    assert len(answers) == 1
    assert not await Session.exists()


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_as_much_is_hashed_and_asked_of_the_database_whoever_an_address_is(
    database: Database, deployment: Deployment, clock: TurnableClock, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the time is counted: by the clock, that is found out at night alone (tests/security/test_time.py)."""
    verified: list[str | bytes] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, password_hash: str | bytes, password: str | bytes) -> bool:
        verified.append(password_hash)
        return verify(hasher, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    await vault.deployment_keys()
    known = await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(known, await make_clinic(vault))
    await make_user(email="gone@example.com", password_hash=HASH, is_active=False)
    await make_user(email="vouched@example.com", password_hash=nobodys_hash())  # by a provider alone
    asked: dict[str, int] = {}

    for name in ("nobody", "ada", "gone", "vouched", "noone"):
        with statements() as found, pytest.raises(NotAuthenticated):
            await log_in(deployment, f"{name}@example.com", "wrong")
        asked[name] = len(found)

    assert len(verified) == len(asked)
    asked.pop("nobody")  # the first of all reads what later ones remember
    assert set(asked.values()) == {asked["ada"]}


@pytest.mark.attack("password-guessing", cve="CVE-2026-74878")
@pytest.mark.asvs("6.3.1")
async def test_the_fifth_failure_locks_even_the_right_password_out_until_the_time_is_up(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    for _ in range(5):
        with pytest.raises(NotAuthenticated):
            await log_in(deployment, "ada@example.com", "wrong")

    with pytest.raises(LimitExceeded) as locked:
        await log_in(deployment, "ada@example.com", PASSWORD)
    clock.turn(timedelta(seconds=31))
    logged_in = await log_in(deployment, "ada@example.com", PASSWORD)

    assert locked.value.retry_after_seconds == 30
    assert await actor_for_token(logged_in.token, clock.now()) is not None
    assert not await LoginFailure.exists()


@pytest.mark.attack("enumeration")
async def test_an_address_nobody_has_is_locked_like_any_other(
    sqlite_database: Database, deployment: Deployment
) -> None:
    for _ in range(5):
        with pytest.raises(NotAuthenticated):
            await log_in(deployment, "nobody@example.com", "guess")

    with pytest.raises(LimitExceeded):
        await log_in(deployment, "nobody@example.com", "guess")
    assert "nobody" not in str(await LoginFailure.all().values())


@pytest.mark.attack("password-guessing")
@pytest.mark.checklist(17)
async def test_many_guesses_at_once_get_no_further_than_a_few(database: Database, deployment: Deployment) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)

    results = await asyncio.gather(
        *(log_in(deployment, "ada@example.com", f"guess {number}") for number in range(20)), return_exceptions=True
    )

    assert sum(isinstance(result, NotAuthenticated) for result in results) == 5
    assert sum(isinstance(result, LimitExceeded) for result in results) == 15


async def _end_by_log_out(user: User, deployment: Deployment) -> None:
    session = await Session.get(user_id=user.id)
    actor = await find_actor(session.id, now=deployment.clock.now())
    assert actor is not None
    async with transaction():
        await log_out(actor, deployment.clock.now())


async def _end_everywhere(user: User, deployment: Deployment) -> None:
    async with transaction():
        await log_out_everywhere(user.id, deployment.clock.now())


async def _deactivate(user: User, deployment: Deployment) -> None:
    async with transaction():
        await User.filter(id=user.id).update(is_active=False)


async def _stay_away(user: User, deployment: Deployment) -> None:
    assert isinstance(deployment.clock, TurnableClock)
    deployment.clock.turn(timedelta(hours=12, seconds=1))


@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.3.1", "7.4.2")
@pytest.mark.checklist(23)
@pytest.mark.parametrize("end", [_end_by_log_out, _end_everywhere, _deactivate, _stay_away])
async def test_a_session_that_is_over_stands_for_nobody(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, end: Callable[..., object]
) -> None:
    user = await make_user(email="ada@example.com", password_hash=HASH)
    logged_in = await log_in(deployment, "ada@example.com", PASSWORD)

    await end(user, deployment)  # type: ignore[misc]  # each of them is a coroutine function

    assert await actor_for_token(logged_in.token, clock.now()) is None
    assert await find_actor(logged_in.session_id, now=clock.now()) is None


@pytest.mark.asvs("7.3.1", "7.3.2")
@pytest.mark.checklist(23)
async def test_somebody_at_work_stays_logged_in_but_not_for_ever(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    logged_in = await log_in(deployment, "ada@example.com", PASSWORD)

    for _ in range(16):
        clock.turn(timedelta(hours=10))
        assert await actor_for_token(logged_in.token, clock.now()) is not None
    clock.turn(timedelta(hours=8, seconds=1))

    assert await actor_for_token(logged_in.token, clock.now()) is None


@pytest.mark.attack("session-revocation")
async def test_a_suspended_member_belongs_nowhere_at_once(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic, user = await make_clinic(), await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, clinic, role="owner")
    logged_in = await log_in(deployment, "ada@example.com", PASSWORD)

    async with transaction():
        await Membership.filter(user_id=user.id).update(state="suspended")

    actor = await actor_for_token(logged_in.token, clock.now())
    assert actor is not None
    assert dict(actor.memberships) == {}


@pytest.mark.attack("totp-brute-force", cve="CVE-2026-74878")
@pytest.mark.checklist(17)
async def test_tries_that_meet_somebody_who_was_right_are_counted_or_told_to_wait(
    database: Database, deployment: Deployment
) -> None:
    """Whoever was right has their tries forgotten while others' are being counted: no try may find its row gone."""
    counted_under = await count_try(deployment, OF_FACTOR, "ada")
    outcomes: list[object] = []

    async def guess() -> None:
        for _ in range(20):
            outcomes.extend(await asyncio.gather(count_try(deployment, OF_FACTOR, "ada"), return_exceptions=True))

    async def be_right() -> None:
        for _ in range(20):
            async with transaction():
                await forget_tries(counted_under)

    await asyncio.gather(*(guess() for _ in range(5)), *(be_right() for _ in range(3)))

    odd = [one for one in outcomes if one != counted_under and not isinstance(one, LimitExceeded)]
    assert (len(outcomes), odd) == (100, [])
    assert all(one.retry_after_seconds for one in outcomes if isinstance(one, LimitExceeded))


def test_locks_double_up_to_a_quarter_of_an_hour() -> None:
    locks = [lock_after(failures) for failures in range(1, 12)]

    assert locks[:4] == [None] * 4
    assert [lock.total_seconds() for lock in locks[4:] if lock] == [30, 60, 120, 240, 480, 900, 900]


@pytest.mark.asvs("6.2.10")
async def test_a_password_does_not_run_out(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    await make_user(email="ada@example.com", password_hash=HASH)
    clock.turn(timedelta(days=3650))

    assert (await log_in(deployment, "ada@example.com", PASSWORD)).token
