"""Taking a place one was invited to: as somebody new, who gets an account, or as whoever is logged in.

The link counts once, while it was not taken back and while its sender may still give that role.
"""

from dataclasses import dataclass, field
from uuid import UUID

from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.db import current_transaction, fetch, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import AccountExists, LinkInvalid, WrongAccount
from chatbookr_core.keys import columns
from chatbookr_core.models import Clinic, User
from chatbookr_core.people.accounts import create_account, join_clinic
from chatbookr_core.people.authority import place_in
from chatbookr_core.people.guessing import check_password
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.passwords import hash_password
from chatbookr_core.people.queries import ROLES
from chatbookr_core.people.rules import can_give, checked_name
from chatbookr_core.people.sessions import require_all_factors
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_core.people.tries import LINKS_FROM, count_from
from chatbookr_core.scope import every_clinic, within
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import permissions_of
from chatbookr_permissions.roles import Role

# any clinic: the token says which
FIND = """
SELECT id, clinic_id, email_sealed, role, practitioner_id, invited_by_id FROM invitation
WHERE token_hash = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2
"""
# any clinic: the token says which
USE = """
UPDATE invitation SET accepted_at = $2, accepted_by_id = $3
WHERE token_hash = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2
RETURNING id, clinic_id, email_sealed, role, practitioner_id, invited_by_id
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link offers, and to which address it was mailed."""

    clinic_id: UUID
    role: Role
    practitioner_id: UUID | None
    email: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says to whoever reads it; whether its address has an account, they learn by accepting too."""

    offer: Offer
    clinic_name: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has no account yet."""

    full_name: str
    password: str = field(repr=False)


async def accept_as_newcomer(deployment: Deployment, token: str, newcomer: Newcomer, origin: Origin) -> UUID:
    """Make an account for the invited address, which is verified by that, and give it the place; return its id.

    Opens its own transactions. Raises LimitExceeded, LinkInvalid, InvalidInput, and AccountExists where the address has
    an account, active or not: then nothing of that one changes, and the link still counts for it.
    """
    await count_from(deployment, LINKS_FROM, origin)
    offer, now = await offer_for(deployment, token), deployment.clock.now()
    if await User.exists(email=offer.email):
        raise AccountExists()
    name = checked_name(newcomer.full_name)
    await check_password(newcomer.password, about=(offer.email, name))
    password_hash = await hash_password(newcomer.password)
    with every_clinic("invitation"):
        async with transaction():
            user_id = await create_account(
                email=offer.email, full_name=name, password_hash=password_hash, now=now, verified_at=now
            )
            await take_place(deployment, token, user_id)
    return user_id


async def accept_as_member(deployment: Deployment, token: str, actor: StaffActor, origin: Origin) -> UUID:
    """Give the account that is logged in the place it was invited to; return its id.

    Opens its own transactions. Raises LimitExceeded, NotAuthenticated (a factor is still to be shown), LinkInvalid,
    WrongAccount (the letter went to another address) and AlreadyMember (suspended too: no letter ends that).
    """
    await count_from(deployment, LINKS_FROM, origin)
    await require_all_factors(actor)
    with every_clinic("invitation"):
        async with transaction():
            offer = await _use(deployment, token, actor.user_id)
            user = await User.get(id=actor.user_id)
            if user.email != offer.email:
                raise WrongAccount()  # which gives the link back, too
            await _join(deployment, offer, user.id)
            now = deployment.clock.now()
            await User.filter(id=user.id, email_verified_at=None).update(email_verified_at=now)
            note(now, "invitationAccept", actor, clinics=(offer.clinic_id,), subject_id=user.id)
    return actor.user_id


async def look_at(deployment: Deployment, token: str, origin: Origin) -> Letter:
    """Show whoever reads the letter what it offers. Raises LimitExceeded and LinkInvalid."""
    await count_from(deployment, LINKS_FROM, origin)
    offer = await offer_for(deployment, token)
    with every_clinic("invitation"), within((offer.clinic_id,)):
        clinic = await Clinic.get(id=offer.clinic_id)
    return Letter(offer, clinic.name, await User.exists(email=offer.email))


async def offer_for(deployment: Deployment, token: str) -> Offer:
    """Look at what a link offers without taking it. Raises LinkInvalid."""
    with every_clinic("invitation"):
        rows = await fetch(FIND, (token_hash_of(token), deployment.clock.now()))
        return await _offer_of(deployment, dict(rows[0]) if rows else None)


async def take_place(deployment: Deployment, token: str, user_id: UUID) -> None:
    """Use a link up and give an account the place. Needs a transaction. Raises LinkInvalid and AlreadyMember."""
    used = await _use(deployment, token, user_id)
    await _join(deployment, used, user_id)
    now = deployment.clock.now()
    note(now, "invitationAccept", Who("staff", user_id), clinics=(used.clinic_id,), subject_id=user_id)


async def _use(deployment: Deployment, token: str, user_id: UUID) -> Offer:
    """Use the link up; whoever shows it meanwhile waits, and then sees that it was used."""
    rows = await current_transaction().fetch(USE, (token_hash_of(token), deployment.clock.now(), user_id))
    return await _offer_of(deployment, rows[0] if rows else None)


async def _join(deployment: Deployment, offer: Offer, user_id: UUID) -> None:
    now, practitioner_id = deployment.clock.now(), offer.practitioner_id
    with within((offer.clinic_id,)):
        await join_clinic(
            user_id=user_id, clinic_id=offer.clinic_id, role=offer.role, practitioner_id=practitioner_id, now=now
        )


async def _offer_of(deployment: Deployment, row: dict[str, object] | None) -> Offer:
    if row is None or row["role"] not in ROLES:
        raise LinkInvalid()
    clinic_id, role, practitioner = uuid_of(row["clinic_id"]), Role(str(row["role"])), row["practitioner_id"]
    with within((clinic_id,)):
        if not await _may_still_give(clinic_id, uuid_of(row["invited_by_id"]), role):
            raise LinkInvalid()
        keys, sealed = await deployment.vault.clinic_keys(clinic_id), row["email_sealed"]
    assert isinstance(sealed, bytes | memoryview)  # noqa: S101  # no invitation is without an address
    address = keys.open_text(columns.INVITATION_EMAIL, uuid_of(row["id"]), bytes(sealed))
    return Offer(clinic_id, role, uuid_of(practitioner) if practitioner is not None else None, address)


async def _may_still_give(clinic_id: UUID, user_id: UUID, role: Role) -> bool:
    """Ask the sender's place again: somebody who was suspended must not come back by a letter of their own."""
    place = await place_in(clinic_id, user_id)
    held = permissions_of(place) if place is not None else frozenset()
    return Permission.MEMBER_MANAGE in held and can_give(held, role)
