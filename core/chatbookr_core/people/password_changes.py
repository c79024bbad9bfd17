"""A new password: chosen by who is logged in and proved it again, or by who reads the mail of the account.

Either ends every other session and voids what was mailed before; neither touches the second factor.
"""

from uuid import UUID

from chatbookr_core.audit.entries import NOBODY
from chatbookr_core.audit.recording import hashed, note, places_of
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LinkInvalid, NotAuthenticated
from chatbookr_core.ids import new_id
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import User
from chatbookr_core.people.guessing import check_password
from chatbookr_core.people.links import LIFETIMES, link_for, make_link, use_link, void_links
from chatbookr_core.people.notices import language_of, notify
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.passwords import hash_password
from chatbookr_core.people.queries import find_user
from chatbookr_core.people.rules import checked_email
from chatbookr_core.people.sessions import log_out_everywhere, require_step_up
from chatbookr_core.people.tries import (
    LETTERS_FROM,
    LETTERS_TO,
    LINKS_FROM,
    OF_EMAIL,
    count_from,
    count_within,
    forget_tries_of,
)
from chatbookr_core.voice import voice_for
from chatbookr_permissions.actor import StaffActor


async def hash_for_change(deployment: Deployment, actor: StaffActor, password: str) -> str:
    """Check and hash the password somebody chose for themselves, before any transaction.

    Raises StepUpRequired, and InvalidInput for one that others would guess.
    """
    await require_step_up(actor, deployment.clock.now())
    user = await _active(actor.user_id)
    await check_password(password, about=(user.email, user.full_name), field="new_password")
    return await hash_password(password)


async def change_password(deployment: Deployment, actor: StaffActor, password_hash: str) -> None:
    """Let another password count. All other sessions end, and the person is told. Needs a transaction.

    Raises StepUpRequired.
    """
    await require_step_up(actor, deployment.clock.now())
    await _set(deployment, actor.user_id, password_hash, but=actor.session_id)


async def ask_for_reset(deployment: Deployment, email: str, origin: Origin, *, language: str | None = None) -> None:
    """Mail a link by which the password of an address's account can be chosen anew; or that there is no account.

    Whatever the address, the same is done in the same time: rows of the same kinds are written, a letter is owed.
    Opens its own transactions. Raises InvalidInput and LimitExceeded, both whether or not there is an account.
    """
    address = checked_email(email)
    await count_from(deployment, LETTERS_FROM, origin)
    await count_within(deployment, LETTERS_TO, address)
    user = await find_user(address)
    async with transaction():
        user_id = user.id if user else None
        url = await make_link(deployment, "password_reset", user_id=user_id, email=address)
        spoken = await language_of(user_id or new_id())
        minutes = str(round(LIFETIMES["password_reset"].total_seconds() / 60))
        kind, written = ("password_reset", spoken) if user else ("no_account", voice_for(language, spoken).language)
        values = {"minutes": minutes, "url": url} if user else {}
        await post(deployment, kind, to=user.email if user else address, language=written, values=values)
        places, asked = await places_of(user_id or new_id()), await hashed(deployment, "email", address)
        now = deployment.clock.now()
        note(now, "passwordResetRequest", NOBODY, clinics=places, subject_id=user_id, email=asked)


async def reset_password(deployment: Deployment, token: str, password: str, origin: Origin) -> UUID:
    """Choose a password by a mailed link, which counts once; return whose. All sessions end.

    The second factor stays, and is asked for at the next log-in; so do the locks of its wrong codes. Opens its own
    transactions. Raises LinkInvalid, InvalidInput and LimitExceeded; the link is used up by success alone.
    """
    await count_from(deployment, LINKS_FROM, origin)
    link = await link_for(deployment, "password_reset", token)
    user = await User.get_or_none(id=link.user_id, is_active=True)
    if user is None:
        raise LinkInvalid()
    await check_password(password, about=(user.email, user.full_name), field="new_password")
    password_hash = await hash_password(password)
    async with transaction():
        await use_link(deployment, "password_reset", token)
        await User.filter(id=user.id, email=link.email, email_verified_at=None).update(
            email_verified_at=deployment.clock.now()
        )
        await forget_tries_of(deployment, OF_EMAIL, user.email)
        await _set(deployment, user.id, password_hash)
        places = await places_of(user.id)
        note(deployment.clock.now(), "passwordReset", NOBODY, clinics=places, subject_id=user.id)
    return user.id


async def _set(deployment: Deployment, user_id: UUID, password_hash: str, *, but: UUID | None = None) -> None:
    current_transaction()
    user, now = await _active(user_id), deployment.clock.now()
    await User.filter(id=user_id).update(password_hash=password_hash)
    await void_links(user_id, now, "password_reset", "email_change")
    await log_out_everywhere(user_id, now, but=but)
    await notify(deployment, user, "password_changed")


async def _active(user_id: UUID) -> User:
    user = await User.get_or_none(id=user_id, is_active=True)
    if user is None:
        raise NotAuthenticated()
    return user
