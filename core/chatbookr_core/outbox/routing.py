"""Finds out by which way a queued message leaves, and sets it on that way."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chatbookr_core.conversations.rules import FREE_TEXT_WINDOW, is_window_open
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.models import Clinic, Conversation, Message
from chatbookr_core.outbox.choices import signed_anew
from chatbookr_core.outbox.content import body_of, kind_of, option_ids_of, to_json
from chatbookr_core.outbox.permits import permits_of
from chatbookr_core.outbox.quiet import QuietHours
from chatbookr_core.outbox.sending import Outgoing
from chatbookr_core.outbox.ways import Ruling, Standing, Way, Why, Wish, decide
from chatbookr_core.search.tokens import index_message_anew
from chatbookr_core.templates.candidates import Fitted, candidate_sent, candidates_for, message_of
from chatbookr_core.templates.purposes import Purpose
from chatbookr_sdk import Capability, TemplateMessage

STRAIGHT = Ruling(Way.TEXT, Why.WINDOW_OPEN)


async def route(
    deployment: Deployment,
    outgoing: Outgoing,
    deadline: datetime,
    *,
    is_window_shut: bool = False,
) -> tuple[Ruling, Fitted | None]:
    """Decide, and return the template it takes; `is_window_shut`: the provider says so, whatever we know."""
    now = deployment.clock.now()
    is_filled = isinstance(outgoing.message.content, TemplateMessage)
    last_inbound_at = None if is_window_shut else outgoing.last_inbound_at
    if not is_filled and outgoing.purpose is Purpose.ANSWER and is_window_open(last_inbound_at, now):
        return STRAIGHT, None  # nearly every message: what patients are answered
    clinic = await Clinic.get(id=outgoing.clinic_id)
    needs_way = is_filled or not is_window_open(last_inbound_at, now)  # text that can be said goes as it is, or not yet
    fitted = await _fitted(outgoing, clinic) if needs_way else []
    standing = Standing(
        now=now,
        last_inbound_at=last_inbound_at,
        quiet=quiet_hours_of(clinic),
        permits=await permits_of(clinic_id=outgoing.clinic_id, patient_id=outgoing.patient_id),
        takes_templates=takes_templates(deployment, outgoing.plugin),
        candidates=tuple(one.candidate for one in fitted),
        other_conversation_id=await _other_conversation(outgoing, now) if needs_way and not is_filled else None,
        free_until=outgoing.free_until,
    )
    ruling = decide(Wish(outgoing.purpose, not is_filled, outgoing.told.is_urgent, deadline), standing)
    chosen = next((one for one in fitted if one.template.id == ruling.template_id), None)
    return ruling, chosen


def quiet_hours_of(clinic: Clinic) -> QuietHours:
    """Return a clinic's quiet hours, in its own zone."""
    return QuietHours(clinic.zone, clinic.quiet_from_minute, clinic.quiet_until_minute)


def takes_templates(deployment: Deployment, plugin: str) -> bool:
    """Tell whether a channel sends templates. Raises ChannelUnavailable."""
    _, channel = deployment.plugins.messaging_for(plugin)
    return Capability.SEND_TEMPLATE in channel.manifest.capabilities


async def _fitted(outgoing: Outgoing, clinic: Clinic) -> list[Fitted]:
    content, place = outgoing.message.content, {"connection_id": outgoing.connection_id, "clinic_id": clinic.id}
    if isinstance(content, TemplateMessage):
        return await candidate_sent(content, **place)
    if outgoing.told.values is None:
        return []
    return await candidates_for(
        outgoing.purpose, outgoing.told.values, language=outgoing.language, fallback=clinic.locale, **place
    )


async def _other_conversation(outgoing: Outgoing, now: datetime) -> UUID | None:
    """Find a conversation with the same patient through another channel in which text may be sent."""
    if outgoing.purpose is Purpose.ANSWER:  # it belongs where the patient said something
        return None
    found = Conversation.filter(
        clinic_id=outgoing.clinic_id,
        patient_id=outgoing.patient_id,
        connection__state="connected",
        last_inbound_at__gt=now - FREE_TEXT_WINDOW,
    ).exclude(id=outgoing.conversation_id)
    latest = await found.order_by("-last_inbound_at").first()
    return latest.id if latest is not None else None


async def move(deployment: Deployment, outgoing: Outgoing, ruling: Ruling) -> None:
    """Let a message be said in another conversation with the same patient. Needs a transaction."""
    other = await Conversation.get(id=ruling.conversation_id, clinic_id=outgoing.clinic_id)
    here = await Conversation.get(id=outgoing.conversation_id, clinic_id=outgoing.clinic_id)
    keys = await deployment.vault.patient_keys(outgoing.clinic_id, outgoing.patient_id)
    content = signed_anew(outgoing.message.content, keys, said_in=here, to_say_in=other)
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    await rows.update(
        conversation_id=other.id,
        connection_id=other.connection_id,
        content_sealed=keys.seal(columns.MESSAGE_CONTENT, outgoing.id, to_json(content, outgoing.told)),
    )
    tell_of(outgoing)
    tell_of(replace(outgoing, conversation_id=other.id))


async def as_template(deployment: Deployment, outgoing: Outgoing, fitted: Fitted) -> None:
    """Let a message be a template from now on: what staff see is what the patient reads. Needs a transaction."""
    content = message_of(fitted, option_ids_of(outgoing.message.content))
    keys = await deployment.vault.patient_keys(outgoing.clinic_id, outgoing.patient_id)
    rows = Message.filter(id=outgoing.id, clinic_id=outgoing.clinic_id, status="queued")
    body = body_of(content)
    is_written = await rows.update(
        kind=kind_of(content),
        body_sealed=keys.seal(columns.MESSAGE_BODY, outgoing.id, body),
        content_sealed=keys.seal(columns.MESSAGE_CONTENT, outgoing.id, to_json(content, outgoing.told)),
    )
    if is_written:
        await index_message_anew(outgoing.id, outgoing.clinic_id, body, keys)
    tell_of(outgoing)


async def flag_language(outgoing: Outgoing, ruling: Ruling, now: datetime) -> None:
    """Let staff know, once for each language and purpose, that there is no template in a patient's language."""
    if ruling.why is Why.TEMPLATE_OTHER_LANGUAGE:
        language = (outgoing.language or "")[:8]
        await ask_staff(
            "template_language",
            clinic_id=outgoing.clinic_id,
            conversation_id=outgoing.conversation_id,
            dedupe_key=f"template_language:{outgoing.connection_id}:{outgoing.purpose}:{language}",
            now=now,
            reason=ruling.why.value,
        )
