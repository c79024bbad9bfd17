"""Lends workers the means to write webhooks' payloads: they know no GraphQL, and load none before it is needed."""

import asyncio

from chatbookr_api.telemetry import Observation, Telemetry
from chatbookr_core.deployment import Deployment, Payloads
from chatbookr_core.events import Change
from chatbookr_core.webhooks.payloads import Document, Executed, Skipped
from chatbookr_core.webhooks.rules import NOT_CONCERNED
from chatbookr_permissions.actor import KeyActor


class LazyPayloads:
    """chatbookr_core.deployment.Payloads that loads the schema at its first use, on a thread of its own."""

    def __init__(self, telemetry: Telemetry | None = None) -> None:
        self._telemetry = telemetry
        self._payloads: Payloads | None = None

    async def executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change, *, request_id: str
    ) -> Executed | Skipped:
        """Execute the document for one change, watched where telemetry is switched on."""
        if self._telemetry is None:
            return await self._executed(deployment, actor, document, change, request_id)
        observation = Observation("partner", "subscription", request_id, actor)
        with self._telemetry.observe(observation):
            executed = await self._executed(deployment, actor, document, change, request_id)
            if isinstance(executed, Executed):
                observation.note(executed.errors, None)
            elif executed.reason != NOT_CONCERNED:
                observation.note_code(executed.reason.upper())
        return executed

    async def _executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change, request_id: str
    ) -> Executed | Skipped:
        if self._payloads is None:
            self._payloads = await asyncio.to_thread(_loaded)
        return await self._payloads.executed(deployment, actor, document, change, request_id=request_id)


def _loaded() -> Payloads:
    from chatbookr_schema.build import partner_schema
    from chatbookr_schema.webhook_payloads import SubscriptionPayloads

    return SubscriptionPayloads(partner_schema())
