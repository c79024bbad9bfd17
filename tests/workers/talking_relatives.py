"""Somebody who writes for others, and the clinic they write to, for tests of what is done for whom."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import make_booking
from tests.relatives import Practice, make_practice

from chatbookr_core.channels.registry import discover
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Booking,
    Patient,
)
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import SystemActor

HOST = SystemActor("tests")


@pytest.fixture
def talking(deployment: Deployment) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    return replace(deployment, plugins=discover(Settings(plugins=("whatsapp",), environment=secrets)))


@pytest.fixture
async def practice(database: Database, vault: Vault, talking: Deployment) -> Practice:
    await vault.deployment_keys()
    return await make_practice(talking, vault)


async def name_of(practice: Practice, patient: Patient) -> str:
    keys = await practice.deployment.vault.reading(patient.clinic_id, (patient.name_sealed,))
    assert patient.name_sealed is not None
    return keys.open_text(columns.PATIENT_NAME, patient.id, patient.name_sealed)


async def at_the_desk(practice: Practice, patient: Patient) -> Booking:
    at = practice.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    return await make_booking(
        patient, practice.service, practice.practitioner, practice.location, starts_at=at, announced_version=1
    )
