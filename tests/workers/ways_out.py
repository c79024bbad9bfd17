"""A clinic with a channel, its templates and whom it writes to, for tests of what goes out and how."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.clinic_world import PATIENT, World
from tests.worlds import each_world as each_world
from tests.worlds import world as world

from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import transaction
from chatbookr_core.models import (
    Conversation,
    MessageTemplate,
    StaffTask,
)
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import request_sync, use_template
from chatbookr_core.templates.values import Values
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Button, Buttons

STAFF = SystemActor("test")
GRAPH = "/meta/v26.0"
TWO_DAYS = timedelta(days=2)
BODY = "Appointment on {{1}} at {{2}}, {{3}}."
FILLINGS = ("date", "time", "place")


async def made(world: World, name: str = "reminder", *, body: str = BODY, language: str = "en") -> None:
    """Have the provider approve a template with one quick reply."""
    meta = world.sandbox_settings.meta
    buttons = {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Cancel"}]}
    wish: dict[str, object] = {"name": name, "language": language, "category": "UTILITY"}
    wish |= {"components": [{"type": "BODY", "text": body}, buttons]}
    headers = {"authorization": f"Bearer {meta.access_token}"}
    answer = await world.sandbox.post(f"{GRAPH}/{meta.waba_id}/message_templates", json=wish, headers=headers)
    assert answer.status_code == 200, answer.text


async def decided(world: World, name: str = "reminder", **wish: str) -> None:
    """Let Meta decide about a template, and let that arrive."""
    given = {"name": name, "language": "en"} | wish
    answer = await world.sandbox.patch("/sandbox/meta/templates", json=given)
    assert answer.status_code == 200, answer.text
    await world.work()


async def synced(world: World) -> dict[tuple[str, str], MessageTemplate]:
    async with transaction():
        await request_sync(world.deployment, STAFF, world.connection_id)
    await world.work()
    world.clock.turn(timedelta(minutes=1))
    return {(row.name, row.language): row for row in await MessageTemplate.filter(clinic_id=world.clinic.id)}


async def ready(world: World, purpose: Purpose = Purpose.REMINDER) -> MessageTemplate:
    """Have one template made, read and used."""
    await made(world)
    template = (await synced(world))["reminder", "en"]
    async with transaction():
        await use_template(world.deployment, STAFF, template.id, purpose, FILLINGS)
    return template


async def met(world: World, patient: str = PATIENT) -> Conversation:
    """Let a patient write, and agree to reminders."""
    await world.write(patient=patient)
    await world.work()
    conversation = await Conversation.filter(clinic_id=world.clinic.id).order_by("-id").first()
    assert conversation is not None
    await agreed(conversation, "reminders")
    return conversation


async def agreed(conversation: Conversation, purpose: str) -> None:
    whose = (conversation.clinic_id, conversation.patient_id)
    async with transaction():
        await enter(Statement(*whose, purpose, Decision.GRANTED, conversation.created_at))


async def reminded(world: World, conversation: Conversation, **more: Any) -> UUID:
    """Remind a patient of tomorrow's appointment."""
    texts = {"clinic": world.clinic.name, "place": world.location.name}
    values = Values(texts, starts_at=world.clock.now() + timedelta(days=1), zone=world.clinic.zone)
    occasion = replace(Occasion(Purpose.REMINDER, values), **more)
    async with transaction():
        keys = await world.deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        content = Buttons("Free text", (Button("v1.cancel", "Cancel"),))
        return await say(conversation, content, keys=keys, now=world.clock.now(), occasion=occasion)


async def texts(world: World, patient: str = PATIENT) -> list[str]:
    return [one["text"] for one in await world.heard(patient=patient) if "ppointment on" in one["text"]]


async def tasks(kind: str) -> list[str | None]:
    return [task.reason for task in await StaffTask.filter(kind=kind).order_by("created_at")]
