"""Writes down what somebody gets to see, in the audit log, before they get it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chatbookr_core.audit.entries import MOST_LISTED
from chatbookr_core.audit.recording import note
from chatbookr_core.db import transaction
from chatbookr_core.operators.access import note_read
from chatbookr_permissions.actor import OperatorActor
from chatbookr_schema.context import Context


async def log_seen(context: Context) -> None:
    """Log what somebody is about to get, before they do: what cannot be logged is not handed out.

    Begins a transaction of its own. Raises PermissionDenied where the clinic is open to them no longer.
    """
    actor = context.actor
    found = context.seen.taken(actor.clinic_ids) if context.seen is not None and actor is not None else {}
    if found and isinstance(actor, OperatorActor):
        async with transaction():
            await note_read(context.deployment, actor, found)
    elif found:
        async with transaction():
            _note(context, found)


def _note(context: Context, found: Mapping[UUID, tuple[Sequence[str], Sequence[str]]]) -> None:
    """Write down who read what of a clinic, and why: the purpose they named (HL7 v3 PurposeOfUse), if any."""
    for clinic_id, (coordinates, subjects) in sorted(found.items()):
        for start in range(0, max(len(subjects), 1), MOST_LISTED):
            note(
                context.now,
                "read",
                context.actor,
                clinics=(clinic_id,),
                purpose=context.purpose,
                coordinates=coordinates,
                subjects=subjects[start : start + MOST_LISTED],
            )
