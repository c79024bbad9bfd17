"""The public holidays of a region, by name, as the `holidays` package keeps them. Pure.

The package is imported with the first use: a clinic that keeps no holidays never needs it.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

LANGUAGE = "en_US"
"""Names are kept in one language, so that what a clinic says of a holiday holds in every year."""


def countries() -> Mapping[str, tuple[str, ...]]:
    """Name the countries (ISO 3166-1 alpha-2) whose holidays are known, each with its regions (ISO 3166-2, mostly)."""
    import holidays

    return {country: tuple(regions) for country, regions in holidays.list_supported_countries().items()}


@lru_cache(maxsize=512)
def holidays_of(country: str, region: str | None, year: int) -> Mapping[date, tuple[str, ...]]:
    """Name the public holidays of a year. Raises NotImplementedError for a country or region that is not known."""
    import holidays

    known = holidays.list_localized_countries().get(country, [])
    language = LANGUAGE if LANGUAGE in known else None
    found = holidays.country_holidays(country, subdiv=region, years=year, language=language)
    return {day: tuple(found.get_list(day)) for day in found}


def closed_days(country: str | None, region: str | None, worked: frozenset[str], first: date, last: date) -> list[date]:
    """List the holidays from one date to another, both included, of which some name is not among those `worked`.

    A place without a country keeps none.
    """
    if country is None:
        return []
    return sorted(
        day
        for year in range(first.year, last.year + 1)
        for day, names in holidays_of(country, region, year).items()
        if first <= day <= last and not worked.issuperset(names)
    )
