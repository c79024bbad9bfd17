"""More proof within a session: the second factor after the password, and all of it again before what matters most.

Each gives the session another token; the one before it opens nothing any longer (OWASP ASVS 5.0, 7.2.4).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chatbookr_core.audit.recording import note, note_alone
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated, StepUpRequired
from chatbookr_core.events import Change
from chatbookr_core.models import Session, User
from chatbookr_core.people.devices import prove_device
from chatbookr_core.people.factors import WRONG, Proof, recovery_codes_left, use_code
from chatbookr_core.people.notices import notify
from chatbookr_core.people.rules import SESSION_LIFETIME, STEP_UP_HOLDS
from chatbookr_core.people.sessions import is_proven
from chatbookr_core.people.tokens import TOKEN_BYTES, token_hash_of
from chatbookr_core.people.tries import OF_EMAIL, OF_FACTOR, count_try, forget_tries, is_locked
from chatbookr_core.people.turns import in_turn
from chatbookr_permissions.actor import StaffActor

WRONG_PASSWORD = "That is not your password."  # noqa: S105  # what is said of one


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
            await prove_device(actor.session_id, now)
            note(now, "sessionProve", actor, subject_id=actor.session_id, factor=proof)
            return await with_two_factors(actor, now)
    await note_alone(now, "sessionProve", actor, subject_id=actor.session_id, outcome="failed")
    if await is_locked(counted_under, now):
        await _end(actor, now)
    raise NotAuthenticated(WRONG)


@in_turn
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
        await _note_step_up_failed(deployment, actor)
        raise StepUpRequired(WRONG_PASSWORD)
    if user.has_second_factor:
        counted.append(await count_try(deployment, OF_FACTOR, str(user.id)))
    proven = await _proven_again(deployment, actor, user, code, counted)
    if proven is None:
        raise StepUpRequired(WRONG)
    return proven


async def _proven_again(
    deployment: Deployment, actor: StaffActor, user: User, code: str | None, counted: Sequence[str]
) -> Proven | None:
    """Let the session have been proven again; None for a wrong code, which is written down."""
    now, changes = deployment.clock.now(), dict[str, object]()
    async with transaction():
        proof = await use_code(deployment, user.id, code or "") if user.has_second_factor else None
        if user.has_second_factor and proof is None:
            note(now, "sessionStepUp", actor, subject_id=actor.session_id, outcome="failed")
            return None
        if proof is not None:
            await _tell_of(deployment, actor, proof)
            await prove_device(actor.session_id, now)
            changes["assurance"] = 2
        for counted_under in counted:
            await forget_tries(counted_under)
        note(now, "sessionStepUp", actor, subject_id=actor.session_id)
        return await rotated(actor, {"stepped_up_at": now, **changes}, until=now + STEP_UP_HOLDS)


async def _note_step_up_failed(deployment: Deployment, actor: StaffActor) -> None:
    now = deployment.clock.now()
    await note_alone(now, "sessionStepUp", actor, subject_id=actor.session_id, outcome="failed")


async def with_two_factors(actor: StaffActor, now: datetime) -> Proven:
    """Give a session that waited for its second factor a whole life; one that has two ends when it would have.

    Needs a transaction. Raises NotAuthenticated where it is over.
    """
    waits = await Session.exists(id=actor.session_id, assurance=1)
    return await rotated(actor, {"assurance": 2, "expires_at": now + SESSION_LIFETIME} if waits else {"assurance": 2})


async def rotated(actor: StaffActor, changes: Mapping[str, object], *, until: datetime | None = None) -> Proven:
    """Give a session another token, and what else has changed of it. Needs a transaction.

    Raises NotAuthenticated where it is over.
    """
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
    if proof == "recovery":
        left = await recovery_codes_left(actor.user_id)
        await notify(deployment, await User.get(id=actor.user_id), "recovery_used", left=str(left))
