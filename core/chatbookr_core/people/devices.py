"""The devices somebody logs in with: which are known, what they are in words, and the sessions open on each."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import KnownDevice, Session, User
from chatbookr_core.people.notices import notify
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.passwords import off_the_loop
from chatbookr_core.people.rules import DEVICE_KNOWN, SESSION_IDLE
from chatbookr_core.people.tokens import TOKEN_BYTES, token_hash_of
from chatbookr_permissions.actor import StaffActor

READ_CHARS = 300  # of a User-Agent: real ones are shorter
NAME_CHARS = 80
MOST_TOKENS = 20
MOST_SHOWN = 100
SHOWN = ("id", "device_name", "network", "created_at", "last_seen_at", "expires_at")  # no token's hash


@dataclass(frozen=True, slots=True)
class Recognised:
    """The device of a log-in; `token` is given to it this once, where it was not known before."""

    id: UUID
    token: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session as its person sees it: on which device ("" where that did not say), from where coarsely."""

    id: UUID
    device_name: str
    network: str | None
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime
    is_current: bool


async def name_of(origin: Origin) -> str:
    """Say in words what a program calls itself, as "Firefox on Linux"; "" where it says nothing we know."""
    return await off_the_loop(_named, origin.user_agent[:READ_CHARS]) if origin.user_agent else ""


def _named(user_agent: str) -> str:
    from ua_parser import parse  # its patterns are read by the first log-in

    found = parse(user_agent)
    parts = [part.family for part in (found.user_agent, found.os) if part is not None]
    return " on ".join(parts)[:NAME_CHARS]


async def recognise(deployment: Deployment, user: User, origin: Origin, name: str) -> Recognised:
    """Find the device by the tokens it was given before, or make it known to be made out, and tell the person.

    It is known from the first log-in on that shows all factors. A token that was not given out for this account is
    never adopted: somebody could have planted it. Needs a transaction.
    """
    now = deployment.clock.now()
    hashes = [token_hash_of(one) for one in origin.device_tokens[:MOST_TOKENS]]
    known = KnownDevice.filter(user_id=user.id, token_hash__in=hashes, proven_at__not_isnull=True)
    found = await known.filter(last_seen_at__gt=now - DEVICE_KNOWN).first() if hashes else None
    if found is not None:
        await KnownDevice.filter(id=found.id).update(last_seen_at=now)
        return Recognised(found.id, None)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    proven_at = None if user.has_second_factor else now
    device = await KnownDevice.create(
        id=new_id(),
        user_id=user.id,
        token_hash=token_hash_of(token),
        created_at=now,
        last_seen_at=now,
        proven_at=proven_at,
    )
    await notify(deployment, user, "new_device", device=" · ".join(filter(None, [name, origin.network])))
    return Recognised(device.id, token)


async def prove_device(session_id: UUID, now: datetime) -> None:
    """Know the device of a session from here on: all factors were shown on it. Needs a transaction."""
    session = await Session.get(id=session_id)
    await KnownDevice.filter(id=session.device_id, proven_at=None).update(proven_at=now)


async def sessions_of(actor: StaffActor, now: datetime) -> Sequence[SessionRecord]:
    """List somebody's open sessions, the last used first, at most MOST_SHOWN."""
    rows = Session.filter(user_id=actor.user_id, revoked_at=None, expires_at__gt=now)
    found = (
        await rows.filter(last_seen_at__gt=now - SESSION_IDLE)
        .order_by("-last_seen_at", "-id")
        .limit(MOST_SHOWN)
        .only(*SHOWN)
    )
    return [
        SessionRecord(
            one.id,
            one.device_name,
            one.network,
            one.created_at,
            one.last_seen_at,
            min(one.expires_at, one.last_seen_at + SESSION_IDLE),
            one.id == actor.session_id,
        )
        for one in found
    ]


async def end_session(deployment: Deployment, actor: StaffActor, session_id: UUID) -> UUID:
    """End one of somebody's own sessions, in every process and open subscription. Needs a transaction.

    Raises NotFound: others' sessions are none.
    """
    tx = current_transaction()
    rows = Session.filter(id=session_id, user_id=actor.user_id, revoked_at=None)
    if not await rows.update(revoked_at=deployment.clock.now()):
        raise NotFound()
    tx.tell(Change("session", None, session_id))
    return session_id
