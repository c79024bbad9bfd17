"""The register of subprocessors (Art. 28(2), 30(2) GDPR), out of the enabled plugins' manifests and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from chatbookr_core.residency.rules import regions_outside
from chatbookr_core.settings import Settings
from chatbookr_sdk import Manifest

TITLE: Final = "# Subprocessors"
NOBODY: Final = "No plugin is enabled: nobody outside of the deployment receives personal data."


@dataclass(frozen=True, slots=True)
class Entry:
    """A subprocessor, and the plugin that hands data to it."""

    plugin: str
    plugin_title: str
    plugin_version: str
    name: str
    purpose: str
    regions: tuple[str, ...]
    regions_outside: tuple[str, ...]
    data_categories: tuple[str, ...]
    transfer_mechanism: str
    notes: tuple[str, ...]


def entries_of(manifests: Sequence[Manifest], home: str) -> list[Entry]:
    """List the subprocessors of some plugins, with what lies outside of the region that is home."""
    return [
        Entry(
            plugin=manifest.name,
            plugin_title=manifest.title,
            plugin_version=manifest.version,
            name=one.name,
            purpose=one.purpose,
            regions=one.regions,
            regions_outside=tuple(regions_outside(one, home)),
            data_categories=one.data_categories,
            transfer_mechanism=one.transfer_mechanism,
            notes=one.notes,
        )
        for manifest in manifests
        for one in manifest.subprocessors
    ]


def as_json(entries: Sequence[Entry], settings: Settings) -> str:
    """Write the register for programs."""
    register = {
        "region": settings.region,
        "allowedRegions": list(settings.allowed_regions),
        "subprocessors": [asdict(one) for one in entries],
    }
    return json.dumps(register, ensure_ascii=False, indent=1)


def as_markdown(entries: Sequence[Entry], home: str) -> str:
    """Write the register for people."""
    lines = [TITLE, "", f"Data is at home in: {home}.", ""]
    for one in entries:
        outside = ", ".join(one.regions_outside)
        lines += [
            f"## {one.name}",
            f"- plugin: `{one.plugin}` ({one.plugin_title})",
            f"- purpose: {one.purpose}",
            f"- data: {', '.join(one.data_categories)}",
            f"- regions: {', '.join(one.regions)}" + (f" (outside of {home}: {outside})" if outside else ""),
            f"- transfer mechanism: {one.transfer_mechanism}",
            *(f"- note: {note}" for note in one.notes),
            "",
        ]
    return "\n".join(lines if entries else [*lines, NOBODY, ""])
