"""P10: what practitioners granted, as the provider said it, against the least that is asked for."""

from dataclasses import dataclass

from chatbookr_core.channels.connections import IN_USE_SQL
from chatbookr_core.db import uuid_of
from chatbookr_core.residency.service import grants_of
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded
from chatbookr_core.trust.looking import Look

MOST_CLINICS = 50
CLINICS = f"""
SELECT DISTINCT clinic_id FROM calendar_connection
WHERE state IN {IN_USE_SQL} AND credentials_sealed IS NOT NULL AND {{whose}} ORDER BY clinic_id DESC LIMIT $1
"""  # noqa: S608  # states of ours


@dataclass(frozen=True, slots=True)
class Scopes:
    """Counts of calendars: all looked at, those granted more than is asked for, those whose provider said nothing."""

    calendars: int
    wider: int
    unsaid: int
    asked_for: int
    clinics: int


async def scopes(look: Look) -> Scopes:
    """Open what is stored of each consent, of at most MOST_CLINICS clinics, and compare."""
    calendars = wider = unsaid = 0
    rows = await look.rows(CLINICS, MOST_CLINICS)
    for row in rows:
        for grant in await grants_of(look.deployment, uuid_of(row["clinic_id"])):
            least = _least(look, grant.plugin)
            calendars += 1
            unsaid += not grant.scopes or least is None
            wider += least is not None and not set(grant.scopes) <= least
    asked_for = sum(len(_least(look, one.name) or ()) for one in look.deployment.plugins.all())
    return Scopes(calendars, wider, unsaid, asked_for, len(rows))


def _least(look: Look, plugin: str) -> frozenset[str] | None:
    loaded = look.deployment.plugins.find(plugin)
    oauth = loaded.manifest.oauth if loaded is not None and loaded.manifest is not None else None
    return frozenset(one.name for one in oauth.scopes) if oauth is not None else None


def judged(seen: Scopes) -> Finding:
    """Judge P10."""
    facts = (
        Fact("scopesAskedFor", seen.asked_for, "scopes", Audience.EVERYBODY),
        Fact("calendars", seen.calendars, "calendars", Audience.CLINICS),
        Fact("calendarsGrantedMore", seen.wider, "calendars", Audience.CLINICS),
        Fact("calendarsUnsaid", seen.unsaid, "calendars", Audience.CLINICS),
        Fact("clinicsLookedAt", seen.clinics, "clinics"),
    )
    broken = unseen = None
    if seen.wider:
        broken = Reason(
            "A consent grants more than is asked for: it was given to this program before, for more.",
            "Have them remove the program at the provider, and connect anew: docs/how-to/connect-providers.md.",
        )
    elif seen.unsaid:
        unseen = Reason("The provider did not say what was granted.", "Connect the calendar anew.")
    elif not seen.calendars:
        unseen = Reason("No calendar is connected yet.", "Look again once one is.")
    return concluded(facts, broken, unseen)
