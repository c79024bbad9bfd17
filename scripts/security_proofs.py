"""What of the security of log-ins is shown by which tests: markers, read from the source, beside what is asked.

A test says `@pytest.mark.attack("totp-replay", cve=…)`, `@pytest.mark.asvs("6.5.1")` or
`@pytest.mark.checklist(15)`; what these mean stands in `tests/security/*.toml`. `scripts/reference.py` writes the
pages.
"""

import ast
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FOLDERS = ("tests", "plugins/whatsapp/tests", "plugins/gcal/tests")
KINDS = ("attack", "asvs", "checklist")

ATTACKS = """# Attacks that are refused

Each class of attack on log-ins, sessions and accounts: where it comes from, what is tried, and the tests that try it.
All are refused. `pytest -m attack` runs them.
"""
ASVS = """# OWASP ASVS 5.0.0, chapters V6 to V10

The requirements of levels 1 and 2, in short and in our words; the standard has them whole. From the OWASP Application
Security Verification Standard 5.0.0, © The OWASP Foundation, licensed under
[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/), as this page is:
<https://github.com/OWASP/ASVS/tree/v5.0.0>.

A requirement is *covered* where tests show it, or, where it asks for a document, where the document is. It is *argued*
where it is not held as it is written, and *absent* where what it is about is not in this product, which tests show.
"""
CHECKLIST = """# The security checklist, items 1 to 34

What must hold of isolation, accounts and log-in, in short, and the tests that show it.
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """One marker of one test: `name` is a class of attack, a requirement or an item; `cve` is an attack's, or ""."""

    kind: str
    name: str
    test: str
    cve: str = ""


@cache
def asked(kind: str) -> Mapping[str, Any]:
    """Return what markers of a kind may name: classes of attack, requirements or items, each with its words."""
    found = tomllib.loads((ROOT / "tests" / "security" / f"{kind}.toml").read_text())
    requirements: Mapping[str, Any] = found["requirements"] if kind == "asvs" else found
    return requirements


@cache
def proofs() -> tuple[Proof, ...]:
    """Read every marker of every test, in the order of the files."""
    places = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("test_*.py"))
    texts = {path: path.read_text() for path in places if "node_modules" not in path.parts}
    marked = {path: text for path, text in texts.items() if any(f"mark.{kind}(" in text for kind in KINDS)}
    return tuple(proof for path, text in marked.items() for proof in _proofs_in(path, text))


def _proofs_in(path: Path, text: str) -> Iterator[Proof]:
    for node in ast.parse(text, str(path)).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            test = f"{path.relative_to(ROOT)}::{node.name}"
            for decorator in node.decorator_list:
                yield from _proofs_of(decorator, test)


def _proofs_of(decorator: ast.expr, test: str) -> Iterator[Proof]:
    if not isinstance(decorator, ast.Call):
        return
    kind = ast.unparse(decorator.func).removeprefix("pytest.mark.")
    if kind in KINDS:
        cve = "".join(str(ast.literal_eval(keyword.value)) for keyword in decorator.keywords)
        for name in decorator.args:
            yield Proof(kind, str(ast.literal_eval(name)), test, cve)


def shown_by(kind: str, name: str) -> Sequence[Proof]:
    """Return what shows one class of attack, requirement or item."""
    return [proof for proof in proofs() if (proof.kind, proof.name) == (kind, name)]


def standing_of(name: str, requirement: Mapping[str, Any]) -> str:
    """Say where a requirement of the ASVS stands: covered, argued, absent, or open."""
    if "absent" in requirement:
        return "absent"
    if "argued" in requirement:
        return "argued"
    return "covered" if "documented" in requirement or shown_by("asvs", name) else "open"


def attacks_page() -> str:
    parts = [
        ATTACKS,
        f"\n{len({proof.test for proof in proofs() if proof.kind == 'attack'})} tests, many of several cases.\n",
    ]
    for name, attack in asked("attack").items():
        tests = shown_by("attack", name)
        parts.append(f"\n## {name}\nFrom {attack['from']}. It tries {attack['tries']}.\n\n")
        parts += [f"- `{one.test}`{f' ({one.cve})' if one.cve else ''}\n" for one in tests]
    return "".join(parts)


def asvs_page() -> str:
    requirements = asked("asvs")
    chapters = tomllib.loads((ROOT / "tests" / "security" / "asvs.toml").read_text())["chapters"]
    standings = {name: standing_of(name, one) for name, one in requirements.items()}
    counts = {one: sum(found == one for found in standings.values()) for one in ("covered", "argued", "absent", "open")}
    applying = len(requirements) - counts["absent"]
    parts = [
        ASVS,
        f"\nOf {len(requirements)} requirements {counts['absent']} are absent; of the other {applying}, "
        f"{counts['covered']} are covered ({100 * counts['covered'] / applying:.0f} %), {counts['argued']} argued and "
        f"{counts['open']} open.\n",
    ]
    for number, title in chapters.items():
        parts.append(f"\n## V{number} {title}\n| | level | what is asked | | shown by |\n|---|---|---|---|---|\n")
        for name, one in requirements.items():
            if name.partition(".")[0] == number:
                parts.append(
                    f"| {name} | {one['level']} | {one['text']} | {standings[name]} | {_evidence(name, one)} |\n"
                )
    return "".join(parts)


def _evidence(name: str, requirement: Mapping[str, Any]) -> str:
    words = [requirement[one] for one in ("argued", "absent") if one in requirement]
    page = requirement.get("documented")
    links = [f"[{page.partition('#')[0].removeprefix('docs/')}](../../{page.removeprefix('docs/')})"] if page else []
    return " ".join([*words, *links, _listed(shown_by("asvs", name))]).strip()


def checklist_page() -> str:
    parts = [CHECKLIST, "\n| | what holds | shown by |\n|---|---|---|\n"]
    for name, item in asked("checklist").items():
        note = f" ({item['note']})" if "note" in item else ""
        parts.append(f"| {name} | {item['holds']}{note} | {_listed(shown_by('checklist', name))} |\n")
    return "".join(parts)


def _listed(found: Sequence[Proof]) -> str:
    return "<br>".join(f"`{test}`" for test in dict.fromkeys(proof.test for proof in found))


PAGES = {
    "docs/reference/security/attacks.md": attacks_page,
    "docs/reference/security/asvs.md": asvs_page,
    "docs/reference/security/checklist.md": checklist_page,
}
