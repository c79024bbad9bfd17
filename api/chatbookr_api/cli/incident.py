"""`chatbookr incident`: what operators do about a breach, from the deployment's own machine; ids and counts alone."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.errors import ChatbookrError, InvalidInput, NotFound
from chatbookr_core.incidents.affected import Question
from chatbookr_core.incidents.overview import AffectedClinic, Overview, find_overview, overviews
from chatbookr_core.incidents.proving import RecordRefused, verify_record
from chatbookr_core.incidents.record import as_markdown, record_of
from chatbookr_core.incidents.rules import Deadline, State, Words
from chatbookr_core.incidents.service import (
    Decider,
    Opening,
    compute_scope,
    decider_of_command,
    delete_drill,
    go_on,
    notify,
    open_incident,
)
from chatbookr_core.keys.notes import NoteRefused, NoteVerifier
from chatbookr_core.migration import at_these_tables
from chatbookr_core.settings import settings_from

Deed = Callable[[Deployment, Decider, argparse.Namespace], Awaitable[UUID]]


def run(chosen: argparse.Namespace) -> int:
    """Do what is asked, and print what became of it; 2 where it was refused."""
    if chosen.action == "verify":
        return check_record(chosen.file, chosen.key)
    deployment = deployment_from(settings_from(os.environ), plugins=Plugins({}))  # none is needed, nor its settings
    return asyncio.run(_run(deployment, chosen))


async def _run(deployment: Deployment, chosen: argparse.Namespace) -> int:
    async with at_these_tables(deployment.settings.database_url, work="incident"):
        try:
            await _do(deployment, chosen)
        except ChatbookrError as problem:
            sys.stderr.write(f"chatbookr: {problem.message}\n")
            return 2
    return 0


async def _do(deployment: Deployment, chosen: argparse.Namespace) -> None:
    if chosen.action == "list":
        for one in await overviews(deployment, are_drills=chosen.drills):
            sys.stdout.write(_line(one, deployment))
    elif chosen.action == "show":
        found = await find_overview(deployment, name=chosen.name)
        if found is None:
            raise NotFound("There is no incident of that name.")
        sys.stdout.write(_shown(found, deployment))
    elif chosen.action == "record":
        await _write_record(deployment, chosen)
    else:
        by = await decider_of_command(chosen.operator)
        async with transaction():
            incident_id = await DEEDS[chosen.action](deployment, by, chosen)
        found = await find_overview(deployment, incident_id=incident_id)
        sys.stdout.write(_shown(found, deployment) if found else f"{chosen.name} is forgotten\n")


async def _open(deployment: Deployment, by: Decider, chosen: argparse.Namespace) -> UUID:
    if chosen.action == "drill" and chosen.delete:
        return await delete_drill(deployment, by, chosen.name)
    found = await find_overview(deployment, name=chosen.name)
    known = (
        found.incident.became_aware_at if found else deployment.clock.now()
    )  # the same command again opens nothing new
    aware = _instant(chosen.aware) if chosen.aware else known
    opening = Opening(chosen.name, aware, _text(chosen.facts), is_drill=chosen.action == "drill")
    return await open_incident(deployment, by, opening)


async def _compute(deployment: Deployment, by: Decider, chosen: argparse.Namespace) -> UUID:
    from chatbookr_schema.vocabulary import vocabulary  # the schema is heavy, and wanted here alone

    question = Question(
        tuple(_actor(one) for one in chosen.actor),
        _instant(chosen.since),
        _instant(chosen.until),
        tuple(_id(one) for one in chosen.clinic),
        tuple(chosen.only),
    )
    return await compute_scope(deployment, by, chosen.name, question, vocabulary())


async def _go_on(deployment: Deployment, by: Decider, chosen: argparse.Namespace) -> UUID:
    to = State.CLOSED if chosen.action == "close" else State(chosen.state)
    return await go_on(deployment, by, chosen.name, to, _words(chosen))


async def _notify(deployment: Deployment, by: Decider, chosen: argparse.Namespace) -> UUID:
    return await notify(deployment, by, chosen.name, _words(chosen))


DEEDS: dict[str, Deed] = {
    "open": _open,
    "drill": _open,
    "scope": _compute,
    "phase": _go_on,
    "close": _go_on,
    "notify": _notify,
}


def _shown(found: Overview, deployment: Deployment) -> str:
    scope = found.scope
    if scope is None:
        return _line(found, deployment) + "  no scope yet: `chatbookr incident scope`\n"
    pending = f", {scope.pending} not placed yet: compute it again" if scope.pending else ""
    head = f"  scope {scope.number}: {scope.entries} of the first {scope.tree_size} entries{pending}\n"
    return _line(found, deployment) + head + "".join(_clinic(one) for one in found.clinics)


def _clinic(one: AffectedClinic) -> str:
    part = one.part
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(part.classes.items()))
    told = f"told {one.told_at:%Y-%m-%dT%H:%MZ}" if one.told_at else "not told"
    return (
        f"  clinic {part.clinic_id}: {len(part.patients)} people, {part.records} records ({kinds}), "
        f"{part.first_at:%Y-%m-%dT%H:%MZ} to {part.last_at:%Y-%m-%dT%H:%MZ}, {told}\n"
    )


def _line(found: Overview, deployment: Deployment) -> str:
    now, incident = deployment.clock.now(), found.incident
    clocks = "".join(f" {one.kind}={_standing(one, now)}:{one.due_at:%Y-%m-%dT%H:%MZ}" for one in found.deadlines)
    return f"{'DRILL ' if incident.is_drill else ''}{incident.name} {incident.state}{clocks}\n"


def _standing(one: Deadline, now: datetime) -> str:
    return "met" if one.is_met else "OVERDUE" if one.is_overdue(now) else "due"


async def _write_record(deployment: Deployment, chosen: argparse.Namespace) -> None:
    by = await decider_of_command(chosen.operator)
    async with transaction():
        record = await record_of(deployment, by, chosen.name)
    written = json.dumps(record, ensure_ascii=False, indent=1) + "\n" if chosen.json else as_markdown(record)
    sys.stdout.write(written)


def check_record(path: str, key: str) -> int:
    """Check a record against the key of the audit log: 1 where it is not what the log says."""
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
        proven = verify_record(record, NoteVerifier.read(key))
    except (OSError, ValueError, NoteRefused, RecordRefused) as problem:
        sys.stdout.write(f"NOT PROVEN: {problem}\n")
        return 1
    sys.stdout.write(f"proven: {record['incident']['name']}, by {proven} entries of the audit log\n")
    return 0


def _words(chosen: argparse.Namespace) -> Words:
    return Words(_text(chosen.facts), _text(chosen.effects), _text(chosen.measures), _text(chosen.contact))


def _text(given: str | None) -> str:
    if not given or not given.startswith("@"):
        return given or ""
    try:
        return Path(given[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        raise InvalidInput(f"{given[1:]} cannot be read.") from None


def _instant(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise InvalidInput("Give instants like 2026-11-27T03:00:00Z.") from None


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise InvalidInput("Give ids as the database has them.") from None


def _actor(given: str) -> tuple[str, UUID]:
    kind, _, key = given.partition(":")
    return kind, _id(key)
