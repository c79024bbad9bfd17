"""Clinics with calendars, and patients who were there before: whom `conversations.py` lets talk."""

import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import State
from chatbookr_core.keys import columns
from chatbookr_core.models import ChannelConnection, Conversation, Patient, Practitioner, Service

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.factories import (  # noqa: E402  # the path is set above
    make_booking,
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)

CLINICS, PRACTITIONERS = 10, 5
FULL_DAY = ((7 * 60, 20 * 60),)


async def make_world(deployment: Deployment, talks: int) -> list[tuple[str, str, str]]:
    """Make them; return (phone, account, group) of each patient."""
    made: list[tuple[str, str, str]] = []
    for number in range(CLINICS):
        async with transaction():
            made += await _make_clinic(deployment, number, -(-talks // CLINICS))
    random.shuffle(made)
    return made


async def _make_clinic(deployment: Deployment, number: int, patients: int) -> list[tuple[str, str, str]]:
    vault, now = deployment.vault, deployment.clock.now()
    clinic = await make_clinic(vault, zone="Europe/Berlin", horizon_days=60)
    place = await make_location(clinic)
    channel = await make_connection(clinic, vault, account_id=f"10000{number}", group_id=f"20000{number}")
    named = {"access_token": "token", "phone_number_id": channel.account_id, "waba_id": channel.group_id}
    keys = await vault.clinic_keys(clinic.id)
    channel.credentials_sealed = keys.seal(columns.CHANNEL_CREDENTIALS, channel.id, json.dumps(named))
    await channel.save(update_fields=["credentials_sealed"])
    services = [await make_service(clinic, short_title=title) for title in ("Check-up", "First visit", "Follow-up")]
    people: list[tuple[Practitioner, Service]] = []
    for index in range(PRACTITIONERS):
        service = services[index % len(services)]
        person = await make_practitioner(clinic, place, hours=FULL_DAY, services=[service])
        fresh: dict[str, Any] = {
            "fetched_at": now,
            "fetched_until": now + timedelta(days=90),
            "next_read_at": now + timedelta(days=1),
        }
        fresh["credentials_expire_at"] = now + timedelta(days=1)
        await make_calendar_connection(person, vault, **fresh)
        people.append((person, service))
    phones = [f"4915{number:02}{index:07}" for index in range(patients)]
    for index, phone in enumerate(phones):
        patient = await make_patient(clinic, vault, phone=phone, provider_user_id=phone, created_at=now)
        person, service = people[index % len(people)]
        then = now - timedelta(days=90, hours=index)  # not so long ago that a night forgets it
        await make_booking(patient, service, person, place, starts_at=then)
        await _greeted(deployment, patient, channel, now - timedelta(days=2))
    return [(phone, channel.account_id, str(channel.group_id)) for phone in phones]


async def _greeted(deployment: Deployment, patient: Patient, channel: ChannelConnection, at: datetime) -> Conversation:
    keys = await deployment.vault.patient_keys(patient.clinic_id, patient.id)
    made = await make_conversation(patient, channel, last_inbound_at=at, last_message_at=at)
    state = State(language="en", greeted_at=at, touched_at=at)
    made.dialogue_sealed = keys.seal(columns.DIALOGUE, made.id, state.to_json())
    await made.save(update_fields=["dialogue_sealed"])
    return made
