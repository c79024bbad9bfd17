"""What every plugin must keep, whatever it connects: an honest manifest, waivers with reasons, sealed lips."""

import ast
import asyncio
import importlib.util
import re
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any, ClassVar, Protocol, TypeVar

import pytest

from chatbookr_sdk import CONTRACT, Capability, HttpResponse, Manifest, Setting
from chatbookr_sdk.testing.fakes import FakeContext, FakeHttp, FixedClock, canary, context_for, leaks, sealed, trace_of

_SLUG = re.compile(r"[a-z][a-z0-9]{1,30}")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
_VERSION = re.compile(r"[0-9]+\.[0-9]+(\.[0-9]+)?([a-z0-9.+-]*)")
_SHORTEST_SECRET = 8
"""A shorter one would be found by chance in any text."""
_OWN_HTTP = frozenset({"socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp"})


_Result = TypeVar("_Result")


class Plugin(Protocol):
    """What all kinds of plugin have."""

    @property
    def manifest(self) -> Manifest: ...


class PluginConformance:
    """The checks all kinds share. Subclass a kind's suite, not this.

    A check that does not apply is waived by name with a reason: `waive = {"test_x": "why"}`.
    """

    subject: ClassVar[Plugin]
    settings: ClassVar[Mapping[str, str]] = {}
    """Deployment settings that have no default; secret ones may be given, else the kit makes canaries."""
    credentials: ClassVar[Mapping[str, str]] = {}
    """A connection's credentials; secret ones may be given, else the kit makes canaries."""
    answers: ClassVar[Mapping[str, Sequence[HttpResponse]]] = {}
    """What the provider answers, by scenario, request by request; the last answer repeats."""
    waive: ClassVar[Mapping[str, str]] = {}

    @pytest.fixture(autouse=True)
    def _skip_waived(self, request: pytest.FixtureRequest) -> None:
        self.check_waivers()
        if reason := self.waive.get(request.function.__name__):
            pytest.skip(f"waived: {reason}")

    def check_waivers(self) -> None:
        """Fail where a waiver names no check or gives no reason."""
        for name, reason in self.waive.items():
            assert callable(getattr(self, name, None)), f"{name} is waived and no such check exists"
            assert reason.strip(), f"{name} is waived without a reason"

    # --- what the checks are made of -------------------------------------------------------------------------------

    @property
    def manifest(self) -> Manifest:
        """Return the plugin's manifest."""
        return self.subject.manifest

    def context(self, *, http: FakeHttp | None = None, clock: FixedClock | None = None) -> FakeContext:
        """Make the context of a call by a connected clinic."""
        kinds = {setting.name: setting.kind for setting in self.manifest.settings}
        return context_for(
            self.manifest,
            settings={name: value for name, value in self.settings.items() if kinds.get(name) != "secret"},
            secrets={name: value for name, value in self.settings.items() if kinds.get(name) == "secret"},
            credentials=self.entered(),
            http=http,
            clock=clock,
        )

    def entered(self) -> dict[str, str]:
        """Return the credentials in plain: those given, and canaries for required secrets."""
        missing = [s.name for s in self.manifest.credentials if s.kind == "secret" and s.required]
        return {**{name: canary(name) for name in missing}, **self.credentials}

    def secret_values(self) -> list[str]:
        """Return every value that nobody may ever see."""
        by_manifest = {s.name for s in self.manifest.credentials if s.kind == "secret"}
        by_oauth = {"access_token", "refresh_token"} if self.manifest.oauth else set()
        entered = [value for name, value in self.entered().items() if name in by_manifest | by_oauth]
        values = [*(secret.reveal() for secret in self.context().secrets.values()), *entered]
        assert all(len(value) >= _SHORTEST_SECRET for value in values), "secrets for tests need 8 characters or more"
        return values

    def provider(self, scenario: str) -> FakeHttp:
        """Script the provider with the answers of a scenario."""
        assert self.answers.get(scenario), f"answers[{scenario!r}] is missing"
        return FakeHttp(*self.answers[scenario])

    def assert_sealed(self, ctx: FakeContext, *things: object) -> None:
        """Fail where a secret shows in a result, an exception, a log line or a URL."""
        leaking = leaks(self.secret_values(), *things, *trace_of(ctx))
        assert not leaking, f"a secret shows in: {', '.join(leaking)}"

    # --- the manifest ----------------------------------------------------------------------------------------------

    def test_manifest_says_what_the_plugin_is(self) -> None:
        """Name, title, version, contract, who keeps it, where it is documented."""
        manifest = self.manifest

        assert _SLUG.fullmatch(manifest.name), "name: lower-case letters and digits; it stands in URLs and settings"
        assert manifest.title.strip()
        assert _VERSION.fullmatch(manifest.version), "version: 1.2.3"
        assert manifest.contract == CONTRACT, f"this kit checks contract {CONTRACT}"
        assert manifest.maintainers, "someone must answer for it"
        assert manifest.docs_url.startswith("https://")

    def test_manifest_is_static(self) -> None:
        """It is the same each time and cannot be changed, lists included."""
        assert self.manifest == self.manifest
        assert isinstance(hash(self.manifest), int)

    def test_manifest_names_its_settings_well(self) -> None:
        """Each setting has a usable name, a title, and a default only where that makes sense."""
        for group in (self.manifest.settings, self.manifest.credentials):
            names = [setting.name for setting in group]
            assert len(set(names)) == len(names), "two settings share a name"
            for setting in group:
                _assert_setting(setting)

    def test_manifest_says_where_the_plugin_may_call(self) -> None:
        """`egress_settings` name settings whose defaults are https addresses."""
        defaults = {setting.name: setting.default for setting in self.manifest.settings}

        assert self.manifest.egress_settings, "a plugin that calls nobody connects nothing"
        for name in self.manifest.egress_settings:
            assert name in defaults, f"egress names {name}, which is no setting"
            assert (defaults[name] or "https://").startswith("https://"), f"{name}: https only"

    def test_manifest_says_who_receives_personal_data(self) -> None:
        """At least one subprocessor, each complete (GDPR Art. 28(2), 30)."""
        assert self.manifest.subprocessors
        for processor in self.manifest.subprocessors:
            assert processor.name
            assert processor.regions
            assert processor.data_categories
            assert processor.transfer_mechanism
            assert processor.purpose

    def test_manifest_asks_for_scopes_with_reasons(self) -> None:
        """OAuth names settings that exist and says why each scope is needed."""
        oauth = self.manifest.oauth
        if oauth is None:
            return
        kinds = {setting.name: setting.kind for setting in self.manifest.settings}
        for url in (oauth.authorize_url, oauth.token_url):
            named = {name for _, name, _, _ in Formatter().parse(url) if name}
            assert named <= set(kinds), f"{url} names settings that do not exist"
            assert named or url.startswith("https://")
        assert kinds.get(oauth.client_id_setting) == "text"
        assert kinds.get(oauth.client_secret_setting) == "secret"
        assert oauth.scopes
        for scope in oauth.scopes:
            assert scope.why.strip(), f"{scope.name}: say why"

    def test_capabilities_belong_to_the_kind(self) -> None:
        """A messaging plugin declares messaging capabilities alone, a calendar those of calendars."""
        assert self.manifest.capabilities
        for capability in self.manifest.capabilities:
            assert isinstance(capability, Capability)
            assert capability.value.startswith(f"{self.manifest.kind}:")

    # --- the package -----------------------------------------------------------------------------------------------

    def test_package_imports_nothing_of_the_host_but_the_sdk(self) -> None:
        """No core, no other plugin: what the host lends comes as `ctx`."""
        own = type(self.subject).__module__.partition(".")[0]
        strangers = {name for name in imports_of(own) if name.startswith("chatbookr_")}
        strangers = {name for name in strangers if name.partition(".")[0] not in (own, "chatbookr_sdk")}

        assert not strangers

    def test_package_calls_out_through_the_host_alone(self) -> None:
        """No HTTP client or socket of its own: those would pass by the egress list."""
        own = type(self.subject).__module__.partition(".")[0]
        clients = {name for name in imports_of(own) if name in _OWN_HTTP or name.partition(".")[0] in _OWN_HTTP}

        assert not clients


def run(call: Coroutine[Any, Any, _Result]) -> _Result:
    """Run one call of the plugin to its end."""
    return asyncio.run(call)


def sealed_entries(suite: PluginConformance, **changed: str) -> dict[str, Any]:
    """Return the credentials as `connect` receives them."""
    return sealed({**suite.entered(), **changed})


def imports_of(package: str) -> set[str]:
    """Return the names of all modules that a package's files import, lazily or not."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    folders = [Path(place) for place in spec.submodule_search_locations or []]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    found: set[str] = set()
    for file in files or [Path(str(spec.origin))]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _assert_setting(setting: Setting) -> None:
    assert _NAME.fullmatch(setting.name), f"{setting.name}: lower-case letters, digits, underscores"
    assert setting.title.strip(), f"{setting.name}: needs a title"
    if setting.kind == "secret":
        assert setting.default is None, f"{setting.name}: a secret has no default"
    if setting.kind == "choice":
        assert setting.choices, f"{setting.name}: a choice among what?"
        assert setting.default is None or setting.default in setting.choices
    else:
        assert not setting.choices, f"{setting.name}: only a choice has choices"
