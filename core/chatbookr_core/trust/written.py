"""Writes a report for programs: the same rows for operators and for everybody, with what each may read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from chatbookr_core.trust.findings import Audience, Fact, Line


def as_rows(lines: Sequence[Line], audience: Audience) -> list[dict[str, Any]]:
    """Write a report as plain values; instants by RFC 3339."""
    return [_row(one, audience) for one in lines]


def _row(line: Line, audience: Audience) -> dict[str, Any]:
    finding = line.finding.for_audience(audience)
    row: dict[str, Any] = {
        "id": line.promise.id,
        "title": line.promise.title,
        "promise": line.promise.sentence,
        "outcome": finding.outcome.value,
    }
    if finding.why:
        row |= {"why": finding.why, "next": finding.next_step}
    row["facts"] = [_fact(one) for one in finding.facts]
    row["lookedAt"] = instant(line.looked_at)
    return row


def _fact(fact: Fact) -> dict[str, Any]:
    value = instant(fact.value) if isinstance(fact.value, datetime) else fact.value
    return {"name": fact.name, "value": value, **({"unit": fact.unit} if fact.unit else {})}


def instant(at: datetime) -> str:
    """Write an instant: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
