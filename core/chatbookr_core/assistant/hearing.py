"""Lets the assistant hear something in a conversation: the pure dialogue decides, this carries out what it asks."""

from collections import deque
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from chatbookr_core.assistant.consenting import is_shown
from chatbookr_core.assistant.effects import carry_out
from chatbookr_core.assistant.nudging import nudge_later
from chatbookr_core.assistant.view import seen_again, view_of
from chatbookr_core.conversations.received import kind_of
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import (
    Chose,
    Event,
    OptionSigner,
    OtherSaid,
    Said,
    SlotsFound,
    State,
    Turn,
    View,
    silent_at,
)
from chatbookr_core.dialogue import is_red_flag as is_red_flag_text
from chatbookr_core.dialogue.words import plain
from chatbookr_core.events import Change
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation, Patient
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.overtaking import Answer, settle_answer
from chatbookr_core.outbox.saying import speak
from chatbookr_sdk import Content, OptionChosen, OtherContent, TextReceived

HEARD_ALWAYS = ("stop:", "take:", "pass:")
"""Choices that do not wait until a person has given the conversation back."""
MOST_TURNS = 12  # one event makes a handful; more would be a dialogue that talks to itself


def event_of(content: Content, sent_at: datetime | None = None) -> Event:
    """Say what a patient's message, sent at an instant, is to the dialogue."""
    match content:
        case TextReceived(body):
            return Said(body, sent_at)
        case OptionChosen(option_id, title):
            return Chose(option_id, title)
        case OtherContent(kind, _):
            return OtherSaid(kind)
        case _:
            return OtherSaid(kind_of(content))


def is_opting(content: Content, keys: PatientKeys, conversation: Conversation) -> bool:
    """Tell whether a patient asks for silence, or for the end of it, or answers an offer whose minutes run.

    That is heard whoever has the conversation.
    """
    from chatbookr_core.dialogue.opting import is_opting as is_stop_or_start  # where patients are heard alone: workers

    match content:
        case TextReceived(body):
            return is_stop_or_start(body)
        case OptionChosen(option_id, _):
            option = signer_of(keys, conversation).find(option_id)
            return option is not None and option.choice.startswith(HEARD_ALWAYS)
        case _:
            return False


def is_red_flag(content: Content) -> bool:
    """Tell whether a patient's message holds a red flag: staff are alerted whoever has the conversation."""
    return isinstance(content, TextReceived) and is_red_flag_text(plain(content.body))


def state_of(keys: PatientKeys, conversation: Conversation) -> State:
    """Open where the dialogue stands; a conversation without one is at its beginning."""
    if conversation.dialogue_sealed is None:
        return State()
    return State.from_json(keys.open_text(columns.DIALOGUE, conversation.id, conversation.dialogue_sealed))


def _turn(state: State, event: Event, view: View, sign: OptionSigner) -> Turn:
    from chatbookr_core.dialogue.machine import advance  # with all its words a megabyte: see is_opting

    return advance(state, event, view, sign=sign)


async def hear(
    deployment: Deployment,
    conversation: Conversation,
    patient: Patient,
    event: Event,
    *,
    keys: PatientKeys,
    message_id: UUID | None,
    view: View | None = None,
    unsaved: Collection[str] = (),
) -> None:
    """Advance the dialogue by one event and everything that follows from it at once. Needs a transaction.

    What takes time becomes a job whose answer is another event. `unsaved`: what else of the conversation to save.
    """
    state, sign = state_of(keys, conversation), signer_of(keys, conversation)
    waiting, heard = deque[Event]([event]), Answer(event, state)
    view = view or await view_of(deployment, conversation, patient, keys)
    for _ in range(MOST_TURNS):
        if not waiting:
            break
        turn = _turn(state, waiting.popleft(), view, sign)
        state = turn.state
        said_id = await _say(conversation, turn, keys, deployment.clock.now(), heard)
        for effect in turn.effects:
            shown_by = said_id if is_shown(effect) else message_id
            answer = await carry_out(
                deployment, conversation, patient, effect, state=state, view=view, message_id=shown_by
            )
            waiting += [] if answer is None else [answer]
            if not isinstance(answer, SlotsFound | None):  # looking times up leaves everything as it was seen
                view = await seen_again(view, deployment, patient, keys)
    state = await settle_answer(conversation, heard, state, view, keys, sign)
    await _remember(conversation, patient, state, keys, view, unsaved)


async def _say(conversation: Conversation, turn: Turn, keys: PatientKeys, now: datetime, answer: Answer) -> UUID | None:
    """Say what a turn says as a part of an answer; return the last message's id."""
    for content in turn.say:
        answer.ids.append(await speak(conversation, content, keys=keys, now=now))
        answer.said.append(content)
    return answer.ids[-1] if turn.say else None


async def _remember(
    conversation: Conversation,
    patient: Patient,
    state: State,
    keys: PatientKeys,
    view: View,
    unsaved: Collection[str],
) -> None:
    conversation.dialogue_sealed = keys.seal(columns.DIALOGUE, conversation.id, state.to_json())
    conversation.version += 1
    await conversation.save(update_fields=sorted({*unsaved, "dialogue_sealed", "version", "last_message_at"}))
    if state.language and state.language != patient.language:
        patient.language = state.language
        await patient.save(update_fields=["language"])
    await nudge_later(conversation, state, silent_at(state, view), view.now)
    current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))
