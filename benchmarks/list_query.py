"""Measure the list query of a front desk beside the same by hand, and beside PostGraphile, on one PostgreSQL.

`python benchmarks/list_query.py [--postgres URL] [--without-postgraphile]`: 50 bookings of a clinic between two
instants, with patient (the name opened), practitioner and service, out of 200,000 bookings in 50 clinics. Three servers
of one process each are loaded in turns, so that ratios hold on a busy machine; CPU is that of the server's process.
The API and raw are the app's role, whom row-level security holds. What they answer is compared before anything is
measured. PostGraphile, and the Node it needs, come from npm into a folder git ignores. Exits with 1 below a goal.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from agenda import Place, database, fill, on_server, ranges
from load import Server, ask, load, request, serving, shown

from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_schema.ids import global_id, parts_of

OF_RAW, OF_POSTGRAPHILE = 0.45, 1.5
ROUND_SECONDS = 3.0
NODE_FOLDER = Path(__file__).parent / "node_modules"
POSTGRAPHILE = ("postgraphile@5.1.5", "pg@8", "node@22")  # with a Node of its own: 5.1 needs 22
QUERY = """query Agenda($clinic: ID!, $since: DateTime!, $until: DateTime!) {
  bookings(clinicId: $clinic, first: 50, where: {startsFrom: $since, startsBefore: $until}) {
    nodes {
      id reference startsAt endsAt status
      patient { id name } practitioner { id fullName } service { id title }
    }
  }
}"""
AGENDA = """
CREATE FUNCTION agenda(of_clinic uuid, since timestamptz, until timestamptz) RETURNS SETOF booking
LANGUAGE sql STABLE AS
'SELECT * FROM booking WHERE clinic_id = of_clinic AND starts_at >= since AND starts_at < until ORDER BY starts_at, id'
"""
THEIRS = """query Agenda($clinic: UUID!, $since: Datetime!, $until: Datetime!) {
  agenda(ofClinic: $clinic, since: $since, until: $until, first: 50) {
    nodes {
      rowId reference startsAt endsAt status
      patient: patientByClinicIdAndPatientId { rowId nameSealed }
      practitioner: practitionerByClinicIdAndPractitionerId { rowId fullName }
      service: serviceByClinicIdAndServiceId { rowId title }
    }
  }
}"""


def bodies(places: list[Place], *, count: int = 400) -> list[tuple[Place, datetime, datetime]]:
    """Choose what is asked for: every clinic, and different days."""
    random = Random(11)  # noqa: S311  # periods, no secrets
    return [(places[at % len(places)], *period) for at, period in enumerate(ranges(count, random))]


def ours(place: Place, since: datetime, until: datetime) -> bytes:
    variables = {"clinic": global_id("Clinic", place.clinic_id), "since": since.isoformat(), "until": until.isoformat()}
    return request("/graphql", json.dumps({"query": QUERY, "variables": variables}).encode(), place.token)


def raw(place: Place, since: datetime, until: datetime) -> bytes:
    variables = {"clinic": global_id("Clinic", place.clinic_id), "since": since.isoformat(), "until": until.isoformat()}
    return request("/agenda", json.dumps({"variables": variables}).encode())


def theirs(place: Place, since: datetime, until: datetime) -> bytes:
    variables = {"clinic": str(place.clinic_id), "since": since.isoformat(), "until": until.isoformat()}
    return request("/graphql", json.dumps({"query": THEIRS, "variables": variables}).encode())


def install_postgraphile() -> Path:
    """Install it once, from npm."""
    command = NODE_FOLDER / ".bin" / "postgraphile"
    if not command.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is needed for PostGraphile: install Node, or say --without-postgraphile")
        subprocess.run(  # fixed names
            [
                npm,
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--prefix",
                str(NODE_FOLDER.parent),
                *POSTGRAPHILE,
            ],
            check=True,
        )
    return command


def same(mine: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare our nodes with PostGraphile's: plain keys, and the name as bytes nobody opened."""
    instants = all(
        datetime.fromisoformat(mine[name]) == datetime.fromisoformat(other[name]) for name in ("startsAt", "endsAt")
    )
    people = all(
        _key(mine[name]) == _key(other[name]) and mine[name].get(shown) == other[name].get(shown)
        for name, shown in (("practitioner", "fullName"), ("service", "title"))
    )
    patient = _key(mine["patient"]) == _key(other["patient"]) and bool(other["patient"]["nameSealed"])
    plain = mine["reference"] == other["reference"] and mine["status"] == other["status"].upper()
    return instants and people and patient and plain and _key(mine) == _key(other)


def _key(node: dict[str, Any]) -> UUID:
    return UUID(node["rowId"]) if "rowId" in node else parts_of(node["id"])[1]


