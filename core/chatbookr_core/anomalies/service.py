"""What a clinic says of rules and alerts: thresholds, which are off, what was seen, what is settled."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.anomalies.rules import LEAST_THRESHOLD, MOST_THRESHOLD, RULES, is_threshold
from chatbookr_core.anomalies.telling import owe_alertmanager
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.models import Anomaly
from chatbookr_core.people.sessions import require_step_up
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, SystemActor
from chatbookr_permissions.policy import permissions_in, require

UPSERT = """
INSERT INTO anomaly_rule (id, clinic_id, rule, threshold, is_enabled, changed_at, changed_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (clinic_id, rule) DO UPDATE SET threshold = $4, is_enabled = $5, changed_at = $6, changed_by_id = $7
"""


async def set_rule(
    deployment: Deployment, actor: Actor, clinic_id: UUID, code: str, *, threshold: int | None, is_enabled: bool
) -> UUID:
    """Let a rule speak from `threshold` on in a clinic (None: the default), or not at all. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, and InvalidInput for a threshold out of bounds.
    """
    if not permissions_in(actor, clinic_id) or code not in RULES:
        raise NotFound()
    require(actor, Permission.ANOMALY_MANAGE, clinic_id)
    now = deployment.clock.now()
    await require_step_up(actor, now)
    if threshold is not None and not is_threshold(threshold):
        raise InvalidInput(f"A threshold is {LEAST_THRESHOLD} to {MOST_THRESHOLD}.", field="threshold")
    values = (new_id(), clinic_id, code, threshold, is_enabled, now, _who(actor))
    await current_transaction().execute(UPSERT, values)
    return clinic_id


async def acknowledge(deployment: Deployment, actor: Actor, anomaly_id: UUID) -> UUID:
    """Note that somebody looks into an alert; one that is seen or closed already stays so. Needs a transaction.

    Raises NotFound, PermissionDenied.
    """
    anomaly, now = await _for_change(deployment, actor, anomaly_id)
    if anomaly.state == "open":
        anomaly.state, anomaly.acknowledged_at, anomaly.acknowledged_by_id = "acknowledged", now, _who(actor)
        await anomaly.save(update_fields=["state", "acknowledged_at", "acknowledged_by_id"])
    return anomaly.id


async def close(deployment: Deployment, actor: Actor, anomaly_id: UUID) -> UUID:
    """Close an alert: it is settled, and what follows is counted anew; a closed one stays so. Needs a transaction.

    Raises NotFound, PermissionDenied.
    """
    anomaly, now = await _for_change(deployment, actor, anomaly_id)
    if anomaly.state != "closed":
        anomaly.state, anomaly.closed_at, anomaly.closed_by_id = "closed", now, _who(actor)
        await anomaly.save(update_fields=["state", "closed_at", "closed_by_id"])
        await owe_alertmanager(deployment, f"{anomaly.id}:closed")
    return anomaly.id


async def _for_change(deployment: Deployment, actor: Actor, anomaly_id: UUID) -> tuple[Anomaly, datetime]:
    anomaly = await Anomaly.filter(id=anomaly_id).select_for_update().get_or_none()  # any clinic: checked next
    if anomaly is None or anomaly.clinic_id is None or not permissions_in(actor, anomaly.clinic_id):
        raise NotFound(field="anomaly_id")
    require(actor, Permission.ANOMALY_HANDLE, anomaly.clinic_id)
    return anomaly, deployment.clock.now()


def _who(actor: Actor) -> UUID | None:
    return None if isinstance(actor, SystemActor) else actor.principal_id
