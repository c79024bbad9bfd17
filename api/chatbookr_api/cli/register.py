"""`chatbookr register`: who else receives personal data, as Markdown or JSON."""

import os
import sys

from chatbookr_core.channels.registry import discover
from chatbookr_core.residency.register import as_json, as_markdown, entries_of
from chatbookr_core.settings import settings_from


def run(*, is_json: bool) -> int:
    """Print the register of this deployment's enabled plugins. Raises InvalidSettings."""
    settings = settings_from(os.environ)
    manifests = [one.manifest for one in discover(settings).all() if one.manifest is not None]
    entries = entries_of(manifests, settings.region)
    text = as_json(entries, settings) if is_json else as_markdown(entries, settings.region)
    sys.stdout.write(f"{text.rstrip()}\n")
    return 0
