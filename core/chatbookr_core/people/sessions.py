"""Log-in, proving it again, log-out, and whom a token stands for.

A try is counted before the password is looked at. An e-mail nobody has is answered, and counted, like any other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from chatbookr_core.audit.entries import NOBODY, Detail, Who
from chatbookr_core.audit.recording import hashed, note, note_alone, places_of, whence
from chatbookr_core.db import current_transaction, is_in_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated, StepUpRequired
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import OperatorSession, Session, User
from chatbookr_core.people.countries import country_of
from chatbookr_core.people.devices import name_of, recognise
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.people.passwords import is_password
from chatbookr_core.people.queries import OpenSession, find_session, find_user, standing_of
from chatbookr_core.people.rules import (
    PASSWORD_CHARS,
    SECOND_FACTOR_WAIT,
    SESSION_LIFETIME,
    canonical_email,
    is_stepped_up,
)
from chatbookr_core.people.tokens import TOKEN_BYTES, token_hash_of
from chatbookr_core.people.tries import LOG_INS_FROM, OF_EMAIL, count_from, count_try, forget_tries, forgive
from chatbookr_core.people.turns import in_turn
from chatbookr_permissions.actor import Actor, StaffActor, SystemActor

REFUSED = "That e-mail and password do not go together."


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A fresh session; the token is shown this once, as is the device's, where that was not known before."""

    user_id: UUID
    session_id: UUID
    expires_at: datetime
    needs_second_factor: bool
    token: str = field(repr=False)
    device_token: str | None = field(default=None, repr=False)


@in_turn
async def log_in(deployment: Deployment, email: str, password: str, origin: Origin = NOWHERE) -> LoggedIn:
    """Check a password and open a session. Opens its own transactions: hashing must not hold one.

    Of somebody with a second factor the session opens nothing before that was shown, and does not wait long for it.

    Raises NotAuthenticated (the same for a wrong password, no such account and an inactive one) and LimitExceeded.
    """
    address = canonical_email(email)
    counted_from = await count_from(deployment, LOG_INS_FROM, origin)
    counted_under = await count_try(deployment, OF_EMAIL, address)
    user = await find_user(address)
    is_right = await is_proven(user, password)  # asked for nobody too, who must take as long
    if user is None or not is_right:
        await note_failure(deployment, user.id if user else None, address, origin)
        raise NotAuthenticated(REFUSED)
    device_name = await name_of(origin)
    async with transaction():
        if await _holds_still(user):
            await forget_tries(counted_under)
            await forgive(counted_from)
            return await open_session(deployment, user, origin, device_name)
    await note_failure(deployment, user.id, address, origin)
    raise NotAuthenticated(REFUSED)


async def _holds_still(user: User) -> bool:
    """Tell whether a password that was looked at counts still, and keep it so: hashing took its time, and whoever
    changes it meanwhile ends every session there is. Needs a transaction.
    """
    rows = User.filter(id=user.id, password_hash=user.password_hash, is_active=True)
    return await rows.select_for_update(no_key=True).first() is not None


async def note_failure(deployment: Deployment, user_id: UUID | None, address: str, origin: Origin) -> None:
    """Write down that somebody was not let in; the clinics of whoever it was meant to be read of it.

    Nobody's clinics are looked for too: it must take as long.
    """
    places = await places_of(user_id or new_id())
    details: dict[str, Detail] = {
        "email": await hashed(deployment, "email", address),
        **await whence(deployment, origin),
    }
    now = deployment.clock.now()
    await note_alone(
        now, "sessionCreate", NOBODY, clinics=places, subject_id=user_id, outcome="failed", details=details
    )


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


async def require_all_factors(actor: Actor) -> StaffActor:
    """Let pass who has shown every factor of their account: a password alone must not even end their sessions.

    Raises NotAuthenticated.
    """
    if isinstance(actor, StaffActor) and not (await standing_of(actor)).needs_second_factor:
        return actor
    raise NotAuthenticated("Show your second factor first.")


async def is_proven(user: User | None, password: str) -> bool:
    """Tell whether a password is somebody's. Nobody's is none, after the same time."""
    is_right = await is_password(user.password_hash if user else None, password[:PASSWORD_CHARS])
    return is_right and len(password) <= PASSWORD_CHARS


