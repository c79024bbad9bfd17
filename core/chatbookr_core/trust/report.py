"""The report: every promise with what was found of it, of a whole deployment or of one clinic."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from uuid import UUID

from chatbookr_core.deployment import Deployment
from chatbookr_core.scope import every_clinic
from chatbookr_core.trust import (
    alerts,
    backups,
    breaches,
    calendar_scopes,
    channels,
    disclosure,
    disconnections,
    elsewhere,
    encryption,
    log,
    operator_access,
    regions,
    retention,
    roles,
    sealed_values,
    second_factors,
    secrets,
)
from chatbookr_core.trust.doors import Door, Doors, doors_of
from chatbookr_core.trust.findings import Audience, Finding, Line, Outcome
from chatbookr_core.trust.looking import FieldRules, Look
from chatbookr_core.trust.promises import PROMISES, Promise

T = TypeVar("T")
Check = Callable[[Look], Awaitable[Finding]]
logger = logging.getLogger(__name__)


def _check(see: Callable[[Look], Awaitable[T]], judge: Callable[[T], Finding]) -> Check:
    async def check(look: Look) -> Finding:
        return judge(await see(look))

    return check


CHECKS: Final[dict[str, Check]] = {
    "P1": _check(regions.handling, regions.judged),
    "P2": _check(encryption.ways, encryption.judged),
    "P3": _check(sealed_values.sampled, sealed_values.judged),
    "P4": _check(backups.backups, backups.made),
    "P5": _check(secrets.holders, secrets.judged),
    "P6": _check(roles.guards, roles.judged),
    "P7": _check(second_factors.factors, second_factors.judged),
    "P8": _check(operator_access.access, operator_access.judged),
    "P9": _check(channels.reached, channels.judged),
    "P10": _check(calendar_scopes.scopes, calendar_scopes.judged),
    "P11": _check(disconnections.ended, disconnections.judged),
    "P12": elsewhere.records,
    "P13": _check(retention.nights, retention.judged),
    "P14": _check(regions.register, regions.listed),
    "P15": elsewhere.parts,
    "P16": _check(log.looked_at, log.judged),
    "P17": _check(alerts.watch, alerts.judged),
    "P18": _check(breaches.breaches, breaches.judged),
    "P19": _check(backups.backups, backups.rehearsed),
    "P20": _check(disclosure.notice, disclosure.judged),
}
OF_CLINICS: Final = frozenset({"P1", "P3", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P14", "P16"})
"""What is looked at anew for a clinic, among its own rows; the rest is the deployment's, whoever asks."""
UNSEEN: Final = Doors(Door(is_encrypted=False, is_here=False), Door(is_encrypted=False, is_here=False))
"""For a look at a clinic's rows, which goes to no door."""


async def report_on(deployment: Deployment, rules: FieldRules) -> list[Line]:
    """Look at a whole deployment: at each promise, with a few seconds for what does not answer."""
    settings = deployment.settings
    look = Look(deployment, deployment.clock.now(), await doors_of(settings.public_url, settings.broker_url), rules)
    with every_clinic("trust"):
        return [Line(one, await _looked(look, one), look.now) for one in PROMISES]


async def last_report_on(deployment: Deployment, rules: FieldRules) -> list[Line]:
    """Return the report that was made within the last minutes (`remembered`), or make one."""
    return await deployment.trust.at(deployment.clock.now(), lambda: report_on(deployment, rules))


async def report_to(clinic_id: UUID, deployment: Deployment, rules: FieldRules, whole: list[Line]) -> list[Line]:
    """Look at what is a clinic's, and take the rest of a deployment's report, without what is the operators' alone."""
    look = Look(deployment, deployment.clock.now(), UNSEEN, rules, clinic_id)
    found = []
    for line in whole:
        if line.promise.id in OF_CLINICS:
            line = Line(line.promise, await _looked(look, line.promise), look.now, is_clinics=True)
        finding = line.finding.for_audience(Audience.CLINICS)
        found.append(Line(line.promise, finding, line.looked_at, line.is_clinics))
    return found


async def _looked(look: Look, promise: Promise) -> Finding:
    """Run one check; what goes wrong with it shows nothing, and keeps nobody from the others."""
    try:
        return await CHECKS[promise.id](look)
    except asyncio.CancelledError:
        raise
    except Exception as problem:
        logger.warning("trust: %s was not looked at: %s", promise.id, type(problem).__name__)
        return Finding(
            Outcome.NOT_SHOWN,
            why=f"It could not be looked at: {type(problem).__name__}.",
            next_step="Try again; if it stays so, see the log of this program.",
        )