async def compare(servers: list[Server]) -> None:
    """Stop unless every server answers the same."""
    for at in range(40):
        answers = [json.loads(await ask(one, one.requests[at])) for one in servers]
        lists = [next(iter(answer["data"].values()))["nodes"] for answer in answers if "errors" not in answer]
        if len(lists) != len(servers) or len(lists[0]) != 50:
            raise SystemExit(f"not every server answers: {[str(one)[:300] for one in answers]}")
        if lists[0] != lists[1]:
            raise SystemExit(f"raw and API differ: {lists[0][0]} {lists[1][0]}")
        if len(lists) > 2 and not all(map(same, lists[0], lists[2])):
            raise SystemExit(f"API and PostGraphile differ: {lists[0][0]} {lists[2][0]}")


def commands(url: str, environment: dict[str, str], *, has_postgraphile: bool) -> list[tuple[Any, ...]]:
    """List what is run: name, command, port, environment, how a request is written."""
    uvicorn = [sys.executable, "-m", "uvicorn", "--no-access-log", "--log-level", "warning"]
    found: list[tuple[Any, ...]] = [
        ("raw", [*uvicorn, "raw_agenda:app", "--port", "8721"], 8721, environment, raw),
        ("API", [*uvicorn, "--factory", "chatbookr_api.app:create_app", "--port", "8722"], 8722, environment, ours),
    ]
    if has_postgraphile:
        command = [str(install_postgraphile()), "-c", url, "-s", "public", "-n", "127.0.0.1", "-p", "8723"]
        command += ["--preset", "postgraphile/presets/amber"]
        path = f"{NODE_FOLDER / '.bin'}{os.pathsep}{os.environ['PATH']}"
        production = {"NODE_ENV": "production", "GRAPHILE_ENV": "production", "PATH": path}
        found.append(("PostGraphile", command, 8723, production, theirs))
    return found


async def measure(servers: list[Server], rounds: int) -> None:
    await compare(servers)
    for server in servers:
        await load(server, 2.0)
        server.forget()
    for _ in range(rounds):
        for server in servers:
            await load(server, ROUND_SECONDS)


async def run(chosen: argparse.Namespace, folder: Path) -> bool:
    name = f"chatbookr_list_{os.getpid()}"
    roles = Roles.named(name)
    try:
        async with database(chosen.postgres, name) as url:
            return reached(await measured(chosen, folder, url, roles))
    finally:
        await on_server(chosen.postgres, f"DROP ROLE IF EXISTS {roles.app}, {roles.migrator}, {roles.owner}")


async def measured(chosen: argparse.Namespace, folder: Path, url: str, roles: Roles) -> list[Server]:
    """Fill the database, and load each server in turns."""
    places = await fill(url, folder / "key", clinics=chosen.clinics, bookings=chosen.bookings)
    connection = await asyncpg.connect(url)
    await connection.execute(AGENDA)
    await connection.close()
    await make_roles(url, roles, Passwords("benchmark", "benchmark"))
    environment = {
        "CHATBOOKR_DATABASE_URL": url.replace("//postgres:trust@", f"//{roles.app}:benchmark@"),
        "CHATBOOKR_KEY_FILE": str(folder / "key"),
        "CHATBOOKR_BROKER_URL": "redis://127.0.0.1:6379/0",  # so that no worker lives in this process
        "CHATBOOKR_COST_CAPACITY": "1000000000",  # fifty people would be refused, asking as fast as they can
        "CHATBOOKR_COST_RESTORED_PER_SECOND": "10000000",
        "CHATBOOKR_PLUGINS": "whatsapp",
        "CHATBOOKR_WHATSAPP_APP_SECRET": "benchmark-app-secret",
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "benchmark",
        "PYTHONPATH": str(Path(__file__).parent),
    }
    asked = bodies(places)
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(name, command, port, folder, given, [write(*one) for one in asked]))
            for name, command, port, given, write in commands(
                url, environment, has_postgraphile=not chosen.without_postgraphile
            )
        ]
        await measure(servers, chosen.rounds)
    return servers


def reached(servers: list[Server]) -> bool:
    """Print what was measured, and tell whether the goals are met."""
    shown(servers)
    print("raw: Starlette + asyncpg + orjson, one statement, the same ids, names opened; it authenticates nobody.")
    print("API: uvicorn, a session of each clinic's own, all policies on, names opened.")
    mine = servers[1].per_second / servers[0].per_second
    print(f"API / raw {mine:.2f} (goal {OF_RAW})", end="")
    is_reached = mine >= OF_RAW and not any(one.refused for one in servers)
    if len(servers) > 2:
        beside = servers[1].per_second / servers[2].per_second
        print(f", API / PostGraphile {beside:.2f} (goal {OF_POSTGRAPHILE})")
        print("PostGraphile 5: the same rows and shape, plain keys, names as sealed bytes; it authenticates nobody.")
        is_reached = is_reached and beside >= OF_POSTGRAPHILE
    else:
        print()
    return is_reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", default="postgresql://postgres:trust@127.0.0.1:5432/postgres")
    parser.add_argument("--without-postgraphile", action="store_true")
    parser.add_argument("--clinics", type=int, default=50)
    parser.add_argument("--bookings", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chatbookr-list-") as name:
        return 0 if asyncio.run(run(chosen, Path(name))) else 1


if __name__ == "__main__":
    sys.exit(main())
