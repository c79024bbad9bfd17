"""Reads agenda feeds: as lists for staff, by the secret a calendar program comes with, and what they tell."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.agenda_feeds.events import Appointment, place_of, uid_of
from chatbookr_core.agenda_feeds.rules import AFTER, BEFORE, MOST_EVENTS
from chatbookr_core.clinics.queries import PRACTITIONERS
from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.people.queries import PEOPLE, membership_of
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import Membership

# any clinic: the feed's own is what the look-up is for
FEED = """
SELECT agenda_feed.id, agenda_feed.clinic_id, agenda_feed.practitioner_id AS feed_practitioner_id, agenda_feed.detail,
    agenda_feed.last_read_at, practitioner.full_name, clinic.locale, membership.user_id, membership.role,
    membership.practitioner_id, membership.custom_role_id, custom_role.permissions AS granted
FROM agenda_feed
JOIN practitioner ON practitioner.id = agenda_feed.practitioner_id
    AND practitioner.clinic_id = agenda_feed.clinic_id AND practitioner.is_active
JOIN clinic ON clinic.id = agenda_feed.clinic_id
JOIN user_account ON user_account.id = agenda_feed.created_by_id AND user_account.is_active
JOIN membership ON membership.user_id = agenda_feed.created_by_id AND membership.clinic_id = agenda_feed.clinic_id
    AND membership.state = 'active'
LEFT JOIN custom_role ON custom_role.id = membership.custom_role_id AND custom_role.clinic_id = membership.clinic_id
WHERE agenda_feed.token_hash = $1 AND agenda_feed.revoked_at IS NULL
"""
# any clinic: the address's own is what the look-up is for; its signature is looked at next
APPOINTMENT = """
SELECT booking.id, booking.clinic_id, booking.reference, booking.starts_at, booking.ends_at, booking.zone,
    booking.status, booking.version, location.name, location.address, clinic.name AS clinic_name, clinic.locale
FROM booking
JOIN location ON location.id = booking.location_id AND location.clinic_id = booking.clinic_id
JOIN clinic ON clinic.id = booking.clinic_id
WHERE booking.id = $1
"""
AGENDA = f"""
SELECT booking.id, booking.reference, booking.starts_at, booking.ends_at, booking.zone, booking.status, booking.version,
    service.title, location.name, location.address
FROM booking
JOIN service ON service.id = booking.service_id AND service.clinic_id = booking.clinic_id
JOIN location ON location.id = booking.location_id AND location.clinic_id = booking.clinic_id
WHERE booking.clinic_id = $1 AND booking.practitioner_id = $2 AND booking.status <> 'cancelled'
    AND booking.starts_at >= $3 AND booking.starts_at < $4
ORDER BY booking.starts_at, booking.id LIMIT {MOST_EVENTS}
"""  # noqa: S608  # a number out of this program alone


@dataclass(frozen=True, slots=True)
class AgendaFeedRecord:
    """What staff may know of a feed; its address is shown once."""

    id: UUID
    clinic_id: UUID
    practitioner_id: UUID
    created_by_id: UUID
    name: str
    detail: str
    created_at: datetime
    last_read_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenFeed:
    """A feed that is open, whose agenda it tells, and who made it, as they stand in the clinic today."""

    feed_id: UUID
    clinic_id: UUID
    practitioner_id: UUID
    practitioner_name: str
    detail: str
    locale: str
    last_read_at: datetime | None
    maker_id: UUID
    maker: Membership = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundAppointment:
    """A booking as a calendar file tells it, in its clinic's language, before it is known who asks."""

    clinic_id: UUID
    locale: str
    appointment: Appointment


FEEDS = Records(AgendaFeedRecord, "agenda_feed")
COMPANIONS: Mapping[str, Records[Any]] = {"practitioner_id": PRACTITIONERS, "created_by_id": PEOPLE}
FEED_ORDERS: Mapping[str, Order] = {
    "created_at": Order("agenda_feed.created", "agenda_feed", "created_at", is_descending=True)
}


async def find_appointment(booking_id: UUID, *, public_url: str) -> FoundAppointment | None:
    """Find what a calendar file says of a booking, whoever asks: who has its address is to be seen after."""
    with every_clinic("authentication"):
        rows = await fetch(APPOINTMENT, (booking_id,))
    if not rows:
        return None
    row = rows[0]
    appointment = _appointment_in(row, public_url, place_of(row["clinic_name"], row["name"], row["address"]))
    return FoundAppointment(uuid_of(row["clinic_id"]), str(row["locale"]), appointment)


async def find_feed(token_hash: str) -> OpenFeed | None:
    """Find the feed of a secret; None where it is revoked, its practitioner left, or whoever made it did."""
    with every_clinic("authentication"):
        rows = await fetch(FEED, (token_hash,))
    if not rows:
        return None
    row = rows[0]
    return OpenFeed(
        uuid_of(row["id"]),
        uuid_of(row["clinic_id"]),
        uuid_of(row["feed_practitioner_id"]),
        str(row["full_name"]),
        str(row["detail"]),
        str(row["locale"]),
        instant_of(row["last_read_at"]) if row["last_read_at"] is not None else None,
        uuid_of(row["user_id"]),
        membership_of(row),
    )


async def agenda_of(feed: OpenFeed, *, public_url: str, now: datetime) -> list[Appointment]:
    """Read the bookings that a feed tells of, by their start."""
    rows = await fetch(AGENDA, (feed.clinic_id, feed.practitioner_id, now - BEFORE, now + AFTER))
    is_titled = feed.detail == "service"
    return [
        _appointment_in(
            row, public_url, place_of(row["name"], row["address"]), str(row["title"]) if is_titled else None
        )
        for row in rows
    ]


def _appointment_in(row: Mapping[str, Any], public_url: str, place: str, title: str | None = None) -> Appointment:
    return Appointment(
        uid=uid_of(uuid_of(row["id"]), public_url),
        reference=str(row["reference"]),
        starts_at=instant_of(row["starts_at"]),
        ends_at=instant_of(row["ends_at"]),
        zone=str(row["zone"]),
        status=str(row["status"]),
        version=int(row["version"]),
        place=place,
        title=title,
    )


async def agenda_feeds_by_id(
    reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, AgendaFeedRecord]:
    """Read feeds by id, those that were revoked too."""
    return await records_by_id(FEEDS, reach, ids, unread)


def feeds_where(
    reach: Reach,
    order: Order,
    including: Collection[str] = (),
    *,
    practitioner_id: UUID | None = None,
    is_open: bool | None = None,
) -> Selection[tuple[AgendaFeedRecord, dict[str, Any]]]:
    """Select feeds to be paged or counted, those that were revoked too; `including` as in `bookings.agenda`."""
    conditions = reachable("agenda_feed", reach)
    if practitioner_id is not None:
        number = len(conditions.values) + 1
        conditions = conditions.numbered(f"agenda_feed.practitioner_id = ${number}", practitioner_id)
    if is_open is not None:
        conditions = conditions.numbered(f"agenda_feed.revoked_at IS {'' if is_open else 'NOT '}NULL")
    return Selection(Joined.of(FEEDS, COMPANIONS, including), order, conditions)
