"""Holds the checks all plugins share against sound manifests and packages, and against faulty ones."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatbookr_sdk import Capability, Manifest, OAuth, Scope, Setting, Subprocessor
from chatbookr_sdk.testing.suite import PluginConformance

MANIFEST = Manifest(
    name="caldav",
    title="CalDAV",
    version="0.1.0",
    contract=1,
    kind="calendar",
    capabilities=frozenset({Capability.FREE_BUSY}),
    settings=(
        Setting("api_url", "Address", default="https://dav.example"),
        Setting("client_id", "Client id"),
        Setting("client_secret", "Client secret", kind="secret"),
    ),
    credentials=(Setting("size", "Size", kind="choice", default="small", choices=("small", "large")),),
    oauth=OAuth(
        authorize_url="{api_url}/authorize",
        token_url="https://dav.example/token",
        client_id_setting="client_id",
        client_secret_setting="client_secret",
        scopes=(Scope("freebusy", "To see when you are busy."),),
    ),
    egress_settings=("api_url",),
    subprocessors=(Subprocessor("Dav Ltd.", ("EU",), ("times",), "none needed", "keeps calendars"),),
    maintainers=("A. Author",),
    docs_url="https://dav.example/docs",
)
CHECKS = [name for name in dir(PluginConformance) if name.startswith(("test_manifest", "test_capabilities"))]
IMPORTS = "test_package_imports_nothing_of_the_host_but_the_sdk"
CALLS = "test_package_calls_out_through_the_host_alone"


class Described:
    """A plugin that is nothing but its description."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest


def a_suite_for(subject: object, **changed: object) -> PluginConformance:
    suite = type("Suite", (PluginConformance,), {"subject": subject, **changed})()
    assert isinstance(suite, PluginConformance)
    return suite


def finds_fault(suite: PluginConformance, check: str) -> bool:
    try:
        getattr(suite, check)()
    except (AssertionError, TypeError):  # a list where a tuple belongs has no hash
        return True
    return False


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("manifest", [MANIFEST, replace(MANIFEST, oauth=None)])
def test_a_sound_manifest_passes(check: str, manifest: Manifest) -> None:
    assert not finds_fault(a_suite_for(Described(manifest)), check)


def an_oauth(**changed: Any) -> OAuth:
    assert MANIFEST.oauth is not None
    return replace(MANIFEST.oauth, **changed)


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        ("test_manifest_says_what_the_plugin_is", {"name": "Our Calendar"}),
        ("test_manifest_says_what_the_plugin_is", {"version": "latest"}),
        ("test_manifest_says_what_the_plugin_is", {"contract": 2}),
        ("test_manifest_says_what_the_plugin_is", {"maintainers": ()}),
        ("test_manifest_says_what_the_plugin_is", {"docs_url": "http://dav.example"}),
        ("test_manifest_is_static", {"maintainers": ["A. Author"]}),
        ("test_manifest_names_its_settings_well", {"settings": (Setting("Api-Url", "Address"),)}),
        ("test_manifest_names_its_settings_well", {"settings": (Setting("key", ""),)}),
        ("test_manifest_names_its_settings_well", {"settings": (Setting("key", "Key"), Setting("key", "Key"))}),
        ("test_manifest_names_its_settings_well", {"settings": (Setting("key", "Key", kind="secret", default="x"),)}),
        ("test_manifest_names_its_settings_well", {"credentials": (Setting("size", "Size", kind="choice"),)}),
        ("test_manifest_names_its_settings_well", {"credentials": (Setting("size", "Size", choices=("a",)),)}),
        ("test_manifest_says_where_the_plugin_may_call", {"egress_settings": ()}),
        ("test_manifest_says_where_the_plugin_may_call", {"egress_settings": ("other",)}),
        ("test_manifest_says_where_the_plugin_may_call", {"settings": (Setting("api_url", "A", default="http://a"),)}),
        ("test_manifest_says_who_receives_personal_data", {"subprocessors": ()}),
        ("test_manifest_asks_for_scopes_with_reasons", {"oauth": an_oauth(scopes=(Scope("freebusy", " "),))}),
        ("test_manifest_asks_for_scopes_with_reasons", {"oauth": an_oauth(scopes=())}),
        ("test_manifest_asks_for_scopes_with_reasons", {"oauth": an_oauth(authorize_url="{nowhere}/authorize")}),
        ("test_manifest_asks_for_scopes_with_reasons", {"oauth": an_oauth(token_url="http://dav.example/token")}),
        ("test_manifest_asks_for_scopes_with_reasons", {"oauth": an_oauth(client_secret_setting="client_id")}),
        ("test_capabilities_belong_to_the_kind", {"capabilities": frozenset()}),
        ("test_capabilities_belong_to_the_kind", {"capabilities": frozenset({Capability.SEND_TEXT})}),
    ],
)
def test_each_fault_of_a_manifest_is_found(check: str, changed: dict[str, Any]) -> None:
    assert finds_fault(a_suite_for(Described(replace(MANIFEST, **changed))), check)


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("import json\nfrom chatbookr_sdk import Secret\nfrom . import other\nimport chatbookr_probe.inner", []),
        ("from urllib.parse import quote\nfrom http import HTTPStatus", []),
        ("from chatbookr_core.models import Patient", [IMPORTS]),
        ("def later():\n    import chatbookr_whatsapp.client", [IMPORTS]),
        ("import httpx", [CALLS]),
        ("from urllib import request", [CALLS]),
        ("import http.client", [CALLS]),
    ],
)
def test_a_package_that_goes_behind_the_hosts_back_is_found(
    source: str, faults: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "chatbookr_probe"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "channel.py").write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    suite = a_suite_for(type("Probe", (), {"__module__": "chatbookr_probe.channel"})())

    assert [check for check in (IMPORTS, CALLS) if finds_fault(suite, check)] == faults


def test_a_plugin_of_one_file_is_looked_into_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chatbookr_single.py").write_text("import httpx")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert finds_fault(a_suite_for(type("Probe", (), {"__module__": "chatbookr_single"})()), CALLS)


@pytest.mark.parametrize("waive", [{"test_nothing": "a reason"}, {"test_manifest_is_static": " "}])
def test_a_waiver_needs_a_check_and_a_reason(waive: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="waived"):
        a_suite_for(Described(MANIFEST), waive=waive).check_waivers()


@pytest.mark.e2e
def test_waived_checks_are_skipped_with_their_reason_and_failures_show_values(tmp_path: Path) -> None:
    (tmp_path / "test_probe.py").write_text(
        "from dataclasses import replace\n"
        "from chatbookr_sdk.testing.suite import PluginConformance\n"
        "from chatbookr_whatsapp import plugin\n"
        "class Faulty:\n"
        "    manifest = replace(plugin.manifest, contract=7)\n"
        "class TestWaived(PluginConformance):\n"
        "    subject = plugin\n"
        "    waive = {'test_manifest_is_static': 'it is only a probe'}\n"
        "class TestFaulty(PluginConformance):\n"
        "    subject = Faulty()\n"
    )

    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", str(tmp_path)]
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    assert "waived: it is only a probe" in outcome.stdout
    assert "assert 7 == 1" in outcome.stdout
