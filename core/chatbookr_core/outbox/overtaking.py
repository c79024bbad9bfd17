"""Takes a question back that has not left yet, where the next words were heard before it: one answer to all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.db import current_transaction
from chatbookr_core.dialogue import Event, OptionSigner, Said, State, View
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation, Message
from chatbookr_core.outbox.content import to_json
from chatbookr_sdk import OutboundContent

TAKE_BACK: Final = """
DELETE FROM message WHERE clinic_id = $1 AND id = $2 AND status = 'queued' AND status_at IS NULL
"""
"""Whoever begins to send it notes that on the row first: either that is seen here, or the row is gone there."""


@dataclass(slots=True)
class Answer:
    """What the assistant says to one event, as it comes together; `before` is where the talk stood."""

    event: Event
    before: State
    said: list[OutboundContent] = field(default_factory=list, repr=False)
    ids: list[UUID] = field(default_factory=list)


async def settle_answer(
    conversation: Conversation, answer: Answer, state: State, view: View, keys: PatientKeys, sign: OptionSigner
) -> State:
    """Let one question stand for words that came in pieces: return where the talk stands. Needs a transaction."""
    await take_back_overtaken(conversation, answer, state, view, keys, sign)
    return await leave_answered(conversation, answer, state, view, keys, sign)


async def take_back_overtaken(
    conversation: Conversation, answer: Answer, state: State, view: View, keys: PatientKeys, sign: OptionSigner
) -> None:
    """Delete the question that was asked before, where this answer stands in for it. Needs a transaction.

    One that was handed to the provider, or said anything else, stays; so does any to which this is no answer.
    """
    from chatbookr_core.dialogue.bursts import (
        is_before_answer,
        is_overtaken,
        questions_alone,
    )  # see hearing.is_opting

    if not answer.said or not isinstance(answer.event, Said) or not is_before_answer(answer.before, answer.event):
        return
    if not is_overtaken(state, answer.said, view, sign):
        return
    asked = await _unsent(conversation, answer.ids)
    if asked is None or asked.content_sealed is None:
        return
    content = keys.open_text(columns.MESSAGE_CONTENT, asked.id, asked.content_sealed)
    if content in _written(questions_alone(answer.before, view, sign)):
        await current_transaction().execute(TAKE_BACK, (asked.clinic_id, asked.id))
        tell_of(asked)


async def leave_answered(
    conversation: Conversation, answer: Answer, state: State, view: View, keys: PatientKeys, sign: OptionSigner
) -> State:
    """Leave what was asked before as the answer, where this one asks just the same; return where the talk stands.

    That is where it has been handed to the provider and did not fail, and was not read yet when the words were sent.
    Needs a transaction: what was to be said is deleted in it before anybody can have seen it.
    """
    from chatbookr_core.dialogue.bursts import asked_already, is_before_answer, questions_alone  # see above

    if not isinstance(answer.event, Said) or not is_before_answer(answer.before, answer.event):
        return state
    still = asked_already(answer.before, state, answer.said, view, sign)
    asked = await _last_before(conversation, answer.ids) if still is not None else None
    if still is None or asked is None or asked.content_sealed is None or asked.status == "failed" or _is_unsent(asked):
        return state
    content = keys.open_text(columns.MESSAGE_CONTENT, asked.id, asked.content_sealed)
    if content not in _written(questions_alone(answer.before, view, sign)):
        return state
    for one in answer.ids:
        await current_transaction().execute(TAKE_BACK, (conversation.clinic_id, one))
    return still


async def _unsent(conversation: Conversation, but: Sequence[UUID]) -> Message | None:
    """Find what the assistant said last before, unless it is on its way."""
    asked = await _last_before(conversation, but)
    return asked if asked is not None and _is_unsent(asked) else None


def _is_unsent(message: Message) -> bool:
    return message.status == "queued" and message.status_at is None


async def _last_before(conversation: Conversation, but: Sequence[UUID]) -> Message | None:
    rows = Message.filter(clinic_id=conversation.clinic_id, conversation_id=conversation.id, direction="outbound")
    return await rows.filter(author="assistant").exclude(id__in=list(but)).order_by("-id").first()


def _written(contents: Sequence[OutboundContent]) -> set[str]:
    return {to_json(one) for one in contents}
