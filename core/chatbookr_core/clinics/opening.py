"""A clinic is opened, with the account of whoever owns it; only the deployment's own command line does that."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.clinics import particulars
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Clinic, User
from chatbookr_core.people.accounts import create_account, join_clinic
from chatbookr_core.people.links import make_link
from chatbookr_core.people.passwords import hash_password
from chatbookr_core.people.rules import checked_email, checked_name
from chatbookr_permissions.roles import Role


@dataclass(frozen=True, slots=True)
class ClinicDraft:
    """A clinic that is about to be opened under an id nobody has; `zone` is IANA's name, `language` what it speaks."""

    id: UUID
    name: str
    zone: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever is to own it."""

    email: str = field(repr=False)
    full_name: str = field(repr=False)


async def open_clinic(deployment: Deployment, draft: ClinicDraft, owner: Owner) -> str | None:
    """Open a clinic; return the link by which a new owner sets a password, None for one who has an account already.

    Needs a transaction, and the clinic's id in its scope. Raises InvalidInput.
    """
    now, name = deployment.clock.now(), particulars.checked_name(draft.name)
    zone, language = particulars.checked_zone(draft.zone), particulars.checked_language(draft.language)
    address, full_name = checked_email(owner.email), checked_name(owner.full_name)
    await Clinic.create(id=draft.id, name=name, zone=zone, locale=language, created_at=now)
    await deployment.vault.create_clinic_keys(draft.id)
    known = await User.get_or_none(email=address)
    link = None
    if known is None:
        unusable = await hash_password(secrets.token_urlsafe(32))  # nobody knows it
        user_id = await create_account(email=address, full_name=full_name, password_hash=unusable, now=now)
        link = await make_link(deployment, "password_reset", user_id=user_id, email=address)
    await join_clinic(clinic_id=draft.id, user_id=known.id if known else user_id, role=Role.OWNER, now=now)
    note(now, "clinicOpen", HOST, clinics=(draft.id,), subject_id=draft.id)
    return link


async def open_clinics() -> list[ClinicDraft]:
    """List the clinics of the deployment by name; for its own command line alone."""
    rows = await Clinic.all().order_by("name", "id")  # any clinic: the command lists them all
    return [ClinicDraft(row.id, row.name, row.zone, row.locale) for row in rows]
