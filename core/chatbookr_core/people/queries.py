"""Reads accounts, sessions and memberships; the only place where people are looked up.

A session that has not shown all it must belongs nowhere: no clinic opens to it, by any door.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.audit.watched import watched_of
from chatbookr_core.conditions import Conditions
from chatbookr_core.db import fetch, instant_of, listed, uuid_of
from chatbookr_core.keyset import records_where
from chatbookr_core.models import User
from chatbookr_core.people.rules import EMAIL_CHARS, SESSION_IDLE, SESSION_TOUCH
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

OWNERS = """
SELECT user_account.email FROM membership JOIN user_account ON user_account.id = membership.user_id
WHERE membership.clinic_id = $1 AND membership.role = 'owner' AND membership.state = 'active' AND user_account.is_active
ORDER BY user_account.email
"""
ROLES = frozenset(role.value for role in Role)
PERMISSIONS = frozenset(permission.value for permission in Permission)
SESSION = """
SELECT session.id, session.user_id, {is_stale} AS is_stale, session.last_seen_at, session.expires_at,
    membership.clinic_id, membership.role, membership.practitioner_id, membership.custom_role_id,
    custom_role.permissions AS granted, place.watched_reads
FROM session
JOIN user_account ON user_account.id = session.user_id AND user_account.is_active
LEFT JOIN membership ON membership.user_id = session.user_id AND membership.state = 'active'
    AND (session.only_clinic_id IS NULL OR session.only_clinic_id = membership.clinic_id)
    AND (session.assurance >= 2 OR NOT (user_account.has_second_factor OR EXISTS (
        SELECT 1 FROM clinic WHERE clinic.id = membership.clinic_id AND clinic.requires_second_factor)))
LEFT JOIN custom_role ON custom_role.id = membership.custom_role_id AND custom_role.clinic_id = membership.clinic_id
LEFT JOIN clinic AS place ON place.id = membership.clinic_id
WHERE session.{known_by} = $1 AND session.revoked_at IS NULL AND session.expires_at > $2 AND session.last_seen_at > $3
"""
BY_TOKEN = SESSION.format(known_by="token_hash", is_stale="session.last_seen_at < $4")
BY_ID = SESSION.format(known_by="id", is_stale="FALSE")
STANDING = """
SELECT user_account.email, user_account.email_verified_at, user_account.has_second_factor, session.assurance,
    (SELECT COUNT(*) FROM recovery_code
        WHERE recovery_code.user_id = user_account.id AND recovery_code.used_at IS NULL) AS recovery_codes_left,
    EXISTS (SELECT 1 FROM totp_factor
        WHERE totp_factor.user_id = user_account.id AND totp_factor.confirmed_at IS NOT NULL) AS has_totp,
    EXISTS (SELECT 1 FROM passkey WHERE passkey.user_id = user_account.id) AS has_passkey
FROM user_account JOIN session ON session.user_id = user_account.id
WHERE user_account.id = $1 AND user_account.is_active AND session.id = $2 AND session.revoked_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that holds, and when it ends without a further sign of life.

    `is_stale` means that its last sign of life should be noted.
    """

    actor: StaffActor
    is_stale: bool
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """What colleagues may know of an account."""

    id: UUID
    full_name: str
    email: str


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """How an account and one of its sessions stand."""

    is_email_verified: bool
    has_second_factor: bool
    needs_second_factor: bool
    email: str | None = field(default=None, repr=False)
    recovery_codes_left: int = 0
    second_factors: tuple[str, ...] = ()
    """What they can show after their password (`factors.FactorKind`), recovery codes aside."""


PEOPLE = Records(Person, "user_account")


async def find_session(token_hash: str, *, now: datetime) -> OpenSession | None:
    """Find the session of a token, unless it is over, idle for too long, revoked, or its account inactive."""
    values = (token_hash, now, now - SESSION_IDLE, now - SESSION_TOUCH)
    with every_clinic("authentication"):
        return _session_of(await fetch(BY_TOKEN, values))


async def find_actor(session_id: UUID, *, now: datetime) -> StaffActor | None:
    """Read again who a session's person is and where they belong; None once it is over."""
    found = await find_open_session(session_id, now=now)
    return found.actor if found else None


async def find_open_session(session_id: UUID, *, now: datetime) -> OpenSession | None:
    """Read a session again by its id, which is no sign of life; None once it is over."""
    with every_clinic("authentication"):
        return _session_of(await fetch(BY_ID, (session_id, now, now - SESSION_IDLE)))


def _session_of(rows: Sequence[Mapping[str, Any]]) -> OpenSession | None:
    if not rows:
        return None
    first = rows[0]
    memberships: dict[UUID, Membership] = {}
    for row in rows:
        if row["clinic_id"] is not None and row["role"] in ROLES:
            memberships[uuid_of(row["clinic_id"])] = membership_of(row)
    watched = {uuid_of(row["clinic_id"]): watched_of(row["watched_reads"]) for row in rows if row["watched_reads"]}
    return OpenSession(
        StaffActor(uuid_of(first["user_id"]), uuid_of(first["id"]), memberships, watched),
        bool(first["is_stale"]),
        min(instant_of(first["expires_at"]), instant_of(first["last_seen_at"]) + SESSION_IDLE),
    )


async def standing_of(actor: StaffActor) -> AccountStanding:
    """Read how somebody's account and session stand; those of an account that is gone have shown nothing."""
    rows = await fetch(STANDING, (actor.user_id, actor.session_id))
    if not rows:
        return AccountStanding(False, False, True)
    row = rows[0]
    has_second_factor = bool(row["has_second_factor"])
    return AccountStanding(
        is_email_verified=row["email_verified_at"] is not None,
        has_second_factor=has_second_factor,
        needs_second_factor=has_second_factor and int(row["assurance"]) < 2,
        email=str(row["email"]),
        recovery_codes_left=int(row["recovery_codes_left"]),
        second_factors=tuple(kind for kind in ("totp", "passkey") if row[f"has_{kind}"]),
    )


def permissions_from(stored: object) -> frozenset[Permission]:
    """Read a role's permissions, a JSON list or null; what this program knows no longer is granted no longer."""
    return frozenset(Permission(one) for one in listed(stored) or () if one in PERMISSIONS)


def membership_of(row: Mapping[str, Any]) -> Membership:
    """Make a place in a clinic of a raw row."""
    practitioner_id, custom_role_id = row["practitioner_id"], row["custom_role_id"]
    return Membership(
        Role(row["role"]),
        uuid_of(practitioner_id) if practitioner_id is not None else None,
        permissions_from(row["granted"]),
        uuid_of(custom_role_id) if custom_role_id is not None else None,
    )


async def find_user(email: str) -> User | None:
    """Find an active account by its canonical e-mail; what databases refuse to look for is nobody's."""
    if len(email) > EMAIL_CHARS or "\0" in email:
        return None
    return await User.get_or_none(email=email, is_active=True)


async def people_for(user_ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, Person]:
    """Read accounts by id."""
    return await records_where(PEOPLE.narrowed(unread), Conditions(), user_ids)


async def owners_of(clinic_id: UUID) -> list[str]:
    """List the e-mail addresses of a clinic's owners who can log in, in their own order."""
    return [str(row["email"]) for row in await fetch(OWNERS, (clinic_id,))]
