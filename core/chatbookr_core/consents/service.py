"""What staff do with the ledger of consents: enter what was said elsewhere, and say what is asked of patients."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.consents.ledger import Statement, enter, find_entry, key_of
from chatbookr_core.consents.rules import Decision, Mode, Purpose, Recorder, Source
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, UnderErasure
from chatbookr_core.models import Clinic, Erasure, Patient
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.reach import reach_in
from chatbookr_core.texts import words_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import permissions_in, require

NOTE_CHARS: Final = 500
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""As RFC 5646 has tags: of the ledger's table, which people open in a spreadsheet, nothing begins a formula."""
LANGUAGE_CHARS: Final = 8
OLDEST: Final = timedelta(days=36525)


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient said elsewhere than in a chat; `at`: when, now where left out; `note`: what shows it."""

    purpose: Purpose
    decision: Decision
    source: Source
    at: datetime | None = None
    language: str | None = None
    note: str | None = field(default=None, repr=False)


async def record_consent(deployment: Deployment, actor: Actor, patient_id: UUID, told: Told) -> UUID:
    """Enter what a patient said elsewhere; the same once more is the same entry. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput, UnderErasure.
    """
    clinic_id, now = await _clinic_of(actor, patient_id), deployment.clock.now()
    _check(told, now)
    said_at, written = told.at or now, _written(told.note)
    dedupe_key = key_of("staff", patient_id, told.purpose, told.decision, told.source, said_at.isoformat())
    statement = Statement(
        clinic_id,
        patient_id,
        told.purpose,
        told.decision,
        said_at,
        Recorder.STAFF,
        told.source,
        actor_id=actor.user_id if isinstance(actor, StaffActor) else None,
        language=told.language,
        note=written,
        dedupe_key=dedupe_key,
    )
    keys = await deployment.vault.patient_keys(clinic_id, patient_id) if written else None
    found = await enter(statement, keys) or await find_entry(clinic_id, dedupe_key)
    if found is None:
        raise NotFound(field="patient_id")
    return found


async def _clinic_of(actor: Actor, patient_id: UUID) -> UUID:
    """Lock a patient the actor may enter something about, and return their clinic."""
    patient = await Patient.filter(id=patient_id).select_for_update().get_or_none()  # any clinic: checked next
    if patient is None or not permissions_in(actor, patient.clinic_id):
        raise NotFound(field="patient_id")
    clinic_id = patient.clinic_id
    if not await patients_by_id(reach_in(actor, clinic_id), [patient_id]):
        raise NotFound(field="patient_id")
    require(actor, Permission.CONSENT_WRITE, clinic_id)
    if patient.erased_at is not None or await Erasure.exists(clinic_id=clinic_id, patient_id=patient_id):
        raise UnderErasure()
    return clinic_id


def _check(told: Told, now: datetime) -> None:
    if told.at is not None and not now - OLDEST <= told.at <= now:
        raise InvalidInput("It was said at an instant that has been.", field="said_at")
    if told.language is not None and not (
        len(told.language) <= LANGUAGE_CHARS and LANGUAGE_TAG.fullmatch(told.language)
    ):
        raise InvalidInput("A language is a tag like de or pt-BR.", field="language")
    _written(told.note)
    if told.source in (Source.CHAT, Source.PROVIDER):
        raise InvalidInput("What is said in a chat or to a provider enters the ledger by itself.", field="source")


def _written(note: str | None) -> str | None:
    return None if note is None else words_from(note, NOTE_CHARS, field="note")


async def set_mode(deployment: Deployment, actor: Actor, clinic_id: UUID, mode: Mode) -> UUID:
    """Say what is asked of patients before the assistant serves them. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.CLINIC_SECURITY_MANAGE, clinic_id)
    await require_step_up(actor, deployment.clock.now())
    clinic = await Clinic.filter(id=clinic_id).select_for_update().get()
    clinic.consent_mode = mode
    await clinic.save(update_fields=["consent_mode"])
    tell_of_clinic(clinic_id)
    return clinic_id
