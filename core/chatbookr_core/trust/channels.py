"""P9: which hosts WhatsApp is reached at."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from chatbookr_core.channels.connections import IN_USE_SQL
from chatbookr_core.tls import is_on_this_machine
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded
from chatbookr_core.trust.looking import Look

SLUG = "whatsapp"
METAS = frozenset({"graph.facebook.com", "lookaside.fbsbx.com"})
"""Meta's own: the Graph API, and where it hands out files (developers.facebook.com/docs/whatsapp/cloud-api)."""
IN_USE = f"""
SELECT COUNT(*) AS number FROM channel_connection WHERE plugin = $1 AND state IN {IN_USE_SQL} AND {{whose}}
"""  # noqa: S608  # states of ours


@dataclass(frozen=True, slots=True)
class Reached:
    """The addresses that are not Meta's, those of them that are on this machine, and what is connected."""

    is_enabled: bool
    connections: int
    others: int
    others_here: int


async def reached(look: Look) -> Reached:
    """Read the plugin's addresses as they are set."""
    loaded = look.deployment.plugins.find(SLUG)
    names = loaded.manifest.egress_settings if loaded is not None and loaded.manifest is not None else ()
    addresses = [urlsplit(loaded.settings.get(name, "")) for name in names] if loaded is not None else []
    others = [one for one in addresses if one.hostname not in METAS or one.scheme != "https"]
    here = [one for one in others if is_on_this_machine(one.hostname)]
    row = await look.row(IN_USE, SLUG)
    return Reached(bool(addresses), int(row["number"]), len(others), len(here))


def judged(seen: Reached) -> Finding:
    """Judge P9: a sandbox on this machine shows nothing, and any other host breaks it."""
    facts = (
        Fact("isEnabled", seen.is_enabled, audience=Audience.CLINICS),
        Fact("connections", seen.connections, "connections", Audience.CLINICS),
        Fact("addressesNotMetas", seen.others - seen.others_here, "addresses", Audience.CLINICS),
    )
    broken = unseen = None
    if seen.others > seen.others_here:
        broken = Reason("WhatsApp is reached at a host that is not Meta's.", "See CHATBOOKR_WHATSAPP_GRAPH_URL.")
    elif seen.others:
        unseen = Reason("WhatsApp is a sandbox on this machine here.", "Look at the deployment that patients write to.")
    elif not seen.is_enabled:
        unseen = Reason("WhatsApp is not enabled here, so nothing goes there.", "See CHATBOOKR_PLUGINS.")
    return concluded(facts, broken, unseen)
