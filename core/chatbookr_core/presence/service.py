"""Staff tell where they are and whether they write; colleagues who may read the conversation see it as it happens."""

import logging
from uuid import UUID

from tortoise.exceptions import BaseORMException

from chatbookr_core.conversations.queries import conversations_by_id
from chatbookr_core.db import current_database, fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, NotPermitted
from chatbookr_core.presence.board import Board, put_on_others
from chatbookr_core.presence.indicator import show_typing_later
from chatbookr_core.presence.signs import NOTIFY_CHANNEL, Activity, Sign
from chatbookr_core.reach import reach_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal, StaffActor
from chatbookr_permissions.policy import require

log = logging.getLogger(__name__)
NOTIFY = "SELECT pg_notify($1, $2)"


async def clinic_to_watch(actor: Principal, conversation_id: UUID) -> UUID:
    """Return the clinic of a conversation that somebody may read. Raises NotFound, PermissionDenied."""
    found = (await conversations_by_id(reach_of(actor), [conversation_id])).get(conversation_id)
    if found is None:
        raise NotFound(field="conversation_id")
    require(actor, Permission.MESSAGE_READ, found.clinic_id)
    return found.clinic_id


async def tell(deployment: Deployment, actor: Principal, conversation_id: UUID, activity: Activity) -> UUID:
    """Say what somebody does with a conversation, until it lapses; return its clinic. No transaction.

    Whoever types lets the patient see it, where the channel can show that. Raises NotFound, NotPermitted,
    PermissionDenied, LimitExceeded.
    """
    if not isinstance(actor, StaffActor):
        raise NotPermitted()
    deployment.presence.spend(actor.session_id)
    clinic_id = await clinic_to_watch(actor, conversation_id)
    if activity is Activity.TYPING:
        require(actor, Permission.MESSAGE_SEND, clinic_id)
    sign = Sign(clinic_id, conversation_id, actor.user_id, actor.session_id, activity)
    await _spread(deployment.presence, sign)
    if activity is Activity.TYPING and deployment.presence.may_show(conversation_id):
        await show_typing_later(deployment, clinic_id, conversation_id)
    return clinic_id


async def leave(board: Board, actor: Principal, clinic_id: UUID, conversation_id: UUID) -> None:
    """Take somebody away whose connection has ended, unless another one of that device watches the conversation.

    Where others cannot be told, it lapses there by itself.
    """
    if not isinstance(actor, StaffActor):
        return
    seat = (actor.user_id, actor.session_id)
    if board.sits(conversation_id, seat) and not board.is_watched_from(conversation_id, seat):
        try:
            await _spread(board, Sign(clinic_id, conversation_id, *seat, Activity.LEFT))
        except _failures() as problem:
            log.warning("others are not told that somebody left: %s", type(problem).__name__)


def _failures() -> tuple[type[Exception], ...]:
    import asyncpg  # asked for when something has failed: SQLite needs no driver of PostgreSQL

    return OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, BaseORMException


async def _spread(board: Board, sign: Sign) -> None:
    """Let every process know, past the log of changes and the audit log: it is over in a moment."""
    if not board.put(sign):
        return
    put_on_others(sign, board.id)
    if current_database().dialect == "postgres":
        await fetch(NOTIFY, (NOTIFY_CHANNEL, sign.to_json(board.id)))
