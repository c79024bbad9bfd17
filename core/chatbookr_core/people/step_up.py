"""More proof within a session: the second factor after the password, and all of it again before what matters most.

Each gives the session another token; the one before it opens nothing any longer (OWASP ASVS 5.0, 7.2.4).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chatbookr_core.db import current_transaction, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated, StepUpRequired
from chatbookr_core.events import Change
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Session, User
from chatbookr_core.people.factors import WRONG, Proof, recovery_codes_left, use_code
from chatbookr_core.people.rules import SESSION_LIFETIME, STEP_UP_HOLDS
from chatbookr_core.people.sessions import TOKEN_BYTES, is_proven, token_hash_of
from chatbookr_core.people.tries import OF_EMAIL, OF_FACTOR, count_try, forget_tries, is_locked
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import StaffActor

WRONG_PASSWORD = "That is not your password."  # noqa: S105  # what is said of one
LANGUAGE = """
SELECT clinic.locale FROM membership JOIN clinic ON clinic.id = membership.clinic_id
WHERE membership.user_id = $1 AND membership.state = 'active' ORDER BY membership.created_at LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Proven:
    """A session proven further: until when a step-up counts, when the session ends, its new token, shown this once."""

    until: datetime | None
    expires_at: datetime
    token: str = field(repr=False)


async def show_second_factor(deployment: Deployment, actor: StaffActor, code: str) -> Proven:
    """Let a session that waits for a second factor have it, and all that it opens. Opens its own transactions.

    Tries are counted under the account alone. Raises NotAuthenticated for a code that does not count, which ends the
    session once it locks the account, and LimitExceeded.
    """
    counted_under = await count_try(deployment, OF_FACTOR, str(actor.user_id))
    async with transaction():
        proof, now = await use_code(deployment, actor.user_id, code), deployment.clock.now()
        if proof is not None:
            await forget_tries(counted_under)
            await _tell_of(deployment, actor, proof)
            return await _rotated(actor, {"assurance": 2, "expires_at": now + SESSION_LIFETIME})
    if await is_locked(counted_under, now):
        await _end(actor, now)
    raise NotAuthenticated(WRONG)


async def step_up(deployment: Deployment, actor: StaffActor, password: str, code: str | None = None) -> Proven:
    """Let somebody who is logged in prove again who they are: with the password, and a code where they have a phone.

    What is wrong counts like a wrong log-in. Opens its own transactions. Raises StepUpRequired, NotAuthenticated (the
    session is over) and LimitExceeded.
    """
    user = await User.get_or_none(id=actor.user_id, is_active=True)
    if user is None:
        raise NotAuthenticated()
    counted = [await count_try(deployment, OF_EMAIL, user.email)]
    if not await is_proven(user, password):
        raise StepUpRequired(WRONG_PASSWORD)
    now, changes = deployment.clock.now(), dict[str, object]()
    if user.has_second_factor:
        counted.append(await count_try(deployment, OF_FACTOR, str(user.id)))
    async with transaction():
        if user.has_second_factor:
            proof = await use_code(deployment, user.id, code or "")
            if proof is None:
                raise StepUpRequired(WRONG)
            await _tell_of(deployment, actor, proof)
            changes["assurance"] = 2
        for counted_under in counted:
            await forget_tries(counted_under)
        return await _rotated(actor, {"stepped_up_at": now, **changes}, until=now + STEP_UP_HOLDS)


async def _rotated(actor: StaffActor, changes: Mapping[str, object], *, until: datetime | None = None) -> Proven:
    tx, token = current_transaction(), secrets.token_urlsafe(TOKEN_BYTES)
    opened = Session.filter(id=actor.session_id, revoked_at=None)
    if not await opened.update(token_hash=token_hash_of(token), **changes):
        raise NotAuthenticated()
    session = await Session.get(id=actor.session_id)
    tx.tell(Change("session", None, actor.session_id))
    return Proven(until, session.expires_at, token)


async def _end(actor: StaffActor, now: datetime) -> None:
    async with transaction() as tx:
        if await Session.filter(id=actor.session_id, assurance=1, revoked_at=None).update(revoked_at=now):
            tx.tell(Change("session", None, actor.session_id))


async def _tell_of(deployment: Deployment, actor: StaffActor, proof: Proof) -> None:
    """Tell somebody that a recovery code of theirs was used: it may not have been them."""
    if proof != "recovery":
        return
    user, now = await User.get(id=actor.user_id), deployment.clock.now()
    left = await recovery_codes_left(user.id)
    values = {"day": now.date().isoformat(), "left": str(left), "url": deployment.settings.public_url}
    await post(deployment, "recovery_used", to=user.email, language=await language_of(user), values=values)


async def tell_of_change(deployment: Deployment, actor: StaffActor) -> None:
    """Owe somebody the news that their second factor is not what it was. Needs a transaction."""
    user, now = await User.get(id=actor.user_id), deployment.clock.now()
    values = {"day": now.date().isoformat(), "url": deployment.settings.public_url}
    await post(deployment, "factor_changed", to=user.email, language=await language_of(user), values=values)


async def language_of(user: User) -> str:
    """Say in which language somebody is written to: that of the clinic they joined first."""
    with every_clinic("account mail"):
        rows = await fetch(LANGUAGE, (user.id,))
    return str(rows[0]["locale"]) if rows else "en"
