"""One running deployment: what use cases are lent besides the database of their task."""

from dataclasses import dataclass
from random import Random

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import Clock
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import Settings


@dataclass(frozen=True, slots=True)
class Deployment:
    """Settings, time, keys and plugins; `random` is for references and jitter, never for secrets."""

    settings: Settings
    clock: Clock
    vault: Vault
    plugins: Plugins
    random: Random
