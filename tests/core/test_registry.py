"""Plugins are found by entry point, each in its own try; what an operator forgot is named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.clinic_world import settings_for

from chatbookr_core.channels import registry
from chatbookr_core.channels.registry import PluginLog, discover
from chatbookr_core.errors import ChannelUnavailable, InvalidSettings
from chatbookr_core.settings import Settings
from chatbookr_sdk import Manifest

SECRETS = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}


@dataclass(frozen=True, slots=True)
class Point:
    """An entry point that loads what a test says."""

    name: str
    loaded: object
    group: str = registry.MESSAGING_GROUP
    dist: None = None

    def load(self) -> object:
        if isinstance(self.loaded, BaseException):
            raise self.loaded
        return self.loaded


@dataclass(frozen=True, slots=True)
class Odd:
    """A plugin that is nothing but its manifest."""

    manifest: object


def manifest(name: str = "odd", contract: int = 1) -> Manifest:
    return Manifest(name=name, title=name, version="1", contract=contract, kind="messaging", capabilities=frozenset())


def settings_of(folder: Path, *plugins: str, **more: object) -> Settings:
    return settings_for("sqlite://unused", folder, SECRETS, plugins=plugins, **more)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Point]:
    """Offer further entry points beside those that are installed."""
    points: list[Point] = []
    installed: Callable[..., Iterable[object]] = vars(registry)["entry_points"]

    def found(*, group: str) -> list[object]:
        return [*installed(group=group), *(point for point in points if point.group == group)]

    monkeypatch.setattr(registry, "entry_points", found)
    return points


def test_the_shipped_plugins_load_with_their_settings(tmp_path: Path) -> None:
    plugins = discover(settings_of(tmp_path, "whatsapp"))

    loaded, channel = plugins.messaging_for("whatsapp")
    assert (loaded.state, loaded.distribution, channel.manifest.name) == ("ready", "chatbookr-whatsapp", "whatsapp")
    assert loaded.settings["graph_url"] == "https://graph.facebook.com"
    assert set(loaded.secrets) == {"app_secret", "verify_token"}
    assert "'s'" not in repr(loaded)


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_missing_required_secret_refuses_to_start_and_is_named(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}

    with pytest.raises(InvalidSettings, match=missing):
        discover(settings_for("sqlite://unused", tmp_path, given, plugins=("whatsapp",)))
    with pytest.raises(InvalidSettings, match=missing):
        discover(settings_for("sqlite://unused", tmp_path, {**given, missing: ""}, plugins=("whatsapp",)))


def test_what_is_not_enabled_is_not_even_imported(tmp_path: Path, offered: list[Point]) -> None:
    offered.append(Point("odd", AssertionError("imported")))

    plugins = discover(settings_of(tmp_path, "whatsapp"))

    assert [loaded.name for loaded in plugins.all()] == ["whatsapp"]
    assert plugins.find("odd") is None


BROKEN = {
    "raises": ImportError("no such module"),
    "leaves": SystemExit(3),
    "has no manifest": object(),
    "has another name": Odd(manifest("other")),
    "speaks another contract": Odd(manifest(contract=2)),
    "has half a manifest": Odd(Odd(None)),
}


@pytest.mark.parametrize("how", sorted(BROKEN))
def test_a_plugin_that_does_not_load_is_failed_and_the_others_work(
    tmp_path: Path, offered: list[Point], how: str
) -> None:
    offered.append(Point("odd", BROKEN[how]))

    plugins = discover(settings_of(tmp_path, "odd", "absent", "whatsapp"))

    assert {loaded.name: loaded.state for loaded in plugins.all()} == {
        "absent": "failed",
        "odd": "failed",
        "whatsapp": "ready",
    }
    for name in ("odd", "absent", "unheard-of"):
        with pytest.raises(ChannelUnavailable):
            plugins.messaging_for(name)
    with pytest.raises(ChannelUnavailable):
        plugins.calendar_for("whatsapp")


def test_a_strict_deployment_stops_at_a_plugin_that_does_not_load(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="absent"):
        discover(settings_of(tmp_path, "absent", plugins_strict=True))


def test_a_plugin_cannot_forge_log_lines(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        PluginLog("whatsapp", "c1").info("sent", detail="fine\nERROR forged\r\x1b[2J", count=0, nothing=None)

    (line,) = [record.getMessage() for record in caplog.records]
    assert "\n" not in line
    assert "\r" not in line
    assert "count=0" in line
    assert "nothing" not in line
