"""Who may import whom, as pyproject.toml's contracts say and ARCHITECTURE.md explains."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.sources import HOST_ROOTS, PLUGIN_ROOTS, ROOT, package_of

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def lint_imports(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.e2e
def test_every_import_keeps_the_contracts() -> None:
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout


def test_every_package_is_under_contract() -> None:
    packages = {package_of(root) for root in (*HOST_ROOTS, *PLUGIN_ROOTS)}

    assert set(CONTRACTS["root_packages"]) == packages


@pytest.mark.e2e
def test_an_import_that_points_outward_is_found(tmp_path: Path) -> None:
    """Plant one offence in a copy of one package, so that green means looked at."""
    package = tmp_path / "chatbookr_permissions"
    package.mkdir()
    (package / "__init__.py").write_text("import tortoise\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["chatbookr_permissions"]\ninclude_external_packages = true\n'
        '[[tool.importlinter.contracts]]\nname = "pure"\ntype = "forbidden"\n'
        'source_modules = ["chatbookr_permissions"]\nforbidden_modules = ["tortoise"]\n'
    )

    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "chatbookr_permissions -> tortoise" in done.stdout
