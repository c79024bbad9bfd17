"""Hold a running Chatbookr against the clients people use: Apollo, urql, Relay, graphql-codegen, graphql-ws, gql, …

A demo of its own runs on free ports with its data in a folder of its own; nothing of it outlives the check. Run it as
`python -m scripts.ci_clients`; names of parts run those alone.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.clients.partnership import make_key
from tests.clients.people import peopled
from tests.e2e.running import running

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = ROOT / "tests" / "clients"
EXAMPLES = ROOT / "docs" / "examples"
FILES = re.compile(r"^```\w+\n(?://|<!--) (\S+)(?: -->)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INSTALLED = CLIENTS / "node_modules" / ".package-lock.json"
LIMIT_SECONDS = 240


def run(*command: str, folder: Path = CLIENTS, environment: Mapping[str, str] | None = None) -> bool:
    """Run one command and say how long it took; False where it failed."""
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(environment or {})}, timeout=LIMIT_SECONDS, check=False
    )
    sys.stdout.write(f"--- {' '.join(command)}: {time.monotonic() - begun:.1f} s, exit {done.returncode}\n")
    sys.stdout.flush()
    return done.returncode == 0


def install() -> bool:
    """Install exactly what the lock names, once for each lock."""
    lock = CLIENTS / "package-lock.json"
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= lock.stat().st_mtime:
        return True
    return run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error")


def lint() -> bool:
    """Hold the schemas of all surfaces to the naming rules."""
    lint = (str(CLIENTS / "node_modules" / ".bin" / "eslint"), "--config", "tests/clients/eslint.config.js")
    surfaces = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "schema").glob("*.graphql"))
    passed = [run(*lint, surface, folder=ROOT, environment={"SDL": surface}) for surface in surfaces]
    return all(passed)


def javascript(where: str) -> bool:
    """Run what is written in TypeScript; `tsc --strict` has passed it."""
    tests = sorted(str(path.relative_to(CLIENTS)) for path in (CLIENTS / "dist").glob("*.test.js"))
    return run("node", "--test", "--test-timeout=60000", *tests, environment={"CHATBOOKR_CLIENTS": where})


def python(where: str) -> bool:
    """Run Python's gql."""
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/clients/gql_suite.py")
    return run(*command, folder=ROOT, environment={"CHATBOOKR_CLIENTS": where})


def examples(_: str) -> bool:
    """Type-check the partners' programs of docs/examples, and have both book a time and be told of it."""
    built = CLIENTS / "dist" / "typescript-partner"
    shutil.copytree(EXAMPLES / "typescript-partner", built, dirs_exist_ok=True)  # beside the installed packages
    tsc, mypy = (str(CLIENTS / "node_modules" / ".bin" / "tsc"), str(Path(sys.executable).parent / "mypy"))
    typed = run(tsc, "--project", str(built)), run(mypy, "--strict", str(EXAMPLES / "python-partner"), folder=ROOT)
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/clients/partner_suite.py")
    return all(typed) and run(*command, folder=ROOT)


def pages(_: str) -> bool:
    """Follow the steps of docs/how-to/partner.md from an empty folder."""
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/clients/page_suite.py")
    return run(*command, folder=ROOT)


def front_desk(_: str) -> bool:
    """Build the page of docs/how-to/single-page-app.md as its reader would: generated types, `tsc --strict`, bundle."""
    folder = CLIENTS / "dist" / "front-desk"
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in FILES.findall((ROOT / "docs" / "how-to" / "single-page-app.md").read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copyfile(ROOT / "schema" / "schema.graphql", folder / "schema.graphql")
    tools = ("graphql-codegen --config codegen.js --errors-only", "tsc", "vite build --logLevel warn")
    binaries = str(CLIENTS / "node_modules" / ".bin")
    return all(run(f"{binaries}/{name}", *rest, folder=folder) for name, *rest in map(str.split, tools))


def manifests() -> str:
    """Name the files that the clients' builds have written, for the server to know their documents by."""
    return ",".join(str(CLIENTS / name) for name in ("relay-documents.json", "src/gql/persisted-documents.json"))


PARTS: Mapping[str, Callable[[str], bool]] = {
    "javascript": javascript,
    "python": python,
    "examples": examples,
    "pages": pages,
    "front-desk": front_desk,
}


def main(chosen: list[str]) -> int:
    """Install, generate, compile, and run every client against one server; 1 where anything failed."""
    scripts = [("npm", "run", "--silent", script) for script in ("generate", "build")]
    if not (install() and lint() and all(run(*script) for script in scripts)):
        return 1
    settings = {"CHATBOOKR_TRUSTED_DOCUMENTS": manifests()}
    with (
        tempfile.TemporaryDirectory(prefix="chatbookr-clients-") as name,
        running(Path(name), settings, is_program=True) as house,
    ):
        people = peopled(house)
        key, _ = make_key(house, people["clinic"], "a typed program")
        where = json.dumps({**people, "partnerKey": key})
        passed = [part(where) for title, part in PARTS.items() if not chosen or title in chosen]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"these alone, of {', '.join(PARTS)}")
    sys.exit(main(parser.parse_args().parts))
