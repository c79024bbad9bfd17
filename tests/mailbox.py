"""Mail that is owed, opened: what a letter would say, before any server was given it."""

import json
from dataclasses import dataclass

from chatbookr_core.deployment import Deployment
from chatbookr_core.keys import columns
from chatbookr_core.mail.letters import letter
from chatbookr_core.models import Mail


@dataclass(frozen=True, slots=True)
class Owed:
    """One letter: its kind, its language, what it is filled in with, and its text."""

    kind: str
    language: str
    values: dict[str, str]
    text: str

    @property
    def token(self) -> str:
        """Return what stands behind `#` in its link."""
        return self.values["url"].partition("#")[2]


async def letters(deployment: Deployment, to: str) -> list[Owed]:
    """Open the letters owed to an address, the first written first."""
    keys, found = await deployment.vault.deployment_keys(), []
    for mail in await Mail.filter(state="owed").order_by("created_at", "id"):  # any clinic: a test looks at all
        if keys.open_text(columns.MAIL_RECIPIENT, mail.id, mail.recipient_sealed or b"") == to:
            values = json.loads(keys.open_text(columns.MAIL_VALUES, mail.id, mail.values_sealed or b""))
            text = letter(mail.kind, mail.language, values).body
            found.append(Owed(mail.kind, mail.language, values, text))
    return found


async def kinds(deployment: Deployment, to: str) -> list[str]:
    """List the kinds of letters owed to an address."""
    return [one.kind for one in await letters(deployment, to)]