@dataclass(frozen=True, slots=True)
class VouchedFor:
    """By which linked identity a session is opened, and the one clinic whose provider vouches for it."""

    identity_id: UUID
    clinic_id: UUID
    provider_session: str | None = field(default=None, repr=False)


async def open_session(
    deployment: Deployment,
    user: User,
    origin: Origin = NOWHERE,
    device_name: str = "",
    *,
    assurance: int = 1,
    vouched: VouchedFor | None = None,
) -> LoggedIn:
    """Open a session for somebody who has shown so many factors; a device not known before is told of by mail.

    Until somebody with a second factor has shown two, it opens nothing, and does not wait long. A session that a
    clinic's provider vouched for opens that clinic alone: what one clinic's provider says proves nothing to another.
    Needs a transaction.
    """
    now, token = deployment.clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
    needs_second_factor = user.has_second_factor and assurance < 2
    device = await recognise(deployment, user, origin, device_name)
    session = await Session.create(
        id=new_id(),
        user_id=user.id,
        token_hash=token_hash_of(token),
        assurance=assurance,
        created_at=now,
        last_seen_at=now,
        expires_at=now + (SECOND_FACTOR_WAIT if needs_second_factor else SESSION_LIFETIME),
        device_id=device.id,
        device_name=device_name,
        network=origin.network,
        only_clinic_id=vouched.clinic_id if vouched else None,
        identity_id=vouched.identity_id if vouched else None,
        provider_session=vouched.provider_session if vouched else None,
    )
    await _note_opened(deployment, session, origin, is_new_device=device.token is not None)
    return LoggedIn(user.id, session.id, session.expires_at, needs_second_factor, token, device.token)


async def _note_opened(deployment: Deployment, session: Session, origin: Origin, *, is_new_device: bool) -> None:
    only, user_id = session.only_clinic_id, session.user_id
    places = (only,) if only else await places_of(user_id)
    details: dict[str, Detail] = {"assurance": session.assurance, "isNewDevice": is_new_device}
    details.update(await whence(deployment, origin))
    country = country_of(deployment.settings, origin.address)
    if country is not None:
        details["country"] = country
    who = Who("staff", user_id)
    note(session.created_at, "sessionCreate", who, clinics=places, subject_id=session.id, details=details)


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
        note(now, "sessionEnd", actor, subject_id=actor.session_id)


async def log_out_everywhere(user_id: UUID, now: datetime, *, but: UUID | None = None) -> None:
    """End every session of an account, `but` one of them perhaps. Needs a transaction."""
    rows = Session.filter(user_id=user_id, revoked_at=None)
    await _end(rows if but is None else rows.exclude(id=but), now)


async def end_sessions_of(email: str, now: datetime) -> int | None:
    """End every session of the account of an address; how many, None where there is none. Needs a transaction."""
    user = await User.get_or_none(email=canonical_email(email))
    return None if user is None else await _end(Session.filter(user_id=user.id, revoked_at=None), now)


async def end_sessions_of_everybody(now: datetime) -> int:
    """End the sessions of all accounts, and of all operators; how many. Needs a transaction."""
    tx, rows = current_transaction(), OperatorSession.filter(revoked_at=None)
    for session_id in await rows.values_list("id", flat=True):
        tx.tell(Change("session", None, UUID(str(session_id))))
    return await rows.update(revoked_at=now) + await _end(Session.filter(revoked_at=None), now)


async def end_vouched_for(identity_ids: Sequence[UUID], now: datetime, *, provider_session: str | None = None) -> None:
    """End the sessions that linked identities opened; of one session of the provider's perhaps. Needs a transaction."""
    rows = Session.filter(identity_id__in=list(identity_ids), revoked_at=None)
    await _end(rows if provider_session is None else rows.filter(provider_session=provider_session), now)


async def _end(rows: QuerySet[Session], now: datetime) -> int:
    tx = current_transaction()
    for session_id in await rows.values_list("id", flat=True):
        tx.tell(Change("session", None, UUID(str(session_id))))
    return await rows.update(revoked_at=now)
