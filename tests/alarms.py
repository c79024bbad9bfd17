"""Makes what a clinic is told of: alerts about what is out of the ordinary, notices of a breach."""

from datetime import timedelta
from typing import Any

from tests.factories import CREATED_AT, numbers, writing

from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Anomaly, Clinic, Incident, IncidentNotice, User


async def make_incident_notice(clinic: Clinic, vault: Vault, **fields: Any) -> IncidentNotice:
    """Make a notice of an incident of its own, as a clinic was told it."""
    notice_id, keys = new_id(), await vault.clinic_keys(clinic.id)
    sealed = {
        "nature_sealed": (columns.NOTICE_NATURE, "A key was stolen"),
        "contact_sealed": (columns.NOTICE_CONTACT, "privacy@host.example"),
        "consequences_sealed": (columns.NOTICE_CONSEQUENCES, "Somebody may have read bookings"),
        "measures_sealed": (columns.NOTICE_MEASURES, "The key is revoked"),
    }
    async with writing():
        incident = await Incident.create(
            name=f"incident-{next(numbers)}",
            is_drill=False,
            state="notified",
            became_aware_at=CREATED_AT,
            opened_at=CREATED_AT,
            opened_by_id=new_id(),
        )
        return await IncidentNotice.create(
            **{
                "id": notice_id,
                "clinic_id": clinic.id,
                "incident_id": incident.id,
                "scope_id": new_id(),
                "name": incident.name,
                "phase": 1,
                "state": "notified",
                "is_drill": False,
                "people": 1,
                "records": 1,
                "classes": {"booking": 1},
                "patients": [],
                "first_at": CREATED_AT,
                "last_at": CREATED_AT,
                "told_at": CREATED_AT,
                "authority_due_at": CREATED_AT + timedelta(hours=72),
                **{name: keys.seal(column, notice_id, text) for name, (column, text) in sealed.items()},
                **fields,
            }
        )


async def make_anomaly(clinic: Clinic, user: User, **fields: Any) -> Anomaly:
    """Make an alert that nobody has said anything of."""
    async with writing():
        return await Anomaly.create(
            **{
                "clinic_id": clinic.id,
                "rule": "mass_reads",
                "subject": f"staff:{user.id}",
                "severity": "critical",
                "threshold": 200,
                "count": 201,
                "started_at": CREATED_AT,
                "last_seen_at": CREATED_AT,
                "state": "open",
                "created_at": CREATED_AT,
                **fields,
            }
        )
