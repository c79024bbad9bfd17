"""Writes entries of the audit log: noted within a transaction, written with its commit, gone with its end."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from chatbookr_core.audit.actions import ACTIONS
from chatbookr_core.audit.entries import Detail, Entry, Outcome, Who, who_of
from chatbookr_core.db import current_transaction, fetch, transaction, uuid_of
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.origin import Origin
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import Actor, KeyActor, OperatorActor, StaffActor

OF_NO_CLINIC = (None,)
PLACES = "SELECT clinic_id FROM membership WHERE user_id = $1 AND state = 'active' ORDER BY clinic_id"


class Lent(Protocol):
    """The part of a deployment this needs."""

    @property
    def clock(self) -> Any: ...

    @property
    def vault(self) -> Vault: ...


def note(
    now: datetime,
    action: str,
    actor: Actor | Who | None,
    *,
    clinics: Collection[UUID | None] | None = None,
    subject_id: UUID | None = None,
    outcome: Outcome = "done",
    details: Mapping[str, Detail] | None = None,
    **codes: Detail,
) -> None:
    """Write down what is done in this transaction, once for each clinic it concerns; left out: all of the actor's.

    Needs a transaction. Raises KeyError for an action that is not listed, ValueError for what is neither code nor id.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    tx, who = current_transaction(), who_of(actor)
    for clinic_id in _clinics_of(actor) if clinics is None else tuple(clinics) or OF_NO_CLINIC:
        tx.entries.append(
            Entry(new_id(), action, who, now, clinic_id, subject_id, outcome, {**(details or {}), **codes})
        )


async def note_alone(
    now: datetime,
    action: str,
    actor: Actor | Who | None,
    *,
    clinics: Collection[UUID | None] | None = None,
    subject_id: UUID | None = None,
    outcome: Outcome,
    details: Mapping[str, Detail] | None = None,
    **codes: Detail,
) -> None:
    """Write down what came to nothing, in a transaction of its own."""
    async with transaction():
        note(now, action, actor, clinics=clinics, subject_id=subject_id, outcome=outcome, details=details, **codes)


async def places_of(user_id: UUID) -> list[UUID]:
    """List the clinics somebody works for: whoever answers for them reads of their log-ins."""
    with every_clinic("audit"):
        return [uuid_of(row["clinic_id"]) for row in await fetch(PLACES, (user_id,))]


async def hashed(deployment: Lent, purpose: str, value: str) -> str:
    """Write what names somebody so that equal values are equal, and nothing else can be told."""
    keys = await deployment.vault.deployment_keys()
    return keys.lookup_hash(f"audit.{purpose}", value)[:32]


async def whence(deployment: Lent, origin: Origin) -> dict[str, str]:
    """Write where something comes from, for the details of an entry: a keyed hash; nothing where nobody knows."""
    counted = origin.counted_as
    return {"address": await hashed(deployment, "address", counted)} if counted is not None else {}


def _clinics_of(actor: Actor | Who | None) -> Collection[UUID | None]:
    if isinstance(actor, StaffActor | KeyActor | OperatorActor):
        return actor.clinic_ids or OF_NO_CLINIC
    return OF_NO_CLINIC
