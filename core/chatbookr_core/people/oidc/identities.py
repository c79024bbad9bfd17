"""Linked identities: made by an account's owner who proved again who they are, listed, and removed by the same."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import IdentityTaken, NotAuthenticated, NotFound, QuotaReached
from chatbookr_core.ids import new_id
from chatbookr_core.models import IdentityProvider, LinkedIdentity, User
from chatbookr_core.people.notices import notify
from chatbookr_core.people.oidc.rules import MOST_IDENTITIES
from chatbookr_core.people.sessions import end_vouched_for, require_step_up
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import permissions_in


async def link(deployment: Deployment, actor: StaffActor, provider: IdentityProvider, subject: str) -> UUID:
    """Link an identity with the actor's account, who was asked to step up when this began. Opens its own transaction.

    One that is the actor's already stays as it is. Raises NotFound (they left the clinic), IdentityTaken, QuotaReached.
    """
    if not permissions_in(actor, provider.clinic_id):
        raise NotFound()
    try:
        async with transaction():
            return await _link(deployment, actor, provider, subject)
    except IntegrityError:  # somebody else linked it at the same moment
        raise IdentityTaken() from None


async def _link(deployment: Deployment, actor: StaffActor, provider: IdentityProvider, subject: str) -> UUID:
    user = await User.filter(id=actor.user_id, is_active=True).select_for_update().get_or_none()
    if user is None:
        raise NotAuthenticated()
    found = await LinkedIdentity.get_or_none(clinic_id=provider.clinic_id, provider_id=provider.id, subject=subject)
    if found is not None:
        if found.user_id != user.id:
            raise IdentityTaken()
        return found.id
    with every_clinic("own identities"):
        linked = await LinkedIdentity.filter(user_id=user.id).count()  # any clinic: an account's own
    if linked >= MOST_IDENTITIES:
        raise QuotaReached(f"An account has at most {MOST_IDENTITIES} linked identities: remove one first.")
    identity_id = new_id()
    await LinkedIdentity.create(
        id=identity_id,
        clinic_id=provider.clinic_id,
        provider_id=provider.id,
        user_id=user.id,
        subject=subject,
        created_at=deployment.clock.now(),
    )
    await _tell(deployment, user, "identity_linked", provider)
    return identity_id


async def remove_identity(deployment: Deployment, actor: Actor, identity_id: UUID) -> UUID:
    """Take an identity from the actor's own account; the sessions it opened end. Needs a transaction.

    Raises StepUpRequired (before anything is looked up), and NotFound for one of others, too.
    """
    now = deployment.clock.now()
    await require_step_up(actor, now)
    with every_clinic("own identities"):
        rows = LinkedIdentity.filter(id=identity_id)  # any clinic: the account's own is checked next
        identity = await rows.select_for_update().get_or_none()
        if identity is None or not isinstance(actor, StaffActor) or identity.user_id != actor.user_id:
            raise NotFound()
        provider = await IdentityProvider.get(clinic_id=identity.clinic_id, id=identity.provider_id)
        await end_vouched_for([identity.id], now)
        await identity.delete()
    await _tell(deployment, await User.get(id=actor.user_id), "identity_removed", provider)
    return identity.id


async def _tell(deployment: Deployment, user: User, kind: str, provider: IdentityProvider) -> None:
    """Tell somebody that their account is logged in to in other ways than before: it may not have been them."""
    await notify(deployment, user, kind, provider=provider.name)
