"""The e-mail address of an account: shown to be somebody's, changed from within and from the new address, undone.

The old address is told, and can take the account back for a week.
"""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.audit.entries import NOBODY
from chatbookr_core.audit.recording import note, places_of
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import EmailTaken, InvalidInput, LinkInvalid, WrongAccount
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import User
from chatbookr_core.people.links import LIFETIMES, Purpose, make_link, use_link, void_links
from chatbookr_core.people.notices import language_of, notify
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.passwords import nobodys_hash
from chatbookr_core.people.restoring import take_what_was_added
from chatbookr_core.people.rules import checked_email
from chatbookr_core.people.sessions import log_out_everywhere, require_all_factors, require_step_up
from chatbookr_core.people.tries import LETTERS_OF, LETTERS_TO, LINKS_FROM, count_from, count_within
from chatbookr_permissions.actor import StaffActor


async def count_letter(deployment: Deployment, actor: StaffActor, email: str | None = None) -> None:
    """Count a letter somebody asks for, before any transaction. Raises LimitExceeded and InvalidInput."""
    await count_within(deployment, LETTERS_OF, str(actor.user_id))
    if email is not None:
        await count_within(deployment, LETTERS_TO, checked_email(email, field="new_email"))


async def ask_for_verification(deployment: Deployment, actor: StaffActor) -> None:
    """Mail somebody a link that shows the address to be theirs. Needs a transaction. Raises NotAuthenticated."""
    current_transaction()
    await require_all_factors(actor)
    user = await User.get(id=actor.user_id)
    url = await make_link(deployment, "verification", user_id=user.id, email=user.email)
    await _post_verification(deployment, "verification", user.email, await language_of(user.id), url)


async def verify(deployment: Deployment, token: str, origin: Origin) -> UUID:
    """Note that an address is its account's, by a mailed link; return whose.

    Opens its own transactions. Raises LinkInvalid, for an address the account no longer has too, and LimitExceeded.
    """
    await count_from(deployment, LINKS_FROM, origin)
    async with transaction():
        link = await use_link(deployment, "verification", token)
        user = User.filter(id=link.user_id, email=link.email, is_active=True)
        if not await user.update(email_verified_at=deployment.clock.now()):
            raise LinkInvalid()
        places = await places_of(link.user_id)
        note(deployment.clock.now(), "emailVerify", NOBODY, clinics=places, subject_id=link.user_id)
    return link.user_id


async def ask_for_change(deployment: Deployment, actor: StaffActor, new_email: str) -> None:
    """Mail the new address a link that makes it the account's; nothing changes before it is used.

    An address that has an account is told so there, and here nothing: whoever asks does not learn who has one. Needs
    a transaction. Raises StepUpRequired and InvalidInput.
    """
    current_transaction()
    now = deployment.clock.now()
    await require_step_up(actor, now)
    address, user = checked_email(new_email, field="new_email"), await User.get(id=actor.user_id)
    if address == user.email:
        raise InvalidInput("That is the account's address already.", field="new_email")
    is_free, language = not await User.exists(email=address), await language_of(user.id)
    await void_links(user.id, now, "email_change")
    url = await make_link(deployment, "email_change", user_id=user.id if is_free else None, email=address)
    if is_free:
        await _post_verification(deployment, "email_change", address, language, url)
    else:
        await post(deployment, "address_taken", to=address, language=language, values={})


async def confirm_change(deployment: Deployment, actor: StaffActor, token: str, origin: Origin) -> UUID:
    """Give the account of whoever is logged in the address a link was mailed to; the old one is told.

    Other sessions end. It takes the account as well as the mail: with the mail alone, a slip of the pen would hand
    the account to a stranger. Opens its own transactions. Raises NotAuthenticated, LinkInvalid, WrongAccount,
    EmailTaken and LimitExceeded.
    """
    await count_from(deployment, LINKS_FROM, origin)
    await require_all_factors(actor)
    async with transaction():
        link, now = await use_link(deployment, "email_change", token), deployment.clock.now()
        if link.user_id != actor.user_id:
            raise WrongAccount()
        user = await User.get(id=actor.user_id)
        undo = await make_link(deployment, "email_undo", user_id=user.id, email=user.email)
        await _give(user.id, link.email, {"email_verified_at": now})
        await void_links(user.id, now, "password_reset", "verification")
        await log_out_everywhere(user.id, now, but=actor.session_id)
        days = str(LIFETIMES["email_undo"].days)
        await notify(deployment, user, "address_changed", url=undo, days=days)
        note(now, "emailChangeConfirm", actor, subject_id=user.id)
    return user.id


async def undo_change(deployment: Deployment, token: str, origin: Origin) -> UUID:
    """Give an account back the address it had, by the link that was mailed there; return whose it is.

    Whoever changed it knew the password: it counts no longer, all sessions end, what lets them in besides (passkeys,
    phones and identities that were added since) is taken away, and a link to choose another is mailed. Opens its own
    transactions. Raises LinkInvalid, EmailTaken and LimitExceeded.
    """
    await count_from(deployment, LINKS_FROM, origin)
    async with transaction():
        link, now = await use_link(deployment, "email_undo", token), deployment.clock.now()
        await _give(link.user_id, link.email, {"password_hash": nobodys_hash(), "email_verified_at": now})
        await void_links(link.user_id, now, "password_reset", "verification", "email_change", "email_undo")
        await take_what_was_added(link.user_id, link.made_at)
        await log_out_everywhere(link.user_id, now)
        url = await make_link(deployment, "password_reset", user_id=link.user_id, email=link.email)
        minutes = str(round(LIFETIMES["password_reset"].total_seconds() / 60))
        language = await language_of(link.user_id)
        values = {"minutes": minutes, "url": url}
        await post(deployment, "password_reset", to=link.email, language=language, values=values)
        note(now, "emailChangeUndo", NOBODY, clinics=await places_of(link.user_id), subject_id=link.user_id)
    return link.user_id


async def _give(user_id: UUID, email: str, further: dict[str, object]) -> None:
    if await User.filter(email=email).exclude(id=user_id).exists():
        raise EmailTaken()
    try:
        changed = await User.filter(id=user_id, is_active=True).update(email=email, **further)
    except IntegrityError:  # given to another account this very moment
        raise EmailTaken() from None
    if not changed:
        raise LinkInvalid()


async def _post_verification(deployment: Deployment, purpose: Purpose, to: str, language: str, url: str) -> None:
    hours = LIFETIMES[purpose].total_seconds() / 3600
    await post(deployment, "verification", to=to, language=language, values={"hours": str(round(hours)), "url": url})
