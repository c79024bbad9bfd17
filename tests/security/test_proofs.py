"""What the pages on security say is shown by tests: the tests are there, run, and nothing is claimed without them."""

import importlib.util
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import pytest
from tests.sources import ROOT


def _script() -> ModuleType:
    path = ROOT / "scripts" / "security_proofs.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # where dataclasses look for the module of a class
    spec.loader.exec_module(module)
    return module


security = _script()
KINDS, asked, proofs = security.KINDS, security.asked, security.proofs
shown_by, standing_of = security.shown_by, security.standing_of
REQUIREMENTS_OF_CHAPTERS = {"6": 35, "7": 18, "8": 7, "9": 7, "10": 29}  # levels 1 and 2 of ASVS 5.0.0
ITEMS = 34
CASES, COVERED = 60, 0.9


@pytest.fixture(scope="module")
def cases() -> Counter[str]:
    """Let pytest itself say how many cases each marked test has."""
    files = sorted({proof.test.partition("::")[0] for proof in proofs() if proof.kind == "attack"})
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", "attack", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return Counter(line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line)


@pytest.mark.parametrize("kind", KINDS)
def test_a_marker_names_what_there_is(kind: str) -> None:
    unknown = [proof for proof in proofs() if proof.kind == kind and proof.name not in asked(kind)]

    assert unknown == []


def test_every_marker_is_read() -> None:
    """Markers are read from the source: one within a class, on a module or a parameter would be passed by."""
    pattern = re.compile(rf"^(.*)mark\.({'|'.join(KINDS)})\(", re.MULTILINE)
    files = [path for folder in security.FOLDERS for path in (ROOT / folder).rglob("*.py")]
    ways = [way for path in files if path.name != "test_proofs.py" for way, _ in pattern.findall(path.read_text())]

    assert ways
    assert set(ways) == {"@pytest."}
    assert all(re.fullmatch(r"test_\w+", proof.test.partition("::")[2]) for proof in proofs())


def test_an_attack_repeats_a_known_one_of_its_class() -> None:
    named = [proof for proof in proofs() if proof.cve]

    assert named
    assert not [proof for proof in named if proof.cve not in asked("attack")[proof.name]["from"]]


@pytest.mark.integration
def test_every_class_of_attack_is_tried_and_all_are_collected(cases: Counter[str]) -> None:
    marked = {proof.test for proof in proofs() if proof.kind == "attack"}

    assert set(cases) == marked
    assert not [name for name in asked("attack") if not shown_by("attack", name)]
    assert sum(cases.values()) >= CASES


def test_every_cve_a_class_comes_from_is_repeated() -> None:
    repeated = {proof.cve for proof in proofs()}
    older = {"CVE-2015-9235", "CVE-2022-21449", "CVE-2018-0114"}  # whole classes of forged tokens, not one request

    assert {
        cve for one in asked("attack").values() for cve in re.findall(r"CVE-\d+-\d+", one["from"])
    } - older <= repeated


def test_the_requirements_are_those_of_the_standard() -> None:
    names = Counter(name.partition(".")[0] for name in asked("asvs"))

    assert names == REQUIREMENTS_OF_CHAPTERS
    assert {one["level"] for one in asked("asvs").values()} == {1, 2}


def test_no_requirement_is_left_open_and_most_are_covered() -> None:
    standings = Counter(standing_of(name, one) for name, one in asked("asvs").items())

    assert standings["open"] == 0, [name for name, one in asked("asvs").items() if standing_of(name, one) == "open"]
    assert standings["covered"] >= COVERED * (standings["covered"] + standings["argued"])


def test_what_is_absent_is_shown_to_be() -> None:
    absent = [name for name, one in asked("asvs").items() if "absent" in one]

    assert absent
    assert not [name for name in absent if not shown_by("asvs", name)]


def test_every_item_of_the_checklist_is_shown() -> None:
    assert list(asked("checklist")) == [str(number) for number in range(1, ITEMS + 1)]
    assert not [name for name in asked("checklist") if not shown_by("checklist", name)]


def _pages() -> Iterator[tuple[str, str]]:
    for one in asked("asvs").values():
        if "documented" in one:
            page, _, heading = one["documented"].partition("#")
            yield page, heading


@pytest.mark.parametrize(("page", "heading"), sorted(set(_pages())))
def test_what_is_documented_has_its_heading(page: str, heading: str) -> None:
    headings = re.findall(r"^#+ (.*)$", (ROOT / page).read_text(), re.MULTILINE)

    assert heading == "" or heading in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
