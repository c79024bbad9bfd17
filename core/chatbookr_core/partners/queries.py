"""Reads API keys: by the token a program comes with, by id for whoever listens on, and as lists for staff."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from chatbookr_core.audit.watched import watched_of
from chatbookr_core.db import fetch, instant_of, listed, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.partners.rules import USE_NOTED_EVERY
from chatbookr_core.people.queries import PEOPLE
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor

PERMISSIONS = frozenset(permission.value for permission in Permission)
ACTOR = (
    "id, clinic_id, scopes, location_ids, is_strict, ip_ranges, last_used_at, expires_at,"
    " (SELECT watched_reads FROM clinic WHERE clinic.id = api_key.clinic_id) AS watched_reads"
)
# any clinic: the key's own is what the look-up is for
BY_TOKEN = f"""
SELECT {ACTOR}, CASE WHEN token_hash = $1 THEN NULL ELSE previous_until END AS token_until FROM api_key
WHERE (token_hash = $1 OR (previous_token_hash = $1 AND previous_until > $2))
    AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
"""  # noqa: S608  # names out of this program alone
# any clinic: the key's own is what the look-up is for
BY_ID = f"""
SELECT {ACTOR}, NULL AS token_until FROM api_key
WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
"""  # noqa: S608  # names out of this program alone

# any clinic: the key's own is what the look-up is for
ENDED = """
SELECT id, clinic_id, CASE WHEN revoked_at IS NOT NULL THEN 'revoked'
    WHEN expires_at IS NOT NULL AND expires_at <= $2 THEN 'expired' ELSE 'replaced' END AS reason FROM api_key
WHERE (token_hash = $1 OR previous_token_hash = $1) LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class EndedKey:
    """A key whose token opens nothing any more, and why."""

    key_id: UUID
    clinic_id: UUID
    reason: Literal["revoked", "expired", "replaced"]


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A key that holds, and when it ends by itself, or the token it was found by does (None: never).

    `is_stale` means that its use should be noted.
    """

    actor: KeyActor
    ip_ranges: tuple[str, ...]
    ends_at: datetime | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What staff may know of a key; lists are JSON."""

    id: UUID
    clinic_id: UUID
    name: str
    prefix: str
    scopes: object
    location_ids: object
    ip_ranges: object
    is_strict: bool
    previous_until: datetime | None
    expires_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime
    created_by_id: UUID = field(repr=False)
    revoked_at: datetime | None = None


KeyState = Literal["open", "expired", "revoked"]
KEYS = Records(KeyRecord, "api_key")
COMPANIONS: Mapping[str, Records[Any]] = {"created_by_id": PEOPLE}
KEY_ORDERS: Mapping[str, Order] = {"created_at": Order("key.created", "api_key", "created_at", is_descending=True)}


async def find_key(token_hash: str, *, now: datetime) -> OpenKey | None:
    """Find the key of a token, unless it is revoked, has expired, or the token was replaced and its time is over."""
    with every_clinic("authentication"):
        return _key_of(await fetch(BY_TOKEN, (token_hash, now)), now)


async def find_ended_key(token_hash: str, *, now: datetime) -> EndedKey | None:
    """Find the key of a token that `find_key` did not find; None for what never was one, or was replaced long ago."""
    with every_clinic("authentication"):
        rows = await fetch(ENDED, (token_hash, now))
    return EndedKey(uuid_of(rows[0]["id"]), uuid_of(rows[0]["clinic_id"]), rows[0]["reason"]) if rows else None


async def find_key_actor(key_id: UUID, *, now: datetime) -> KeyActor | None:
    """Read again what a key may do; None once it is revoked or has expired."""
    found = await find_open_key(key_id, now=now)
    return found.actor if found else None


async def find_open_key(key_id: UUID, *, now: datetime) -> OpenKey | None:
    """Read a key again by its id; None once it is revoked or has expired."""
    return _key_of(await fetch(BY_ID, (key_id, now)), now)


def _key_of(rows: Sequence[Mapping[str, Any]], now: datetime) -> OpenKey | None:
    if not rows:
        return None
    row = rows[0]
    places = listed(row["location_ids"])
    used = row["last_used_at"]
    actor = KeyActor(
        uuid_of(row["id"]),
        uuid_of(row["clinic_id"]),
        frozenset(Permission(one) for one in listed(row["scopes"]) or () if one in PERMISSIONS),
        None if places is None else frozenset(UUID(one) for one in places),
        bool(row["is_strict"]),
        {uuid_of(row["clinic_id"]): watched_of(row["watched_reads"])} if row["watched_reads"] else {},
    )
    ends = [instant_of(row[name]) for name in ("expires_at", "token_until") if row[name] is not None]
    is_stale = used is None or instant_of(used) <= now - USE_NOTED_EVERY
    return OpenKey(actor, tuple(listed(row["ip_ranges"]) or ()), min(ends, default=None), is_stale)


async def keys_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, KeyRecord]:
    """Read keys by id, those that were revoked too."""
    return await records_by_id(KEYS, reach, ids, unread)


def keys_where(
    reach: Reach,
    order: Order,
    including: Collection[str] = (),
    *,
    state: KeyState | None = None,
    now: datetime | None = None,
) -> Selection[tuple[KeyRecord, dict[str, Any]]]:
    """Select keys to be paged or counted, those that were revoked too; `including` as in `bookings.agenda`.

    With a `state`, those that are in it `now`.
    """
    conditions = reachable("api_key", reach)
    if state == "revoked":
        conditions = conditions.numbered("api_key.revoked_at IS NOT NULL")
    elif state is not None:
        conditions = conditions.numbered("api_key.revoked_at IS NULL")
        number = len(conditions.values) + 1
        ended = f"api_key.expires_at <= ${number}"
        standing = f"(api_key.expires_at IS NULL OR api_key.expires_at > ${number})"
        conditions = conditions.numbered(ended if state == "expired" else standing, now)
    return Selection(Joined.of(KEYS, COMPANIONS, including), order, conditions)
