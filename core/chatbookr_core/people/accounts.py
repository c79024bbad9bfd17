"""Makes accounts and gives people a place in a clinic."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.errors import Conflict, InvalidInput
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import Membership, User
from chatbookr_core.people.rules import PASSWORD_CHARS, canonical_email
from chatbookr_permissions.roles import Role

PASSWORD_MIN_CHARS = 12
EMAIL_CHARS = 254


def check_password(password: str) -> None:
    """Raises InvalidInput for a password that is too short or too long; nothing else is asked of it (NIST 800-63B)."""
    if not PASSWORD_MIN_CHARS <= len(password) <= PASSWORD_CHARS:
        raise InvalidInput(f"A password has {PASSWORD_MIN_CHARS} to {PASSWORD_CHARS} characters.", field="password")


async def create_account(*, email: str, full_name: str, password_hash: str, now: datetime) -> UUID:
    """Make an account. Needs a transaction. Raises InvalidInput, and Conflict where the e-mail has one already."""
    address = canonical_email(email)
    if "@" not in address or len(address) > EMAIL_CHARS:
        raise InvalidInput("That is not an e-mail address.", field="email")
    current_transaction()
    if await User.exists(email=address):
        raise Conflict("That e-mail has an account already.")
    user = await User.create(
        id=new_id(), email=address, full_name=full_name.strip(), password_hash=password_hash, created_at=now
    )
    return user.id


async def join_clinic(
    *, user_id: UUID, clinic_id: UUID, role: Role, now: datetime, practitioner_id: UUID | None = None
) -> UUID:
    """Give an account a place in a clinic. Needs a transaction. Raises Conflict where it has one already."""
    tx = current_transaction()
    if await Membership.exists(clinic_id=clinic_id, user_id=user_id):
        raise Conflict("They belong to the clinic already.")
    member = await Membership.create(
        id=new_id(),
        clinic_id=clinic_id,
        user_id=user_id,
        role=role.value,
        practitioner_id=practitioner_id,
        created_at=now,
    )
    tx.tell(Change("membership", clinic_id, member.id))
    return member.id
