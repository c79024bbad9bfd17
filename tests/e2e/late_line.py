"""A slow line between the desk and the API: what is asked comes late, what is told by the socket does not."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

LATE: Final = """
const ask = window.fetch;
const line = window.line = { late: "", isBeforehand: false, held: [] };
const wait = () => new Promise((then) => line.held.push(then));
window.fetch = async (...asked) => {
  const { late, isBeforehand } = line;
  const isLate = late && String(asked[1]?.body).includes(`"${late}"`);
  if (isLate && isBeforehand) await wait();
  const answer = await ask(...asked);
  if (isLate && !isBeforehand) await wait();
  return answer;
};
"""
PASS_ON: Final = """(settled) => {
  window.line.late = "";
  for (const one of window.line.held.splice(0)) one();
  const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  return new Promise((then) => setTimeout(() => drawn(then), settled)); // the page's own time: it may be slow
}"""
SETTLED_MILLISECONDS: Final = 300.0  # what comes in is shown by then


@dataclass(frozen=True, slots=True)
class LateLine:
    """The line of a page; pages that open afterwards have it."""

    page: Page

    @classmethod
    def of(cls, page: Page) -> "LateLine":
        page.add_init_script(LATE)
        return cls(page)

    def hold(self, document: str, *, beforehand: bool = False) -> None:
        """Keep the answers of a document back from now on, or the requests themselves before the API has them."""
        self.page.evaluate(
            "([late, isBeforehand]) => Object.assign(window.line, { late, isBeforehand })", [document, beforehand]
        )

    def wait(self, count: int = 1) -> None:
        """Wait until so many are kept back."""
        self.page.wait_for_function("(count) => window.line.held.length >= count", arg=count)

    def pass_on(self) -> None:
        """Let go of what waits, and hold nothing any more."""
        self.page.evaluate(PASS_ON, SETTLED_MILLISECONDS)
