"""Looks at a promise as it stands in a test's database, with the doors and rules that the test says."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.deployment import Deployment
from chatbookr_core.trust.doors import Answer, Door, Doors
from chatbookr_core.trust.findings import Finding
from chatbookr_core.trust.looking import FieldRules, Look
from chatbookr_core.trust.report import CHECKS

HERE = Door(is_encrypted=False, is_here=True)
TODAY = Door(is_encrypted=True, is_here=False, version="TLSv1.3", takes_old=False)
HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
SAID = Answer(
    200, {**HSTS, "content-type": "text/plain"}, "Contact: mailto:s@host.example\nExpires: 2027-12-31T00:00:00Z"
)
GOOD = Doors(TODAY, TODAY, SAID)
RULES = FieldRules(10, 0)


async def found(
    promise: str,
    deployment: Deployment,
    *,
    doors: Doors = GOOD,
    rules: FieldRules = RULES,
    plugins: Plugins | None = None,
    clinic_id: UUID | None = None,
    **settings: Any,
) -> Finding:
    """Look at one promise, with some settings and plugins of the deployment other than they are."""
    chosen = replace(
        deployment, settings=replace(deployment.settings, **settings), plugins=plugins or deployment.plugins
    )
    return await CHECKS[promise](Look(chosen, chosen.clock.now(), doors, rules, clinic_id))


def facts_of(finding: Finding) -> dict[str, object]:
    """Return the facts by name."""
    return {one.name: one.value for one in finding.facts}
