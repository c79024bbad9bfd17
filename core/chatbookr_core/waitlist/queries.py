"""Reads the waitlist as the front desk sees it: places by page or by id, and the offers that are open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from chatbookr_core.conditions import Conditions
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread, select_from


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """A patient's place on the waitlist."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID
    service_id: UUID
    practitioner_id: UUID | None
    location_id: UUID | None
    booking_id: UUID | None
    duration_minutes: int | None
    first_day: date | None
    last_day: date | None
    weekdays: int
    day_parts: int
    starts_before: datetime | None
    from_minute: int | None
    until_minute: int | None
    days: object
    refused_weekdays: int
    refused_from_minute: int | None
    refused_until_minute: int | None
    day_hours: object
    state: str
    since: datetime
    ended_at: datetime | None
    version: int
    created_by: str
    arranged_by_id: UUID | None


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """A time that is kept for somebody who waits; without a conversation somebody calls them."""

    id: UUID
    clinic_id: UUID
    entry_id: UUID
    practitioner_id: UUID
    location_id: UUID
    conversation_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    offered_at: datetime
    offered_until: datetime


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which places; what is not named does not matter."""

    states: Sequence[str] | None = None
    service_id: UUID | None = None
    practitioner_id: UUID | None = None
    patient_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


ENTRIES: Final = Records(EntryRecord, "waitlist_entry")
OFFERS: Final = Records(OfferRecord, "waitlist_offer")
ENTRY_ORDERS: Final[Mapping[str, Order]] = {"since": Order("waitlist_entry.since", "waitlist_entry", "since")}


async def entries_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, EntryRecord]:
    """Read places by id."""
    return await records_by_id(ENTRIES, reach, ids, unread)


def entries_where(reach: Reach, order: Order, wanted: EntryFilter) -> Selection[EntryRecord]:
    """Select places to be paged or counted."""
    conditions = (
        reachable("waitlist_entry", reach)
        .among("waitlist_entry.state", wanted.states)
        .where("waitlist_entry.service_id =", wanted.service_id)
        .where("waitlist_entry.practitioner_id =", wanted.practitioner_id)
        .where("waitlist_entry.patient_id =", wanted.patient_id)
        .where("waitlist_entry.since >=", wanted.since)
        .where("waitlist_entry.since <", wanted.until)
    )
    return Selection(ENTRIES, order, conditions)


async def open_offers_by_entry(reach: Reach, ids: Sequence[UUID]) -> dict[UUID, OfferRecord]:
    """Read what is kept for those who have some places; in one statement."""
    conditions = Conditions().among("waitlist_offer.clinic_id", reach.clinic_ids)
    conditions = conditions.where("waitlist_offer.state =", "open").among("waitlist_offer.entry_id", ids)
    rows = await fetch(f"{select_from(OFFERS)} WHERE {conditions.text}", conditions.values)
    return {uuid_of(row["entry_id"]): OFFERS.read(row) for row in rows}
