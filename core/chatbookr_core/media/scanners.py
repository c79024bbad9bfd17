"""Finds the scanners that the settings name, by entry point, and asks each of them about a file."""

from collections.abc import AsyncIterator, Callable, Mapping
from importlib.metadata import entry_points
from typing import Final

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import PREFIX, Settings
from chatbookr_sdk import Scanned, Scanner, ScannerService, Secret

GROUP: Final = "chatbookr.scanners"
BUILT_IN: Final = "clamd"
Scanners = Mapping[str, Scanner]


def scanners_from(settings: Settings) -> Scanners:
    """Open what CHATBOOKR_SCANNERS names; left out: clamd, where its address is set. Raises InvalidSettings."""
    is_set = bool(settings.environment.get(f"{PREFIX}{BUILT_IN.upper()}_ADDRESS"))
    names = settings.scanners or ((BUILT_IN,) if is_set else ())
    return {name: _opened(name, settings) for name in names}


async def scanned(scanners: Scanners, content: Callable[[], AsyncIterator[bytes]], size_bytes: int) -> Scanned:
    """Return the first finding, or that there is none. Raises what scanners raise."""
    for scanner in scanners.values():
        result = await scanner.scan(content(), size_bytes=size_bytes)
        if result.finding is not None:
            return result
    return Scanned()


def names_of(scanners: Scanners) -> str:
    """Write who has passed a file."""
    return ",".join(sorted(scanners))


def _opened(name: str, settings: Settings) -> Scanner:
    points = entry_points(group=GROUP, name=name)
    if not points:
        raise InvalidSettings(f"No installed distribution offers the scanner {name!r} ({GROUP}).")
    service: ScannerService = next(iter(points)).load()
    plain: dict[str, str] = {}
    secrets: dict[str, Secret] = {}
    for setting in service.settings:
        variable = f"{PREFIX}{name.upper().replace('-', '_')}_{setting.name.upper()}"
        value = settings.environment.get(variable, "") or setting.default or ""
        if not value and setting.required:
            raise InvalidSettings(f"Set {variable} ({setting.title}).")
        if setting.kind != "secret":
            plain[setting.name] = value
        elif value:
            secrets[setting.name] = Secret(value)
    try:
        return service.open(plain, secrets, is_production=settings.is_production)
    except ValueError as problem:
        raise InvalidSettings(f"The scanner {name!r} cannot be set up: {problem}.") from None
