"""One running deployment: what use cases are lent besides the database of their task."""

from dataclasses import dataclass, field
from random import Random, SystemRandom

from chatbookr_core.channels.registry import Plugins, discover
from chatbookr_core.clock import Clock, SystemClock
from chatbookr_core.field_use import FieldUses
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.settings import Settings
from chatbookr_core.spending.service import Spending
from chatbookr_core.webhooks.payloads import NoPayloads, Payloads


@dataclass(frozen=True, slots=True)
class Deployment:
    """Settings, time, keys and plugins; `random` is for references and jitter, `payloads` for webhooks.

    `spending` holds what askers may spend, `field_uses` what keys have asked for.
    """

    settings: Settings
    clock: Clock
    vault: Vault
    plugins: Plugins
    random: Random
    payloads: Payloads = field(default_factory=NoPayloads)
    spending: Spending = field(default_factory=Spending, repr=False)
    field_uses: FieldUses = field(default_factory=FieldUses, repr=False)


def deployment_from(
    settings: Settings,
    *,
    clock: Clock | None = None,
    plugins: Plugins | None = None,
    payloads: Payloads | None = None,
) -> Deployment:
    """Put a deployment together; each event loop needs one of its own. Raises InvalidSettings."""
    the_clock = clock or SystemClock()
    vault = Vault(LocalKeyFile(settings.key_file), the_clock)
    found = plugins or discover(settings)
    return Deployment(settings, the_clock, vault, found, SystemRandom(), payloads or NoPayloads())
