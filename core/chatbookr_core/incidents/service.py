"""What operators do about a breach: open it, compute whom it concerns, decide, notify clinics; each write runs twice.

Every decision is a phase that stays (Art. 33(4), 33(5) GDPR). Notices and the mail that carries them are written in the
transaction of the decision: either all clinics are told, or none, and nobody twice.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.audit.entries import HOST, Who, who_of
from chatbookr_core.audit.recording import note
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, NotFound, NotPermitted, StepUpRequired
from chatbookr_core.ids import new_id
from chatbookr_core.incidents.affected import Affected, Part, Question, affected
from chatbookr_core.incidents.notices import Told, tell_clinics
from chatbookr_core.incidents.queries import newest_scope, parts_of_scope, standing_of
from chatbookr_core.incidents.reading import Vocabulary
from chatbookr_core.incidents.rules import (
    OVER,
    State,
    Words,
    check_aware,
    check_move,
    check_name,
    check_words,
    phase_digest,
)
from chatbookr_core.keys import columns
from chatbookr_core.models import Incident, IncidentClinic, IncidentPhase, IncidentScope, Operator
from chatbookr_core.operators.queries import find_open_operator_session
from chatbookr_core.operators.rules import is_fresh
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import OperatorActor, Principal

LOG_IN_AGAIN: Final = "Log in again with your passkey, then ask within 5 minutes."
OPEN: Final = """
INSERT INTO incident (id, name, is_drill, state, became_aware_at, opened_at, opened_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Decider:
    """An operator who decides, and as whom the audit log has it: themselves, or the host whose command they run."""

    who: Who
    operator_id: UUID


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known as an incident is opened."""

    name: str
    became_aware_at: datetime
    facts: str = field(repr=False)
    is_drill: bool = False


async def decider(deployment: Deployment, actor: Principal, *, must_be_fresh: bool = False) -> Decider:
    """Take an operator for the one who decides.

    Raises NotPermitted for anybody else, StepUpRequired where the log-in must be fresh, and is not: owners read what an
    operator writes, so it takes the passkey and not a token alone.
    """
    if not isinstance(actor, OperatorActor):
        raise NotPermitted("Incidents are the operators'.")
    if must_be_fresh:
        now = deployment.clock.now()
        session = await find_open_operator_session(actor.session_id, now=now)
        if session is None or not is_fresh(session.logged_in_at, now):
            raise StepUpRequired(LOG_IN_AGAIN)
    return Decider(who_of(actor), actor.operator_id)


async def decider_of_command(email: str) -> Decider:
    """Take the operator who answers for a command; the host is written down as who did it, for nobody logged in.

    Raises NotFound.
    """
    operator = await Operator.get_or_none(email=email.strip().lower(), is_active=True)
    if operator is None:
        raise NotFound("There is no operator of that address: `chatbookr operator list`.")
    return Decider(HOST, operator.id)


async def open_incident(deployment: Deployment, by: Decider, opening: Opening) -> UUID:
    """Open an incident, suspected; the same again gives the same. Needs a transaction.

    Raises InvalidInput, and Conflict where another one has the name.
    """
    tx, now, incident_id = current_transaction(), deployment.clock.now(), new_id()
    name, words = check_name(opening.name), check_words(Words(opening.facts), State.SUSPECTED)
    check_aware(opening.became_aware_at, now)
    values = (incident_id, name, opening.is_drill, State.SUSPECTED, opening.became_aware_at, now, by.operator_id)
    if not await tx.execute(OPEN, values):
        return await _opened_before(opening, words)
    incident = await Incident.get(id=incident_id)
    digest = await _write_phase(deployment, by, incident, State.SUSPECTED, words)
    note(
        now,
        "incidentOpen",
        by.who,
        clinics=(),
        subject_id=incident_id,
        digest=digest,
        operator=str(by.operator_id),
        drill=opening.is_drill,
    )
    return incident_id


async def _opened_before(opening: Opening, words: Words) -> UUID:
    found = await Incident.get(name=opening.name)
    first = await IncidentPhase.get(incident_id=found.id, number=1)
    same = (found.is_drill, found.became_aware_at) == (opening.is_drill, opening.became_aware_at)
    if not same or first.digest != phase_digest(opening.name, 1, State.SUSPECTED, words):
        raise Conflict("There is another incident of that name: look at it first.")
    return found.id


async def compute_scope(
    deployment: Deployment, by: Decider, name: str, question: Question, vocabulary: Vocabulary
) -> UUID:
    """Compute whom an incident concerns, as of now; what is found again as it was is not written again.

    Needs a transaction. Raises NotFound, InvalidInput, and Conflict for one that is over.
    """
    with every_clinic("incident"):
        incident = await _locked(name)
        if State(incident.state) in OVER:
            raise Conflict(f"It is {incident.state}.")
        found, newest = await affected(question, vocabulary), await newest_scope(incident.id)
        if newest is not None and await _is_same(newest, found):
            return incident.id
        scope = await _write_scope(deployment, by, incident, found, newest.number + 1 if newest else 1)
    note(
        deployment.clock.now(),
        "incidentScope",
        by.who,
        clinics=(),
        subject_id=incident.id,
        number=scope.number,
        size=found.size,
        root=found.root,
        digest=found.digest,
        operator=str(by.operator_id),
    )
    return incident.id


async def _is_same(newest: IncidentScope, found: Affected) -> bool:
    parts = [part.plain for part in await parts_of_scope(newest.id)]
    asked = (newest.question, newest.entries, newest.pending)
    return asked == (found.question.plain, found.entries, found.pending) and parts == [one.plain for one in found.parts]


async def _write_scope(
    deployment: Deployment, by: Decider, incident: Incident, found: Affected, number: int
) -> IncidentScope:
    scope = await IncidentScope.create(
        id=new_id(),
        incident_id=incident.id,
        number=number,
        question=found.question.plain,
        tree_size=found.size,
        tree_root=found.root,
        pending=found.pending,
        truncated_at=found.truncated_at,
        entries=found.entries,
        digest=found.digest,
        computed_at=deployment.clock.now(),
        computed_by_id=by.operator_id,
    )
    for part in found.parts:
        await IncidentClinic.create(id=new_id(), clinic_id=part.clinic_id, scope_id=scope.id, **_columns_of(part))
    return scope


def _columns_of(part: Part) -> dict[str, Any]:
    return {
        "patients": [str(one) for one in part.patients],
        "classes": dict(part.classes),
        "records": part.records,
        "unresolved": part.unresolved,
        "first_at": part.first_at,
        "last_at": part.last_at,
    }


async def go_on(deployment: Deployment, by: Decider, name: str, to: State, words: Words) -> UUID:
    """Decide that an incident is confirmed, contained, closed or dismissed; clinics that were told hear of it too.

    Needs a transaction. The same again changes nothing. Raises NotFound, InvalidInput, Conflict.
    """
    if to is State.NOTIFIED:
        raise Conflict("It becomes notified by notifying its clinics.")
    kept = check_words(words, to)
    with every_clinic("incident"):
        incident = await _locked(name)
        if await _is_repeated(incident, to, kept):
            return incident.id
        standing = await standing_of(incident)
        check_move(
            State(incident.state),
            to,
            owed=len(standing.owed),
            told=len(standing.told),
            was_contained=await IncidentPhase.exists(incident_id=incident.id, state=State.CONTAINED),
        )
        await _decide(deployment, by, incident, to, kept)
        await tell_clinics(deployment, Told(incident, await _number(incident), to, kept), standing.told)
    return incident.id


async def notify(deployment: Deployment, by: Decider, name: str, words: Words) -> UUID:
    """Tell the owners of each clinic that the newest scope names and that does not know yet.

    By mail, and at their front desk. Needs a transaction. Again, with nobody left to be told, it changes nothing.
    Raises NotFound, InvalidInput, Conflict.
    """
    kept = check_words(words, State.NOTIFIED)
    with every_clinic("incident"):
        incident = await _locked(name)
        standing = await standing_of(incident)
        if await _is_repeated(incident, State.NOTIFIED, kept) and not standing.owed:
            return incident.id
        if not standing.owed:
            raise Conflict("No clinic is left to be told, as far as the newest scope says.")
        check_move(State(incident.state), State.NOTIFIED, owed=0, told=len(standing.owed), was_contained=False)
        await _decide(deployment, by, incident, State.NOTIFIED, kept)
        await tell_clinics(deployment, Told(incident, await _number(incident), State.NOTIFIED, kept), standing.owed)
    note(
        deployment.clock.now(),
        "incidentNotify",
        by.who,
        clinics=[part.clinic_id for part in standing.owed],
        subject_id=incident.id,
        operator=str(by.operator_id),
        drill=incident.is_drill,
    )
    return incident.id


async def delete_drill(deployment: Deployment, by: Decider, name: str) -> UUID:
    """Forget a drill, with what clinics were told of it. Needs a transaction.

    Raises NotFound, and Conflict for a real one.
    """
    with every_clinic("incident"):
        incident = await _locked(name)
        if not incident.is_drill:
            raise Conflict("It is no drill: the record of a breach stays (Art. 33(5) GDPR).")
        await incident.delete()
    now, operator = deployment.clock.now(), str(by.operator_id)
    note(now, "incidentDrillDelete", by.who, clinics=(), subject_id=incident.id, operator=operator)
    return incident.id


async def _locked(name: str) -> Incident:
    current_transaction()
    found = await Incident.filter(name=name).select_for_update().get_or_none()
    if found is None:
        raise NotFound("There is no incident of that name.", field="name")
    return found


async def _number(incident: Incident) -> int:
    return await IncidentPhase.filter(incident_id=incident.id).count()


async def _is_repeated(incident: Incident, to: State, words: Words) -> bool:
    number = await _number(incident)
    last = await IncidentPhase.get(incident_id=incident.id, number=number)
    return last.digest == phase_digest(incident.name, number, to, words)


async def _decide(deployment: Deployment, by: Decider, incident: Incident, to: State, words: Words) -> None:
    now = deployment.clock.now()
    digest = await _write_phase(deployment, by, incident, to, words)
    incident.state = to
    incident.closed_at = now if to in OVER else None
    await incident.save(update_fields=["state", "closed_at"])
    operator = str(by.operator_id)
    note(
        now,
        "incidentPhase",
        by.who,
        clinics=(),
        subject_id=incident.id,
        digest=digest,
        operator=operator,
        state=str(to),
        number=await _number(incident),
    )


async def _write_phase(deployment: Deployment, by: Decider, incident: Incident, state: State, words: Words) -> str:
    number, phase_id = await _number(incident) + 1, new_id()
    keys = await deployment.vault.deployment_keys()
    digest = phase_digest(incident.name, number, state, words)
    await IncidentPhase.create(
        id=phase_id,
        incident_id=incident.id,
        number=number,
        state=state,
        words_sealed=keys.seal(columns.INCIDENT_WORDS, phase_id, json.dumps(asdict(words), ensure_ascii=False)),
        digest=digest,
        decided_at=deployment.clock.now(),
        decided_by_id=by.operator_id,
    )
    return digest
