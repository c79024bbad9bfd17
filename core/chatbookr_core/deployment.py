"""One running deployment: what use cases are lent besides the database of their task."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random, SystemRandom
from typing import Protocol

from chatbookr_core.audit.known_witnesses import witnesses_of
from chatbookr_core.channels.registry import Plugins, discover
from chatbookr_core.clock import Clock, SystemClock
from chatbookr_core.events import Change
from chatbookr_core.field_use import FieldUses
from chatbookr_core.keys.providers import key_provider_from
from chatbookr_core.keys.vault import Vault
from chatbookr_core.media.scanners import Scanners, scanners_from
from chatbookr_core.presence.board import Board
from chatbookr_core.settings import Settings
from chatbookr_core.spending.service import Spending
from chatbookr_core.trust.remembered import LastReport
from chatbookr_core.webhooks.payloads import Document, Executed, Skipped
from chatbookr_permissions.actor import KeyActor


class Payloads(Protocol):
    """Executes stored documents; the composition root lends one to whoever delivers."""

    async def executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change, *, request_id: str
    ) -> Executed | Skipped:
        """Execute the document for one change, as the key and as of now, with nothing loaded before.

        What goes wrong is logged under `request_id`, and never raised: it is Unwritten.
        """
        ...


class NoPayloads:
    """For whoever delivers nothing: commands, and most tests."""

    async def executed(
        self, deployment: Deployment, actor: KeyActor, document: Document, change: Change, *, request_id: str
    ) -> Executed | Skipped:
        raise RuntimeError("nobody lent this deployment the means to write payloads")


@dataclass(frozen=True, slots=True)
class Deployment:
    """Settings, time, keys and plugins; `random` is for references and jitter, `payloads` for webhooks.

    `spending` holds what askers may spend, `field_uses` what keys have asked for; `scanners` look at files, by name.
    `presence` is who of the staff is where, for a moment; `trust` what was last found of the promises.
    """

    settings: Settings
    clock: Clock
    vault: Vault
    plugins: Plugins
    random: Random
    payloads: Payloads = field(default_factory=NoPayloads)
    spending: Spending = field(default_factory=Spending, repr=False)
    field_uses: FieldUses = field(default_factory=FieldUses, repr=False)
    scanners: Scanners = field(default_factory=dict)
    presence: Board = field(default_factory=Board, repr=False)
    trust: LastReport = field(default_factory=LastReport, repr=False)


def deployment_from(
    settings: Settings,
    *,
    clock: Clock | None = None,
    plugins: Plugins | None = None,
    payloads: Payloads | None = None,
) -> Deployment:
    """Put a deployment together; each event loop needs one of its own. Raises InvalidSettings."""
    witnesses_of(settings.audit_witnesses)  # a witness that nobody will be able to ask is told of at the start
    the_clock = clock or SystemClock()
    vault = Vault(key_provider_from(settings), the_clock)
    found = plugins or discover(settings)
    return Deployment(
        settings,
        the_clock,
        vault,
        found,
        SystemRandom(),
        payloads or NoPayloads(),
        scanners=scanners_from(settings),
        presence=Board(the_clock),
    )
