"""Lends workers the means to write webhooks' payloads: they know no GraphQL, and load none before it is needed."""

import asyncio

from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.webhooks.payloads import Document, Executed, Payloads, Skipped
from chatbookr_permissions.actor import KeyActor


class LazyPayloads:
    """chatbookr_core.webhooks.payloads.Payloads that loads the schema at its first use, on a thread of its own."""

    def __init__(self) -> None:
        self._payloads: Payloads | None = None

    async def executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change
    ) -> Executed | Skipped:
        """Execute the document for one change."""
        if self._payloads is None:
            self._payloads = await asyncio.to_thread(_loaded)
        return await self._payloads.executed(deployment, actor, document, change)


def _loaded() -> Payloads:
    from chatbookr_schema.build import partner_schema
    from chatbookr_schema.webhook_payloads import SubscriptionPayloads

    partner_schema()  # built here rather than on the event loop
    return SubscriptionPayloads()
