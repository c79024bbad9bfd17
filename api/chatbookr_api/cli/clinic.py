"""`chatbookr clinic`: open a clinic with its owner, or list the clinics by id; nothing of a patient's is shown."""

import asyncio
import os
import sys
from uuid import UUID

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clinics.opening import ClinicDraft, Owner, open_clinic, open_clinics
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.ids import new_id
from chatbookr_core.migration import at_these_tables
from chatbookr_core.people.links import LIFETIMES
from chatbookr_core.scope import every_clinic, within
from chatbookr_core.settings import settings_from


def run(*, action: str, draft: ClinicDraft, owner: Owner) -> int:
    """Do what is asked. Raises InvalidSettings."""
    settings = settings_from(os.environ)
    deployment = deployment_from(settings, plugins=Plugins({}))  # none is needed for it, nor its settings
    return asyncio.run(_done(deployment, action, draft, owner))


def draft_of(name: str | None, zone: str | None, language: str) -> ClinicDraft:
    """Name what is to be opened, under an id of its own."""
    return ClinicDraft(new_id(), name or "", zone or "", language)


async def _done(deployment: Deployment, action: str, draft: ClinicDraft, owner: Owner) -> int:
    async with at_these_tables(deployment.settings.database_url):
        if action == "list":
            with every_clinic("operator"):
                for one in await open_clinics():
                    sys.stdout.write(f"{one.id} {one.zone} {one.name}\n")
            return 0
        with within([draft.id]):
            try:
                link = await _open(deployment, draft, owner)
            except ChatbookrError as problem:
                sys.stderr.write(f"chatbookr: {problem.message}\n")
                return 2
    _say(draft.id, link, deployment.settings.public_url)
    return 0


async def _open(deployment: Deployment, draft: ClinicDraft, owner: Owner) -> str | None:
    async with transaction():
        return await open_clinic(deployment, draft, owner)


def _say(clinic_id: UUID, link: str | None, public_url: str) -> None:
    minutes = int(LIFETIMES["password_reset"].total_seconds() // 60)
    sys.stdout.write(f"Opened {clinic_id}\n")
    if link is None:
        sys.stdout.write(f"The owner has an account already: {public_url}/log-in\n")
        return
    sys.stdout.write(f"The owner sets a password within {minutes} minutes, once (later: by Forgot password):\n{link}\n")
