"""Reads operators' sessions with what is open to them, and what a clinic may know of that."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from chatbookr_core.db import fetch, instant_of, is_in_transaction, transaction, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import AccessGrant, Operator, OperatorSession
from chatbookr_core.operators.rules import SESSION_IDLE, SESSION_TOUCH, permissions_of
from chatbookr_core.people.authenticators import hash_of
from chatbookr_core.people.queries import PEOPLE
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import OpenGrant, OperatorActor

SESSION = """
SELECT operator_session.id, operator_session.operator_id, operator_session.created_at, operator_session.last_seen_at,
    operator_session.expires_at, access_grant.id AS grant_id, access_grant.clinic_id, access_grant.permissions,
    access_grant.expires_at AS grant_expires_at
FROM operator_session
JOIN operator ON operator.id = operator_session.operator_id AND operator.is_active
LEFT JOIN access_grant ON access_grant.operator_id = operator.id AND access_grant.state = 'open'
    AND access_grant.expires_at > $2
WHERE {which} = $1 AND operator_session.revoked_at IS NULL AND operator_session.expires_at > $2
    AND operator_session.last_seen_at > $3
ORDER BY access_grant.expires_at
"""
BY_TOKEN = SESSION.format(which="operator_session.token_hash")
BY_ID = SESSION.format(which="operator_session.id")


@dataclass(frozen=True, slots=True)
class OpenOperatorSession:
    """An operator's session that holds, and when it, or the first of what is open to it, ends."""

    actor: OperatorActor
    logged_in_at: datetime
    ends_at: datetime
    is_stale: bool


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """What a clinic may know of an operator's request; lists are JSON."""

    id: UUID
    clinic_id: UUID
    operator_id: UUID
    reason: str = field(repr=False)
    permissions: object
    minutes: int
    is_emergency: bool
    state: str
    requested_at: datetime
    decided_at: datetime | None
    decided_by_id: UUID | None
    expires_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """What an operator has read; lists are JSON."""

    id: UUID
    clinic_id: UUID
    grant_id: UUID
    operator_id: UUID
    coordinates: object
    subjects: object
    read_at: datetime


@dataclass(frozen=True, slots=True)
class OperatorRecord:
    """What a clinic may know of an operator who looks into it."""

    id: UUID
    full_name: str


GrantState = Literal["requested", "open", "refused", "ended"]
GRANTS = Records(GrantRecord, "access_grant")
READS = Records(ReadRecord, "access_read")
OPERATORS = Records(OperatorRecord, "operator")
COMPANIONS_OF_GRANT: Mapping[str, Records[Any]] = {"operator_id": OPERATORS, "decided_by_id": PEOPLE}
COMPANIONS_OF_READ: Mapping[str, Records[Any]] = {"operator_id": OPERATORS}
GRANT_ORDERS: Mapping[str, Order] = {
    "requested_at": Order("access_grant.requested", "access_grant", "requested_at", is_descending=True)
}
READ_ORDERS: Mapping[str, Order] = {"read_at": Order("access_read.read", "access_read", "read_at", is_descending=True)}


async def session_for_token(token: str, now: datetime) -> OpenOperatorSession | None:
    """Return the session of an operator's token, as of now; None where it is over. Notes the sign of life."""
    with every_clinic("authentication"):
        found = _session_of(await fetch(BY_TOKEN, (hash_of(token.encode()), now, now - SESSION_IDLE)), now)
    if found is not None and found.is_stale and not is_in_transaction():
        async with transaction():
            await OperatorSession.filter(id=found.actor.session_id).update(last_seen_at=now)
    return found


async def find_open_operator_session(session_id: UUID, *, now: datetime) -> OpenOperatorSession | None:
    """Read an operator's session again by its id, which is no sign of life; None once it is over."""
    with every_clinic("authentication"):
        return _session_of(await fetch(BY_ID, (session_id, now, now - SESSION_IDLE)), now)


def _session_of(rows: Sequence[Mapping[str, Any]], now: datetime) -> OpenOperatorSession | None:
    if not rows:
        return None
    first, grants = rows[0], dict[UUID, OpenGrant]()
    ends = [instant_of(first["expires_at"]), instant_of(first["last_seen_at"]) + SESSION_IDLE]
    for row in rows:
        if row["grant_id"] is not None:  # of two grants of one clinic the one that holds longer counts
            held = permissions_of(listed(row["permissions"]))
            grants[uuid_of(row["clinic_id"])] = OpenGrant(uuid_of(row["grant_id"]), held)
            ends.append(instant_of(row["grant_expires_at"]))
    actor = OperatorActor(uuid_of(first["operator_id"]), uuid_of(first["id"]), grants)
    is_stale = instant_of(first["last_seen_at"]) < now - SESSION_TOUCH
    return OpenOperatorSession(actor, instant_of(first["created_at"]), min(ends), is_stale)


def listed(value: object) -> list[str]:
    """Read a JSON list of a raw row: the drivers give text."""
    found = json.loads(value) if isinstance(value, str) else value
    return [str(one) for one in found] if isinstance(found, list) else []


async def grants_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, GrantRecord]:
    """Read grants by id."""
    return await records_by_id(GRANTS, reach, ids, unread)


def grants_where(
    reach: Reach,
    order: Order,
    including: Collection[str] = (),
    *,
    state: GrantState | None = None,
    now: datetime | None = None,
) -> Selection[tuple[GrantRecord, dict[str, Any]]]:
    """Select what operators asked a clinic for, to be paged or counted; `including` as in `bookings.agenda`.

    With a `state`, those that are in it `now`: time alone ends an access too.
    """
    conditions, stored = reachable("access_grant", reach), "access_grant.state"
    if state in ("open", "ended"):
        number = len(conditions.values) + 1
        is_over = f"access_grant.expires_at <= ${number}"
        condition = (
            f"({stored} = 'open' AND (access_grant.expires_at IS NULL OR access_grant.expires_at > ${number}))"
            if state == "open"
            else f"({stored} = 'ended' OR {stored} = 'open' AND {is_over})"
        )
        conditions = conditions.numbered(condition, now)
    else:
        conditions = conditions.where(f"{stored} =", state)
    return Selection(Joined.of(GRANTS, COMPANIONS_OF_GRANT, including), order, conditions)


def reads_where(
    reach: Reach, order: Order, including: Collection[str] = (), *, grant_id: UUID | None = None
) -> Selection[tuple[ReadRecord, dict[str, Any]]]:
    """Select what operators have read of a clinic, to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = reachable("access_read", reach).where("access_read.grant_id =", grant_id)
    return Selection(Joined.of(READS, COMPANIONS_OF_READ, including), order, conditions)


async def operators_in(clinic_ids: Sequence[UUID], now: datetime) -> dict[UUID, list[tuple[str, datetime]]]:
    """List by clinic to which operators it is open right now, by name, and until when."""
    rows = AccessGrant.filter(clinic_id__in=list(clinic_ids), state="open", expires_at__gt=now)
    found: dict[UUID, list[tuple[str, datetime]]] = {}
    for row in await rows.select_related("operator").order_by("expires_at", "id"):
        if row.expires_at is not None:
            found.setdefault(row.clinic_id, []).append((row.operator.full_name, row.expires_at))
    return found


async def operator_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Read operators' names, which clinics they look into may know."""
    return {uuid_of(key): name for key, name in await Operator.filter(id__in=list(ids)).values_list("id", "full_name")}
