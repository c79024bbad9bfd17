"""Reads the audit log forward and judges it by the rules: in batches, each one transaction with its alerts.

The log's own order is read (`audit.sequencer`), so nothing that was committed is passed by. Where it was read up to is
moved in the transaction that writes the alerts: a process that dies there leaves neither.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chatbookr_core.anomalies.judging import Episode, judge
from chatbookr_core.anomalies.rules import RULES, Rule, Sighting
from chatbookr_core.anomalies.telling import owe_word
from chatbookr_core.audit.keeping import size_of_log
from chatbookr_core.conditions import Conditions
from chatbookr_core.db import current_transaction, fetch, instant_of, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.ids import new_id
from chatbookr_core.models import Anomaly, AnomalyCursor, AnomalyRule
from chatbookr_core.scope import every_clinic

BATCH: Final = 500
ONLY: Final = 1  # the id of the one cursor there is
COLUMNS: Final = """
leaf.position, entry.id, entry.clinic_id, entry.action, entry.outcome, entry.actor_kind, entry.actor_id,
entry.subject_id, entry.happened_at, entry.content FROM audit_leaf AS leaf
JOIN audit_entry AS entry ON entry.id = leaf.entry_id
"""
# any clinic: the host reads the one log
FORWARD: Final = f"SELECT {COLUMNS} WHERE leaf.position >= $1 ORDER BY leaf.position LIMIT $2"
LOCKED: Final = "SELECT position FROM anomaly_cursor WHERE id = $1"
Group = tuple[UUID | None, str]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a batch came to: how many entries were read, and the rules of the alerts that are new."""

    entries: int
    raised: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a clinic says of the rules: thresholds, and which are off."""

    thresholds: Mapping[str, int] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()

    def threshold_of(self, rule: Rule) -> int | None:
        """Return from how much on a rule speaks; None where it is off."""
        return None if rule.code in self.disabled else self.thresholds.get(rule.code, rule.threshold)


async def look(deployment: Deployment, *, limit: int = BATCH) -> Looked:
    """Judge the next entries of the log, and owe the news of what is new. Begins a transaction of its own.

    The first look of a deployment begins at the end of the log: what was before is for a dry run (`judged`).
    """
    with every_clinic("anomalies"):
        async with transaction():
            since = await _locked_cursor()
            if since is None:
                await AnomalyCursor.create(id=ONLY, position=await size_of_log())  # any clinic: of the whole log
                return Looked(0)
            fresh = [_sighting(row) for row in await fetch(FORWARD, (since, limit))]
            if not fresh:
                return Looked(0)
            raised = await _judge_fresh(deployment, fresh, since)
            reach("anomalies.judged")
            await AnomalyCursor.filter(id=ONLY).update(position=fresh[-1].position + 1)  # any clinic: likewise
        reach("anomalies.looked")
    return Looked(len(fresh), raised)


async def _locked_cursor() -> int | None:
    """Read up to where the log was read; whoever else looks waits. SQLite's writers are alone anyway."""
    locking = " FOR UPDATE" if current_transaction().dialect == "postgres" else ""
    rows = await fetch(LOCKED + locking, (ONLY,))
    return int(rows[0]["position"]) if rows else None


async def _judge_fresh(deployment: Deployment, fresh: Sequence[Sighting], since: int) -> list[str]:
    raised, terms = list[str](), dict[UUID | None, Terms]()
    for (clinic_id, code), ours in _grouped(fresh).items():
        rule = RULES[code]
        if clinic_id not in terms:
            terms[clinic_id] = await terms_of(clinic_id)
        threshold = terms[clinic_id].threshold_of(rule)
        if threshold is None:
            continue
        known = await _known(clinic_id, rule, {str(rule.subject(one)) for one in ours})
        past = await _past(clinic_id, rule, ours, fresh[-1].position)
        for episode in judge(rule, threshold, past, since=since, known=known):
            if await _save(deployment, clinic_id, rule, threshold, episode):
                raised.append(code)
    return raised


def _grouped(fresh: Sequence[Sighting]) -> Mapping[Group, list[Sighting]]:
    found: dict[Group, list[Sighting]] = defaultdict(list)
    for one in fresh:
        for code, rule in RULES.items():
            if rule.concerns(one):
                found[one.clinic_id, code].append(one)
    return found


