"""Somebody with an account, and the letters sent to them, for tests of how they keep it."""

from typing import Any

import pytest
from tests.factories import make_clinic, make_membership, make_user
from tests.mailbox import letters
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Session, User
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_permissions.actor import StaffActor

OLD, NEW = "purple tractors sing at noon", "green violins rest on Sunday"
HASH = hash_password_now(OLD)
EMAIL, ELSEWHERE = "ada@example.com", "ada@elsewhere.example"


@pytest.fixture
async def ada(database: Database, deployment: Deployment) -> User:
    await deployment.vault.deployment_keys()
    user = await make_user(email=EMAIL, full_name="Ada", password_hash=HASH)
    await make_membership(user, await make_clinic(locale="de"))
    return user


async def acting(user: User, clock: TurnableClock, **session: Any) -> StaffActor:
    opened = await make_session(user, clock.now(), **{"stepped_up_at": clock.now(), **session})
    return StaffActor(user.id, opened.id, {})


async def token_to(deployment: Deployment, to: str) -> str:
    return (await letters(deployment, to))[-1].token


async def open_sessions(user: User) -> int:
    return await Session.filter(user_id=user.id, revoked_at=None).count()
