import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from tests.sources import ROOT


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


audit = _loaded(ROOT / "scripts" / "audit_dependencies.py")
OWN = audit.own_advisories({"advisories": [{"id": "CVE-1", "package": "h11", "fixed_in": "0.16.0"}]})
PLANTED = audit.pins_in("h11==0.14.0\n")
GOOD = audit.pins_in("h11==0.16.0 \\\n    --hash=sha256:00\nstarlette==1.10.0 ; python_version >= '3.11'\n")


def test_a_vulnerable_pin_is_found() -> None:
    found = audit.offline_problems(audit.pins_in("H11==0.15.9\n"), PLANTED, OWN)

    assert found == ["h11 0.15.9: CVE-1, fixed in 0.16.0"]


def test_fixed_pins_are_left_alone() -> None:
    assert audit.offline_problems(GOOD, PLANTED, OWN) == []


def test_advisories_that_see_nothing_are_a_problem() -> None:
    assert audit.offline_problems(GOOD, PLANTED, []) == ["the advisories do not see the planted h11"]


def test_a_requirement_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match="not a pin"):
        audit.pins_in("h11>=0.16\n")


def test_a_mirrors_record_adds_to_the_advisories() -> None:
    events = [{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "1.5"}]
    affected = {
        "package": {"ecosystem": "PyPI", "name": "Star_Lette"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }

    mirrored = list(audit.osv_advisories({"id": "OSV-1", "affected": [affected]}))

    versions = [
        version
        for version in ("0.9", "1.1", "1.2", "1.6")
        if audit.findings(audit.pins_in(f"star-lette=={version}\n"), mirrored)
    ]
    assert versions == ["1.1", "1.6"]
    assert list(audit.osv_advisories({"id": "OSV-1", "withdrawn": "2026-01-01", "affected": [affected]})) == []


def test_without_a_service_stale_advisories_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "seen_by_service", lambda requirements: (set(), [], 0))

    fresh = audit.online_problems(PLANTED, date(2026, 11, 1), date(2026, 12, 1))
    stale = audit.online_problems(PLANTED, date(2026, 1, 1), date(2026, 12, 1))

    assert fresh == []
    assert len(stale) == 1


def test_a_service_that_sees_decides_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(requirements: Path) -> tuple[set[str], list[str], int]:
        if requirements == audit.PLANTED:
            return {"h11"}, ["h11 0.14.0: CVE-1"], 1
        return {"idna"}, ["idna 3.0: CVE-2"], 1

    monkeypatch.setattr(audit, "seen_by_service", seen)

    found = audit.online_problems(PLANTED, date(2020, 1, 1), date(2026, 12, 1))

    assert found == [f"{lock}: idna 3.0: CVE-2" for lock in audit.LOCKS]


def test_every_locked_file_can_be_read() -> None:
    pins = {lock: audit.pins_in((ROOT / lock).read_text()) for lock in audit.LOCKS}

    assert all(pins.values())
    assert pins["requirements.lock"] <= pins["requirements-dev.lock"]
