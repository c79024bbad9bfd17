"""Passkeys of an account: made with an authenticator, listed, renamed, removed. What they prove: passkey_proofs.py."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, InvalidInput, NotFound, NotPermitted, QuotaReached
from chatbookr_core.ids import new_id
from chatbookr_core.models import Passkey, User
from chatbookr_core.names import name_from
from chatbookr_core.people.authenticators import (
    AnswerRefused,
    Credential,
    Given,
    Holder,
    NewCredential,
    creation_options,
    hash_of,
    new_credential,
    relying_party,
)
from chatbookr_core.people.challenges import answered, ask
from chatbookr_core.people.factors import gain_factor, hold_factors, lose_factor
from chatbookr_core.people.notices import tell_of_change
from chatbookr_core.people.rules import MOST_PASSKEYS, PASSKEY_NAME_CHARS
from chatbookr_core.people.sessions import require_step_up
from chatbookr_permissions.actor import Actor, StaffActor

SHOWN = ("id", "name", "is_backed_up", "created_at", "last_used_at")  # no key
NOT_MADE = "That passkey was not made: begin again."


@dataclass(frozen=True, slots=True)
class PasskeyRecord:
    """What its person may know of a passkey."""

    id: UUID
    name: str
    is_backed_up: bool
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class AddedPasskey:
    """A passkey that was just added; with the first factor there are recovery codes, shown this once."""

    passkey_id: UUID
    recovery_codes: list[str] = field(repr=False)


async def passkeys_of(user_id: UUID) -> list[PasskeyRecord]:
    """List somebody's passkeys, the oldest first."""
    rows = Passkey.filter(user_id=user_id).order_by("created_at", "id")
    return [_record(row) for row in await rows.only(*SHOWN)]


async def find_passkey(user_id: UUID, passkey_id: UUID) -> PasskeyRecord | None:
    """Find a passkey of somebody's own."""
    row = await Passkey.get_or_none(id=passkey_id, user_id=user_id).only(*SHOWN)
    return _record(row) if row else None


def _record(row: Passkey) -> PasskeyRecord:
    return PasskeyRecord(row.id, row.name, row.is_backed_up, row.created_at, row.last_used_at)


async def begin_passkey(deployment: Deployment, actor: Actor) -> dict[str, Any]:
    """Return what `navigator.credentials.create` is to be given as `publicKey`. Needs a transaction.

    Raises StepUpRequired, QuotaReached, NotPermitted (a program), Conflict (a deployment without a name).
    """
    current_transaction()
    party, staff = relying_party(deployment.settings), _person(actor)
    await require_step_up(staff, deployment.clock.now())
    known = await credentials_of(staff.user_id)
    _check_room(len(known))
    user = await User.get(id=staff.user_id)
    challenge = await ask(deployment, "register", str(staff.session_id))
    return creation_options(party, Holder(user.id.bytes, user.email, user.full_name), challenge, known=known)


async def made_passkey(deployment: Deployment, actor: Actor, given: Given, *, name: str) -> NewCredential:
    """Check what an authenticator answered to `begin_passkey`, which it can do once. Opens its own transaction.

    The name is looked at first: for a slip there nobody has to begin again.

    Raises StepUpRequired, NotPermitted, Conflict, and InvalidInput for whatever is wrong with the answer.
    """
    party, staff = relying_party(deployment.settings), _person(actor)
    await require_step_up(staff, deployment.clock.now())
    name_from(name, PASSKEY_NAME_CHARS)
    try:
        challenge = await answered(deployment, "register", str(staff.session_id), given)
        return new_credential(party, given, challenge)
    except AnswerRefused:
        raise InvalidInput(NOT_MADE, field="credential") from None


async def add_passkey(deployment: Deployment, actor: Actor, made: NewCredential, *, name: str) -> AddedPasskey:
    """Let a passkey count from here on. Needs a transaction.

    The session has two factors, all others of the account end, and the person is told by mail. Raises StepUpRequired,
    NotPermitted, InvalidInput (the name), QuotaReached, and Conflict for a key that is somebody's already.
    """
    staff, now = _person(actor), deployment.clock.now()
    await require_step_up(staff, now)
    kept = name_from(name, PASSKEY_NAME_CHARS)
    await hold_factors(staff.user_id)
    _check_room(await Passkey.filter(user_id=staff.user_id).count())
    if await Passkey.exists(credential_hash=hash_of(made.credential.id)):
        raise Conflict(NOT_MADE)
    passkey = await Passkey.create(
        id=new_id(),
        user_id=staff.user_id,
        credential_id=made.credential.id,
        credential_hash=hash_of(made.credential.id),
        public_key=made.public_key,
        sign_count=made.sign_count,
        is_backup_eligible=made.is_backup_eligible,
        is_backed_up=made.is_backed_up,
        transports=list(made.credential.transports),
        name=kept,
        created_at=now,
    )
    codes = await gain_factor(deployment, staff)
    await tell_of_change(deployment, staff)
    return AddedPasskey(passkey.id, codes)


async def rename_passkey(deployment: Deployment, actor: Actor, passkey_id: UUID, *, name: str) -> UUID:
    """Give a passkey another name. Needs a transaction. Raises NotPermitted, InvalidInput and NotFound."""
    current_transaction()
    kept = name_from(name, PASSKEY_NAME_CHARS)
    if not await Passkey.filter(id=passkey_id, user_id=_person(actor).user_id).update(name=kept):
        raise NotFound()
    return passkey_id


async def remove_passkey(deployment: Deployment, actor: Actor, passkey_id: UUID) -> UUID:
    """Let a passkey count no longer; the last factor takes the recovery codes with it. Needs a transaction.

    The account's other sessions end, and the person is told by mail. Raises NotPermitted, StepUpRequired, NotFound.
    """
    staff = _person(actor)
    await require_step_up(staff, deployment.clock.now())
    await hold_factors(staff.user_id)
    if not await Passkey.filter(id=passkey_id, user_id=staff.user_id).delete():
        raise NotFound()
    await lose_factor(deployment, staff)
    await tell_of_change(deployment, staff)
    return passkey_id


async def credentials_of(user_id: UUID) -> Sequence[Credential]:
    """List somebody's keys as authenticators know them."""
    rows = await Passkey.filter(user_id=user_id).order_by("created_at", "id")
    return [Credential(bytes(row.credential_id), tuple(row.transports)) for row in rows]


def _person(actor: Actor) -> StaffActor:
    """Let people pass. Raises NotPermitted for programs, which have no hands."""
    if not isinstance(actor, StaffActor):
        raise NotPermitted("Passkeys are for people.")
    return actor


def _check_room(number: int) -> None:
    if number >= MOST_PASSKEYS:
        raise QuotaReached(f"An account has at most {MOST_PASSKEYS} passkeys: remove one first.")
