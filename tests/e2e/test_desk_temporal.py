"""A browser that knows no Temporal yet: it is given one, and the desk's days and hours are what they are elsewhere."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.agenda_page import turn_to
from tests.e2e.desk_page import desk
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

LAST_OF_SUMMER = date(2027, 10, 31)  # a day of 25 hours
FORGET = "delete globalThis.Temporal"
IS_BROWSERS_OWN = "Function.prototype.toString.call(Temporal.Now.instant).includes('[native code]')"


def shown_of(page: Page, house: Running) -> list[str]:
    """Turn to the day, and tell how it is headed and what its hours are called."""
    turn_to(page, house, LAST_OF_SUMMER)
    expect(page.locator(".agenda")).to_have_attribute("aria-busy", "false")
    return [*page.get_by_role("heading", level=1).all_inner_texts(), *page.locator(".scale span").all_inner_texts()]


def test_an_older_browser_shows_the_same_days(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist", path="/desk/tasks") as page:
        known = shown_of(page, house)
        assert page.evaluate(IS_BROWSERS_OWN)
        page.context.add_init_script(FORGET)

        assert shown_of(page, house) == known
        assert "31 October 2027" in known[0]
        assert not page.evaluate(IS_BROWSERS_OWN)
        page.get_by_role("link", name="Inbox").click()
        expect(page.get_by_text("No conversation is open.")).to_be_visible()
