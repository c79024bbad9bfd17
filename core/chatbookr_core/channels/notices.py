"""What a provider says about a clinic's account: kept, shown, and acted on where it ends or mends the connection."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from chatbookr_core.channels.connections import (
    CONNECTED,
    IN_USE,
    NEEDS_RECONNECT,
    find_channel,
)
from chatbookr_core.channels.lifecycle import end_channel
from chatbookr_core.channels.losing import lose, write
from chatbookr_core.conversations.tasks import ask_staff, close_loss
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import ChannelConnection
from chatbookr_core.outbox.resuming import resume_sending
from chatbookr_core.scope import within
from chatbookr_core.templates.syncing import sync_later
from chatbookr_sdk import AccountNotice, NoticeEffect, UnknownFact

UNKNOWN = "unknown"
CODE_CHARS = 48
REASON_CHARS = 40  # of a task
BY_PROVIDER = "provider:"
"""Begins the reason of a connection that the provider ended: what it ended, it can restore."""

INSERT = """
INSERT INTO channel_notice (id, clinic_id, connection_id, kind, event, effect, detail, digest, happened_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (connection_id, digest) DO NOTHING RETURNING id
"""


async def concerned(plugin: str, notice: AccountNotice) -> Sequence[ChannelConnection]:
    """Find whose accounts a notice is about: one, or all that stand of a group."""
    if notice.account is not None:
        found = await find_channel(plugin, notice.account)
        return [found] if found is not None else []
    if notice.group_id is None:
        return []
    return await ChannelConnection.filter(  # any clinic: the group is what says which
        plugin=plugin, group_id=notice.group_id, state__in=IN_USE
    )


async def note_notice(deployment: Deployment, connection: ChannelConnection, notice: AccountNotice) -> None:
    """Keep a notice once, and do what it means. Needs a transaction."""
    now = deployment.clock.now()
    with within((connection.clinic_id,)):
        if not await _keep(connection, notice, now):
            return
        reason = f"{BY_PROVIDER}{notice.event.lower()}"
        if notice.effect is NoticeEffect.LOST:
            await lose(deployment, connection, reason)
        elif notice.effect is NoticeEffect.ENDED:
            await _end(deployment, connection, reason, now)
        elif notice.effect is NoticeEffect.RESTORED:
            await _restore(connection, now)
        if notice.is_about_templates:
            await sync_later(connection.clinic_id, connection.id, now=now, key=_digest(notice)[:32])
        if notice.effect is NoticeEffect.LOOK:
            await ask_staff(
                "channel_notice",
                clinic_id=connection.clinic_id,
                connection_id=connection.id,
                dedupe_key=f"channel_notice:{connection.id}:{_digest(notice)[:32]}",
                now=now,
                reason=notice.event.lower()[:REASON_CHARS],
            )


async def _end(deployment: Deployment, connection: ChannelConnection, reason: str, now: datetime) -> None:
    """Take a connection that its provider has ended for disconnected, and tell those who can connect it anew."""
    if await end_channel(deployment, connection, reason):
        await ask_staff(
            "channel_ended",
            clinic_id=connection.clinic_id,
            connection_id=connection.id,
            dedupe_key=f"channel_ended:{connection.id}:{now.isoformat(timespec='seconds')}",
            now=now,
            reason="ended_by_provider",
        )
        await write(deployment, connection, "channel_ended", reason=reason)


async def note_unknown(connection: ChannelConnection, fact: UnknownFact, now: datetime) -> None:
    """Show that something came that nobody understands yet; what it said stays sealed in its delivery."""
    notice = AccountNotice(fact.account, None, UNKNOWN, fact.kind[:CODE_CHARS], now, "{}")
    await _keep(connection, notice, now)


async def _keep(connection: ChannelConnection, notice: AccountNotice, now: datetime) -> bool:
    notice_id = new_id()
    values = (
        notice_id,
        connection.clinic_id,
        connection.id,
        notice.kind[:CODE_CHARS],
        notice.event[:CODE_CHARS],
        notice.effect.value,
        notice.detail,
        _digest(notice),
        min(notice.at, now),
        now,
    )
    if not await current_transaction().fetch(INSERT, values):
        return False
    current_transaction().tell(Change("connection", connection.clinic_id, connection.id))
    return True


async def _restore(connection: ChannelConnection, now: datetime) -> None:
    """Use an account again that the provider itself had taken away and given back; not one whose token died."""
    rows = ChannelConnection.filter(
        id=connection.id, clinic_id=connection.clinic_id, state=NEEDS_RECONNECT, state_reason__startswith=BY_PROVIDER
    )
    if await rows.update(state=CONNECTED, state_reason="", lost_at=None):
        await close_loss(connection, now)
        await resume_sending(connection, now)
        current_transaction().tell(Change("connection", connection.clinic_id, connection.id))


def _digest(notice: AccountNotice) -> str:
    told = (notice.kind, notice.event, notice.effect.value, notice.detail, notice.at.isoformat())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
