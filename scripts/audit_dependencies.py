"""Look for known vulnerabilities in every locked dependency; red on findings, and red when it could not have seen any.

Two sources: the advisories in scripts/audit/, which need no network, and pip-audit, where its service answers. Each is
first shown pins that are known to be bad: what does not find those counts as blind. Blind advisories fail the check;
a blind service leaves the decision to the advisories, as long as people have looked through those lately. A mirror of
OSV's records for PyPI (a folder or zip of JSON) adds to the advisories: CHATBOOKR_ADVISORIES=PATH.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")
ADVISORIES = ROOT / "scripts" / "audit" / "advisories.json"
PLANTED = ROOT / "scripts" / "audit" / "planted.txt"
REVIEW_DAYS = 180
SERVICE_SECONDS = 180

Pins = frozenset[tuple[str, Version]]


@dataclass(frozen=True, slots=True)
class Advisory:
    """`package` is vulnerable from `introduced` up to, not including, `fixed_in` (None: no fix yet)."""

    id: str
    package: str
    introduced: Version
    fixed_in: Version | None

    def affects(self, name: str, version: Version) -> bool:
        if name != self.package or version < self.introduced:
            return False
        return self.fixed_in is None or version < self.fixed_in


def pins_in(text: str) -> Pins:
    """Read the pins of a requirements file. Raises ValueError at a requirement that is not pinned."""
    found = set()
    for line in text.splitlines():
        requirement = line.split("#")[0].strip()
        if not requirement or requirement.startswith("--hash"):
            continue
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", requirement)
        if match is None:
            raise ValueError(f"not a pin: {requirement!r}")
        found.add((str(canonicalize_name(match[1])), Version(match[2])))
    return frozenset(found)


def own_advisories(document: Mapping[str, Any]) -> list[Advisory]:
    """Read scripts/audit/advisories.json."""
    return [
        Advisory(row["id"], row["package"], Version(row.get("introduced", "0")), Version(row["fixed_in"]))
        for row in document["advisories"]
    ]


def osv_advisories(record: Mapping[str, Any]) -> Iterator[Advisory]:
    """Read one record in OSV's schema (https://ossf.github.io/osv-schema/); withdrawn ones hold nothing."""
    for affected in () if record.get("withdrawn") else record.get("affected", ()):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI":
            continue
        for span in affected.get("ranges", ()):
            if span.get("type") == "ECOSYSTEM":
                yield from _spans(record["id"], str(canonicalize_name(package["name"])), span["events"])


def _spans(id: str, package: str, events: Sequence[Mapping[str, str]]) -> Iterator[Advisory]:
    introduced: Version | None = None
    for event in events:
        if "introduced" in event:
            introduced = Version(event["introduced"])
        elif "fixed" in event and introduced is not None:
            yield Advisory(id, package, introduced, Version(event["fixed"]))
            introduced = None
    if introduced is not None:
        yield Advisory(id, package, introduced, None)


def mirrored_advisories(path: Path) -> Iterator[Advisory]:
    """Read OSV records from a folder or a zip of JSON files."""
    if path.is_dir():
        texts: Iterator[str | bytes] = (file.read_bytes() for file in path.rglob("*.json"))
    else:
        archive = zipfile.ZipFile(path)
        texts = (archive.read(name) for name in archive.namelist() if name.endswith(".json"))
    for text in texts:
        yield from osv_advisories(json.loads(text))


def findings(pins: Pins, advisories: Sequence[Advisory]) -> list[str]:
    """Say which pins are known to be vulnerable."""
    return sorted(
        f"{name} {version}: {advisory.id}, fixed in {advisory.fixed_in or 'no version yet'}"
        for name, version in pins
        for advisory in advisories
        if advisory.affects(name, version)
    )


def seen_by_service(requirements: Path) -> tuple[set[str], list[str], int]:
    """Ask pip-audit: the names it found vulnerable, what it says of them, and its exit code."""
    command = [str(Path(sys.executable).parent / "pip-audit"), "--strict", "--disable-pip", "--no-deps"]
    command += ["--progress-spinner", "off", "--format", "json", "--requirement", str(requirements)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SERVICE_SECONDS, check=False)
        dependencies = json.loads(done.stdout)["dependencies"] if done.stdout.strip() else []
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return set(), [], 1
    vulnerable = [entry for entry in dependencies if entry.get("vulns")]
    said = [f"{entry['name']} {entry['version']}: {vuln['id']}" for entry in vulnerable for vuln in entry["vulns"]]
    return {canonicalize_name(entry["name"]) for entry in vulnerable}, said, done.returncode


def offline_problems(pins: Pins, planted: Pins, advisories: Sequence[Advisory]) -> list[str]:
    """Scan with the advisories at hand, once they have proved that they see."""
    blind = sorted(name for name, version in planted if not findings(frozenset({(name, version)}), advisories))
    return [f"the advisories do not see the planted {name}" for name in blind] + findings(pins, advisories)


def online_problems(planted: Pins, reviewed: date, today: date) -> list[str]:
    """Scan with pip-audit where it sees; where it does not, hold the advisories' age against them."""
    names, _, _ = seen_by_service(PLANTED)
    if {name for name, _ in planted} <= names:
        sys.stdout.write("pip-audit's service answers and sees the planted pins\n")
        problems = []
        for lock in LOCKS:
            _, said, code = seen_by_service(ROOT / lock)
            problems += [f"{lock}: {line}" for line in said]
            if code and not said:
                problems.append(f"{lock}: pip-audit failed")
        return problems
    age_days = (today - reviewed).days
    sys.stdout.write(f"pip-audit's service is out of reach: the advisories of {reviewed} ({age_days} days) decide\n")
    if age_days > REVIEW_DAYS:
        return [f"nobody has looked through the advisories for {age_days} days, and no service could be asked"]
    return []


def main() -> int:
    document = json.loads(ADVISORIES.read_text())
    advisories = own_advisories(document)
    mirror = os.environ.get("CHATBOOKR_ADVISORIES", "")
    if mirror:
        advisories += mirrored_advisories(Path(mirror))
    planted = pins_in(PLANTED.read_text())
    pins = frozenset(pin for lock in LOCKS for pin in pins_in((ROOT / lock).read_text()))
    sys.stdout.write(f"{len(pins)} locked packages, {len(advisories)} advisories\n")
    problems = offline_problems(pins, planted, advisories)
    problems += online_problems(planted, date.fromisoformat(document["reviewed"]), datetime.now(UTC).date())
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stdout.write("no known vulnerability\n" if not problems else f"{len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
