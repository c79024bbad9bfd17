"""Invitations: who may manage members mails somebody a place in the clinic; whoever reads that mail can take it once.

An invitation makes an account, or adds a place to one whose person is logged in. It never attaches to an account by
its address, and alters nothing of one: who holds a link alone holds no account.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import AlreadyInvited, AlreadyMember, InvalidInput, NotFound, QuotaReached
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Clinic, Invitation, Membership, Practitioner, User
from chatbookr_core.people.links import url_of
from chatbookr_core.people.rules import INVITATION_LIFETIME, MOST_INVITATIONS, MOST_LETTERS, can_give, checked_email
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.people.tokens import TOKEN_BYTES, token_hash_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require
from chatbookr_permissions.roles import Role

ROLE_NOT_GRANTABLE = "ROLE_NOT_GRANTABLE"
BY_EMAIL = "invitation.email"


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """Whom to invite, and as what; `practitioner_id` says which practitioner they are, if any."""

    clinic_id: UUID
    email: str = field(repr=False)
    role: Role
    practitioner_id: UUID | None = None


async def invite(deployment: Deployment, actor: Actor, draft: InvitationDraft) -> UUID:
    """Mail somebody a place in a clinic. Needs a transaction.

    It is answered alike whether or not the address has an account somewhere. Raises NotFound (a foreign clinic),
    PermissionDenied, StepUpRequired, InvalidInput, AlreadyMember, AlreadyInvited, QuotaReached.
    """
    now, address = deployment.clock.now(), checked_email(draft.email)
    staff = await _member_manager(actor, draft.clinic_id, now)
    _check_role(staff, draft.clinic_id, draft.role)
    await _check_practitioner(draft)
    await Clinic.filter(id=draft.clinic_id).select_for_update().get()  # two at once are looked at one by one
    keys = await deployment.vault.clinic_keys(draft.clinic_id)
    email_hash = keys.lookup_hash(BY_EMAIL, address)
    await _check_room(draft.clinic_id, address, email_hash, now)
    token, invitation_id = secrets.token_urlsafe(TOKEN_BYTES), new_id()
    invitation = await Invitation.create(
        id=invitation_id,
        clinic_id=draft.clinic_id,
        email_hash=email_hash,
        email_sealed=keys.seal(columns.INVITATION_EMAIL, invitation_id, address),
        role=draft.role.value,
        practitioner_id=draft.practitioner_id,
        token_hash=token_hash_of(token),
        invited_by_id=staff.user_id,
        created_at=now,
        expires_at=now + INVITATION_LIFETIME,
    )
    await _send(deployment, invitation, address, token, staff)
    return invitation.id


async def resend(deployment: Deployment, actor: Actor, invitation_id: UUID) -> UUID:
    """Mail an open or expired invitation again, with another link; the one before opens nothing. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput (a role the asker cannot give), QuotaReached.
    """
    now = deployment.clock.now()
    invitation, staff = await _for_change(actor, invitation_id, now)
    _check_role(staff, invitation.clinic_id, Role(invitation.role))
    if invitation.letters >= MOST_LETTERS:
        raise QuotaReached(f"An invitation is sent at most {MOST_LETTERS} times: take it back, and ask them.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation.token_hash, invitation.letters = token_hash_of(token), invitation.letters + 1
    invitation.expires_at, invitation.invited_by_id = now + INVITATION_LIFETIME, staff.user_id
    await invitation.save(update_fields=["token_hash", "letters", "expires_at", "invited_by_id"])
    keys = await deployment.vault.clinic_keys(invitation.clinic_id)
    address = keys.open_text(columns.INVITATION_EMAIL, invitation.id, invitation.email_sealed)
    await _send(deployment, invitation, address, token, staff)
    return invitation.id


async def revoke(deployment: Deployment, actor: Actor, invitation_id: UUID) -> UUID:
    """Take an invitation back: its link opens nothing any longer. Needs a transaction.

    Raises NotFound (one that was accepted too), PermissionDenied, StepUpRequired.
    """
    now = deployment.clock.now()
    invitation, _ = await _for_change(actor, invitation_id, now)
    rows = Invitation.filter(clinic_id=invitation.clinic_id, id=invitation.id, accepted_at=None, revoked_at=None)
    if not await rows.update(revoked_at=now):
        raise NotFound()
    return invitation.id


def _check_role(staff: StaffActor, clinic_id: UUID, role: Role) -> None:
    if not can_give(permissions_in(staff, clinic_id), role):
        details = {"problem": ROLE_NOT_GRANTABLE}
        raise InvalidInput("You cannot give a role that may do more than you.", field="role", details=details)


async def _check_practitioner(draft: InvitationDraft) -> None:
    wanted = draft.practitioner_id
    if wanted is not None and not await Practitioner.exists(clinic_id=draft.clinic_id, id=wanted):
        raise NotFound()


async def _check_room(clinic_id: UUID, address: str, email_hash: str, now: datetime) -> None:
    """See that nobody is invited twice, or into a place they have, and that nobody mails the world."""
    users = await User.filter(email=address).values_list("id", flat=True)
    if users and await Membership.exists(clinic_id=clinic_id, user_id__in=list(users)):
        raise AlreadyMember()
    unused = Invitation.filter(clinic_id=clinic_id, accepted_at=None, revoked_at=None, expires_at__gt=now)
    if await unused.filter(email_hash=email_hash).exists():
        raise AlreadyInvited()
    today = Invitation.filter(clinic_id=clinic_id, created_at__gt=now - timedelta(days=1))
    if max(await unused.count(), await today.count()) >= MOST_INVITATIONS:
        raise QuotaReached(f"A clinic makes at most {MOST_INVITATIONS} invitations a day.")


async def _send(deployment: Deployment, invitation: Invitation, to: str, token: str, staff: StaffActor) -> None:
    clinic, inviter = await Clinic.get(id=invitation.clinic_id), await User.get(id=staff.user_id)
    values = {
        "clinic": clinic.name,
        "inviter": inviter.full_name,
        "days": str(INVITATION_LIFETIME.days),
        "url": url_of(deployment, "invitation", token),
    }
    await post(deployment, "invitation", to=to, language=clinic.locale, values=values, clinic_id=clinic.id)


async def _member_manager(actor: Actor, clinic_id: UUID, now: datetime) -> StaffActor:
    """Let staff of the clinic pass who may manage members and stepped up. Raises what the use cases above do."""
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.MEMBER_MANAGE, clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.MEMBER_MANAGE)  # somebody answers for whoever is let in
    await require_step_up(actor, now)
    return actor


async def _for_change(actor: Actor, invitation_id: UUID, now: datetime) -> tuple[Invitation, StaffActor]:
    rows = Invitation.filter(id=invitation_id)  # any clinic: the actor's is checked next
    invitation = await rows.select_for_update().get_or_none()
    if invitation is None:
        raise NotFound()
    staff = await _member_manager(actor, invitation.clinic_id, now)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise NotFound()
    return invitation, staff
