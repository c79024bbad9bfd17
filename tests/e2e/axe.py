"""Looks over a page as people who cannot see, point or read small print would have it: axe-core, in the page itself."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize

AXE: Final = Path(__file__).parents[2] / "web" / "desk" / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
WIDE: Final[ViewportSize] = {"width": 1360, "height": 860}
PHONE: Final[ViewportSize] = {"width": 390, "height": 800}
LOOK: Final = """async (tags) => {
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
        [id, "at", node.target.join(" "), node.html.slice(0, 160), ...node.any.map((one) => one.message)].join(" ")));
}"""


@cache
def _source() -> str:
    if not AXE.exists():
        reason = "axe-core is not installed: npm --prefix web/desk ci"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return AXE.read_text(encoding="utf-8")


@dataclass(slots=True)
class Looks:
    """What was found wrong on a page, by what it showed; light and dark, wide and on a telephone."""

    page: Page
    found: dict[str, list[str]] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """Say what is wrong, and where it was seen; empty where nothing is."""
        return "\n".join(f"{wrong}\n    in {'; '.join(states)}" for wrong, states in self.found.items())

    def at(self, state: str) -> None:
        """Look at what the page shows now, and leave it as wide and as light as it was."""
        self.page.mouse.move(1, 1)
        self.page.evaluate(_source())  # not a script of the page's: its policy would not have it
        for size in (PHONE, WIDE):
            self.page.set_viewport_size(size)
            for scheme in ("dark", "light"):
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                where = f"{state}, {scheme}, {size['width']} pixels"
                for wrong in self.page.evaluate(LOOK, list(TAGS)):
                    self.found.setdefault(wrong, []).append(where)
