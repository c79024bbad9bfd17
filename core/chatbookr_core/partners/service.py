"""API keys: made, rotated and revoked by staff who proved again who they are, and what a token stands for."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.audit.refusals import note_key_refused
from chatbookr_core.db import current_transaction, is_in_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, QuotaReached
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import ApiKey, Clinic, Location
from chatbookr_core.names import name_from
from chatbookr_core.partners.errors import KeyClosed
from chatbookr_core.partners.queries import OpenKey, find_ended_key, find_key
from chatbookr_core.partners.rules import (
    MOST_KEYS,
    NAME_CHARS,
    KeyDraft,
    Token,
    check_draft,
    check_overlap,
    is_open,
    is_token,
    is_within,
    token_from,
)
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require

log = logging.getLogger(__name__)
TOKEN_BITS = 400  # more than the digits hold, so that each of them is as likely as any other
OPEN_KEYS = """
SELECT COUNT(*) AS number FROM api_key
WHERE clinic_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
"""
NOTE_USE = """
UPDATE api_key SET last_used_at = $3
WHERE clinic_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < $3)
"""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key with its fresh token, which is shown this once."""

    key_id: UUID
    token: str = field(repr=False)


async def create_key(deployment: Deployment, actor: Actor, draft: KeyDraft) -> MadeKey:
    """Make a key of a clinic. Needs a transaction.

    Raises NotFound (a foreign clinic), PermissionDenied, StepUpRequired, InvalidInput, QuotaReached.
    """
    now = deployment.clock.now()
    staff = await _key_manager(actor, draft.clinic_id, now)
    name = name_from(draft.name, NAME_CHARS)
    check_draft(draft, permissions_in(staff, draft.clinic_id), now)
    await _check_locations(draft)
    await Clinic.filter(id=draft.clinic_id).select_for_update().get()  # two at once are counted one by one
    counted = await current_transaction().fetch(OPEN_KEYS, (draft.clinic_id, now))
    if int(counted[0]["number"]) >= MOST_KEYS:
        raise QuotaReached(f"A clinic has at most {MOST_KEYS} open keys: revoke one first.")
    token = _new_token()
    key = await ApiKey.create(
        id=new_id(),
        clinic_id=draft.clinic_id,
        name=name,
        prefix=token.prefix,
        token_hash=token.hash,
        scopes=sorted({one.value for one in draft.scopes}),
        location_ids=_written(draft.location_ids),
        ip_ranges=[one.strip() for one in draft.ip_ranges],
        is_strict=draft.is_strict,
        expires_at=draft.expires_at,
        created_at=now,
        created_by_id=staff.user_id,
    )
    _tell(key)
    log.info("key %s made by user %s", key.id, staff.user_id)
    return MadeKey(key.id, token.text)


async def rotate_key(
    deployment: Deployment, actor: Actor, key_id: UUID, *, previous_until: datetime | None = None
) -> MadeKey:
    """Give a key another token; the one it has now opens until `previous_until`, or no longer. Needs a transaction.

    A token that was replaced before ends at once. Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput,
    KeyClosed.
    """
    now = deployment.clock.now()
    key, staff = await _key_for_change(actor, key_id, now)
    check_overlap(previous_until, now)
    if not is_open(revoked_at=key.revoked_at, expires_at=key.expires_at, now=now):
        raise KeyClosed()
    token = _new_token()
    is_kept = previous_until is not None
    key.previous_token_hash, key.previous_until = (key.token_hash, previous_until) if is_kept else (None, None)
    key.token_hash, key.prefix = token.hash, token.prefix
    await key.save(update_fields=["token_hash", "prefix", "previous_token_hash", "previous_until"])
    _tell(key)
    log.info("key %s rotated by user %s", key.id, staff.user_id)
    return MadeKey(key.id, token.text)


async def revoke_key(deployment: Deployment, actor: Actor, key_id: UUID) -> UUID:
    """End a key, in every process and open subscription; one that is revoked stays so. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired.
    """
    now = deployment.clock.now()
    key, staff = await _key_for_change(actor, key_id, now)
    if key.revoked_at is None:
        key.revoked_at = now
        await key.save(update_fields=["revoked_at"])
        _tell(key)
        log.info("key %s revoked by user %s", key.id, staff.user_id)
    return key.id


async def key_for_token(deployment: Deployment, token: str, *, address: str | None) -> OpenKey | None:
    """Return the key of a token, as of now, for a peer at `address`; notes the use or the refusal, once a minute.

    None alike for what is no token (which costs no look-up), an unknown one, a key that has ended, and one that does
    not open from there: whoever found a token learns nothing from the answer.
    """
    if not is_token(token):
        return None
    now = deployment.clock.now()
    found = await find_key(token_hash_of(token), now=now)
    if found is None:
        ended = await find_ended_key(token_hash_of(token), now=now)
        if ended is not None:
            await note_key_refused(deployment, ended.key_id, ended.clinic_id, ended.reason, address)
        return None
    if not is_within(found.ip_ranges, address):
        log.warning("key %s refused: it came from outside its addresses", found.actor.key_id)
        await note_key_refused(deployment, found.actor.key_id, found.actor.clinic_id, "address", address)
        return None
    if found.is_stale and not is_in_transaction():
        with every_clinic("authentication"):
            async with transaction():
                await note_use(found, now)
    return found


async def note_use(key: OpenKey, now: datetime) -> None:
    """Note that a key was used, to the minute. Needs a transaction."""
    if key.is_stale:
        await current_transaction().execute(NOTE_USE, (key.actor.clinic_id, key.actor.key_id, now))


def _new_token() -> Token:
    return token_from(secrets.randbits(TOKEN_BITS))


async def _key_manager(actor: Actor, clinic_id: UUID, now: datetime) -> StaffActor:
    """Let staff of the clinic pass who may manage keys and stepped up. Raises what the use cases above do."""
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.KEY_MANAGE, clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.KEY_MANAGE)  # a key answers for somebody: a person makes it
    await require_step_up(actor, now)
    return actor


async def _key_for_change(actor: Actor, key_id: UUID, now: datetime) -> tuple[ApiKey, StaffActor]:
    rows = ApiKey.filter(id=key_id)  # any clinic: the actor's is checked next
    key = await rows.select_for_update().get_or_none()
    if key is None:
        raise NotFound()
    return key, await _key_manager(actor, key.clinic_id, now)


async def _check_locations(draft: KeyDraft) -> None:
    wanted = draft.location_ids or ()
    rows = Location.filter(clinic_id=draft.clinic_id, id__in=list(set(wanted)))
    own = {UUID(str(one)) for one in await rows.values_list("id", flat=True)} if wanted else set()
    for place, one in enumerate(wanted):
        if one not in own:
            raise InvalidInput("That place is not one of the clinic's.", field=f"location_ids.{place}")


def _written(ids: Sequence[UUID] | None) -> list[str] | None:
    return None if ids is None else sorted(str(one) for one in set(ids))


def _tell(key: ApiKey) -> None:
    current_transaction().tell(Change("key", key.clinic_id, key.id))
