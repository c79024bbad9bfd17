"""P5: who holds the key that all other keys are wrapped by, and whether an old holder still has some."""

import stat
from dataclasses import dataclass

from chatbookr_core.keys.providers import LOCAL
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

WRAPPED = "SELECT wrapping_key_id, COUNT(*) AS number FROM data_key WHERE {whose} GROUP BY wrapping_key_id"


@dataclass(frozen=True, slots=True)
class Holders:
    """`wrapped_elsewhere` counts data keys that an earlier provider wraps; `is_open`: others can read the file."""

    provider: str
    is_production: bool
    is_open: bool
    wrapped: int
    wrapped_elsewhere: int


async def holders(look: Look) -> Holders:
    """Look at the settings, at the key file where there is one, and at what wraps the keys there are."""
    settings, path = look.deployment.settings, look.deployment.settings.key_file
    is_local = settings.key_provider == LOCAL
    is_open = is_local and path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    rows = await look.rows(WRAPPED)
    others = sum(int(row["number"]) for row in rows if str(row["wrapping_key_id"]).split(":")[0] != _name(look))
    wrapped = sum(int(row["number"]) for row in rows)
    return Holders(settings.key_provider, settings.is_production, is_open, wrapped, others)


def _name(look: Look) -> str:
    return look.deployment.vault.wrapping_key_id.split(":")[0]


def judged(seen: Holders) -> Finding:
    """Judge P5."""
    facts = (
        Fact("keysHeldBy", seen.provider, audience=Audience.CLINICS),
        Fact("dataKeysWrapped", seen.wrapped, "keys", Audience.CLINICS),
        Fact("dataKeysWrappedByAnEarlierHolder", seen.wrapped_elsewhere, "keys", Audience.CLINICS),
        Fact("isKeyFileReadByOthers", seen.is_open),
    )
    broken = first(
        Reason("The key file can be read by others than its owner.", "chmod 600 it: docs/runbooks/key-file.md.")
        if seen.is_open
        else None,
        Reason(
            "The key lies in a file on this machine: that is for trying things, and this is production.",
            "Choose a key service: docs/how-to/keys.md.",
        )
        if seen.provider == LOCAL and seen.is_production
        else None,
        Reason("Data keys are still wrapped by an earlier holder.", "Run `chatbookr keys rewrap`.")
        if seen.wrapped_elsewhere
        else None,
    )
    unseen = None
    if seen.provider == LOCAL:
        unseen = Reason("The key lies in a file, as is meant for trying things.", "In production: docs/how-to/keys.md.")
    return concluded(facts, broken, unseen)
