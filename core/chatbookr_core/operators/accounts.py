"""Operators' accounts: invited at the command line, enrolled and logged in by a passkey, and by nothing else."""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from chatbookr_core.audit.entries import HOST, NOBODY, Who
from chatbookr_core.audit.recording import note, note_alone
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotAuthenticated, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Operator, OperatorPasskey, OperatorSession
from chatbookr_core.operators.rules import ENROLMENT_HOLDS, SESSION_LIFETIME
from chatbookr_core.people.authenticators import (
    AnswerRefused,
    Given,
    Holder,
    Shown,
    creation_options,
    credential_in,
    hash_of,
    new_credential,
    relying_party,
    request_options,
    shown,
)
from chatbookr_core.people.challenges import answered, ask
from chatbookr_core.people.rules import canonical_email, checked_name
from chatbookr_permissions.actor import OperatorActor

TOKEN_BYTES = 32
REFUSED = "That passkey is no operator's, or was asked for too long ago."
NO_INVITATION = "That invitation was used, or is too old: have another one made."
USE_INVITATION = """
UPDATE operator SET enrolment_hash = NULL, enrolment_until = NULL
WHERE enrolment_hash = $1 AND enrolment_until > $2 AND is_active
"""
# An authenticator that counts must have counted on; one that does not shows 0 for ever (WebAuthn, level 3, 6.1.1).
COUNT_ON = """
UPDATE operator_passkey SET sign_count = $2, is_backed_up = $3, last_used_at = $4
WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
"""


class NotCountedOn(AnswerRefused):
    """A true answer whose counter is not beyond the last one: one of two keys that hold the same secret."""

    def __init__(self, operator_id: UUID) -> None:
        super().__init__("a copy, perhaps")
        self.operator_id = operator_id


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation, whose secret is shown this once."""

    operator_id: UUID
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OperatorLogIn:
    """A fresh session of an operator's; the token is shown this once."""

    operator_id: UUID
    session_id: UUID
    expires_at: datetime
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is to give its authenticator, and the secret by which it is known again."""

    options: dict[str, Any]
    browser: str = field(repr=False)


async def invite(deployment: Deployment, *, email: str, full_name: str) -> Invitation:
    """Make an operator's account, or let one that exists make another key. Needs a transaction. Raises InvalidInput.

    Only the command line calls this: whoever can run it can do everything anyway.
    """
    current_transaction()
    address, now, token = canonical_email(email), deployment.clock.now(), token_urlsafe(TOKEN_BYTES)
    if address.count("@") != 1 or len(address) > 254:
        raise InvalidInput("Give an e-mail address and a name.", field="email")
    name = checked_name(full_name)
    operator = await Operator.get_or_none(email=address)
    if operator is None:
        operator = await Operator.create(id=new_id(), email=address, full_name=name, created_at=now)
    invited = {"enrolment_hash": hash_of(token.encode()), "enrolment_until": now + ENROLMENT_HOLDS}
    await Operator.filter(id=operator.id).update(is_active=True, **invited)
    note(now, "operatorInvite", HOST, subject_id=operator.id)
    return Invitation(operator.id, token)


async def suspend(deployment: Deployment, *, email: str) -> UUID:
    """Close an operator's account; their sessions end, and with them what was opened. Needs a transaction.

    Raises NotFound.
    """
    tx, now = current_transaction(), deployment.clock.now()
    operator = await Operator.get_or_none(email=canonical_email(email))
    if operator is None:
        raise NotFound("There is no such operator.")
    await Operator.filter(id=operator.id).update(is_active=False, enrolment_hash=None, enrolment_until=None)
    rows = OperatorSession.filter(operator_id=operator.id, revoked_at=None)
    for session_id in await rows.values_list("id", flat=True):
        tx.tell(Change("session", None, UUID(str(session_id))))
    await rows.update(revoked_at=now)
    note(now, "operatorSuspend", HOST, subject_id=operator.id)
    return operator.id


async def operators() -> list[tuple[str, str, bool, int]]:
    """List operators by e-mail: name, whether the account is open, how many keys it has."""
    found = []
    for one in await Operator.all().order_by("email"):
        keys = await OperatorPasskey.filter(operator_id=one.id).count()
        found.append((one.email, one.full_name, one.is_active, keys))
    return found


async def begin_enrolment(deployment: Deployment, token: str) -> dict[str, Any]:
    """Ask an invited operator's authenticator for a key. Needs a transaction. Raises NotAuthenticated, Conflict."""
    operator = await _invited(token, deployment.clock.now())
    challenge = await ask(deployment, "operator_enrol", hash_of(token.encode()))
    holder = Holder(operator.id.bytes, operator.email, operator.full_name)
    return creation_options(relying_party(deployment.settings), holder, challenge)


