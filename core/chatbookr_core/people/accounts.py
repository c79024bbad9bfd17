"""Makes accounts and gives people a place in a clinic."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from chatbookr_core.db import current_transaction
from chatbookr_core.errors import AccountExists, AlreadyMember
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import Membership, User
from chatbookr_core.people.rules import checked_email, checked_name
from chatbookr_permissions.roles import Role


async def create_account(
    *, email: str, full_name: str, password_hash: str, now: datetime, verified_at: datetime | None = None
) -> UUID:
    """Make an account. Needs a transaction. Raises InvalidInput, and AccountExists where the e-mail has one already.

    `verified_at`: when they showed that the address is theirs, if they did.
    """
    address, name = checked_email(email), checked_name(full_name)
    current_transaction()
    if await User.exists(email=address):
        raise AccountExists()
    values: dict[str, Any] = {"email": address, "full_name": name, "password_hash": password_hash}
    try:
        user = await User.create(id=new_id(), created_at=now, email_verified_at=verified_at, **values)
    except IntegrityError:  # made by somebody else this very moment
        raise AccountExists() from None
    return user.id


async def join_clinic(
    *, user_id: UUID, clinic_id: UUID, role: Role, now: datetime, practitioner_id: UUID | None = None
) -> UUID:
    """Give an account a place in a clinic. Needs a transaction. Raises AlreadyMember, for a suspended one too."""
    tx = current_transaction()
    if await Membership.exists(clinic_id=clinic_id, user_id=user_id):
        raise AlreadyMember()
    try:
        member = await Membership.create(
            id=new_id(),
            clinic_id=clinic_id,
            user_id=user_id,
            role=role.value,
            practitioner_id=practitioner_id,
            created_at=now,
        )
    except IntegrityError:  # by another invitation, this very moment
        raise AlreadyMember() from None
    tx.tell(Change("membership", clinic_id, member.id))
    return member.id
