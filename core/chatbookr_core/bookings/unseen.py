"""Requests that were made for want of a calendar: each is looked at again as its time can be seen, or has fallen free.

What staff are asked about for another reason (a service that they confirm themselves) is theirs alone.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.bookings.rules import needs_staff
from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.errors import CalendarNotFresh
from chatbookr_core.jobs import enqueue

SEEN_JOB: Final = "bookings.seen"
BECAUSE_UNSEEN: Final = CalendarNotFresh.code.lower()
"""The reason of the task with which staff are asked for an answer."""
WAITING: Final = f"""
SELECT booking.id, booking.version, booking.status, booking.created_by, service.is_on_request
FROM staff_task AS task
JOIN booking ON booking.clinic_id = task.clinic_id AND booking.id = task.booking_id
JOIN service ON service.clinic_id = booking.clinic_id AND service.id = booking.service_id
LEFT JOIN hold AS asked ON asked.clinic_id = booking.clinic_id AND asked.moves_id = booking.id
    AND asked.state = 'held' AND asked.expires_at > $3
WHERE task.clinic_id = $1 AND task.state = 'open' AND task.kind = 'booking_request'
    AND task.reason = '{BECAUSE_UNSEEN}' AND booking.starts_at > $3
    AND (booking.status = 'requested' AND booking.practitioner_id = $2
        OR booking.status = 'confirmed' AND asked.practitioner_id = $2)
"""  # noqa: S608  # the code above
"""Requests of a practitioner, or to move to one."""


async def owe_answers(clinic_id: UUID, practitioner_id: UUID, now: datetime) -> None:
    """Owe each request that waits for a practitioner's calendar another look. Needs a transaction."""
    for row in await fetch(WAITING, (clinic_id, practitioner_id, now)):
        if row["status"] == "requested" and needs_staff(row["created_by"], is_on_request=bool(row["is_on_request"])):
            continue
        booking_id, version = uuid_of(row["id"]), int(row["version"])
        await enqueue(
            SEEN_JOB,
            clinic_id=clinic_id,
            subject_id=booking_id,
            arguments={"version": version},
            due_at=now,
            now=now,
            dedupe_key=f"{SEEN_JOB}:{booking_id}:{version}:{now.timestamp()}",
        )
