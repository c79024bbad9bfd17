"""Break-glass: an operator asks for one clinic, saying why; the clinic decides, or in an emergency two more operators.

What is open is read, and never written; it ends by time, by the clinic, or by the operator, whichever comes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from chatbookr_core.audit.entries import MOST_LISTED, Detail
from chatbookr_core.audit.recording import note
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, NotFound, StepUpRequired
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import AccessApproval, AccessGrant, AccessRead, Clinic, Operator, OperatorSession
from chatbookr_core.operators.queries import find_open_operator_session
from chatbookr_core.operators.rules import APPROVALS, check_request, is_fresh
from chatbookr_core.people.queries import owners_of
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.scope import every_clinic, within
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, OperatorActor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require

LOG_IN_AGAIN = "Log in again with your passkey, then ask within 5 minutes."
DECIDED = "That was decided already, or is over."
APPROVE = """
INSERT INTO access_approval (id, clinic_id, grant_id, operator_id, approved_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (clinic_id, grant_id, operator_id) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """What an operator asks to see, and why."""

    clinic_id: UUID
    reason: str = field(repr=False)
    permissions: Sequence[str]
    minutes: int
    is_emergency: bool = False


async def request_access(deployment: Deployment, actor: OperatorActor, asked: AccessRequest) -> UUID:
    """Ask a clinic for access; its owners are told by mail. Needs a transaction.

    Raises StepUpRequired (the log-in is not fresh), InvalidInput, NotFound.
    """
    current_transaction()
    now = deployment.clock.now()
    await _require_fresh(actor, now)
    reason, permissions = check_request(asked.reason, asked.permissions, asked.minutes)
    with every_clinic("access"), within((asked.clinic_id,)):
        if not await Clinic.exists(id=asked.clinic_id):
            raise NotFound()
        grant = await AccessGrant.create(
            id=new_id(),
            clinic_id=asked.clinic_id,
            operator_id=actor.operator_id,
            reason=reason,
            permissions=permissions,
            minutes=asked.minutes,
            is_emergency=asked.is_emergency,
            state="requested",
            requested_at=now,
        )
        await _tell_owners(deployment, grant, "access_requested")
    note(now, "accessRequest", actor, clinics=(grant.clinic_id,), subject_id=grant.id, permissions=permissions)
    return grant.id


async def approve(deployment: Deployment, actor: Actor, grant_id: UUID) -> UUID:
    """Open one's clinic to the operator who asked, from now on for the minutes asked. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, and Conflict where it was decided already.
    """
    grant, staff = await _decided_by(deployment, actor, grant_id)
    await _open(deployment, grant, {"decided_by_id": staff.user_id})
    return grant.id


async def refuse(deployment: Deployment, actor: Actor, grant_id: UUID) -> UUID:
    """Say no. Needs a transaction. Raises what `approve` raises."""
    grant, staff = await _decided_by(deployment, actor, grant_id)
    decided = {"state": "refused", "decided_at": deployment.clock.now(), "decided_by_id": staff.user_id}
    rows = AccessGrant.filter(id=grant.id, clinic_id=grant.clinic_id, state="requested")
    if not await rows.update(**decided):
        raise Conflict(DECIDED)
    return grant.id


async def end_as_clinic(deployment: Deployment, actor: Actor, grant_id: UUID) -> UUID:
    """Close one's clinic again before its time; whatever listens there ends. Needs a transaction.

    Raises what `approve` raises.
    """
    grant, _ = await _decided_by(deployment, actor, grant_id)
    await _end(deployment, grant, "clinic")
    return grant.id


async def end_as_operator(deployment: Deployment, actor: OperatorActor, grant_id: UUID) -> UUID:
    """Give access back, or take a request back. Needs a transaction. Raises NotFound, Conflict."""
    with every_clinic("access"):
        rows = AccessGrant.filter(id=grant_id, operator_id=actor.operator_id)  # any clinic: the operator's own
        grant = await rows.get_or_none()
        if grant is None:
            raise NotFound()
        with within((grant.clinic_id,)):
            await _end(deployment, grant, "operator")
    note(deployment.clock.now(), "accessEnd", actor, clinics=(grant.clinic_id,), subject_id=grant.id)
    return grant.id


async def second(deployment: Deployment, actor: OperatorActor, grant_id: UUID) -> bool:
    """Stand up for a colleague's emergency; the second who does opens the clinic, which is told at once.

    Opens its own transactions. Raises StepUpRequired, NotFound (also one's own), and Conflict (no emergency, or
    decided).
    """
    await _require_fresh(actor, deployment.clock.now())
    with every_clinic("access"):  # the whole transaction: what the clinic's listeners are told is written at its end
        async with transaction():
            rows = AccessGrant.filter(id=grant_id)  # any clinic: operators decide about all of them
            grant = await rows.select_for_update().get_or_none()
            if grant is None or grant.operator_id == actor.operator_id:
                raise NotFound()
            if not grant.is_emergency or grant.state != "requested":
                raise Conflict(DECIDED)
            with within((grant.clinic_id,)):
                return await _seconded(deployment, actor, grant)


async def _seconded(deployment: Deployment, actor: OperatorActor, grant: AccessGrant) -> bool:
    now = deployment.clock.now()
    values = (new_id(), grant.clinic_id, grant.id, actor.operator_id, now)
    await current_transaction().execute(APPROVE, values)
    note(now, "accessSecond", actor, clinics=(grant.clinic_id,), subject_id=grant.id)
    if await AccessApproval.filter(clinic_id=grant.clinic_id, grant_id=grant.id).count() < APPROVALS:
        return False
    await _open(deployment, grant, {})
    await _tell_owners(deployment, grant, "access_opened")
    # Mail may be read tomorrow: whoever is at the front desk sees it now.
    await ask_staff("emergency_access", clinic_id=grant.clinic_id, dedupe_key=f"emergency_access:{grant.id}", now=now)
    return True


async def note_read(
    deployment: Deployment, actor: OperatorActor, read: Mapping[UUID, tuple[Sequence[str], Sequence[str]]]
) -> None:
    """Log what an operator has read, by clinic: parts of the schema and ids. Needs a transaction.

    Raises PermissionDenied for a clinic that is not open to them (any longer): then nothing is to be handed out.
    """
    now = deployment.clock.now()
    for clinic_id, (coordinates, subjects) in sorted(read.items()):
        held = actor.grants.get(clinic_id)
        if held is None or not await _is_open(held.grant_id, clinic_id, now):
            raise PermissionDenied(Permission.CLINIC_READ)
        await AccessRead.create(
            id=new_id(),
            clinic_id=clinic_id,
            grant_id=held.grant_id,
            operator_id=actor.operator_id,
            coordinates=sorted(coordinates),
            subjects=sorted(subjects),
            read_at=now,
        )
        details: dict[str, Detail] = {
            "grant": str(held.grant_id),
            "coordinates": sorted(coordinates)[:MOST_LISTED],
            "subjects": sorted(subjects)[:MOST_LISTED],  # all of them stand in access_read
            "subjectCount": len(subjects),
        }
        note(now, "operatorRead", actor, clinics=(clinic_id,), details=details)


async def _is_open(grant_id: UUID, clinic_id: UUID, now: datetime) -> bool:
    return await AccessGrant.exists(id=grant_id, clinic_id=clinic_id, state="open", expires_at__gt=now)


async def _open(deployment: Deployment, grant: AccessGrant, decided: Mapping[str, Any]) -> None:
    now = deployment.clock.now()
    rows = AccessGrant.filter(id=grant.id, clinic_id=grant.clinic_id, state="requested")
    until = now + timedelta(minutes=grant.minutes)
    if not await rows.update(state="open", decided_at=now, expires_at=until, **decided):
        raise Conflict(DECIDED)
    await _tell_sessions(grant.operator_id)


async def _end(deployment: Deployment, grant: AccessGrant, by: Literal["clinic", "operator"]) -> None:
    rows = AccessGrant.filter(id=grant.id, clinic_id=grant.clinic_id, state__in=["requested", "open"])
    if not await rows.update(state="ended", ended_at=deployment.clock.now(), ended_by=by):
        raise Conflict(DECIDED)
    await _tell_sessions(grant.operator_id)


async def _tell_sessions(operator_id: UUID) -> None:
    """Let every process look again at what an operator may see."""
    tx = current_transaction()
    for session_id in await OperatorSession.filter(operator_id=operator_id, revoked_at=None).values_list(
        "id", flat=True
    ):
        tx.tell(Change("session", None, uuid_of(session_id)))


async def _decided_by(deployment: Deployment, actor: Actor, grant_id: UUID) -> tuple[AccessGrant, StaffActor]:
    rows = AccessGrant.filter(id=grant_id)  # any clinic: the actor's is checked next
    grant = await rows.select_for_update().get_or_none()
    if grant is None or not permissions_in(actor, grant.clinic_id):
        raise NotFound()
    require(actor, Permission.ACCESS_APPROVE, grant.clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.ACCESS_APPROVE)  # somebody answers for it: a person
    await require_step_up(actor, deployment.clock.now())
    return grant, actor


async def _require_fresh(actor: OperatorActor, now: datetime) -> None:
    session = await find_open_operator_session(actor.session_id, now=now)
    if session is None or not is_fresh(session.logged_in_at, now):
        raise StepUpRequired(LOG_IN_AGAIN)


async def _tell_owners(deployment: Deployment, grant: AccessGrant, kind: str) -> None:
    clinic, operator = await Clinic.get(id=grant.clinic_id), await Operator.get(id=grant.operator_id)
    values = {
        "clinic": clinic.name,
        "operator": operator.full_name,
        "reason": grant.reason,
        "minutes": str(grant.minutes),
        "url": deployment.settings.public_url,
    }
    for to in await owners_of(clinic.id):
        await post(deployment, kind, to=to, language=clinic.locale, values=values, clinic_id=clinic.id)
