"""Reads where conversations stand that a person has: for any number of them in the same few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.dialogue import State
from chatbookr_core.handoffs.summary import Appointment, Handoff, HeldTime, Names, Standing, summarise
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys, Vault
from chatbookr_core.models import Booking, Location, Practitioner, Service
from chatbookr_core.reach import Reach, reachable

HANDED_OVER = """
SELECT conversation.id, conversation.handover_reason, conversation.dialogue_sealed, clinic.locale,
    clinic.zone AS clinic_zone, hold.starts_at, hold.ends_at, hold.expires_at, location.zone
FROM conversation JOIN clinic ON clinic.id = conversation.clinic_id
LEFT JOIN hold ON hold.clinic_id = conversation.clinic_id AND hold.conversation_id = conversation.id
    AND hold.state = 'held' AND hold.expires_at > ${now}
LEFT JOIN location ON location.clinic_id = hold.clinic_id AND location.id = hold.location_id
WHERE {wanted} AND conversation.owner = 'staff' ORDER BY hold.created_at
"""


async def handoffs_of(
    vault: Vault, clinic_id: UUID, conversation_ids: Sequence[UUID], now: datetime
) -> dict[UUID, Handoff]:
    """Summarise those of a clinic's conversations that a person has; of several held times the latest counts."""
    if not conversation_ids:
        return {}
    wanted = reachable("conversation", Reach((clinic_id,))).among("conversation.id", conversation_ids)
    place = len(wanted.values) + 1
    rows = await fetch(HANDED_OVER.format(wanted=wanted.text, now=place), (*wanted.values, now))
    keys = await vault.reading(clinic_id, [row["dialogue_sealed"] for row in rows])
    found = {one.conversation_id: one for one in (_standing(row, keys) for row in rows)}
    names = await _names_in(clinic_id, [one.state for one in found.values()])
    return {key: summarise(one, names) for key, one in found.items()}


def _standing(row: Mapping[str, Any], keys: Keys) -> Standing:
    key, sealed = uuid_of(row["id"]), row["dialogue_sealed"]
    text = keys.open_text(columns.DIALOGUE, key, bytes(sealed)) if sealed is not None else ""
    hold = None
    if row["starts_at"] is not None:
        starts_at, ends_at, expires_at = (instant_of(row[name]) for name in ("starts_at", "ends_at", "expires_at"))
        hold = HeldTime(starts_at, ends_at, expires_at, row["zone"] or row["clinic_zone"])
    return Standing(key, row["handover_reason"], State.from_json(text), hold, row["locale"], row["clinic_zone"])


async def _names_in(clinic_id: UUID, states: Iterable[State]) -> Names:
    listed = list(states)
    services = {one.service_id for one in listed if one.service_id}
    people = {one.practitioner_id for one in listed if one.practitioner_id}
    places = {one.chosen.location_id for one in listed if one.chosen}
    bookings = {one.booking_id for one in listed if one.booking_id}
    return Names(
        services=await _texts(Service, "short_title", clinic_id, services),
        practitioners=await _texts(Practitioner, "short_name", clinic_id, people),
        zones=await _texts(Location, "zone", clinic_id, places),
        appointments=await _appointments(clinic_id, bookings),
    )


async def _texts(
    kind: type[Service | Practitioner | Location], column: str, clinic_id: UUID, ids: set[UUID]
) -> dict[UUID, str]:
    if not ids:
        return {}
    rows = await kind.filter(clinic_id=clinic_id, id__in=list(ids)).values_list("id", column)
    return {key: str(text) for key, text in rows}


async def _appointments(clinic_id: UUID, ids: set[UUID]) -> dict[UUID, Appointment]:
    if not ids:
        return {}
    rows = Booking.filter(clinic_id=clinic_id, id__in=list(ids), status__in=STANDING)
    return {key: Appointment(key, at, zone) for key, at, zone in await rows.values_list("id", "starts_at", "zone")}
