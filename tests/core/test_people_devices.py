"""Devices: known by a token of their own, told of by mail when they are new, listed and ended by their person."""

from datetime import timedelta

import pytest
from tests.factories import make_user
from tests.mailbox import kinds, letters
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LimitExceeded, NotAuthenticated, NotFound
from chatbookr_core.models import KnownDevice, Session, User
from chatbookr_core.people.devices import end_session, name_of, prove_device, sessions_of
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.sessions import LoggedIn, actor_for_token, log_in
from chatbookr_permissions.actor import StaffActor

PASSWORD = "purple tractors sing at noon"
HASH = hash_password_now(PASSWORD)
EMAIL = "ada@example.com"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0"
    " Mobile/15E148 Safari/604.1"
)


@pytest.fixture
async def ada(sqlite_database: Database, deployment: Deployment) -> User:
    await deployment.vault.deployment_keys()
    return await make_user(email=EMAIL, password_hash=HASH)


async def comes(deployment: Deployment, *tokens: str | None, address: str = "203.0.113.9") -> LoggedIn:
    given = tuple(one for one in tokens if one is not None)
    return await log_in(deployment, EMAIL, PASSWORD, Origin(address, FIREFOX, given))


@pytest.mark.checklist(27)
async def test_a_new_device_is_told_of_and_then_known(ada: User, deployment: Deployment) -> None:
    first = await comes(deployment)
    again = await comes(deployment, "of another account", first.device_token)

    assert first.device_token is not None
    assert again.device_token is None
    (letter,) = await letters(deployment, EMAIL)
    assert letter.kind == "new_device"
    assert letter.values["device"] == "Firefox on Linux · 203.0.113.0/24"
    stored = await KnownDevice.get()
    assert first.device_token not in str(await KnownDevice.all().values())
    assert {one.device_id for one in await Session.all()} == {stored.id}


@pytest.mark.attack("session-fixation")
async def test_a_token_that_was_planted_is_never_adopted(ada: User, deployment: Deployment) -> None:
    """A device's token comes from us alone, or whoever planted theirs would log in unnoticed (session fixation)."""
    first = await comes(deployment, "planted")
    await comes(deployment, "planted")

    assert first.device_token not in (None, "planted")
    assert await kinds(deployment, EMAIL) == ["new_device", "new_device"]


async def test_a_device_of_one_account_is_new_to_another(ada: User, deployment: Deployment) -> None:
    await make_user(email="bob@example.com", password_hash=HASH)
    first = await comes(deployment)

    bobs = await log_in(deployment, "bob@example.com", PASSWORD, Origin(None, FIREFOX, (first.device_token or "",)))

    assert bobs.device_token is not None
    assert await kinds(deployment, "bob@example.com") == ["new_device"]


async def test_a_password_alone_makes_no_device_known_where_there_is_a_second_factor(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    async with transaction():
        await User.filter(id=ada.id).update(has_second_factor=True)

    first = await comes(deployment)
    second = await comes(deployment, first.device_token)
    async with transaction():
        await prove_device(second.session_id, clock.now())
    third = await comes(deployment, second.device_token)

    assert second.device_token is not None
    assert third.device_token is None
    assert await kinds(deployment, EMAIL) == ["new_device", "new_device"]


async def test_a_device_is_forgotten_after_long_absence(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    first = await comes(deployment)
    clock.turn(timedelta(days=401))

    assert (await comes(deployment, first.device_token)).device_token is not None


@pytest.mark.asvs("7.5.2")
async def test_somebody_sees_their_own_sessions_and_ends_one(
    ada: User, deployment: Deployment, clock: TurnableClock
) -> None:
    mine = await comes(deployment, address="2001:db8:1:2::3")
    clock.turn(timedelta(minutes=1))
    other = await log_in(deployment, EMAIL, PASSWORD, Origin("198.51.100.7", PHONE))
    actor = await actor_for_token(mine.token, clock.now())
    assert actor is not None

    listed = await sessions_of(actor, clock.now())
    async with transaction():
        await end_session(deployment, actor, other.session_id)

    assert [(one.device_name, one.network, one.is_current) for one in listed] == [
        ("Mobile Safari on iOS", "198.51.100.0/24", False),
        ("Firefox on Linux", "2001:db8:1::/48", True),
    ]
    assert await actor_for_token(other.token, clock.now()) is None
    assert [one.id for one in await sessions_of(actor, clock.now())] == [mine.session_id]


async def test_nobody_ends_anothers_session(ada: User, deployment: Deployment, clock: TurnableClock) -> None:
    mine = await comes(deployment)
    stranger = await make_user()
    opened = await make_session(stranger, clock.now())
    actor = StaffActor(stranger.id, opened.id, {})

    with pytest.raises(NotFound):
        async with transaction():
            await end_session(deployment, actor, mine.session_id)

    assert await actor_for_token(mine.token, clock.now()) is not None
    assert [one.id for one in await sessions_of(actor, clock.now())] == [opened.id]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Mobile Safari on iOS"),
        ("curl/8.5.0", "curl"),
        ("x" * 9000, ""),
        ("", ""),
    ],
)
async def test_a_program_is_named_in_words(user_agent: str, name: str) -> None:
    assert await name_of(Origin(None, user_agent)) == name


@pytest.mark.attack("header-spoofing")
@pytest.mark.parametrize(
    ("address", "network", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.0/24", "203.0.113.9/32"),
        ("::ffff:203.0.113.9", "203.0.113.0/24", "203.0.113.9/32"),
        ("2001:db8:1:2::3", "2001:db8:1::/48", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/48", "fe80::/64"),
        ("testclient", None, None),
        (None, None, None),
    ],
)
def test_an_address_is_shown_coarsely_and_counted_by_whoever_has_it(
    address: str | None, network: str | None, counted_as: str | None
) -> None:
    origin = Origin(address)

    assert (origin.network, origin.counted_as) == (network, counted_as)


async def guess(deployment: Deployment, number: int, origin: Origin) -> None:
    with pytest.raises(NotAuthenticated):
        await log_in(deployment, f"user-{number}@example.com", "guess", origin)


def _quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr("chatbookr_core.people.sessions.is_password", never)


@pytest.mark.attack("password-guessing")
@pytest.mark.asvs("6.3.1")
async def test_who_tries_one_password_on_many_accounts_is_stopped_at_the_address(
    ada: User, deployment: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _quietly(patched)
        for number in range(40):
            await guess(deployment, number, Origin("203.0.113.9"))
        with pytest.raises(LimitExceeded) as refused:
            await log_in(deployment, "user-41@example.com", "guess", Origin("203.0.113.9"))
        await guess(deployment, 42, Origin("203.0.113.10"))
        await guess(deployment, 43, NOWHERE)

    assert refused.value.retry_after_seconds == 15 * 60
    clock.turn(timedelta(minutes=15))
    assert await comes(deployment)


@pytest.mark.attack("password-guessing")
async def test_an_own_account_does_not_wash_guesses_at_others_away(
    ada: User, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    for round_of in range(4):
        with monkeypatch.context() as patched:
            _quietly(patched)
            for number in range(10):
                await guess(deployment, 10 * round_of + number, Origin("203.0.113.9"))
        if round_of < 3:
            await comes(deployment)

    with pytest.raises(LimitExceeded):
        await comes(deployment)


@pytest.mark.asvs("6.3.1")
async def test_a_clinic_that_logs_in_rightly_is_never_stopped(ada: User, deployment: Deployment) -> None:
    token = (await comes(deployment)).device_token

    for _ in range(45):
        await comes(deployment, token)

    assert await kinds(deployment, EMAIL) == ["new_device"]
