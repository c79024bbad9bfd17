"""Taking up an invitation by the clinic's identity provider: an account without a password, linked from the first.

It takes both: the letter, and the provider's word for the very address the letter went to. Where that address has an
account nothing happens: its owner logs in and links (an e-mail never attaches anything to an account that is there).
"""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import AccountExists, IdentityTaken, LinkInvalid, NotFound, WrongAccount
from chatbookr_core.ids import new_id
from chatbookr_core.models import IdentityProvider, LinkedIdentity, User
from chatbookr_core.people.acceptance import Offer, offer_for, take_place
from chatbookr_core.people.accounts import create_account
from chatbookr_core.people.devices import name_of
from chatbookr_core.people.oidc.claims import Vouched
from chatbookr_core.people.oidc.flows import Begun, Invited, begin_acceptance
from chatbookr_core.people.oidc.queries import at_clinic_of, find_enabled_provider, hold_provider
from chatbookr_core.people.origin import Origin
from chatbookr_core.people.passwords import nobodys_hash
from chatbookr_core.people.rules import checked_name
from chatbookr_core.people.sessions import LoggedIn, VouchedFor, open_session
from chatbookr_core.people.tries import LINKS_FROM, count_from


async def begin(deployment: Deployment, provider_id: UUID, invited: Invited, origin: Origin) -> Begun:
    """Begin to accept. Opens its own transactions.

    Raises LimitExceeded, LinkInvalid, NotFound (a provider of another clinic), AccountExists, InvalidInput (the name).
    """
    await count_from(deployment, LINKS_FROM, origin)
    offer, provider = await offer_for(deployment, invited.token), await find_enabled_provider(provider_id)
    if provider is None or provider.clinic_id != offer.clinic_id:
        raise NotFound("There is no such identity provider.")
    if await User.exists(email=offer.email):
        raise AccountExists()
    return await begin_acceptance(deployment, provider, Invited(invited.token, checked_name(invited.full_name)))


async def accept(
    deployment: Deployment,
    provider: IdentityProvider,
    invited: Invited | None,
    vouched: Vouched,
    origin: Origin,
    assurance: int,
) -> LoggedIn:
    """Make the account, give it the place and the identity, and let it in: all of it, or nothing.

    Opens its own transactions. Raises LinkInvalid (taken back, used, or too old meanwhile), WrongAccount (the provider
    does not vouch for the invited address), AccountExists, IdentityTaken and NotFound (it was disabled meanwhile).
    """
    if invited is None:
        raise LinkInvalid()
    offer, device_name = await offer_for(deployment, invited.token), await name_of(origin)
    if vouched.email != offer.email or provider.clinic_id != offer.clinic_id:
        raise WrongAccount()
    with at_clinic_of(provider):
        async with transaction():
            await hold_provider(provider)
            user = await _newcomer(deployment, offer, invited)
            identity_id = await _link(deployment, provider, user, vouched.subject)
            by = VouchedFor(identity_id, provider.clinic_id, vouched.session)
            return await open_session(deployment, user, origin, device_name, assurance=assurance, vouched=by)


async def _newcomer(deployment: Deployment, offer: Offer, invited: Invited) -> User:
    now = deployment.clock.now()
    user_id = await create_account(
        email=offer.email, full_name=invited.full_name, password_hash=nobodys_hash(), now=now, verified_at=now
    )
    await take_place(deployment, invited.token, user_id)
    return await User.get(id=user_id)


async def _link(deployment: Deployment, provider: IdentityProvider, user: User, subject: str) -> UUID:
    rows = LinkedIdentity.filter(clinic_id=provider.clinic_id, provider_id=provider.id, subject=subject)
    if await rows.exists():
        raise IdentityTaken()
    identity_id, now = new_id(), deployment.clock.now()
    try:
        await LinkedIdentity.create(
            id=identity_id,
            clinic_id=provider.clinic_id,
            provider_id=provider.id,
            user_id=user.id,
            subject=subject,
            created_at=now,
            last_used_at=now,
        )
    except IntegrityError:  # linked by somebody else this very moment
        raise IdentityTaken() from None
    return identity_id
