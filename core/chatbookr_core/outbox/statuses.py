"""What a provider reports of messages that went out; many reports of one account are few statements."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.conversations.rules import next_status
from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.db import current_transaction, padded
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Message
from chatbookr_core.outbox.prices import note_price
from chatbookr_core.outbox.sending import ERROR_CHARS, WINDOW_SHUT, ask_about, withdraw
from chatbookr_core.templates.purposes import Purpose
from chatbookr_sdk import StatusReported

TEMPLATE_KIND: Final = "template"
READ: Final = (
    *("id", "clinic_id", "conversation_id", "connection_id", "kind", "purpose"),
    *("status", "status_at", "error_code", "external_hash"),
    *("price_category", "price_kind", "price_model", "is_billable"),
)
"""What of a message its reports are judged by, and may change; what it says is not looked at."""
WRITE: Final = """
UPDATE message SET external_hash = $3, status = $4, status_at = $5, error_code = $6 WHERE clinic_id = $1 AND id = $2
"""


async def note_status(vault: Vault, connection: ChannelConnection, fact: StatusReported, now: datetime) -> bool:
    """Move a message forward as the provider reports; False where it is not one of ours. Needs a transaction."""
    return (await note_statuses(vault, [(connection, fact)], now))[0]


async def note_statuses(
    vault: Vault, reported: Sequence[tuple[ChannelConnection, StatusReported]], now: datetime
) -> list[bool]:
    """Do so for several reports, one after the other; say of each whether it was of one of ours."""
    names = [hidden(await vault.clinic_keys(one.clinic_id), fact.external_id) for one, fact in reported]
    found = await _found(reported, names)
    moved: dict[UUID, Message] = {}
    for (_, fact), name, message in zip(reported, names, found, strict=True):
        if message is not None and await _move(message, fact, name, now):
            moved[message.id] = message
    await current_transaction().execute_each(
        WRITE,
        [
            (one.clinic_id, one.id, one.external_hash, one.status, one.status_at, one.error_code)
            for one in moved.values()
        ],
    )
    return [message is not None for message in found]


async def _found(
    reported: Sequence[tuple[ChannelConnection, StatusReported]], names: Sequence[str]
) -> list[Message | None]:
    """Find and lock the message of each report: by the provider's id, or by what we gave it to tell it again."""
    connections = {one.id: one for one, _ in reported}.values()
    asked = {*names, *(fact.external_id for _, fact in reported)}
    named = await _locked(connections, external_hash__in=padded(sorted(asked)))
    by_name = {(message.connection_id, message.external_hash): message for message in named}
    found = [
        by_name.get((one.id, name)) or by_name.get((one.id, fact.external_id))
        for (one, fact), name in zip(reported, names, strict=True)
    ]
    given = [(one.id, _uuid_or_none(fact.correlation)) for one, fact in reported]
    unnamed = {one for (_, one), message in zip(given, found, strict=True) if message is None and one is not None}
    if not unnamed:
        return found
    # one that has a name by now is the same row, and what is noted of it must be noted once
    rows = (*await _locked(connections, id__in=padded(sorted(unnamed))), *named)
    by_id = {(one.connection_id, one.id): one for one in rows}
    return [message or (by_id.get((at, one)) if one else None) for message, (at, one) in zip(found, given, strict=True)]


async def _locked(
    connections: Collection[ChannelConnection], **named: Collection[str] | Collection[UUID]
) -> list[Message]:
    """Lock messages of these connections; a name of one clinic's is no other's, and the caller looks at both."""
    clinic_ids, ids = {one.clinic_id for one in connections}, {one.id for one in connections}
    rows = Message.filter(
        clinic_id__in=padded(sorted(clinic_ids)),
        connection_id__in=padded(sorted(ids)),
        direction="outbound",
        **named,
    )
    return await rows.only(*READ).order_by("id").select_for_update()  # in one order: two do not lock each other out


async def _move(message: Message, fact: StatusReported, name: str, now: datetime) -> bool:
    """Move a message forward and tell of it; return whether there is anything to write."""
    was = message.status
    await note_price(message, fact)
    status = next_status(was, message.status_at, fact.status.value, fact.at)
    if status is None and message.external_hash is not None:
        return False
    message.external_hash = message.external_hash or name
    if status is not None:  # where it is, the report only told the name of one that has failed already
        message.status, message.status_at = status, fact.at
        message.error_code = (fact.error_code or "unknown")[:ERROR_CHARS] if status == "failed" else None
        if status == "failed":
            await _failed(message, fact, now)
        elif was == "failed":
            await withdraw(message, now)
    tell_of(message)
    return True


def _uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


async def _failed(message: Message, fact: StatusReported, now: datetime) -> None:
    """Ask staff, unless the window alone was in the way and a template may yet say the same."""
    is_late = fact.error_reason == WINDOW_SHUT and message.kind != TEMPLATE_KIND
    if is_late and (message.purpose or Purpose.ANSWER) != Purpose.ANSWER:
        await enqueue(
            "outbound.say_again",
            clinic_id=message.clinic_id,
            subject_id=message.id,
            now=now,
            due_at=now,
            dedupe_key=f"outbound.say_again:{message.id}",
        )
        return
    await ask_about(message, now, fact.error_reason or fact.error_code or "unknown")
