"""Agenda feeds: made and revoked by staff who proved again who they are, and what a secret opens."""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.agenda_feeds.events import Appointment, agenda_file, voice_of
from chatbookr_core.agenda_feeds.queries import OpenFeed, agenda_of, find_feed
from chatbookr_core.agenda_feeds.rules import (
    MOST_FEEDS,
    NAME_CHARS,
    READ_NOTED_EVERY,
    FeedDraft,
    is_token,
)
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, QuotaReached
from chatbookr_core.ids import new_id
from chatbookr_core.models import AgendaFeed, Practitioner
from chatbookr_core.names import name_from
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.people.tokens import TOKEN_BYTES, token_hash_of
from chatbookr_core.scope import admit
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import PermissionDenied, is_allowed, permissions_in, require

log = logging.getLogger(__name__)
PATH: Final = "/agenda-feeds"
NOTE_READ = "UPDATE agenda_feed SET last_read_at = $3 WHERE clinic_id = $1 AND id = $2"


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A feed with its address, which is shown this once."""

    feed_id: UUID
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed tells now. `etag` stands for it without quotes; `text` is None where the reader has it already."""

    etag: str
    text: str | None = field(repr=False)


async def create_feed(deployment: Deployment, actor: Actor, draft: FeedDraft) -> MadeFeed:
    """Make a feed of a practitioner's agenda. Needs a transaction.

    Whoever sees their own bookings alone can make one of their own agenda. Raises NotFound, PermissionDenied,
    StepUpRequired, InvalidInput, QuotaReached.
    """
    now = deployment.clock.now()
    rows = Practitioner.filter(id=draft.practitioner_id, is_active=True)  # any clinic: the actor's is checked next
    practitioner = await rows.select_for_update().get_or_none()  # two at once are counted one by one
    if practitioner is None:
        raise NotFound(field="practitioner_id")
    staff = await _feed_manager(actor, practitioner.clinic_id, practitioner.id, now, named="practitioner_id")
    name = name_from(draft.name, NAME_CHARS)
    open_feeds = AgendaFeed.filter(clinic_id=practitioner.clinic_id, practitioner_id=practitioner.id, revoked_at=None)
    if await open_feeds.count() >= MOST_FEEDS:
        raise QuotaReached(f"A practitioner has at most {MOST_FEEDS} open feeds: revoke one first.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = await AgendaFeed.create(
        id=new_id(),
        clinic_id=practitioner.clinic_id,
        practitioner_id=practitioner.id,
        created_by_id=staff.user_id,
        name=name,
        detail=draft.detail,
        token_hash=token_hash_of(token),
        created_at=now,
    )
    log.info("agenda feed %s made by user %s", feed.id, staff.user_id)
    return MadeFeed(feed.id, f"{deployment.settings.public_url}{PATH}/{token}.ics")


async def revoke_feed(deployment: Deployment, actor: Actor, feed_id: UUID) -> UUID:
    """End a feed at once; one that is revoked stays so. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired.
    """
    now = deployment.clock.now()
    rows = AgendaFeed.filter(id=feed_id)  # any clinic: the actor's is checked next
    feed = await rows.select_for_update().get_or_none()
    if feed is None:
        raise NotFound()
    staff = await _feed_manager(actor, feed.clinic_id, feed.practitioner_id, now)
    if feed.revoked_at is None:
        feed.revoked_at = now
        await feed.save(update_fields=["revoked_at"])
        log.info("agenda feed %s revoked by user %s", feed.id, staff.user_id)
    return feed.id


async def tell_agenda(deployment: Deployment, token: str, *, known: Sequence[str] = ()) -> Told | None:
    """Write what the feed of a secret tells now; `known` are the ETags the reader has. Opens its own transaction.

    None alike for what is no secret (which costs no look-up), an unknown one, one that was revoked, and one whose maker
    may not make it any more: they left, were suspended, or changed roles.
    """
    feed = await find_feed(token_hash_of(token)) if is_token(token) else None
    if feed is None or not _is_still_allowed(feed):
        return None
    now = deployment.clock.now()
    admit([feed.clinic_id])
    async with transaction():
        await _note_read(feed, now)
        appointments = await agenda_of(feed, public_url=deployment.settings.public_url, now=now)
    etag = _etag_of(feed, appointments)
    if etag in known:
        return Told(etag, None)
    voice = voice_of(feed.locale)
    return Told(etag, agenda_file(appointments, name=feed.practitioner_name, stamped_at=now, voice=voice))


async def _feed_manager(
    actor: Actor, clinic_id: UUID, practitioner_id: UUID, now: datetime, *, named: str | None = None
) -> StaffActor:
    """Let staff of the clinic pass who may manage feeds of that agenda, and stepped up."""
    if not permissions_in(actor, clinic_id):
        raise NotFound(field=named)
    require(actor, Permission.AGENDA_FEED_MANAGE, clinic_id)
    if not is_with(actor, clinic_id, practitioner_id):
        raise NotFound(field=named)
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.AGENDA_FEED_MANAGE)  # it ends with whoever made it: a person
    await require_step_up(actor, now)
    return actor


def _is_still_allowed(feed: OpenFeed) -> bool:
    maker = StaffActor(feed.maker_id, feed.feed_id, {feed.clinic_id: feed.maker})
    may = is_allowed(maker, Permission.AGENDA_FEED_MANAGE, feed.clinic_id)
    return may and is_with(maker, feed.clinic_id, feed.practitioner_id)


async def _note_read(feed: OpenFeed, now: datetime) -> None:
    if feed.last_read_at is None or feed.last_read_at <= now - READ_NOTED_EVERY:
        await current_transaction().execute(NOTE_READ, (feed.clinic_id, feed.feed_id, now))


def _etag_of(feed: OpenFeed, appointments: Sequence[Appointment]) -> str:
    """Name what is told by all that goes into it, but for the instant at which it is written."""
    told = repr((feed.practitioner_name, feed.locale, appointments))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
