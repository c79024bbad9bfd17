"""The front desk's agenda in a real browser: where one points at, and what opens."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect
from tests.e2e.browser import PATIENCE_MILLISECONDS
from tests.e2e.desk_clinic import Slot
from tests.e2e.running import Running

QUARTER_PIXELS = 22.5


def turn_to(page: Page, house: Running, day: date | None = None, query: str = "") -> None:
    page.goto(f"{house.api}/desk/agenda{f'/{day}' if day else ''}{query}")
    expect(page.locator(".column").first).to_be_visible(timeout=PATIENCE_MILLISECONDS)


def card_of(page: Page, name: str) -> Locator:
    return page.locator("button.booking", has_text=name)


def panel_of(page: Page) -> Locator:
    return page.get_by_role("dialog")


def open_card(page: Page, name: str) -> Locator:
    card_of(page, name).click()
    expect(panel_of(page).get_by_role("heading", name=name)).to_be_visible()
    return panel_of(page)


def point_at(page: Page, column: int, minute: int) -> None:
    """Click into a column at a minute of the day, once nothing comes in any more that would push it down."""
    page.wait_for_load_state("networkidle")
    place = page.locator(".column").nth(column)
    place.click(position={"x": 20, "y": minute * QUARTER_PIXELS / 15 + 3}, force=True)


def choose_time(panel: Locator, slot: Slot, sign: str = "") -> None:
    name = re.compile(f"{slot.day:%A}, {slot.day:%B} {slot.day.day},")
    panel.get_by_role("group", name="Days with free times").get_by_role("button", name=name).click()
    panel.get_by_role("group", name="Free times", exact=True).get_by_role(
        "button", name=f"{slot.clock}{sign}", exact=True
    ).click()


def wait_for_found(page: Page, name: str) -> None:
    """Wait until somebody is found by all that was typed: Enter takes nobody who was found by less."""
    expect(panel_of(page).locator(".found[aria-busy=false]")).to_contain_text(name)
