"""A reader who scrolls up in a conversation, whatever still comes in below."""

from typing import Final

from playwright.sync_api import Locator

AWAY_PIXELS: Final = 300  # from the top, and far from the end: what grows below takes nobody back to it from there
UP: Final = """async (box, [away, to]) => {
  const drawn = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
  do {
    box.scrollTop = away;
    await drawn();
  } while (Math.abs(box.scrollTop - away) > 1);
  box.scrollTop = to;
}"""


def scroll_up(log: Locator, to: int) -> None:
    """Leave the end of the log, which holds whoever is there as it grows; go up to so many pixels from its top."""
    log.evaluate(UP, [AWAY_PIXELS, to])
