"""`chatbookr operator`: invite, suspend and list those who run the deployment; nothing of any clinic is shown."""

import asyncio
import os
import sys

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.migration import at_these_tables
from chatbookr_core.operators.accounts import invite, operators, suspend
from chatbookr_core.operators.rules import ENROLMENT_HOLDS
from chatbookr_core.scope import at_the_door
from chatbookr_core.settings import settings_from


def run(*, action: str, email: str | None, name: str | None) -> int:
    """Do what is asked, and print a line for each operator concerned."""
    settings = settings_from(os.environ)
    deployment = deployment_from(settings, plugins=Plugins({}))  # none is needed for it, nor its settings
    return asyncio.run(_done(deployment, action, email or "", name or ""))


async def _done(deployment: Deployment, action: str, email: str, name: str) -> int:
    async with at_these_tables(deployment.settings.database_url):
        with at_the_door():  # whoever runs the deployment is no clinic's
            try:
                await _do(deployment, action, email, name)
            except ChatbookrError as problem:
                sys.stderr.write(f"chatbookr: {problem.message}\n")
                return 2
    return 0


async def _do(deployment: Deployment, action: str, email: str, name: str) -> None:
    if action == "invite":
        await _invite(deployment, email, name)
    elif action == "suspend":
        async with transaction():
            await suspend(deployment, email=email)
        sys.stdout.write(f"{email} is suspended\n")
    else:
        for address, full_name, is_active, keys in await operators():
            state = "active" if is_active else "suspended"
            sys.stdout.write(f"{address} {state} keys={keys} {full_name}\n")


async def _invite(deployment: Deployment, email: str, name: str) -> None:
    async with transaction():
        invitation = await invite(deployment, email=email, full_name=name)
    hours = int(ENROLMENT_HOLDS.total_seconds() // 3600)
    sys.stdout.write(f"Enrol a passkey within {hours} hours, once:\n")
    sys.stdout.write(f"{deployment.settings.public_url}/operator#{invitation.token}\n")
