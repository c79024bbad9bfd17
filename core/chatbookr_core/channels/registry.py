"""Finds the enabled plugins by entry point and keeps a broken one from hurting the rest."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Literal, cast

from chatbookr_core.clock import Clock
from chatbookr_core.errors import ChannelUnavailable, InvalidSettings
from chatbookr_core.residency.rules import problem_of
from chatbookr_core.settings import PREFIX, Settings
from chatbookr_sdk import CONTRACT, CalendarProvider, Manifest, MessagingChannel, Secret, Setting

MESSAGING_GROUP = "chatbookr.messaging"
CALENDAR_GROUP = "chatbookr.calendars"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedPlugin:
    """A plugin, or why there is none."""

    name: str
    distribution: str
    state: Literal["ready", "failed"]
    reason: str = ""
    messaging: MessagingChannel | None = None
    calendar: CalendarProvider | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)

    @property
    def manifest(self) -> Manifest | None:
        plugin = self.messaging or self.calendar
        return plugin.manifest if plugin else None


class Plugins:
    """Every enabled plugin by slug."""

    def __init__(self, loaded: Mapping[str, LoadedPlugin]) -> None:
        self._loaded = dict(loaded)

    def all(self) -> list[LoadedPlugin]:
        return [self._loaded[name] for name in sorted(self._loaded)]

    def find(self, name: str) -> LoadedPlugin | None:
        return self._loaded.get(name)

    def messaging_for(self, name: str) -> tuple[LoadedPlugin, MessagingChannel]:
        """Return a channel that can be used. Raises ChannelUnavailable."""
        loaded = self._loaded.get(name)
        if loaded is None or loaded.messaging is None:
            raise ChannelUnavailable(details={"plugin": name})
        return loaded, loaded.messaging

    def calendar_for(self, name: str) -> tuple[LoadedPlugin, CalendarProvider]:
        """Return a calendar provider that can be used. Raises ChannelUnavailable."""
        loaded = self._loaded.get(name)
        if loaded is None or loaded.calendar is None:
            raise ChannelUnavailable(details={"plugin": name})
        return loaded, loaded.calendar


def discover(settings: Settings) -> Plugins:
    """Load the enabled slugs in sorted order, each in its own try.

    Raises InvalidSettings where a required setting of an enabled plugin is missing (an operator's mistake that would
    surface as refused deliveries), where it would hand data to where that must not go, or, with
    CHATBOOKR_PLUGINS_STRICT=1, where one does not load.
    """
    points = {
        point.name: point
        for group in (MESSAGING_GROUP, CALENDAR_GROUP)
        for point in entry_points(group=group)
        if point.name in settings.plugins
    }
    loaded: dict[str, LoadedPlugin] = {}
    for name in settings.plugins:
        point = points.get(name)
        if point is None:
            loaded[name] = LoadedPlugin(name, "", "failed", "no installed distribution offers it")
        else:
            loaded[name] = _load(point, settings)
        if loaded[name].state == "failed":
            log.warning("plugin %s failed: %s", name, loaded[name].reason)
            if settings.plugins_strict:
                raise InvalidSettings(f"Plugin {name!r} failed: {loaded[name].reason}")
        _check_residency(loaded[name], settings)
    return Plugins(loaded)


def _check_residency(loaded: LoadedPlugin, settings: Settings) -> None:
    """Refuse to start with a plugin that hands data to somebody it does not declare, or to where it must not go."""
    manifest = loaded.manifest
    problem = problem_of(manifest, settings.region, settings.allowed_regions) if manifest else None
    if problem is not None:
        raise InvalidSettings(f"Plugin {loaded.name!r}: {problem}. Take it out of CHATBOOKR_PLUGINS, or set it right.")


def _load(point: EntryPoint, settings: Settings) -> LoadedPlugin:
    distribution = point.dist.name if point.dist else ""
    try:
        plugin = point.load()
        manifest: Manifest = plugin.manifest
        _check_manifest(manifest, point)
        plain, secrets = _plugin_settings(manifest, settings)
    except InvalidSettings:
        raise
    except (Exception, SystemExit) as problem:  # whatever a plugin does while loading stays its own trouble
        return LoadedPlugin(point.name, distribution, "failed", f"{type(problem).__name__}: {problem}")
    is_messaging = point.group == MESSAGING_GROUP
    return LoadedPlugin(
        point.name,
        distribution,
        "ready",
        messaging=cast(MessagingChannel, plugin) if is_messaging else None,
        calendar=None if is_messaging else cast(CalendarProvider, plugin),
        settings=plain,
        secrets=secrets,
    )


def _check_manifest(manifest: Manifest, point: EntryPoint) -> None:
    if manifest.contract != CONTRACT:
        raise ValueError(f"speaks contract {manifest.contract}, host speaks {CONTRACT}")
    if manifest.name != point.name:
        raise ValueError(f"manifest says {manifest.name!r}, entry point says {point.name!r}")


def variable_name(plugin: str, setting: Setting) -> str:
    """Name the environment variable of a plugin's deployment setting."""
    return f"{PREFIX}{plugin.upper().replace('-', '_')}_{setting.name.upper()}"


def _plugin_settings(manifest: Manifest, settings: Settings) -> tuple[dict[str, str], dict[str, Secret]]:
    plain: dict[str, str] = {}
    secrets: dict[str, Secret] = {}
    for setting in manifest.settings:
        name = variable_name(manifest.name, setting)
        value = settings.environment.get(name, "") or setting.default or ""
        if not value and setting.required:
            raise InvalidSettings(f"Set {name} ({setting.title}), or take {manifest.name!r} out of CHATBOOKR_PLUGINS.")
        if setting.choices and value and value not in setting.choices:
            raise InvalidSettings(f"{name} must be one of: {', '.join(setting.choices)}.")
        if value and setting.kind == "secret":
            secrets[setting.name] = Secret(value)
        elif setting.kind != "secret":
            plain[setting.name] = value
    return plain, secrets


def app_context(loaded: LoadedPlugin, clock: Clock) -> "LentAppContext":
    """Lend what authenticating and parsing a delivery needs."""
    return LentAppContext(loaded.settings, loaded.secrets, clock, PluginLog(loaded.name))


@dataclass(frozen=True, slots=True)
class PluginLog:
    """A plugin's log: event names and plain values, bound to plugin and connection."""

    plugin: str
    connection_id: str = ""

    def info(self, event: str, **fields: str | int | float | None) -> None:
        log.info("%s", self._line(event, fields))

    def warning(self, event: str, **fields: str | int | float | None) -> None:
        log.warning("%s", self._line(event, fields))

    def _line(self, event: str, fields: Mapping[str, str | int | float | None]) -> str:
        pairs = {"plugin": self.plugin, "connection": self.connection_id, **fields}
        line = " ".join(f"{key}={value}" for key, value in pairs.items() if value not in ("", None))
        # a provider's text may hold line breaks and escapes that would forge log lines
        return f"{event} {line}".encode("ascii", "backslashreplace").decode().replace("\n", "\\n").replace("\r", "\\r")


@dataclass(frozen=True, slots=True)
class LentAppContext:
    """chatbookr_sdk.AppContext, as the host lends it."""

    settings: Mapping[str, str]
    secrets: Mapping[str, Secret]
    clock: Clock
    log: PluginLog
