"""`chatbookr trust`: holds this deployment to each promise, and says what was found; for people, or as JSON."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime

from chatbookr_api.cli.instants import written
from chatbookr_core.deployment import deployment_from
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from
from chatbookr_core.trust.findings import Audience, Fact, Line, Outcome
from chatbookr_core.trust.report import report_on
from chatbookr_core.trust.written import as_rows
from chatbookr_schema.build import staff_schema
from chatbookr_schema.field_rules import field_rules

SIGNS = {Outcome.KEPT: "kept", Outcome.NOT_KEPT: "NOT KEPT", Outcome.NOT_SHOWN: "not shown"}


def run(*, is_json: bool) -> int:
    """Look, print, and return 1 where a promise is not kept. Raises InvalidSettings."""
    lines = asyncio.run(_looked())
    if is_json:
        sys.stdout.write(json.dumps(as_rows(lines, Audience.OPERATORS), ensure_ascii=False, indent=1) + "\n")
    else:
        _print(lines)
    return 1 if any(one.finding.outcome is Outcome.NOT_KEPT for one in lines) else 0


async def _looked() -> list[Line]:
    deployment = deployment_from(settings_from(os.environ))
    async with at_these_tables(deployment.settings.database_url):
        return await report_on(deployment, field_rules(staff_schema()._schema))


def _print(lines: Sequence[Line]) -> None:
    for one in lines:
        finding = one.finding
        sys.stdout.write(f"{one.promise.id:4} {SIGNS[finding.outcome]:10} {one.promise.title}\n")
        if finding.why:
            sys.stdout.write(f"     {finding.why}\n     -> {finding.next_step}\n")
        told = ", ".join(_told(fact) for fact in finding.facts if fact.value not in (None, ""))
        if told:
            sys.stdout.write(f"     {told}\n")
    counts = ", ".join(
        f"{sum(one.finding.outcome is outcome for one in lines)} {sign.lower()}" for outcome, sign in SIGNS.items()
    )
    sys.stdout.write(f"{counts}; looked at {written(lines[0].looked_at)}\n")


def _told(fact: Fact) -> str:
    value = written(fact.value) if isinstance(fact.value, datetime) else fact.value
    return f"{fact.name} {value}{' ' + fact.unit if fact.unit else ''}"
