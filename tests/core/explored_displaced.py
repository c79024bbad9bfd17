"""What an arrangement came over, as the rows say it before and after: whoever lost something needs another time."""

from collections.abc import Iterable

from tests.core.explored_truth import Truth, as_asked, meet

from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.clock import epoch_minute
from chatbookr_core.models import (
    Allocation,
    Booking,
    Hold,
    Location,
    Practitioner,
    Resource,
    StaffTask,
    WorkingHours,
)

HOURS = "hours"


def misjudged(before: Truth, after: Truth) -> list[str]:
    """List the bookings and holds to come of which a change said otherwise than what it did to them."""
    found: list[str] = []
    for booking in after.rows[Booking]:
        if booking.status in STANDING and booking.starts_at > after.now:
            found += [f"{booking.id} {wrong}" for wrong in _wrongs_of(before, after, booking)]
    for hold in after.rows[Hold]:
        if hold.state == "held" and hold.expires_at > after.now and hold.moves_id is None:
            lost = lacks(after, hold) - lacks(before, hold)
            found += [f"hold {hold.id} is kept without {lost}"] if lost and hold.starts_at > after.now else []
    return found


def _wrongs_of(before: Truth, after: Truth, booking: Booking) -> Iterable[str]:
    was = before.one(Booking, booking.id)
    had, has = lacks(before, was), lacks(after, booking)
    is_named, was_named = booking.displaced_at is not None, was.displaced_at is not None
    if (booking.version, booking.starts_at) != (was.version, was.starts_at):
        yield "was changed by who arranged something else"
    if booking.displaced_at is not None and booking.upheld_at is not None:
        yield "needs another time, and takes place all the same"
    if not is_named and _is_taken(had, has, is_upheld=was.upheld_at is not None):
        yield f"lost {has - had}, and does not need another time"
    if is_named and not was_named and not has:
        yield "lacks nothing, and needs another time"
    if is_named and had and not has:
        yield f"has {had} back, and needs another time still"
    if was_named and not is_named and has and booking.overbook_reason is None:
        yield f"lacks {has}, and needs no other time any more"
    if is_named and not was_named:
        yield from (f"lacks a {kind} that is free" for kind in has - had - {HOURS} if has_free(after, booking, kind))


def _is_taken(had: set[str], has: set[str], *, is_upheld: bool) -> bool:
    """Decide whether something was taken: the hours, or the first of the rooms; of what is upheld, any more."""
    lost = has - had
    return bool(lost) and (is_upheld or HOURS in lost or not had - {HOURS})


def lacks(truth: Truth, owner: Booking | Hold) -> set[str]:
    """Name what somebody who has a time is without: the hours, or a room or device by its kind."""
    asked, start = as_asked(owner), epoch_minute(owner.starts_at)
    person, place = truth.one(Practitioner, owner.practitioner_id), truth.one(Location, owner.location_id)
    works = truth.of(WorkingHours, practitioner_id=person.id, location_id=place.id)
    is_there = bool(person.is_active and place.is_active and works)
    is_open = is_there and all(truth.is_open(asked, minute) for minute in range(start, start + asked.minutes))
    rooms = [row for row in rooms_of(truth, owner) if _does(truth, row, owner)]
    return ({HOURS} if not is_open else set()) | (truth.kinds(owner.service_id) - {room.kind for room in rooms})


def rooms_of(truth: Truth, owner: Booking | Hold) -> list[Resource]:
    """List the rooms and devices that a booking or hold has, by itself or by the group it has a seat of."""
    own = [row for row in truth.rows[Allocation] if row.is_active and owner.id in (row.booking_id, row.hold_id)]
    groups = {row.group_id for row in own if row.group_id is not None}
    shared = [
        row
        for row in truth.rows[Allocation]
        if row.is_active and row.group_id in groups and not row.booking_id and not row.hold_id
    ]
    found = (truth.one(Resource, row.subject_id) for row in (*own, *shared))
    return [room for room in found if room is not None]


def has_free(truth: Truth, owner: Booking, kind: str) -> bool:
    """Decide whether there is a room or device of a kind that would do, and that nobody has then."""
    block = next((row.starts_minute, row.ends_minute) for row in truth.rows[Allocation] if row.booking_id == owner.id)
    return any(
        _does(truth, room, owner)
        and not any(meet(block, (row.starts_minute, row.ends_minute)) for row in truth.standing(room.id))
        for room in truth.of(Resource, kind=kind)
    )


def _does(truth: Truth, room: Resource, owner: Booking | Hold) -> bool:
    start, end = epoch_minute(owner.starts_at), epoch_minute(owner.ends_at)
    is_there = room.is_active and room.location_id == owner.location_id
    return is_there and all(truth.is_room_open(room.id, minute) for minute in range(start, end))


async def miscounted(before: Truth, after: Truth) -> list[str]:
    """See that staff are asked for as many as need another time, where a change has named one more or less."""
    named = {one.id for one in before.rows[Booking] if one.displaced_at is not None}
    now_named = {one.id for one in after.rows[Booking] if one.displaced_at is not None}
    if not now_named - named:
        return []
    to_come = [one for one in after.rows[Booking] if one.id in now_named and one.starts_at > after.now]
    wanted = sum(one.status in STANDING for one in to_come)
    tasks = await StaffTask.filter(clinic_id=after.clinic.id, kind="bookings_displaced", state="open")
    told = [task.booking_count for task in tasks]
    return [] if told == [wanted] else [f"{wanted} need another time, and staff are asked for {told}"]
