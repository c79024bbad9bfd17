"""The country an address is in, by a file on the disk (MMDB: MaxMind, DB-IP, IPinfo); nothing where none is set."""

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings

COUNTRY = re.compile(r"[A-Z]{2}")
MISSING = "CHATBOOKR_GEOIP_FILE needs maxminddb: install chatbookr[geoip]."
log = logging.getLogger(__name__)


def check_countries(settings: Settings) -> None:
    """Raises InvalidSettings, before anything begins, where a file is set and cannot be read."""
    path = settings.geoip_file
    if path is None:
        return
    try:
        _reader(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as problem:
        said = problem.strerror if isinstance(problem, OSError) else "it is no MMDB file"
        raise InvalidSettings(
            f"{path} (CHATBOOKR_GEOIP_FILE) cannot be read ({said}): put the file there, or leave CHATBOOKR_GEOIP_FILE "
            "out, and no country is known."
        ) from None


def country_of(settings: Settings, address: str | None) -> str | None:
    """Say in which country an address is (ISO 3166-1, two letters); None where that is not known.

    A file that is replaced is read anew. Raises InvalidSettings where a file is set and the library is missing; a file
    that cannot be read is logged, and no log-in fails by it.
    """
    path = settings.geoip_file
    if path is None or address is None:
        return None
    try:
        found = _reader(path, path.stat().st_mtime_ns).get(address)
    except (OSError, ValueError) as problem:  # a file that is not there or broken; an address that is none
        log.warning("countries: not looked up (%s)", type(problem).__name__)
        return None
    return _code(found)


def _code(found: Any) -> str | None:
    """Read the code out of a record: `country.iso_code` (MaxMind, DB-IP) or `country`, `country_code` (IPinfo)."""
    if not isinstance(found, dict):
        return None
    country = found.get("country_code") or found.get("country")
    code = country.get("iso_code") if isinstance(country, dict) else country
    return code if isinstance(code, str) and COUNTRY.fullmatch(code) else None


@lru_cache(maxsize=2)  # the file as it is, and as it was while others still ask for that
def _reader(path: Path, _changed_at: int) -> Any:
    try:
        import maxminddb  # only where it was asked for
    except ImportError:
        raise InvalidSettings(MISSING) from None
    try:
        return maxminddb.open_database(path, maxminddb.MODE_MEMORY)
    except maxminddb.InvalidDatabaseError as problem:
        raise ValueError("no MMDB") from problem
