"""P1 and P14: where data is handled and by whom, out of the settings, the plugins' manifests and the connections."""

from dataclasses import dataclass

from chatbookr_core.channels.connections import IN_USE_SQL
from chatbookr_core.residency.rules import lies_within, problem_of, regions_outside
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look
from chatbookr_sdk import EU, Manifest

CONNECTED = f"""
SELECT plugin, COUNT(*) AS number FROM (
    SELECT clinic_id, plugin FROM channel_connection WHERE state IN {IN_USE_SQL}
    UNION ALL SELECT clinic_id, plugin FROM calendar_connection WHERE state IN {IN_USE_SQL}
) AS connection WHERE {{whose}} GROUP BY plugin ORDER BY plugin
"""  # noqa: S608  # states of ours
HOMES = "SELECT id, region, allows_transfers FROM clinic WHERE {whose}"
PLUGINS_OF = f"""
SELECT DISTINCT clinic_id, plugin FROM (
    SELECT clinic_id, plugin FROM channel_connection WHERE state IN {IN_USE_SQL}
    UNION ALL SELECT clinic_id, plugin FROM calendar_connection WHERE state IN {IN_USE_SQL}
) AS connection WHERE {{whose}}
"""  # noqa: S608  # states of ours


@dataclass(frozen=True, slots=True)
class Handling:
    """Where data is: the deployment's region, what is wrong with plugins, transfers, and clinics that forbade them."""

    region: str
    undeclared: int
    transfers: int
    mechanisms: tuple[str, ...]
    against_clinics: int


async def handling(look: Look) -> Handling:
    """Read the settings and manifests, and hold each clinic's connections to what the clinic allows."""
    settings = look.deployment.settings
    manifests = _manifests(look)
    problems = [problem_of(one, settings.region, settings.allowed_regions) for one in manifests.values()]
    abroad = [one for each in manifests.values() for one in each.subprocessors if regions_outside(one, settings.region)]
    homes = {str(row["id"]): row for row in await look.rows(HOMES, column="id")}
    against = 0
    for row in await look.rows(PLUGINS_OF):
        home, manifest = homes.get(str(row["clinic_id"])), manifests.get(str(row["plugin"]))
        if home is not None and manifest is not None and not home["allows_transfers"]:
            against += any(regions_outside(one, str(home["region"])) for one in manifest.subprocessors)
    mechanisms = tuple(sorted({one.transfer_mechanism for one in abroad}))
    return Handling(settings.region, sum(one is not None for one in problems), len(abroad), mechanisms, against)


def _manifests(look: Look) -> dict[str, Manifest]:
    return {one.name: one.manifest for one in look.deployment.plugins.all() if one.manifest is not None}


def judged(seen: Handling) -> Finding:
    """Judge P1."""
    facts = (
        Fact("region", seen.region, audience=Audience.EVERYBODY),
        Fact("subprocessorsAbroad", seen.transfers, "subprocessors", Audience.EVERYBODY),
        Fact("transferMechanisms", "; ".join(seen.mechanisms), audience=Audience.EVERYBODY),
        Fact("pluginsWithoutDeclaration", seen.undeclared, "plugins", Audience.CLINICS),
        Fact("connectionsAgainstTheClinic", seen.against_clinics, "connections", Audience.CLINICS),
    )
    broken = first(
        None
        if lies_within(seen.region, EU)
        else Reason("The deployment's region lies outside of the European Economic Area.", "See CHATBOOKR_REGION."),
        Reason("A plugin hands data to somebody it does not declare.", "Take it out of CHATBOOKR_PLUGINS.")
        if seen.undeclared
        else None,
        Reason(
            "A clinic does not allow transfers out of its region, and is connected by a plugin that makes them.",
            "Disconnect it, or let the clinic's owner allow it: docs/how-to/residency.md.",
        )
        if seen.against_clinics
        else None,
    )
    return concluded(facts, broken)


@dataclass(frozen=True, slots=True)
class Register:
    """The list of subprocessors against the connections that are in use."""

    listed: int
    in_use: tuple[tuple[str, int], ...]
    unlisted: int


async def register(look: Look) -> Register:
    """Count what is listed, and connections of plugins that the list says nothing of."""
    manifests = _manifests(look)
    used = tuple((str(row["plugin"]), int(row["number"])) for row in await look.rows(CONNECTED))
    unlisted = sum(number for plugin, number in used if plugin not in manifests)
    return Register(sum(len(one.subprocessors) for one in manifests.values()), used, unlisted)


def listed(seen: Register) -> Finding:
    """Judge P14."""
    facts = (
        Fact("subprocessors", seen.listed, "subprocessors", Audience.EVERYBODY),
        *(Fact(f"connectionsBy.{plugin}", number, "connections") for plugin, number in seen.in_use),
        Fact("connectionsUnlisted", seen.unlisted, "connections", Audience.CLINICS),
    )
    broken = (
        Reason(
            "Connections are in use by plugins that are not loaded, so the list leaves out who receives their data.",
            "Enable the plugin again, or disconnect: `chatbookr plugins` says why it is not loaded.",
        )
        if seen.unlisted
        else None
    )
    return concluded(facts, broken)
