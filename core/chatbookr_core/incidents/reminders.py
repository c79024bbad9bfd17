"""Reminds operators of what is due: at half of the time, at four fifths of it, and when it is up; each once."""

from dataclasses import dataclass
from typing import Final

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.incidents.queries import Standing, open_incidents, standing_of
from chatbookr_core.incidents.rules import Deadline, DeadlineKind, deadlines
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Incident, Operator
from chatbookr_core.scope import every_clinic

REMIND: Final = """
INSERT INTO incident_reminder (id, incident_id, deadline, mark, sent_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (incident_id, deadline, mark) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Reminded:
    """A deadline that operators were reminded of, and at which part of it (percent)."""

    kind: DeadlineKind
    mark: int
    is_drill: bool


async def remind(deployment: Deployment) -> list[Reminded]:
    """Owe every operator a letter for each deadline that has come to a further mark. Needs a transaction.

    Where several marks passed unseen, the last of them counts alone.
    """
    tx, now, found = current_transaction(), deployment.clock.now(), list[Reminded]()
    with every_clinic("incident"):
        for incident in await open_incidents():
            standing = await standing_of(incident)
            for deadline in deadlines(standing.clock):
                mark = deadline.mark(now)
                if mark is None:
                    continue
                if await tx.execute(REMIND, (new_id(), incident.id, deadline.kind, mark, now)):
                    await _write_letters(deployment, incident, standing, deadline, mark)
                    found.append(Reminded(deadline.kind, mark, incident.is_drill))
    return found


async def _write_letters(
    deployment: Deployment, incident: Incident, standing: Standing, deadline: Deadline, mark: int
) -> None:
    is_of_clinics = deadline.kind is DeadlineKind.CLINICS
    values = {
        "name": incident.name,
        "drill": "yes" if incident.is_drill else "",
        "deadline": str(deadline.kind),
        "mark": str(mark),
        "due": f"{deadline.due_at:%Y-%m-%d %H:%M} UTC",
        "clinics": str(standing.clock.owed if is_of_clinics else standing.clock.unacknowledged),
        "state": incident.state,
    }
    for operator in await Operator.filter(is_active=True).order_by("email"):
        await post(
            deployment,
            "incident_reminder",
            to=operator.email,
            language=deployment.settings.operator_language,
            values=values,
        )