async def terms_of(clinic_id: UUID | None) -> Terms:
    """Read what a clinic says of the rules; of no clinic they are as they are."""
    if clinic_id is None:
        return Terms()
    rows = await AnomalyRule.filter(clinic_id=clinic_id)
    return Terms(
        {one.rule: one.threshold for one in rows if one.threshold is not None},
        frozenset(one.rule for one in rows if not one.is_enabled),
    )


async def _known(clinic_id: UUID | None, rule: Rule, subjects: Collection[str]) -> dict[str, Episode]:
    """Read the last alert of each subject."""
    rows = Anomaly.filter(clinic_id=clinic_id, rule=rule.code, subject__in=sorted(subjects))
    return {
        one.subject: Episode(one.subject, one.started_at, one.last_seen_at, one.count, one.closed_at)
        for one in await rows.order_by("started_at")
    }


async def _past(clinic_id: UUID | None, rule: Rule, ours: Sequence[Sighting], last: int) -> list[Sighting]:
    """Read what a rule counts of a clinic, from the window of the first new entry up to the last one."""
    conditions = _of_clinic(clinic_id).where("entry.happened_at >", min(one.happened_at for one in ours) - rule.window)
    conditions = conditions.where("leaf.position <=", last)
    if rule.is_by_actor:
        conditions = conditions.among("entry.actor_id", sorted({one.actor_id for one in ours if one.actor_id}))
    return await _read(rule, conditions)


async def _read(rule: Rule, conditions: Conditions) -> list[Sighting]:
    conditions = conditions.among("entry.action", rule.actions).among("entry.outcome", rule.outcomes)
    sql = f"SELECT {COLUMNS} WHERE {conditions.text} ORDER BY leaf.position"  # names out of this program alone
    return [_sighting(row) for row in await fetch(sql, conditions.values)]


def _of_clinic(clinic_id: UUID | None) -> Conditions:
    if clinic_id is None:
        return Conditions("entry.clinic_id IS NULL")
    return Conditions().where("entry.clinic_id =", clinic_id)


def _sighting(row: Mapping[str, Any]) -> Sighting:
    def key(name: str) -> UUID | None:
        return uuid_of(row[name]) if row[name] is not None else None

    return Sighting(
        int(row["position"]),
        uuid_of(row["id"]),
        key("clinic_id"),
        row["action"],
        row["outcome"],
        row["actor_kind"],
        key("actor_id"),
        key("subject_id"),
        instant_of(row["happened_at"]),
        json.loads(row["content"])["details"],
    )


async def _save(deployment: Deployment, clinic_id: UUID | None, rule: Rule, threshold: int, episode: Episode) -> bool:
    """Write an alert, or what it took up; tell whether it is new, and then owe the news of it."""
    key: dict[str, Any] = {
        "clinic_id": clinic_id,
        "rule": rule.code,
        "subject": episode.subject,
        "started_at": episode.started_at,
    }
    seen: dict[str, Any] = {"last_seen_at": episode.last_seen_at, "count": episode.count}
    if not episode.is_new:
        await Anomaly.filter(**key).update(**seen)  # any clinic: the key names it
        return False
    anomaly = await Anomaly.create(  # any clinic: the key names it
        id=new_id(),
        **key,
        **seen,
        severity=rule.severity.value,
        threshold=threshold,
        state="open",
        created_at=deployment.clock.now(),
    )
    await owe_word(deployment, anomaly)
    return True


async def judged(clinic_id: UUID | None, since: datetime, until: datetime) -> list[tuple[Rule, Episode]]:
    """Judge a past period as it would have been, with the thresholds of now; nothing is written, nobody is told."""
    found, terms = list[tuple[Rule, Episode]](), await terms_of(clinic_id)
    for rule in RULES.values():
        threshold = terms.threshold_of(rule)
        if threshold is None:
            continue
        conditions = _of_clinic(clinic_id).where("entry.happened_at >", since - rule.window)
        past = await _read(rule, conditions.where("entry.happened_at <", until))
        first = min((one.position for one in past if one.happened_at >= since), default=None)
        if first is not None:
            found += [(rule, one) for one in judge(rule, threshold, past, since=first, known={})]
    return found
