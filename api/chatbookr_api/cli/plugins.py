"""`chatbookr plugins`: what is enabled, and whether it loads."""

import os
import sys

from chatbookr_core.channels.registry import discover
from chatbookr_core.settings import settings_from


def run() -> int:
    """List each enabled plugin; 1 where one has failed."""
    plugins = discover(settings_from(os.environ)).all()
    for loaded in plugins:
        version = loaded.manifest.version if loaded.manifest else "-"
        sys.stdout.write(f"{loaded.name:12} {loaded.state:8} {version:8} {loaded.distribution} {loaded.reason}\n")
    return int(any(loaded.state == "failed" for loaded in plugins))
