"""Writes to those of a clinic who may do something about it, in the clinic's language."""

from collections.abc import Mapping
from uuid import UUID

from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Clinic
from chatbookr_core.people.queries import ROLES, membership_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.policy import permissions_of

MANAGERS = """
SELECT user_account.email, membership.role, membership.practitioner_id, membership.custom_role_id,
    custom_role.permissions AS granted
FROM membership JOIN user_account ON user_account.id = membership.user_id
LEFT JOIN custom_role ON custom_role.id = membership.custom_role_id AND custom_role.clinic_id = membership.clinic_id
WHERE membership.clinic_id = $1 AND membership.state = 'active' AND user_account.is_active
ORDER BY user_account.email
"""


async def write_to_managers(
    deployment: Deployment, clinic_id: UUID, kind: str, permission: Permission, values: Mapping[str, str]
) -> None:
    """Owe a letter to everybody who holds a permission there; the clinic and our address are filled in.

    Needs a transaction.
    """
    clinic = await Clinic.get(id=clinic_id)
    filled = {"clinic": clinic.name, "url": deployment.settings.public_url, **values}
    for row in await fetch(MANAGERS, (clinic_id,)):
        if row["role"] in ROLES and permission in permissions_of(membership_of(row)):
            await post(deployment, kind, to=row["email"], language=clinic.locale, values=filled, clinic_id=clinic_id)
