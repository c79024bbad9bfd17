"""Which regions lie within which, and what a plugin must declare about whoever it hands data to.

A region is a country (ISO 3166-1 alpha-2) or `EU`, which stands for the European Economic Area: within it data goes
freely (Art. 1(3) GDPR), out of it only under a mechanism of chapter V.
"""

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Final

from chatbookr_sdk import EEA, EU, Manifest, Subprocessor

NO_MECHANISM: Final = frozenset({"", "none", "none needed", "not needed"})


def is_region(text: str) -> bool:
    """Tell whether a text names a region."""
    return text == EU or text in _countries()


@cache
def _countries() -> frozenset[str]:
    """Read the codes of ISO 3166-1 from the time zone database, which names the countries of its zones by them."""
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


def lies_within(region: str, home: str) -> bool:
    """Tell whether a region lies within another, itself included."""
    return region == home or (home == EU and region in EEA)


def regions_outside(processor: Subprocessor, home: str) -> list[str]:
    """List the regions in which a subprocessor handles data outside of `home`."""
    return [region for region in processor.regions if not lies_within(region, home)]


def problem_of(manifest: Manifest, home: str, allowed: Collection[str]) -> str | None:
    """Say why a plugin must not be enabled where data is at home in a region; None where it may be.

    `allowed`: the further regions that data may go to under a declared mechanism; empty: any.
    """
    if manifest.egress_settings and not manifest.subprocessors:
        return "it calls other hosts, and names no subprocessor"
    for processor in manifest.subprocessors:
        if problem := _problem_with(processor, home, allowed):
            return f"{processor.name}: {problem}"
    return None


def _problem_with(processor: Subprocessor, home: str, allowed: Collection[str]) -> str | None:
    if not processor.regions or not all(is_region(region) for region in processor.regions):
        return "its regions are not countries (ISO 3166-1) or EU"
    if not processor.data_categories:
        return "it does not say which data it gets"
    outside = regions_outside(processor, home)
    if outside and processor.transfer_mechanism.strip().lower() in NO_MECHANISM:
        return f"it handles data in {', '.join(outside)}, and declares no transfer mechanism"
    refused = [region for region in outside if allowed and not any(lies_within(region, one) for one in allowed)]
    if refused:
        return f"it handles data in {', '.join(refused)}, which CHATBOOKR_ALLOWED_REGIONS does not list"
    return None
