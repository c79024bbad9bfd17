"""Finds the key services that the settings name, by entry point, and asks each for the keys it wrapped."""

from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from typing import Final

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.settings import PREFIX, Settings
from chatbookr_sdk import KeyProvider, KeyService, PermanentFailure, Secret

GROUP: Final = "chatbookr.keys"
LOCAL: Final = "local"


class Providers:
    """The provider that wraps now, and earlier ones that only unwrap, by the names that their keys' ids begin with."""

    def __init__(self, current: KeyProvider, earlier: Sequence[KeyProvider]) -> None:
        self._current = current
        self._by_name = {_name_of(one.key_id): one for one in (*earlier, current)}

    def __repr__(self) -> str:
        return f"<Providers, now {self.key_id}>"

    @property
    def key_id(self) -> str:
        return self._current.key_id

    async def is_current(self, wrapped_key: bytes, *, key_id: str) -> bool:
        return _name_of(key_id) == _name_of(self.key_id) and await self._current.is_current(wrapped_key, key_id=key_id)

    async def wrap(self, data_key: bytes, *, context: bytes) -> bytes:
        return await self._current.wrap(data_key, context=context)

    async def unwrap(self, wrapped_key: bytes, *, key_id: str, context: bytes) -> bytes:
        provider = self._by_name.get(_name_of(key_id))
        if provider is None:
            raise PermanentFailure("no_provider", f"A data key is wrapped by {key_id}, whose provider is not set up.")
        return await provider.unwrap(wrapped_key, key_id=key_id, context=context)


def key_provider_from(settings: Settings) -> KeyProvider:
    """Open what CHATBOOKR_KEY_PROVIDER names, with the earlier ones. Raises InvalidSettings that says what to set."""
    current = _opened(settings.key_provider, settings)
    if not settings.earlier_key_providers:
        return current
    return Providers(current, [_opened(name, settings) for name in settings.earlier_key_providers])


def _opened(name: str, settings: Settings) -> KeyProvider:
    if name == LOCAL:
        return LocalKeyFile(settings.key_file, earlier=settings.earlier_key_files)
    points = entry_points(group=GROUP, name=name)
    if not points:
        raise InvalidSettings(f"No installed distribution offers the key provider {name!r} ({GROUP}).")
    service: KeyService = next(iter(points)).load()
    plain, secrets = _settings_of(name, service, settings.environment)
    try:
        return service.open(plain, secrets)
    except ValueError as problem:
        raise InvalidSettings(f"The key provider {name!r} cannot be set up: {problem}.") from None


def _settings_of(
    name: str, service: KeyService, environment: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Secret]]:
    plain: dict[str, str] = {}
    secrets: dict[str, Secret] = {}
    for setting in service.settings:
        variable = f"{PREFIX}KEYS_{name.upper().replace('-', '_')}_{setting.name.upper()}"
        value = environment.get(variable, "") or setting.default or ""
        if not value and setting.required:
            raise InvalidSettings(f"Set {variable} ({setting.title}).")
        if setting.kind != "secret":
            plain[setting.name] = value
        elif value:
            secrets[setting.name] = Secret(value)
    return plain, secrets


def _name_of(key_id: str) -> str:
    return key_id.partition(":")[0]
