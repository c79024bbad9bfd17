"""Tells clinics of a breach: a notice at their desk, sealed, and a letter to each owner, as of the same commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id
from chatbookr_core.incidents.affected import Part
from chatbookr_core.incidents.queries import newest_scope, words_of
from chatbookr_core.incidents.rules import AUTHORITY_WITHIN, State, Words
from chatbookr_core.keys import columns
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Clinic, Incident, IncidentNotice, IncidentPhase
from chatbookr_core.people.queries import owners_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require


@dataclass(frozen=True, slots=True)
class Told:
    """A phase of an incident that clinics are told of."""

    incident: Incident
    number: int
    state: State
    words: Words


async def tell_clinics(deployment: Deployment, told: Told, parts: Sequence[Part]) -> None:
    """Write each clinic's notice, and owe its owners a letter. Needs a transaction, within all clinics."""
    current_transaction()
    if not parts:
        return
    contact = told.words.contact or await _contact(deployment, told.incident.id)
    scope = await newest_scope(told.incident.id)
    assert scope is not None  # noqa: S101  # the parts are of one
    for part in parts:
        notice = await _write_notice(deployment, told, part, contact, scope.id)
        await _write_letters(deployment, told, notice, contact)
        reach("incident.clinic_told")


async def acknowledge(deployment: Deployment, actor: Actor, notice_id: UUID) -> UUID:
    """Note that an owner has read a notice; the first who says so stays. Needs a transaction.

    Raises NotFound, PermissionDenied.
    """
    rows = IncidentNotice.filter(id=notice_id)  # any clinic: the actor's is checked next
    found = await rows.select_for_update().get_or_none()
    if found is None or not permissions_in(actor, found.clinic_id):
        raise NotFound()
    require(actor, Permission.INCIDENT_ACKNOWLEDGE, found.clinic_id)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.INCIDENT_ACKNOWLEDGE)  # somebody has read it: a person
    unread = IncidentNotice.filter(id=notice_id, clinic_id=found.clinic_id, acknowledged_at=None)
    await unread.update(acknowledged_at=deployment.clock.now(), acknowledged_by_id=actor.user_id)
    return notice_id


async def _contact(deployment: Deployment, incident_id: UUID) -> str:
    """Find the contact point that clinics were last given."""
    for phase in await IncidentPhase.filter(incident_id=incident_id).order_by("-number"):
        if contact := (await words_of(deployment, phase)).contact:
            return contact
    return ""


async def _authority_due(told: Told, part: Part, now: datetime) -> datetime:
    """Say when a clinic's own 72 hours are over: they run from its first notice on."""
    rows = IncidentNotice.filter(incident_id=told.incident.id, clinic_id=part.clinic_id)
    first = await rows.order_by("phase").first()
    return first.authority_due_at if first else now + AUTHORITY_WITHIN


async def _write_notice(deployment: Deployment, told: Told, part: Part, contact: str, scope_id: UUID) -> IncidentNotice:
    now, notice_id, keys = deployment.clock.now(), new_id(), await deployment.vault.clinic_keys(part.clinic_id)
    return await IncidentNotice.create(
        id=notice_id,
        clinic_id=part.clinic_id,
        incident_id=told.incident.id,
        scope_id=scope_id,
        name=told.incident.name,
        phase=told.number,
        state=told.state,
        is_drill=told.incident.is_drill,
        people=len(part.patients),
        records=part.records,
        classes=dict(part.classes),
        patients=[str(one) for one in part.patients],
        first_at=part.first_at,
        last_at=part.last_at,
        nature_sealed=keys.seal(columns.NOTICE_NATURE, notice_id, told.words.facts),
        contact_sealed=keys.seal(columns.NOTICE_CONTACT, notice_id, contact),
        consequences_sealed=keys.seal(columns.NOTICE_CONSEQUENCES, notice_id, told.words.effects),
        measures_sealed=keys.seal(columns.NOTICE_MEASURES, notice_id, told.words.measures),
        told_at=now,
        authority_due_at=await _authority_due(told, part, now),
    )


async def _write_letters(deployment: Deployment, told: Told, notice: IncidentNotice, contact: str) -> None:
    clinic = await Clinic.get(id=notice.clinic_id)
    values = {
        "clinic": clinic.name,
        "name": told.incident.name,
        "drill": "yes" if told.incident.is_drill else "",
        "state": str(told.state),
        "nature": told.words.facts,
        "consequences": told.words.effects,
        "measures": told.words.measures,
        "contact": contact,
        "people": str(notice.people),
        "records": str(notice.records),
        "classes": ",".join(sorted(notice.classes)),
        "first": f"{notice.first_at:%Y-%m-%d %H:%M} UTC",
        "last": f"{notice.last_at:%Y-%m-%d %H:%M} UTC",
        "due": f"{notice.authority_due_at:%Y-%m-%d %H:%M} UTC",
        "url": deployment.settings.public_url,
    }
    for to in await owners_of(clinic.id):
        await post(deployment, "incident_notice", to=to, language=clinic.locale, values=values, clinic_id=clinic.id)
