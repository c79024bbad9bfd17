"""Turns the log of changes into deliveries: each change once for each endpoint it concerns, in the order of commits.

Deliveries, their jobs and the place read up to are one commit, so nothing is lost and nothing comes twice however often
this stops in the middle. Where there is no endpoint, nothing is read.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.change_log import changes_after
from chatbookr_core.db import fetch, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change, Position
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id
from chatbookr_core.webhooks.deliveries import Draft, owe
from chatbookr_core.webhooks.rules import EVENTS

READER: Final = "webhooks"
PORTION: Final = 200
LATE: Final = timedelta(hours=1)
NEVER_TOO_OLD: Final = sys.maxsize  # the log is not forgotten before it is read here: see `is_behind`

# any clinic: the dispatcher works for all of them
LISTENING: Final = "SELECT id, clinic_id, event, starts_after FROM webhook_endpoint WHERE state = 'enabled'"
READ: Final = "SELECT position FROM change_reader WHERE name = $1"
ADVANCE: Final = """
INSERT INTO change_reader (id, name, position) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET position = excluded.position RETURNING 1
"""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Listening:
    """An enabled endpoint: which changes it is told of, and from where on."""

    endpoint_id: UUID
    kinds: frozenset[str]
    starts_after: Place


Listeners = Mapping[UUID, Sequence[Listening]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the log came to: where it ended (None: nobody listens), and whether there is more to read."""

    place: Place | None
    is_full: bool


def place_of(position: Position) -> Place:
    """Return what positions are ordered by."""
    return position.transaction_id, position.id


def short(position: Position) -> str:
    """Write a position to go on from: by that alone, so what ran beside it is left out, however much it was."""
    return replace(position, snapshot="").text


async def dispatch(deployment: Deployment) -> Round:
    """Read one portion of the log and owe its deliveries, in a transaction of its own; none where there is nothing."""
    listeners = await _listeners()
    if not listeners:
        return Round(None, is_full=False)
    portion = await changes_after(await _position(listeners), limit=PORTION)
    if not portion.changes:
        return Round(place_of(portion.position), is_full=False)
    async with transaction() as tx:
        await tx.fetch(f"{READ} FOR UPDATE" if tx.dialect == "postgres" else READ, (READER,))
        listeners = await _listeners()
        if not listeners:
            return Round(None, is_full=False)
        portion = await changes_after(await _position(listeners), limit=PORTION)
        for change in portion.changes:
            for draft in _drafts(change, listeners):
                await owe(draft, now=deployment.clock.now())
        await tx.fetch(ADVANCE, (new_id(), READER, short(portion.position)))
        reach("webhook.before_dispatch_commit")
    reach("webhook.after_dispatch_commit")
    return Round(place_of(portion.position), portion.is_full)


async def is_behind(now: datetime) -> bool:
    """Tell whether changes of long ago are still to be dispatched, so that the log must not be forgotten yet."""
    listeners = await _listeners()
    if not listeners:
        return False
    waiting = (await changes_after(await _position(listeners), limit=1)).changes
    at = waiting[0].position if waiting else None
    return at is not None and at.at_second < (now - LATE).timestamp()


async def _listeners() -> Listeners:
    found: dict[UUID, list[Listening]] = defaultdict(list)
    for row in await fetch(LISTENING):
        kinds = EVENTS.get(row["event"], frozenset[str]())
        one = Listening(uuid_of(row["id"]), kinds, place_of(Position.read(row["starts_after"])))
        found[uuid_of(row["clinic_id"])].append(one)
    return found


async def _position(listeners: Listeners) -> Position:
    """Return where to read on: where the last round ended, or where the first endpoint begins, if that is later."""
    first = min(one.starts_after for of_clinic in listeners.values() for one in of_clinic)
    begin = Position("", *first, NEVER_TOO_OLD)
    stored = [Position.read(row["position"]) for row in await fetch(READ, (READER,))]
    return replace(max([begin, *stored], key=place_of), at_second=NEVER_TOO_OLD)


def _drafts(change: Change, listeners: Listeners) -> Sequence[Draft]:
    clinic_id, position = change.clinic_id, change.position
    if clinic_id is None or position is None:
        return []
    return [
        Draft(
            clinic_id=clinic_id,
            endpoint_id=one.endpoint_id,
            dedupe_key=f"change:{position.id}",
            kind=change.kind,
            happened_at=datetime.fromtimestamp(position.at_second, UTC),
            subject_id=change.subject_id,
            parent_id=change.parent_id,
            position=position.text,
        )
        for one in listeners.get(clinic_id, ())
        if change.kind in one.kinds and place_of(position) > one.starts_after
    ]
