"""Log-in, proving it again, log-out, and whom a token stands for.

A failed try is counted before the password is looked at, in the database: neither a restart, nor another process,
nor fifty tries at once get past the lock. An e-mail nobody has is answered, and counted, like any other.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction, is_in_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LimitExceeded, NotAuthenticated, StepUpRequired
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import LoginFailure, Session, User
from chatbookr_core.people.passwords import is_password
from chatbookr_core.people.queries import OpenSession, find_session, find_user
from chatbookr_core.people.rules import (
    PASSWORD_CHARS,
    SESSION_LIFETIME,
    STEP_UP_HOLDS,
    canonical_email,
    is_stepped_up,
    lock_after,
)
from chatbookr_permissions.actor import Actor, StaffActor, SystemActor

TOKEN_BYTES = 32
EMAIL_HASH = "login.email"
REFUSED = "That e-mail and password do not go together."
WRONG_PASSWORD = "That is not your password."  # noqa: S105  # what is said of one

FIRST_TRY = """
INSERT INTO login_failure (id, email_hash, failures) VALUES ($1, $2, 0) ON CONFLICT (email_hash) DO NOTHING
"""
COUNT_TRY = """
UPDATE login_failure SET failures = failures + 1
WHERE email_hash = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING failures
"""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A fresh session; the token is shown this once."""

    user_id: UUID
    session_id: UUID
    expires_at: datetime
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SteppedUp:
    """A session proven again: until when that counts, and its new token, shown this once."""

    until: datetime
    expires_at: datetime
    token: str = field(repr=False)


async def log_in(deployment: Deployment, email: str, password: str) -> LoggedIn:
    """Check a password and open a session. Opens its own transactions: hashing must not hold one.

    Raises NotAuthenticated (the same for a wrong password, no such account and an inactive one) and LimitExceeded.
    """
    address = canonical_email(email)
    email_hash = await _counted(deployment, address)
    user = await find_user(address)
    is_proven = await _is_proven(user, password)
    if user is None or not is_proven:
        raise NotAuthenticated(REFUSED)
    async with transaction():
        await LoginFailure.filter(email_hash=email_hash).delete()
        return await _open_session(user, deployment.clock.now())


async def step_up(deployment: Deployment, actor: StaffActor, password: str) -> SteppedUp:
    """Let somebody who is logged in prove again who they are, and give their session another token.

    The token before it opens nothing any longer (OWASP ASVS 5.0, 7.2.4). A wrong password counts like one at the
    log-in. Opens its own transactions. Raises StepUpRequired, NotAuthenticated (the session is over) and LimitExceeded.
    """
    user = await User.get_or_none(id=actor.user_id, is_active=True)
    if user is None:
        raise NotAuthenticated()
    email_hash = await _counted(deployment, user.email)
    if not await _is_proven(user, password):
        raise StepUpRequired(WRONG_PASSWORD)
    token, now = secrets.token_urlsafe(TOKEN_BYTES), deployment.clock.now()
    async with transaction():
        await LoginFailure.filter(email_hash=email_hash).delete()
        opened = Session.filter(id=actor.session_id, revoked_at=None)
        if not await opened.update(token_hash=token_hash_of(token), stepped_up_at=now):
            raise NotAuthenticated()
        session = await Session.get(id=actor.session_id)
    return SteppedUp(now + STEP_UP_HOLDS, session.expires_at, token)


async def require_step_up(actor: Actor, now: datetime) -> None:
    """Let pass who proved again within the last minutes who they are, and the host itself.

    Raises StepUpRequired, for a key too: a program cannot prove that somebody sits before it.
    """
    if isinstance(actor, SystemActor):
        return
    if isinstance(actor, StaffActor):
        session = await Session.get_or_none(id=actor.session_id, revoked_at=None)
        if session is not None and is_stepped_up(session.stepped_up_at, now):
            return
    raise StepUpRequired()


async def _is_proven(user: User | None, password: str) -> bool:
    """Tell whether somebody showed all that proves who they are; a further factor is asked for here.

    Nobody proves nothing, after the same time.
    """
    is_right = await is_password(user.password_hash if user else None, password[:PASSWORD_CHARS])
    return is_right and len(password) <= PASSWORD_CHARS


async def _counted(deployment: Deployment, address: str) -> str:
    """Count a try before anything is looked at, and return what the tries of an account are counted under."""
    email_hash = (await deployment.vault.deployment_keys()).lookup_hash(EMAIL_HASH, address)
    async with transaction():
        await _count_try(email_hash, deployment.clock.now())
    return email_hash


async def _count_try(email_hash: str, now: datetime) -> None:
    tx = current_transaction()
    await tx.execute(FIRST_TRY, (new_id(), email_hash))
    counted = await tx.fetch(COUNT_TRY, (email_hash, now))
    if not counted:
        row = await LoginFailure.get(email_hash=email_hash)
        until = row.locked_until or now
        raise LimitExceeded(retry_after_seconds=max(1, round((until - now).total_seconds())))
    lock = lock_after(int(counted[0]["failures"]))
    if lock is not None:
        await LoginFailure.filter(email_hash=email_hash).update(locked_until=now + lock)


async def _open_session(user: User, now: datetime) -> LoggedIn:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session = await Session.create(
        id=new_id(),
        user_id=user.id,
        token_hash=token_hash_of(token),
        created_at=now,
        last_seen_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    return LoggedIn(user.id, session.id, session.expires_at, token)


def token_hash_of(token: str) -> str:
    """Hash a token as sessions hold it; its 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


async def actor_for_token(token: str, now: datetime) -> StaffActor | None:
    """Return whom a token stands for, as of now; None where the session is over. Notes the sign of life."""
    found = await session_for_token(token, now)
    return found.actor if found else None


async def session_for_token(token: str, now: datetime) -> OpenSession | None:
    """Return the session of a token, as of now; None where it is over. Notes the sign of life."""
    found = await find_session(token_hash_of(token), now=now)
    if found is not None and found.is_stale and not is_in_transaction():
        async with transaction():
            await Session.filter(id=found.actor.session_id).update(last_seen_at=now)
    return found


async def log_out(actor: StaffActor, now: datetime) -> None:
    """End the actor's session; every process and open subscription hears of it. Needs a transaction."""
    tx = current_transaction()
    if await Session.filter(id=actor.session_id, revoked_at=None).update(revoked_at=now):
        tx.tell(Change("session", None, actor.session_id))


async def log_out_everywhere(user_id: UUID, now: datetime) -> None:
    """End every session of an account. Needs a transaction."""
    tx = current_transaction()
    rows = Session.filter(user_id=user_id, revoked_at=None)
    for session_id in await rows.values_list("id", flat=True):
        tx.tell(Change("session", None, UUID(str(session_id))))
    await rows.update(revoked_at=now)
