"""What a passkey proves: alone, who somebody is; after a password, the second factor; in a session, all of it again.

Its person was verified by the authenticator each time (a PIN, a finger), so a passkey alone is two factors.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Literal
from uuid import UUID

from chatbookr_core.audit.recording import note, note_alone
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, NotAuthenticated, NotFound, StepUpRequired
from chatbookr_core.models import Passkey
from chatbookr_core.people.authenticators import (
    AnswerRefused,
    Given,
    Shown,
    credential_in,
    hash_of,
    relying_party,
    request_options,
    shown,
)
from chatbookr_core.people.challenges import Purpose, answered, ask
from chatbookr_core.people.devices import name_of, prove_device
from chatbookr_core.people.notices import notify
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.people.passkeys import credentials_of
from chatbookr_core.people.rules import STEP_UP_HOLDS
from chatbookr_core.people.sessions import LoggedIn, open_session
from chatbookr_core.people.step_up import Proven, rotated, with_two_factors
from chatbookr_core.people.tokens import TOKEN_BYTES
from chatbookr_permissions.actor import StaffActor

REFUSED = "That passkey does not count: it is not known here, or was asked for too long ago."
# An authenticator that counts must have counted on; one that does not shows 0 for ever (WebAuthn, level 3, 6.1.1).
COUNT_ON = """
UPDATE passkey SET sign_count = $2, is_backed_up = $3, last_used_at = $4
WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
"""


class NotCountedOn(AnswerRefused):
    """A true answer whose counter is not beyond the last one: one of two authenticators that hold the same key."""

    def __init__(self, passkey_id: UUID) -> None:
        super().__init__("a copy, perhaps")
        self.passkey_id = passkey_id


@dataclass(frozen=True, slots=True)
class AskedOfBrowser:
    """What a browser is to give `navigator.credentials.get`, and the secret by which it is known again."""

    options: dict[str, Any]
    browser: str = field(repr=False)


async def begin_log_in(deployment: Deployment) -> AskedOfBrowser:
    """Ask for any passkey of this deployment's; whose, the authenticator says. Needs a transaction. Raises Conflict."""
    party, browser = relying_party(deployment.settings), token_urlsafe(TOKEN_BYTES)
    challenge = await ask(deployment, "log_in", hash_of(browser.encode()))
    return AskedOfBrowser(request_options(party, challenge), browser)


async def log_in_with_passkey(deployment: Deployment, given: Given, browser: str, origin: Origin = NOWHERE) -> LoggedIn:
    """Open a session of two factors by a passkey alone. Opens its own transactions.

    Raises NotAuthenticated, the same for whatever is wrong.
    """
    async with _refusing(deployment, NotAuthenticated, "sessionCreate", None):
        passkey, seen = await _checked(deployment, "log_in", hash_of(browser.encode()), given)
        device_name = await name_of(origin)
        async with transaction():
            now = deployment.clock.now()
            await _count_on(passkey, seen, now)
            session = await open_session(deployment, passkey.user, origin, device_name, assurance=2)
            await prove_device(session.session_id, now)
            return session


async def begin_proof(
    deployment: Deployment, actor: StaffActor, purpose: Literal["second_factor", "step_up"]
) -> dict[str, Any]:
    """Ask for a passkey of whoever is logged in. Needs a transaction. Raises NotFound where there is none, Conflict."""
    party = relying_party(deployment.settings)
    known = await credentials_of(actor.user_id)
    if not known:
        raise NotFound("There is no passkey.")
    return request_options(party, await ask(deployment, purpose, str(actor.session_id)), known=known)


async def show_passkey(deployment: Deployment, actor: StaffActor, given: Given) -> Proven:
    """Let a session that waits for a second factor have it. Opens its own transactions. Raises NotAuthenticated."""
    async with _refusing(deployment, NotAuthenticated, "sessionProve", actor):
        passkey, seen = await _checked(deployment, "second_factor", str(actor.session_id), given, actor.user_id)
        async with transaction():
            now = deployment.clock.now()
            await _count_on(passkey, seen, now)
            await prove_device(actor.session_id, now)
            note(now, "sessionProve", actor, subject_id=actor.session_id, factor="passkey")
            return await with_two_factors(actor, now)


async def step_up_with_passkey(deployment: Deployment, actor: StaffActor, given: Given) -> Proven:
    """Let somebody who is logged in prove again who they are, by a passkey alone. Opens its own transactions.

    Raises StepUpRequired, and NotAuthenticated (the session is over).
    """
    async with _refusing(deployment, StepUpRequired, "sessionStepUp", actor):
        passkey, seen = await _checked(deployment, "step_up", str(actor.session_id), given, actor.user_id)
        async with transaction():
            now = deployment.clock.now()
            await _count_on(passkey, seen, now)
            note(now, "sessionStepUp", actor, subject_id=actor.session_id, factor="passkey")
            return await rotated(actor, {"assurance": 2, "stepped_up_at": now}, until=now + STEP_UP_HOLDS)


async def _checked(
    deployment: Deployment, purpose: Purpose, bound_to: str, given: Given, owner: UUID | None = None
) -> tuple[Passkey, Shown]:
    """Find the passkey an answer names, and check it; `owner`: whose it must be. Raises AnswerRefused.

    The challenge is used up first, so each answer is looked at once.
    """
    party = relying_party(deployment.settings)
    challenge = await answered(deployment, purpose, bound_to, given)
    credential_id, handle = credential_in(given)
    rows = Passkey.filter(credential_hash=hash_of(credential_id), user__is_active=True).select_related("user")
    passkey = await rows.get_or_none()
    if passkey is None or owner not in (None, passkey.user_id):
        raise AnswerRefused("no such passkey")
    if handle != passkey.user_id.bytes and (handle is not None or owner is None):
        raise AnswerRefused("somebody else's")
    seen = shown(party, given, challenge, bytes(passkey.public_key))
    if seen.is_backup_eligible != passkey.is_backup_eligible:
        raise AnswerRefused("another authenticator's")  # Web Authentication, level 3, section 7.2: this never changes
    return passkey, seen


async def _count_on(passkey: Passkey, seen: Shown, now: datetime) -> None:
    """Note what a passkey showed, in a transaction; of two answers of one count, one does. Raises NotCountedOn."""
    values = (passkey.id, seen.sign_count, seen.is_backed_up, now)
    if not await current_transaction().execute(COUNT_ON, values):
        raise NotCountedOn(passkey.id)


@asynccontextmanager
async def _refusing(
    deployment: Deployment, error: type[ChatbookrError], action: str, actor: StaffActor | None
) -> AsyncIterator[None]:
    """Say of every answer that proves nothing the same, and tell its person of one that a copy may have given."""
    try:
        yield
    except (NotCountedOn, AnswerRefused) as problem:
        if isinstance(problem, NotCountedOn):
            await _alert(deployment, problem.passkey_id)
        await note_alone(deployment.clock.now(), action, actor, outcome="failed", factor="passkey")
        raise error(REFUSED) from None


async def _alert(deployment: Deployment, passkey_id: UUID) -> None:
    passkey = await Passkey.get_or_none(id=passkey_id).select_related("user")
    if passkey is None:
        return  # it was removed in the meantime, and counts for nobody
    async with transaction():
        await notify(deployment, passkey.user, "passkey_refused", name=passkey.name)