async def enrol(deployment: Deployment, token: str, given: Given) -> UUID:
    """Keep an invited operator's key, once: the invitation is used up by it. Opens its own transactions.

    Raises NotAuthenticated.
    """
    operator = await _invited(token, deployment.clock.now())
    try:
        challenge = await answered(deployment, "operator_enrol", hash_of(token.encode()), given)
        made = new_credential(relying_party(deployment.settings), given, challenge)
    except AnswerRefused:
        raise NotAuthenticated(REFUSED) from None
    now = deployment.clock.now()
    async with transaction() as tx:
        if not await tx.execute(USE_INVITATION, (hash_of(token.encode()), now)):
            raise NotAuthenticated(NO_INVITATION)
        await OperatorPasskey.create(
            id=new_id(),
            operator_id=operator.id,
            credential_id=made.credential.id,
            credential_hash=hash_of(made.credential.id),
            public_key=made.public_key,
            sign_count=made.sign_count,
            is_backup_eligible=made.is_backup_eligible,
            is_backed_up=made.is_backed_up,
            created_at=now,
        )
        note(now, "operatorEnrol", Who("operator", operator.id), subject_id=operator.id)
    return operator.id


async def _invited(token: str, now: datetime) -> Operator:
    rows = Operator.filter(enrolment_hash=hash_of(token.encode()), enrolment_until__gt=now, is_active=True)
    operator = await rows.get_or_none()
    if operator is None:
        raise NotAuthenticated(NO_INVITATION)
    return operator


async def begin_log_in(deployment: Deployment) -> Asked:
    """Ask for an operator's passkey; whose, the authenticator says. Needs a transaction. Raises Conflict."""
    party, browser = relying_party(deployment.settings), token_urlsafe(TOKEN_BYTES)
    challenge = await ask(deployment, "operator_log_in", hash_of(browser.encode()))
    return Asked(request_options(party, challenge), browser)


async def log_in(deployment: Deployment, given: Given, browser: str) -> OperatorLogIn:
    """Open an operator's session. Opens its own transactions. Raises NotAuthenticated for whatever is wrong.

    All operators are told of a key whose counter has not gone on.
    """
    try:
        passkey, seen = await _checked(deployment, given, browser)
        async with transaction():
            return await _opened(passkey, seen, deployment.clock.now())
    except NotCountedOn as problem:
        await _alert(deployment, problem.operator_id)
        raise NotAuthenticated(REFUSED) from None
    except AnswerRefused:
        await note_alone(deployment.clock.now(), "operatorSessionCreate", NOBODY, outcome="failed")
        raise NotAuthenticated(REFUSED) from None


async def _checked(deployment: Deployment, given: Given, browser: str) -> tuple[OperatorPasskey, Shown]:
    challenge = await answered(deployment, "operator_log_in", hash_of(browser.encode()), given)
    credential_id, handle = credential_in(given)
    passkey = await OperatorPasskey.get_or_none(credential_hash=hash_of(credential_id), operator__is_active=True)
    if passkey is None or handle != passkey.operator_id.bytes:
        raise AnswerRefused("no operator's")
    seen = shown(relying_party(deployment.settings), given, challenge, bytes(passkey.public_key))
    if seen.is_backup_eligible != passkey.is_backup_eligible:
        raise AnswerRefused("another authenticator's")
    return passkey, seen


async def _opened(passkey: OperatorPasskey, seen: Shown, now: datetime) -> OperatorLogIn:
    if not await current_transaction().execute(COUNT_ON, (passkey.id, seen.sign_count, seen.is_backed_up, now)):
        raise NotCountedOn(passkey.operator_id)
    token = token_urlsafe(TOKEN_BYTES)
    session = await OperatorSession.create(
        id=new_id(),
        operator_id=passkey.operator_id,
        token_hash=hash_of(token.encode()),
        created_at=now,
        last_seen_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    note(now, "operatorSessionCreate", Who("operator", passkey.operator_id), subject_id=session.id)
    return OperatorLogIn(passkey.operator_id, session.id, session.expires_at, token)


async def _alert(deployment: Deployment, operator_id: UUID) -> None:
    """Owe every operator a letter: a colleague can suspend an account whose owner does not read mail."""
    owner, day = await Operator.get(id=operator_id), deployment.clock.now().date().isoformat()
    async with transaction():
        for operator in await Operator.filter(is_active=True).order_by("email"):
            values = {"day": day, "operator": owner.full_name, "email": owner.email}
            language = deployment.settings.operator_language
            await post(deployment, "operator_key_refused", to=operator.email, language=language, values=values)


async def log_out(actor: OperatorActor, now: datetime) -> None:
    """End an operator's session. Needs a transaction."""
    tx = current_transaction()
    if await OperatorSession.filter(id=actor.session_id, revoked_at=None).update(revoked_at=now):
        tx.tell(Change("session", None, actor.session_id))
        note(now, "operatorSessionEnd", actor, clinics=(), subject_id=actor.session_id)
