"""What is public is documented, and says what the code says."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from tests.sources import HOST_ROOTS, PLUGIN_ROOTS, ROOT, package_of, shipped_modules

import chatbookr_sdk
from chatbookr_api import errors as http_errors
from chatbookr_core.settings import PREFIX, settings_from
from chatbookr_schema import codes
from chatbookr_schema import errors as graphql_errors
from chatbookr_schema.build import schema_of
from chatbookr_schema.completeness import coordinates_of
from chatbookr_schema.field import Surface

PAGES = sorted(
    path
    for path in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *ROOT.glob("*/README.md"),
        *ROOT.glob("plugins/*/*.md"),
    ]
    if ".venv" not in path.parts
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
PLACES = {*HOST_ROOTS, "plugins", "tests", "scripts", "docs", "benchmarks", "web", ".ci"}
NOT_YET = (
    "core/chatbookr_core/recalls/",
    "core/chatbookr_core/models/recall.py",
    "tests/core/test_recalls",
)  # an example


def _page(name: str) -> str:
    return (ROOT / name).read_text()


def _version(pyproject: str) -> str:
    version: str = tomllib.loads(_page(pyproject))["project"]["version"]
    return version


@pytest.mark.e2e
def test_the_reference_pages_are_what_the_source_says() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_variable_the_code_reads_is_documented() -> None:
    documented = set(re.findall(rf"{PREFIX}[A-Z_*]+", _page("docs/reference/settings.md")))
    read = {name for module in shipped_modules() for name in re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", module.text)}

    assert read
    assert not {name for name in read - documented if not name.startswith(f"{PREFIX}SANDBOX")}


def test_the_example_environment_is_understood() -> None:
    lines = [line for line in _page(".env.example").splitlines() if line and not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines)

    settings = settings_from(environment)

    assert settings.is_production
    assert set(environment) <= set(re.findall(rf"{PREFIX}[A-Z_]+", _page("docs/reference/settings.md")))


def test_every_error_code_is_documented() -> None:
    page = _page("docs/reference/errors.md")
    constants = [value for name, value in vars(graphql_errors).items() if name.isupper() and isinstance(value, str)]
    known = {*http_errors.CODES.values(), *graphql_errors.CODES.values(), *constants}

    assert not {code for code in known if f"`{code}`" not in page}
    assert set(http_errors.CODES.values()) <= set(codes.REQUEST_ERRORS)
    assert {code for code in codes.REQUEST_ERRORS if codes.REQUEST_ERRORS[code].advice == ""} == set()


def test_every_name_of_the_sdk_is_documented() -> None:
    page = _page("docs/plugins/sdk.md")

    assert not [name for name in chatbookr_sdk.__all__ if f"`{name}`" not in page]


def test_the_changelog_tops_with_this_version() -> None:
    newest = re.search(r"^## \[([^\]]+)\]", _page("CHANGELOG.md"), re.MULTILINE)

    assert newest is not None
    assert newest[1] == _version("pyproject.toml")


@pytest.mark.parametrize("plugin", ["whatsapp", "gcal"])
def test_a_plugins_manifest_names_its_distributions_version(plugin: str) -> None:
    module = importlib.import_module(f"chatbookr_{plugin}")

    assert module.plugin.manifest.version == _version(f"plugins/{plugin}/pyproject.toml")


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", _page(name), flags=re.DOTALL))
    local = [
        target.split("#")[0] for target in targets if "://" not in target and not target.startswith(("#", "mailto:"))
    ]

    assert not [target for target in local if not ((ROOT / name).parent / target).exists()]


@pytest.mark.parametrize("name", NAMES)
def test_paths_in_the_text_exist(name: str) -> None:
    words = re.findall(r"`([\w.-]+/[\w./-]*)`", _page(name))
    paths = [word for word in words if word.split("/")[0] in PLACES and not word.startswith(NOT_YET)]

    assert not [path for path in paths if not (ROOT / path).exists()]


def test_every_guide_stands_in_the_index() -> None:
    index = _page("docs/README.md")
    kinds = ("tutorial", "how-to", "runbooks", "plugins", "reference")
    guides = [path.relative_to(ROOT / "docs") for kind in kinds for path in (ROOT / "docs" / kind).rglob("*.md")]

    assert len(guides) > 50
    assert not [path for path in guides if f"]({path})" not in index]


def test_the_picture_of_the_architecture_shows_every_package() -> None:
    picture = _page("docs/images/architecture.svg")

    assert set(re.findall(r"chatbookr_\w+", picture)) == {package_of(root) for root in (*HOST_ROOTS, *PLUGIN_ROOTS)}


def test_make_knows_the_commands_the_documents_name() -> None:
    targets = set(re.findall(r"^([a-z]+):", _page("Makefile"), re.MULTILINE))
    named = {word for page in PAGES for word in re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", page.read_text())}

    assert {"run", "test"} <= named
    assert named <= targets


def test_every_decision_is_listed_and_has_a_status() -> None:
    index = _page("docs/adr/README.md")
    decisions = sorted(path for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert [path.name for path in decisions if index.count(f"({path.name})") != 1] == []
    assert [path.name for path in decisions if "\nStatus: " not in path.read_text()] == []


@pytest.mark.e2e
def test_the_plugin_in_the_guide_keeps_the_contract(tmp_path: Path) -> None:
    for path, text in re.findall(r"```\w+\n# (\S+)\n(.*?)```", _page("docs/plugins/writing-a-plugin.md"), re.DOTALL):
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_pigeon.py"]
    types = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "chatbookr_pigeon"]

    done = [subprocess.run(c, cwd=tmp_path, capture_output=True, text=True, check=False) for c in (tests, types)]

    assert [one.returncode for one in done] == [0, 0], "".join(one.stdout + one.stderr for one in done)


def test_make_unit_alone_leaves_the_matrices_out() -> None:
    """Every cell runs in `make test` and so in `.ci/run`: neither picks tests by their marks."""
    chosen = [line for line in _page("Makefile").splitlines() if "-m pytest" in line]
    unit = [line for line in chosen if "or exhaustive or" in line]

    assert len(chosen) == 2
    assert len(unit) == 1
    assert " -m " not in (chosen[0] if chosen[1] in unit else chosen[1]).split("pytest", 1)[1]
    assert "make test" in _page(".ci/run")
    assert "exhaustive" not in _page(".ci/run")


def test_the_permissions_of_both_surfaces_are_documented() -> None:
    page = _page("docs/reference/permissions.md")

    for surface in get_args(Surface):
        for one in coordinates_of(schema_of(surface)._schema):
            assert f"| `{one.name}` | " in page
    assert "| `Query.key` | partner | " in page
    assert "| `Query.apiKeys` | staff | `key:read` | " in page
    assert "| `Booking` | `booking:read` |" in page
