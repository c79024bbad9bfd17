"""`chatbookr migrate`: safe to run from several machines at once."""

import asyncio
import os
import sys

from chatbookr_core.migration import migrate
from chatbookr_core.settings import settings_from


def run() -> int:
    """Apply what is missing and say what was."""
    settings = settings_from(os.environ)
    applied = asyncio.run(migrate(settings.migration_database_url or settings.database_url))
    sys.stdout.write("".join(f"applied {name}\n" for name in applied) or "nothing to apply\n")
    return 0
